"""The live curves of a training run."""

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.sentences import translated
from ui.theme import Theme, mixed
from ui.train.history import Curve, History

_WIDTH = 2
_CURVES = {
    "loss": ("loss", "held_out"),
    "critics": ("critic", "accuracy"),
    "examples": ("diversity", "copied"),
    "judge": ("judge",),
}
"""The views, and the curves of each."""


class RunPlot(QWidget):
    """Figures over steps, one view at a time; the first ``show_history`` loads pyqtgraph."""

    def __init__(self, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self._theme = theme
        self._history = History()
        self._view = "loss"
        self._plot: Any = None
        self._curves: dict[str, Any] = {}
        self._phase: Any = None
        self._spread: Any = None
        self._chance: Any = None
        self._no_judge = ""
        self._names = {
            "loss": self.tr("training"),
            "held_out": self.tr("music kept aside"),
            "critic": self.tr("critics’ loss"),
            "accuracy": self.tr("critics are right, in tenths"),
            "diversity": self.tr("variety, 100 = real music"),
            "copied": self.tr("notes in a row from the training music"),
            "judge": self.tr("the judge is right, in percent; 50 is chance"),
        }
        self.setAccessibleName(self.tr("Curves of the training over its steps"))
        titles = {
            "loss": self.tr("Loss"), "critics": self.tr("Critics"),
            "examples": self.tr("Variety and copying"), "judge": self.tr("Judge"),
        }  # fmt: skip
        tips = {
            "loss": self.tr("Nats a note, lower is better; rising on music kept aside: by heart"),
            "critics": self.tr("How well the critics tell real from generated; 5 is chance"),
            "examples": self.tr("What the examples say: how varied, and how much is copied"),
            "judge": self.tr(
                "How well a judge, who teaches nothing, tells takes from your music. It hears a "
                "few takes only: the truth lies within the bars nineteen times in twenty. Much of "
                "your music is learned from, so that music it does not know is told more easily"
            ),
        }
        self.views: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        line = QHBoxLayout()
        for view in _CURVES:
            button = QPushButton(titles[view])
            button.setProperty("chip", True)
            button.setCheckable(True)
            button.setChecked(view == self._view)
            button.setToolTip(tips[view])
            button.clicked.connect(lambda _, view=view: self.show_view(view))
            group.addButton(button)
            line.addWidget(button)
            self.views[view] = button
        self.legend = QLabel()
        self.legend.setWordWrap(True)
        self.legend.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.legend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        theme.changed.connect(self._paint_theme)

    @property
    def points(self) -> int:
        """Points of the training loss that are drawn."""
        return len(self._history.loss.steps)

    def show_view(self, view: str) -> None:
        """One of "loss", "critics", "examples", "judge"."""
        self._view = view
        self.views[view].setChecked(True)
        self.show_history(self._history)

    def show_history(self, history: History) -> None:
        """Draw the curves of the present view."""
        self._history = history
        if self._plot is None:
            self._make()
        tenths = Curve(history.accuracy.steps, [value / 10 for value in history.accuracy.values])
        curves = {name: getattr(history, name) for name in self._names} | {"accuracy": tenths}
        for name, item in self._curves.items():
            curve = curves[name] if name in _CURVES[self._view] else Curve()
            item.setData(curve.steps, curve.values)
        self._show_spread()
        self._mark_phase()
        self._show_legend()

    def show_no_judge(self, reason: str) -> None:
        """Say why the judge's view stays empty; an empty reason: a judge listens."""
        self._no_judge = translated(reason)
        self._show_legend()

    def clear(self) -> None:
        """Begin anew."""
        self._no_judge = ""
        self.show_history(History())

    def _make(self) -> None:
        import pyqtgraph

        self._plot = pyqtgraph.PlotWidget()
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._curves = {
            name: self._plot.plot(antialias=True)
            if name == "loss"
            else self._plot.plot(antialias=True, symbol="o", symbolSize=6)
            for name in self._names
        }
        self._spread = pyqtgraph.ErrorBarItem(beam=0)
        self._chance = pyqtgraph.InfiniteLine(50, angle=0)
        self._plot.addItem(self._spread)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout), "the widget was made with a layout"
        layout.addWidget(self._plot, 1)
        self._paint_theme()

    def _show_spread(self) -> None:
        """The judge's view has bars around its points and a line at chance; others have not."""
        judged = self._view == "judge"
        history = self._history if judged else History()
        steps, low, high = (
            np.array(points, float)
            for points in (history.judge.steps, history.judge_low.values, history.judge_high.values)
        )
        self._spread.setData(x=steps, y=(low + high) / 2, height=high - low)
        if judged:
            self._plot.addItem(self._chance)
            self._plot.setYRange(35, 100)
        else:
            self._plot.removeItem(self._chance)
            self._plot.enableAutoRange(axis="y")

    def _show_legend(self) -> None:
        """The curves' names in their colours, beside the views, where they lie over nothing."""
        if self._view == "judge" and self._no_judge:
            self.legend.setText(self._no_judge)
            return
        colours = self._theme.colours
        marks = [
            (colours.tracks[place % 2], "●", self._names[name])
            for place, name in enumerate(self._names)
            if name in _CURVES[self._view]
        ]
        if self._history.adversarial_from is not None:
            marks.append((colours.muted, "│", self.tr("critics join in")))
        self.legend.setText(
            " &nbsp; ".join(f'<span style="color: {c}">{m}</span> {text}' for c, m, text in marks)
        )

    def _mark_phase(self) -> None:
        step = self._history.adversarial_from
        if self._phase is not None and step is None:
            self._plot.removeItem(self._phase)
            self._phase = None
        if self._phase is not None or step is None:
            return
        import pyqtgraph

        colours = self._theme.colours
        self._phase = pyqtgraph.InfiniteLine(step, pen=pyqtgraph.mkPen(colours.muted, width=1))
        self._plot.addItem(self._phase)

    def _paint_theme(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph

        colours = self._theme.colours
        self._plot.setBackground(colours.panel)
        self._plot.showGrid(x=False, y=True, alpha=0.18)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(colours.border))
            axis.setTextPen(pyqtgraph.mkPen(colours.muted))
        for place, (name, curve) in enumerate(self._curves.items()):
            colour = colours.tracks[place % 2]
            curve.setPen(pyqtgraph.mkPen(colour, width=_WIDTH))
            if name != "loss":
                curve.setSymbolBrush(colour)
                curve.setSymbolPen(pyqtgraph.mkPen(mixed(colour, colours.panel, 0.2)))
        self._chance.setPen(pyqtgraph.mkPen(colours.muted, width=1, style=Qt.PenStyle.DashLine))
        self._spread.setOpts(pen=pyqtgraph.mkPen(colours.tracks[0], width=1))
        self._show_legend()
        if self._phase is not None:
            self._phase.setPen(pyqtgraph.mkPen(colours.muted, width=1))

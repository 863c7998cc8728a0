"""The live curves of a training run."""

from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.theme import Theme, mixed
from ui.train.history import Curve, History

_WIDTH = 2
_VIEWS = ("loss", "critics", "examples")


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
        self._names = {
            "loss": self.tr("training"),
            "held_out": self.tr("music kept aside"),
            "critic": self.tr("critics’ loss"),
            "accuracy": self.tr("critics are right, in tenths"),
            "diversity": self.tr("variety, 100 = real music"),
            "copied": self.tr("notes in a row from the training music"),
        }
        self.setAccessibleName(self.tr("Curves of the training over its steps"))
        titles = {
            "loss": self.tr("Loss"), "critics": self.tr("Critics"),
            "examples": self.tr("Variety and copying"),
        }  # fmt: skip
        tips = {
            "loss": self.tr("Nats a note, lower is better; rising on music kept aside: by heart"),
            "critics": self.tr("How well the critics tell real from generated; 5 is chance"),
            "examples": self.tr("What the examples say: how varied, and how much is copied"),
        }
        self.views: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        line = QHBoxLayout()
        for view in _VIEWS:
            button = QPushButton(titles[view])
            button.setProperty("chip", True)
            button.setCheckable(True)
            button.setChecked(view == self._view)
            button.setToolTip(tips[view])
            button.clicked.connect(lambda _, view=view: self.show_view(view))
            group.addButton(button)
            line.addWidget(button)
            self.views[view] = button
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        theme.changed.connect(self._paint_theme)

    @property
    def points(self) -> int:
        """Points of the training loss that are drawn."""
        return len(self._history.loss.steps)

    def show_view(self, view: str) -> None:
        """One of "loss", "critics", "examples"."""
        self._view = view
        self.views[view].setChecked(True)
        self.show_history(self._history)

    def show_history(self, history: History) -> None:
        """Draw the curves of the present view."""
        self._history = history
        if self._plot is None:
            self._make()
        tenths = Curve(history.accuracy.steps, [value / 10 for value in history.accuracy.values])
        shown = {
            "loss": {"loss": history.loss, "held_out": history.held_out},
            "critics": {"critic": history.critic, "accuracy": tenths},
            "examples": {"diversity": history.diversity, "copied": history.copied},
        }[self._view]
        for name, item in self._curves.items():
            curve = shown.get(name, Curve())
            item.setData(curve.steps, curve.values)
        self._show_legend(list(shown))
        self._mark_phase()

    def clear(self) -> None:
        """Begin anew."""
        self.show_history(History())

    def _make(self) -> None:
        import pyqtgraph

        self._plot = pyqtgraph.PlotWidget()
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._legend = self._plot.addLegend(offset=(-12, 8))
        self._curves = {
            name: self._plot.plot(antialias=True)
            if name == "loss"
            else self._plot.plot(antialias=True, symbol="o", symbolSize=6)
            for name in self._names
        }
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout), "the widget was made with a layout"
        layout.addWidget(self._plot, 1)
        self._paint_theme()

    def _show_legend(self, names: list[str]) -> None:
        self._legend.clear()
        for name in names:
            self._legend.addItem(self._curves[name], self._names[name])
        self._paint_legend()

    def _mark_phase(self) -> None:
        step = self._history.adversarial_from
        if self._phase is not None and step is None:
            self._plot.removeItem(self._phase)
            self._phase = None
        if self._phase is not None or step is None:
            return
        import pyqtgraph

        colours = self._theme.colours
        self._phase = pyqtgraph.InfiniteLine(
            step,
            pen=pyqtgraph.mkPen(colours.muted, width=1),
            label=self.tr("critics join in"),
            labelOpts={"color": colours.muted, "position": 0.95, "anchors": [(1, 0), (1, 0)]},
        )
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
        self._paint_legend()
        if self._phase is not None:
            self._phase.setPen(pyqtgraph.mkPen(colours.muted, width=1))

    def _paint_legend(self) -> None:
        for _, label in self._legend.items:
            label.setText(label.text, color=self._theme.colours.text)

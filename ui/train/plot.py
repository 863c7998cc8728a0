"""The live curves of a training run."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme, mixed
from ui.train.history import Curve, History

_WIDTH = 2


class LossPlot(QWidget):
    """Training and held-out loss over steps; the first ``show_history`` loads pyqtgraph."""

    def __init__(self, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self._theme = theme
        self._history = History()
        self._plot: Any = None
        self._curves: dict[str, Any] = {}
        self._phase: Any = None
        self.setAccessibleName(self.tr("Loss over steps"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self._paint_theme)

    @property
    def points(self) -> int:
        """Points of the training loss that are drawn."""
        return len(self._history.loss.steps)

    def show_history(self, history: History) -> None:
        """Draw all curves."""
        self._history = history
        if self._plot is None:
            self._make()
        for name, curve in (("loss", history.loss), ("held_out", history.held_out)):
            self._curves[name].setData(*_points(curve))
        if history.adversarial_from is not None and self._phase is None:
            self._mark_phase(history.adversarial_from)

    def clear(self) -> None:
        """Begin anew."""
        if self._phase is not None:
            self._plot.removeItem(self._phase)
            self._phase = None
        self.show_history(History())

    def _make(self) -> None:
        import pyqtgraph

        self._plot = pyqtgraph.PlotWidget()
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setLabel("bottom", self.tr("step"))
        self._plot.setLabel("left", self.tr("loss (nats a note)"))
        self._legend = self._plot.addLegend(offset=(-12, 8))
        self._curves = {
            "loss": self._plot.plot(name=self.tr("training"), antialias=True),
            "held_out": self._plot.plot(
                name=self.tr("music kept aside"), antialias=True, symbol="o", symbolSize=6
            ),
        }
        layout = self.layout()
        assert layout is not None, "the widget was made with a layout"
        layout.addWidget(self._plot)
        self._paint_theme()

    def _mark_phase(self, step: int) -> None:
        import pyqtgraph

        colours = self._theme.colours
        self._phase = pyqtgraph.InfiniteLine(
            step,
            pen=pyqtgraph.mkPen(colours.muted, width=1),
            label=self.tr("critics join in"),
            labelOpts={"color": colours.muted, "position": 0.08, "anchors": [(0, 0), (0, 0)]},
        )
        self._plot.addItem(self._phase)

    def _paint_theme(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph

        colours = self._theme.colours
        first, second = colours.tracks[0], colours.tracks[1]
        self._plot.setBackground(colours.panel)
        self._plot.showGrid(x=False, y=True, alpha=0.18)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(colours.border))
            axis.setTextPen(pyqtgraph.mkPen(colours.muted))
        self._curves["loss"].setPen(pyqtgraph.mkPen(first, width=_WIDTH))
        self._curves["held_out"].setPen(pyqtgraph.mkPen(second, width=_WIDTH))
        self._curves["held_out"].setSymbolBrush(second)
        self._curves["held_out"].setSymbolPen(pyqtgraph.mkPen(mixed(second, colours.panel, 0.2)))
        for _, label in self._legend.items:
            label.setText(label.text, color=colours.text)
        if self._phase is not None:
            self._phase.setPen(pyqtgraph.mkPen(colours.muted, width=1))


def _points(curve: Curve) -> tuple[list[int], list[float]]:
    return curve.steps, curve.values

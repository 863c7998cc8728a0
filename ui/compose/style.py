"""The style mixture: a chip for each style, and a slider for each chosen one."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from musicgan.generation import ModelInfo, Recipe
from ui.compose.control import Control
from ui.compose.mixture import percents, with_share, with_style, without_style
from ui.widgets.flow import FlowLayout


class StyleControl(Control):
    """Click chips to choose styles; with two or more, sliders share out 100 percent."""

    def __init__(self) -> None:
        """Offers nothing before ``set_model``."""
        super().__init__()
        self._mixture: dict[str, int] = {}
        self._chips: dict[str, QPushButton] = {}
        self._sliders: dict[str, QSlider] = {}
        self._numbers: dict[str, QLabel] = {}
        self._any = self._chip(self.tr("any"), self.tr("Let the engine choose the style"))
        self._any.clicked.connect(lambda: self._take({}))
        chips = QWidget()
        self._flow = FlowLayout(chips)
        self._flow.addWidget(self._any)
        self._mixer = QWidget()
        self._grid = QGridLayout(self._mixer)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(chips)
        layout.addWidget(self._mixer)
        self._refresh()

    @property
    def mixture(self) -> dict[str, int]:
        """Percent of each chosen style; empty for any."""
        return dict(self._mixture)

    @property
    def chips(self) -> dict[str, QPushButton]:
        """The chip of each style."""
        return self._chips

    @property
    def sliders(self) -> dict[str, QSlider]:
        """The slider of each chosen style, while there are at least two."""
        return self._sliders

    def set_model(self, info: ModelInfo) -> None:
        """Offer the model's styles."""
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = {}
        for name in info.styles:
            pieces = info.sizes[name][0] if name in info.sizes else 0
            chip = self._chip(
                name,
                self.tr(
                    "{style}, learned from {pieces} pieces. Click to add or remove it, "
                    "double-click to use it alone."
                ).format(style=name, pieces=pieces),
            )
            chip.clicked.connect(lambda on, name=name: self._toggle(name, on))
            chip.installEventFilter(self)
            self._chips[name] = chip
            self._flow.addWidget(chip)
        self._mixture = percents({n: p for n, p in self._mixture.items() if n in info.styles})
        self._refresh()

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's mixture."""
        self._mixture = percents(recipe.style)
        self._refresh()

    def read(self, recipe: Recipe) -> Recipe:
        """Weights that sum to 1; styles at 0 percent are left out."""
        shares = {name: share / 100 for name, share in self._mixture.items() if share}
        return replace(recipe, style=shares)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on a chip takes that style alone."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            for name, chip in self._chips.items():
                if chip is watched:
                    self._take({name: 100})
                    return True
        return super().eventFilter(watched, event)

    def _chip(self, name: str, tip: str) -> QPushButton:
        chip = QPushButton(name)
        chip.setProperty("chip", True)
        chip.setCheckable(True)
        chip.setToolTip(tip)
        chip.setAccessibleName(self.tr("Style {name}").format(name=name))
        return chip

    def _toggle(self, name: str, on: bool) -> None:
        change = with_style if on else without_style
        self._take(change(self._mixture, name))

    def _take(self, mixture: dict[str, int]) -> None:
        self._mixture = mixture
        self._refresh()
        self.changed.emit()

    def _slide(self, name: str, percent: int) -> None:
        self._mixture = with_share(self._mixture, name, percent)
        self._show_shares()
        self.changed.emit()

    def _refresh(self) -> None:
        """Bring chips and sliders into line with the mixture."""
        self._any.setChecked(not self._mixture)
        for name, chip in self._chips.items():
            chip.setChecked(name in self._mixture)
        mixed = self._mixture if len(self._mixture) > 1 else {}
        if list(mixed) != list(self._sliders):
            self._make_sliders(list(mixed))
        self._mixer.setVisible(bool(mixed))
        self._show_shares()

    def _make_sliders(self, names: list[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                # Hidden at once: deletion waits, and a dead slider must not shine through.
                widget.hide()
                widget.deleteLater()
        self._sliders, self._numbers = {}, {}
        for row, name in enumerate(names):
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(0, 100)
            slider.setPageStep(10)
            slider.setToolTip(self.tr("Share of {style} in percent").format(style=name))
            slider.setAccessibleName(slider.toolTip())
            slider.valueChanged.connect(lambda value, name=name: self._slide(name, value))
            number = QLabel()
            number.setMinimumWidth(40)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(QLabel(name), row, 0)
            self._grid.addWidget(slider, row, 1)
            self._grid.addWidget(number, row, 2)
            self._sliders[name], self._numbers[name] = slider, number

    def _show_shares(self) -> None:
        for name, slider in self._sliders.items():
            share = self._mixture[name]
            slider.blockSignals(True)
            slider.setValue(share)
            slider.blockSignals(False)
            self._numbers[name].setText(f"{share} %")

"""The playing manner: a level for the whole piece, or a curve with one for each bar."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QToolButton

from musicgan.generation import LEVELS, MANNERS, Recipe, stretched
from ui.compose.control import Control
from ui.compose.curve import Curve
from ui.icons import Icons
from ui.theme import Theme
from ui.translations import word
from ui.widgets.labels import muted, set_flag

_ANY_LENGTH = 16
"""Columns of a curve while the length is open; it is stretched over the piece."""


@dataclass(frozen=True, slots=True)
class _Row:
    slider: QSlider
    level: QLabel
    curve: Curve
    by_bar: QToolButton


class MannerControl(Control):
    """A slider for each attribute, whose lowest place is "any"; a button turns it into a curve."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Begins with any for all."""
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._bars = _ANY_LENGTH
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        names = {
            "density": (self.tr("Density"), self.tr("How often each track plays, for the style")),
            "polyphony": (
                self.tr("Polyphony"),
                self.tr("How many notes sound at a time, for the style"),
            ),
            "articulation": (
                self.tr("Articulation"),
                self.tr("From short, detached notes to long, bound ones"),
            ),
            "dynamics": (self.tr("Dynamics"), self.tr("From soft to loud")),
            "register": (self.tr("Register"), self.tr("From low to high pitches, for the style")),
            "syncopation": (
                self.tr("Syncopation"),
                self.tr("How much is played off the beat, for the style"),
            ),
        }
        self._rows = {
            attribute: self._row(place, *names[attribute])
            for place, attribute in enumerate(MANNERS)
        }
        self._show()

    @property
    def sliders(self) -> dict[str, QSlider]:
        """The slider of each attribute."""
        return {attribute: row.slider for attribute, row in self._rows.items()}

    @property
    def curves(self) -> dict[str, Curve]:
        """The curve of each attribute, seen or not."""
        return {attribute: row.curve for attribute, row in self._rows.items()}

    @property
    def by_bar(self) -> dict[str, QToolButton]:
        """The button of each attribute that turns its slider into a curve."""
        return {attribute: row.by_bar for attribute, row in self._rows.items()}

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's levels."""
        self._bars = recipe.bars or _ANY_LENGTH
        for attribute, row in self._rows.items():
            level = recipe.manner.get(attribute, 0)
            for part in (row.slider, row.by_bar):
                part.blockSignals(True)
            row.by_bar.setChecked(not isinstance(level, int))
            if isinstance(level, int):
                row.slider.setValue(level)
            else:
                row.curve.set_levels(stretched(level, self._bars))
            for part in (row.slider, row.by_bar):
                part.blockSignals(False)
        self._show()

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with the levels that aren't "any"."""
        manner: dict[str, int | tuple[int, ...]] = {}
        for attribute, row in self._rows.items():
            if row.by_bar.isChecked():
                manner[attribute] = row.curve.levels
            elif row.slider.value():
                manner[attribute] = row.slider.value()
        return replace(recipe, manner=manner)

    def _row(self, place: int, name: str, tip: str) -> _Row:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, len(LEVELS) - 1)
        slider.setPageStep(1)
        slider.setToolTip(tip)
        slider.setAccessibleName(f"{name}: {tip}")
        slider.valueChanged.connect(self._change)
        level = muted()
        level.setIndent(6)
        level.setMinimumWidth(62)
        curve = Curve(self._theme, self.tr("{name} by bar").format(name=name))
        curve.changed.connect(self._change)
        by_bar = QToolButton()
        by_bar.setCheckable(True)
        by_bar.setProperty("flat", True)
        by_bar.setFixedSize(26, 24)
        by_bar.setToolTip(
            self.tr("{name} bar by bar: draw a curve; a right click offers shapes").format(
                name=name
            )
        )
        by_bar.setAccessibleName(self.tr("{name} bar by bar").format(name=name))
        self._icons.put(by_bar, "curve", "muted", 16)
        by_bar.toggled.connect(partial(self._turn, place))
        label = QLabel(name)
        label.setToolTip(tip)
        label.setBuddy(slider)
        self._grid.addWidget(label, place, 0)
        self._grid.addWidget(slider, place, 1)
        self._grid.addWidget(level, place, 2)
        self._grid.addWidget(curve, place, 1, 1, 2)
        self._grid.addWidget(by_bar, place, 3)
        return _Row(slider, level, curve, by_bar)

    def _turn(self, place: int, by_bar: bool) -> None:
        """Begin the curve where the slider is; go back to a slider at the curve's middle level."""
        row = self._rows[MANNERS[place]]
        if by_bar:
            row.curve.set_levels((row.slider.value(),) * self._bars)
        else:
            levels = sorted(level for level in row.curve.levels if level)
            row.slider.blockSignals(True)
            row.slider.setValue(levels[len(levels) // 2] if levels else 0)
            row.slider.blockSignals(False)
        self._change()

    def _change(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for row in self._rows.values():
            by_bar = row.by_bar.isChecked()
            row.curve.setVisible(by_bar)
            row.slider.setVisible(not by_bar)
            row.level.setVisible(not by_bar)
            row.level.setText(word(LEVELS[row.slider.value()]))
            set_flag(row.slider, "any", row.slider.value() == 0)

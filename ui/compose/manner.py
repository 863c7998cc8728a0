"""The playing manner: one slider an attribute, from "any" over "very low" to "very high"."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider

from musicgan.generation import LEVELS, MANNERS, Recipe
from ui.compose.control import Control
from ui.widgets.labels import muted, set_flag


class MannerControl(Control):
    """Each slider's lowest place is "any"."""

    def __init__(self) -> None:
        """Begins with any for all."""
        super().__init__()
        tips = {
            "density": self.tr("How many notes a beat each track plays"),
            "polyphony": self.tr("How many notes sound at a time"),
            "articulation": self.tr("From short, detached notes to long, bound ones"),
            "dynamics": self.tr("From soft to loud"),
            "register": self.tr("From low to high pitches"),
            "syncopation": self.tr("How much is played off the beat"),
        }
        self._sliders: dict[str, QSlider] = {}
        self._words: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(MANNERS):
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(0, len(LEVELS) - 1)
            slider.setPageStep(1)
            slider.setToolTip(tips[name])
            slider.setAccessibleName(f"{name.capitalize()}: {tips[name]}")
            slider.valueChanged.connect(self._change)
            word = muted()
            word.setMinimumWidth(64)
            label = QLabel(name.capitalize())
            label.setToolTip(tips[name])
            grid.addWidget(label, row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(word, row, 2)
            self._sliders[name], self._words[name] = slider, word
        self._show_words()

    @property
    def sliders(self) -> dict[str, QSlider]:
        """The slider of each attribute."""
        return self._sliders

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's levels."""
        for name, slider in self._sliders.items():
            slider.blockSignals(True)
            slider.setValue(recipe.manner.get(name, 0))
            slider.blockSignals(False)
        self._show_words()

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with the levels that aren't "any"."""
        levels = {name: slider.value() for name, slider in self._sliders.items() if slider.value()}
        return replace(recipe, manner=levels)

    def _change(self) -> None:
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        for name, slider in self._sliders.items():
            self._words[name].setText(LEVELS[slider.value()])
            set_flag(slider, "any", slider.value() == 0)

"""How daring the takes are, and how strictly they keep to the recipe."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider

from musicgan.generation import (
    MAX_STRENGTH,
    MAX_TEMPERATURE,
    MIN_STRENGTH,
    MIN_TEMPERATURE,
    Recipe,
)
from ui.compose.control import Control
from ui.widgets.labels import muted

_WORD_WIDTH = 38
"""Pixels, so that the sliders stand in line."""
_LEAST_TOP_P = 0.5
"""Below, music soon only repeats itself."""


class HundredthsControl(Control):
    """A slider in steps of a hundredth, with a word at each end."""

    def __init__(
        self, range_: tuple[float, float], ends: tuple[str, str], name: str, tip: str
    ) -> None:
        """Begins with 1."""
        super().__init__()
        low, high = range_
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(low * 100), round(high * 100))
        self.slider.setValue(100)
        self.slider.setPageStep(10)
        self.slider.setToolTip(tip)
        self.slider.setAccessibleName(name)
        self._number = QLabel()
        self._number.setMinimumWidth(32)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider.valueChanged.connect(self._change)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.addWidget(muted(ends[0]), 0, 0)
        layout.addWidget(self.slider, 0, 1)
        layout.addWidget(muted(ends[1]), 0, 2)
        layout.addWidget(self._number, 0, 3)
        for column in (0, 2):
            layout.setColumnMinimumWidth(column, _WORD_WIDTH)
        layout.setColumnStretch(1, 1)
        self._show()

    @property
    def value(self) -> float:
        """The number that is shown."""
        return self.slider.value() / 100

    def show_value(self, value: float) -> None:
        """Show a number, without telling of a change."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(value * 100))
        self.slider.blockSignals(False)
        self._show()

    def _change(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._number.setText(f"{self.value:.2f}")


class TemperatureControl(HundredthsControl):
    """From safe to wild; 1 is what the model learned."""

    def __init__(self) -> None:
        """Begins with 1."""
        super().__init__(
            (MIN_TEMPERATURE, MAX_TEMPERATURE),
            (self.tr("safe"), self.tr("wild")),
            self.tr("Temperature"),
            self.tr("Temperature, 0.1 (safe) to 2 (wild); 1 is as the model has learned"),
        )

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's temperature."""
        self.show_value(recipe.temperature)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this temperature."""
        return replace(recipe, temperature=self.value)


class TopPControl(HundredthsControl):
    """From usual to rare; 1 leaves nothing out."""

    def __init__(self) -> None:
        """Begins with 1."""
        super().__init__(
            (_LEAST_TOP_P, 1.0),
            (self.tr("usual"), self.tr("rare")),
            self.tr("Top-p"),
            self.tr(
                "How unlikely a note may be: of all that could come next, the likeliest that "
                "together have this probability, 0.5 to 1 (top-p)"
            ),
        )

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's top-p."""
        self.show_value(recipe.top_p)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this top-p."""
        return replace(recipe, top_p=self.value)


class StrengthControl(HundredthsControl):
    """From free to strict; 1 is what the model learned."""

    def __init__(self) -> None:
        """Begins with 1."""
        super().__init__(
            (MIN_STRENGTH, MAX_STRENGTH),
            (self.tr("free"), self.tr("strict")),
            self.tr("Strength"),
            self.tr("How strictly the takes keep to the recipe, 1 (as usual) to 3"),
        )

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's strength."""
        self.show_value(recipe.strength)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this strength."""
        return replace(recipe, strength=self.value)

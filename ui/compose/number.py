"""The whole numbers of a recipe: length, tempo, takes."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout

from musicgan.generation import MAX_BARS, MAX_TAKES, MAX_TEMPO, MIN_TEMPO, Recipe
from ui.compose.control import Control
from ui.widgets.spin import AnySpinBox, NumberBox

_TAKES_WIDTH = 70


class NumberControl(Control):
    """A number field, and what of the recipe it holds."""

    def __init__(self, spin: NumberBox, name: str, tip: str, unit: str = "") -> None:
        """Put up ``spin``; ``name`` is for screen readers."""
        super().__init__()
        spin.setSuffix(unit)
        spin.setToolTip(tip)
        spin.setAccessibleName(name)
        spin.valueChanged.connect(self.changed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(spin)


class BarsControl(NumberControl):
    """A number of bars, or any."""

    def __init__(self) -> None:
        """Begins with any."""
        self.spin = AnySpinBox(1, MAX_BARS, usual=16)
        super().__init__(
            self.spin,
            self.tr("Length in bars"),
            self.tr("Length in bars, 1 to {most}; step below 1 for any").format(most=MAX_BARS),
            self.tr(" bars"),
        )

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's length."""
        self.spin.show_choice(recipe.bars)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this length."""
        return replace(recipe, bars=self.spin.chosen)


class TempoControl(NumberControl):
    """Quarter notes a minute, or any."""

    def __init__(self) -> None:
        """Begins with any."""
        low, high = round(MIN_TEMPO), round(MAX_TEMPO)
        self.spin = AnySpinBox(low, high, usual=110)
        super().__init__(
            self.spin,
            self.tr("Tempo in beats a minute"),
            self.tr(
                "Tempo in quarter notes a minute, {low} to {high}; step below {low} for any"
            ).format(low=low, high=high),
            self.tr(" BPM"),
        )

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's tempo."""
        self.spin.show_choice(recipe.tempo)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this tempo."""
        chosen = self.spin.chosen
        return replace(recipe, tempo=None if chosen is None else float(chosen))


class TakesControl(NumberControl):
    """How many takes a click makes."""

    def __init__(self) -> None:
        """Begins with one."""
        self.spin = NumberBox()
        self.spin.setRange(1, MAX_TAKES)
        self.spin.setPrefix("× ")
        self.spin.setFixedWidth(_TAKES_WIDTH)
        super().__init__(
            self.spin,
            self.tr("Number of takes"),
            self.tr("Takes that one click makes, 1 to {most}; the critics rank them").format(
                most=MAX_TAKES
            ),
        )

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's number of takes."""
        self.spin.blockSignals(True)
        self.spin.setValue(recipe.takes)
        self.spin.blockSignals(False)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this number of takes."""
        return replace(recipe, takes=self.spin.value())

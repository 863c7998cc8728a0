"""The tempo."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout

from ui.compose.control import Control
from ui.state import Recipe
from ui.widgets.spin import AnySpinBox


class TempoControl(Control):
    """Quarter notes a minute, or any."""

    def __init__(self) -> None:
        """Begins with any."""
        super().__init__()
        self.spin = AnySpinBox(20, 300, usual=110)
        self.spin.setSuffix(self.tr(" BPM"))
        self.spin.setToolTip(
            self.tr("Tempo in quarter notes a minute, 20 to 300; step below 20 for any")
        )
        self.spin.setAccessibleName(self.tr("Tempo in beats a minute"))
        self.spin.valueChanged.connect(self.changed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.spin)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's tempo."""
        self.spin.blockSignals(True)
        self.spin.choose(recipe.tempo)
        self.spin.blockSignals(False)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this tempo."""
        chosen = self.spin.chosen
        return replace(recipe, tempo=None if chosen is None else float(chosen))

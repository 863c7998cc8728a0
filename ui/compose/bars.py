"""The length in bars."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout

from ui.compose.control import Control
from ui.state import Recipe
from ui.widgets.spin import NumberBox

MOST_BARS = 512


class BarsControl(Control):
    """A number of bars."""

    def __init__(self) -> None:
        """Begins with 16."""
        super().__init__()
        self.spin = NumberBox()
        self.spin.setRange(1, MOST_BARS)
        self.spin.setValue(16)
        self.spin.setSuffix(self.tr(" bars"))
        self.spin.setToolTip(self.tr("Length in bars, 1 to {most}").format(most=MOST_BARS))
        self.spin.setAccessibleName(self.tr("Length in bars"))
        self.spin.valueChanged.connect(self.changed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.spin)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's length."""
        self.spin.blockSignals(True)
        self.spin.setValue(recipe.bars)
        self.spin.blockSignals(False)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this length."""
        return replace(recipe, bars=self.spin.value())

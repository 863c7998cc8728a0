"""The meter."""

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from musicgan.generation import ModelInfo, Recipe
from ui.compose.control import Control


class MeterControl(Control):
    """A list of the meters that the model knows, and any."""

    def __init__(self) -> None:
        """Offers only any before ``set_model``."""
        super().__init__()
        self.box = QComboBox()
        self.box.setToolTip(self.tr("Meter: beats in a bar / the note value of a beat"))
        self.box.setAccessibleName(self.tr("Meter"))
        self.box.addItem(self.tr("any"), None)
        self.box.currentIndexChanged.connect(self.changed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)

    def set_model(self, info: ModelInfo) -> None:
        """Offer the model's meters."""
        chosen = self.box.currentData()
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItem(self.tr("any"), None)
        for numerator, denominator in info.meters:
            self.box.addItem(f"{numerator}/{denominator}", (numerator, denominator))
        self._choose(chosen)
        self.box.blockSignals(False)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's meter."""
        self.box.blockSignals(True)
        self._choose(recipe.meter)
        self.box.blockSignals(False)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this meter."""
        return replace(recipe, meter=self.box.currentData())

    def _choose(self, meter: tuple[int, int] | None) -> None:
        # Not findData: Qt doesn't compare tuples.
        known = [self.box.itemData(index) for index in range(self.box.count())]
        self.box.setCurrentIndex(known.index(meter) if meter in known else 0)

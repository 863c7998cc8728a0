"""How daring the takes are."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider

from musicgan.generation import MAX_TEMPERATURE, MIN_TEMPERATURE, Recipe
from ui.compose.control import Control
from ui.widgets.labels import muted


class TemperatureControl(Control):
    """From safe to wild; 1 is what the model learned."""

    def __init__(self) -> None:
        """Begins with 1."""
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(MIN_TEMPERATURE * 100), round(MAX_TEMPERATURE * 100))
        self.slider.setValue(100)
        self.slider.setPageStep(10)
        self.slider.setToolTip(
            self.tr("Temperature, 0.1 (safe) to 2 (wild); 1 is as the model has learned")
        )
        self.slider.setAccessibleName(self.tr("Temperature"))
        self._number = QLabel()
        self._number.setMinimumWidth(32)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider.valueChanged.connect(self._change)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.addWidget(muted(self.tr("safe")), 0, 0)
        layout.addWidget(self.slider, 0, 1)
        layout.addWidget(muted(self.tr("wild")), 0, 2)
        layout.addWidget(self._number, 0, 3)
        layout.setColumnStretch(1, 1)
        self._show()

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's temperature."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(recipe.temperature * 100))
        self.slider.blockSignals(False)
        self._show()

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this temperature."""
        return replace(recipe, temperature=self.slider.value() / 100)

    def _change(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._number.setText(f"{self.slider.value() / 100:.2f}")

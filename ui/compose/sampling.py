"""How many takes, and how daring they are."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider

from ui.compose.control import Control
from ui.state import Recipe
from ui.widgets.labels import muted
from ui.widgets.spin import NumberBox

MOST_TAKES = 16


class TakesControl(Control):
    """Number of takes a click makes."""

    def __init__(self) -> None:
        """Begins with four."""
        super().__init__()
        self.spin = NumberBox()
        self.spin.setRange(1, MOST_TAKES)
        self.spin.setValue(4)
        self.spin.setToolTip(
            self.tr("Takes that one click makes, 1 to {most}; the critics rank them").format(
                most=MOST_TAKES
            )
        )
        self.spin.setAccessibleName(self.tr("Number of takes"))
        self.spin.valueChanged.connect(self.changed)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.spin)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's number of takes."""
        self.spin.blockSignals(True)
        self.spin.setValue(recipe.takes)
        self.spin.blockSignals(False)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this number of takes."""
        return replace(recipe, takes=self.spin.value())


class TemperatureControl(Control):
    """From safe to wild; 1 is what the model learned."""

    def __init__(self) -> None:
        """Begins with 1."""
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(10, 200)
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

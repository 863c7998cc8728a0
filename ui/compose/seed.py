"""The seed, with dice, and a lock that keeps it."""

import random
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QToolButton

from musicgan.generation import MAX_SEED, Recipe
from ui.compose.control import Control
from ui.icons import Icons
from ui.widgets.spin import NumberBox


def roll() -> int:
    """A fresh seed."""
    return random.SystemRandom().randint(1, MAX_SEED)


class SeedControl(Control):
    """The same recipe and seed give the same takes."""

    def __init__(self, icons: Icons) -> None:
        """Begins with 1."""
        super().__init__()
        self._icons = icons
        self.spin = NumberBox()
        self.spin.setRange(0, MAX_SEED)
        self.spin.setToolTip(self.tr("Seed: the same recipe and seed give the same takes"))
        self.spin.setAccessibleName(self.tr("Seed"))
        self.spin.valueChanged.connect(self.changed)
        self.dice = QToolButton()
        self.dice.setToolTip(self.tr("Roll a new seed"))
        self.dice.setAccessibleName(self.dice.toolTip())
        icons.put(self.dice, "dice")
        self.dice.clicked.connect(lambda: self.spin.setValue(roll()))
        self.keep = QToolButton()
        self.keep.setCheckable(True)
        self.keep.setProperty("flat", True)
        self.keep.setToolTip(
            self.tr("Keep this seed; otherwise Generate rolls a new one each time")
        )
        self.keep.setAccessibleName(self.tr("Keep this seed"))
        self.keep.toggled.connect(self._show_lock)
        self.keep.toggled.connect(self.changed)
        self._show_lock(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.spin, 1)
        layout.addWidget(self.dice)
        layout.addWidget(self.keep)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's seed."""
        for widget in (self.spin, self.keep):
            widget.blockSignals(True)
        self.spin.setValue(recipe.seed)
        self.keep.setChecked(recipe.seed_kept)
        self._show_lock(recipe.seed_kept)
        for widget in (self.spin, self.keep):
            widget.blockSignals(False)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this seed."""
        return replace(recipe, seed=self.spin.value(), seed_kept=self.keep.isChecked())

    def _show_lock(self, kept: bool) -> None:
        self._icons.put(self.keep, "lock" if kept else "unlock")

"""The key: a tonic and a mode, each or both "any"."""

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from musicgan.generation import MODES, TONICS, Recipe
from musicgan.song import Key
from ui.compose.control import Control
from ui.translations import word

NAMES = ("C", "C♯ / D♭", "D", "E♭", "E", "F", "F♯ / G♭", "G", "A♭", "A", "B♭", "B")
"""Names by pitch class."""


def key_name(recipe: Recipe) -> str:
    """The key as far as it is chosen; empty for any."""
    tonic = "" if recipe.tonic is None else NAMES[TONICS[recipe.tonic]]
    return " ".join(part for part in (tonic, word(recipe.mode or "")) if part)


class KeyControl(Control):
    """Two lists."""

    def __init__(self) -> None:
        """Begins with any."""
        super().__init__()
        self.tonic = QComboBox()
        self.tonic.addItem(self.tr("any key"), None)
        for pitch_class, name in enumerate(NAMES):
            self.tonic.addItem(name, pitch_class)
        self.tonic.setToolTip(self.tr("Tonic of the key"))
        self.mode = QComboBox()
        self.mode.addItem(self.tr("any mode"), None)
        for name in MODES:
            self.mode.addItem(word(name), name)
        self.mode.setToolTip(self.tr("Mode of the key"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for box in (self.tonic, self.mode):
            box.setAccessibleName(box.toolTip())
            box.currentIndexChanged.connect(self.changed)
            layout.addWidget(box, 1)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's key."""
        tonic = None if recipe.tonic is None else TONICS[recipe.tonic]
        for box, value in ((self.tonic, tonic), (self.mode, recipe.mode)):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.blockSignals(False)

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with this key."""
        pitch_class, mode = self.tonic.currentData(), self.mode.currentData()
        tonic = None if pitch_class is None else Key.of(pitch_class, mode or "major").tonic_name
        return replace(recipe, tonic=tonic, mode=mode)

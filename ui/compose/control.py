"""What every control of the recipe panel has."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from musicgan.generation import ModelInfo, Recipe


class Control(QWidget):
    """Shows and edits a part of the recipe.

    ``show_recipe`` never emits ``changed``; the user's doing always does.
    """

    changed = Signal()

    def show_recipe(self, recipe: Recipe) -> None:
        """Set the widgets to the recipe."""
        raise NotImplementedError

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with what the widgets say."""
        raise NotImplementedError

    def set_model(self, info: ModelInfo) -> None:
        """Offer what a model can do; most controls don't depend on it."""

"""What all gestures share."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF

from ui.pianoroll.editor import Editor
from ui.pianoroll.geometry import Mask, Notes, View

DRAG_PIXELS = 3.0
"""A mouse that moved less was held still."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the mouse is: pixels, the tick and row there, and the keys held."""

    x: float
    y: float
    tick: float
    row: int
    shift: bool = False
    ctrl: bool = False
    alt: bool = False


class Canvas(Protocol):
    """What a gesture sees of the piano-roll."""

    @property
    def editor(self) -> Editor:
        """Song, selection and edits."""

    @property
    def view(self) -> View:
        """What part is seen."""

    def show_preview(self, notes: Notes | None, hidden: Mask | None = None) -> None:
        """Paint notes that are not in the song yet, and leave others out meanwhile."""

    def show_band(self, area: QRectF | None) -> None:
        """Paint a rubber band."""

    def scroll_by(self, pixels: float, rows: float) -> None:
        """Move the view."""


class Gesture(Protocol):
    """From a press of a mouse button to its release."""

    def move(self, place: Place) -> None:
        """The mouse moved."""

    def finish(self, place: Place) -> None:
        """The button was released."""

    def cancel(self) -> None:
        """Escape was pressed."""

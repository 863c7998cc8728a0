"""Dragging with the middle button moves the view."""

from ui.pianoroll.gestures.base import Canvas, Place


class Pan:
    """Begun anywhere."""

    def __init__(self, canvas: Canvas, place: Place) -> None:
        """Hold the music at this pixel."""
        self._canvas = canvas
        self._last = place

    def move(self, place: Place) -> None:
        """Move the view with the mouse."""
        tall = self._canvas.view.row_height
        self._canvas.scroll_by(self._last.x - place.x, (self._last.y - place.y) / tall)
        self._last = place

    def finish(self, place: Place) -> None:
        """Stay."""

    def cancel(self) -> None:
        """Stay."""

"""The rubber band: selects the notes that it touches; with Shift, beside those selected before."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from ui.pianoroll.geometry import within
from ui.pianoroll.gestures.base import DRAG_PIXELS, Canvas, Place


class Band:
    """Begun where no note is; a click there selects nothing."""

    def __init__(self, canvas: Canvas, place: Place) -> None:
        """Keep what was selected before with Shift or Ctrl."""
        self._canvas = canvas
        self._tick, self._row = place.tick, canvas.view.row_at(place.y)
        self._before = canvas.editor.mask.copy()
        if not (place.shift or place.ctrl):
            self._before = np.zeros(len(self._before), bool)
            canvas.editor.choose(self._before)

    def move(self, place: Place) -> None:
        """Select what is in it."""
        view, editor = self._canvas.view, self._canvas.editor
        # The corner stays where it was in the music while the view scrolls.
        x, y = view.x_of(self._tick), view.y_of(self._row)
        if abs(place.x - x) + abs(place.y - y) < DRAG_PIXELS:
            return
        self._canvas.show_band(QRectF(QPointF(x, y), QPointF(place.x, place.y)).normalized())
        editor.choose(self._before | within(editor.notes, view, x, y, place.x, place.y))

    def finish(self, place: Place) -> None:
        """Keep the selection."""
        self._canvas.show_band(None)

    def cancel(self) -> None:
        """Keep the selection."""
        self._canvas.show_band(None)

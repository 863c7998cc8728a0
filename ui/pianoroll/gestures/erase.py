"""Erasing: every note that the mouse passes goes, in one edit."""

import numpy as np

from musicgan.song import delete_notes
from ui.pianoroll.geometry import as_chosen, note_at
from ui.pianoroll.gestures.base import Canvas, Place


class Erase:
    """Begun anywhere."""

    def __init__(self, canvas: Canvas, place: Place) -> None:
        """Take the note that is there, if any."""
        self._canvas = canvas
        self._passed = np.zeros(len(canvas.editor.notes), bool)
        self.move(place)

    def move(self, place: Place) -> None:
        """Take the note that is here, if any."""
        canvas = self._canvas
        index = note_at(canvas.editor.notes, canvas.view, place.x, place.y)
        if index is not None and not self._passed[index]:
            self._passed = self._passed.copy()
            self._passed[index] = True
            canvas.show_preview(canvas.editor.notes[:0], self._passed)

    def finish(self, place: Place) -> None:
        """Delete them."""
        self._canvas.show_preview(None)
        editor = self._canvas.editor
        if editor.song is not None and self._passed.any():
            edit = delete_notes(editor.song, as_chosen(editor.notes[self._passed]))
            editor.apply(edit, editor.tr("Delete notes"))

    def cancel(self) -> None:
        """Let them stand."""
        self._canvas.show_preview(None)

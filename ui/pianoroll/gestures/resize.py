"""Dragging the end of a note: all selected ones grow or shrink with it."""

import numpy as np

from musicgan.song import resize_notes
from ui.pianoroll.gestures.base import DRAG_PIXELS, Canvas, Place


class Resize:
    """Begun at the end of a note."""

    def __init__(self, canvas: Canvas, place: Place, index: int) -> None:
        """Select the note unless it is."""
        self._canvas = canvas
        self._start = place
        editor = canvas.editor
        if not editor.mask[index]:
            mask = np.zeros(len(editor.mask), bool)
            mask[index] = True
            editor.choose(mask)
        note = editor.notes[index]
        self._onset, self._end = int(note["onset"]), int(note["end"])

    def move(self, place: Place) -> None:
        """Show how long they would be."""
        editor = self._canvas.editor
        notes = editor.notes[editor.mask].copy()
        notes["end"] = np.maximum(notes["end"] + self._ticks(place), notes["onset"] + 1)
        self._canvas.show_preview(notes, editor.mask)

    def finish(self, place: Place) -> None:
        """Resize them."""
        self._canvas.show_preview(None)
        editor = self._canvas.editor
        ticks = self._ticks(place)
        if ticks and editor.song is not None:
            editor.duration = max(1, self._end - self._onset + ticks)
            edit = resize_notes(editor.song, editor.chosen, ticks)
            editor.apply(edit, editor.tr("Change note lengths"))

    def cancel(self) -> None:
        """Leave them as they were."""
        self._canvas.show_preview(None)

    def _ticks(self, place: Place) -> int:
        if abs(place.tick - self._start.tick) * self._canvas.view.pixels_per_tick <= DRAG_PIXELS:
            return 0
        editor = self._canvas.editor
        wanted = self._end + place.tick - self._start.tick
        shortest = self._onset + (1 if place.alt else min(editor.step, self._end - self._onset))
        return max(editor.snapped(wanted, free=place.alt), shortest) - self._end

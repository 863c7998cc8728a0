"""Dragging notes: in time by the grid, in pitch by rows; with Ctrl, copies of them."""

import numpy as np

from ui.pianoroll.gestures.base import DRAG_PIXELS, Canvas, Place


class Move:
    """Begun on a note; a mouse that stays still only selects it."""

    def __init__(self, canvas: Canvas, place: Place, index: int) -> None:
        """Select the note unless it is; with Shift, in or out of the others."""
        self._canvas = canvas
        self._start = place
        self._index = index
        editor = canvas.editor
        self._was_chosen = bool(editor.mask[index])
        mask = editor.mask.copy()
        if place.shift:
            mask[index] = not mask[index]
        elif not self._was_chosen:
            mask[:] = False
            mask[index] = True
        editor.choose(mask)
        note = editor.notes[index]
        self._onset = int(note["onset"])
        editor.velocity = int(note["velocity"])
        editor.set_track(int(note["track"]))

    def move(self, place: Place) -> None:
        """Show where the notes would go."""
        ticks, rows = self._distance(place)
        editor = self._canvas.editor
        notes = editor.notes[editor.mask].copy()
        if not len(notes) or not (ticks or rows):
            self._canvas.show_preview(None)
            return
        ticks = max(ticks, -int(notes["onset"].min()))
        notes["onset"] += ticks
        notes["end"] += ticks
        for lane in editor.rows.lanes:
            own = np.isin(notes["track"], lane.tracks)
            bounds = (lane.first, lane.end - 1) if lane.is_drum else (None, None)
            moved = notes["row"][own] + rows
            notes["row"][own] = np.clip(moved, *bounds) if lane.is_drum else moved
        self._canvas.show_preview(notes, None if place.ctrl else editor.mask)

    def finish(self, place: Place) -> None:
        """Move them."""
        self._canvas.show_preview(None)
        editor = self._canvas.editor
        ticks, rows = self._distance(place)
        if (ticks or rows) and editor.has_selection:
            label = editor.tr("Copy notes") if place.ctrl else editor.tr("Move notes")
            editor.apply(editor.moved(ticks, rows, copy=place.ctrl), label)
        elif self._was_chosen and not place.shift and not self._dragged(place):
            mask = np.zeros(len(editor.mask), bool)
            mask[self._index] = True
            editor.choose(mask)

    def cancel(self) -> None:
        """Leave them where they were."""
        self._canvas.show_preview(None)

    def _distance(self, place: Place) -> tuple[int, int]:
        """Ticks and rows from the press to here."""
        ticks = 0
        if abs(place.tick - self._start.tick) * self._canvas.view.pixels_per_tick > DRAG_PIXELS:
            wanted = self._onset + place.tick - self._start.tick
            ticks = self._canvas.editor.snapped(wanted, free=place.alt) - self._onset
        return ticks, place.row - self._start.row

    def _dragged(self, place: Place) -> bool:
        start = self._start
        return abs(place.x - start.x) > DRAG_PIXELS or abs(place.y - start.y) > DRAG_PIXELS

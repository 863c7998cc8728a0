"""Drawing a note: press for its start and pitch, drag for its length."""

import numpy as np

from musicgan.song import Note, insert_notes
from ui.pianoroll.geometry import NOTE
from ui.pianoroll.gestures.base import DRAG_PIXELS, Canvas, Place
from ui.pianoroll.rows import Lane


class Draw:
    """Begun where no note is, in a lane."""

    def __init__(self, canvas: Canvas, place: Place, lane: Lane) -> None:
        """The note is as long as the one before; a drum hit, one step of the grid."""
        self._canvas = canvas
        self._start = place
        editor = canvas.editor
        self._track = editor.track if editor.track in lane.tracks else lane.tracks[0]
        editor.set_track(self._track)
        step = 1 if place.alt else editor.step
        onset = editor.snapped(max(0.0, place.tick - step / 2), free=place.alt)
        duration = editor.step if lane.is_drum else max(editor.duration, 1)
        self._note = Note(onset, lane.pitch_of(place.row), duration, editor.velocity)
        self._first = self._note
        self._row = place.row
        self.move(place)

    def move(self, place: Place) -> None:
        """Make it longer or shorter, and show it."""
        note = self._first
        if abs(place.x - self._start.x) > DRAG_PIXELS:
            editor = self._canvas.editor
            end = editor.snapped(place.tick, free=place.alt)
            shortest = 1 if place.alt else editor.step
            note = Note(note.onset, note.pitch, max(shortest, end - note.onset), note.velocity)
        self._note = note
        row = (note.onset, note.end, self._row, self._track, note.velocity, note.pitch)
        self._canvas.show_preview(np.array([row], NOTE))

    def finish(self, place: Place) -> None:
        """Put it into the song."""
        self._canvas.show_preview(None)
        editor = self._canvas.editor
        if editor.song is not None:
            if self._note is not self._first:
                editor.duration = self._note.duration
            edit = insert_notes(editor.song, {self._track: (self._note,)})
            editor.apply(edit, editor.tr("Draw note"))

    def cancel(self) -> None:
        """Draw nothing."""
        self._canvas.show_preview(None)

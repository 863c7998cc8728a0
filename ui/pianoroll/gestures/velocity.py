"""Dragging across the velocity lane: every note that the mouse passes gets its height."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from musicgan.song import Note, change_notes
from ui.pianoroll.editor import Editor
from ui.pianoroll.geometry import View, as_chosen, near_in_time


class Velocity:
    """Reaches the selected notes; if none are, those of the track in hand."""

    def __init__(self, editor: Editor, view: View, x: float, velocity: float) -> None:
        """Begin at a pixel with a velocity."""
        self._editor = editor
        self._view = view
        own = editor.notes["track"] == editor.track
        self._reached = editor.mask if editor.has_selection else own
        self._last = (x, velocity)
        self.velocities: npt.NDArray[np.int32] = editor.notes["velocity"].copy()
        self.move(x, velocity)

    def move(self, x: float, velocity: float) -> None:
        """Go on to a pixel; notes passed since get velocities on the line between."""
        notes, (last_x, last) = self._editor.notes, self._last
        passed = near_in_time(notes, self._view, last_x, x) & self._reached
        at = (notes["onset"][passed] - self._view.left) * self._view.pixels_per_tick
        ends = sorted(((last_x, last), (x, velocity)))
        wanted = np.interp(at, [end[0] for end in ends], [end[1] for end in ends])
        if x == last_x:
            wanted[:] = velocity
        self.velocities[passed] = np.clip(np.round(wanted), 1, 127)
        self._last = (x, velocity)

    def finish(self) -> None:
        """Change the velocities."""
        editor = self._editor
        changed = self.velocities != editor.notes["velocity"]
        if editor.song is None or not changed.any():
            return
        before = editor.notes[changed]
        wanted = {
            (track, Note(onset, pitch, end - onset, velocity)): int(new)
            for (onset, end, _, track, velocity, pitch), new in zip(
                before.tolist(), self.velocities[changed], strict=True
            )
        }
        edit = change_notes(
            editor.song,
            as_chosen(before),
            lambda track, note: replace(note, velocity=wanted[track, note]),
        )
        editor.apply(edit, editor.tr("Change velocities"), keep_selection=True)

"""A song as the note-on and note-off messages of a synthesiser."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from musicgan.song import Song, Track, seconds_at


@dataclass(frozen=True, slots=True, order=True)
class NoteMessage:
    """One message; in sort order a note-off comes before the note-ons of its frame.

    Attributes:
        frame: audio frames from the start of the song.
        velocity: 1 to 127 starts the note, 0 stops it.
        track: index in ``Song.tracks``.
        pitch: MIDI pitch.
        end: frame at which the note stops (that of the note-on too).
    """

    frame: int
    velocity: int
    track: int
    pitch: int
    end: int


def note_messages(song: Song, sample_rate: int, grid: int) -> list[NoteMessage]:
    """All messages in the order of their frames, each on the nearest multiple of ``grid`` frames.

    A note that starts while its pitch still sounds in its track stops the older one, so that one
    note-off never cuts the wrong note.
    """
    knots = sorted({tempo.tick for tempo in song.tempos} | {song.length + 1})
    seconds = [seconds_at(song.tempos, tick) for tick in knots]
    messages: list[NoteMessage] = []
    for index, track in enumerate(song.tracks):
        onsets, ends, pitches, velocities = _columns(track)
        starts, stops = (
            np.rint(np.interp(ticks, knots, seconds) * sample_rate / grid).astype(np.int64) * grid
            for ticks in (onsets, ends)
        )
        stops = np.maximum(stops, starts + grid)
        for start, stop, pitch, velocity in zip(
            starts.tolist(), stops.tolist(), pitches.tolist(), velocities.tolist(), strict=True
        ):
            messages.append(NoteMessage(start, velocity, index, pitch, stop))
            messages.append(NoteMessage(stop, 0, index, pitch, stop))
    return sorted(messages)


def _columns(track: Track) -> tuple[npt.NDArray[np.int64], ...]:
    """Onsets and ends (ticks; one pitch never overlaps itself), pitches, velocities."""
    by_pitch = sorted(track.notes, key=lambda note: (note.pitch, note.onset))
    ends = [note.end for note in by_pitch]
    for place, (older, newer) in enumerate(pairwise(by_pitch)):
        if older.pitch == newer.pitch:
            ends[place] = min(older.end, newer.onset)
    return (
        np.array([note.onset for note in by_pitch], dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array([note.pitch for note in by_pitch], dtype=np.int64),
        np.array([note.velocity for note in by_pitch], dtype=np.int64),
    )

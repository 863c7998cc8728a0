"""Echoes: what happened one or two beats and one to eight bars before a frame.

Music repeats and varies itself at such distances. The generator is shown them, so that it can copy
or answer what was there instead of having to find it again.

F frames, N notes, E = ``ECHOES`` distances, C = ``ECHO_NOTES``.
"""

import numpy as np
import numpy.typing as npt

from musicgan.song import TICKS_PER_BEAT

BEATS_BACK = (1, 2)
BARS_BACK = (1, 2, 4, 8)
ECHOES = len(BEATS_BACK) + len(BARS_BACK)
ECHO_NOTES = 4
"""At most so many notes of a track are seen in an echo, the highest."""

MAX_MOTION = 24
MOTIONS = 2 * MAX_MOTION + 2
"""Steps of a line by -24 to 24 semitones, after 0 for "no step yet"."""

Ints = npt.NDArray[np.int64]


def echo_times(time: Ints, position: Ints, bar: Ints, bar_ticks: Ints) -> Ints:
    """(F, E) tick of each echo of frames at ``time``, or -1 where there is none.

    A distance in bars leads to the same position in that bar, if it is long enough.
    """
    start = np.cumsum(bar_ticks) - bar_ticks
    columns = [time - TICKS_PER_BEAT * beats for beats in BEATS_BACK]
    for bars in BARS_BACK:
        back = np.maximum(bar - bars, 0)
        there = (bar >= bars) & (position < bar_ticks[back])
        columns.append(np.where(there, start[back] + position, -1))
    return np.maximum(np.stack(columns, axis=-1), -1)


def echo_frames(time: Ints, times: Ints) -> Ints:
    """(F, E) index of the frame at each echo's tick, or -1."""
    place = np.minimum(np.searchsorted(time, times), len(time) - 1)
    return np.where(time[place] == times, place, -1)


def echo_next(time: Ints, times: Ints, position: Ints, bar: Ints, bar_ticks: Ints) -> Ints:
    """(F, E) where in its bar the next frame would be, if it came as after the echo.

    0 is the barline; -1 where there is no echo.
    """
    end = np.append(time, int(bar_ticks.sum()))
    following = end[np.searchsorted(time, times, side="right")]
    expected = position[:, None] + following - times
    inside = expected < bar_ticks[bar][:, None]
    return np.where(times < 0, -1, np.where(inside, expected, 0))


def echo_notes(frames: Ints, note_frame: Ints, note_track: Ints) -> Ints:
    """(N, E, C) indices of the notes of the same track in each echo, highest first; -1: none.

    Args:
        frames: (F, E) of ``echo_frames``.
        note_frame: (N,) frame of each note, ascending.
        note_track: (N,) track; a track's notes in a frame are consecutive, highest first.
    """
    if not len(note_frame):
        return np.zeros((0, ECHOES, ECHO_NOTES), np.int64)
    tracks = int(note_track.max()) + 1
    groups, first, size = np.unique(
        note_frame * tracks + note_track, return_index=True, return_counts=True
    )
    there = frames[note_frame]
    wanted = np.where(there < 0, -1, there * tracks + note_track[:, None])
    place = np.minimum(np.searchsorted(groups, wanted), len(groups) - 1)
    count = np.where(groups[place] == wanted, size[place], 0)
    number = np.arange(ECHO_NOTES)
    return np.where(number < count[..., None], first[place][..., None] + number, -1)


def motion_class(step: Ints) -> Ints:
    """Class of a line's step in semitones; the widest classes hold all wider steps."""
    return np.clip(step, -MAX_MOTION, MAX_MOTION) + MAX_MOTION + 1

"""Echoes: what happened one or two beats and one to eight bars before a frame.

Music repeats and varies itself at such distances. The generator is shown them, so that it can copy
or answer what was there instead of having to find it again. It is also told how long each track
has copied without a fault, as compressors tell themselves (the match model of PAQ, Mahoney 2005):
what has repeated for two bars will hardly stop in the middle of the third.

F frames, N notes, E = ``ECHOES`` distances, C = ``ECHO_NOTES``, K = ``MAX_TRACKS``.
"""

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import MAX_TRACKS
from musicgan.song import TICKS_PER_BEAT

BEATS_BACK = (1, 2)
BARS_BACK = (1, 2, 4, 8)
ECHOES = len(BEATS_BACK) + len(BARS_BACK)
ECHO_NOTES = 4
"""At most so many notes of a track are seen in an echo, the highest."""

MAX_MOTION = 24
MOTIONS = 2 * MAX_MOTION + 2
"""Steps of a line by -24 to 24 semitones, after 0 for "no step yet"."""

_STREAK_BORDERS = np.array([1, 2, 3, 5, 9, 17, 33, 65])
STREAKS = len(_STREAK_BORDERS) + 1
"""Classes of what was repeated without a fault; class 0: nothing."""
STREAK_KINDS = 2
"""Onsets whatever their pitch, and notes."""

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.integer]


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


def echo_streaks(
    time: Ints, times: Ints, ticks: int, note_frame: Ints, note_track: Ints, note_pitch: Ints
) -> Ints:
    """(F, E, K + 1, 2) classes of what each track has repeated from an echo up to a frame.

    First onsets, whatever is struck; they are counted since the track last struck where the echo
    did not, or the other way round. Then notes, since there was another number of them or another
    pitch among the highest ``ECHO_NOTES``, too. Behind the tracks stand all of them together.

    Args:
        time: (F,) ticks.
        times: (F, E) of ``echo_times``.
        ticks: length of the window.
        note_frame: (N,) ascending; a track's notes in a frame are consecutive, highest first.
        note_track: (N,).
        note_pitch: (N,).
    """
    struck = note_frame * MAX_TRACKS + note_track
    _, first, place = np.unique(struck, return_index=True, return_inverse=True)
    # A row more, of silence, for echoes at which no frame lies.
    count = np.bincount(struck, minlength=(len(time) + 1) * MAX_TRACKS).reshape(-1, MAX_TRACKS)
    pitches = np.full((*count.shape, ECHO_NOTES), -1)
    number = np.arange(len(struck)) - first[place]
    seen = number < ECHO_NOTES
    pitches[note_frame[seen], note_track[seen], number[seen]] = note_pitch[seen]

    there = echo_frames(time, times)
    so_far = np.cumsum(count, axis=0) - count
    end = times + np.diff(time, append=ticks)[:, None]
    missed = so_far[np.searchsorted(time, end)] - so_far[np.searchsorted(time, times, "right")]
    kept = repeated(count[:-1, None], pitches[:-1, None], count[there], pitches[there])
    kept &= ((times >= 0)[..., None] & (missed == 0))[..., None]
    kept = np.concatenate([kept, kept.all(axis=-2, keepdims=True)], axis=-2)
    total = np.cumsum(amounts(count[:-1])[:, None] * kept, axis=0)
    streak = total - np.maximum.accumulate(np.where(kept, 0, total), axis=0)
    return streak_class(np.concatenate([np.zeros_like(streak[:1]), streak[:-1]]))


def repeated(count: Counts, pitches: Counts, echo_count: Counts, echo_pitches: Counts) -> Bools:
    """(…, K, 2) whether tracks strike where an echo does, and whether they strike the same.

    ``count`` and ``echo_count`` (…, K) are numbers of notes, ``pitches`` and ``echo_pitches``
    (…, K, C) the highest.
    """
    rhythm = (count > 0) == (echo_count > 0)
    notes = (count == echo_count) & (pitches == echo_pitches).all(axis=-1)
    return np.stack([rhythm, notes], axis=-1)


def amounts(count: Counts) -> Ints:
    """(…, K + 1, 2) onsets and notes of each track and of all, from numbers of notes (…, K)."""
    both = np.stack([count > 0, count], axis=-1)
    return np.concatenate([both, both.sum(axis=-2, keepdims=True)], axis=-2)


def streak_class(amount: Ints) -> Ints:
    """Class, below ``STREAKS``, of a number of onsets or notes: about its logarithm."""
    return np.searchsorted(_STREAK_BORDERS, amount, side="right")


def motion_class(step: Ints) -> Ints:
    """Class of a line's step in semitones; the widest classes hold all wider steps."""
    return np.clip(step, -MAX_MOTION, MAX_MOTION) + MAX_MOTION + 1

"""Customs: what a window has made usual so far, which the note head is told.

A piece keeps to the pitches, the lengths, the scale and the places in the bar that it has used,
more than its style does. So for each outcome that can be drawn the head learns how much it gains by
its class of use (as cache language models do: Kuhn & De Mori 1990).

``past_usage`` counts for all frames of a batch at once, ``usage`` frame by frame; both classify
here. K tracks.
"""

from functools import reduce
from operator import add
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from torch import Tensor

from musicgan.song import TICKS_PER_BEAT

PITCH_CUSTOMS = 25
HERE_CUSTOMS = 8
DURATION_CUSTOMS = 12
SCALE_CUSTOMS = 7
PLACE_CUSTOMS = 16
RESTS = 6
ENDS = 7

Numbers = npt.NDArray[np.integer]
Classes = npt.NDArray[np.uint8]


def _table(borders: tuple[int, ...], recent: tuple[int, ...], first: int) -> Classes:
    """(numbers, recencies) classes from ``first`` on: more often is more, longer ago is less."""
    number = np.searchsorted(borders, np.arange(borders[-1] + 1), side="right")
    ago = np.searchsorted(recent, np.arange(recent[-1] + 1), side="right")
    return (first + number[:, None] * (len(recent) + 1) - 1 - ago).astype(np.uint8)


# Few, several, many notes; struck at the last onset, or longer ago.
_PITCH_USED = _table((2, 3, 5, 9), (2, 3, 5), 8)
_HERE_USED = _table((2, 3), (2,), 3)
_DURATION_USED = _table((2, 3, 5, 9), (2,), 3)
_FAR = np.searchsorted([1, 3, 8], np.arange(9), side="right").astype(np.uint8)
_PITCHES = np.arange(256, dtype=np.int16)

Counts = TypeVar("Counts", Tensor, npt.NDArray[np.int64])


def pitch_custom(count: Numbers, ago: Numbers, lowest: Numbers, highest: Numbers) -> Classes:
    """(n, 256) classes of pitches, below ``PITCH_CUSTOMS``, by a track's use of them.

    Args:
        count: (n, 256) notes of each pitch in earlier frames.
        ago: (n, 256) how many of the track's onsets ago it was last struck, from 1; anything where
            it was not.
        lowest: (n, 1) pitch that was struck.
        highest: (n, 1).
    """
    far = np.maximum(lowest - _PITCHES, _PITCHES - highest)
    found = _FAR.take(far, mode="clip")
    return _fresh(count, _used(_PITCH_USED, count, ago, found), PITCH_CUSTOMS - 1)


def here_custom(count: Numbers, ago: Numbers) -> Classes:
    """(n, 256) classes of pitches, below ``HERE_CUSTOMS``, by their use at one place in the bar.

    ``count`` (n, 256) notes of the track at this place in earlier bars, ``ago`` (n, 256) how many
    of its onsets there ago, from 1.
    """
    return _fresh(count, _used(_HERE_USED, count, ago), HERE_CUSTOMS - 1)


def duration_custom(count: Numbers, ago: Numbers) -> Classes:
    """(n, durations) classes of durations, below ``DURATION_CUSTOMS``, as for pitches."""
    return _fresh(count, _used(_DURATION_USED, count, ago), DURATION_CUSTOMS - 1)


def _used(table: Classes, count: Numbers, ago: Numbers, unused: Classes | int = 0) -> Classes:
    """Classes by number and recency, ``unused`` where nothing is counted."""
    most, longest = table.shape
    at = np.minimum(count, most - 1) * longest + np.minimum(ago, longest - 1)
    found: Classes = np.where(count > 0, table.take(at, mode="clip"), unused)
    return found


def _fresh(count: Numbers, classes: Classes, fresh: int) -> Classes:
    """The classes, or ``fresh`` where nothing was counted at all."""
    classes[~count.any(axis=-1)] = fresh
    return classes


def scale_custom(count: Counts) -> Counts:
    """(…, 12) classes of pitch classes, below ``SCALE_CUSTOMS``, by their numbers of notes."""
    total = count.sum(-1)[..., None]
    share = (count > 0) * 1 + reduce(add, ((count * n >= total) * 1 for n in (50, 20, 10, 5)))
    few = (total < 8) * 1
    found: Counts = share + few * (SCALE_CUSTOMS - 1 - share)
    return found


def place_custom(hits: Counts, bars: Counts) -> Counts:
    """Classes, below ``PLACE_CUSTOMS``, of places in the bar.

    Args:
        hits: in how many of the earlier bars something started there.
        bars: of how many.
    """
    found: Counts = 4 * _steps(hits, 1, 2, 3) + _steps(bars - hits, 1, 2, 3)
    return found


def rest_class(end: Counts, time: Counts) -> Counts:
    """Class, below ``RESTS``, of a track at a time (ticks) by when its latest note ends.

    0 without a note (``end`` is negative), then: it sounds on, it ends now, or it ended up to a
    quarter of a beat ago, up to a beat, or longer.
    """
    since = time - end
    found: Counts = 1 + _steps(since, 0, 1, TICKS_PER_BEAT // 4 + 1, TICKS_PER_BEAT + 1)
    return found * (end >= 0)


def end_class(count: Counts, first: Counts) -> Counts:
    """Classes, below ``ENDS``, of places in the bar by what ends there.

    Args:
        count: of how many tracks the latest note does.
        first: whether it is the first of these ends.
    """
    ending: Counts = _steps(count, 1, 2, 3)
    return ending + 3 * first * (ending > 0)


def _steps(values: Counts, *borders: int) -> Counts:
    """How many of the borders are reached."""
    found: Counts = reduce(add, ((values >= border) * 1 for border in borders))
    return found

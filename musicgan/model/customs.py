"""Customs: what a window has made usual so far, which the note head is told.

A piece keeps to the pitches, the scale and the places in the bar that it has used, more than its
style does. So for each outcome that can be drawn the head learns how much it gains by its class of
use (as cache language models do: Kuhn & De Mori 1990).

``past`` counts for all frames of a batch at once, ``memory`` frame by frame; both are classified
here. K tracks.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt
from torch import Tensor

PITCH_CUSTOMS = 10
SCALE_CUSTOMS = 7
PLACE_CUSTOMS = 16

Counts = TypeVar("Counts", Tensor, npt.NDArray[np.int64])


def pitch_custom(count: Counts, below: Counts, above: Counts) -> Counts:
    """(…, 256) classes of pitches, below ``PITCH_CUSTOMS``, by a track's use of them.

    Args:
        count: (…, 256) notes of each pitch in earlier frames.
        below: (…, 256) semitones by which a pitch lies below the lowest of them.
        above: (…, 256) semitones by which it lies above the highest; both are negative where it
            does not, and anything where there are no notes.
    """
    seen = sum((count >= border) * 1 for border in (1, 2, 3, 5, 9))
    far = sum(((below >= border) | (above >= border)) * 1 for border in (1, 3, 8))
    used: Counts = far + (count > 0) * (3 + seen - far)
    fresh = (count.sum(-1) == 0)[..., None] * 1
    found: Counts = used + fresh * (PITCH_CUSTOMS - 1 - used)
    return found


def scale_custom(count: Counts) -> Counts:
    """(…, 12) classes of pitch classes, below ``SCALE_CUSTOMS``, by their numbers of notes."""
    total = count.sum(-1)[..., None]
    share = (count > 0) * 1 + sum((count * part >= total) * 1 for part in (50, 20, 10, 5))
    fresh = (total < 8) * 1
    found: Counts = share + fresh * (SCALE_CUSTOMS - 1 - share)
    return found


def place_custom(hits: Counts, bars: Counts) -> Counts:
    """Classes, below ``PLACE_CUSTOMS``, of places in the bar.

    Args:
        hits: in how many of the earlier bars something started there.
        bars: of how many.
    """
    misses = bars - hits
    most = 3
    hit = hits - (hits > most) * (hits - most)
    missed = misses - (misses > most) * (misses - most)
    return hit * (most + 1) + missed

"""Which notes of a keyboard part are written on the upper and which on the lower staff."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from musicgan.song import TICKS_PER_BEAT, Note

_SPLITS = np.arange(48, 74)
"""Lowest pitches that the upper staff may have at a moment."""

_MIDDLE = 60
_REACH = 14
"""Semitones that a hand can hold."""
_NEAR = 4
"""Semitones within which two notes look as if they belonged together."""
_CUT = 2.0
"""What it costs to write them on two staves, in semitones of ledger lines."""
_MOVE = 0.25
"""What it costs to move the split by a semitone."""

_Costs = npt.NDArray[np.float64]
"""``(splits,)``."""


def in_hands(notes: Sequence[Note]) -> tuple[list[Note], list[Note]]:
    """The notes of the upper and of the lower staff, by the least costs over the whole part.

    Ledger lines towards the other staff cost, what a hand can't reach, and cutting a chord or a
    line in two.

    Args:
        notes: in the order of their onsets.
    """
    groups: list[list[Note]] = []
    for note in notes:
        if groups and groups[-1][0].onset == note.onset:
            groups[-1].append(note)
        else:
            groups.append([note])
    moving = _MOVE * np.abs(_SPLITS[:, None] - _SPLITS)
    costs = np.zeros(len(_SPLITS))
    before: list[npt.NDArray[np.intp]] = []
    for place, group in enumerate(groups):
        change = moving + costs[:, None]
        if place and group[0].onset - groups[place - 1][0].onset <= 2 * TICKS_PER_BEAT:
            change = change + _cuts_of_lines(groups[place - 1], group)
        before.append(change.argmin(axis=0))
        costs = change.min(axis=0) + _costs(group)
    upper: list[Note] = []
    lower: list[Note] = []
    split = int(costs.argmin())
    for group, came_from in zip(reversed(groups), reversed(before), strict=True):
        for note in group:
            (upper if note.pitch >= _SPLITS[split] else lower).append(note)
        split = int(came_from[split])
    return sorted(upper), sorted(lower)


def _costs(group: Sequence[Note]) -> _Costs:
    """What one moment costs, for each split."""
    pitches = np.array(sorted({note.pitch for note in group}))
    up = pitches[:, None] >= _SPLITS
    result = np.where(up, _MIDDLE - pitches[:, None], pitches[:, None] - _MIDDLE)
    costs: _Costs = np.maximum(result, 0).sum(axis=0).astype(np.float64)
    for hand in (up, ~up):
        highest = np.where(hand, pitches[:, None], 0).max(axis=0)
        lowest = np.where(hand, pitches[:, None], 127).min(axis=0)
        costs += 2.0 * np.maximum(highest - lowest - _REACH, 0)
    near = np.diff(pitches) <= _NEAR
    costs += _CUT * (near[:, None] & (up[1:] != up[:-1])).sum(axis=0)
    return costs


def _cuts_of_lines(group: Sequence[Note], following: Sequence[Note]) -> npt.NDArray[np.float64]:
    """``(splits, splits)``: what the lines from one moment to the next cost, that are cut."""
    result = np.zeros((len(_SPLITS), len(_SPLITS)))
    for note in following:
        nearest = min(group, key=lambda other: abs(other.pitch - note.pitch))
        if abs(nearest.pitch - note.pitch) <= _NEAR:
            was, now = nearest.pitch >= _SPLITS, note.pitch >= _SPLITS
            result += _CUT * (was[:, None] != now)
    return result

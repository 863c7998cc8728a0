"""Diversity and collapse: how alike takes are to each other, and bars within a take.

Music is compared by what a listener knows again whatever the key: runs of four steps, each the
interval and the time to the next onset of a top line, or the drums that sound together.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import msgspec
import numpy as np

from musicgan.data.frames import DRUM_FAMILY
from musicgan.data.windows import Window
from musicgan.evaluation.features import overlap, rows_as_set

_RUN = 4

Run = tuple[tuple[int, ...], ...]


class Variety(msgspec.Struct, frozen=True):
    """Likeness between and within pieces of music, all 0 to 1; None where nothing can be said.

    Attributes:
        similarity: between takes of one request (real: between works of a style), on average over
            pairs: 1 is a collapse.
        repetition: of a bar to the likeliest earlier bar of the same music, on average.
        distinct: share of runs that occur once in their music, of all runs.
    """

    similarity: float | None
    repetition: float | None
    distinct: float | None


def runs(window: Window) -> "Counter[Run]":
    """How often each run of four steps occurs, track by track."""
    found: Counter[Run] = Counter()
    for slot in range(len(window.family)):
        steps = _steps(window, slot)
        found.update(tuple(steps[n : n + _RUN]) for n in range(len(steps) - _RUN + 1))
    return found


def similarity(first: "Counter[Run]", second: "Counter[Run]") -> float:
    """Weighted Jaccard similarity of two counts of runs; NaN where both are empty."""
    union = (first | second).total()
    return (first & second).total() / union if union else float("nan")


def mean_similarity(groups: Sequence[Sequence[Window]]) -> float | None:
    """Similarity of the pairs within each group, on average over pairs, then groups."""
    means = []
    for group in groups:
        counted = [runs(window) for window in group]
        pairs = [similarity(one, two) for one, two in combinations(counted, 2)]
        if not np.isnan(pairs).all():
            means.append(np.nanmean(pairs))
    return float(np.mean(means)) if means else None


def repetition(window: Window) -> float:
    """Likeness of each bar after the first to the likeliest bar before it (Jaccard), averaged.

    Bars are sets of (place in the bar, track, pitch); a bar that is empty counts as a repeat of
    another empty one.
    """
    bar = window.bar[window.note_frame]
    rows = np.stack([window.position[window.note_frame], window.note_track, window.note_pitch])
    sets = [rows_as_set(rows[:, bar == number]) for number in range(len(window.bar_ticks))]
    best = [max(overlap(own, old) for old in sets[:n]) for n, own in enumerate(sets) if n]
    return float(np.mean(best)) if best else float("nan")


def distinct(window: Window) -> float:
    """Different runs over all runs; NaN where there are none."""
    counted = runs(window)
    return len(counted) / counted.total() if counted else float("nan")


def _steps(window: Window, slot: int) -> list[tuple[int, ...]]:
    """A track's steps: (interval of the top line, ticks), or (ticks, drum keys) of a kit."""
    mine = window.note_track == slot
    order = np.lexsort((-window.note_pitch[mine], window.note_onset[mine]))
    onset, pitch = window.note_onset[mine][order], window.note_pitch[mine][order]
    times, first = np.unique(onset, return_index=True)
    gaps = np.diff(times)
    if window.family[slot] == DRUM_FAMILY:
        chords = [tuple(chord.tolist()) for chord in np.split(pitch, first[1:])]
        return [(int(gap), *chord) for gap, chord in zip(gaps, chords, strict=False)]
    return list(zip(np.diff(pitch[first]).tolist(), gaps.tolist(), strict=True))

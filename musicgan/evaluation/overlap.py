"""How alike the distributions of musical figures are: overlapping area and divergence.

Real and generated music are compared within each style. Real music against other real music of the
style takes the same way, and shows what so few works can reach.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec
import numpy as np
import numpy.typing as npt

from musicgan.data.frames import DRUM_FAMILY
from musicgan.data.windows import Window
from musicgan.evaluation.features import DRUM_KEYS, top_line
from musicgan.song import TICKS_PER_BEAT

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_SPLITS = 4
"""How often the works are halved at random."""

_TIMES = np.array([3, 4, 6, 8, 12, 16, 18, 24, 36, 48, 72, 96])
_MAJOR = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], bool)
_WIDEST = 12


class Overlap(msgspec.Struct, frozen=True):
    """Likeness of two distributions.

    Attributes:
        area: overlapping area, 0 (nothing in common) to 1 (the same).
        divergence: Kullback-Leibler divergence of the music from real music, nats; 0 is the same.
    """

    area: float
    divergence: float


def overlapping_area(first: Floats, second: Floats) -> float:
    """Common area of two histograms (bins,) of any size, each scaled to an area of 1."""
    return float(np.minimum(first / first.sum(), second / second.sum()).sum())


def divergence(real: Floats, other: Floats) -> float:
    """KL(real ‖ other) of two histograms of counts, in nats.

    Half a count is added to every bin (Krichevsky & Trofimov 1981), so that it is finite.
    """
    p, q = (real + 0.5) / (real + 0.5).sum(), (other + 0.5) / (other + 0.5).sum()
    return float(np.sum(p * np.log(p / q)))


def histograms(windows: Sequence[Window]) -> dict[str, Floats]:
    """By measure, (windows, bins) counts."""
    return {
        name: np.stack([measure(window) for window in windows]).astype(np.float64)
        for name, measure in MEASURES.items()
    }


def compare(
    real: dict[str, Floats],
    other: dict[str, Floats],
    works: Sequence[str],
    styles: Sequence[str],
    seed: int,
) -> dict[str, Overlap]:
    """Overlap of every measure that is heard, on average over styles and halves of their works.

    One half of the works stands for real music, what was made after the other half's conditions
    against it, and the other way round: no work is on both sides, also where ``other`` is ``real``.

    Args:
        real: (windows, bins) of ``histograms``.
        other: the same for what was made, in the same order.
        works: (windows,) name of each window's work.
        styles: (windows,) its style.
        seed: of the halves.
    """
    halves = [half for number in range(_SPLITS) for half in _halves(works, styles, seed + number)]
    found = {name: _overlap(real[name], other[name], halves) for name in real}
    return {name: overlap for name, overlap in found.items() if overlap is not None}


def _overlap(real: Floats, other: Floats, halves: Sequence[tuple[Ints, Ints]]) -> Overlap | None:
    pairs = [(real[one].sum(axis=0), other[two].sum(axis=0)) for one, two in halves]
    heard = [(p, q) for p, q in pairs if p.any() and q.any()]
    if not heard:
        return None
    return Overlap(
        area=float(np.mean([overlapping_area(p, q) for p, q in heard])),
        divergence=float(np.mean([divergence(p, q) for p, q in heard])),
    )


def _halves(works: Sequence[str], styles: Sequence[str], seed: int) -> list[tuple[Ints, Ints]]:
    """For each style, indices of the windows of half of its works, and of the others; both ways."""
    rng = np.random.default_rng([seed, 19])
    found = []
    for style in sorted(set(styles)):
        mine = np.array([n for n, name in enumerate(styles) if name == style])
        names = np.array([works[n] for n in mine])
        half = rng.permutation(np.unique(names))[::2]
        inside = np.isin(names, half)
        found += [(mine[inside], mine[~inside]), (mine[~inside], mine[inside])]
    return found


# ---- what is counted ------------------------------------------------------------------------


def pitch_class(window: Window) -> Ints:
    """(12,) notes of each pitch class."""
    return np.bincount(window.note_pitch[_pitched(window)] % 12, minlength=12)


def interval(window: Window) -> Ints:
    """(25,) steps of the top lines, -12 to 12 semitones, wider ones at the ends."""
    lines = [top_line(window, int(slot)) for slot in np.flatnonzero(window.family != DRUM_FAMILY)]
    steps = np.concatenate([np.zeros(0, np.int64), *(np.diff(line) for line in lines)])
    return np.bincount(steps.clip(-_WIDEST, _WIDEST) + _WIDEST, minlength=2 * _WIDEST + 1)


def inter_onset(window: Window) -> Ints:
    """(13,) times to the track's next onset, from a 32nd to more than a bar."""
    gaps = [
        np.diff(np.unique(window.note_onset[window.note_track == slot]))
        for slot in range(len(window.family))
    ]
    return _in_bins(np.concatenate(gaps), _TIMES)


def duration(window: Window) -> Ints:
    """(13,) lengths of pitched notes, in the same bins."""
    return _in_bins((window.note_end - window.note_onset)[_pitched(window)], _TIMES)


def velocity(window: Window) -> Ints:
    """(16,) notes of each eighth of MIDI's velocities."""
    return np.bincount(window.note_velocity // 2, minlength=16)


def polyphony(window: Window) -> Ints:
    """(8,) frames by pitched notes that sound at it, 0 to 7 or more."""
    pitched = _pitched(window)
    onset, end = window.note_onset[pitched], window.note_end[pitched]
    now = window.time[:, None]
    return np.bincount(((onset <= now) & (end > now)).sum(axis=1).clip(max=7), minlength=8)


def note_density(window: Window) -> Ints:
    """(12,) bars by notes a beat, in halves, 5.5 or more at the end."""
    notes = np.bincount(window.bar[window.note_frame], minlength=len(window.bar_ticks))
    halves = 2 * TICKS_PER_BEAT * notes // window.bar_ticks
    return np.bincount(halves.clip(max=11), minlength=12)


def scale_consistency(window: Window) -> Ints:
    """(8,) this window by the share of its notes in its best diatonic scale (Mogren 2016)."""
    shares = pitch_class(window)
    if not shares.any():
        return np.zeros(8, np.int64)
    best = max(shares[np.roll(_MAJOR, tonic)].sum() for tonic in range(12)) / shares.sum()
    return _in_bins(np.array([best]), np.array([0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0]))


def groove_consistency(window: Window) -> Ints:
    """(8,) neighbouring bars by likeness of their onsets (Wu & Yang 2020), 1 less the Hamming
    distance of their sixteenths with and without an onset.
    """
    cell = TICKS_PER_BEAT // 4
    onsets = window.note_onset
    start = np.cumsum(window.bar_ticks) - window.bar_ticks
    grids = []
    for begin, ticks in zip(start, window.bar_ticks, strict=True):
        inside = onsets[(onsets >= begin) & (onsets < begin + ticks)] - begin
        grids.append(np.bincount(inside // cell, minlength=-(-int(ticks) // cell)) > 0)
    alike = [np.mean(one == two) for one, two in pairwise(grids) if len(one) == len(two)]
    return _in_bins(np.array(alike), np.array([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]))


def pitch_class_entropy(window: Window) -> Ints:
    """(8,) this window by the entropy of its pitch classes in bits (Wu & Yang 2020)."""
    shares = pitch_class(window)
    if not shares.any():
        return np.zeros(8, np.int64)
    p = shares[shares > 0] / shares.sum()
    bits = -np.sum(p * np.log2(p))
    return _in_bins(np.array([bits]), np.array([1.5, 2.0, 2.25, 2.5, 2.75, 3.0, 3.25]))


def empty_bars(window: Window) -> Ints:
    """(2,) bars of a track with and without notes."""
    playing = np.zeros((len(window.bar_ticks), len(window.family)), bool)
    playing[window.bar[window.note_frame], window.note_track] = True
    return np.array([playing.sum(), (~playing).sum()])


def drum_pattern(window: Window) -> Ints:
    """(40,) hits of eight groups of drum keys, each on the four sixteenths of a beat or beside."""
    drums = ~_pitched(window)
    place = window.position[window.note_frame[drums]] % TICKS_PER_BEAT
    cell = TICKS_PER_BEAT // 4
    where = np.where(place % cell == 0, place // cell, 4)
    groups = [np.isin(window.note_pitch[drums], keys) for keys in DRUM_KEYS]
    return np.concatenate([np.bincount(where[group], minlength=5) for group in groups])


MEASURES: dict[str, Callable[[Window], Ints]] = {
    "pitch class": pitch_class,
    "interval": interval,
    "inter-onset time": inter_onset,
    "duration": duration,
    "velocity": velocity,
    "polyphony": polyphony,
    "note density": note_density,
    "scale consistency": scale_consistency,
    "groove consistency": groove_consistency,
    "pitch-class entropy": pitch_class_entropy,
    "empty bars": empty_bars,
    "drum pattern": drum_pattern,
}
"""What is counted, by name."""


def _pitched(window: Window) -> npt.NDArray[np.bool_]:
    return np.asarray(window.family[window.note_track] != DRUM_FAMILY)


def _in_bins(values: npt.NDArray[np.integer] | Floats, borders: npt.NDArray[np.generic]) -> Ints:
    """(borders + 1,) counts; a value on a border lies above it."""
    return np.bincount(np.searchsorted(borders, values, "right"), minlength=len(borders) + 1)

"""What a musician would measure in an excerpt: the features of the judge that counts.

Every function takes a window as judged and returns figures of a fixed number; where a window says
nothing about a figure, it is NaN.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import DRUM_FAMILY, MAX_TRACKS
from musicgan.data.windows import Window
from musicgan.song import TICKS_PER_BEAT

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.bool_] | npt.NDArray[np.integer] | Floats

_TIMES = np.array([3, 4, 6, 8, 12, 16, 18, 24, 36, 48, 72, 96])
"""Borders, in ticks, of the bins of durations and of times between onsets."""

_MAJOR_SCALE = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], bool)

DRUM_KEYS = (
    (35, 36), (37, 39), (38, 40), (42, 44), (46,), (49, 52, 55, 57), (51, 53, 59),
    (41, 43, 45, 47, 48, 50),
)  # fmt: skip
"""Bass drum, side stick and clap, snare, closed and open hi-hat, crash, ride, toms."""

_LAGS = (1, 2, 4)


def feature_table(windows: Sequence[Window]) -> Floats:
    """(windows, features) of ``features``."""
    return np.stack([features(window) for window in windows])


def features(window: Window) -> Floats:
    """All features of a window, and the conditions that say what to expect of them."""
    return np.concatenate([np.atleast_1d(part(window)) for part in _PARTS])


def music(window: Window) -> Floats:
    """The features that say nothing of the conditions: what the music alone tells of its style."""
    heard = [part for part in _PARTS if part not in (conditions, tracks)]
    return np.concatenate([np.atleast_1d(part(window)) for part in heard])


def conditions(window: Window) -> Floats:
    """Style, mode, tempo, meter, bars, tracks, place in the piece."""
    return np.array(
        [
            float(window.style[0].argmax()),
            window.mode,
            window.tempo,
            window.bar_meter[0],
            len(window.bar_ticks),
            len(window.family),
            window.bar_index[0],
            window.bars_left[-1],
        ],
        np.float64,
    )


def pitch_classes(window: Window) -> Floats:
    """Histogram (12), its entropy in bits, and the share of notes in C major's scale."""
    pitch = window.note_pitch[_pitched(window)]
    shares = _histogram(pitch % 12, 12)
    entropy = -np.sum(shares[shares > 0] * np.log2(shares[shares > 0])) if len(pitch) else np.nan
    return np.concatenate([shares, [entropy, shares[_MAJOR_SCALE].sum()]])


def registers(window: Window) -> Floats:
    """Mean, spread and extremes of pitch, and pitches that occur once only."""
    pitch = window.note_pitch[_pitched(window)]
    if not len(pitch):
        return np.full(6, np.nan)
    _, counts = np.unique(pitch, return_counts=True)
    return np.array(
        [pitch.mean(), pitch.std(), pitch.min(), pitch.max(), len(counts), np.mean(counts == 1)]
    )


def melodic_intervals(window: Window) -> Floats:
    """Steps of a track's top line, 0 to more than 12 semitones (8 bins); their mean; turns."""
    sizes, turns = [], []
    for slot in _pitched_slots(window):
        line = top_line(window, slot)
        step = np.diff(line)
        sizes.append(np.abs(step))
        turns.append(np.sign(step[1:]) * np.sign(step[:-1]) < 0)
    if not sizes or not len(np.concatenate(sizes)):
        return np.full(10, np.nan)
    size = np.concatenate(sizes)
    shares = _histogram(np.searchsorted([1, 2, 3, 5, 8, 12, 13], size, side="right"), 8)
    turning = np.concatenate(turns)
    return np.concatenate([shares, [size.mean(), turning.mean() if len(turning) else np.nan]])


def harmony(window: Window) -> Floats:
    """What sounds at each frame: interval classes, pitch classes, change, over the bass."""
    chroma, bass = _sounding_classes(window)
    sounding = chroma.any(axis=1)
    if not sounding.any():
        return np.full(23, np.nan)
    chroma, bass = chroma[sounding], bass[sounding]
    classes = [np.mean((chroma & np.roll(chroma, k, axis=1)).any(axis=1)) for k in range(1, 7)]
    count = chroma.sum(axis=1)
    kept = (chroma[1:] & chroma[:-1]).sum(axis=1) / np.maximum(count[:-1], 1)
    above = (np.roll(chroma[row], -bass[row]) for row in range(len(chroma)))
    over_bass = np.mean(list(above), axis=0)
    return np.concatenate(
        [
            classes,
            _histogram(np.minimum(count, 4) - 1, 4),
            [kept.mean() if len(kept) else np.nan, kept.std() if len(kept) else np.nan],
            over_bass[1:],
        ]
    )


def rhythm(window: Window) -> Floats:
    """Times to the track's next onset, durations, articulation, and where onsets lie."""
    gaps, legato = [], []
    for slot in range(len(window.family)):
        mine = window.note_track == slot
        onset, place = np.unique(window.note_onset[mine], return_inverse=True)
        gap = np.diff(onset)
        gaps.append(gap)
        length = (window.note_end - window.note_onset)[mine]
        inner = place < len(gap)
        legato.append(np.minimum(length[inner] / gap[place[inner]], 1.5))
    length = window.note_end - window.note_onset
    gap, ratio = np.concatenate(gaps), np.concatenate(legato)
    in_beat = window.position[window.note_frame] % TICKS_PER_BEAT
    bins = len(_TIMES) + 1
    return np.concatenate(
        [
            _histogram(np.searchsorted(_TIMES, gap), bins),
            _histogram(np.searchsorted(_TIMES, length[_pitched(window)]), bins),
            [_mean(ratio), _spread(ratio), _mean(ratio == 1.0)],
            [_mean(in_beat == tick) for tick in (0, 6, 8, 12, 16, 18)],
            [_mean(window.position[window.note_frame] == 0), _mean(in_beat % 6 > 0)],
        ]
    )


def dynamics(window: Window) -> Floats:
    """Velocity classes: mean, spread, extremes, distinct ones, change, accents."""
    velocity = window.note_velocity.astype(np.float64)
    if not len(velocity):
        return np.full(8, np.nan)
    on_beat = window.position[window.note_frame] % TICKS_PER_BEAT == 0
    change = np.abs(np.diff(velocity))
    return np.array(
        [
            velocity.mean(),
            velocity.std(),
            velocity.min(),
            velocity.max(),
            len(np.unique(velocity)),
            _mean(change),
            _mean(change == 0),
            _mean(velocity[on_beat]) - _mean(velocity[~on_beat]),
        ]
    )


def density(window: Window) -> Floats:
    """Notes and frames a bar, their spread, notes a frame, empty bars, both ends."""
    count = len(window.bar_ticks)
    per_bar = np.bincount(window.bar[window.note_frame], minlength=count).astype(np.float64)
    frames = np.bincount(window.bar, minlength=count)
    together = np.bincount(window.note_frame, minlength=len(window.time))
    thick = together[together > 0]
    return np.concatenate(
        [
            [per_bar.mean(), per_bar.std(), per_bar.min(), per_bar.max()],
            [frames.mean(), frames.std(), np.mean(per_bar == 0)],
            [_mean(thick), _spread(thick), float(thick.max(initial=0))],
            [_mean(thick == 1), _mean(thick == 2), _mean(thick > 4)],
            [per_bar[0] / max(per_bar.mean(), 1e-9), per_bar[-1] / max(per_bar.mean(), 1e-9)],
            [_polyphony(window)],
        ]
    )


def tracks(window: Window) -> Floats:
    """For each track: notes a bar, share of bars, mean and spread of pitch, mean duration."""
    figures = np.full((MAX_TRACKS, 5), np.nan)
    length = window.note_end - window.note_onset
    bars = len(window.bar_ticks)
    for slot in range(len(window.family)):
        mine = window.note_track == slot
        figures[slot, 0] = mine.sum() / bars
        figures[slot, 1] = len(np.unique(window.bar[window.note_frame[mine]])) / bars
        if mine.any():
            pitch = window.note_pitch[mine]
            figures[slot, 2:] = pitch.mean(), pitch.std(), length[mine].mean()
    return figures.reshape(-1)


def repetition(window: Window) -> Floats:
    """Likeness of bars 1, 2, 4 apart, by notes, then rhythm: mean, best, share of repeats."""
    bar = window.bar[window.note_frame]
    starts = np.stack([window.position[window.note_frame], window.note_track])
    figures = []
    for rows in (np.concatenate([starts, window.note_pitch[None]]), starts):
        sets = [rows_as_set(rows[:, bar == b]) for b in range(len(window.bar_ticks))]
        for lag in _LAGS:
            alike = np.array([overlap(a, b) for a, b in zip(sets[lag:], sets, strict=False)])
            figures += [_mean(alike), float(alike.max(initial=0)), _mean(alike == 1.0)]
    return np.array(figures)


def drum_pattern(window: Window) -> Floats:
    """Share of each group of drum keys, and of its hits that are on the beat."""
    drums = ~_pitched(window)
    if not drums.any():
        return np.full(2 * len(DRUM_KEYS), np.nan)
    key = window.note_pitch[drums]
    on_beat = window.position[window.note_frame[drums]] % TICKS_PER_BEAT == 0
    groups = [np.isin(key, keys) for keys in DRUM_KEYS]
    return np.array(
        [group.mean() for group in groups] + [_mean(on_beat[group]) for group in groups]
    )


_PARTS: tuple[Callable[[Window], Floats], ...] = (
    conditions, pitch_classes, registers, melodic_intervals, harmony, rhythm, dynamics, density,
    tracks, repetition, drum_pattern,
)  # fmt: skip


def _pitched(window: Window) -> npt.NDArray[np.bool_]:
    """(N,) which notes are not of drums."""
    return np.asarray(window.family[window.note_track] != DRUM_FAMILY)


def _pitched_slots(window: Window) -> list[int]:
    return [int(slot) for slot in np.flatnonzero(window.family != DRUM_FAMILY)]


def top_line(window: Window, slot: int) -> Ints:
    """The highest pitch of each of a track's onsets."""
    mine = window.note_track == slot
    order = np.lexsort((-window.note_pitch[mine], window.note_onset[mine]))
    onset, pitch = window.note_onset[mine][order], window.note_pitch[mine][order]
    return np.asarray(pitch[np.unique(onset, return_index=True)[1]])


def _sounding_classes(window: Window) -> tuple[npt.NDArray[np.bool_], Ints]:
    """(F, 12) pitch classes that sound at each frame, and (F,) the class of the lowest pitch."""
    pitched = _pitched(window)
    pitch = window.note_pitch[pitched]
    now = window.time[:, None]
    on = (window.note_onset[pitched] <= now) & (window.note_end[pitched] > now)
    chroma = np.zeros((len(window.time), 12), bool)
    frame, note = np.nonzero(on)
    chroma[frame, pitch[note] % 12] = True
    lowest = np.where(on, pitch, 128).min(axis=1, initial=128)
    return chroma, lowest % 12


def _polyphony(window: Window) -> float:
    """Pitched notes that sound at a time, on average."""
    pitched = _pitched(window)
    total = (window.note_end - window.note_onset)[pitched].sum()
    return float(total / window.bar_ticks.sum())


def rows_as_set(columns: Ints) -> set[tuple[int, ...]]:
    """The columns of (rows, n) as tuples."""
    return {tuple(int(value) for value in column) for column in columns.T}


def overlap(first: set[tuple[int, ...]], second: set[tuple[int, ...]]) -> float:
    """Jaccard similarity; two empty sets are alike."""
    union = len(first | second)
    return len(first & second) / union if union else 1.0


def _histogram(values: npt.NDArray[np.integer], bins: int) -> Floats:
    """(bins,) shares; NaN where there are no values."""
    if not len(values):
        return np.full(bins, np.nan)
    return np.bincount(values, minlength=bins) / len(values)


def _mean(values: Numbers) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _spread(values: Numbers) -> float:
    return float(np.std(values)) if len(values) else float("nan")

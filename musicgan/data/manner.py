"""The playing manner, measured bar by bar: six figures, and their levels from 1 to 5."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import DRUM_FAMILY, Piece
from musicgan.song import TICKS_PER_BEAT

MANNERS: tuple[str, ...] = (
    "density", "polyphony", "articulation", "dynamics", "register", "syncopation",
)  # fmt: skip
"""The attributes of the playing manner, in the order of every array of them."""

LEVEL_COUNT = 5

_FIXED = {"articulation": (0.3, 0.5, 0.7, 0.9), "dynamics": (44.0, 62.0, 80.0, 98.0)}
"""Borders that are the same in every style: staccato is staccato, and loud is loud."""

Floats = npt.NDArray[np.float64]


def measure_bars(piece: Piece) -> tuple[Floats, Floats]:
    """Manner of every bar: values (bars, 6), and the weight of each value (bars, 6) for averaging.

    * density: onsets a beat and track that plays; a chord is one.
    * polyphony: pitched notes that sound at a time, on average over the time when any does.
    * articulation: duration over the time to the track's next onset, 0 (staccato) to 1 (legato).
    * dynamics: mean velocity.
    * register: mean pitch of the pitched notes, weighted by duration.
    * syncopation: share of onsets that are off the beat and not followed by a note on the next one.

    A weight of 0 means that the bar says nothing about the attribute.
    """
    count = len(piece.bars)
    notes = piece.notes
    bar = np.searchsorted(piece.bars["start"], notes["onset"], side="right") - 1
    duration = notes["duration"].astype(np.float64)
    pitched = piece.tracks["family"][notes["track"]] != DRUM_FAMILY
    bar_ticks = piece.bars["ticks"].astype(np.float64)

    def total(weights: Floats | npt.NDArray[np.bool_]) -> Floats:
        return np.bincount(bar, weights=weights, minlength=count).astype(np.float64)

    playing = np.zeros((count, len(piece.tracks)), bool)
    playing[bar, notes["track"]] = True
    every = total(np.ones(len(notes)))
    tuned = total(pitched)
    struck = total(_struck(piece))
    voices, sounding = _sounding(piece, pitched)
    ratio, _ = legato(piece)
    values = np.stack(
        [
            struck / (bar_ticks / TICKS_PER_BEAT) / np.maximum(playing.sum(axis=1), 1),
            voices / np.maximum(sounding, 1),
            total(ratio * pitched) / np.maximum(tuned, 1),
            total(notes["velocity"].astype(np.float64)) / np.maximum(every, 1),
            total(notes["pitch"] * duration * pitched) / np.maximum(total(duration * pitched), 1),
            total(_syncopated(piece, bar)) / np.maximum(every, 1),
        ],
        axis=1,
    )
    weights = np.stack([bar_ticks, sounding, tuned, every, tuned, every], axis=1)
    return values, weights * (every > 0)[:, None]


def _struck(piece: Piece) -> npt.NDArray[np.bool_]:
    """Whether a note is the first of those that its track strikes at a time."""
    notes = piece.notes
    span = int(notes["onset"].max(initial=0)) + 1
    first = np.unique(notes["track"] * np.int64(span) + notes["onset"], return_index=True)[1]
    struck = np.zeros(len(notes), bool)
    struck[first] = True
    return struck


def _sounding(piece: Piece, pitched: npt.NDArray[np.bool_]) -> Floats:
    """(2, bars) ticks of all pitched notes in each bar, and ticks in which any of them sounds."""
    starts = piece.bars["start"] - piece.bars["start"][0]
    end = int(starts[-1] + piece.bars["ticks"][-1])
    notes = piece.notes[pitched]
    onset = notes["onset"].astype(np.int64) - piece.bars["start"][0]
    begun = np.bincount(onset, minlength=end + 1)
    over = np.bincount(np.minimum(onset + notes["duration"], end), minlength=end + 1)
    voices = np.cumsum(begun - over)[:end]
    return np.stack([np.add.reduceat(v, starts) for v in (voices, voices > 0)]).astype(np.float64)


def legato(piece: Piece) -> tuple[Floats, Floats]:
    """Each note's duration over the time to its track's next onset, at most 1; and that time.

    The time is in ticks, at most four beats, as it is for the last notes.
    """
    notes = piece.notes
    time = np.full(len(notes), 4.0 * TICKS_PER_BEAT)
    for slot in range(len(piece.tracks)):
        mine = np.flatnonzero(notes["track"] == slot)
        onsets = notes["onset"][mine].astype(np.int64)
        unique, place = np.unique(onsets, return_inverse=True)
        gap = np.append(np.diff(unique), 4 * TICKS_PER_BEAT)[place]
        time[mine] = np.minimum(gap, 4 * TICKS_PER_BEAT)
    return np.minimum(notes["duration"] / time, 1.0), time


def _syncopated(piece: Piece, bar: npt.NDArray[np.int64]) -> Floats:
    """1 for a note off the beat whose track has no onset on the next beat, else 0."""
    notes = piece.notes
    position = notes["onset"] - piece.bars["start"][bar]
    compound = np.isin(piece.bars["meter"][bar], (3, 6, 7))
    beat = np.where(compound, TICKS_PER_BEAT * 3 // 2, TICKS_PER_BEAT)
    off = position % beat != 0
    next_beat = notes["onset"] - position + (position // beat + 1) * beat
    span = int(notes["onset"].max(initial=0)) + 2 * TICKS_PER_BEAT
    taken = notes["track"].astype(np.int64) * span + notes["onset"]
    followed = np.isin(notes["track"].astype(np.int64) * span + next_beat, taken)
    missed: npt.NDArray[np.bool_] = off & ~followed
    return missed.astype(np.float64)


def average(values: Floats, weights: Floats) -> Floats:
    """Manner (6,) of a stretch of bars; NaN where no bar says anything."""
    weight = weights.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight > 0, (values * weights).sum(axis=0) / weight, np.nan)


def thresholds(samples: Sequence[Floats]) -> Floats:
    """(6, 4) borders between the five levels in a style.

    Articulation and dynamics have the same in all styles. For the rest they are the fifths of the
    style's pieces, ``samples`` (6,) each: a busy chorale is one that is busy for a chorale.
    """
    table = np.array(samples)
    borders = np.zeros((len(MANNERS), LEVEL_COUNT - 1))
    shares = np.arange(1, LEVEL_COUNT) / LEVEL_COUNT
    for attribute, name in enumerate(MANNERS):
        known = table[~np.isnan(table[:, attribute]), attribute]
        if name in _FIXED:
            borders[attribute] = _FIXED[name]
        elif len(known):
            borders[attribute] = np.quantile(known, shares, method="inverted_cdf")
    return borders


def varying(borders: Floats) -> npt.NDArray[np.bool_]:
    """(6,) which attributes have levels in a style: those whose borders don't all coincide."""
    found: npt.NDArray[np.bool_] = borders[:, 0] < borders[:, -1]
    return found


def levels(values: Floats, borders: Floats) -> npt.NDArray[np.int64]:
    """Levels 1 to 5 of manner values (…, 6).

    They are 0, unknown, where a value is NaN, and where an attribute is not ``varying``: what is
    always the same in a style has no levels there.
    """
    found = (values[..., None] > borders).sum(axis=-1) + 1
    return np.where(np.isnan(values) | ~varying(borders), 0, found)

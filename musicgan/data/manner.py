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

Floats = npt.NDArray[np.float64]


def measure_bars(piece: Piece) -> tuple[Floats, Floats]:
    """Manner of every bar: values (bars, 6), and the weight of each value (bars, 6) for averaging.

    * density: notes a beat and track that plays.
    * polyphony: pitched notes that sound at a time, on average over the bar.
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
    legato = _legato(piece)
    values = np.stack(
        [
            every / (bar_ticks / TICKS_PER_BEAT) / np.maximum(playing.sum(axis=1), 1),
            total(duration * pitched) / bar_ticks,
            total(legato * pitched) / np.maximum(tuned, 1),
            total(notes["velocity"].astype(np.float64)) / np.maximum(every, 1),
            total(notes["pitch"] * duration * pitched) / np.maximum(total(duration * pitched), 1),
            total(_syncopated(piece, bar)) / np.maximum(every, 1),
        ],
        axis=1,
    )
    weights = np.stack([bar_ticks, bar_ticks * (tuned > 0), tuned, every, tuned, every], axis=1)
    return values, weights * (every > 0)[:, None]


def _legato(piece: Piece) -> Floats:
    """Each note's duration over the time to its track's next onset, at most 1."""
    notes = piece.notes
    ratio = np.ones(len(notes))
    for slot in range(len(piece.tracks)):
        mine = np.flatnonzero(notes["track"] == slot)
        onsets = notes["onset"][mine].astype(np.int64)
        unique, place = np.unique(onsets, return_inverse=True)
        gap = np.append(np.diff(unique), 4 * TICKS_PER_BEAT)[place]
        ratio[mine] = np.minimum(notes["duration"][mine] / np.minimum(gap, 4 * TICKS_PER_BEAT), 1.0)
    return ratio


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


def thresholds(samples: Sequence[Floats], balance: Sequence[float]) -> Floats:
    """(6, 4) borders between the five levels: fifths of the samples, weighted by ``balance``."""
    table = np.array(samples)
    weights = np.array(balance)
    borders = np.zeros((len(MANNERS), LEVEL_COUNT - 1))
    for attribute in range(len(MANNERS)):
        known = ~np.isnan(table[:, attribute])
        column = table[known, attribute]
        order = np.argsort(column)
        share = np.cumsum(weights[known][order])
        if not len(column):
            continue
        places = np.searchsorted(share, share[-1] * np.arange(1, LEVEL_COUNT) / LEVEL_COUNT)
        borders[attribute] = column[order][np.minimum(places, len(column) - 1)]
    return borders


def levels(values: Floats, borders: Floats) -> npt.NDArray[np.int64]:
    """Levels 1 to 5 of manner values (…, 6); 0 where a value is NaN."""
    found = (values[..., None] > borders).sum(axis=-1) + 1
    return np.where(np.isnan(values), 0, found)

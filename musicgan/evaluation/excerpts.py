"""Excerpts of held-out pieces: what is judged, and what generated music stands against."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from musicgan.data.corpus import work_of
from musicgan.data.dataset import Dataset
from musicgan.data.frames import DRUM_FAMILY, DURATIONS, MAX_TRACKS, NOTE, Piece, class_velocity
from musicgan.data.windows import Window, cut_window, with_notes
from musicgan.song.ranges import playable_range

_FEWEST_BARS = 4
_DRUM_KEYS = 128
"""Drum keys follow the 128 pitches in the generator's vocabulary."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some bars of a held-out piece.

    Attributes:
        style, work, piece: names.
        first: its first bar in the piece.
        window: the real notes as they are, with plain conditions: style, tracks, meter, place in
            the piece, mode and tempo are known, chords and manner are open, every cell is free.
        playable: (MAX_TRACKS, 256) bool, what each track can sound; drum keys from 128.
        seed: of the music that is made under these conditions; it depends on nothing but the
            excerpt and the evaluation's seed.
    """

    style: str
    work: str
    piece: str
    first: int
    window: Window
    playable: npt.NDArray[np.bool_]
    seed: int


def held_out_works(dataset: Dataset, style: str) -> dict[str, list[int]]:
    """Held-out pieces of a style by work."""
    works: dict[str, list[int]] = defaultdict(list)
    for index in dataset.select(held_out=True, style=dataset.style_names.index(style)):
        works[work_of(Path(dataset.meta.pieces[index].name))].append(index)
    return dict(works)


def cut_excerpts(
    dataset: Dataset,
    style: str,
    vocabulary: Sequence[str],
    works: int,
    per_work: int,
    bars: int,
    seed: int,
) -> list[Excerpt]:
    """Excerpts of at most ``works`` held-out works of a style, at most ``per_work`` of each.

    Args:
        dataset: packed.
        style: one of the dataset's and of the model's.
        vocabulary: the model's styles.
        works: at most so many works.
        per_work: at most so many excerpts of each.
        bars: length of an excerpt; pieces of 4 bars or more are taken whole where they are shorter.
        seed: of the choice.
    """
    by_work = held_out_works(dataset, style)
    rng = np.random.default_rng([seed, _number(style)])
    weights = np.zeros(len(vocabulary), np.float32)
    weights[list(vocabulary).index(style)] = 1
    chosen: list[Excerpt] = []
    taken = 0
    names = sorted(by_work)
    for place in rng.permutation(len(names)):
        places = [
            (index, first)
            for index in by_work[names[place]]
            for first in _starts(len(dataset.piece(index).bars), bars)
        ]
        rng.shuffle(places)
        found = (_cut(dataset, index, first, bars, weights, seed) for index, first in places)
        sounding = (excerpt for excerpt in found if len(excerpt.window.note_pitch))
        mine = list(islice(sounding, per_work))
        chosen += mine
        taken += bool(mine)
        if taken == works:
            break
    return chosen


def as_judged(window: Window) -> Window:
    """The window as every judge sees it, real or generated, so that nothing but the music differs.

    Durations and velocities are the model's classes, notes end with the window, and a note ends
    where its pitch starts again in its track.
    """
    rows = np.zeros(len(window.note_pitch), NOTE)
    rows["onset"] = window.note_onset
    rows["track"] = window.note_track
    rows["pitch"] = window.note_pitch
    rows["velocity"] = [class_velocity(int(level)) for level in window.note_velocity]
    room = int(window.bar_ticks.sum()) - window.note_onset
    rows["duration"] = np.minimum(DURATIONS[window.note_duration], room)
    rows = rows[np.lexsort((rows["onset"], rows["pitch"], rows["track"]))]
    again = (rows["track"][1:] == rows["track"][:-1]) & (rows["pitch"][1:] == rows["pitch"][:-1])
    gap = np.where(again, np.diff(rows["onset"]), np.iinfo(np.int16).max)
    rows["duration"][:-1] = np.minimum(rows["duration"][:-1], np.maximum(gap, 1))
    return with_notes(window, rows)


def with_random_pitches(window: Window, share: float, rng: np.random.Generator) -> Window:
    """Another window, in which a share of the notes have a random pitch.

    A new pitch lies within the range of the track's notes in the window, or an octave around its
    only pitch.
    """
    pitch = window.note_pitch.copy()
    for note in np.flatnonzero(rng.random(len(pitch)) < share):
        mine = window.note_pitch[window.note_track == window.note_track[note]]
        low, high = int(mine.min()), int(mine.max())
        if high - low < 12:
            low, high = max(0, low - 6), min(127, high + 6)
        pitch[note] = rng.integers(low, high + 1)
    return as_judged(replace(window, note_pitch=pitch))


def _starts(count: int, bars: int) -> list[int]:
    """First bars of as many excerpts as fit beside each other, from the beginning to the end."""
    if count < _FEWEST_BARS:
        return []
    if count < bars:
        return [0]
    return [int(first) for first in np.linspace(0, count - bars, count // bars).round()]


def _cut(
    dataset: Dataset,
    index: int,
    first: int,
    bars: int,
    style: npt.NDArray[np.float32],
    seed: int,
) -> Excerpt:
    piece, info = dataset.piece(index), dataset.meta.pieces[index]
    window = cut_window(piece, first, min(first + bars, len(piece.bars)), style)
    return Excerpt(
        style=dataset.style_names[info.style],
        work=work_of(Path(info.name)),
        piece=info.name,
        first=first,
        window=replace(window, chords=np.zeros_like(window.chords)),
        playable=_playable(piece),
        seed=_number(f"{seed} {dataset.style_names[info.style]} {info.name} {first}"),
    )


def _playable(piece: Piece) -> npt.NDArray[np.bool_]:
    """(MAX_TRACKS, 256) what the instruments can sound, in the piece's transposition."""
    playable = np.zeros((MAX_TRACKS, 2 * _DRUM_KEYS), bool)
    for slot, row in enumerate(piece.tracks):
        drum = row["family"] == DRUM_FAMILY
        low, high = playable_range(int(row["program"]), bool(drum))
        if drum:
            playable[slot, _DRUM_KEYS + low : _DRUM_KEYS + high + 1] = True
        else:
            playable[slot, max(low + piece.shift, 0) : min(high + piece.shift, 127) + 1] = True
    return playable


def _number(text: str) -> int:
    """A number below 2**63 that depends on the text alone."""
    return int.from_bytes(hashlib.sha1(text.encode()).digest()[:8], "little") >> 1

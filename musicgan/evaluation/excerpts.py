"""Excerpts of held-out pieces: what is judged, and what generated music stands against."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from musicgan.data.corpus import work_of
from musicgan.data.dataset import Dataset
from musicgan.data.frames import (
    DRUM_FAMILY,
    DURATIONS,
    MAX_TRACKS,
    METERS,
    NOTE,
    Piece,
    class_velocity,
)
from musicgan.data.windows import Window, cut_window, with_notes
from musicgan.song import Key, Meter
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
        key, tempo, shift: of the piece: as written, beats a minute, semitones from there to C.
        chords: (beats,) pitch classes of the known chords as bits; 0 where none is known.
        playable: (MAX_TRACKS, 256) bool, what each track can sound; drum keys from 128.
        seed: of the music that is made under these conditions; it depends on nothing but the
            excerpt and the evaluation's seed.
    """

    style: str
    work: str
    piece: str
    first: int
    window: Window
    key: Key
    tempo: float
    shift: int
    chords: npt.NDArray[np.int64]
    playable: npt.NDArray[np.bool_]
    seed: int


def works_of(dataset: Dataset, style: str, held_out: bool = True) -> dict[str, list[int]]:
    """Pieces of a style on one side of the split, by work."""
    works: dict[str, list[int]] = defaultdict(list)
    for index in dataset.select(held_out, style=dataset.style_names.index(style)):
        works[work_of(Path(dataset.meta.pieces[index].name))].append(index)
    return dict(works)


def cut_excerpts(
    dataset: Dataset,
    style: str,
    works: int,
    per_work: int,
    bars: int,
    seed: int,
    held_out: bool = True,
) -> list[Excerpt]:
    """Excerpts of at most ``works`` held-out works of a style, at most ``per_work`` of each.

    All bars of an excerpt are whole and of one meter, so that it can be asked of any engine.

    Args:
        dataset: packed.
        style: one of the dataset's.
        works: at most so many works.
        per_work: at most so many excerpts of each.
        bars: length of an excerpt; pieces of 4 bars or more are taken whole where they are shorter.
        seed: of the choice.
        held_out: whether they are of works that are kept aside, or of those to learn from.
    """
    by_work = works_of(dataset, style, held_out)
    vocabulary = dataset.style_names
    rng = np.random.default_rng([seed, _number(style)])
    weights = np.zeros(len(vocabulary), np.float32)
    weights[vocabulary.index(style)] = 1
    chosen: list[Excerpt] = []
    taken = 0
    names = sorted(by_work)
    for place in rng.permutation(len(names)):
        places = [
            (index, first)
            for index in by_work[names[place]]
            for first in _starts(dataset.piece(index).bars, bars)
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
    rows = note_rows(window)
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


def with_shuffled_bars(window: Window, rng: np.random.Generator) -> Window:
    """Another window, whose bars stand in another order; they must be of one length."""
    count, ticks = len(window.bar_ticks), int(window.bar_ticks[0])
    order = rng.permutation(count)
    while count > 1 and np.array_equal(order, np.arange(count)):
        order = rng.permutation(count)
    moved = (order[window.bar[window.note_frame]] - window.bar[window.note_frame]) * ticks
    rows = note_rows(window)
    rows["onset"] += moved
    return as_judged(with_notes(window, rows))


def note_rows(window: Window) -> npt.NDArray[np.void]:
    """The window's notes as rows of ``NOTE``."""
    rows = np.zeros(len(window.note_pitch), NOTE)
    rows["onset"] = window.note_onset
    rows["duration"] = window.note_end - window.note_onset
    rows["track"] = window.note_track
    rows["pitch"] = window.note_pitch
    rows["velocity"] = [class_velocity(int(level)) for level in window.note_velocity]
    return rows


def _starts(grid: npt.NDArray[np.void], bars: int) -> list[int]:
    """First bars of as many excerpts as fit beside each other, from the first whole bar on."""
    begin = 0 if len(grid) and _even(grid[:1]) else 1
    count = len(grid) - begin
    if count < _FEWEST_BARS:
        return []
    length = min(count, bars)
    places = np.linspace(begin, begin + count - length, max(1, count // bars)).round()
    return [int(first) for first in places if _even(grid[int(first) : int(first) + length])]


def _even(grid: npt.NDArray[np.void]) -> bool:
    """Whether some bars are whole and of one meter that has a condition of its own."""
    meter = int(grid["meter"][0])
    if meter >= len(METERS) or np.any(grid["meter"] != meter):
        return False
    return bool(np.all(grid["ticks"] == Meter(0, *METERS[meter]).bar_ticks))


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
    known = window.chords[:, :12].astype(np.int64) @ (1 << np.arange(12))
    mode = "minor" if piece.minor else "major"
    return Excerpt(
        style=dataset.style_names[info.style],
        work=work_of(Path(info.name)),
        piece=info.name,
        first=first,
        window=replace(window, chords=np.zeros_like(window.chords)),
        key=Key.of(((9 if piece.minor else 0) - piece.shift) % 12, mode),
        tempo=piece.tempo,
        shift=piece.shift,
        chords=known,
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

"""What a track does in a beat, as words: onsets of a pitched track, hits of drums."""

from collections import Counter as Tally
from typing import Any

import numpy as np
import numpy.typing as npt

from musicgan.data.dataset import Dataset
from musicgan.data.frames import DRUM_FAMILY
from musicgan.engines.lines import Moment, by_bar
from musicgan.song import TICKS_PER_BEAT

RHYTHMS = 64
PATTERNS = 250
LARGEST = 12
"""Onsets or hits of a beat at most."""

_NONE = 255

Word = tuple[int, ...]
Words = tuple[Word, ...]


def onsets_of(line: list[Moment], beat: int) -> Word:
    """Ticks from the beat at which notes start."""
    begin = beat * TICKS_PER_BEAT
    return tuple(m.position - begin for m in line if m.position // TICKS_PER_BEAT == beat)


def hits_of(line: list[Moment], beat: int) -> Word:
    """Places and keys of a beat's drums, one after the other."""
    begin = beat * TICKS_PER_BEAT
    return tuple(
        value
        for moment in line
        if moment.position // TICKS_PER_BEAT == beat
        for pitch in moment.pitches
        for value in (moment.position - begin, pitch)
    )


def vocabularies(dataset: Dataset, chosen: list[int]) -> tuple[Words, Words]:
    """The commonest rhythms and drum patterns of a beat."""
    rhythms: Tally[Word] = Tally()
    kits: Tally[Word] = Tally()
    for index in chosen:
        piece = dataset.piece(index)
        drums = (piece.tracks["family"] == DRUM_FAMILY).tolist()
        beats = (-(-piece.bars["ticks"].astype(int) // TICKS_PER_BEAT)).tolist()
        for count, line in zip(
            beats, by_bar(piece.notes, piece.bars["start"], len(drums)), strict=True
        ):
            for drum, found in zip(drums, line, strict=True):
                for beat in range(count):
                    (kits if drum else rhythms)[(hits_of if drum else onsets_of)(found, beat)] += 1
    return _common(rhythms, RHYTHMS, LARGEST), _common(kits, PATTERNS, 2 * LARGEST)


def _common(words: "Tally[Word]", most: int, longest: int) -> Words:
    """The commonest words, the empty one first."""
    fitting = [word for word, _ in words.most_common() if 0 < len(word) <= longest]
    return ((), *fitting[: most - 1])


def packed(words: Words, longest: int) -> npt.NDArray[np.uint8]:
    """(words, longest) as they are saved."""
    rows = np.full((len(words), longest), _NONE, np.uint8)
    for row, word in zip(rows, words, strict=True):
        row[: len(word)] = word
    return rows


def unpacked(rows: npt.NDArray[Any]) -> Words:
    """What ``packed`` made."""
    return tuple(tuple(int(value) for value in row if value != _NONE) for row in rows)

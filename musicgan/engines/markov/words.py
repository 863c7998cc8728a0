"""Vocabularies of the Markov chains: chords, the notes below a pitch, drums that sound together."""

from collections import Counter as Tally
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from musicgan.data.dataset import Dataset
from musicgan.data.frames import DRUM_FAMILY
from musicgan.data.harmony import NO_CHORD, UNKNOWN
from musicgan.engines.base import Bools
from musicgan.engines.lines import by_bar

ANY = -1
"""A chord, style, level or neighbour that nobody knows."""

_MOST_CHORDS = 160
_MOST_SHAPES = 700
_MOST_KITS = 900
_LARGEST = 8
"""Notes of a shape or kit at most."""

_NONE = 255

Shapes = tuple[tuple[int, ...], ...]


class Words:
    """Numbers for chords, shapes and kits."""

    def __init__(self, chords: tuple[tuple[int, int], ...], shapes: Shapes, kits: Shapes) -> None:
        self.chords, self.shapes, self.kits = chords, shapes, kits
        self._chord_number = {chord: number for number, chord in enumerate(chords)}
        self.shape_number = {shape: number for number, shape in enumerate(shapes)}
        self.kit_number = {kit: number for number, kit in enumerate(kits)}
        rows = packed(shapes).astype(np.int64)
        self._steps = np.where(rows == _NONE, 0, rows)

    @classmethod
    def of(cls, dataset: Dataset, chosen: Sequence[int]) -> "Words":
        """The commonest of some pieces."""
        chords: Tally[tuple[int, int]] = Tally()
        shapes: Tally[tuple[int, ...]] = Tally()
        kits: Tally[tuple[int, ...]] = Tally()
        for index in chosen:
            piece = dataset.piece(index)
            chords.update(
                zip(
                    piece.chords["pitch_classes"].tolist(),
                    piece.chords["root"].tolist(),
                    strict=True,
                )
            )
            drums = piece.tracks["family"] == DRUM_FAMILY
            for bar in by_bar(piece.notes, piece.bars["start"], len(piece.tracks)):
                for track, row in enumerate(bar):
                    if drums[track]:
                        kits.update(moment.pitches for moment in row)
                    else:
                        shapes.update(moment.shape for moment in row)
        special = ((0, UNKNOWN), (0, NO_CHORD))
        common = [chord for chord, _ in chords.most_common(_MOST_CHORDS) if chord not in special]
        return cls((*special, *common), _common(shapes, _MOST_SHAPES), _common(kits, _MOST_KITS))

    def chord(self, bits: int, root: int) -> int:
        """Number of a chord, or of the most alike on the same root."""
        known = self._chord_number.get((bits, root))
        if known is not None:
            return known
        alike = [
            ((bits ^ other).bit_count(), number)
            for number, (other, of) in enumerate(self.chords)
            if of == root
        ]
        return min(alike)[1] if alike else 0

    def fitting(self, top: int, allowed: Bools) -> Bools:
        """(shapes,) which shapes below a pitch have only pitches that are allowed."""
        reach = top - self._steps
        fits: Bools = (allowed[np.maximum(reach, 0)] & (reach >= 0)).all(axis=1)
        fits[0] |= not fits.any()
        return fits

    def turned(self, chord: int, pitch: int) -> int:
        """Pitch classes of a chord as bits, counted from a pitch; ``ANY`` if unknown."""
        bits = self.chords[chord][0]
        by = pitch % 12
        return ((bits >> by) | (bits << (12 - by))) & 0xFFF if bits else ANY


def _common(words: "Tally[tuple[int, ...]]", most: int) -> Shapes:
    fitting = ((word, count) for word, count in words.most_common() if len(word) <= _LARGEST)
    return tuple(word for (word, count), _ in zip(fitting, range(most), strict=False) if count > 1)


def packed(words: Shapes) -> npt.NDArray[np.uint8]:
    rows = np.full((len(words), _LARGEST), _NONE, np.uint8)
    for row, word in zip(rows, words, strict=True):
        row[: len(word)] = word
    return rows


def unpacked(rows: npt.NDArray[np.generic]) -> Shapes:
    return tuple(tuple(int(value) for value in row if value != _NONE) for row in rows)

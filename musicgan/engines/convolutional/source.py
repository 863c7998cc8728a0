"""Sections of real music, to learn from."""

import numpy as np
import torch
from torch import Tensor

from musicgan.data import manner
from musicgan.data.dataset import Dataset
from musicgan.data.frames import Piece
from musicgan.data.harmony import CHORD
from musicgan.engines.base import Ints
from musicgan.engines.convolutional.rolls import Floats, condition, maps, places, roll
from musicgan.engines.lines import first_beats

_SECTIONS = 8
"""Sections that are drawn of a piece at a time."""

Batch = tuple[Tensor, Tensor, Tensor]
"""Maps, conditions and rolls of some sections."""


def stacked(rows: list[tuple[Floats, Floats, Floats]]) -> Batch:
    """Put sections side by side."""
    around, told, rolls = (torch.from_numpy(np.stack(part)) for part in zip(*rows, strict=True))
    return around, told, rolls


class Source:
    """Random sections of real music with what is around them."""

    def __init__(self, dataset: Dataset, chosen: list[int], rng: np.random.Generator) -> None:
        self._dataset = dataset
        self._rng = rng
        self._levels: dict[int, Ints] = {}
        self._by_style: dict[int, list[int]] = {}
        for index in chosen:
            self._by_style.setdefault(dataset.meta.pieces[index].style, []).append(index)

    def draw(self, count: int) -> Batch:
        """Some sections, of every style alike."""
        rows: list[tuple[Floats, Floats, Floats]] = []
        while len(rows) < count:
            style = int(self._rng.choice(list(self._by_style)))
            index = int(self._rng.choice(self._by_style[style]))
            piece = self._dataset.piece(index)
            if index not in self._levels:
                values, sizes = manner.measure_bars(piece)
                values = np.where(sizes > 0, values, np.nan)
                self._levels[index] = manner.levels(values, self._dataset.borders(style))
            rows += self._of(piece, style, self._levels[index], min(_SECTIONS, count - len(rows)))
        return stacked(rows)

    def _of(
        self, piece: Piece, style: int, levels: Ints, count: int
    ) -> list[tuple[Floats, Floats, Floats]]:
        rng = self._rng
        families, ordinals = piece.tracks["family"], piece.tracks["ordinal"]
        bar_ticks = piece.bars["ticks"].astype(np.int64)
        chords = piece.chords if rng.random() < 0.5 else np.zeros(len(piece.chords), CHORD)
        beats = first_beats(bar_ticks)
        style_weights = np.zeros(len(self._dataset.style_names), np.float32)
        style_weights[style] = 1
        found = []
        for _ in range(count):
            bar, track = int(rng.integers(len(bar_ticks))), int(rng.integers(len(families)))
            sections = places(bar_ticks, bar)
            place = sections[int(rng.integers(len(sections)))]
            known = set(range(len(families)) if rng.random() < 0.25 else range(track))
            around = maps(piece.notes, families, track, known, place, chords[beats[bar] :])
            told = condition(
                style_weights, int(families[track]), int(ordinals[track]), 2 if piece.minor else 1,
                np.where(rng.random(levels.shape[1]) < 0.5, levels[bar], 0),
            )  # fmt: skip
            found.append((around, told, roll(piece.notes, track, place)[:3]))
        return found

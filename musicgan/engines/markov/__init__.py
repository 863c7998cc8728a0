"""Markov chains of variable order, one for each question that a player answers.

Chords follow each other; a track's next onset follows from where it is in the bar, what it did
there a bar ago, and what the tracks before it do; pitches, the notes below them, durations and
velocities follow likewise. Nothing further back than a bar is remembered.
"""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from musicgan.data.corpus import work_of
from musicgan.data.dataset import Dataset
from musicgan.data.frames import DURATIONS
from musicgan.data.windows import Window
from musicgan.engines.base import (
    Arrays,
    Bools,
    Dice,
    Learned,
    Notes,
    Order,
    Sheet,
    Writer,
    balanced,
)
from musicgan.engines.markov.chain import Chain, Counter
from musicgan.engines.markov.contexts import DISTANCES
from musicgan.engines.markov.player import Player
from musicgan.engines.markov.reader import Reader
from musicgan.engines.markov.walk import INTERVALS
from musicgan.engines.markov.words import Shapes, Words, packed, unpacked

__all__ = ["MarkovChain"]

_QUESTIONS: dict[str, int] = {
    "chord": 30_000,
    "rhythm": 120_000,
    "start": 4_000,
    "pitch": 120_000,
    "shape": 50_000,
    "kit": 50_000,
    "duration": 50_000,
    "velocity": 50_000,
}
"""Each chain, with the outcomes that it may keep."""


class MarkovChain(Writer):
    """All chains, and the vocabularies of chords, shapes and kits."""

    def __init__(
        self,
        chains: dict[str, Chain],
        chords: tuple[tuple[int, int], ...],
        shapes: Shapes,
        kits: Shapes,
    ) -> None:
        """``chords`` are pairs of pitch classes as bits and a root; the first two are special."""
        self._chains = chains
        self._chords = chords
        self._shapes = shapes
        self._kits = kits

    @classmethod
    def learn(cls, dataset: Dataset, order: Order) -> Generator[Learned, None, Self | None]:
        """Count; see ``Writer.learn``."""
        chosen = balanced(dataset, order.seed)
        words = Words.of(dataset, chosen)
        counters = {name: Counter(size) for name, size in _outcomes(words).items()}
        reader = Reader(words, counters)
        works: dict[str, int] = {}
        for number, index in enumerate(chosen):
            if order.stopped():
                return None
            info = dataset.meta.pieces[index]
            work = works.setdefault(work_of(Path(info.name)), len(works))
            reader.read(dataset.piece(index), info.style, work, dataset.borders(info.style))
            if number % 50 == 0:
                yield Learned(0.9 * number / len(chosen))
        chains = {}
        for name, counter in counters.items():
            chains[name] = counter.chain(_QUESTIONS[name])
            yield Learned(0.9 + 0.1 * len(chains) / len(counters))
        return cls(chains, words.chords, words.shapes, words.kits)

    @classmethod
    def of(cls, arrays: Arrays) -> Self:
        """See ``Writer.of``."""
        words = Words(
            tuple((int(bits), int(root)) for bits, root in arrays["chords"]),
            unpacked(arrays["shapes"]),
            unpacked(arrays["kits"]),
        )
        chains = {name: Chain.of(arrays, name, size) for name, size in _outcomes(words).items()}
        return cls(chains, words.chords, words.shapes, words.kits)

    def arrays(self) -> Arrays:
        """See ``Writer.arrays``."""
        found: dict[str, npt.NDArray[Any]] = {
            "chords": np.array(self._chords, np.uint16),
            "shapes": packed(self._shapes),
            "kits": packed(self._kits),
        }
        for name, chain in self._chains.items():
            found |= chain.arrays(name)
        return found

    def write(self, window: Window, playable: Bools, dice: Dice) -> Iterator[Notes]:
        """See ``Writer.write``."""
        words = Words(self._chords, self._shapes, self._kits)
        yield from Player(self._chains, words, window, Sheet(window, playable), dice).play()


def _outcomes(words: Words) -> dict[str, int]:
    """Name of each chain → how many outcomes it has."""
    return {
        "chord": len(words.chords), "rhythm": DISTANCES, "start": 128, "pitch": INTERVALS,
        "shape": len(words.shapes), "kit": len(words.kits), "duration": len(DURATIONS),
        "velocity": 32,
    }  # fmt: skip

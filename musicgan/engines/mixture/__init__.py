"""Gaussian mixtures: a beat of a track is a vector, drawn given what is known around it.

Three mixtures of scikit-learn, with full covariances: the pitch classes of a bar after those of
the bar before; a beat of a pitched track after its last beat and the same beat a bar ago; a beat
of drums. Each holds what is known and what is wanted in one vector, so that any part of it can be
given and the rest is drawn from the conditional mixture; what nobody knows is left out of the
condition exactly. How often a component is used depends on style and family.
"""

from collections.abc import Generator, Iterator
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from musicgan.data.dataset import Dataset
from musicgan.data.windows import Window
from musicgan.engines.base import (
    Arrays,
    Bools,
    Dice,
    Floats,
    Learned,
    Notes,
    Order,
    Sheet,
    Writer,
    balanced,
)
from musicgan.engines.mixture.components import KINDS, Mixture, fitted
from musicgan.engines.mixture.gathered import Gathered
from musicgan.engines.mixture.player import Player

__all__ = ["GaussianMixtures"]


class GaussianMixtures(Writer):
    """The three mixtures, and where each part of each style lies."""

    def __init__(self, mixtures: dict[str, Mixture], centres: Floats) -> None:
        """``centres`` (styles, parts): mean highest pitch; 0 where there is none."""
        self._mixtures = mixtures
        self._centres = centres

    @classmethod
    def learn(cls, dataset: Dataset, order: Order) -> Generator[Learned, None, Self | None]:
        """Gather vectors, then fit; see ``Writer.learn``."""
        chosen = balanced(dataset, order.seed, 6_000)
        count = len(dataset.style_names)
        gathered = Gathered(count)
        for number, index in enumerate(chosen):
            if order.stopped():
                return None
            style = dataset.meta.pieces[index].style
            gathered.read(dataset.piece(index), style, dataset.borders(style))
            if number % 50 == 0:
                yield Learned(0.4 * number / len(chosen))
        mixtures = {}
        for name, ((wanted, known), _) in KINDS.items():
            if order.stopped():
                return None
            rows, styles, families = gathered.rows(name, wanted + known, order.seed)
            mixtures[name] = fitted(name, rows, styles, families, count, order.seed)
            yield Learned(0.4 + 0.6 * len(mixtures) / len(KINDS))
        return cls(mixtures, gathered.centres())

    @classmethod
    def of(cls, arrays: Arrays) -> Self:
        """See ``Writer.of``."""
        from threadpoolctl import threadpool_limits

        threadpool_limits(1)  # more slow small matrices down on a busy machine
        return cls(
            {name: Mixture.of(arrays, name) for name in KINDS},
            arrays["centres"].astype(np.float64),
        )

    def arrays(self) -> Arrays:
        """See ``Writer.arrays``."""
        found: dict[str, npt.NDArray[Any]] = {"centres": self._centres.astype(np.float16)}
        for name, mixture in self._mixtures.items():
            found |= mixture.arrays(name)
        return found

    def write(self, window: Window, playable: Bools, dice: Dice) -> Iterator[Notes]:
        """See ``Writer.write``."""
        sheet = Sheet(window, playable)
        yield from Player(self._mixtures, self._centres, window, sheet, dice).play()

"""The examples of a run: short takes of fixed seeds, and what they are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import Piece, cut_piece
from musicgan.data.windows import cut_window
from musicgan.model.batch import collate
from musicgan.model.draws import Sampling
from musicgan.model.generator import Generator
from musicgan.model.sampling import sample_all
from musicgan.training.source import WindowSource
from musicgan.training.watch import Copying, diversity

_SAMPLE_BARS = 8
_COPY_PIECES = 500
"""At most so many pieces are searched for what the examples have in common with them."""
_COPY_LOOKS = 12


@dataclass(frozen=True)
class Examples:
    """Conditions of real pieces, held-out ones first, and what real music does under them.

    Attributes:
        conditions: the first bars of each piece, and its (styles,) style vector.
        copying: the music that is learned from.
        usual_copy: how much of it held-out music quotes by chance; None: not known.
        usual_diversity: of the real music; None: too little of it.
    """

    conditions: Sequence[tuple[Piece, npt.NDArray[np.float32]]]
    copying: Copying
    usual_copy: float | None
    usual_diversity: float | None

    @classmethod
    def of(cls, source: WindowSource, count: int) -> "Examples":
        """Conditions for so many examples, at most."""
        dataset = source.dataset
        learned, aside = dataset.select(held_out=False), dataset.select(held_out=True)
        conditions = [
            (_beginning(dataset.piece(index)), source.style_of(index))
            for index in (aside + learned)[:count]
        ]
        copying = Copying(dataset.piece(index) for index in learned[:_COPY_PIECES])
        quoted = [
            copying.longest(_beginning(dataset.piece(index))) for index in aside[:_COPY_LOOKS]
        ]
        return cls(
            conditions,
            copying,
            float(np.mean(quoted)) if quoted else None,
            diversity([piece for piece, _ in conditions]),
        )

    def written(self, generator: Generator) -> list[Piece]:
        """What the generator writes, the same seeds each time."""
        windows = [
            cut_window(replace(piece, notes=piece.notes[:0]), 0, len(piece.bars), style)
            for piece, style in self.conditions
        ]
        notes = sample_all(generator, collate(windows), Sampling(list(range(len(windows)))))
        return [
            replace(piece, notes=rows)
            for (piece, _), rows in zip(self.conditions, notes, strict=True)
        ]

    def figures(self, written: Sequence[Piece]) -> dict[str, float]:
        """``copied`` and, where there are notes enough, ``diversity``, as ``Metrics`` has them."""
        values = {"copied": float(np.mean([self.copying.longest(piece) for piece in written]))}
        found = diversity(written)
        if found is not None and self.usual_diversity:
            values["diversity"] = found / self.usual_diversity
        return values


def _beginning(piece: Piece) -> Piece:
    """As many bars as an example has."""
    return cut_piece(piece, 0, min(_SAMPLE_BARS, len(piece.bars)))

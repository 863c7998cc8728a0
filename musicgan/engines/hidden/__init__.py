"""Hidden Markov models, one for each style, with a hidden state for each beat of the ensemble.

hmmlearn finds the states (Poisson emissions of pitch classes, onsets and drums; Baum-Welch); what
each kind of track plays in a state is then counted along the likeliest paths (Viterbi). To write,
all that is known (places in the bar, chords, levels, locked tracks) is evidence: a path of states
is drawn by forward filtering and backward sampling, and the tracks emit their beats.

A mixture of styles jumps between their states at barlines. Tracks hear each other only through
the state.
"""

from collections.abc import Generator, Iterator
from typing import Self

from musicgan.data.dataset import Dataset
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
from musicgan.engines.hidden.player import Player
from musicgan.engines.hidden.reader import Reader, kinds_of
from musicgan.engines.hidden.states import likely_paths, observed
from musicgan.engines.hidden.tables import Tables
from musicgan.engines.hidden.words import vocabularies

__all__ = ["HiddenMarkov"]


class HiddenMarkov(Writer):
    """The tables of all styles and kinds of tracks."""

    def __init__(self, tables: Tables) -> None:
        """Plays by these tables."""
        self._tables = tables

    @classmethod
    def learn(cls, dataset: Dataset, order: Order) -> Generator[Learned, None, Self | None]:
        """Fit each style's model, then count; see ``Writer.learn``."""
        chosen = balanced(dataset, order.seed, 12_000)
        count = len(dataset.style_names)
        reader = Reader(count, kinds_of(dataset, chosen), *vocabularies(dataset, chosen))
        for style in range(count):
            if order.stopped():
                return None
            pieces = [
                dataset.piece(index)
                for index in chosen
                if dataset.meta.pieces[index].style == style
            ]
            if pieces:
                paths = likely_paths([observed(piece) for piece in pieces], order.seed)
                for piece, path in zip(pieces, paths, strict=True):
                    reader.read(piece, path, style, dataset.borders(style))
            yield Learned((style + 1) / count)
        return cls(reader.tables())

    @classmethod
    def of(cls, arrays: Arrays) -> Self:
        """See ``Writer.of``."""
        return cls(Tables.of(arrays))

    def arrays(self) -> Arrays:
        """See ``Writer.arrays``."""
        return self._tables.arrays()

    def write(self, window: Window, playable: Bools, dice: Dice) -> Iterator[Notes]:
        """See ``Writer.write``."""
        yield from Player(self._tables, window, Sheet(window, playable), dice).play()

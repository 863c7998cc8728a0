"""Learning: every decision in real pieces is counted."""

import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.data.frames import Piece
from musicgan.engines.base import Bools, part_of
from musicgan.engines.lines import Moment, by_bar, first_beats
from musicgan.engines.markov.chain import Counter
from musicgan.engines.markov.contexts import Line, around
from musicgan.engines.markov.walk import UNSEEN, Contexts, Walk
from musicgan.engines.markov.words import ANY, Words
from musicgan.song import TICKS_PER_BEAT

_EVERY = np.ones(128, bool)


class Reader:
    """Counts a piece."""

    def __init__(self, words: Words, counters: dict[str, Counter]) -> None:
        self._words = words
        self._counters = counters
        self._walk = Walk(words, self._ask)
        self._style = 0
        self._work = 0

    def read(self, piece: Piece, style: int, work: int, borders: npt.NDArray[np.float64]) -> None:
        """Count every decision of a piece."""
        self._style, self._work = style, work
        values, weights = manner.measure_bars(piece)
        levels = manner.levels(np.where(weights > 0, values, np.nan), borders)
        tracks = len(piece.tracks)
        bars = by_bar(piece.notes, piece.bars["start"], tracks)
        before: list[Moment | None] = [None] * tracks
        came = [ANY] * tracks
        last = (0, 0)
        ticks = piece.bars["ticks"]
        beats = first_beats(ticks).tolist()
        symbols = [
            self._words.chord(int(row["pitch_classes"]), int(row["root"])) for row in piece.chords
        ]
        part = part_of(piece.tracks["family"], piece.tracks["ordinal"]).tolist()
        mode = int(piece.minor)
        for bar, row in enumerate(bars):
            mine = symbols[beats[bar] : beats[bar] + -(-int(ticks[bar]) // TICKS_PER_BEAT)]
            _, last = self._walk.chords(mode, last, mine)
            same = bar > 0 and ticks[bar] == ticks[bar - 1]
            known: list[list[Moment]] = []
            for track, truth in enumerate(row):
                line = Line(
                    int(piece.tracks["family"][track]), part[track], int(ticks[bar]), mode,
                    bars[bar - 1][track] if same else None, *around(known),
                    levels[bar].tolist(), mine, before[track], came[track],
                )  # fmt: skip
                self._walk.track(line, _EVERY, truth)
                before[track], came[track] = line.before, line.came
                known.append(truth)

    def _ask(
        self,
        question: str,
        contexts: Contexts,
        truth: int | None,
        level: int = 0,
        allowed: Bools | None = None,
    ) -> int:
        assert truth is not None
        if truth != UNSEEN:
            counter = self._counters[question]
            counter.add(self._work, truth, contexts(self._style, 0))
            if level:
                counter.add(self._work, truth, contexts(self._style, level))
        return truth

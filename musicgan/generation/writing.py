"""Engines that are writers: a plan for the request, one writer for each take, a song of each."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from musicgan.data.windows import with_notes
from musicgan.engines import Dice, load_writer
from musicgan.generation.assembly import assemble
from musicgan.generation.plan import make_plan
from musicgan.generation.request import Progress, Request, Take
from musicgan.song import Song

Notes = npt.NDArray[np.void]

_PARTIAL_SECONDS = 0.5
"""Takes for ``Progress`` are made no more often."""


class WriterEngine:
    """Takes by any ``Writer``; how hard wishes are insisted on is its own affair."""

    def __init__(self, path: Path) -> None:
        """Load a model.

        Raises:
            MusicganError: the file can't be used.
        """
        self._header, self._writer = load_writer(path)

    @property
    def name(self) -> str:
        """See ``Engine.name``."""
        return self._header.engine

    def generate(
        self, request: Request, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Progress | Take]:
        """See ``Engine.generate``."""
        began = time.perf_counter()
        plan = make_plan(request, self._header.styles)
        # Variations of one take differ in what is cast anew, not in what they start from.
        seeds = [request.seed + number * (not request.vary) for number in range(request.takes)]
        orders = [
            replace(plan.request, seed=seed, variation=request.variation + number, takes=1)
            for number, seed in enumerate(seeds)
        ]
        dice = [
            Dice(order.seed, order.temperature, order.top_p, order.vary, order.variation)
            for order in orders
        ]
        writing = [self._writer.write(plan.window, plan.playable, one) for one in dice]
        written: list[Notes] = []
        partial: tuple[Song, ...] = ()
        due = 0.0
        for bar in range(len(plan.grid)):
            written = []
            for notes in writing:
                if cancelled():
                    return
                written.append(next(notes))
            now = time.perf_counter()
            if now >= due:
                partial = tuple(assemble(plan, notes) for notes in written)
                due = time.perf_counter() + _PARTIAL_SECONDS
            yield Progress((bar + 1) / len(plan.grid), partial)
        if cancelled():
            return
        songs = [assemble(plan, notes) for notes in written]
        scores = [self._writer.score(with_notes(plan.window, notes)) for notes in written]
        seconds = (time.perf_counter() - began) / request.takes
        takes = [
            Take(song, order.seed, score, seconds, order)
            for song, score, order in zip(songs, scores, orders, strict=True)
        ]
        yield from sorted(takes, key=lambda take: -take.score)

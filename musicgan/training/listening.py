"""An independent judge of a run, as training sees it: asked now and then, it teaches nothing."""

import time
from collections.abc import Callable, Mapping

from musicgan.model.generator import Generator
from musicgan.training.source import WindowSource

Judge = Callable[[Generator], Mapping[str, float]]
"""Hears fresh takes of a generator, and gives ``judge``, ``judge_low`` and ``judge_high`` as
``Metrics`` has them. The generator stays as it is."""

MakeJudge = Callable[[WindowSource], Judge]
"""Makes the judge of a run from its music; a ``MusicganError`` says why there can be none."""

_SHARE = 0.05
"""Of a run's time, at most, besides the first and the last look, which are always taken."""


class Listening:
    """Keeps a judge to its share of the time.

    It draws nothing from the run's random numbers, so that a run is the same with and without it.
    """

    def __init__(self, judge: Judge) -> None:
        """Nothing was heard yet."""
        self._judge = judge
        self._spent = self._last = 0.0
        self._heard = -1

    def heard(
        self, generator: Generator, step: int, seconds: float, last: bool = False
    ) -> Mapping[str, float]:
        """The judge's figures where there is time for it, else none.

        Args:
            generator: with the weights as they are.
            step: of the run.
            seconds: that the run has taken.
            last: whether it is the end of the run.
        """
        late = self._heard >= 0 and not last and self._spent + self._last > _SHARE * seconds
        if late or step == self._heard:
            return {}
        began = time.monotonic()
        figures = self._judge(generator)
        self._last = time.monotonic() - began
        self._spent += self._last if self._heard >= 0 else 0
        self._heard = step
        return figures

"""The judge that listens to a training run: boosting on musical features, at every checkpoint anew.

It has few takes to go by, so its figure comes with an interval. Where the music kept aside is too
little, real music that the run learns from stands beside the takes: the judge then tells how much
they sound like it, not how much like other music of the kind.
"""

import math
from collections.abc import Mapping
from importlib.util import find_spec

import numpy as np
import torch

from musicgan.data.windows import with_notes
from musicgan.errors import MusicganError
from musicgan.evaluation.c2st import against, ask
from musicgan.evaluation.config import FEWEST_WORKS
from musicgan.evaluation.excerpts import Excerpt, as_judged, cut_excerpts, works_of
from musicgan.evaluation.intervals import bootstrap
from musicgan.evaluation.judges import BoostingJudge
from musicgan.model.batch import collate
from musicgan.model.draws import Sampling
from musicgan.model.generator import Generator
from musicgan.model.sampling import sample_all
from musicgan.training.source import WindowSource

_TAKES = 32
_BARS = 8
_FOLDS = 3
_SEED = 0
_TOP_P = 0.98


class LiveJudge:
    """Tells takes under the conditions of real excerpts from these, with folds by work."""

    def __init__(self, source: WindowSource) -> None:
        """Choose the excerpts, of music kept aside first.

        Raises:
            MusicganError: too little music, or scikit-learn is not there.
        """
        if find_spec("sklearn") is None:
            raise MusicganError("An independent judge needs scikit-learn, which is not installed.")
        self._excerpts = _excerpts(source)
        works = len({excerpt.work for excerpt in self._excerpts})
        if works < FEWEST_WORKS:
            raise MusicganError(
                f"An independent judge needs at least {FEWEST_WORKS} works of 4 bars or more, and "
                f"there are {works}."
            )
        self._real = [as_judged(excerpt.window) for excerpt in self._excerpts]
        self._asked = collate([source.told(excerpt.window) for excerpt in self._excerpts])
        self._sampling = Sampling(
            [excerpt.seed for excerpt in self._excerpts],
            top_p=_TOP_P,
            playable=torch.from_numpy(np.stack([e.playable for e in self._excerpts])),
        )

    def __call__(self, generator: Generator) -> Mapping[str, float]:
        """Share of the windows that a judge, made anew, tells right; see ``training.Metrics``."""
        from threadpoolctl import threadpool_limits

        written = [
            as_judged(with_notes(excerpt.window, notes))
            for excerpt, notes in zip(
                self._excerpts, sample_all(generator, self._asked, self._sampling), strict=True
            )
        ]
        trial = against(
            self._real,
            written,
            [excerpt.work for excerpt in self._excerpts],
            [excerpt.style for excerpt in self._excerpts],
            _FOLDS,
            _SEED,
        )
        with threadpool_limits(1):  # more slow small tables down
            right = ask(BoostingJudge, trial)
        of_work = np.stack(
            [np.bincount(trial.works, right), np.bincount(trial.works) * 1.0], axis=1
        )
        found = bootstrap([of_work], _SEED)
        return {"judge": found.value, "judge_low": found.low, "judge_high": found.high}


def _excerpts(source: WindowSource) -> list[Excerpt]:
    """As many of each style, of as many works as there are."""
    dataset = source.dataset
    share = max(1, _TAKES // len(dataset.style_names))
    found: list[Excerpt] = []
    for style in dataset.style_names:
        works = sum(len(works_of(dataset, style, held_out)) for held_out in (True, False))
        per_work = math.ceil(share / max(works, 1))
        found += [
            excerpt
            for held_out in (True, False)
            for excerpt in cut_excerpts(dataset, style, share, per_work, _BARS, _SEED, held_out)
        ][:share]
    return found

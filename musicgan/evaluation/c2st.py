"""Classifier two-sample tests (Lopez-Paz & Oquab 2017), with folds by work.

A judge learns to tell two kinds of windows apart on some works and is asked about others; 0.5 is
what it reaches where the kinds do not differ. No work is in two folds: a judge that has seen the
real half of a work would know its other excerpts again, and call everything else generated.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from musicgan.data.windows import Window
from musicgan.evaluation.judges import JUDGES, Judge
from musicgan.evaluation.store import Store, digest

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """Windows of two kinds.

    Attributes:
        windows: as judged.
        labels: (windows,) which kind each is of.
        works: (windows,) number of its work.
        folds: (windows,) number of its fold, the same for all windows of a work.
        seed: of the judges.
    """

    windows: tuple[Window, ...]
    labels: Bools
    works: Ints
    folds: Ints
    seed: int


def deal(works: Sequence[str], styles: Sequence[str], seed: int) -> dict[str, int]:
    """A number for every work: shuffled, and works of the same styles one after the other.

    Numbers modulo something thus spread each style evenly.

    Args:
        works: (windows,) name of each window's work.
        styles: (windows,) its style; a work may be in several.
        seed: of the shuffle.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for work, style in zip(works, styles, strict=True):
        found[work].add(style)
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for work in sorted(found):
        alike[tuple(sorted(found[work]))].append(work)
    rng = np.random.default_rng([seed, 11])
    order = [str(work) for group in sorted(alike) for work in rng.permutation(alike[group])]
    return {work: number for number, work in enumerate(order)}


def against(
    real: Sequence[Window],
    other: Sequence[Window],
    works: Sequence[str],
    styles: Sequence[str],
    folds: int,
    seed: int,
) -> Trial:
    """Real windows (False) against others (True), which stand in the same order."""
    numbers = deal(works, styles, seed)
    of_window = np.array([numbers[work] for work in works])
    return Trial(
        windows=(*real, *other),
        labels=np.repeat([False, True], len(real)),
        works=np.tile(of_window, 2),
        folds=np.tile(of_window % folds, 2),
        seed=seed,
    )


def ceiling(
    real: Sequence[Window], works: Sequence[str], styles: Sequence[str], folds: int, seed: int
) -> Trial:
    """One half of the real works (False) against the other (True).

    Of each two works that follow each other one is in either half, and both are in one fold, so
    that every fold has as many works of both kinds.
    """
    numbers = deal(works, styles, seed)
    of_window = np.array([numbers[work] for work in works])
    flipped = np.random.default_rng([seed, 13]).random(len(numbers)) < 0.5
    pair = of_window // 2
    return Trial(
        windows=tuple(real),
        labels=(of_window % 2 == 1) ^ flipped[pair],
        works=of_window,
        folds=pair % folds,
        seed=seed,
    )


@dataclass(frozen=True, slots=True)
class _Task:
    judge: str
    trial: Trial

    def key(self) -> str:
        trial = self.trial
        dealt = (trial.labels.tolist(), trial.works.tolist(), trial.folds.tolist(), trial.seed)
        return f"{self.judge} {digest(trial.windows)} {dealt}"


def judge_all(
    trials: Sequence[Trial], store: Store, progress: Progress = lambda done: None
) -> list[dict[str, Bools]]:
    """For each trial and judge, (windows,) whether the judge was right about the window."""
    # A judge looks at all windows of a trial once, which takes as long as learning a fold.
    tasks = [_Task(name, trial) for name in JUDGES for trial in trials]
    found = [np.array(right, bool) for right in store.run(_judge, tasks, list[bool], progress)]
    by_judge = {name: found[n * len(trials) :] for n, name in enumerate(JUDGES)}
    return [{name: by_judge[name][place] for name in JUDGES} for place in range(len(trials))]


def _judge(task: _Task) -> list[bool]:
    return [bool(hit) for hit in ask(JUDGES[task.judge], task.trial)]


def ask(kind: type[Judge], trial: Trial) -> Bools:
    """(windows,) whether a judge was right, fold by fold."""
    judge = kind(trial.windows, trial.works)
    right = np.zeros(len(trial.windows), bool)
    for fold in np.unique(trial.folds):
        test = np.flatnonzero(trial.folds == fold)
        train = np.flatnonzero(trial.folds != fold)
        probability = judge.probabilities(train, trial.labels, test, trial.seed)
        right[test] = (probability > 0.5) == trial.labels[test]
    return right

from collections.abc import Callable

import numpy as np
import pytest

from musicgan.data.dataset import Dataset
from musicgan.evaluation.c2st import Bools, against, ceiling, deal, judge_all
from musicgan.evaluation.excerpts import Excerpt, as_judged, cut_excerpts, with_random_pitches
from musicgan.evaluation.store import Store

Datasets = Callable[..., Dataset]

_ALONE = Store(None, 1)


@pytest.fixture(scope="module")
def excerpts(datasets: Datasets) -> list[Excerpt]:
    return cut_excerpts(datasets({"walk": 24}), "walk", 24, 3, 4, 0)


def names(excerpts: list[Excerpt]) -> tuple[list[str], list[str]]:
    return [excerpt.work for excerpt in excerpts], [excerpt.style for excerpt in excerpts]


def accuracies(right: list[dict[str, Bools]]) -> dict[str, float]:
    return {judge: float(np.mean([trial[judge].mean() for trial in right])) for judge in right[0]}


def test_works_are_dealt_style_by_style() -> None:
    works = ["a", "b", "c", "d", "a", "e"]
    styles = ["x", "x", "y", "y", "z", "x"]
    numbers = deal(works, styles, seed=0)
    assert sorted(numbers.values()) == [0, 1, 2, 3, 4]
    # "a" is of x and z, which comes between x alone and y.
    assert {numbers["b"], numbers["e"]} == {0, 1}
    assert numbers["a"] == 2
    assert deal(works, styles, seed=0) == numbers


def test_no_work_is_in_two_folds(excerpts: list[Excerpt]) -> None:
    windows = [excerpt.window for excerpt in excerpts]
    for trial in (
        against(windows, windows, *names(excerpts), folds=4, seed=0),
        ceiling(windows, *names(excerpts), folds=4, seed=0),
    ):
        for work in np.unique(trial.works):
            assert len(np.unique(trial.folds[trial.works == work])) == 1
        assert sorted(np.unique(trial.folds)) == [0, 1, 2, 3]


def test_both_kinds_are_alike_in_number(excerpts: list[Excerpt]) -> None:
    windows = [excerpt.window for excerpt in excerpts]
    trial = against(windows, windows, *names(excerpts), folds=4, seed=0)
    for fold in range(4):
        assert trial.labels[trial.folds == fold].mean() == 0.5
    trial = ceiling(windows, *names(excerpts), folds=4, seed=0)
    for fold in range(4):
        assert trial.labels[trial.folds == fold].mean() == 0.5
    for work in np.unique(trial.works):
        assert len(np.unique(trial.labels[trial.works == work])) == 1


def test_real_cannot_be_told_from_real(excerpts: list[Excerpt]) -> None:
    real = [as_judged(excerpt.window) for excerpt in excerpts]
    trial = ceiling(real, *names(excerpts), folds=2, seed=0)
    for judge, accuracy in accuracies(judge_all([trial], _ALONE)).items():
        assert 0.38 <= accuracy <= 0.62, judge


def test_random_pitches_are_heard_by_both_judges(excerpts: list[Excerpt]) -> None:
    rng = np.random.default_rng(0)
    real = [as_judged(excerpt.window) for excerpt in excerpts]
    wrong = [with_random_pitches(window, 0.1, rng) for window in real]
    trial = against(real, wrong, *names(excerpts), folds=2, seed=0)
    for judge, accuracy in accuracies(judge_all([trial], _ALONE)).items():
        assert accuracy >= 0.7, judge


def test_the_same_seed_gives_the_same_verdicts(excerpts: list[Excerpt], hasty_judges: None) -> None:
    real = [as_judged(excerpt.window) for excerpt in excerpts[:24]]
    trial = ceiling(real, *names(excerpts[:24]), folds=2, seed=3)
    first, second = judge_all([trial], _ALONE), judge_all([trial], _ALONE)
    for judge in first[0]:
        np.testing.assert_array_equal(first[0][judge], second[0][judge])

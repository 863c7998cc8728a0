import numpy as np
import pytest

from musicgan.evaluation.intervals import Estimate, bootstrap, bootstrap_difference


def works(*rows: tuple[float, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array(rows, np.float64)


def test_equal_works_leave_no_doubt() -> None:
    assert bootstrap([works((3, 4), (6, 8), (9, 12))], 0) == Estimate(0.75, 0.75, 0.75)


def test_groups_count_alike() -> None:
    assert bootstrap([works((1, 4)), works((30, 40))], 0).value == 0.5


def test_two_works_span_the_interval() -> None:
    # Both works, or twice the one or the other: with probability 1/4 each.
    found = bootstrap([works((0, 10), (10, 10))], 0)
    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)


def test_the_interval_has_the_width_of_theory() -> None:
    rng = np.random.default_rng(0)
    hits = rng.random(400) < 0.6
    found = bootstrap([np.stack([hits, np.ones(400)], axis=1).astype(float)], 0)
    width = 2 * 1.96 * np.sqrt(hits.mean() * (1 - hits.mean()) / 400)
    assert found.high - found.low == pytest.approx(width, rel=0.1)


def test_a_difference_is_of_the_same_works() -> None:
    # Works differ much from each other, but the second figure is always 0.1 below the first.
    first = works((1, 10), (5, 10), (9, 10))
    second = works((0, 10), (4, 10), (8, 10))
    found = bootstrap_difference([(first, second)], 0)
    assert (found.value, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))

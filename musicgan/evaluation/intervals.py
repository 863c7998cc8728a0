"""Confidence intervals by resampling works, since excerpts of one work are not independent."""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

_RESAMPLES = 4000
_COVERED = 0.95

Floats = npt.NDArray[np.float64]


class Estimate(msgspec.Struct, frozen=True):
    """A figure with the interval that covers it with a probability of 95 %."""

    value: float
    low: float
    high: float


def bootstrap(groups: Sequence[Floats], seed: int) -> Estimate:
    """Mean over groups (styles) of a ratio of sums over works, with works resampled in each group.

    Args:
        groups: each (works, 2): numerator and denominator of every work.
        seed: of the resampling.
    """
    resampled = np.mean([_ratios(group, [seed, n]) for n, group in enumerate(groups)], axis=0)
    value = float(np.mean([group[:, 0].sum() / group[:, 1].sum() for group in groups]))
    return _estimate(value, resampled)


def bootstrap_difference(groups: Sequence[tuple[Floats, Floats]], seed: int) -> Estimate:
    """First minus second of ``bootstrap``'s figures; both are resampled with the same works.

    Args:
        groups: pairs of (works, 2), in the same order of works.
        seed: of the resampling.
    """
    first = np.mean([_ratios(pair[0], [seed, n]) for n, pair in enumerate(groups)], axis=0)
    second = np.mean([_ratios(pair[1], [seed, n]) for n, pair in enumerate(groups)], axis=0)
    value = np.mean(
        [a[:, 0].sum() / a[:, 1].sum() - b[:, 0].sum() / b[:, 1].sum() for a, b in groups]
    )
    return _estimate(float(value), first - second)


def _ratios(group: Floats, seed: list[int]) -> Floats:
    """(resamples,) ratios of sums over works drawn with replacement."""
    rng = np.random.default_rng(seed)
    drawn = group[rng.integers(0, len(group), (_RESAMPLES, len(group)))].sum(axis=1)
    return np.asarray(drawn[:, 0] / drawn[:, 1])


def _estimate(value: float, resampled: Floats) -> Estimate:
    tail = (1 - _COVERED) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return Estimate(value, float(low), float(high))

"""What the benchmarks have in common."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

RUNS = 5
_LONG = 5.0
"""Seconds; what takes longer is run once."""


class Row(NamedTuple):
    """A line of the table: what was measured, its figure, and what a peer or another size has."""

    what: str
    figure: str
    beside: str = ""


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median(measure: Callable[[], float]) -> float:
    """Median of a figure over some runs, after one that warms up."""
    began = time.perf_counter()
    first = measure()
    if time.perf_counter() - began > _LONG:
        return first
    return statistics.median(measure() for _ in range(RUNS))

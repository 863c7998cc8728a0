"""What the window and its workers take of the machine, and whether that grows. No Qt here."""

import statistics
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import psutil

MORE_MEMORY = 0.05
"""Share by which the last quarter of a run may take more memory than the second."""
MORE_HANDLES = 2
"""Open files and threads that it may have more."""
FEWEST = 8
"""Samples from which growth can be told."""


class Sample(NamedTuple):
    """The machine after one cycle.

    Attributes:
        minute: since the run began.
        window, workers: resident memory in MB of the window's process, and of all that it started.
        handles: open files, pipes and sockets of all of them.
        threads: of all of them.
        objects: Qt's objects below the window.
    """

    minute: float
    window: float
    workers: float
    handles: int
    threads: int
    objects: int


def measure(minute: float, objects: int) -> Sample:
    """Look at this process and those below it."""
    window = psutil.Process()
    workers = list(_alive(window.children(recursive=True)))
    everyone = [window, *workers]
    return Sample(
        minute,
        _megabytes(window),
        sum(_megabytes(worker) for worker in workers),
        sum(process.num_fds() for process in everyone),
        sum(process.num_threads() for process in everyone),
        objects,
    )


def growth(samples: Sequence[Sample]) -> list[str]:
    """What the last quarter of a run has more of than the second, as sentences; empty: nothing.

    The first quarter loads what is loaded once.
    """
    if len(samples) < FEWEST:
        return [f"{len(samples)} cycles are too few to tell; let it run longer."]
    quarter = len(samples) // 4
    found = []
    for name in ("window", "workers", "handles", "threads", "objects"):
        before, after = (
            statistics.median(getattr(sample, name) for sample in part)
            for part in (samples[quarter : 2 * quarter], samples[-quarter:])
        )
        counts = name in ("handles", "threads")
        bound = before + MORE_HANDLES if counts else before * (1 + MORE_MEMORY)
        if after > bound:
            found.append(f"{name}: {before:.0f} in the second quarter, {after:.0f} in the last.")
    return found


def _alive(processes: Iterable[psutil.Process]) -> Iterable[psutil.Process]:
    return (p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE)


def _megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20

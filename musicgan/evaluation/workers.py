"""Tasks side by side in processes, each on one thread."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(
    function: Callable[[Task], Result], tasks: Sequence[Task], processes: int
) -> Iterator[Result]:
    """The results of a function for every task, in the order of the tasks.

    Args:
        function: of a module, so that another process finds it.
        tasks: what it is called with; they and the results can be pickled.
        processes: 1 works here, on as many threads as the libraries like.
    """
    if processes == 1 or len(tasks) < 2:
        yield from map(function, tasks)
        return
    # Spawned, not forked: torch and OpenMP have threads by now.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(processes, len(tasks)), mp_context=context, initializer=_prepare)
    try:
        yield from pool.map(function, tasks)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_limits: object = None


def _ignore_interrupts() -> None:
    """Leave Ctrl+C to the process in front."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _prepare() -> None:
    """Keep torch and OpenMP to one thread."""
    global _limits
    _ignore_interrupts()
    import sklearn.ensemble  # noqa: F401 (its OpenMP must be loaded to be limited)
    import torch
    from threadpoolctl import threadpool_limits

    torch.set_num_threads(1)
    _limits = threadpool_limits(1)


def alone(function: Callable[[Task], Result], task: Task) -> Result:
    """The result of a function in a fresh process that has loaded nothing else."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_ignore_interrupts) as pool:
        return pool.submit(function, task).result()

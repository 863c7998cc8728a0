"""Speed and memory: one request, alone in a process of its own."""

import re
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from musicgan.evaluation.contenders import Contender
from musicgan.evaluation.takes import takes_of
from musicgan.evaluation.workers import alone
from musicgan.generation import Request, load_engine


class Speed(msgspec.Struct, frozen=True):
    """What making music costs.

    Attributes:
        seconds_a_bar: once the engine is loaded and warm.
        load: seconds to load engine and model.
        megabytes: peak memory of the process; None where the system does not tell.
    """

    seconds_a_bar: float
    load: float
    megabytes: float | None


@dataclass(frozen=True, slots=True)
class _Task:
    contender: Contender
    request: Request


def measure_speed(contender: Contender, request: Request) -> Speed:
    """Load an engine in a fresh process, and let it write the request twice; the second counts."""
    return alone(_measure, _Task(contender, request))


def _measure(task: _Task) -> Speed:
    began = time.perf_counter()
    engine = load_engine(task.contender.engine, task.contender.model)
    loaded = time.perf_counter()
    list(takes_of(engine, replace(task.request, bars=2)))
    warm = time.perf_counter()
    list(takes_of(engine, task.request))
    seconds = (time.perf_counter() - warm) / task.request.bars
    return Speed(seconds, loaded - began, peak_megabytes())


def peak_megabytes() -> float | None:
    """The most memory that this process has held; None where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage tells on Linux begins with the size of the process that started this one.
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"), re.MULTILINE)
        return int(found[1]) / 2**10 if found else None
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)

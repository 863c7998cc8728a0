"""One process that tries broken files, one after the other, under bounds of time and memory."""

import contextlib
import io
import os
import random
import resource
import shutil
import signal
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from musicgan.errors import MusicganError
from tests.fuzz.breaking import broken
from tests.fuzz.readers import READERS, Files

SECONDS = 2.0
"""Of processor time for one input, so that a busy machine makes no difference."""
_MORE_SECONDS = 8
"""After so many further ones the system kills the process, wherever it hangs."""
_BYTES = 768 * 2**20
"""That an input may take beside what the process has when it begins."""


_ROOT = Path(__file__).parents[2]
_PROGRAM = (str(_ROOT / "musicgan"), str(_ROOT / "ui"))


class Outcome(NamedTuple):
    """What became of an input: ``problem`` is empty where all was as it should be."""

    number: int
    seconds: float
    read: bool
    problem: str = ""


class _TooSlow(BaseException):
    """No ``except Exception`` may hold it up."""


def made(reader: str, number: int, whole: list[Files]) -> Files:
    """Input ``number`` of a reader: one of the files of one of its whole examples is broken."""
    extremes = READERS[reader].extremes()
    if number < len(extremes):
        return extremes[number]
    draw = random.Random(f"{reader} {number}")
    files = dict(draw.choice(whole))
    name = draw.choice(sorted(files))
    other = draw.choice(whole).get(name, b"")
    files[name] = broken(draw, name, files[name], other)
    return files


def work(pipe: Connection, reader: str, first: int, last: int) -> None:
    """Try inputs ``first`` to ``last``; send each number before, and an ``Outcome`` after."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    warnings.simplefilter("ignore")
    bound_time()
    whole = list(READERS[reader].files())
    with tempfile.TemporaryDirectory(dir=_memory()) as name:
        for files in whole:
            tried(reader, Path(name), files)  # loads the libraries
        size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + _BYTES, resource.RLIM_INFINITY))
        for number in range(first, last):
            files = made(reader, number, whole)
            pipe.send(number)
            began = time.process_time()
            read, problem = tried(reader, Path(name), files)
            pipe.send(Outcome(number, time.process_time() - began, read, problem))


def bound_time() -> None:
    """Make this process able to stop an input that takes too long."""
    signal.signal(signal.SIGPROF, _stop)


def tried(reader: str, place: Path, files: Files) -> tuple[bool, str]:
    """Whether it was read, and what went wrong."""
    folder = place / "it.run"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        with _bounds(), contextlib.redirect_stderr(io.StringIO()):
            READERS[reader].read(folder)
    except MusicganError as error:
        text = str(error)
        return False, "" if len(text) < 1500 and text.endswith(
            "."
        ) else f"no sentence: {text[-200:]!r}"
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if f.filename.startswith(_PROGRAM)]
        frame = (ours or list(frames))[-1]
        kind = type(error).__name__.lstrip("_")
        return False, f"{kind} in {Path(frame.filename).name}:{frame.name}: {str(error)[:150]}"
    finally:
        shutil.rmtree(folder)
    return True, ""


@contextlib.contextmanager
def _bounds() -> Iterator[None]:
    used = int(time.process_time() + SECONDS) + _MORE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (used, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TooSlow(f"more than {SECONDS:g} s")


def _memory() -> str | None:
    """A folder in memory, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

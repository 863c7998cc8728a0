"""Give every reader thousands of broken files: each must be read, or refused in a sentence.

Usage: ``python -m tests.fuzz [reader …] [--inputs N] [--seconds S] [--keep FOLDER]``. Anything else
than success or a ``MusicganError`` is a finding: another exception, a dead process, more than 2 s
of processor time, more than 768 MiB of memory. An input hangs on its number alone, so that a
finding comes back (``--first``); the files of each kind of finding are put into FOLDER.
"""

import argparse
import multiprocessing
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.child import Outcome, made, work
from tests.fuzz.readers import READERS

_PROCESSES = 2
_TELL_SECONDS = 10.0
_LIBRARIES = (
    "musicgan.engines.convolutional", "musicgan.engines.hidden", "musicgan.engines.markov",
    "musicgan.engines.mixture", "musicgan.model.pack", "musicgan.project", "musicgan.training",
    "music21.converter",
)  # fmt: skip


@dataclass
class Tally:
    """What came of a reader's inputs."""

    tried: int = 0
    read: int = 0
    slowest: float = 0.0
    problems: Counter[str] = field(default_factory=Counter)
    examples: dict[str, int] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        self.tried += 1
        self.read += outcome.read
        self.slowest = max(self.slowest, outcome.seconds)
        if outcome.problem:
            kind = re.sub(r"\d+", "#", outcome.problem)
            self.problems[kind] += 1
            self.examples.setdefault(kind, outcome.number)


def fuzz(reader: str, first: int, last: int, seconds: float = float("inf")) -> Tally:
    """Try inputs ``first`` to ``last`` of a reader, at most so long by the clock.

    Tells on the standard error output how far it is.
    """
    tally, begun, end = Tally(), first, float("inf")
    told = time.monotonic()
    # Processes come from one that has the libraries loaded.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fuzz.child", *_LIBRARIES])
    while begun < last and time.monotonic() < end:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(theirs, reader, begun, last), daemon=True)
        process.start()
        theirs.close()
        number = None
        try:
            while time.monotonic() < end:
                message = ours.recv()
                end = min(end, time.monotonic() + seconds)  # from the first input on
                if isinstance(message, Outcome):
                    tally.add(message)
                    number = None
                    if time.monotonic() > told + _TELL_SECONDS:
                        told = time.monotonic()
                        done = f"{reader}: {tally.tried:,} of {last - first:,} inputs"
                        print(f"{done}, {len(tally.problems)} findings", file=sys.stderr)
                else:
                    number = message
        except EOFError:
            process.join()
            if process.exitcode and number is None:
                raise RuntimeError(f"{reader}: the process ended before it began") from None
        process.kill()
        process.join()
        if time.monotonic() >= end or number is None:
            break
        tally.add(Outcome(number, 0.0, False, f"the process died ({process.exitcode})"))
        begun = number + 1
    return tally


def main() -> None:
    """Run, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("reader", nargs="*", choices=[[], *READERS], help="default: all")
    parser.add_argument("--inputs", type=int, help="for each reader")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for each reader")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "musicgan-fuzz")
    options = parser.parse_args()
    os.nice(15)
    lock, found = threading.Lock(), 0

    def one(name: str) -> None:
        nonlocal found
        last = options.first + (options.inputs or READERS[name].inputs)
        tally = fuzz(name, options.first, last, options.seconds)
        with lock:
            found += len(tally.problems)
            told = tally.tried - tally.read - sum(tally.problems.values())
            print(
                f"| {name} | {tally.tried:,} | {tally.read:,} | {told:,} | "
                f"{sum(tally.problems.values())} | {tally.slowest:.2f} s |",
                flush=True,
            )
            for kind, count in tally.problems.most_common():
                number = tally.examples[kind]
                print(f"    {count} × {kind} (input {number})", flush=True)
                _keep(options.keep / f"{name}-{number}", name, number)

    print("| reader | inputs | read | told in a sentence | findings | slowest |")
    print("|---|---|---|---|---|---|", flush=True)
    with ThreadPoolExecutor(_PROCESSES) as pool:
        list(pool.map(one, options.reader or READERS))
    sys.exit(1 if found else 0)


def _keep(folder: Path, reader: str, number: int) -> None:
    """Put a finding's files where they can be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made(reader, number, list(READERS[reader].files())).items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()

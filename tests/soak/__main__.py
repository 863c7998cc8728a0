"""An hour of use: ``python -m tests.soak MINUTES [--picture FILE] [--seed N]``.

The real window, its workers, the shipped model and the real player (into an output without a
device) are used at compressed time: generate, listen, edit, rewrite, undo, engrave, export, learn,
save, open, delete. After each cycle memory, open files and threads of all processes are measured,
and told in a line. Prints a table and draws the curves. Exit code 1: something grew
(``meter.growth``), or anybody wrote a warning to the log or to the standard error output, where Qt
and the workers write theirs.
"""

import argparse
import contextlib
import faulthandler
import itertools
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from rich.console import Console
from rich.table import Table

from tests.soak.meter import Sample, growth, measure

_OF_THE_SYSTEM = ("This plugin does not support propagateSizeHints()", "ALSA lib", "jack", "Jack",
    "Cannot connect to server",)  # fmt: skip
"""What Qt says where there is no screen, and PortAudio's hosts where there is no sound."""


def main() -> int:
    """Use the window for so long; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("minutes", type=float)
    parser.add_argument("--picture", type=Path, help="a PNG of the curves")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = name
        told = folder / "told.txt"
        samples: list[Sample] = []
        with _errors_written_to(told):
            try:
                for sample in soak(folder, options.minutes, options.seed):
                    samples.append(sample)
                    print(told_of(sample, len(samples)), flush=True)
            except Exception:
                traceback.print_exc()
                for worker in psutil.Process().children(recursive=True):
                    worker.kill()
        lines = told.read_text("utf-8", "replace").splitlines()
        warnings = [line for line in lines if not line.startswith(_OF_THE_SYSTEM)]
    show(samples)
    if options.picture is not None:
        draw(samples, options.picture)
    grown = growth(samples)
    for line in grown:
        print(f"grew: {line}")
    for line in warnings:
        print(f"told: {line}")
    print(f"{len(samples)} cycles, {len(grown)} figures grew, {len(warnings)} lines of warnings")
    return 1 if grown or warnings else 0


def soak(folder: Path, minutes: float, seed: int) -> Iterator[Sample]:
    """Open a window, use it for so long, close it; gives what it took after each cycle."""
    from PySide6.QtCore import QObject

    from tests.soak.composer import Composer
    from tests.tiny import write_music
    from tests.ui.listening import Ear
    from ui.backend import Backend
    from ui.memory import hold_memory_together
    from ui.window import MainWindow, application, keep_space_for_playing

    hold_memory_together()
    application()
    window = MainWindow(replace(Backend(), player=Ear().player))
    keep_space_for_playing(window)
    window.show()
    composer = Composer(window, folder, write_music(folder / "music", files=6, bars=8), seed)
    composer.wait("the engine", lambda: not window.status.busy)
    began = time.monotonic()
    for cycle in itertools.count():
        for habit in composer.habits(cycle):
            habit()
        composer.rest(0.5)
        passed = (time.monotonic() - began) / 60
        yield measure(passed, len(window.findChildren(QObject)))
        if passed >= minutes:
            break
    application().clipboard().clear()  # without a screen, Qt frees it after Python's end
    window.close()
    window.deleteLater()
    composer.rest(0.5)


@contextlib.contextmanager
def _errors_written_to(path: Path) -> Iterator[None]:
    """Within, the standard error output of this process and those it starts is a file."""
    faulthandler.enable(sys.stdout)
    before = os.dup(2)
    with path.open("w") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(before, 2)


def told_of(sample: Sample, cycle: int) -> str:
    """A line of progress."""
    return (
        f"{sample.minute:5.1f} min, cycle {cycle}: window {sample.window:.0f} MB, workers "
        f"{sample.workers:.0f} MB, {sample.handles} handles, {sample.threads} threads, "
        f"{sample.objects} objects"
    )


def show(samples: list[Sample]) -> None:
    """Some rows, from the first cycle to the last."""
    table = Table("minute", "cycle", "window, MB", "workers, MB", "handles", "threads", "objects")
    every = max(1, len(samples) // 12)
    for number, sample in enumerate(samples, start=1):
        if number % every == 0 or number in (1, len(samples)):
            memory = f"{sample.window:.0f}", f"{sample.workers:.0f}"
            counts = (str(count) for count in sample[3:])
            table.add_row(f"{sample.minute:.1f}", str(number), *memory, *counts)
    Console(width=100).print(table)


def draw(samples: list[Sample], path: Path) -> None:
    """The curves as a picture."""
    import pyqtgraph

    canvas = pyqtgraph.GraphicsLayoutWidget()
    canvas.setBackground("w")
    canvas.resize(1000, 620)
    minutes = [sample.minute for sample in samples]
    plots = {"memory in MB": ("window", "workers"), "count": ("handles", "threads")}
    for row, (axis, names) in enumerate(plots.items()):
        plot = canvas.addPlot(row=row, col=0)
        plot.addLegend(offset=(-10, 10))
        plot.setLabel("left", axis)
        plot.setLabel("bottom", "minutes")
        for name, colour in zip(names, ("#3465a4", "#c4520c"), strict=True):
            values = [getattr(sample, name) for sample in samples]
            plot.plot(minutes, values, pen=pyqtgraph.mkPen(colour, width=2), name=name)
        plot.setYRange(0, 1.4 * max(max(getattr(s, name) for name in names) for s in samples))
    canvas.grab().save(str(path))


if __name__ == "__main__":
    sys.exit(main())

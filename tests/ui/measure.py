"""Figures of the window: ``python -m tests.ui.measure`` prints them.

First paint: seconds from the start of a fresh Python to the first painted window. Stall: how late a
5 ms clock on the GUI thread is while takes are made or a style is learned, beyond those 5 ms, and
the processor time of the GUI thread in between, since a busy machine makes clocks late by itself.
First sound: from a click on Generate to the first sound that a device is given, with the shipped
model, warm, in pop; the device's own latency comes on top. ``measure_roll`` has the piano-roll's.
"""

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()

RUNS = 5

FIRST_PAINT = """
import time, sys
import ui.main
from ui.window import MainWindow, application
app = application()
window = MainWindow()
window.painted.connect(lambda: (print(time.time(), time.process_time()), app.exit()))
window.show()
app.exec()
window.close()
"""


def first_paint() -> tuple[list[float], list[float]]:
    """Seconds of each run, the first (cold) one first; and its processor time."""
    found, used = [], []
    for _ in range(RUNS):
        began = time.time()
        done = subprocess.run(
            [sys.executable, "-c", FIRST_PAINT], capture_output=True, text=True, check=True
        )
        painted, processor = (float(part) for part in done.stdout.split())
        found.append(painted - began)
        used.append(processor)
    return found, used


def first_sounds() -> list[float]:
    """Milliseconds from each click on Generate to its first sound."""
    from dataclasses import replace

    from PySide6.QtCore import QEventLoop, QTimer

    from musicgan.generation import Recipe
    from tests.ui.listening import Ear
    from ui.backend import Backend
    from ui.window import MainWindow, application

    application()
    ear = Ear()
    window = MainWindow(replace(Backend(), player=ear.player))
    window.resize(1280, 800)
    window.show()
    loop = QEventLoop()
    found: list[float] = []

    def wait(milliseconds: int) -> None:
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    wait(8000)  # let it load what it loads
    # A chorale may well begin with three beats' rest.
    window.compose.panel.set_recipe(Recipe(style={"pop": 1.0}))
    for _ in range(RUNS + 2):
        window.playback.stop()
        wait(1500)
        ear.forget()
        began = time.perf_counter()
        window.compose.panel.generate.click()
        while not ear.heard.is_set() and time.perf_counter() - began < 20:
            wait(2)
        found.append((ear.at - began) * 1000)
        window.generating.cancel()
    window._leaving = True
    window.close()
    return found[1:]


class LateClock:
    """A 5 ms clock on the GUI thread.

    Attributes:
        late: milliseconds beyond those 5 that each tick came late.
        used: milliseconds of processor time that the GUI thread used between two ticks.
    """

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.late: list[float] = []
        self.used: list[float] = []
        self._last, self._last_used = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last, self._last_used = time.perf_counter(), time.thread_time()
        self._timer.start()

    def _tick(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        self.late.append(max(0.0, (now - self._last) * 1000 - 5))
        self.used.append((used - self._last_used) * 1000)
        self._last, self._last_used = now, used

    def show(self, what: str) -> None:
        for name, found in (("clock late", self.late), ("GUI thread's processor time", self.used)):
            values = sorted(found)
            p99 = values[int(len(values) * 0.99)]
            print(
                f"{what}: {name}: p99 {p99:.1f} ms, max {values[-1]:.1f} ms of {len(values)} ticks"
            )


def open_window() -> "MainWindow":
    """The window with everything loaded that it loads by itself."""
    from ui.window import MainWindow, application

    application()
    window = MainWindow()
    window.loaded.connect(gc.freeze)  # as ui.main does
    window.resize(1280, 800)
    window.show()
    wait(8)
    return window


def wait(seconds: float, until: Callable[[], bool] = lambda: False) -> None:
    """Let the window live for so long, or until something holds."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    watch = QTimer()
    watch.setInterval(50)
    watch.timeout.connect(lambda: loop.quit() if until() else None)
    watch.start()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def stalls(minimum_seconds: float) -> None:
    """The clock while batches of takes are made one after the other."""
    from PySide6.QtCore import QTimer

    window = open_window()
    clock = LateClock()
    began = time.perf_counter()
    batches = 0

    def again(busy: bool) -> None:
        nonlocal batches
        if not busy:
            batches += 1
            if time.perf_counter() - began < minimum_seconds:
                QTimer.singleShot(0, window.generating.generate)

    window.generating.busy_changed.connect(again)
    window.generating.generate()
    clock.start()
    wait(minimum_seconds)
    wait(60, lambda: not window.generating.busy)
    seconds = time.perf_counter() - began
    print(f"batches: {batches} of {window.compose.panel.recipe.takes} takes in {seconds:.1f} s")
    print("banner:", window.banner.text or "none")
    clock.show("generating")
    window._leaving = True
    window.close()


def training_stalls(minimum_seconds: float) -> None:
    """The clock while a style pack is learned from made-up music, curves and examples shown."""
    from pathlib import Path

    from tests.tiny import write_music

    folder = write_music(Path(tempfile.mkdtemp()), files=12, bars=16)
    window = open_window()
    train = window.train
    window.tabs.setCurrentWidget(train)
    train.take([folder])
    wait(120, lambda: not train.scanning)
    train.form.style_name.setText("measured")
    train.start()
    wait(300, lambda: train.plot.points > 0)
    clock = LateClock()
    clock.start()
    wait(minimum_seconds)
    clock.show(f"training, {train.plot.points} points")
    train.stop()
    wait(300, lambda: not train.busy)
    window._leaving = True
    window.close()


def main() -> None:
    paints, used = first_paint()
    print(
        f"first paint: {paints[0]:.2f} s cold, median {statistics.median(paints):.2f} s; "
        f"processor time {statistics.median(used):.2f} s"
    )
    sounds = sorted(first_sounds())
    print(
        f"first sound after a click on Generate: median {statistics.median(sounds):.0f} ms, "
        f"{sounds[0]:.0f} to {sounds[-1]:.0f} ms of {len(sounds)} clicks"
    )
    stalls(10)
    training_stalls(60)


if __name__ == "__main__":
    main()

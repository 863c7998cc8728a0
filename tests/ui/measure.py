"""Figures of the window: ``python -m tests.ui.measure`` prints them.

First paint: seconds from the start of a fresh Python to the first painted window. Stall: how late a
5 ms clock on the GUI thread is while takes are made, beyond those 5 ms, and the processor time of
the GUI thread in between, since a busy machine makes clocks late by itself. Also: 10,000 notes.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

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


def stalls(minimum_seconds: float) -> tuple[list[float], list[float]]:
    """Milliseconds that a 5 ms clock was late while batches were made one after the other.

    Second: milliseconds of processor time that the GUI thread used between two ticks.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    from ui.window import MainWindow, application

    application()
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    loop = QEventLoop()
    QTimer.singleShot(8000, loop.quit)  # let it load what it loads
    loop.exec()
    late: list[float] = []
    used: list[float] = []
    last, last_used = time.perf_counter(), time.thread_time()

    def tick() -> None:
        nonlocal last, last_used
        now, now_used = time.perf_counter(), time.thread_time()
        late.append(max(0.0, (now - last) * 1000 - 5))
        used.append((now_used - last_used) * 1000)
        last, last_used = now, now_used

    clock = QTimer()
    clock.setInterval(5)
    clock.timeout.connect(tick)
    began = time.perf_counter()
    batches = 0

    def again(busy: bool) -> None:
        nonlocal batches
        if busy:
            return
        batches += 1
        if time.perf_counter() - began > minimum_seconds:
            loop.quit()
        else:
            QTimer.singleShot(0, window.generating.generate)

    window.generating.busy_changed.connect(again)
    window.generating.generate()
    last, last_used = time.perf_counter(), time.thread_time()
    clock.start()
    loop.exec()
    seconds = time.perf_counter() - began
    print(f"batches: {batches} of {window.compose.panel.recipe.takes} takes in {seconds:.1f} s")
    print("banner:", window.banner.text or "none")
    window._leaving = True
    window.close()
    return sorted(late), sorted(used)


def paint_many() -> list[float]:
    """Milliseconds to paint each page while scrolling through 10,000 notes, all rows seen."""
    import random

    from musicgan.song import Note, Song, Track
    from ui.pianoroll.view import PianoRoll
    from ui.theme import Theme
    from ui.window import application

    application()
    draw = random.Random(1)
    tracks = tuple(
        Track(
            f"{t}", 0, False,
            tuple(Note(draw.randrange(60_000), draw.randrange(36, 96), 20) for _ in range(1250)),
        )
        for t in range(8)
    )  # fmt: skip
    theme = Theme()
    theme.choose("dark")
    roll = PianoRoll(theme)
    roll.resize(1600, 900)
    roll.show()
    roll.set_song(Song(tracks))
    times = []
    began = time.perf_counter()
    roll._paint_picture()
    print(f"all 10,000 notes at once: {(time.perf_counter() - began) * 1000:.1f} ms")
    roll._zoom(12, 0)
    for value in range(0, roll.horizontalScrollBar().maximum(), 400):
        began = time.perf_counter()
        roll.horizontalScrollBar().setValue(value)
        roll._paint_picture()
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


def main() -> None:
    paints, used = first_paint()
    print(
        f"first paint: {paints[0]:.2f} s cold, median {statistics.median(paints):.2f} s; "
        f"processor time {statistics.median(used):.2f} s"
    )
    pages = paint_many()
    print(f"a page of 10,000 notes: median {pages[len(pages) // 2]:.1f} ms, max {pages[-1]:.1f} ms")
    names = ("clock late", "GUI thread's processor time a tick")
    for name, values in zip(names, stalls(10), strict=True):
        p99 = values[int(len(values) * 0.99)]
        print(f"{name}: p99 {p99:.1f} ms, max {values[-1]:.1f} ms of {len(values)} ticks")


if __name__ == "__main__":
    main()

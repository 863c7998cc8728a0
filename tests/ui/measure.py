"""Figures of the window: ``python -m tests.ui.measure`` prints them.

First paint: seconds from the start of a fresh Python to the first painted window. Stall: how late a
5 ms clock on the GUI thread is while takes are made, beyond those 5 ms; also 10,000 notes painted.
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
window.painted.connect(lambda: (print(time.time()), app.exit()))
window.show()
app.exec()
window.close()
"""


def first_paint() -> list[float]:
    """Seconds of each run, the first (cold) one first."""
    found = []
    for _ in range(RUNS):
        began = time.time()
        done = subprocess.run(
            [sys.executable, "-c", FIRST_PAINT], capture_output=True, text=True, check=True
        )
        found.append(float(done.stdout.split()[0]) - began)
    return found


def stalls(minimum_seconds: float) -> list[float]:
    """Milliseconds that a 5 ms clock was late while batches were made one after the other."""
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
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, (now - last) * 1000 - 5))
        last = now

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
    last = time.perf_counter()
    clock.start()
    loop.exec()
    seconds = time.perf_counter() - began
    print(f"batches: {batches} of {window.compose.panel.recipe.takes} takes in {seconds:.1f} s")
    print("banner:", window.banner.text or "none")
    window.close()
    return sorted(late)


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
    paints = first_paint()
    print(f"first paint: {paints[0]:.2f} s cold, median {statistics.median(paints):.2f} s")
    pages = paint_many()
    print(f"a page of 10,000 notes: median {pages[len(pages) // 2]:.1f} ms, max {pages[-1]:.1f} ms")
    late = stalls(10)
    p99 = late[int(len(late) * 0.99)]
    print(f"stall while generating: p99 {p99:.1f} ms, max {late[-1]:.1f} ms of {len(late)} ticks")


if __name__ == "__main__":
    main()

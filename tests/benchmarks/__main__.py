"""How fast it is here: ``python -m tests.benchmarks``. A table, never a failed build.

Each figure is the median of a few runs on an otherwise idle machine.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from musicgan.audio import render
from musicgan.formats import read_song, write_song
from musicgan.generation import Engine, Progress, Request, Take, TrackRequest, load_engine
from musicgan.song import Song, bars, seconds_at

_FIRST_PAINT = """
import sys, time
from ui.window import MainWindow, application
app = application()
window = MainWindow()
window.painted.connect(app.quit)
window.show()
app.exec()
print(time.time() - float(sys.argv[1]))
window.close()
"""

_FOUR = tuple(TrackRequest("ensemble", 52) for _ in range(4))
_RUNS = 5


def median(measure: Callable[[], float], runs: int = _RUNS) -> float:
    """Median of a figure over some runs, after one that warms up."""
    measure()
    return statistics.median(measure() for _ in range(runs))


def first_paint() -> float:
    """Seconds from starting the process to the window's first paint."""
    command = [sys.executable, "-c", _FIRST_PAINT, str(time.time())]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return float(done.stdout.strip().splitlines()[-1])


def chorale(bar_count: int, takes: int = 1) -> Request:
    """A request for four voices in 4/4."""
    return Request(
        style={"chorale": 1.0}, tracks=_FOUR, bars=bar_count, meter=(4, 4), seed=1, takes=takes
    )


def generate(engine: Engine, request: Request) -> float:
    """Seconds until all takes are there."""
    began = time.perf_counter()
    for _ in engine.generate(request):
        pass
    return time.perf_counter() - began


def first_bar(engine: Engine, request: Request) -> float:
    """Seconds until the first bar can be played."""
    began = time.perf_counter()
    for event in engine.generate(request):
        if isinstance(event, Progress) and any(song.note_count for song in event.partial):
            break
    return time.perf_counter() - began


def take_of(engine: Engine) -> Song:
    """A take to render and write."""
    return next(e.song for e in engine.generate(chorale(16)) if isinstance(e, Take))


def real_time_factor(song: Song, folder: Path) -> float:
    """Seconds of music rendered in a second."""
    began = time.perf_counter()
    render(song, folder / "take.wav")
    return seconds_at(song.tempos, song.length) / (time.perf_counter() - began)


def read_files(song: Song, folder: Path) -> float:
    """Milliseconds to read a MIDI file of a take."""
    path = folder / "take.mid"
    write_song(song, path)
    began = time.perf_counter()
    for _ in range(20):
        read_song(path)
    return (time.perf_counter() - began) / 20 * 1000


def main() -> None:
    """Measure and print."""
    table = Table("what", "figure", title="musicgan, this machine")
    table.add_row("window to first paint", f"{median(first_paint):.2f} s")
    began = time.perf_counter()
    engine = load_engine()
    table.add_row("load torch and the model", f"{time.perf_counter() - began:.2f} s")
    sixteen = chorale(16)
    table.add_row("16 bars × 4 tracks", f"{median(lambda: generate(engine, sixteen)):.2f} s")
    table.add_row("… its first bar", f"{median(lambda: first_bar(engine, sixteen)) * 1000:.0f} ms")
    eight = chorale(16, takes=8)
    table.add_row("16 bars × 4 tracks, 8 takes", f"{median(lambda: generate(engine, eight)):.2f} s")
    long = chorale(128)
    table.add_row("128 bars × 4 tracks", f"{median(lambda: generate(engine, long), 3):.2f} s")
    song = take_of(engine)
    assert len(bars(song)) == 16
    with tempfile.TemporaryDirectory() as folder:
        factor = median(lambda: real_time_factor(song, Path(folder)))
        table.add_row("render 16 bars × 4 tracks", f"{factor:.0f} × real time")
        table.add_row("read a MIDI file of it", f"{read_files(song, Path(folder)):.1f} ms")
    Console().print(table)


if __name__ == "__main__":
    main()

"""From nothing to a window and an engine, and the memory that they take."""

import statistics
import subprocess
import sys
from collections.abc import Iterator

from musicgan.generation import load_engine
from tests.benchmarks.timing import Row, seconds
from tests.ui.measure import first_paint

_MEMORY = """
import psutil
from tests.ui.measure import open_window, wait
window = open_window()
wait(60, lambda: not window.status.busy)
this = psutil.Process()
workers = (child.memory_info().rss for child in this.children(recursive=True))
print(this.memory_info().rss, max(workers))
window.close()
"""


def rows() -> Iterator[Row]:
    """Start-up and memory."""
    paints, used = first_paint()
    yield Row(
        "window to first paint",
        f"{statistics.median(paints):.2f} s",
        f"cold {paints[0]:.2f} s; processor time {statistics.median(used):.2f} s",
    )
    yield Row("load torch and the model", f"{seconds(load_engine):.2f} s")
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True
    )
    window, worker = (int(part) / 2**20 for part in done.stdout.split())
    yield Row("memory of the window, player ready", f"{window:.0f} MB")
    yield Row("memory of its worker, model loaded", f"{worker:.0f} MB")

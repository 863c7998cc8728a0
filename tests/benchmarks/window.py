"""Frames of the piano-roll with 10,000 notes: processor time of the GUI thread."""

from collections.abc import Iterator

from tests.benchmarks.timing import Row
from tests.ui.measure_roll import scrolling


def rows() -> Iterator[Row]:
    """At 60 frames a second there are 16.7 ms for each."""
    for what, frames in scrolling():
        middle, p99 = frames[len(frames) // 2], frames[int(len(frames) * 0.99)]
        yield Row(f"piano-roll scrolls, {what}", f"{middle:.1f} ms a frame", f"p99 {p99:.1f} ms")

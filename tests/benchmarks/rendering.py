"""Sound: files, and the first of it after a click."""

import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from musicgan.audio import render
from musicgan.song import Song, seconds_at
from tests.benchmarks.timing import Row, median, seconds
from tests.ui.fake_backend import demo_song
from tests.ui.measure import first_sounds


def rows() -> Iterator[Row]:
    """How fast sound is made."""
    sounds = sorted(first_sounds())
    yield Row(
        "first sound after a click on Generate",
        f"{statistics.median(sounds):.0f} ms",
        f"{sounds[0]:.0f} to {sounds[-1]:.0f} ms of {len(sounds)} clicks",
    )
    song = demo_song(1, 32)
    with tempfile.TemporaryDirectory() as folder:
        for tracks in (1, 4, 8):
            some = replace(song, tracks=(song.tracks * 2)[:tracks])
            speed = median(partial(_speed, some, Path(folder)))
            yield Row(f"render {tracks} track{'s' * (tracks > 1)}", f"{speed:.0f} × real time")


def _speed(song: Song, folder: Path) -> float:
    """Seconds of music rendered in a second."""
    length = seconds_at(song.tempos, song.length)
    return length / seconds(lambda: render(song, folder / "take.wav"))

"""Takes of the shipped model: tracks × bars × takes."""

import time
from collections.abc import Iterator
from functools import partial

from musicgan.generation import Engine, Progress, Request, TrackRequest, load_engine
from tests.benchmarks.timing import Row, median, seconds

_BAND = tuple(
    TrackRequest(family)
    for family in ("piano", "bass", "drums", "guitar", "strings", "brass", "reed", "organ")
)
_TRACKS, _BARS = (1, 5, 8), (16, 64, 128)


def rows() -> Iterator[Row]:
    """Seconds until all takes are there, and milliseconds until the first bar can be played."""
    engine = load_engine()
    for tracks in _TRACKS:
        for bars in _BARS:
            one = median(partial(_generate, engine, _request(tracks, bars, 1)))
            eight = median(partial(_generate, engine, _request(tracks, bars, 8)))
            first = median(partial(_first_bar, engine, _request(tracks, bars, 1)))
            yield Row(
                f"generate {bars} bars × {tracks} track{'s' * (tracks > 1)}",
                f"{one:.2f} s, its first bar after {first * 1000:.0f} ms",
                f"8 takes at once {eight:.2f} s",
            )


def _request(tracks: int, bars: int, takes: int) -> Request:
    """A band in 4/4."""
    return Request(
        style={"jazz": 1.0}, tracks=_BAND[:tracks], bars=bars, meter=(4, 4), tempo=120.0, seed=1,
        takes=takes,
    )  # fmt: skip


def _generate(engine: Engine, request: Request) -> float:
    return seconds(lambda: list(engine.generate(request)))


def _first_bar(engine: Engine, request: Request) -> float:
    began = time.perf_counter()
    for event in engine.generate(request):
        if isinstance(event, Progress) and any(song.note_count for song in event.partial):
            break
    return time.perf_counter() - began

"""Whether a request's wishes are kept: random requests through the real engine."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np

from musicgan.data import METERS, StyleInfo
from musicgan.data.harmony import estimate_key
from musicgan.evaluation.workers import spread
from musicgan.generation import Request, Take, TrackRequest, load_engine
from musicgan.model.header import read_header
from musicgan.song import DRUMS, Key, Song, bars

_BARS = (4, 12)
_TEMPOS = (60, 180)
_FIFTHS = (-5, 6)
_CHUNK = 5


class Adherence(msgspec.Struct, frozen=True):
    """Shares of takes, 0 to 1, in which a wish is kept.

    Attributes:
        takes: how many there are.
        bars: as many bars as asked, with nothing after them.
        meter, tempo, key: written as asked.
        instruments: the asked families and programs, in the asked order.
        all_play: every asked track has a note.
        key_heard: the key estimated from the notes alone is the asked one (of takes with pitches).
        seconds_a_bar: time to write a bar, alone.
    """

    takes: int
    bars: float
    meter: float
    tempo: float
    key: float
    instruments: float
    all_play: float
    key_heard: float
    seconds_a_bar: float


def measure_adherence(
    model: Path,
    styles: tuple[str, ...],
    count: int,
    seed: int,
    temperature: float,
    processes: int,
    progress: Callable[[float], None] = lambda done: None,
) -> Adherence:
    """Order ``count`` random takes in the named styles and look at what comes.

    Raises:
        MusicganError: the model can't be used.
    """
    known = [style for style in read_header(model).styles if style.name in styles]
    requests = [_random_request(known, seed, number, temperature) for number in range(count)]
    tasks = [(model, requests[start : start + _CHUNK]) for start in range(0, count, _CHUNK)]
    found: list[dict[str, float]] = []
    for checks in spread(_order, tasks, processes):
        found += checks
        progress(len(found) / count)
    means = {name: float(np.nanmean([row[name] for row in found])) for name in found[0]}
    return Adherence(takes=count, **means)


def kept(request: Request, song: Song) -> dict[str, float]:
    """1 for each wish of a request that a song keeps, else 0; NaN where it can't be told."""
    grid = bars(song)
    pitched = any(track.notes and not track.is_drum for track in song.tracks)
    end = max((note.end for track in song.tracks for note in track.notes), default=0)
    found = {
        "bars": len(grid) == request.bars and end <= grid[-1].end,
        "meter": all((b.meter.numerator, b.meter.denominator) == request.meter for b in grid),
        "tempo": [tempo.bpm for tempo in song.tempos] == [request.tempo],
        "key": [change.key for change in song.keys] == [request.key],
        "instruments": [_kind(t.is_drum, t.program) for t in song.tracks]
        == [_kind(t.family == DRUMS, t.midi_program) for t in request.tracks],
        "all_play": all(track.notes for track in song.tracks),
        "key_heard": _same(estimate_key(song), request.key) if pitched else float("nan"),
    }
    return {name: float(value) for name, value in found.items()}


def _kind(drum: bool, program: int) -> tuple[bool, int]:
    """A track's instrument; all kits are alike."""
    return drum, 0 if drum else program


def _same(heard: Key, asked: Key | None) -> bool:
    return asked is not None and (heard.tonic, heard.mode) == (asked.tonic, asked.mode)


def _random_request(styles: list[StyleInfo], seed: int, number: int, temperature: float) -> Request:
    """Any style with one of its usual instrumentations and any bars, meter, tempo and key."""
    rng = np.random.default_rng([seed, 17, number])
    style = styles[int(rng.integers(len(styles)))]
    kinds = style.instrumentations[int(rng.integers(len(style.instrumentations)))].tracks
    return Request(
        style={style.name: 1.0},
        tracks=tuple(
            TrackRequest(kind.family, None if kind.family == DRUMS else kind.program)
            for kind in kinds
        ),
        bars=int(rng.integers(*_BARS, endpoint=True)),
        meter=METERS[int(rng.integers(8))],
        key=Key(int(rng.integers(*_FIFTHS)), str(rng.choice(["major", "minor"]))),
        tempo=float(rng.integers(*_TEMPOS)),
        seed=int(rng.integers(2**31)),
        temperature=temperature,
    )


def _order(task: tuple[Path, list[Request]]) -> list[dict[str, float]]:
    model, requests = task
    engine = load_engine("gan", model)
    return [
        {**kept(request, take.song), "seconds_a_bar": take.seconds / request.bars}
        for request in requests
        for take in _takes(engine.generate(replace(request, takes=1)))
    ]


def _takes(answers: Iterator[object]) -> Iterator[Take]:
    return (answer for answer in answers if isinstance(answer, Take))

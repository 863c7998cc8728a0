import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from musicgan.data.dataset import (
    FORMAT_VERSION,
    Dataset,
    Instrumentation,
    Meta,
    PieceInfo,
    StyleInfo,
    TrackKind,
)
from musicgan.data.frames import BAR, NOTE, TRACK, Piece, to_piece
from musicgan.data.harmony import CHORD
from musicgan.data.windows import Window, cut_window, with_notes
from musicgan.evaluation import CONTROL, ENGINE, REAL, Adherence, Report, Result
from musicgan.evaluation.control import WISHES
from musicgan.evaluation.copying import Runs
from musicgan.evaluation.judges import boosting, recurrent
from musicgan.evaluation.overlap import Overlap
from musicgan.evaluation.report import (
    FORMAT_VERSION as REPORT_VERSION,
)
from musicgan.evaluation.report import Example, WorkResult, tabulate
from musicgan.evaluation.report import StyleInfo as JudgedStyle
from musicgan.evaluation.speed import Speed
from musicgan.evaluation.variety import Variety
from musicgan.model.checkpoint import build, save_model
from musicgan.model.critics import CriticConfig
from musicgan.model.generator import GeneratorConfig
from musicgan.model.header import Header
from musicgan.song import FAMILIES, Key, KeyChange, Note, Song, Track

_SCALE = (60, 62, 64, 65, 67, 69, 71, 72, 74, 76, 77, 79)
_PARTS = ("notes", "bars", "tracks", "chords")


def walk(seed: int, bars: int = 12) -> Song:
    """A melody that walks up and down C major in eighths and quarters, over a bass in halves."""
    rng = np.random.default_rng(seed)
    place, melody, tick = 5, [], 0
    while tick < 96 * bars:
        place = int(np.clip(place + rng.choice([-1, 0, 1, 1, -1]), 0, len(_SCALE) - 1))
        length = int(rng.choice([12, 24]))
        melody.append(Note(tick, _SCALE[place], length, int(rng.integers(60, 90))))
        tick += length
    bass = [Note(t, int(rng.choice([36, 41, 43])), 48, 70) for t in range(0, 96 * bars, 48)]
    return Song(
        tracks=(Track("Flute", 73, notes=tuple(melody)), Track("Bass", 32, notes=tuple(bass))),
        keys=(KeyChange(0, Key(0, "major")),),
        length=96 * bars,
    )


def make_dataset(works: dict[str, int], learned: int = 0) -> Dataset:
    """A dataset in memory: so many held-out works of each style, two pieces of each.

    ``learned`` works more of each style are there to learn from.
    """
    arrays: dict[str, list[np.ndarray[tuple[int], np.dtype[np.void]]]] = {p: [] for p in _PARTS}
    infos = []
    for number, (style, count) in enumerate(works.items()):
        for work in range(count + learned):
            for part in (1, 2):
                piece = to_piece(walk(1000 * number + 10 * work + part))
                name = f"{style}{work:03}-s{part:02}"
                infos.append(
                    PieceInfo(name, number, work < count, piece.tempo, piece.minor, piece.shift)
                )
                for field in _PARTS:
                    arrays[field].append(getattr(piece, field))
    sizes = np.array([[len(rows) for rows in arrays[p]] for p in _PARTS]).T
    return Dataset(
        Meta(FORMAT_VERSION, style_infos(tuple(works)), tuple(infos)),
        np.concatenate([np.zeros((1, 4), np.int64), np.cumsum(sizes, axis=0)]),
        {part: np.concatenate(arrays[part]) for part in _PARTS},
    )


def style_infos(names: tuple[str, ...]) -> tuple[StyleInfo, ...]:
    kinds = (TrackKind("bass", 32), TrackKind("pipe", 73))
    return tuple(
        StyleInfo(
            name,
            2,
            24,
            300,
            (Instrumentation(kinds, 2),),
            ((4, 4, 24),),
            (100.0, 120.0, 140.0),
            0.0,
            ((0.0, 1.0, 2.0, 3.0),) * 6,
        )
        for name in names
    )


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that has learned nothing, of the styles "walk" and "run"."""
    path = tmp_path_factory.mktemp("model") / "tiny.safetensors"
    header = Header(
        version=1,
        name="tiny",
        styles=style_infos(("walk", "run")),
        generator=asdict(GeneratorConfig(2, width=16, layers=1, heads=2)),
        critics=asdict(CriticConfig(2, width=8)),
        phase="likelihood",
        steps=1,
        created="2026-01-01",
    )
    save_model(build(header), path)
    return path


@contextlib.contextmanager
def quick_to_judge() -> Iterator[None]:
    """Lets the judges learn for a moment only, where their verdicts do not matter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recurrent, "_ROUNDS", 2)
        patch.setattr(recurrent, "_BATCHES_A_ROUND", 5)
        patch.setattr(boosting, "_ROUNDS", 15)
        yield


@pytest.fixture(scope="module")
def hasty_module() -> Iterator[None]:
    with quick_to_judge():
        yield


@pytest.fixture
def hasty_judges() -> Iterator[None]:
    with quick_to_judge():
        yield


@pytest.fixture(scope="session")
def datasets() -> Callable[..., Dataset]:
    return make_dataset


def made_up_report(right: int, label: str = "gan") -> Report:
    """Two works of "walk"; the ear is right so many times of four in each. None of "rest"."""

    def result(label: str, kind: str, ear: int, **more: Any) -> Result:
        works = tuple(
            WorkResult("walk", name, 2, 4, {"ear": ear, "eye": 2}, more.get("nats"), 20)
            for name in ("a", "b")
        )
        engine = kind == ENGINE
        judged = () if label == "copied" else works
        return Result(
            label=label,
            kind=kind,
            model="tiny" if engine else "",
            phase="adversarial" if engine else "",
            steps=1200 if engine else 0,
            rows=tabulate(judged, 0),
            works=judged,
            overlaps={name: Overlap(0.8, 0.1) for name in ("pitch class", "drum pattern")},
            counts={"pitch class": (1 / 12,) * 12, "drum pattern": ()},
            musegan={"EB": 0.25, "DP": None},
            recognised=0.9,
            adherence=None
            if kind == CONTROL
            else Adherence(5, dict.fromkeys(WISHES, 1.0), 0.6, 0.7, {"density": 0.5}),
            variety=Variety(0.01, 0.2, None),
            copying={
                "melodic": Runs(6, 9, 64 if label == "copied" else 12, 0.05),
                "harmonic": Runs(4, 7, 9, 0.05),
            },
            speed=Speed(0.05, 1.0, 500.0) if engine else None,
            examples=(
                Example("walk", "a, bar 1", (96, 96), ("pipe", "drums"), ((0, 24, 0, 60, 64),)),
            ),
        )

    return Report(
        version=REPORT_VERSION,
        created="2026-01-01T00:00:00+00:00",
        command="musicgan evaluate --data <music>",
        settings={"temperature": 1.0, "top_p": 0.98, "seed": 0, "data": "music", "controls": True},
        versions={"musicgan": "1"},
        seconds=61.0,
        styles=(JudgedStyle("walk", 2, 2, 4), JudgedStyle("rest", 1, missing="too few works: 1")),
        results=(
            result(REAL, REAL, 2),
            result(label, ENGINE, right, nats=40.0),
            result("shuffled bars", CONTROL, 4),
            result("copied", CONTROL, 4),
        ),
    )


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Report]:
    return made_up_report


@pytest.fixture(scope="session")
def make_window() -> Callable[..., Window]:
    """A window of bars of 96 ticks: rows (onset, duration, track, pitch), one family a track."""

    def make(
        rows: Sequence[tuple[int, int, int, int]],
        families: Sequence[str] = ("pipe",),
        bars: int = 2,
    ) -> Window:
        tracks = np.array([(FAMILIES.index(family), 0, 0) for family in families], TRACK)
        grid = np.array([(96 * n, 96, 0) for n in range(bars)], BAR)
        notes = np.array(
            [(onset, duration, track, pitch, 64) for onset, duration, track, pitch in rows], NOTE
        )
        chords = np.zeros(4 * bars, CHORD)
        empty = Piece(notes[:0], grid, tracks, chords, 120.0, False, 0)
        return with_notes(cut_window(empty, 0, bars, np.ones(1, np.float32)), notes)

    return make

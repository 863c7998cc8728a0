"""Stand-ins for the engine, the training and the player, importable by a spawned process."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from musicgan.audio import Level
from musicgan.data import METERS, FileReport, Instrumentation, StyleInfo, TrackKind
from musicgan.errors import MusicganError
from musicgan.evaluation import Report, load_report
from musicgan.generation import ModelInfo, Progress, Request, Take, TrackRequest
from musicgan.model.pack_header import PackHeader, encode_pack_header
from musicgan.song import (
    FAMILIES,
    TICKS_PER_BEAT,
    Key,
    KeyChange,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
)
from musicgan.training import (
    CheckpointSaved,
    Control,
    Event,
    Finished,
    Metrics,
    Reading,
    Sample,
    Started,
    TrainingConfig,
)
from ui.backend import Backend, SongPlayer
from ui.worker_process import Context

PACK = PackHeader(
    version=1,
    style=StyleInfo(
        "rags",
        8,
        160,
        3000,
        (Instrumentation((TrackKind("piano", 0),), 8),),
        ((4, 4, 160),),
        (90.0, 100.0, 110.0),
        0.1,
    ),
    resembles=(0.0,) * 8,
    base="0" * 16,
    base_name="base",
    rank=8,
    steps=200,
    created="2026-11-21",
    data="rags: 8 pieces, 160 bars",
    figures={"held_out_before": 2.7, "held_out": 1.3},
)

LINE_UP = (
    TrackRequest("piano", 0),
    TrackRequest("guitar", 25),
    TrackRequest("bass", 33),
    TrackRequest("drums"),
)
NAMES = ("Piano", "Guitar", "Bass", "Drums")
_CHORDS = ((0, 4, 7), (9, 0, 4), (5, 9, 0), (7, 11, 2))
_SCALE = (0, 2, 4, 5, 7, 9, 11)


def model_info(model: Path | None = None) -> ModelInfo:
    styles = ("chorale", "folk", "funk", "jazz", "latin", "pop", "quartet", "rock")
    return ModelInfo(
        name="base" if model is None else model.stem,
        styles=styles,
        families=FAMILIES,
        meters=METERS,
        usual_tracks=dict.fromkeys(styles, LINE_UP),
        usual_tempo=dict.fromkeys(styles, 112.4),
        sizes=dict.fromkeys(styles, (120, 3400, 61000)),
        phase="adversarial",
        steps=20_000,
        data="demo",
        licence="CC0",
        created="2026-11-21",
    )


def demo_song(seed: int, bars: int = 16, tempo: float = 112.0, whole: int = 0) -> Song:
    """A little band: comping piano, a tune, a bass line, a beat."""
    draw = random.Random(seed)
    beat, bar = TICKS_PER_BEAT, 4 * TICKS_PER_BEAT
    piano, tune, bass, drums = [], [], [], []
    place = draw.randrange(7)
    for number in range(bars):
        start = number * bar
        chord = _CHORDS[number % 4]
        for step in (0, 36, 60) if draw.random() < 0.6 else (0, 48):
            piano += [Note(start + step, 60 + p, 20, draw.randint(50, 80)) for p in chord]
        tick = 0
        while tick < bar:
            length = draw.choice((12, 12, 24, 24, 48, 8))
            if draw.random() < 0.82:
                pitch = 67 + 12 * (place // 7) + _SCALE[place % 7]
                tune.append(
                    Note(start + tick, pitch, min(length, bar - tick), draw.randint(70, 115))
                )
            place = max(-2, min(9, place + draw.choice((-2, -1, -1, 0, 1, 1, 2))))
            tick += length
        for step in range(4):
            pitch = 36 + chord[0] if step % 2 == 0 else 36 + chord[2]
            bass.append(Note(start + step * beat, pitch, 22, draw.randint(80, 105)))
        drums += [Note(start + s * 12, 42, 6, 60 + 30 * (s % 2 == 0)) for s in range(8)]
        drums += [Note(start, 36, 12, 110), Note(start + 2 * beat + 12, 36, 12, 95)]
        drums += [Note(start + beat, 38, 12, 105), Note(start + 3 * beat, 38, 12, 108)]
        if number % 8 == 0:
            drums.append(Note(start, 49, 48, 110))
    parts = (piano, tune, bass, drums)
    return Song(
        tuple(
            Track(name, track.midi_program, track.family == "drums", tuple(notes))
            for name, track, notes in zip(NAMES, LINE_UP, parts, strict=True)
        ),
        (Tempo(0, tempo),),
        (Meter(0, 4, 4),),
        (KeyChange(0, Key(0, "major")),),
        length=max(bars, whole) * bar,
    )


class FakeEngine:
    """Writes demo songs bar by bar; what it does is told by the request's seed and title."""

    name = "fake"

    def __init__(self, seconds_a_bar: float = 0.01) -> None:
        self._seconds = seconds_a_bar

    def generate(
        self, request: Request, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Progress | Take]:
        if request.bars == 13:
            raise MusicganError("Thirteen bars bring bad luck; ask for twelve.")
        for bar in range(1, request.bars + 1):
            time.sleep(self._seconds)
            if cancelled():
                return
            partial = tuple(
                demo_song(request.seed + i, bar, whole=request.bars) for i in range(request.takes)
            )
            yield Progress(bar / request.bars, partial)
        takes = [
            Take(
                demo_song(request.seed + i, request.bars, request.tempo or 112.0),
                request.seed + i,
                score=((request.seed + i) * 37 % 100) / 100,
                seconds=0.1,
                request=replace(request, seed=request.seed + i),
            )
            for i in range(request.takes)
        ]
        yield from sorted(takes, key=lambda take: -take.score)


def load_engine(name: str = "gan", model: Path | None = None) -> FakeEngine:
    return FakeEngine()


def load_slow_engine(name: str = "gan", model: Path | None = None) -> FakeEngine:
    return FakeEngine(seconds_a_bar=0.2)


def load_no_engine(name: str = "gan", model: Path | None = None) -> FakeEngine:
    raise MusicganError("The model base.safetensors is damaged; install musicgan again.")


class DyingEngine(FakeEngine):
    """Takes its process with it, as a crash in native code would."""

    def generate(
        self, request: Request, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Progress | Take]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield Progress(0.0)


def load_dying_engine(name: str = "gan", model: Path | None = None) -> FakeEngine:
    return DyingEngine()


def inspect(
    paths: list[Path],
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[FileReport]:
    """As many files as the folder has; every fifth is left out."""
    found = sorted(path for root in paths for path in root.rglob("*.mid"))
    reports = []
    for number, path in enumerate(found, start=1):
        kept = number % 5 != 0
        reports.append(
            FileReport(
                path,
                paths[0].name,
                kept,
                "" if kept else "it has no notes",
                *((16 + number % 9, 4, 300 + 17 * number) if kept else (0, 0, 0)),
            )
        )
        progress(number, len(found))
    return reports


def metrics(steps: int) -> Iterator[Metrics]:
    """A run as it looks: falling losses, critics in the last quarter."""
    draw = random.Random(1)
    for step in range(5, steps + 1, 5):
        done = step / steps
        loss = 1.1 + 1.6 * 2.718 ** (-4 * done) + draw.gauss(0, 0.03)
        late = done > 0.75
        values = {"loss": loss}
        if step % 20 == 0:
            values["held_out"] = 1.25 + 1.5 * 2.718 ** (-4 * done)
        if step % 40 == 0:
            judged = 0.58 + 0.36 * 2.718 ** (-3 * done) + draw.gauss(0, 0.02)
            values |= {"judge": judged, "judge_low": judged - 0.09, "judge_high": judged + 0.06}
        if late:
            values["accuracy"] = 0.62 + draw.gauss(0, 0.02)
        yield Metrics(step, "adversarial" if late else "likelihood", values, done, 90 * (1 - done))


def train(
    config: TrainingConfig, control: Control | None = None, resume: bool = False
) -> Iterator[Event]:
    """Forty quick steps, examples, a style pack that can be installed."""
    control = control or Control()
    yield Started(40, 4, ("demo",), 300_000, 0, resembles={"jazz": 0.7, "pop": 0.3})
    yield Sample(0, demo_song(2, 8))
    for event in metrics(200):
        time.sleep(0.005)
        yield event
        if event.step == 100:
            yield Sample(event.step, demo_song(3, 8))
        if control.cancelled:
            break
    write_result(config)
    yield CheckpointSaved(200, config.output)
    yield Reading(200, "learns", "It is learning.")
    reason = "Stopped by you." if control.cancelled else "The budget is used up."
    yield Finished(config.output, f"{reason} The style pack is saved.", resumable=control.left)


def compare(
    pack: Path,
    base: Path,
    data: Sequence[Path],
    progress: Callable[[str, float], None] = lambda stage, done: None,
) -> Report:
    """A report that lies beside the music, at once."""
    progress("Writing", 0.5)
    return load_report(data[0].parent / "made-up.json")


def compare_until_stopped(
    pack: Path,
    base: Path,
    data: Sequence[Path],
    progress: Callable[[str, float], None] = lambda stage, done: None,
) -> Report:
    """Goes on until it is cancelled."""
    while True:
        time.sleep(0.01)
        progress("Writing", 0.5)


def write_result(config: TrainingConfig) -> None:
    """A file such as the training writes."""
    config.output.parent.mkdir(parents=True, exist_ok=True)
    if config.pack is None:
        config.output.write_bytes(b"weights")
    else:
        save_file({"a": np.zeros(3)}, config.output, metadata=encode_pack_header(PACK))


def train_until_stopped(
    config: TrainingConfig, control: Control | None = None, resume: bool = False
) -> Iterator[Event]:
    """Goes on until it is cancelled."""
    control = control or Control()
    yield Started(40, 4, ("demo",), 5_000_000, 0)
    for step in range(5, 100_000, 5):
        time.sleep(0.05)  # a real run tells its figures every few seconds
        yield Metrics(step, "likelihood", {"loss": 2.0}, 0.5, 60.0)
        control.wait()
        if control.cancelled:
            break
    write_result(config)
    yield Finished(config.output, "Stopped by you.", resumable=control.left)


class FakePlayer:
    """Moves on when a test says so."""

    def __init__(self) -> None:
        self.on_finished: Callable[[], None] | None = None
        self.on_error: Callable[[MusicganError], None] | None = None
        self.song: Song | None = None
        self.position_ticks = 0.0
        self.is_playing = False
        self.levels: dict[int, Level] = {}
        self.ready: float | None = None
        self.loop: tuple[float, float] | None = None
        self.volume = self.speed = 1.0
        self.metronome = self.count_in = False
        self.soundfont: Path | None = None
        self.device = self.midi_port = ""
        self.closed = False

    @property
    def latency(self) -> float | None:
        return 0.12 if self.is_playing else None

    @property
    def muted(self) -> set[int]:
        return {track for track, level in self.levels.items() if level.muted}

    @property
    def soloed(self) -> set[int]:
        return {track for track, level in self.levels.items() if level.soloed}

    def load(self, song: Song, keep_position: bool = False, ready: float | None = None) -> None:
        self.song = song
        self.ready = ready
        self.position_ticks = self.position_ticks if keep_position else 0.0

    def play(self) -> None:
        self.is_playing = True

    def pause(self) -> None:
        self.is_playing = False

    def stop(self) -> None:
        self.is_playing = False
        self.position_ticks = 0.0

    def seek(self, tick: float) -> None:
        self.position_ticks = tick

    def set_levels(self, levels: Mapping[int, Level]) -> None:
        self.levels = dict(levels)

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def set_loop(self, ticks: tuple[float, float] | None) -> None:
        self.loop = ticks

    def set_speed(self, speed: float) -> None:
        self.speed = speed

    def set_metronome(self, on: bool) -> None:
        self.metronome = on

    def set_count_in(self, on: bool) -> None:
        self.count_in = on

    def set_soundfont(self, soundfont: Path) -> None:
        if not soundfont.exists():
            raise MusicganError(f"The SoundFont {soundfont} could not be read; choose another one.")
        self.soundfont = soundfont

    def set_device(self, device: str) -> None:
        self.device = device

    def set_midi_out(self, port: str) -> None:
        if port == "gone":
            raise MusicganError("The MIDI port gone is not there; choose another one.")
        self.midi_port = port

    def close(self) -> None:
        self.closed = True


def no_player() -> FakePlayer:
    raise MusicganError("No sound device was found; connect one and press Play again.")


HERE = "tests.ui.fake_backend"


def backend(
    engine: str = "load_engine",
    trainer: str = "train",
    player: Callable[[], SongPlayer] = FakePlayer,
    comparer: str = "compare",
) -> Backend:
    return Backend(
        load_engine=f"{HERE}:{engine}",
        train=f"{HERE}:{trainer}",
        inspect=f"{HERE}:inspect",
        compare=f"{HERE}:{comparer}",
        model_info=model_info,
        player=player,
    )


def environment(context: object, name: str) -> str | None:
    """A job that tells a variable of its process."""
    return os.environ.get(name)


def talk(context: Context) -> None:
    """A job that goes on telling until its process ends."""
    while True:
        context.tell("still here")
        time.sleep(0.05)

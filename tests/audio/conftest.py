import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from musicgan.audio import Player, default_soundfont
from musicgan.audio.device import Fill
from musicgan.audio.mixer import Stereo
from musicgan.audio.synth import SAMPLE_RATE
from musicgan.song import Meter, Note, Song, Tempo, Track


class FakeStream:
    """An output that asks for sound only when a test pulls it."""

    BLOCK = 1024
    latency = -BLOCK / SAMPLE_RATE
    """So that all that was pulled counts as heard."""

    def __init__(self, fill: Fill) -> None:
        self.fill = fill
        self.running = False
        self.closed = False
        self.lost = False

    @property
    def active(self) -> bool:
        return self.running and not self.lost

    def start(self) -> None:
        self.running = True

    def abort(self) -> None:
        self.running = False

    def close(self) -> None:
        self.closed = True

    def pull(self, frames: int, block: int = BLOCK) -> Stereo:
        """The next frames, as a device would ask for them: block by block."""
        assert self.running
        out = np.full((frames, 2), np.nan, np.float32)
        for start in range(0, frames, block):
            self.fill(out[start : start + block])
        return out


class Stage:
    """A player with a fake output."""

    def __init__(self, soundfont: Path) -> None:
        self.streams: list[FakeStream] = []
        self.devices: list[str] = []
        self.player = Player(soundfont, self.open)

    def open(self, fill: Fill, device: str) -> FakeStream:
        self.devices.append(device)
        self.streams.append(FakeStream(fill))
        return self.streams[-1]

    @property
    def stream(self) -> FakeStream:
        return self.streams[-1]

    def load(self, song: Song, keep_position: bool = False) -> None:
        self.player.load(song, keep_position)
        wait_until(lambda: self.player._incoming is None)

    def settle(self) -> None:
        """Wait until the stems are rendered ahead."""
        wait_until(lambda: self.player._deck.source is not None and self._filled())

    def _filled(self) -> bool:
        source, frame = self.player._deck.source, self.player._deck.frame
        assert source is not None
        coming = islice(source._coming(frame, self.player._deck.loop), 20)
        return all(source.chunk(index) is not None for index in coming)


def wait_until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.002)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    # A test may take its time between two pulls.
    monkeypatch.setattr("musicgan.audio.player._PATIENCE", sys.maxsize)
    made = Stage(default_soundfont())
    yield made
    made.player.close()


@pytest.fixture
def clicks() -> Song:
    """Four tracks at 100 BPM, each striking alone on its own beat of a 4/4 bar."""
    return Song(
        tracks=tuple(
            Track(
                name=f"t{index}",
                program=13,  # xylophone: a sharp attack
                notes=tuple(
                    Note(onset=bar * 96 + index * 24, pitch=72 + index, duration=6, velocity=100)
                    for bar in range(2)
                ),
            )
            for index in range(4)
        ),
        tempos=(Tempo(0, 100.0),),
        meters=(Meter(0, 4, 4),),
    )

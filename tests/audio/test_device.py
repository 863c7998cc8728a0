"""Faults of the computer's sound, at the border to PortAudio's binding."""

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from musicgan.audio import Player, default_soundfont, outputs
from musicgan.errors import MusicganError
from musicgan.song import Song
from tests.audio.conftest import wait_until


class PortAudioError(Exception):
    """As the binding has it."""


class FakeStream:
    """PortAudio's stream on a device that can be pulled out."""

    latency = 0.0

    def __init__(self, system: "FakeSystem", callback: Callable[..., None]) -> None:
        self.system = system
        self.callback = callback
        self.running = False
        self.closed = False

    @property
    def active(self) -> bool:
        if not self.system.plugged:
            raise PortAudioError("Unanticipated host error")
        return self.running

    def start(self) -> None:
        if not self.system.plugged:
            raise PortAudioError("Device unavailable")
        self.running = True

    def abort(self, ignore_errors: bool = True) -> None:
        self.running = False
        if not ignore_errors:
            raise PortAudioError("Device unavailable")

    def close(self, ignore_errors: bool = True) -> None:
        self.closed = True

    def ask(self) -> None:
        self.callback(np.zeros((1024, 2), np.float32), 1024, None, None)


class FakeSystem:
    """What the binding offers, of a computer with one output."""

    PortAudioError = PortAudioError

    def __init__(self) -> None:
        self.plugged = True
        self.seen = True
        """PortAudio looks for devices only when it starts."""
        self.streams: list[FakeStream] = []
        self.default = SimpleNamespace(device=(-1, 0))

    def OutputStream(self, callback: Callable[..., None], **_options: object) -> FakeStream:
        if not (self.plugged and self.seen):
            raise PortAudioError("Error querying device -1")
        self.streams.append(FakeStream(self, callback))
        return self.streams[-1]

    def query_hostapis(self) -> list[dict[str, Any]]:
        return [{"name": "ALSA"}]

    def query_devices(self) -> list[dict[str, Any]]:
        if not self.plugged:
            raise PortAudioError("no devices")
        usual = {"hostapi": 0, "default_low_output_latency": 0.01}
        sides = {"Headset": 2, "Microphone": 0}
        return [{"name": name, "max_output_channels": sides[name], **usual} for name in sides]

    def _terminate(self) -> None:
        self.seen = False
        for stream in self.streams:
            stream.closed = True

    def _initialize(self) -> None:
        if not self.plugged:
            raise PortAudioError("Error initializing PortAudio")
        self.seen = True


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> FakeSystem:
    made = FakeSystem()
    monkeypatch.setitem(sys.modules, "sounddevice", made)
    return made


def test_a_device_pulled_out_while_playing_is_told_and_another_is_played_on(
    system: FakeSystem, clicks: Song
) -> None:
    told: list[str] = []
    player = Player(default_soundfont())
    player.on_error = lambda error: told.append(str(error))
    player.load(clicks)
    wait_until(lambda: player._incoming is None)
    player.play()
    system.streams[0].ask()
    system.plugged = False
    wait_until(lambda: bool(told))
    assert told == ["The audio output is gone; connect one, then press play again."]
    assert system.streams[0].closed
    with pytest.raises(MusicganError, match=r"no audio output to play on \(none was found\)"):
        player.play()
    # Nothing else has stopped: songs are still loaded, and the position moves on demand.
    player.load(clicks)
    player.seek(48)
    assert player.position_ticks == pytest.approx(48)
    system.plugged = True
    player.play()
    assert player.is_playing
    player.close()


def test_a_device_pulled_out_while_paused_is_told_by_the_next_play(
    system: FakeSystem, clicks: Song
) -> None:
    player = Player(default_soundfont())
    player.load(clicks)
    player.play()
    player.pause()
    system.plugged = False
    with pytest.raises(MusicganError, match=r"no audio output to play on \(none was found\)"):
        player.play()
    assert not player.is_playing
    system.plugged = True
    player.play()
    assert system.streams[1].running
    player.close()


def test_a_device_that_comes_later_is_found(system: FakeSystem, clicks: Song) -> None:
    system.seen = False
    player = Player(default_soundfont())
    player.load(clicks)
    player.play()
    assert player.is_playing
    assert outputs(), "listing must not close what plays"
    assert not system.streams[0].closed
    player.close()


def test_outputs_are_listed_and_none_where_there_are_none(system: FakeSystem) -> None:
    assert [(found.name, found.latency) for found in outputs()] == [("Headset, ALSA", 0.01)]
    system.plugged = False
    assert outputs() == []


def test_a_sound_system_that_does_not_start_is_a_sentence(
    clicks: Song, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped:
        def find_spec(self, name: str, *_args: object) -> None:
            if name == "sounddevice":
                raise PortAudioError("Error initializing PortAudio")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Stopped(), *sys.meta_path])
    assert outputs() == []
    player = Player(default_soundfont())
    player.load(clicks)
    with pytest.raises(MusicganError, match=r"PortAudio can't be started .*export the music"):
        player.play()
    player.close()

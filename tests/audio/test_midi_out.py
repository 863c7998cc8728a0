import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from musicgan.audio import (
    NO_SOUND,
    VIRTUAL_PORT,
    Level,
    Moment,
    Player,
    default_soundfont,
    midi_ports,
)
from musicgan.audio import midi_out as midi_out_module
from musicgan.audio.midi_out import MidiOut
from musicgan.errors import MusicganError
from musicgan.song import Note, Song, Tempo, Track
from tests.audio.conftest import wait_until

SONG = Song(
    tracks=(
        Track("Flute", 73, False, (Note(0, 72, 12, 90), Note(24, 74, 48, 80))),
        Track("Kit", 0, True, (Note(12, 38, 6, 100),)),
    ),
    tempos=(Tempo(0, 120.0),),
    length=96,
)


class Recorder:
    def __init__(self) -> None:
        self.sent: list[tuple[int, ...]] = []
        self.closed = False

    def send(self, *data: int) -> None:
        self.sent.append(data)

    def close(self) -> None:
        self.closed = True


class Follower:
    """A ``MidiOut`` whose time the test moves by hand."""

    def __init__(self) -> None:
        self.port = Recorder()
        self.now = Moment(SONG, 0.0, 1.0, False, 0)
        self.levels: dict[int, Level] = {}
        self.out = MidiOut(self.port, lambda: self.now, lambda: self.levels)

    def at(self, tick: float, **changes: Any) -> list[tuple[int, ...]]:
        """What is sent when this is heard, without the clock."""
        self.now = replace(self.now, tick=tick, **changes)
        self.port.sent.clear()
        self.out.step()
        return [data for data in self.port.sent if data != (0xF8,)]


@pytest.fixture
def follower() -> Follower:
    return Follower()


def test_notes_come_on_their_ticks_and_end(follower: Follower) -> None:
    assert follower.at(0.0, moving=True)[-3:] == [
        (0xF2, 0, 0),
        (0xFA,),
        (0x90, 72, 90),
    ]
    assert follower.at(11.9) == []
    assert follower.at(12.1) == [(0x80, 72, 0), (0x99, 38, 100)]
    assert follower.at(25.0) == [(0x89, 38, 0), (0x90, 74, 80)]


def test_the_clock_ticks_24_times_a_beat(follower: Follower) -> None:
    follower.at(0.0, moving=True)
    follower.at(24.0)
    assert follower.port.sent.count((0xF8,)) == 24


def test_programs_and_levels_are_sent_before_the_first_note(follower: Follower) -> None:
    follower.levels = {1: Level(volume=0.5, pan=-1.0)}
    sent = follower.at(0.0, moving=True)
    assert sent[:2] == [(0xC0, 73), (0xC9, 0)]
    assert {(0xB0, 7, 100), (0xB0, 10, 64), (0xB9, 7, 50), (0xB9, 10, 0)} <= set(sent)


def test_stop_ends_what_sounds(follower: Follower) -> None:
    follower.at(0.0, moving=True)
    follower.at(30.0)
    assert follower.at(30.0, moving=False) == [
        (0x80, 74, 0),
        (0xB0, 123, 0),
        (0xB9, 123, 0),
        (0xFC,),
    ]
    assert follower.at(30.0, moving=False) == []


def test_close_ends_what_sounds(follower: Follower) -> None:
    follower.at(0.0, moving=True)
    follower.out.close()
    assert follower.port.sent[-4:] == [(0x80, 72, 0), (0xB0, 123, 0), (0xB9, 123, 0), (0xFC,)]
    assert follower.port.closed


def test_a_seek_and_a_loops_end_go_on_elsewhere(follower: Follower) -> None:
    follower.at(0.0, moving=True)
    follower.at(30.0)
    assert follower.at(24.0, jumps=1) == [
        (0x80, 74, 0),
        (0xB0, 123, 0),
        (0xB9, 123, 0),
        (0xFC,),
        (0xF2, 4, 0),
        (0xFB,),
        (0x90, 74, 80),
    ]
    assert follower.at(11.5)[-2:] == [(0xF2, 1, 0), (0xFB,)]


def test_muted_tracks_are_silent(follower: Follower) -> None:
    follower.levels = {0: Level(muted=True)}
    follower.at(0.0, moving=True)
    assert follower.at(12.0) == [(0x99, 38, 100)]


def test_tracks_beyond_the_channels_are_left_out(follower: Follower) -> None:
    many = Song(tracks=tuple(Track(notes=(Note(0, 60 + n, 24),)) for n in range(20)))
    sent = follower.at(0.0, moving=True, song=many)
    starts = [data for data in sent if data[0] & 0xF0 == 0x90]
    assert len({data[0] for data in starts}) == len(starts) == 15
    assert not any(data[0] == 0x99 for data in starts)


def test_no_ports_and_no_library_are_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    player = Player(default_soundfont())
    monkeypatch.setitem(sys.modules, "rtmidi", ModuleType("rtmidi"))
    monkeypatch.setattr(midi_out_module, "_systems", list)
    assert midi_ports() == []
    with pytest.raises(MusicganError, match="has no MIDI ports"):
        player.set_midi_out("Synth")
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    with pytest.raises(MusicganError, match="pip install python-rtmidi"):
        player.set_midi_out("Synth")
    player.close()


@pytest.fixture
def heard() -> Iterator[Callable[[], list[tuple[float, list[int]]]]]:
    """Opens our virtual port at the other end, as another program would."""
    rtmidi = pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")
    systems = midi_out_module._systems()
    if not systems:
        pytest.skip("this computer runs no MIDI sequencer (neither ALSA's nor JACK)")
    got: list[tuple[float, list[int]]] = []
    try:
        listener = rtmidi.MidiIn(systems[0], "listener")
    except Exception as error:  # of the library's own, which has no common kind
        pytest.skip(f"the MIDI sequencer does not answer ({error})")
    listener.set_callback(lambda heard, _: got.append((time.perf_counter(), heard[0])))

    def connect() -> list[tuple[float, list[int]]]:
        place = next(n for n, name in enumerate(listener.get_ports()) if VIRTUAL_PORT in name)
        listener.open_port(place)
        return got

    yield connect
    listener.close_port()


def test_another_program_hears_the_virtual_port_in_time(
    heard: Callable[[], list[tuple[float, list[int]]]],
) -> None:
    song = Song(tracks=(Track(notes=tuple(Note(12 * n, 60 + n, 6) for n in range(8))),))
    player = Player(default_soundfont(), device=NO_SOUND)
    player.set_midi_out(VIRTUAL_PORT)
    got = heard()
    player.load(song)
    wait_until(lambda: player._incoming is None)
    player.play()
    wait_until(lambda: sum(m[0] == 0x90 for _, m in got) == 8)
    player.close()
    starts = [(at, m[1]) for at, m in got if m[0] == 0x90]
    assert [pitch for _, pitch in starts] == list(range(60, 68))
    # Seven eighths; single ones may be late on a machine that is busy with other tests.
    assert starts[-1][0] - starts[0][0] == pytest.approx(7 * 0.25, abs=0.2)
    assert sum(m[0] == 0x80 for _, m in got) == 8

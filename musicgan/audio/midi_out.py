"""Sends what the player plays to a MIDI port, in time: notes, clock, start and stop."""

import contextlib
import os
import sys
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from musicgan.audio.deck import Moment
from musicgan.audio.mixer import Level, audible
from musicgan.errors import MusicganError
from musicgan.song import Song, seconds_at

VIRTUAL_PORT = "musicgan"
"""A port of our own, to which other programs can listen; not on Windows."""

_DRUM_CHANNEL = 9
_CHANNELS = [channel for channel in range(16) if channel != _DRUM_CHANNEL]
_TICKS_A_SIXTEENTH = 6
_POLL_SECONDS = 0.005

_NOTE_OFF, _NOTE_ON, _CONTROL, _PROGRAM = 0x80, 0x90, 0xB0, 0xC0
_VOLUME, _PAN, _ALL_NOTES_OFF = 7, 10, 123
_SONG_POSITION, _CLOCK, _START, _CONTINUE, _STOP = 0xF2, 0xF8, 0xFA, 0xFB, 0xFC


class Port(Protocol):
    """An open MIDI output."""

    def send(self, *data: int) -> None:
        """Send one message's bytes."""

    def close(self) -> None:
        """Let the port go."""


def midi_ports() -> list[str]:
    """The MIDI ports that can be played on, the virtual one first where there is one.

    Raises:
        MusicganError: the library for MIDI ports is not installed.
    """
    found = [] if sys.platform == "win32" else [VIRTUAL_PORT]
    systems = _systems()
    for system in systems:
        # One that stopped meanwhile has no ports; the library raises bare errors of several kinds.
        with contextlib.suppress(Exception):
            names = _rtmidi().MidiOut(system, "musicgan").get_ports()
            found += [name for name in names if name not in found]
    return found if systems else []


def open_midi_port(name: str) -> Port:
    """Open one of ``midi_ports``.

    Raises:
        MusicganError: the library is not installed, or the port is not there (any more).
    """
    rtmidi = _rtmidi()
    for system in _systems():
        try:
            out = rtmidi.MidiOut(system, "musicgan")
            if name == VIRTUAL_PORT:
                out.open_virtual_port(name)
                return _RtPort(out)
            names = out.get_ports()
            if name in names:
                out.open_port(names.index(name))
                return _RtPort(out)
        except Exception as error:
            raise MusicganError(
                f"The MIDI port {name} can't be played on ({error}); choose another one."
            ) from error
    if not _systems():
        raise MusicganError(
            "This computer has no MIDI ports (no sequencer is running); the music can still be "
            "exported as a MIDI file."
        )
    raise MusicganError(f"The MIDI port {name} is not there; connect it, or choose another one.")


class MidiOut:
    """Follows the player in a thread of its own.

    Tracks are on the channels that their MIDI file would have; those beyond the sixteenth channel
    are left out. Muted tracks are silent, volume and pan are sent as controllers.
    """

    def __init__(
        self,
        port: Port,
        moment: Callable[[], Moment | None],
        levels: Callable[[], Mapping[int, Level]],
    ) -> None:
        """Make one that waits for ``start``.

        Args:
            port: an open port; closed by ``close``.
            moment: what is heard now; None: nothing yet.
            levels: how the tracks are to be heard.
        """
        self._port = port
        self._moment = moment
        self._levels = levels
        self._sent_levels: Mapping[int, Level] | None = None
        self._song: Song | None = None
        self._channels: list[int | None] = []
        self._starts: dict[int, list[tuple[int, int, int, int]]] = {}
        self._jumps = -1
        self._running = False
        self._next = 0
        # (end, channel, pitch) of what sounds.
        self._sounding: list[tuple[int, int, int]] = []
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="musicgan-midi", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def close(self) -> None:
        """End all notes and let the port go."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join()
        self._halt()
        self._port.close()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._closed.wait(self.step())

    def step(self) -> float:
        """Send what is due; seconds until there may be more."""
        now = self._moment()
        if now is None:
            return _POLL_SECONDS
        if not now.moving:
            self._halt()
            return _POLL_SECONDS
        if now.song is not self._song:
            self._take(now.song)
        if self._levels() is not self._sent_levels:
            self._send_levels()
        # A loop's end is a step back without a jump.
        if not self._running or now.jumps != self._jumps or now.tick < self._next - 2:
            self._begin(now)
        while self._next <= now.tick:
            self._send_tick(self._next)
            self._next += 1
        until = seconds_at(now.song.tempos, self._next) - seconds_at(now.song.tempos, now.tick)
        return min(max(until / now.speed, 0.0005), _POLL_SECONDS)

    def _take(self, song: Song) -> None:
        self._release()
        self._song = song
        pitched = iter(_CHANNELS)
        self._channels = [
            _DRUM_CHANNEL if track.is_drum else next(pitched, None) for track in song.tracks
        ]
        starts: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        for number, track in enumerate(song.tracks):
            for note in track.notes:
                starts[note.onset].append((number, note.pitch, note.velocity, note.end))
        self._starts = starts
        for chosen, track in zip(self._channels, song.tracks, strict=True):
            if chosen is not None:
                self._port.send(_PROGRAM | chosen, track.program)
        self._send_levels()

    def _send_levels(self) -> None:
        levels = self._sent_levels = self._levels()
        for number, channel in enumerate(self._channels):
            if channel is not None:
                level = levels.get(number, Level())
                # 100 is what General MIDI begins with.
                self._port.send(_CONTROL | channel, _VOLUME, min(127, round(level.volume * 100)))
                self._port.send(_CONTROL | channel, _PAN, min(127, round(64 + level.pan * 64)))

    def _begin(self, now: Moment) -> None:
        """Go on at another place."""
        self._release()
        if self._running:
            self._port.send(_STOP)
        # What began since the last look is still sent, a moment late.
        self._next = int(now.tick)
        # A position is counted in sixteenths: a clock follower starts at the nearest before.
        place = min(int(now.tick) // _TICKS_A_SIXTEENTH, 0x3FFF)
        self._port.send(_SONG_POSITION, place & 0x7F, place >> 7)
        self._port.send(_CONTINUE if place else _START)
        self._jumps = now.jumps
        self._running = True

    def _send_tick(self, tick: int) -> None:
        self._port.send(_CLOCK)
        ended = bisect_left(self._sounding, (tick + 1,))
        for _, channel, pitch in self._sounding[:ended]:
            self._port.send(_NOTE_OFF | channel, pitch, 0)
        self._sounding = self._sounding[ended:]
        levels = self._levels()
        for number, pitch, velocity, end in self._starts.get(tick, ()):
            own = self._channels[number]
            if own is not None and audible(levels, number):
                self._port.send(_NOTE_ON | own, pitch, velocity)
                self._sounding.append((end, own, pitch))
        self._sounding.sort()

    def _halt(self) -> None:
        if self._running:
            self._running = False
            self._release()
            self._port.send(_STOP)

    def _release(self) -> None:
        for _, channel, pitch in self._sounding:
            self._port.send(_NOTE_OFF | channel, pitch, 0)
        self._sounding = []
        for used in self._channels:
            if used is not None:
                self._port.send(_CONTROL | used, _ALL_NOTES_OFF, 0)


class _RtPort:
    def __init__(self, out: Any) -> None:
        self._out = out

    def send(self, *data: int) -> None:
        self._out.send_message(data)

    def close(self) -> None:
        self._out.close_port()


def _rtmidi() -> Any:
    try:
        import rtmidi
    except ImportError as error:
        raise MusicganError(
            "Playing on MIDI ports needs a further package; install it with "
            '"pip install python-rtmidi".'
        ) from error
    return rtmidi


def _systems() -> list[int]:
    """The MIDI systems that run here; asking one that doesn't would print its complaints."""
    rtmidi = _rtmidi()
    if not sys.platform.startswith("linux"):
        return [rtmidi.API_UNSPECIFIED]
    # JACK would start a server of its own accord.
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    found = []
    if os.access("/dev/snd/seq", os.W_OK):
        found.append(rtmidi.API_LINUX_ALSA)
    if any(Path("/dev/shm").glob("jack*")):
        found.append(rtmidi.API_UNIX_JACK)
    return found

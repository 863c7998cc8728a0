"""Plays a song live: seek, loop, tempo, levels, edits take effect at once.

Three threads meet here. The owner's calls set what is wanted. A worker renders the stems of each
track in chunks, ahead of the playhead. The device's callback has the deck mix the stems, so that
everything but the notes themselves is an array operation.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from musicgan.audio.deck import Deck, Moment
from musicgan.audio.device import Fill, Stream, open_device
from musicgan.audio.midi_out import MidiOut, open_midi_port
from musicgan.audio.mixer import Level
from musicgan.audio.soundfonts import check_soundfont
from musicgan.audio.source import Source
from musicgan.audio.synth import load_library
from musicgan.errors import MusicganError
from musicgan.song import Song

_POLL_SECONDS = 0.02
_READY_CHUNKS = 2
"""So much of a new song is rendered before it takes over from the one that plays."""

_PATIENCE = 250
"""Polls (5 s) without a call from a device that is then gone, although its driver says nothing."""


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A song to take over: at ``tick``, or where the playhead then is (None)."""

    number: int
    song: Song
    tick: float | None
    ready: float | None


class Player:
    """Plays songs through a SoundFont. Every method may be called from any thread.

    All that is set here belongs to the player and stays when another song is loaded.

    Attributes:
        on_finished: called after the last sound, in the player's own thread, when the position is
            back at the start; None: nobody.
        on_error: called in the player's own thread with a problem of the song in work (a damaged
            SoundFont), which the next ``play`` raises too, or of the output (unplugged).
    """

    def __init__(
        self,
        soundfont: Path,
        open_stream: Callable[[Fill, str], Stream] = open_device,
        device: str = "",
    ) -> None:
        """Make a player; libraries, SoundFont and device are opened when they are needed.

        Args:
            soundfont: an .sf2 or .sf3 file.
            open_stream: gives the output; tests give one without a device.
            device: the output's name, as ``outputs`` gives it; empty for the default.
        """
        self.on_finished: Callable[[], None] | None = None
        self.on_error: Callable[[MusicganError], None] | None = None
        self._soundfont = soundfont
        self._open_stream = open_stream
        self._device = device
        self._stream: Stream | None = None
        self._calls = (0, 0)
        """The device's calls when it was last looked at, and looks without a new one."""
        self._failure: MusicganError | None = None
        # The stream is started and stopped under _control; the callback, which those calls wait
        # for, takes only the deck's lock, which also guards what is to come onto the deck.
        self._control = threading.RLock()
        self._deck = Deck()
        self._incoming: _Incoming | None = None
        self._loads = 0
        self._speed = 1.0
        self._midi_out: MidiOut | None = None
        self._wake = threading.Event()
        self._closed = False
        self._worker: threading.Thread | None = None

    def load(self, song: Song, keep_position: bool = False, ready: float | None = None) -> None:
        """Take another song; if one is playing, the new one plays on.

        Args:
            song: the music; it takes over when its first sound is ready, some milliseconds later.
            keep_position: go on at the tick that is played now, instead of at the start.
            ready: the tick up to which a song is written that is still growing: there the player
                waits for the next ``load``; None: it is whole.
        """
        with self._deck.lock:
            tick: float | None = 0.0
            if keep_position and self._incoming is not None:
                tick = self._incoming.tick
            elif keep_position and self._deck.source is not None:
                tick = None
            self._take(song, tick, ready)
            self._failure = None
        self._start_worker()

    def play(self) -> None:
        """Start, or go on.

        Raises:
            MusicganError: nothing is loaded, or FluidSynth, PortAudio, the SoundFont or an output
                device is missing.
        """
        with self._control:
            if self._failure is not None:
                raise self._failure
            if self._deck.source is None and self._incoming is None:
                raise MusicganError("There is nothing to play; generate or open a song first.")
            if self._deck.playing:
                return
            load_library()
            check_soundfont(self._soundfont)
            self._start_stream()
            self._calls = self._deck.calls, 0
            with self._deck.lock:
                self._deck.start()
        self._wake.set()

    def pause(self) -> None:
        """Stop where the ear is."""
        with self._control:
            with self._deck.lock:
                heard, _ = self._heard()
            self._halt()
            with self._deck.lock:
                self._deck.jump(heard)

    def stop(self) -> None:
        """Stop and go back to the start."""
        with self._control:
            self._halt()
        self.seek(0)

    def seek(self, tick: float) -> None:
        """Go to ``tick``, playing or not."""
        with self._deck.lock:
            incoming = self._incoming
            if incoming is not None and incoming.tick is not None:
                self._incoming = _Incoming(incoming.number, incoming.song, tick, incoming.ready)
            elif self._deck.source is not None:
                self._deck.jump(self._deck.source.frame_at(tick))
        self._wake.set()

    @property
    def position_ticks(self) -> float:
        """The tick that is heard now: the device's latency is taken off."""
        with self._deck.lock:
            incoming, source = self._incoming, self._deck.source
            frame, _ = self._heard()
        if incoming is not None and incoming.tick is not None:
            return min(max(incoming.tick, 0.0), float(incoming.song.length))
        return 0.0 if source is None else source.tick_at(frame)

    @property
    def moment(self) -> Moment | None:
        """What is heard now, for those who play along; None before the first song is ready."""
        with self._deck.lock:
            source, jumps = self._deck.source, self._deck.jumps
            frame, moving = self._heard()
        if source is None:
            return None
        return Moment(source.song, source.tick_at(frame), source.speed, moving, jumps)

    @property
    def underruns(self) -> int:
        """How often the sound had to wait for the synthesiser while playing."""
        return self._deck.underruns

    @property
    def is_playing(self) -> bool:
        """Whether sound is running."""
        return self._deck.playing

    @property
    def latency(self) -> float | None:
        """Seconds from the mixer to the ear; None while no output is open."""
        stream = self._stream
        return None if stream is None else stream.latency

    def set_levels(self, levels: Mapping[int, Level]) -> None:
        """Set how the tracks are heard, by their numbers; others are as the notes say."""
        with self._deck.lock:
            self._deck.set_levels(levels)

    def set_volume(self, volume: float) -> None:
        """Set the level of the whole: 0 (silent) to 1 and above."""
        with self._deck.lock:
            self._deck.set_volume(volume)

    def set_loop(self, ticks: tuple[float, float] | None) -> None:
        """Repeat from the first tick to the second; None: play to the end.

        The playhead stays where it is; it enters the loop by reaching its end from within or
        before. A loop of less than a twentieth of a second is none.
        """
        with self._deck.lock:
            self._deck.loop_ticks = ticks
        self._wake.set()

    def set_speed(self, speed: float) -> None:
        """Play at ``speed`` times the song's tempo, from 0.1 to 10."""
        with self._deck.lock:
            if speed == self._speed:
                return
            self._speed = min(max(speed, 0.1), 10.0)
            self._take_again()
        self._wake.set()

    def set_soundfont(self, soundfont: Path) -> None:
        """Play through other instruments from now on.

        Raises:
            MusicganError: it can't be read, or is no SoundFont; the old one stays.
        """
        check_soundfont(soundfont)
        with self._deck.lock:
            self._soundfont = soundfont
            self._failure = None
            self._take_again()
        self._wake.set()

    def set_device(self, device: str) -> None:
        """Play on another output from now on; empty for the default.

        Raises:
            MusicganError: it was playing, and the new one can't be played on; it is then stopped.
        """
        with self._control:
            was_playing = self._deck.playing
            if was_playing:
                self.pause()
            self._close_stream()
            self._device = device
            if was_playing:
                self.play()

    def set_midi_out(self, port: str) -> None:
        """Send what is heard to a MIDI port too; empty for none.

        Raises:
            MusicganError: it can't be opened; none is played on then.
        """
        with self._control:
            if self._midi_out is not None:
                self._midi_out.close()
                self._midi_out = None
            if port:
                midi_port = open_midi_port(port)
                self._midi_out = MidiOut(midi_port, lambda: self.moment, lambda: self._deck.levels)
                self._midi_out.start()

    def set_metronome(self, on: bool) -> None:
        """Click on every beat, or don't."""
        self._deck.metronome = on

    def set_count_in(self, on: bool) -> None:
        """Click one bar before playing, or don't."""
        self._deck.counting_in = on

    def close(self) -> None:
        """Let the device, the synthesiser and the thread go. The player can't be used again."""
        self.set_midi_out("")
        with self._control:
            self._halt()
            self._close_stream()
        self._closed = True
        self._wake.set()
        worker = self._worker
        if worker is not None and worker is not threading.current_thread():
            worker.join()

    # The worker's thread

    def _start_worker(self) -> None:
        with self._control:
            if self._worker is None:
                self._worker = threading.Thread(
                    target=self._work, name="musicgan-player", daemon=True
                )
                self._worker.start()
        self._wake.set()

    def _work(self) -> None:
        while not self._closed:
            busy = self._take_over() or self._render_ahead()
            if self._deck.ended and self._deck.playing:
                self._finish()
            self._notice_loss()
            if not busy:
                self._wake.wait(_POLL_SECONDS if self._deck.playing else None)
                self._wake.clear()
        if self._deck.source is not None:
            self._deck.source.close()

    def _take_over(self) -> bool:
        """Make the incoming song the playing one, once its first sound is ready."""
        incoming = self._incoming
        if incoming is None:
            return False
        try:
            source = Source(incoming.song, self._soundfont, self._speed, incoming.ready)
        except MusicganError as error:
            self._fail(incoming, error)
            return True
        tick = self.position_ticks if incoming.tick is None else incoming.tick
        while source.fill(source.frame_at(tick), _READY_CHUNKS):
            pass
        with self._deck.lock:
            latest = self._incoming
            replaced: Source | None = source
            if latest is not None and latest.number == incoming.number:
                replaced = self._deck.source
                self._incoming = None
                self._deck.swap(source, latest.tick)
            elif latest is not None and latest.tick is incoming.tick is None:
                # Of changes that come faster than they can be rendered, some are heard.
                replaced = self._deck.source
                self._deck.swap(source, None)
        if replaced is not None:
            replaced.close()
        return True

    def _render_ahead(self) -> bool:
        source = self._deck.source
        return source is not None and source.fill(self._deck.frame, loop=self._deck.loop)

    def _finish(self) -> None:
        with self._control:
            if not self._deck.ended:
                return
            self._halt()
            with self._deck.lock:
                self._deck.jump(0)
        if self.on_finished is not None:
            self.on_finished()

    def _fail(self, incoming: _Incoming, error: MusicganError) -> None:
        with self._control:
            with self._deck.lock:
                if self._incoming is None or self._incoming.number != incoming.number:
                    return
                self._incoming = None
                self._failure = error
            self._halt()
        if self.on_error is not None:
            self.on_error(error)

    def _notice_loss(self) -> None:
        """Stop where the output has gone away, an unplugged headset for example."""
        with self._control:
            if not self._deck.playing or self._stream is None:
                return
            calls, waited = self._calls
            self._calls = self._deck.calls, waited + 1 if calls == self._deck.calls else 0
            if self._stream.active and waited < _PATIENCE:
                return
            self.pause()
            self._close_stream()
        if self.on_error is not None:
            self.on_error(
                MusicganError("The audio output is gone; connect one, then press play again.")
            )

    # Shared

    def _start_stream(self) -> None:
        """Start the output; anew where the open one has gone meanwhile. Needs ``_control``."""
        if self._stream is not None:
            try:
                self._stream.start()
            except MusicganError:
                self._close_stream()
            else:
                return
        self._stream = self._open_stream(self._deck.fill, self._device)
        try:
            self._stream.start()
        except MusicganError:
            self._close_stream()
            raise

    def _close_stream(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _take(self, song: Song, tick: float | None, ready: float | None) -> None:
        """Let the worker take a song over. Needs the deck's lock."""
        self._loads += 1
        self._incoming = _Incoming(self._loads, song, tick, ready)

    def _take_again(self) -> None:
        """Render what plays anew, since how it sounds was changed. Needs the deck's lock."""
        if self._incoming is not None:
            self._take(self._incoming.song, self._incoming.tick, self._incoming.ready)
        elif self._deck.source is not None:
            source = self._deck.source
            ready = None if source.ready >= source.frames else source.tick_at(source.ready)
            self._take(source.song, None, ready)

    def _halt(self) -> None:
        """Stop the stream. Needs ``_control``."""
        if self._deck.playing:
            with self._deck.lock:
                self._deck.stop()
            assert self._stream is not None, "playing needs a stream"
            self._stream.abort()

    def _heard(self) -> tuple[int, bool]:
        """The audio frame at the ear, and whether the song moves there. Needs the deck's lock."""
        return self._deck.heard(self._stream.latency if self._stream is not None else 0.0)

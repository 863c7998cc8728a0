"""Plays a song live: seek, loop, tempo, levels, edits take effect at once.

Three threads meet here. The owner's calls set what is wanted. A worker renders the stems of each
track in chunks, ahead of the playhead. The device's callback mixes the stems, so that everything
but the notes themselves is an array operation.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from musicgan.audio.device import Fill, Stream, look_again, open_device
from musicgan.audio.metronome import Clicks
from musicgan.audio.midi_out import MidiOut, open_midi_port
from musicgan.audio.mixer import Gains, Level, Limiter, Stereo, gains, mix
from musicgan.audio.playhead import Playhead
from musicgan.audio.soundfonts import check_soundfont
from musicgan.audio.source import CHUNK, Loop, Source
from musicgan.audio.synth import load_library
from musicgan.errors import MusicganError
from musicgan.song import Song

_POLL_SECONDS = 0.02
_READY_CHUNKS = 2
"""So much of a new song is rendered before it takes over from the one that plays."""

_LEAVING = 512
"""Frames in which what is left (by a seek, at a loop's end, for a changed song) fades out."""
_ARRIVING = 64
"""Frames in which what comes instead fades in: short, so that its first note stays sharp."""
_SHORTEST_LOOP = 4 * _LEAVING


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A song to take over: at ``tick``, or where the playhead then is (None)."""

    number: int
    song: Song
    tick: float | None
    ready: float | None


@dataclass(frozen=True, slots=True)
class Moment:
    """What is heard at a moment.

    Attributes:
        song: what plays.
        tick: the tick at the ear.
        speed: factor of the song's tempo.
        moving: whether it plays on; False while stopped, in a count-in or waiting.
        jumps: another number after each seek, start, stop or changed song.
    """

    song: Song
    tick: float
    speed: float
    moving: bool
    jumps: int


class Player:
    """Plays songs through a SoundFont. Every method may be called from any thread.

    All that is set here belongs to the player and stays when another song is loaded.

    Attributes:
        on_finished: called after the last sound, in the player's own thread, when the position is
            back at the start; None: nobody.
        on_error: called in the player's own thread with a problem of the song in work (a damaged
            SoundFont), which the next ``play`` raises too, or of the output (unplugged).
        underruns: how often the sound had to wait for the synthesiser while playing.
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
        self.underruns = 0
        self._soundfont = soundfont
        self._open_stream = open_stream
        self._device = device
        self._stream: Stream | None = None
        self._failure: MusicganError | None = None
        # The stream is started and stopped under _control; the callback, which those calls wait
        # for, takes only _state, and only for a few assignments.
        self._control = threading.RLock()
        self._state = threading.Lock()
        self._source: Source | None = None
        self._incoming: _Incoming | None = None
        self._loads = 0
        self._playhead = Playhead()
        self._jumps = 0
        self._playing = False
        self._ended = False
        self._speed = 1.0
        self._loop_ticks: tuple[float, float] | None = None
        self._metronome = False
        self._counting_in = False
        self._count: tuple[Clicks, int] | None = None
        self._levels: dict[int, Level] = {}
        self._volume = 1.0
        self._midi_out: MidiOut | None = None
        self._gains: Gains = np.ones((0, 2), np.float32)
        self._gains_before: Gains = self._gains
        self._leaving: Stereo = _nothing()
        self._arriving = False
        self._limiter = Limiter()
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
        with self._state:
            tick: float | None = 0.0
            if keep_position and self._incoming is not None:
                tick = self._incoming.tick
            elif keep_position and self._source is not None:
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
            if self._source is None and self._incoming is None:
                raise MusicganError("There is nothing to play; generate or open a song first.")
            if self._playing:
                return
            load_library()
            check_soundfont(self._soundfont)
            if self._stream is None:
                self._stream = self._open_stream(self._fill, self._device)
            self._stream.start()
            with self._state:
                self._playhead.start()
                self._gains_before = self._gains
                self._jumps += 1
                self._playing = True
                self._ended = False
                self._arriving = True
                self._count = None
                if self._counting_in and self._source is not None:
                    self._count = self._source.count_in(self._playhead.frame)
        self._wake.set()

    def pause(self) -> None:
        """Stop where the ear is."""
        with self._control:
            with self._state:
                heard, _ = self._heard()
            self._halt()
            with self._state:
                self._jump(heard)

    def stop(self) -> None:
        """Stop and go back to the start."""
        with self._control:
            self._halt()
        self.seek(0)

    def seek(self, tick: float) -> None:
        """Go to ``tick``, playing or not."""
        with self._state:
            incoming = self._incoming
            if incoming is not None and incoming.tick is not None:
                self._incoming = _Incoming(incoming.number, incoming.song, tick, incoming.ready)
            elif self._source is not None:
                self._jump(self._source.frame_at(tick))
        self._wake.set()

    @property
    def position_ticks(self) -> float:
        """The tick that is heard now: the device's latency is taken off."""
        with self._state:
            incoming, source = self._incoming, self._source
            frame, _ = self._heard()
        if incoming is not None and incoming.tick is not None:
            return min(max(incoming.tick, 0.0), float(incoming.song.length))
        return 0.0 if source is None else source.tick_at(frame)

    @property
    def moment(self) -> Moment | None:
        """What is heard now, for those who play along; None before the first song is ready."""
        with self._state:
            source, jumps = self._source, self._jumps
            frame, moving = self._heard()
        if source is None:
            return None
        return Moment(source.song, source.tick_at(frame), source.speed, moving, jumps)

    @property
    def is_playing(self) -> bool:
        """Whether sound is running."""
        return self._playing

    @property
    def latency(self) -> float | None:
        """Seconds from the mixer to the ear; None while no output is open."""
        stream = self._stream
        return None if stream is None else stream.latency

    def set_levels(self, levels: Mapping[int, Level]) -> None:
        """Set how the tracks are heard, by their numbers; others are as the notes say."""
        with self._state:
            self._levels = dict(levels)
            self._gains = self._wanted_gains()

    def set_volume(self, volume: float) -> None:
        """Set the level of the whole: 0 (silent) to 1 and above."""
        with self._state:
            self._volume = max(0.0, volume)
            self._gains = self._wanted_gains()

    def set_loop(self, ticks: tuple[float, float] | None) -> None:
        """Repeat from the first tick to the second; None: play to the end.

        The playhead stays where it is; it enters the loop by reaching its end from within or
        before. A loop of less than a twentieth of a second is none.
        """
        with self._state:
            self._loop_ticks = ticks
        self._wake.set()

    def set_speed(self, speed: float) -> None:
        """Play at ``speed`` times the song's tempo, from 0.1 to 10."""
        with self._state:
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
        with self._state:
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
            was_playing = self._playing
            if was_playing:
                self.pause()
            if self._stream is not None:
                self._stream.close()
                self._stream = None
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
                self._midi_out = MidiOut(midi_port, lambda: self.moment, lambda: self._levels)
                self._midi_out.start()

    def set_metronome(self, on: bool) -> None:
        """Click on every beat, or don't."""
        self._metronome = on

    def set_count_in(self, on: bool) -> None:
        """Click one bar before playing, or don't."""
        self._counting_in = on

    def close(self) -> None:
        """Let the device, the synthesiser and the thread go. The player can't be used again."""
        self.set_midi_out("")
        with self._control:
            self._halt()
            if self._stream is not None:
                self._stream.close()
                self._stream = None
        self._closed = True
        self._wake.set()
        worker = self._worker
        if worker is not None and worker is not threading.current_thread():
            worker.join()

    # The device's thread

    def _fill(self, out: Stereo) -> None:
        """Write the next frames; silence where there are none."""
        out.fill(0.0)
        with self._state:
            source, jumps = self._source, self._jumps
            frame, loop = self._playhead.frame, self._loop()
            before, after = self._gains_before, self._gains
            self._gains_before = after
            leaving, arriving = self._leaving, self._arriving
            self._leaving, self._arriving = _nothing(), False
            count = self._count
            playing = self._playing and not self._ended
        if not playing or source is None:
            return
        spans: list[tuple[int, int, bool]] = []
        done = 0
        if count is not None:
            clicks, left = count
            done = min(left, out.shape[0])
            clicks.add(out[:done], -left)
            spans.append((frame, done, False))
            count = (clicks, left - done) if left > done else None
        waiting = ended = False
        while done < out.shape[0]:
            if loop is not None and frame == loop[1]:
                leaving, arriving = self._sound(source, frame, after), True
                frame = loop[0]
            end = loop[1] if loop is not None and frame < loop[1] else source.frames
            part = out[done : done + max(0, end - frame)]
            wanted = part.shape[0]
            written = self._mix_chunks(source, frame, before, after, part)
            if arriving:
                _fade_in(part[:written])
                arriving = False
            if self._metronome:
                source.clicks.add(part[:written], frame)
            leaving = _fade_out(leaving, part)
            before = after
            spans.append((frame, written, True))
            frame, done = frame + written, done + written
            looping = loop is not None and frame == loop[1]
            ended = frame >= source.frames and not looping
            if written < wanted or ended:
                waiting = source.ready <= frame and not ended
                break
        self._limiter.apply(out)
        if done < out.shape[0] and not ended and not waiting:
            self.underruns += 1
        now = time.perf_counter()
        with self._state:
            if self._jumps == jumps:
                for span in spans:
                    self._playhead.wrote(*span)
                self._playhead.wrote(frame, out.shape[0] - done, moving=False)
                self._playhead.called(now)
                self._ended = ended
                self._count = count
                self._leaving = leaving

    @staticmethod
    def _mix_chunks(source: Source, frame: int, before: Gains, after: Gains, out: Stereo) -> int:
        """Mix what is rendered and ready into ``out``; the number of frames that were."""
        wanted = out.shape[0]
        if source.ready < source.frames:
            wanted = min(wanted, max(0, source.ready - frame))
        done = 0
        while done < wanted:
            index, offset = divmod(frame + done, CHUNK)
            stems = source.chunk(index)
            if stems is None:
                break
            count = min(CHUNK - offset, wanted - done)
            mix(stems[:, :, offset : offset + count], before, after, out[done : done + count])
            before = after
            done += count
        return done

    def _sound(self, source: Source, frame: int, levels: Gains) -> Stereo:
        """What would be heard next, for fading it out; the metronome's click rings out whole."""
        out = np.zeros((_LEAVING, 2), np.float32)
        self._mix_chunks(source, frame, levels, levels, out)
        out *= np.linspace(1.0, 0.0, _LEAVING, dtype=np.float32)[:, None]
        return out

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
            if self._ended and self._playing:
                self._finish()
            self._notice_loss()
            if not busy:
                self._wake.wait(_POLL_SECONDS if self._playing else None)
                self._wake.clear()
        if self._source is not None:
            self._source.close()

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
        with self._state:
            latest = self._incoming
            replaced: Source | None = source
            if latest is not None and latest.number == incoming.number:
                replaced = self._source
                self._incoming = None
                self._swap(source, latest.tick)
            elif latest is not None and latest.tick is incoming.tick is None:
                # Of changes that come faster than they can be rendered, some are heard.
                replaced = self._source
                self._swap(source, None)
        if replaced is not None:
            replaced.close()
        return True

    def _swap(self, source: Source, tick: float | None) -> None:
        """Put ``source`` in place at ``tick`` (None: the same tick as now). Needs ``_state``."""
        leaving, first = self._left(), self._source is None
        if tick is None:
            # The frame that is written next, not the one that is heard: nothing plays twice.
            assert self._source is not None, "a position is kept only from song to song"
            tick = self._source.tick_at(self._playhead.frame)
        self._source = source
        self._arrive(source.frame_at(tick), leaving)
        self._gains = self._wanted_gains()
        self._gains_before = self._gains
        if self._counting_in and self._playing and (first or self._count is not None):
            self._count = source.count_in(self._playhead.frame)

    def _render_ahead(self) -> bool:
        source = self._source
        return source is not None and source.fill(self._playhead.frame, loop=self._loop())

    def _finish(self) -> None:
        with self._control:
            if not self._ended:
                return
            self._halt()
            with self._state:
                self._jump(0)
        if self.on_finished is not None:
            self.on_finished()

    def _fail(self, incoming: _Incoming, error: MusicganError) -> None:
        with self._control:
            with self._state:
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
            if not self._playing or self._stream is None or self._stream.active:
                return
            self.pause()
            self._stream.close()
            self._stream = None
            look_again()
        if self.on_error is not None:
            self.on_error(
                MusicganError("The audio output is gone; connect one, then press play again.")
            )

    # Shared

    def _take(self, song: Song, tick: float | None, ready: float | None) -> None:
        """Let the worker take a song over. Needs ``_state``."""
        self._loads += 1
        self._incoming = _Incoming(self._loads, song, tick, ready)

    def _take_again(self) -> None:
        """Render what plays anew, since how it sounds was changed. Needs ``_state``."""
        if self._incoming is not None:
            self._take(self._incoming.song, self._incoming.tick, self._incoming.ready)
        elif self._source is not None:
            source = self._source
            ready = None if source.ready >= source.frames else source.tick_at(source.ready)
            self._take(source.song, None, ready)

    def _halt(self) -> None:
        """Stop the stream. Needs ``_control``."""
        if self._playing:
            with self._state:
                self._playing = False
                self._jumps += 1
            assert self._stream is not None, "playing needs a stream"
            self._stream.abort()

    def _jump(self, frame: int) -> None:
        """Move the playhead. Needs ``_state``."""
        self._arrive(frame, self._left())

    def _left(self) -> Stereo:
        """What would be heard next if nothing were changed. Needs ``_state``."""
        if self._source is None or not self._playing or self._count is not None:
            return _nothing()
        return self._sound(self._source, self._playhead.frame, self._gains)

    def _arrive(self, frame: int, leaving: Stereo) -> None:
        """Put the playhead to ``frame`` while ``leaving`` fades out. Needs ``_state``."""
        self._leaving = leaving
        self._playhead.jump(frame)
        self._arriving = True
        self._jumps += 1
        self._ended = False

    def _loop(self) -> Loop | None:
        """The loop in frames of the source; None: none, or too short, or beyond the song."""
        source, ticks = self._source, self._loop_ticks
        if source is None or ticks is None:
            return None
        start, end = source.frame_at(ticks[0]), source.frame_at(ticks[1])
        return (start, end) if end - start >= _SHORTEST_LOOP else None

    def _heard(self) -> tuple[int, bool]:
        """The audio frame at the ear, and whether the song moves there. Needs ``_state``."""
        if not self._playing or self._stream is None:
            return self._playhead.frame, False
        return self._playhead.heard(time.perf_counter(), self._stream.latency)

    def _wanted_gains(self) -> Gains:
        """Two factors a track. Needs ``_state``."""
        tracks = 0 if self._source is None else len(self._source.song.tracks)
        return gains(self._levels, tracks) * np.float32(self._volume)


def _nothing() -> Stereo:
    return np.zeros((0, 2), np.float32)


def _fade_in(part: Stereo) -> None:
    count = min(_ARRIVING, part.shape[0])
    part[:count] *= np.linspace(0.0, 1.0, count, dtype=np.float32)[:, None]


def _fade_out(leaving: Stereo, part: Stereo) -> Stereo:
    """Add what is fading out to ``part``; what is left of it."""
    count = min(leaving.shape[0], part.shape[0])
    part[:count] += leaving[:count]
    return leaving[count:]

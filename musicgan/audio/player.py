"""Plays a song live: seek, mute, solo and level take effect at once.

Three threads meet here. The owner's calls set what is wanted. A worker renders the stems of each
track in chunks, ahead of the playhead. The device's callback mixes the stems, so that everything
but the notes themselves is an array operation.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from musicgan.audio.device import Fill, Stream, open_device
from musicgan.audio.mixer import Gains, Limiter, Stereo, mix
from musicgan.audio.soundfonts import check_soundfont
from musicgan.audio.source import CHUNK, Source
from musicgan.audio.synth import SAMPLE_RATE, load_library
from musicgan.errors import MusicganError
from musicgan.song import Song

_POLL_SECONDS = 0.02
_READY_CHUNKS = 2
"""So much of a new song is rendered before it takes over from the one that plays."""


@dataclass(slots=True)
class _Levels:
    volume: float = 1.0
    muted: bool = False
    soloed: bool = False


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A song to take over: at ``tick``, or where the playhead then is (None)."""

    song: Song
    tick: float | None


class Player:
    """Plays songs through a SoundFont. Every method may be called from any thread.

    Levels belong to track numbers and stay when another song is loaded.

    Attributes:
        on_finished: called after the last sound, in the player's own thread, when the position is
            back at the start; None: nobody.
        on_error: called in the player's own thread with a problem of the song in work (a damaged
            SoundFont), which the next ``play`` raises too, or of the output (unplugged).
        underruns: how often the sound had to wait for the synthesiser while playing.
    """

    def __init__(
        self, soundfont: Path, open_stream: Callable[[Fill], Stream] = open_device
    ) -> None:
        """Make a player; libraries, SoundFont and device are opened when they are needed.

        Args:
            soundfont: an .sf2 or .sf3 file.
            open_stream: gives the output; tests give one without a device.
        """
        self.on_finished: Callable[[], None] | None = None
        self.on_error: Callable[[MusicganError], None] | None = None
        self.underruns = 0
        self._soundfont = soundfont
        self._open_stream = open_stream
        self._stream: Stream | None = None
        self._failure: MusicganError | None = None
        # The stream is started and stopped under _control; the callback, which those calls wait
        # for, takes only _state, and only for a few assignments.
        self._control = threading.RLock()
        self._state = threading.Lock()
        self._source: Source | None = None
        self._incoming: _Incoming | None = None
        self._frame = 0
        self._heard_from = 0
        self._called_at = 0.0
        self._jumps = 0
        self._playing = False
        self._ended = False
        self._levels: dict[int, _Levels] = {}
        self._gains: Gains = np.ones(0, np.float32)
        self._gains_before: Gains = self._gains
        self._limiter = Limiter()
        self._wake = threading.Event()
        self._closed = False
        self._worker: threading.Thread | None = None

    def load(self, song: Song, keep_position: bool = False) -> None:
        """Take another song; if one is playing, the new one plays on.

        Args:
            song: the music; it takes over when its first sound is ready, some milliseconds later.
            keep_position: go on at the tick that is played now, instead of at the start.
        """
        with self._state:
            tick: float | None = 0.0
            if keep_position and self._incoming is not None:
                tick = self._incoming.tick
            elif keep_position and self._source is not None:
                tick = None
            self._incoming = _Incoming(song, tick)
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
                self._stream = self._open_stream(self._fill)
            self._stream.start()
            with self._state:
                self._heard_from = self._frame
                self._called_at = time.perf_counter()
                self._gains_before = self._gains
                self._playing = True
                self._ended = False
        self._wake.set()

    def pause(self) -> None:
        """Stop where the ear is."""
        with self._control:
            heard = self._heard()
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
            if self._incoming is not None and self._incoming.tick is not None:
                self._incoming = _Incoming(self._incoming.song, tick)
            elif self._source is not None:
                self._jump(self._source.frame_at(tick))
        self._wake.set()

    @property
    def position_ticks(self) -> float:
        """The tick that is heard now: the device's latency is taken off."""
        with self._state:
            incoming, source = self._incoming, self._source
        if incoming is not None and incoming.tick is not None:
            return min(max(incoming.tick, 0.0), float(incoming.song.length))
        return 0.0 if source is None else source.tick_at(self._heard())

    @property
    def is_playing(self) -> bool:
        """Whether sound is running."""
        return self._playing

    def set_mute(self, track: int, muted: bool) -> None:
        """Silence a track, or let it sound again."""
        with self._state:
            self._levels.setdefault(track, _Levels()).muted = muted
            self._gains = self._wanted_gains()

    def set_solo(self, track: int, alone: bool) -> None:
        """Let only the soloed tracks sound, as long as there is one."""
        with self._state:
            self._levels.setdefault(track, _Levels()).soloed = alone
            self._gains = self._wanted_gains()

    def set_volume(self, track: int, volume: float) -> None:
        """Set a track's level: 0 (silent) to 1 (as the notes say) and above."""
        with self._state:
            self._levels.setdefault(track, _Levels()).volume = max(0.0, volume)
            self._gains = self._wanted_gains()

    def close(self) -> None:
        """Let the device, the synthesiser and the thread go. The player can't be used again."""
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
            source, frame, jumps = self._source, self._frame, self._jumps
            before, after = self._gains_before, self._gains
            self._gains_before = after
            playing = self._playing and not self._ended
        if not playing or source is None:
            return
        done = self._mix_chunks(source, frame, before, after, out)
        self._limiter.apply(out)
        ended = frame + done >= source.frames
        if done < out.shape[0] and not ended:
            self.underruns += 1
        with self._state:
            if self._jumps == jumps:
                self._frame = min(frame + done, source.frames)
                self._called_at = time.perf_counter()
                self._ended = ended

    @staticmethod
    def _mix_chunks(source: Source, frame: int, before: Gains, after: Gains, out: Stereo) -> int:
        """Mix what is rendered into ``out``; the number of frames that were."""
        done = 0
        while done < out.shape[0]:
            index, offset = divmod(frame + done, CHUNK)
            stems = source.chunk(index)
            if stems is None:
                break
            count = min(CHUNK - offset, out.shape[0] - done)
            mix(stems[:, :, offset : offset + count], before, after, out[done : done + count])
            before = after
            done += count
        return done

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
            source = Source(incoming.song, self._soundfont)
        except MusicganError as error:
            self._fail(incoming, error)
            return True
        tick = self.position_ticks if incoming.tick is None else incoming.tick
        while source.fill(source.frame_at(tick), _READY_CHUNKS):
            pass
        with self._state:
            latest = self._incoming
            if latest is None or latest.song is not incoming.song:
                replaced: Source | None = source
            else:
                replaced = self._source
                self._swap(source, latest.tick)
        if replaced is not None:
            replaced.close()
        return True

    def _swap(self, source: Source, tick: float | None) -> None:
        """Put ``source`` in place at ``tick`` (None: the same tick as now). Needs ``_state``."""
        if tick is None:
            # The frame that is written next, not the one that is heard: nothing plays twice.
            assert self._source is not None, "a position is kept only from song to song"
            tick = self._source.tick_at(self._frame)
        self._source = source
        self._incoming = None
        self._jump(source.frame_at(tick))
        self._gains = self._wanted_gains()
        self._gains_before = self._gains

    def _render_ahead(self) -> bool:
        source = self._source
        return source is not None and source.fill(self._frame)

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
                if self._incoming is not incoming:
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
        if self.on_error is not None:
            self.on_error(
                MusicganError("The audio output is gone; connect one, then press play again.")
            )

    # Shared

    def _halt(self) -> None:
        """Stop the stream. Needs ``_control``."""
        if self._playing:
            with self._state:
                self._playing = False
            assert self._stream is not None, "playing needs a stream"
            self._stream.abort()

    def _jump(self, frame: int) -> None:
        """Move the playhead. Needs ``_state``."""
        self._frame = self._heard_from = frame
        self._called_at = time.perf_counter()
        self._jumps += 1
        self._ended = False

    def _heard(self) -> int:
        """The audio frame at the ear: what was written, less what the device still holds."""
        with self._state:
            written, first, called_at = self._frame, self._heard_from, self._called_at
            if not self._playing or self._stream is None:
                return written
            late = self._stream.latency - (time.perf_counter() - called_at)
        return int(min(max(written - late * SAMPLE_RATE, first), written))

    def _wanted_gains(self) -> Gains:
        """One factor a track. Needs ``_state``."""
        count = 0 if self._source is None else len(self._source.song.tracks)
        levels = [self._levels.get(track, _Levels()) for track in range(count)]
        soloed = any(level.soloed for level in levels)
        return np.array(
            [
                0.0 if level.muted or (soloed and not level.soloed) else level.volume
                for level in levels
            ],
            np.float32,
        )

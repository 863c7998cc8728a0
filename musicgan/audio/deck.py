"""What the device plays: a song's stems at a playhead, mixed, with fades where they are cut."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from musicgan.audio.metronome import Clicks
from musicgan.audio.mixer import Gains, Level, Limiter, Stereo, gains, mix
from musicgan.audio.playhead import Playhead
from musicgan.audio.source import CHUNK, Loop, Source
from musicgan.song import Song

_LEAVING = 512
"""Frames in which what is left (by a seek, at a loop's end, for a changed song) fades out."""
_ARRIVING = 64
"""Frames in which what comes instead fades in: short, so that its first note stays sharp."""
_SHORTEST_LOOP = 4 * _LEAVING


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


class Deck:
    """One song that plays or stands.

    ``fill`` is for the device's own thread and takes ``lock`` itself, for a few assignments only.
    Every other method needs ``lock`` to be held; so does changing an attribute that ``fill`` reads
    together with others.

    Attributes:
        lock: guards all of this.
        source: the song's sound; None before the first.
        playing: whether the device asks for sound.
        ended: whether the last sound has been given.
        jumps: another number after each seek, start, stop or changed song.
        calls: how often the device has asked for sound.
        underruns: how often the sound had to wait for the synthesiser.
        loop_ticks: first tick and end of what is repeated.
        metronome: whether it clicks on every beat.
        counting_in: whether a bar is clicked before playing.
    """

    def __init__(self) -> None:
        """Empty."""
        self.lock = threading.Lock()
        self.source: Source | None = None
        self.playing = False
        self.ended = False
        self.jumps = 0
        self.calls = 0
        self.underruns = 0
        self.loop_ticks: tuple[float, float] | None = None
        self.metronome = False
        self.counting_in = False
        self._playhead = Playhead()
        self._count: tuple[Clicks, int] | None = None
        self._levels: Mapping[int, Level] = {}
        self._volume = 1.0
        self._gains: Gains = np.ones((0, 2), np.float32)
        self._gains_before: Gains = self._gains
        self._leaving: Stereo = _nothing()
        self._arriving = False
        self._limiter = Limiter()

    @property
    def frame(self) -> int:
        """The audio frame that is written next."""
        return self._playhead.frame

    @property
    def loop(self) -> Loop | None:
        """The loop in frames of the source; None: none, or too short, or beyond the song."""
        source, ticks = self.source, self.loop_ticks
        if source is None or ticks is None:
            return None
        start, end = source.frame_at(ticks[0]), source.frame_at(ticks[1])
        return (start, end) if end - start >= _SHORTEST_LOOP else None

    @property
    def levels(self) -> Mapping[int, Level]:
        """How the tracks are heard, by their numbers."""
        return self._levels

    def set_levels(self, levels: Mapping[int, Level]) -> None:
        """Set how the tracks are heard; others are as the notes say."""
        self._levels = dict(levels)
        self._gains = self._wanted_gains()

    def set_volume(self, volume: float) -> None:
        """Set the level of the whole: 0 (silent) to 1 and above."""
        self._volume = max(0.0, volume)
        self._gains = self._wanted_gains()

    def start(self) -> None:
        """The device has started."""
        self._playhead.start()
        self._gains_before = self._gains
        self.jumps += 1
        self.playing = True
        self.ended = False
        self._arriving = True
        self._count = None
        if self.counting_in and self.source is not None:
            self._count = self.source.count_in(self.frame)

    def stop(self) -> None:
        """The device is about to stop."""
        self.playing = False
        self.jumps += 1

    def jump(self, frame: int) -> None:
        """Move the playhead."""
        self._arrive(frame, self._left())

    def swap(self, source: Source, tick: float | None) -> None:
        """Put another song in place at ``tick``; None: at the same tick as now."""
        leaving, first = self._left(), self.source is None
        if tick is None:
            # The frame that is written next, not the one that is heard: nothing plays twice.
            assert self.source is not None, "a position is kept only from song to song"
            tick = self.source.tick_at(self.frame)
        self.source = source
        self._arrive(source.frame_at(tick), leaving)
        self._gains = self._wanted_gains()
        self._gains_before = self._gains
        if self.counting_in and self.playing and (first or self._count is not None):
            self._count = source.count_in(self.frame)

    def heard(self, latency: float) -> tuple[int, bool]:
        """The audio frame at the ear, and whether it moves.

        Args:
            latency: seconds from the device to the ear.
        """
        if not self.playing:
            return self.frame, False
        return self._playhead.heard(time.perf_counter(), latency)

    def fill(self, out: Stereo) -> None:
        """Write the next frames; silence where there are none. The device's thread."""
        now = time.perf_counter()
        out.fill(0.0)
        self.calls += 1
        with self.lock:
            source, jumps = self.source, self.jumps
            frame, loop = self.frame, self.loop
            before, after = self._gains_before, self._gains
            self._gains_before = after
            leaving, arriving = self._leaving, self._arriving
            self._leaving, self._arriving = _nothing(), False
            count = self._count
            playing = self.playing and not self.ended
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
                leaving, arriving = _sound(source, frame, after), True
                frame = loop[0]
            end = loop[1] if loop is not None and frame < loop[1] else source.frames
            part = out[done : done + max(0, end - frame)]
            wanted = part.shape[0]
            written = _mix_chunks(source, frame, before, after, part)
            if arriving:
                _fade_in(part[:written])
                arriving = False
            if self.metronome:
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
        with self.lock:
            self._playhead.called(now)
            if self.jumps != jumps:
                # What is heard first after a jump is still this; the song stands meanwhile.
                self._playhead.wrote(self.frame, out.shape[0], moving=False)
            else:
                for span in spans:
                    self._playhead.wrote(*span)
                self._playhead.wrote(frame, out.shape[0] - done, moving=False)
                self.ended = ended
                self._count = count
                self._leaving = leaving

    def _left(self) -> Stereo:
        """What would be heard next if nothing were changed."""
        if self.source is None or not self.playing or self._count is not None:
            return _nothing()
        return _sound(self.source, self.frame, self._gains)

    def _arrive(self, frame: int, leaving: Stereo) -> None:
        """Put the playhead to ``frame`` while ``leaving`` fades out."""
        self._leaving = leaving
        self._playhead.jump(frame)
        self._arriving = True
        self.jumps += 1
        self.ended = False

    def _wanted_gains(self) -> Gains:
        """Two factors a track."""
        tracks = 0 if self.source is None else len(self.source.song.tracks)
        return gains(self._levels, tracks) * np.float32(self._volume)


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


def _sound(source: Source, frame: int, levels: Gains) -> Stereo:
    """What would be heard next, for fading it out; the metronome's click rings out whole."""
    out = np.zeros((_LEAVING, 2), np.float32)
    _mix_chunks(source, frame, levels, levels, out)
    out *= np.linspace(1.0, 0.0, _LEAVING, dtype=np.float32)[:, None]
    return out


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

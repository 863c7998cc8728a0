"""A loaded song: its stems around the playhead, rendered in chunks."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from musicgan.audio.metronome import Clicks, beats_of, count_in
from musicgan.audio.synth import BLOCK, SAMPLE_RATE, Stems, StemSynth
from musicgan.song import TICKS_PER_BEAT, Song, bars, seconds_at, tick_at

CHUNK = BLOCK * 128
"""Frames of a chunk: 0.19 s, rendered in some milliseconds."""

Loop = tuple[int, int]
"""First frame, and the frame after the last."""

_AHEAD = 5 * SAMPLE_RATE // CHUNK
_BEHIND = 10 * SAMPLE_RATE // CHUNK


class Source:
    """The sound of one song. One thread fills it, another may read ``chunk`` meanwhile.

    Attributes:
        song: the song, at its own tempo.
        speed: factor of that tempo.
        clicks: the metronome's.
        ready: frame up to which the song is written; the whole one's end as a rule.
    """

    def __init__(
        self, song: Song, soundfont: Path, speed: float = 1.0, ready: float | None = None
    ) -> None:
        """Load the instruments; nothing is rendered yet.

        Args:
            song: the music.
            soundfont: the instruments.
            speed: factor of the song's tempo.
            ready: tick up to which a song is written that is still growing.

        Raises:
            MusicganError: see ``StemSynth``.
        """
        self.song = song
        self.speed = speed
        self._tempos = tuple(replace(tempo, bpm=tempo.bpm * speed) for tempo in song.tempos)
        self._synth = StemSynth(replace(song, tempos=self._tempos), soundfont)
        self._bars = bars(song, minimum=1)
        beats = beats_of(self._bars)
        self.clicks = Clicks(
            np.array([self._frame(tick) for tick, _ in beats], dtype=np.int64),
            np.array([accented for _, accented in beats]),
        )
        self.ready = self.frames if ready is None else self.frame_at(ready)
        self._chunks: dict[int, Stems] = {}

    @property
    def frames(self) -> int:
        """Length with the tail, in frames."""
        return self._synth.frames

    def frame_at(self, tick: float) -> int:
        """Audio frame of a tick, within the song."""
        return min(self._frame(max(tick, 0.0)), self.frames)

    def tick_at(self, frame: float) -> float:
        """Tick of an audio frame; the song's last one during the tail."""
        tick = tick_at(self._tempos, max(frame, 0.0) / SAMPLE_RATE)
        return min(tick, float(self.song.length))

    def count_in(self, frame: int) -> tuple[Clicks, int]:
        """A bar's clicks before ``frame``, in its meter and tempo, and how long they take."""
        tick = self.tick_at(frame)
        bar = next((bar for bar in self._bars if tick < bar.end), self._bars[-1])
        tempo = max((t for t in self._tempos if t.tick <= tick), key=lambda t: t.tick)
        return count_in(bar, 60.0 / (tempo.bpm * TICKS_PER_BEAT) * SAMPLE_RATE)

    def chunk(self, index: int) -> Stems | None:
        """Stems of the frames from ``index * CHUNK`` on; None while not rendered."""
        return self._chunks.get(index)

    def fill(self, frame: int, ahead: int = _AHEAD, loop: Loop | None = None) -> bool:
        """Render the first missing chunk of those that come next; whether one was missing."""
        for index in islice(self._coming(frame, loop), ahead):
            if index not in self._chunks:
                if self._synth.frame != index * CHUNK:
                    self._synth.seek(index * CHUNK)
                self._chunks[index] = self._synth.read(CHUNK)
                self._forget(frame, loop)
                return True
        return False

    def close(self) -> None:
        """Free the synthesiser and the stems."""
        self._synth.close()
        self._chunks = {}

    def _frame(self, tick: float) -> int:
        return round(seconds_at(self._tempos, tick) * SAMPLE_RATE)

    def _coming(self, frame: int, loop: Loop | None) -> Iterator[int]:
        """The chunks that are played from ``frame`` on, each once."""
        end = -(-self.frames // CHUNK)
        first = frame // CHUNK
        if loop is None or frame > loop[1]:
            yield from range(first, end)
            return
        # One more than the loop's last, for the fade at its end.
        last = min(loop[1] // CHUNK + 1, end - 1)
        yield from range(first, last + 1)
        yield from range(loop[0] // CHUNK, min(first, last + 1))

    def _forget(self, frame: int, loop: Loop | None) -> None:
        """Drop what was played long ago, so that memory stays bounded in long songs."""
        first = frame // CHUNK
        wanted = set(islice(self._coming(frame, loop), _AHEAD))
        for index in list(self._chunks):
            if index not in wanted and not first - _BEHIND <= index < first:
                del self._chunks[index]

"""A loaded song: its stems around the playhead, rendered in chunks."""

from pathlib import Path

from musicgan.audio.synth import BLOCK, SAMPLE_RATE, Stems, StemSynth
from musicgan.song import Song, seconds_at, tick_at

CHUNK = BLOCK * 128
"""Frames of a chunk: 0.19 s, rendered in some milliseconds."""

_AHEAD = 5 * SAMPLE_RATE // CHUNK
_BEHIND = 10 * SAMPLE_RATE // CHUNK


class Source:
    """The sound of one song. One thread fills it, another may read ``chunk`` meanwhile."""

    def __init__(self, song: Song, soundfont: Path) -> None:
        """Load the instruments; nothing is rendered yet.

        Raises:
            MusicganError: see ``StemSynth``.
        """
        self.song = song
        self._synth = StemSynth(song, soundfont)
        self._chunks: dict[int, Stems] = {}

    @property
    def frames(self) -> int:
        """Length with the tail, in frames."""
        return self._synth.frames

    def frame_at(self, tick: float) -> int:
        """Audio frame of a tick, within the song."""
        return min(round(seconds_at(self.song.tempos, max(tick, 0.0)) * SAMPLE_RATE), self.frames)

    def tick_at(self, frame: float) -> float:
        """Tick of an audio frame; the song's last one during the tail."""
        tick = tick_at(self.song.tempos, max(frame, 0.0) / SAMPLE_RATE)
        return min(tick, float(self.song.length))

    def chunk(self, index: int) -> Stems | None:
        """Stems of the frames from ``index * CHUNK`` on; None while not rendered."""
        return self._chunks.get(index)

    def fill(self, frame: int, ahead: int = _AHEAD) -> bool:
        """Render the first missing chunk of those from ``frame`` on; whether one was missing."""
        first = frame // CHUNK
        last = min(first + ahead, -(-self.frames // CHUNK))
        for index in range(first, last):
            if index not in self._chunks:
                if self._synth.frame != index * CHUNK:
                    self._synth.seek(index * CHUNK)
                self._chunks[index] = self._synth.read(CHUNK)
                self._forget(first)
                return True
        return False

    def close(self) -> None:
        """Free the synthesiser and the stems."""
        self._synth.close()
        self._chunks = {}

    def _forget(self, first: int) -> None:
        """Drop chunks far from ``first``, so that memory stays bounded in long songs."""
        for index in list(self._chunks):
            if not first - _BEHIND <= index <= first + _AHEAD:
                del self._chunks[index]

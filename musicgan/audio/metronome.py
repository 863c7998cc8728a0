"""The metronome: clicks of our own, so that every SoundFont has them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from musicgan.audio.mixer import Stereo
from musicgan.audio.synth import SAMPLE_RATE
from musicgan.song import TICKS_PER_BEAT, Bar

_LENGTH = SAMPLE_RATE // 25
_LEVEL = 0.4


@dataclass(frozen=True, slots=True)
class Clicks:
    """When it clicks.

    Attributes:
        frames: audio frames of the beats, rising.
        accented: whether each is the first of its bar.
    """

    frames: npt.NDArray[np.int64]
    accented: npt.NDArray[np.bool_]

    def add(self, out: Stereo, frame: int) -> None:
        """Add the clicks that sound from ``frame`` on to ``out``."""
        first, last = np.searchsorted(self.frames, (frame - _LENGTH, frame + out.shape[0]))
        for place in range(first, last):
            sound = _ACCENT if self.accented[place] else _BEAT
            offset = int(self.frames[place]) - frame
            part = sound[max(0, -offset) : out.shape[0] - offset]
            start = max(0, offset)
            out[start : start + len(part)] += part[:, None]


def beat_ticks(bar: Bar) -> float:
    """Length of what is counted in a bar: its meter's denominator."""
    return TICKS_PER_BEAT * 4 / bar.meter.denominator


def beats_of(bars: list[Bar]) -> list[tuple[float, bool]]:
    """(tick, whether it begins its bar) of all beats."""
    return [
        (bar.start + number * beat_ticks(bar), number == 0)
        for bar in bars
        for number in range(max(1, int(bar.ticks / beat_ticks(bar))))
    ]


def count_in(bar: Bar, frames_a_tick: float) -> tuple[Clicks, int]:
    """The clicks of one whole bar like ``bar`` that ends at frame 0, and its length in frames."""
    step = beat_ticks(bar) * frames_a_tick
    beats = bar.meter.numerator
    frames = np.rint((np.arange(beats) - beats) * step).astype(np.int64)
    return Clicks(frames, np.arange(beats) == 0), -int(frames[0])


def _click(pitch: float) -> npt.NDArray[np.float32]:
    """``(frames,)``: a sine that dies away."""
    seconds = np.arange(_LENGTH) / SAMPLE_RATE
    return (_LEVEL * np.sin(2 * np.pi * pitch * seconds) * np.exp(-seconds * 120)).astype(
        np.float32
    )


_ACCENT, _BEAT = _click(1760.0), _click(1175.0)

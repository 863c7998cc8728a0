"""Leaning on the draws while what comes out is not what was asked.

The model takes asked levels for hints: it knows what the music of a level is like, but a take
drifts to what is usual. So density and polyphony are measured while the music is written, and the
draws lean the way that is missing.
"""

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import MAX_BAR_TICKS, Piece
from musicgan.data.manner import MANNERS, average, measure_bars
from musicgan.song import TICKS_PER_BEAT

CHORD_PULL = 1.5
"""Nats that the tones of an asked chord gain on the others."""

_STEERED = [MANNERS.index("density"), MANNERS.index("polyphony")]
_BARS = 2
"""So many bars are measured; notes that began earlier are taken for ended."""

_START = 0.5
"""Nats of the first lean to denser music, for each level above the middle one."""
_GAIN = 0.8
"""How much of what is missing is made up for in the next bar (integral control)."""
_MOST_SOONER = 2.0
_MOST_VOICES = 4.0

_A_VOICE = 3.0
_MOST_PULL = 6.0
"""Nats for each voice too few or too many, and at most."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Steering:
    """What was asked of the density and polyphony of one window, and what is needed to get it.

    Attributes:
        sooner: nats that half the time to the next frame gains on the whole; 0: no lean.
        voices: how many pitched notes should sound at a time; NaN: as they come.
    """

    def __init__(self, grid: Piece, levels: Ints, borders: Floats) -> None:
        """Nothing is written yet.

        Args:
            grid: bars and tracks of the window, from tick 0.
            levels: (bars, 6) that are asked, 0 where a manner is open.
            borders: (bars, 6, 4) between the levels.
        """
        self._grid = grid
        borders = borders[:, _STEERED]
        self._spread = borders[..., -1] - borders[..., 0]
        self._levels = np.where(self._spread > 0, levels[:, _STEERED], 0)
        self._asked = _middles(borders, self._levels)
        self._made_up = np.zeros(len(_STEERED))
        self.sooner = 0.0
        self.voices = np.nan

    def enter(self, bar: int, notes: npt.NDArray[np.void]) -> None:
        """Begin a bar; ``notes`` are all so far, sorted by onset. Call it for each bar in turn."""
        level, asked = self._levels[bar], self._asked[bar]
        if bar == 0 or (level != self._levels[bar - 1]).any():
            self._made_up[:] = _START * (level[0] - 3), 0
        else:
            got = self._measured(bar, notes)
            missing = np.where(np.isnan(got), 0, asked - got)
            missing[0] /= max(self._spread[bar, 0], 1e-9)
            most = _MOST_SOONER, _MOST_VOICES
            self._made_up = np.clip(self._made_up + _GAIN * missing, np.negative(most), most)
        self.sooner = self._made_up[0] if level[0] else 0.0
        # With less than one voice to reach, the music would fall silent for good.
        self.voices = max(1.0, asked[1] + self._made_up[1]) if level[1] else np.nan

    def _measured(self, bar: int, notes: npt.NDArray[np.void]) -> Floats:
        """(2,) density and polyphony of the latest bars; NaN where they say nothing."""
        bars = self._grid.bars[max(0, bar - _BARS) : bar]
        recent = notes[np.searchsorted(notes["onset"], bars["start"][0]) :]
        grid = self._grid
        piece = Piece(recent, bars, grid.tracks, grid.chords, grid.tempo, grid.minor, grid.shift)
        return average(*measure_bars(piece))[_STEERED]


def _middles(borders: Floats, levels: Ints) -> Floats:
    """(bars, 2) figures in the middle of the asked levels, of no use where nothing is asked.

    The outer levels are taken to be as wide as those beside them.
    """
    low = 2 * borders[..., :1] - borders[..., 1:2]
    high = 2 * borders[..., -1:] - borders[..., -2:-1]
    edges = np.concatenate([low, borders, high], axis=-1)
    middles = np.maximum((edges[..., 1:] + edges[..., :-1]) / 2, 0)
    found: Floats = np.take_along_axis(middles, np.maximum(levels - 1, 0)[..., None], -1)[..., 0]
    return found


def next_lean(sooner: Floats, position: Ints, bar_ticks: Ints) -> Floats:
    """(n, 192) to add to the logits of where the next frame is, after ``position`` (n,) of bars."""
    place = np.arange(MAX_BAR_TICKS)
    place = np.where(place == 0, bar_ticks[:, None], place)
    time = np.maximum(place - position[:, None], 1) / TICKS_PER_BEAT
    lean: Floats = -sooner[:, None] * np.log2(time)
    return lean


def pitched_lean(asked: Floats, sounding: Floats) -> Floats:
    """(n,) to add to the logits of pitched tracks, where so many voices are asked and sound."""
    pull: Floats = np.clip(_A_VOICE * (asked - sounding), -_MOST_PULL, _MOST_PULL)
    pull[np.isnan(pull)] = 0
    return pull

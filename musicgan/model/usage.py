"""What the windows that are being written have made usual: ``customs`` told frame by frame.

Sizes: B windows, K tracks. ``who`` (n,) are some of the windows, ``on`` (n,) a track of each.
"""

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import MAX_BAR_TICKS, MAX_TRACKS
from musicgan.model.customs import pitch_custom, place_custom, scale_custom
from musicgan.model.note_head import PITCHES

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_PLACES = np.arange(PITCHES)


class Usage:
    """The pitches, the scale and the places in the bar that B windows have used.

    Attributes:
        in_bar: (B, 12) bool, which pitch classes started in the bar, before this frame.
        places: (B, 192) classes of the places in the bar, of ``place_custom``.
    """

    def __init__(self, bar_ticks: Ints, is_drum: Bools) -> None:
        """Start with silence, on a grid of bars (B, M) in ticks; ``is_drum`` is (B, K)."""
        size = len(bar_ticks)
        self._bar_ticks = bar_ticks.tolist()
        self._is_drum = is_drum.tolist()
        self._pitches = np.zeros((size, MAX_TRACKS, PITCHES), np.int64)
        self._lowest = np.full((size, MAX_TRACKS), PITCHES)
        self._highest = np.full((size, MAX_TRACKS), -1)
        self._classes = np.zeros((size, 12), np.int64)
        self._position = np.zeros(size, np.int64)
        self._started: list[tuple[int, int, int]] = []
        # In how many finished bars of each length something started at each place, by track and,
        # last, in all; how many bars that are; and where something started in this bar.
        self._hits: dict[tuple[int, int], Ints] = {}
        self._bars: dict[tuple[int, int], int] = {}
        shape = (size, MAX_BAR_TICKS, MAX_TRACKS + 1)
        self._there = np.zeros(shape, bool)
        self._hits_here = np.zeros(shape, np.int64)
        self._bars_here = np.zeros(size, np.int64)
        self.in_bar = np.zeros((size, 12), bool)
        self.places = np.zeros((size, MAX_BAR_TICKS), np.int64)

    def enter(self, who: Ints, position: Ints, bar: Ints) -> None:
        """Begin a frame of some windows at a position (n,) of a bar (n,)."""
        self._position[who] = position
        for window, number in zip(
            who[position == 0].tolist(), bar[position == 0].tolist(), strict=True
        ):
            self._enter_bar(window, number)
        self._there[who, position, -1] = True

    def _enter_bar(self, window: int, bar: int) -> None:
        ticks = self._bar_ticks[window]
        if bar > 0:
            finished = window, ticks[bar - 1]
            self._hits[finished] = self._hits.get(finished, 0) + self._there[window]
            self._bars[finished] = self._bars.get(finished, 0) + 1
        self._there[window] = False
        self.in_bar[window] = False
        here = window, ticks[bar]
        self._hits_here[window] = self._hits.get(here, 0)
        self._bars_here[window] = self._bars.get(here, 0)
        hits = self._hits_here[window, :, -1]
        self.places[window] = place_custom(hits, self._bars_here[window])

    def add(self, window: int, track: int, pitch: int) -> None:
        """A note of the present frame: its track and pitch (drum keys from 128)."""
        self._started.append((window, track, pitch))

    def leave(self) -> None:
        """End the frame: its notes count from now on."""
        for window, track, pitch in self._started:
            self._pitches[window, track, pitch] += 1
            self._lowest[window, track] = min(self._lowest[window, track], pitch)
            self._highest[window, track] = max(self._highest[window, track], pitch)
            self._there[window, self._position[window], track] = True
            if not self._is_drum[window][track]:
                self._classes[window, pitch % 12] += 1
                self.in_bar[window, pitch % 12] = True
        self._started.clear()

    def strikes(self, who: Ints) -> Ints:
        """(n, K) of ``place_custom``: each track's use of the frame's place in the bar."""
        hits = self._hits_here[who, self._position[who], :-1]
        return place_custom(hits, self._bars_here[who, None])

    def pitches(self, who: Ints, on: Ints) -> Ints:
        """(n, 256) of ``pitch_custom``."""
        below = self._lowest[who, on, None] - _PLACES
        above = _PLACES - self._highest[who, on, None]
        return pitch_custom(self._pitches[who, on], below, above)

    def scale(self, who: Ints) -> Ints:
        """(n, 12) of ``scale_custom``."""
        return scale_custom(self._classes[who])

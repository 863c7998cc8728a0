"""What the windows that are being written have made usual: ``past_usage`` told frame by frame.

Sizes: B windows, K tracks. ``who`` (n,) are some of the windows, ``on`` (n,) a track of each.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import DURATIONS, MAX_BAR_TICKS, MAX_TRACKS
from musicgan.model.customs import (
    DURATION_CUSTOMS,
    HERE_CUSTOMS,
    PITCH_CUSTOMS,
    duration_custom,
    end_class,
    here_custom,
    pitch_custom,
    place_custom,
    rest_class,
    scale_custom,
)
from musicgan.model.note_head import PITCHES

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_NOTHING_HERE = np.full(PITCHES, HERE_CUSTOMS - 1)


class _Started(NamedTuple):
    window: int
    track: int
    pitch: int
    duration: int
    velocity: int
    end: int


class Usage:
    """What B windows have used: pitches, lengths, the scale, places in the bar.

    Attributes:
        in_bar: (B, 12) bool, which pitch classes started in the bar, before this frame.
        scale: (B, 12) of ``scale_custom``.
        strikes: (B, K) of ``place_custom``: each track's use of the frame's place in the bar.
        places: (B, 192) of ``place_custom``: the use of all places in the bar.
        rests: (B, K) of ``rest_class``.
        pitches: (B, K, 256) of ``pitch_custom``.
        durations: (B, K, durations) of ``duration_custom``.
        velocity: (B, K) 1 + velocity class of the highest note of each track's latest earlier
            frame; 0: none.
        key_velocity: (B, K, 256) likewise of each pitch's latest note.
    """

    def __init__(self, bar_ticks: Ints, is_drum: Bools) -> None:
        """Start with silence, on a grid of bars (B, M) in ticks; ``is_drum`` is (B, K)."""
        size = len(bar_ticks)
        self._bar_ticks = bar_ticks
        self._is_drum = is_drum.tolist()
        lines = (size, MAX_TRACKS)
        # Of each track: its onsets; notes by pitch and by duration, and at which onset the latest
        # was; the lowest and the highest; when the latest note ends.
        self._onsets = np.zeros(lines, np.int64)
        self._pitch_count = np.zeros((*lines, PITCHES), np.int64)
        self._pitch_onset = np.zeros_like(self._pitch_count)
        self._duration_count = np.zeros((*lines, len(DURATIONS)), np.int64)
        self._duration_onset = np.zeros_like(self._duration_count)
        self._lowest = np.full(lines, PITCHES)
        self._highest = np.full(lines, -1)
        self._end = np.full(lines, -1)
        # Of each track at each place in the bar where it has struck: see ``_strike``.
        self._here: dict[tuple[int, int, int], Ints] = {}
        self._here_class: dict[tuple[int, int, int], Ints] = {}
        self._classes = np.zeros((size, 12), np.int64)
        self._time = np.zeros(size, np.int64)
        self._position = np.zeros(size, np.int64)
        self._bar = np.zeros(size, np.int64)
        self._started: list[_Started] = []
        # In how many finished bars of each length something started at each place, by track and,
        # last, in all; how many bars that are; and where something started in this bar.
        self._hits: dict[tuple[int, int], Ints] = {}
        self._bars: dict[tuple[int, int], int] = {}
        shape = (size, MAX_BAR_TICKS, MAX_TRACKS + 1)
        self._there = np.zeros(shape, bool)
        self._hits_here = np.zeros(shape, np.int64)
        self._bars_here = np.zeros(size, np.int64)
        self.in_bar = np.zeros((size, 12), bool)
        self.scale = scale_custom(self._classes)
        self.strikes = np.zeros(lines, np.int64)
        self.places = np.zeros((size, MAX_BAR_TICKS), np.int64)
        self.rests = np.zeros(lines, np.int64)
        self.pitches = np.full((*lines, PITCHES), PITCH_CUSTOMS - 1)
        self.durations = np.full((*lines, len(DURATIONS)), DURATION_CUSTOMS - 1)
        self.velocity = np.zeros(lines, np.int64)
        self.key_velocity = np.zeros((*lines, PITCHES), np.int64)

    def enter(self, who: Ints, time: Ints, position: Ints, bar: Ints) -> None:
        """Begin a frame of some windows at ticks (n,), at a position of a bar (n,)."""
        self._time[who], self._position[who], self._bar[who] = time, position, bar
        at_barline = position == 0
        for window, number in zip(who[at_barline].tolist(), bar[at_barline].tolist(), strict=True):
            self._enter_bar(window, number)
        self._there[who, position, -1] = True
        hits = self._hits_here[who, position, :-1]
        self.strikes[who] = place_custom(hits, self._bars_here[who, None])
        self.rests[who] = rest_class(self._end[who], time[:, None])
        self.scale[who] = scale_custom(self._classes[who])

    def _enter_bar(self, window: int, bar: int) -> None:
        ticks = self._bar_ticks[window]
        if bar > 0:
            finished = window, int(ticks[bar - 1])
            self._hits[finished] = self._hits.get(finished, 0) + self._there[window]
            self._bars[finished] = self._bars.get(finished, 0) + 1
        self._there[window] = False
        self.in_bar[window] = False
        here = window, int(ticks[bar])
        self._hits_here[window] = self._hits.get(here, 0)
        self._bars_here[window] = self._bars.get(here, 0)
        hits = self._hits_here[window, :, -1]
        self.places[window] = place_custom(hits, self._bars_here[window])

    def add(
        self, window: int, track: int, pitch: int, duration: int, velocity: int, end: int
    ) -> None:
        """A note of the present frame: pitch (drum keys from 128), classes, and when it ends."""
        self._started.append(_Started(window, track, pitch, duration, velocity, end))

    def leave(self) -> None:
        """End the frame: its notes count from now on."""
        if not self._started:
            return
        struck: dict[tuple[int, int], None] = {}
        for window, track, pitch, duration, velocity, end in self._started:
            line = window, track
            # Windows take turns, but a track's highest note comes before its others.
            if line not in struck:
                struck[line] = None
                self._onsets[line] += 1
                self.velocity[line] = 1 + velocity
                self._there[window, self._position[window], track] = True
            self._pitch_count[window, track, pitch] += 1
            self._pitch_onset[window, track, pitch] = self._onsets[line]
            self._duration_count[window, track, duration] += 1
            self._duration_onset[window, track, duration] = self._onsets[line]
            self.key_velocity[window, track, pitch] = 1 + velocity
            self._lowest[line] = min(self._lowest[line], pitch)
            self._highest[line] = max(self._highest[line], pitch)
            self._end[line] = max(self._end[line], end)
            if not self._is_drum[window][track]:
                self._classes[window, pitch % 12] += 1
                self.in_bar[window, pitch % 12] = True
        self._strike(list(struck))
        who, on = np.array(list(struck)).T
        onset = self._onsets[who, on, None] + 1
        lowest, highest = self._lowest[who, on, None], self._highest[who, on, None]
        ago = onset - self._pitch_onset[who, on]
        self.pitches[who, on] = pitch_custom(self._pitch_count[who, on], ago, lowest, highest)
        ago = onset - self._duration_onset[who, on]
        self.durations[who, on] = duration_custom(self._duration_count[who, on], ago)
        self._started.clear()

    def _strike(self, struck: list[tuple[int, int]]) -> None:
        """Count the frame's notes at its place in the bar.

        (2, 257) a track and place: how many notes there are of each pitch, and at which of the
        track's onsets there the latest was; in the last column, how many onsets.
        """
        places = [(window, track, int(self._position[window])) for window, track in struck]
        for place in places:
            self._here.setdefault(place, np.zeros((2, PITCHES + 1), np.int64))[:, PITCHES] += 1
        for window, track, pitch, *_ in self._started:
            here = self._here[window, track, int(self._position[window])]
            here[0, pitch] += 1
            here[1, pitch] = here[0, PITCHES]
        count, latest = np.stack([self._here[place] for place in places], axis=1)
        found = here_custom(count[:, :-1], latest[:, -1:] + 1 - latest[:, :-1])
        self._here_class.update(zip(places, found.astype(np.int64), strict=True))

    def here(self, who: Ints, on: Ints) -> Ints:
        """(n, 256) of ``here_custom``: the use of the pitches at this place in the bar."""
        lines = zip(who.tolist(), on.tolist(), self._position[who].tolist(), strict=True)
        return np.stack([self._here_class.get(line, _NOTHING_HERE) for line in lines])

    def ends(self, who: Ints) -> Ints:
        """(n, 192) of ``end_class``; after ``leave``."""
        ticks = self._bar_ticks[who, self._bar[who]][:, None]
        time = self._time[who, None]
        where = self._end[who] - time + self._position[who, None]
        sounds = self._end[who] > time
        first = np.where(sounds, where, 2 * MAX_BAR_TICKS).min(axis=1, keepdims=True)
        count = np.zeros((len(who), MAX_BAR_TICKS), np.int64)
        rows, track = np.nonzero(sounds & (where <= ticks))
        np.add.at(count, (rows, where[rows, track] % ticks[rows, 0]), 1)
        is_first = np.zeros_like(count)
        inside = first[:, 0] <= ticks[:, 0]
        is_first[inside, (first % ticks)[inside, 0]] = 1
        return end_class(count, is_first)

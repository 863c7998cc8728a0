"""What the windows that are being written have heard so far: ``past`` told frame by frame.

Sizes: B windows, K tracks, E echoes, C notes of a track in an echo.
"""

from bisect import bisect_left, bisect_right

import numpy as np
import numpy.typing as npt

from musicgan.data.echoes import (
    BARS_BACK,
    BEATS_BACK,
    ECHO_NOTES,
    ECHOES,
    STREAK_KINDS,
    amounts,
    motion_class,
    repeated,
    streak_class,
)
from musicgan.data.frames import MAX_TRACKS
from musicgan.song import TICKS_PER_BEAT

REMEMBERED = 1024
"""Frames that are kept; more than lie within the farthest echo of the busiest music."""

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int16]
Bools = npt.NDArray[np.bool_]


class Memory:
    """Notes by frame, for B windows side by side. Place 0 of the log means "nothing there".

    ``who`` (n,) are some of the windows, ``on`` (n,) a track of each.

    Attributes:
        places: (B, E) place in the log of the frame at each echo of the present frame.
        next: (B, E) where the next frame would be, if it came as after the echo; -1: no echo.
        before: (B, K) 1 + the highest pitch of each track's latest earlier frame; 0: none.
        motion: (B, K) class of the step that led to it; 0: none.
        streak: (B, E, K + 1, 2) classes of what is repeated from each echo, of
            ``echoes.echo_streaks``.
    """

    def __init__(self, bar_ticks: Ints, is_drum: Bools) -> None:
        """Start with silence, on a grid of bars (B, M) in ticks; ``is_drum`` is (B, K)."""
        size = len(bar_ticks)
        self._bar_ticks = bar_ticks.tolist()
        self._bar_start = (np.cumsum(bar_ticks, axis=1) - bar_ticks).tolist()
        self._is_drum = is_drum
        self._rows = np.arange(size)[:, None]
        shape = (size, REMEMBERED + 1, MAX_TRACKS)
        self._pitch = np.full((*shape, ECHO_NOTES), -1, np.int16)
        # Duration and velocity class.
        self._classes = np.full((*shape, ECHO_NOTES, 2), -1, np.int16)
        self._before = np.zeros(shape, np.int16)
        self._count = np.zeros(shape, np.int16)
        self._times: list[list[int]] = [[] for _ in range(size)]
        self._positions: list[dict[int, int]] = [{} for _ in range(size)]
        self._number = 0
        self._written = np.zeros((size, MAX_TRACKS), np.int64)
        self._top = np.zeros((size, MAX_TRACKS), np.int64)
        self._earlier = np.zeros((size, MAX_TRACKS), np.int64)
        self.before = np.zeros((size, MAX_TRACKS), np.int64)
        self.motion = np.zeros((size, MAX_TRACKS), np.int64)
        # Notes of each track before each frame of the log, and so far.
        self._so_far = np.zeros(shape, np.int64)
        self._total = np.zeros((size, MAX_TRACKS), np.int64)
        self._then = np.full((size, ECHOES), -1)
        self._repeated = np.zeros((size, ECHOES, MAX_TRACKS + 1, STREAK_KINDS), np.int64)
        self.streak = streak_class(self._repeated)
        self.places = np.zeros((size, ECHOES), np.int64)
        self.next = np.full((size, ECHOES), -1, np.int64)

    @property
    def place(self) -> int:
        """Place in the log of the present frame."""
        return self._number % REMEMBERED + 1

    def enter(self, who: Ints, time: Ints, position: Ints, bar: Ints) -> None:
        """Begin a frame of some windows at ticks (n,)."""
        if self._number:
            self._compare(who, time)
        self._number += 1
        place = self.place
        self._so_far[:, place] = self._total
        self._pitch[:, place] = -1
        self._classes[:, place] = -1
        self._count[:, place] = 0
        self._before[:, place] = self.before
        self._written[:] = 0
        self._top[:] = 0
        self.places[:] = 0
        self.next[:] = -1
        for window, now, at, number in zip(
            *(column.tolist() for column in (who, time, position, bar)), strict=True
        ):
            self._times[window].append(now)
            self._positions[window][now] = self._number
            echoes = self._echoes(window, now, at, number)
            self._then[window] = echoes
            for echo, then in enumerate(echoes):
                if then >= 0:
                    self.places[window, echo] = self._find(window, then)
                    self.next[window, echo] = self._following(window, then, at, number)
        there = self._rows, self.places
        self._heard = self._count[there]
        self._likely = np.empty((*self._heard.shape, ECHO_NOTES + 1), np.int64)
        self._likely[..., :-1] = self._pitch[there]
        self._likely[..., -1] = self._answers(self._likely[..., 0], self._before[there])

    def _compare(self, who: Ints, time: Ints) -> None:
        """See what the frames that end at ticks (n,) have repeated from their echoes."""
        here, there = (who[:, None], self.place), (who[:, None], self.places[who])
        count = self._count[here]
        kept = repeated(count, self._pitch[here], self._count[there], self._pitch[there])
        then = self._then[who]
        missed = np.zeros(kept.shape[:-1], bool)
        for row, (window, now) in enumerate(zip(who.tolist(), time.tolist(), strict=True)):
            span = now - self._times[window][-1]
            for echo, start in enumerate(then[row].tolist()):
                if start >= 0:
                    missed[row, echo] = self._missed(window, start, start + span)
        kept &= ((then >= 0)[..., None] & ~missed)[..., None]
        kept = np.concatenate([kept, kept.all(axis=-2, keepdims=True)], axis=-2)
        self._repeated[who] = np.where(kept, self._repeated[who] + amounts(count), 0)
        self.streak[who] = streak_class(self._repeated[who])

    def _missed(self, window: int, start: int, end: int) -> Bools | bool:
        """(K,) whether a track has notes between two ticks, without those at both."""
        times = self._times[window]
        first, last = bisect_right(times, start), bisect_left(times, end)
        if first == last:
            return False
        numbers = self._positions[window]
        so_far = self._so_far[window]
        before = so_far[numbers[times[first]] % REMEMBERED + 1]
        after = self._total[window]
        if last < len(times):
            after = so_far[numbers[times[last]] % REMEMBERED + 1]
        missed: Bools = after > before
        return missed

    def _answers(self, top: Ints, earlier: Shorts) -> Ints:
        """(B, E, K) the pitch that repeats the step which a track made in each echo; -1: none."""
        now = self.before[:, None]
        answer = now + top - earlier
        known = (top >= 0) & (now > 0) & (earlier > 0) & (answer >= 0) & (answer < 128)
        return np.where(known & ~self._is_drum[:, None], answer, -1)

    def _echoes(self, window: int, time: int, position: int, bar: int) -> list[int]:
        """Ticks of the echoes of a frame, as ``echoes.echo_times``."""
        ticks, start = self._bar_ticks[window], self._bar_start[window]
        found = [max(time - TICKS_PER_BEAT * beats, -1) for beats in BEATS_BACK]
        for bars in BARS_BACK:
            there = bar >= bars and position < ticks[bar - bars]
            found.append(start[bar - bars] + position if there else -1)
        return found

    def _find(self, window: int, time: int) -> int:
        number = self._positions[window].get(time, 0)
        if number <= self._number - REMEMBERED:
            return 0
        return number % REMEMBERED + 1 if number else 0

    def _following(self, window: int, time: int, position: int, bar: int) -> int:
        times = self._times[window]
        expected = position + times[bisect_right(times, time)] - time
        return expected if expected < self._bar_ticks[window][bar] else 0

    def add(self, window: int, track: int, pitch: int, duration: int, velocity: int) -> None:
        """A note of the present frame: its pitch (drum keys from 128) and classes."""
        place, count = self.place, self._written[window, track]
        if count < ECHO_NOTES:
            self._pitch[window, place, track, count] = pitch
            self._classes[window, place, track, count, 0] = duration
            self._classes[window, place, track, count, 1] = velocity
        self._written[window, track] += 1
        self._total[window, track] += 1
        self._count[window, place, track] += 1
        self._top[window, track] = max(self._top[window, track], pitch % 128 + 1)

    def leave(self) -> None:
        """End the frame: its highest pitches become the tracks' last ones."""
        moved = self._top > 0
        self._earlier = np.where(moved, self.before, self._earlier)
        self.before = np.where(moved, self._top, self.before)
        known = moved & (self._earlier > 0)
        step = np.where(known, motion_class(self.before - self._earlier), 0)
        self.motion = np.where(moved, step, self.motion)

    def due(self, who: Ints) -> Bools:
        """(n, E, K) whether a track started more notes in an echo than in this frame so far."""
        more: Bools = self._heard[who] > self._written[who, None]
        return more

    def likely(self, who: Ints, on: Ints) -> Ints:
        """(n, E, C + 1) pitches that a track may repeat; -1: none.

        They are what it plays in each echo, drum keys from 128, and last the pitch that repeats
        the step which it made there.
        """
        return self._likely[who, :, on]

    def likeness(self, who: Ints, on: Ints, pitch: Ints) -> tuple[Shorts, Shorts, Bools]:
        """Duration and velocity classes (n, E) of the notes that the echoes have for a note.

        It is the one of the same pitch, else the track's highest; -1: none. Last, whether it has
        the same pitch.
        """
        same = self._likely[who, :, on, :-1] == pitch[:, None, None]
        # If there is none of its pitch, this is the first place: the highest, or none at all.
        best = same.argmax(axis=-1)
        found = self._classes[who[:, None], self.places[who], on[:, None], best]
        return found[..., 0], found[..., 1], np.logical_or.reduce(same, axis=-1)

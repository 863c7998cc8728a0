"""One walk over a piece, the same to count and to write."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

import numpy as np

from musicgan.data import manner
from musicgan.data.frames import DRUM_FAMILY
from musicgan.engines.base import Bools
from musicgan.engines.lines import NOTHING, Moment
from musicgan.engines.markov.contexts import (
    DISTANCES,
    Line,
    of_duration,
    of_harmony,
    of_kit,
    of_pitch,
    of_rhythm,
    of_shape,
    of_start,
    of_velocity,
)
from musicgan.engines.markov.words import ANY, Words

INTERVALS = 49
_WIDEST = INTERVALS // 2
"""Melodic intervals from two octaves down to two octaves up."""

_DENSITY, _POLYPHONY, _ARTICULATION, _DYNAMICS, _REGISTER, _ = range(len(manner.MANNERS))

UNSEEN = -2
"""The truth, where it is in no vocabulary."""

Contexts = Callable[[int, int], tuple[int, ...]]
"""Of a style and a level."""


class Answers(Protocol):
    """Who answers: the piece that is counted, or the dice."""

    def __call__(
        self,
        question: str,
        contexts: Contexts,
        truth: int | None,
        level: int = 0,
        allowed: Bools | None = None,
    ) -> int:
        """An outcome of the chain ``question``; ``truth`` is None where it is to be drawn."""


class Walk:
    """The order in which everything is decided, the same for counting and for writing."""

    def __init__(self, words: Words, ask: Answers) -> None:
        self._words = words
        self._ask = ask

    def chords(
        self, mode: int, last: tuple[int, int], truth: Sequence[int | None]
    ) -> tuple[list[int], tuple[int, int]]:
        """Chords of a bar's beats after (the last, the latest other one), and these two then."""
        found: list[int] = []
        for beat, real in enumerate(truth):
            at = (beat, *last)
            chord = self._ask("chord", partial(of_harmony, mode, at), real)
            if chord != last[0]:
                last = chord, last[0]
            found.append(chord)
        return found, last

    def track(self, line: Line, allowed: Bools, truth: list[Moment] | None) -> list[Moment]:
        """What a track plays in a bar; ``truth``: what it really played, None: it is written."""
        found: list[Moment] = []
        position, last, barline = 0, 0, True
        while True:
            gap = self._gap(line, (position, last, barline), truth, len(found))
            if found:
                found[-1] = self._held(line, found[-1], gap, truth is not None)
                line.before = found[-1]
            if gap == NOTHING:
                return found
            position, last, barline = position + gap - 1, gap, False
            real = None if truth is None else truth[len(found)]
            found.append(self._moment(line, position, allowed, real))

    def _gap(
        self, line: Line, at: tuple[int, int, bool], truth: list[Moment] | None, count: int
    ) -> int:
        """Distance to the next onset."""
        position, _, barline = at
        real = None
        if truth is not None:
            real = truth[count].position - position + 1 if count < len(truth) else NOTHING
        possible = None if truth is not None else _reachable(line.ticks - position, barline)
        level = line.levels[_DENSITY]
        return self._ask("rhythm", partial(of_rhythm, line, at), real, level, possible)

    def _held(self, line: Line, moment: Moment, gap: int, known: bool) -> Moment:
        """A moment with its duration, now that the gap behind it is known."""
        room = gap if gap != NOTHING else moment.position - line.ticks
        real = moment.duration if known else None
        level = line.levels[_ARTICULATION]
        duration = self._ask("duration", partial(of_duration, line, room), real, level)
        return replace(moment, duration=duration)

    def _moment(self, line: Line, position: int, allowed: Bools, real: Moment | None) -> Moment:
        """What starts at a position; its duration is still open."""
        drums = line.family == DRUM_FAMILY
        pitches = (
            self._hits(line, position, real)
            if drums
            else self._tones(line, position, allowed, real)
        )
        truth = None if real is None else real.velocity
        velocity = self._ask(
            "velocity", partial(of_velocity, line, position), truth, line.levels[_DYNAMICS]
        )
        return real or Moment(position, pitches, 0, velocity)

    def _hits(self, line: Line, position: int, real: Moment | None) -> tuple[int, ...]:
        number = self._words.kit_number
        before = ANY if line.before is None else number.get(line.before.pitches, ANY)
        was = line.ago(position)
        again = ANY if was is None else number.get(was.pitches, ANY)
        truth = None if real is None else number.get(real.pitches, UNSEEN)
        at = (position, before, again)
        kit = self._ask("kit", partial(of_kit, line, at), truth)
        return () if real else self._words.kits[kit]

    def _tones(
        self, line: Line, position: int, allowed: Bools, real: Moment | None
    ) -> tuple[int, ...]:
        top = self._top(line, position, allowed, real)
        number = self._words.shape_number
        before = ANY if line.before is None else number.get(line.before.shape, ANY)
        was = line.ago(position)
        again = ANY if was is None else number.get(was.shape, ANY)
        truth = None if real is None else number.get(real.shape, UNSEEN)
        chord = self._words.turned(line.chord(position), top)
        shape = self._ask(
            "shape", partial(of_shape, line, (before, chord, again)), truth,
            line.levels[_POLYPHONY], None if real else self._words.fitting(top, allowed),
        )  # fmt: skip
        line.came = ANY if line.before is None else top - line.before.top
        return () if real else (top, *(top - step for step in self._words.shapes[shape]))

    def _top(self, line: Line, position: int, allowed: Bools, real: Moment | None) -> int:
        """The highest pitch."""
        if line.before is None:
            level = line.levels[_REGISTER]
            truth = None if real is None else real.top
            return self._ask("start", partial(of_start, line), truth, level, allowed)
        before = line.before.top
        chord = self._words.turned(line.chord(position), before)
        contexts = partial(of_pitch, line, (position, chord))
        level = line.levels[_REGISTER]
        if real is not None:
            step = real.top - before + _WIDEST
            self._ask("pitch", contexts, step if 0 <= step < INTERVALS else UNSEEN, level)
            return real.top
        reach = np.arange(before - _WIDEST, before + _WIDEST + 1)
        possible = allowed[np.clip(reach, 0, 127)] & (reach >= 0) & (reach <= 127)
        if not possible.any():
            usable = np.flatnonzero(allowed)
            return int(usable[np.abs(usable - before).argmin()])
        return before + self._ask("pitch", contexts, None, level, possible) - _WIDEST


def _reachable(room: int, barline: bool) -> Bools:
    """(distances,) those to onsets before the next barline, and ``NOTHING``."""
    found = np.zeros(DISTANCES, bool)
    found[1 if barline else 2 : room + 1] = True
    found[NOTHING] = True
    return found

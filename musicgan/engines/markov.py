"""Markov chains of variable order, one for each question that a player answers.

Chords follow each other; a track's next onset follows from where it is in the bar, what it did
there a bar ago, and what the tracks before it do; pitches, the notes below them, durations and
velocities follow likewise. Nothing further back than a bar is remembered.
"""

from collections import Counter as Tally
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.data.corpus import work_of
from musicgan.data.dataset import Dataset
from musicgan.data.frames import (
    DRUM_FAMILY,
    DURATIONS,
    MAX_BAR_TICKS,
    Piece,
    class_velocity,
)
from musicgan.data.harmony import NO_CHORD, UNKNOWN
from musicgan.data.windows import Window
from musicgan.engines.base import (
    Arrays,
    Bools,
    Dice,
    Learned,
    Notes,
    Order,
    Sheet,
    Writer,
    balanced,
    part_of,
    styles_by_bar,
)
from musicgan.engines.chain import Chain, Counter, key
from musicgan.engines.lines import (
    NOTHING,
    Moment,
    by_bar,
    distance,
    first_beats,
    known_chords,
    moments,
)
from musicgan.song import TICKS_PER_BEAT

_ANY = -1
"""A style, level or neighbour that nobody knows."""

_INTERVALS = 49
_WIDEST = _INTERVALS // 2
"""Melodic intervals from two octaves down to two octaves up."""

_DISTANCES = MAX_BAR_TICKS + 2
_MOST_CHORDS = 160
_MOST_SHAPES = 700
_MOST_KITS = 900
_LARGEST = 8
"""Notes of a shape or kit at most."""

_NONE = 255

_QUESTIONS: dict[str, int] = {
    "chord": 30_000,
    "rhythm": 120_000,
    "start": 4_000,
    "pitch": 120_000,
    "shape": 50_000,
    "kit": 50_000,
    "duration": 50_000,
    "velocity": 50_000,
}
"""Each chain, with the outcomes that it may keep."""

_DENSITY, _POLYPHONY, _ARTICULATION, _DYNAMICS, _REGISTER, _ = range(len(manner.MANNERS))

Shapes = tuple[tuple[int, ...], ...]


class MarkovChain(Writer):
    """All chains, and the vocabularies of chords, shapes and kits."""

    def __init__(
        self,
        chains: dict[str, Chain],
        chords: tuple[tuple[int, int], ...],
        shapes: Shapes,
        kits: Shapes,
    ) -> None:
        """``chords`` are pairs of pitch classes as bits and a root; the first two are special."""
        self._chains = chains
        self._chords = chords
        self._shapes = shapes
        self._kits = kits

    @classmethod
    def learn(cls, dataset: Dataset, order: Order) -> Generator[Learned, None, Self | None]:
        """Count; see ``Writer.learn``."""
        chosen = balanced(dataset, order.seed)
        words = _Words.of(dataset, chosen)
        counters = {
            "chord": Counter(len(words.chords)), "rhythm": Counter(_DISTANCES),
            "start": Counter(128), "pitch": Counter(_INTERVALS),
            "shape": Counter(len(words.shapes)), "kit": Counter(len(words.kits)),
            "duration": Counter(len(DURATIONS)), "velocity": Counter(32),
        }  # fmt: skip
        reader = _Reader(words, counters)
        works: dict[str, int] = {}
        for number, index in enumerate(chosen):
            if order.stopped():
                return None
            info = dataset.meta.pieces[index]
            work = works.setdefault(work_of(Path(info.name)), len(works))
            reader.read(dataset.piece(index), info.style, work, dataset.borders)
            if number % 50 == 0:
                yield Learned(0.9 * number / len(chosen))
        chains = {}
        for name, counter in counters.items():
            chains[name] = counter.chain(_QUESTIONS[name])
            yield Learned(0.9 + 0.1 * len(chains) / len(counters))
        return cls(chains, words.chords, words.shapes, words.kits)

    @classmethod
    def of(cls, arrays: Arrays) -> Self:
        """See ``Writer.of``."""
        return cls(
            {name: Chain.of(arrays, name) for name in _QUESTIONS},
            tuple((int(bits), int(root)) for bits, root in arrays["chords"]),
            _unpacked(arrays["shapes"]),
            _unpacked(arrays["kits"]),
        )

    def arrays(self) -> Arrays:
        """See ``Writer.arrays``."""
        found: dict[str, npt.NDArray[Any]] = {
            "chords": np.array(self._chords, np.uint16),
            "shapes": _packed(self._shapes),
            "kits": _packed(self._kits),
        }
        for name, chain in self._chains.items():
            found |= chain.arrays(name)
        return found

    def write(self, window: Window, playable: Bools, dice: Dice) -> Iterator[Notes]:
        """See ``Writer.write``."""
        words = _Words(self._chords, self._shapes, self._kits)
        yield from _Player(self._chains, words, window, Sheet(window, playable), dice).play()


# ---- vocabularies ---------------------------------------------------------------------------


class _Words:
    """Numbers for chords, shapes and kits."""

    def __init__(self, chords: tuple[tuple[int, int], ...], shapes: Shapes, kits: Shapes) -> None:
        self.chords, self.shapes, self.kits = chords, shapes, kits
        self._chord_number = {chord: number for number, chord in enumerate(chords)}
        self.shape_number = {shape: number for number, shape in enumerate(shapes)}
        self.kit_number = {kit: number for number, kit in enumerate(kits)}
        packed = _packed(shapes).astype(np.int64)
        self._steps = np.where(packed == _NONE, 0, packed)

    @classmethod
    def of(cls, dataset: Dataset, chosen: Sequence[int]) -> "_Words":
        """The commonest of some pieces."""
        chords: Tally[tuple[int, int]] = Tally()
        shapes: Tally[tuple[int, ...]] = Tally()
        kits: Tally[tuple[int, ...]] = Tally()
        for index in chosen:
            piece = dataset.piece(index)
            chords.update(
                zip(
                    piece.chords["pitch_classes"].tolist(),
                    piece.chords["root"].tolist(),
                    strict=True,
                )
            )
            drums = piece.tracks["family"] == DRUM_FAMILY
            for bar in by_bar(piece.notes, piece.bars["start"], len(piece.tracks)):
                for track, row in enumerate(bar):
                    if drums[track]:
                        kits.update(moment.pitches for moment in row)
                    else:
                        shapes.update(moment.shape for moment in row)
        special = ((0, UNKNOWN), (0, NO_CHORD))
        common = [chord for chord, _ in chords.most_common(_MOST_CHORDS) if chord not in special]
        return cls((*special, *common), _common(shapes, _MOST_SHAPES), _common(kits, _MOST_KITS))

    def chord(self, bits: int, root: int) -> int:
        """Number of a chord, or of the most alike on the same root."""
        known = self._chord_number.get((bits, root))
        if known is not None:
            return known
        alike = [
            ((bits ^ other).bit_count(), number)
            for number, (other, of) in enumerate(self.chords)
            if of == root
        ]
        return min(alike)[1] if alike else 0

    def fitting(self, top: int, allowed: Bools) -> Bools:
        """(shapes,) which shapes below a pitch have only pitches that are allowed."""
        reach = top - self._steps
        fits: Bools = (allowed[np.maximum(reach, 0)] & (reach >= 0)).all(axis=1)
        fits[0] |= not fits.any()
        return fits

    def turned(self, chord: int, pitch: int) -> int:
        """Pitch classes of a chord as bits, counted from a pitch; ``_ANY`` if unknown."""
        bits = self.chords[chord][0]
        by = pitch % 12
        return ((bits >> by) | (bits << (12 - by))) & 0xFFF if bits else _ANY


def _common(words: "Tally[tuple[int, ...]]", most: int) -> Shapes:
    fitting = ((word, count) for word, count in words.most_common() if len(word) <= _LARGEST)
    return tuple(word for (word, count), _ in zip(fitting, range(most), strict=False) if count > 1)


def _packed(words: Shapes) -> npt.NDArray[np.uint8]:
    rows = np.full((len(words), _LARGEST), _NONE, np.uint8)
    for row, word in zip(rows, words, strict=True):
        row[: len(word)] = word
    return rows


def _unpacked(rows: npt.NDArray[np.generic]) -> Shapes:
    return tuple(tuple(int(value) for value in row if value != _NONE) for row in rows)


# ---- contexts, from the most general to the most special ------------------------------------


@dataclass(slots=True)
class _Line:
    """A track in a bar: who plays, what is known around it, and what it played last.

    Attributes:
        family, part, ticks, mode: of the track, of the bar, of the piece.
        was: the same track a bar ago; None where that bar is of another length, or missing.
        others: onsets of the tracks that are known already, ascending; None: no such track.
        meets: highest pitch of the latest known track by position.
        levels: of the bar.
        chords: number of each beat's chord.
        before: what it played last.
        came: the interval to there.
    """

    family: int
    part: int
    ticks: int
    mode: int
    was: list[Moment] | None
    others: list[int] | None
    meets: dict[int, int]
    levels: Sequence[int]
    chords: Sequence[int]
    before: Moment | None
    came: int = _ANY

    def ago(self, position: int) -> Moment | None:
        """What started here a bar ago."""
        return next((moment for moment in self.was or () if moment.position == position), None)

    def chord(self, position: int) -> int:
        """The number of the chord at a position."""
        return self.chords[position // TICKS_PER_BEAT]


def _rhythm(line: _Line, at: tuple[int, int, bool], style: int, level: int) -> tuple[int, ...]:
    """Contexts of the distance to the next onset, at (position, last distance, at the barline)."""
    position, last, barline = at
    others = _ANY if line.others is None else distance(line.others, position, barline)
    was = _ANY
    if line.was is not None:
        was = distance([moment.position for moment in line.was], position, barline)
    return (
        key(0, position % TICKS_PER_BEAT, barline),
        key(1, line.family, line.ticks, position, barline),
        key(2, style, line.part, line.ticks, position, barline, level),
        key(3, style, line.part, line.ticks, position, barline, was, level),
        key(4, style, line.part, line.ticks, position, barline, was, others, level),
        key(5, style, line.part, line.ticks, position, barline, was, others, last, level),
    )


def _start(line: _Line, style: int, level: int) -> tuple[int, ...]:
    """Contexts of a track's first pitch."""
    return (
        key(0),
        key(1, line.family),
        key(2, style, line.part),
        key(3, style, line.part, level),
    )


def _pitch(line: _Line, at: tuple[int, int], style: int, level: int) -> tuple[int, ...]:
    """Contexts of the interval from a track's last highest pitch, at (position, chord)."""
    assert line.before is not None
    position, chord = at
    top = line.before.top
    was = line.ago(position)
    again = _ANY if was is None else was.top - top + 128
    other = line.meets.get(position)
    meets = _ANY if other is None else (other - top) % 12
    return (
        key(0, line.mode, top % 12),
        key(1, line.family, line.mode, top % 12, chord),
        key(2, style, line.part, line.mode, top, level),
        key(3, style, line.part, line.mode, top % 12, chord, meets),
        key(4, style, line.part, line.mode, top, chord, meets, line.came),
        key(5, style, line.part, line.mode, top, chord, again, line.came),
        key(6, style, line.part, line.mode, top, chord, again, meets, line.came),
    )


def _shape(line: _Line, at: tuple[int, int, int], style: int, level: int) -> tuple[int, ...]:
    """Contexts of the notes below the highest, at (shape before, chord, shape a bar ago)."""
    before, chord, again = at
    return (
        key(0, line.family),
        key(1, style, line.part, level),
        key(2, style, line.part, before, level),
        key(3, style, line.part, before, chord, level),
        key(4, style, line.part, before, chord, again, level),
    )


def _kit(_line: _Line, at: tuple[int, int, int], style: int, _level: int) -> tuple[int, ...]:
    """Contexts of the drums that sound together, at (position, kit before, kit a bar ago)."""
    position, before, again = at
    return (
        key(0, position % TICKS_PER_BEAT),
        key(1, style, position),
        key(2, style, position, before),
        key(3, style, position, again),
        key(4, style, position, again, before),
    )


def _duration(line: _Line, gap: int, style: int, level: int) -> tuple[int, ...]:
    """Contexts of a duration before the next onset, or (below 0) the barline."""
    before = _ANY if line.before is None else line.before.duration
    gap += _DISTANCES
    return (
        key(0, gap),
        key(1, line.family, gap),
        key(2, style, line.part, gap, level),
        key(3, style, line.part, gap, before, level),
    )


def _velocity(line: _Line, position: int, style: int, level: int) -> tuple[int, ...]:
    """Contexts of a velocity."""
    before = _ANY if line.before is None else line.before.velocity
    return (
        key(0, line.family),
        key(1, style, line.part, level),
        key(2, style, line.part, before, level),
        key(3, style, line.part, before, position, level),
    )


def _harmony(mode: int, at: tuple[int, int, int], style: int, _level: int) -> tuple[int, ...]:
    """Contexts of a beat's chord, at (beat, last chord, latest other chord)."""
    beat, last, other = at
    return (
        key(0, mode),
        key(1, mode, last, beat == 0),
        key(2, style, mode, last, beat),
        key(3, style, mode, last, other, beat),
    )


# ---- one walk over a piece, to count and to write -------------------------------------------

_UNSEEN = -2
"""The truth, where it is in no vocabulary."""

Contexts = Callable[[int, int], tuple[int, ...]]
"""Of a style and a level."""


class _Answers(Protocol):
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


class _Walk:
    """The order in which everything is decided, the same for counting and for writing."""

    def __init__(self, words: _Words, ask: _Answers) -> None:
        self._words = words
        self._ask = ask

    def chords(
        self, mode: int, last: tuple[int, int], truth: Sequence[int | None]
    ) -> tuple[list[int], tuple[int, int]]:
        """Chords of a bar's beats after (the last, the latest other one), and these two then."""
        found: list[int] = []
        for beat, real in enumerate(truth):
            at = (beat, *last)
            chord = self._ask("chord", partial(_harmony, mode, at), real)
            if chord != last[0]:
                last = chord, last[0]
            found.append(chord)
        return found, last

    def track(self, line: _Line, allowed: Bools, truth: list[Moment] | None) -> list[Moment]:
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
        self, line: _Line, at: tuple[int, int, bool], truth: list[Moment] | None, count: int
    ) -> int:
        """Distance to the next onset."""
        position, _, barline = at
        real = None
        if truth is not None:
            real = truth[count].position - position + 1 if count < len(truth) else NOTHING
        possible = None if truth is not None else _reachable(line.ticks - position, barline)
        level = line.levels[_DENSITY]
        return self._ask("rhythm", partial(_rhythm, line, at), real, level, possible)

    def _held(self, line: _Line, moment: Moment, gap: int, known: bool) -> Moment:
        """A moment with its duration, now that the gap behind it is known."""
        room = gap if gap != NOTHING else moment.position - line.ticks
        real = moment.duration if known else None
        level = line.levels[_ARTICULATION]
        duration = self._ask("duration", partial(_duration, line, room), real, level)
        return replace(moment, duration=duration)

    def _moment(self, line: _Line, position: int, allowed: Bools, real: Moment | None) -> Moment:
        """What starts at a position; its duration is still open."""
        drums = line.family == DRUM_FAMILY
        pitches = (
            self._hits(line, position, real)
            if drums
            else self._tones(line, position, allowed, real)
        )
        truth = None if real is None else real.velocity
        velocity = self._ask(
            "velocity", partial(_velocity, line, position), truth, line.levels[_DYNAMICS]
        )
        return real or Moment(position, pitches, 0, velocity)

    def _hits(self, line: _Line, position: int, real: Moment | None) -> tuple[int, ...]:
        number = self._words.kit_number
        before = _ANY if line.before is None else number.get(line.before.pitches, _ANY)
        was = line.ago(position)
        again = _ANY if was is None else number.get(was.pitches, _ANY)
        truth = None if real is None else number.get(real.pitches, _UNSEEN)
        at = (position, before, again)
        kit = self._ask("kit", partial(_kit, line, at), truth)
        return () if real else self._words.kits[kit]

    def _tones(
        self, line: _Line, position: int, allowed: Bools, real: Moment | None
    ) -> tuple[int, ...]:
        top = self._top(line, position, allowed, real)
        number = self._words.shape_number
        before = _ANY if line.before is None else number.get(line.before.shape, _ANY)
        was = line.ago(position)
        again = _ANY if was is None else number.get(was.shape, _ANY)
        truth = None if real is None else number.get(real.shape, _UNSEEN)
        chord = self._words.turned(line.chord(position), top)
        shape = self._ask(
            "shape", partial(_shape, line, (before, chord, again)), truth,
            line.levels[_POLYPHONY], None if real else self._words.fitting(top, allowed),
        )  # fmt: skip
        line.came = _ANY if line.before is None else top - line.before.top
        return () if real else (top, *(top - step for step in self._words.shapes[shape]))

    def _top(self, line: _Line, position: int, allowed: Bools, real: Moment | None) -> int:
        """The highest pitch."""
        if line.before is None:
            level = line.levels[_REGISTER]
            truth = None if real is None else real.top
            return self._ask("start", partial(_start, line), truth, level, allowed)
        before = line.before.top
        chord = self._words.turned(line.chord(position), before)
        contexts = partial(_pitch, line, (position, chord))
        level = line.levels[_REGISTER]
        if real is not None:
            step = real.top - before + _WIDEST
            self._ask("pitch", contexts, step if 0 <= step < _INTERVALS else _UNSEEN, level)
            return real.top
        reach = np.arange(before - _WIDEST, before + _WIDEST + 1)
        possible = allowed[np.clip(reach, 0, 127)] & (reach >= 0) & (reach <= 127)
        if not possible.any():
            usable = np.flatnonzero(allowed)
            return int(usable[np.abs(usable - before).argmin()])
        return before + self._ask("pitch", contexts, None, level, possible) - _WIDEST


def _reachable(room: int, barline: bool) -> Bools:
    """(distances,) those to onsets before the next barline, and ``NOTHING``."""
    found = np.zeros(_DISTANCES, bool)
    found[1 if barline else 2 : room + 1] = True
    found[NOTHING] = True
    return found


class _Reader:
    """Counts a piece."""

    def __init__(self, words: _Words, counters: dict[str, Counter]) -> None:
        self._words = words
        self._counters = counters
        self._walk = _Walk(words, self._ask)
        self._style = 0
        self._work = 0

    def read(self, piece: Piece, style: int, work: int, borders: npt.NDArray[np.float64]) -> None:
        """Count every decision of a piece."""
        self._style, self._work = style, work
        values, weights = manner.measure_bars(piece)
        levels = manner.levels(np.where(weights > 0, values, np.nan), borders)
        tracks = len(piece.tracks)
        bars = by_bar(piece.notes, piece.bars["start"], tracks)
        before: list[Moment | None] = [None] * tracks
        came = [_ANY] * tracks
        last = (0, 0)
        ticks = piece.bars["ticks"]
        beats = first_beats(ticks).tolist()
        symbols = [
            self._words.chord(int(row["pitch_classes"]), int(row["root"])) for row in piece.chords
        ]
        part = part_of(piece.tracks["family"], piece.tracks["ordinal"]).tolist()
        mode = int(piece.minor)
        for bar, row in enumerate(bars):
            mine = symbols[beats[bar] : beats[bar] + -(-int(ticks[bar]) // TICKS_PER_BEAT)]
            _, last = self._walk.chords(mode, last, mine)
            same = bar > 0 and ticks[bar] == ticks[bar - 1]
            known: list[list[Moment]] = []
            for track, truth in enumerate(row):
                line = _Line(
                    int(piece.tracks["family"][track]), part[track], int(ticks[bar]), mode,
                    bars[bar - 1][track] if same else None, *_around(known),
                    levels[bar].tolist(), mine, before[track], came[track],
                )  # fmt: skip
                self._walk.track(line, _EVERY, truth)
                before[track], came[track] = line.before, line.came
                known.append(truth)

    def _ask(
        self,
        question: str,
        contexts: Contexts,
        truth: int | None,
        level: int = 0,
        allowed: Bools | None = None,
    ) -> int:
        assert truth is not None
        if truth != _UNSEEN:
            counter = self._counters[question]
            counter.add(self._work, truth, contexts(self._style, 0))
            if level:
                counter.add(self._work, truth, contexts(self._style, level))
        return truth


_EVERY = np.ones(128, bool)


def _around(known: list[list[Moment]]) -> tuple[list[int] | None, dict[int, int]]:
    """Onsets of the tracks that are known, and their latest highest pitch by position."""
    if not known:
        return None, {}
    onsets = sorted({moment.position for row in known for moment in row})
    return onsets, {moment.position: moment.top for row in known for moment in row}


class _Player:
    """Writes a window."""

    def __init__(
        self, chains: dict[str, Chain], words: _Words, window: Window, sheet: Sheet, dice: Dice
    ) -> None:
        self._chains = chains
        self._words = words
        self._window = window
        self._sheet = sheet
        self._dice = dice
        self._walk = _Walk(words, self._ask)
        self._styles: list[tuple[int, float]] = []

    def play(self) -> Iterator[Notes]:
        """Bar by bar; what is given comes first in each, so that the rest can hear it."""
        window, sheet = self._window, self._sheet
        tracks = len(window.family)
        part = part_of(window.family, window.ordinal).tolist()
        styles = styles_by_bar(window)
        symbols = [
            None if row["root"] == UNKNOWN else
            self._words.chord(int(row["pitch_classes"]), int(row["root"]))
            for row in known_chords(window)
        ]  # fmt: skip
        beats = [*first_beats(window.bar_ticks).tolist(), len(symbols)]
        mode = int(window.mode == 2)
        before: list[Moment | None] = [None] * tracks
        came = [_ANY] * tracks
        earlier: list[list[Moment]] = [[] for _ in range(tracks)]
        last = (0, 0)
        for bar, ticks in enumerate(window.bar_ticks.tolist()):
            self._dice.turn(bar)
            self._styles = styles[bar] or [(_ANY, 1.0)]
            chords, last = self._walk.chords(mode, last, symbols[beats[bar] : beats[bar + 1]])
            start = int(sheet.starts[bar])
            row = [moments(sheet.given(bar, track), start) for track in range(tracks)]
            free = [track for track in range(tracks) if sheet.free(bar, track)]
            known = [row[track] for track in range(tracks) if track not in free]
            same = bar > 0 and ticks == window.bar_ticks[bar - 1]
            for track in range(tracks):
                if track in free:
                    line = _Line(
                        int(window.family[track]), part[track], ticks, mode,
                        earlier[track] if same else None, *_around([r for r in known if r]),
                        window.levels[bar].tolist(), chords, before[track], came[track],
                    )  # fmt: skip
                    row[track] = self._walk.track(line, sheet.allowed[track], None)
                    came[track] = line.came
                    known.append(row[track])
                    self._add(start, track, row[track])
                if row[track]:
                    before[track] = row[track][-1]
            earlier = row
            yield sheet.notes()

    def _add(self, start: int, track: int, row: list[Moment]) -> None:
        for moment in row:
            for pitch in moment.pitches:
                self._sheet.add(
                    start + moment.position, int(DURATIONS[moment.duration]), track, pitch,
                    class_velocity(moment.velocity),
                )  # fmt: skip

    def _ask(
        self,
        question: str,
        contexts: Contexts,
        truth: int | None,
        level: int = 0,
        allowed: Bools | None = None,
    ) -> int:
        if truth is not None:
            return truth
        chain = self._chains[question]
        weights = sum(
            (share * chain.weights(contexts(style, level)) for style, share in self._styles),
            np.zeros(chain.size),
        )
        return self._dice.draw(weights if allowed is None else weights * allowed)

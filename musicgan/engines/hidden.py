"""Hidden Markov models, one for each style, with a hidden state for each beat of the ensemble.

hmmlearn finds the states (Poisson emissions of pitch classes, onsets and drums; Baum-Welch); what
each kind of track plays in a state is then counted along the likeliest paths (Viterbi). To write,
all that is known (places in the bar, chords, levels, locked tracks) is evidence: a path of states
is drawn by forward filtering and backward sampling, and the tracks emit their beats.

A mixture of styles jumps between their states at barlines. Tracks hear each other only through
the state.
"""

import warnings
from collections import Counter as Tally
from collections.abc import Generator, Iterator, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.data.dataset import Dataset
from musicgan.data.frames import DRUM_FAMILY, DURATIONS, Piece, class_velocity
from musicgan.data.harmony import UNKNOWN
from musicgan.data.windows import Window
from musicgan.engines.base import (
    PARTS,
    Arrays,
    Bools,
    Dice,
    Floats,
    Ints,
    Learned,
    Notes,
    Order,
    Sheet,
    Writer,
    balanced,
    part_of,
    styles_by_bar,
)
from musicgan.engines.lines import Moment, by_bar, first_beats, known_chords, moments
from musicgan.song import TICKS_PER_BEAT

_STATES = 20
_BEATS = 2000
"""Beats of a style that its states are found from."""

_ROUNDS = 12
_RHYTHMS = 64
_PATTERNS = 250
_LARGEST = 12
"""Onsets or hits of a beat at most."""

_NONE = 255
_WIDEST = 24
_RATIOS = np.array([0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0])
"""Durations over the time to the next onset or barline."""

_EXTRA = 5
_JUMP = 0.5
"""How often a mixture changes its style at a barline."""

_OUTSIDE = 0.15
"""Weight of pitches outside an asked chord."""

_SMALL = 1e-4

_DENSITY, _POLYPHONY, _ARTICULATION, _DYNAMICS, _, _ = range(len(manner.MANNERS))
_LEVELS = manner.LEVEL_COUNT + 1

_SIZES: dict[str, tuple[int, ...]] = {
    "rhythm": (_STATES, _RHYTHMS), "tones": (_STATES, 12), "pitch": (128,),
    "step": (2 * _WIDEST + 1,), "extra": (_LEVELS, _EXTRA), "below": (_WIDEST + 1,),
    "length": (_LEVELS, len(_RATIOS)), "loud": (_LEVELS, 32),
}  # fmt: skip
"""Tables of each kind of track, a distribution along the last axis."""

_STYLE_SIZES: dict[str, tuple[int, ...]] = {
    "follow": (_STATES, _STATES), "occupy": (_STATES,), "place": (_STATES, 3),
    "root": (_STATES, 14), "level": (_STATES, len(manner.MANNERS), _LEVELS),
    "kit": (_STATES, _PATTERNS),
}  # fmt: skip
"""Tables of each style."""

Words = tuple[tuple[int, ...], ...]
Tables = dict[str, npt.NDArray[Any]]


class HiddenMarkov(Writer):
    """The tables of all styles and kinds of tracks."""

    def __init__(self, styles: Tables, rows: Tables, kinds: Ints, rhythms: Words, kits: Words):
        """``kinds`` (rows, 2) says the style and part of each row; part -1 is any pitched track."""
        self._styles = {name: _shares(table) for name, table in styles.items()}
        self._rows = {name: _shares(table) for name, table in rows.items()}
        self._raw = {f"style.{name}": _small(table) for name, table in styles.items()}
        self._raw |= {f"row.{name}": _small(table) for name, table in rows.items()}
        self._kinds = kinds
        self._place = {(int(style), int(part)): row for row, (style, part) in enumerate(kinds)}
        self._rhythms, self._kits = rhythms, kits
        self._number = {word: number for number, word in enumerate(rhythms)}
        self._kit_number = {word: number for number, word in enumerate(kits)}

    @classmethod
    def learn(cls, dataset: Dataset, order: Order) -> Generator[Learned, None, Self | None]:
        """Fit each style's model, then count; see ``Writer.learn``."""
        chosen = balanced(dataset, order.seed, 12_000)
        rhythms, kits = _vocabularies(dataset, chosen)
        styles = {
            name: np.zeros((len(dataset.style_names), *size)) for name, size in _STYLE_SIZES.items()
        }
        kinds = _kinds(dataset, chosen)
        place = {kind: row for row, kind in enumerate(kinds)}
        rows = {name: np.zeros((len(kinds), *size)) for name, size in _SIZES.items()}
        made = cls(styles, rows, np.array(kinds, np.int64), rhythms, kits)
        for style in range(len(dataset.style_names)):
            if order.stopped():
                return None
            pieces = [
                dataset.piece(index)
                for index in chosen
                if dataset.meta.pieces[index].style == style
            ]
            if pieces:
                paths = _paths([_observed(piece) for piece in pieces], order.seed)
                for piece, path in zip(pieces, paths, strict=True):
                    made._count(piece, path, style, dataset.borders(style), styles, rows, place)
            yield Learned((style + 1) / len(dataset.style_names))
        return cls(styles, rows, np.array(kinds, np.int64), rhythms, kits)

    @classmethod
    def of(cls, arrays: Arrays) -> Self:
        """See ``Writer.of``."""
        return cls(
            {name: arrays[f"style.{name}"] for name in _STYLE_SIZES},
            {name: arrays[f"row.{name}"] for name in _SIZES},
            arrays["kinds"].astype(np.int64),
            _unpacked(arrays["rhythms"]),
            _unpacked(arrays["kits"]),
        )

    def arrays(self) -> Arrays:
        """See ``Writer.arrays``."""
        return self._raw | {
            "kinds": self._kinds.astype(np.int16),
            "rhythms": _packed(self._rhythms, _LARGEST),
            "kits": _packed(self._kits, 2 * _LARGEST),
        }

    def _count(
        self,
        piece: Piece,
        path: Ints,
        style: int,
        borders: npt.NDArray[np.float64],
        styles: Tables,
        rows: Tables,
        place: dict[tuple[int, int], int],
    ) -> None:
        """Count what every track does in the states of a path (beats,)."""
        np.add.at(styles["follow"][style], (path[:-1], path[1:]), 1)
        np.add.at(styles["occupy"][style], path, 1)
        np.add.at(styles["place"][style], (path, _places(piece.bars["ticks"])), 1)
        np.add.at(styles["root"][style], (path, piece.chords["root"].astype(int)), 1)
        values, weights = manner.measure_bars(piece)
        levels = manner.levels(np.where(weights > 0, values, np.nan), borders)
        beats = [*first_beats(piece.bars["ticks"]).tolist(), len(path)]
        parts = part_of(piece.tracks["family"], piece.tracks["ordinal"]).tolist()
        before: list[Moment | None] = [None] * len(parts)
        for bar, line in enumerate(by_bar(piece.notes, piece.bars["start"], len(parts))):
            states = path[beats[bar] : beats[bar + 1]].tolist()
            for state in states:
                for attribute, level in enumerate(levels[bar].tolist()):
                    styles["level"][style, state, attribute, level] += 1
            ticks = int(piece.bars["ticks"][bar])
            for track, found in enumerate(line):
                if parts[track] // PARTS == DRUM_FAMILY:
                    self._count_kit(found, states, styles["kit"][style])
                for row in (place[style, parts[track]], place[style, -1]):
                    self._count_line(
                        found, states, ticks, levels[bar].tolist(), before[track],
                        {name: table[row] for name, table in rows.items()},
                    )  # fmt: skip
                before[track] = found[-1] if found else before[track]

    def _count_kit(self, found: list[Moment], states: list[int], table: Floats) -> None:
        for beat, state in enumerate(states):
            number = self._kit_number.get(_hits(found, beat))
            if number is not None:
                table[state, number] += 1

    def _count_line(
        self,
        found: list[Moment],
        states: list[int],
        ticks: int,
        levels: list[int],
        before: Moment | None,
        row: Tables,
    ) -> None:
        for beat, state in enumerate(states):
            number = self._number.get(_onsets(found, beat))
            if number is not None:
                row["rhythm"][state, number] += 1
        ends = [*(moment.position for moment in found[1:]), ticks]
        for moment, end in zip(found, ends, strict=False):
            state = states[moment.position // TICKS_PER_BEAT]
            for pitch in moment.pitches:
                row["tones"][state, pitch % 12] += 1
            row["pitch"][moment.top] += 1
            if before is not None and abs(moment.top - before.top) <= _WIDEST:
                row["step"][moment.top - before.top + _WIDEST] += 1
            ratio = int(DURATIONS[moment.duration]) / max(1, end - moment.position)
            nearest = int(np.abs(np.log(_RATIOS / ratio)).argmin())
            for told in (False, True):
                row["extra"][
                    levels[_POLYPHONY] * told, min(len(moment.pitches) - 1, _EXTRA - 1)
                ] += 1
                row["length"][levels[_ARTICULATION] * told, nearest] += 1
                row["loud"][levels[_DYNAMICS] * told, moment.velocity] += 1
            for upper, lower in zip(moment.pitches, moment.pitches[1:], strict=False):
                row["below"][min(upper - lower, _WIDEST)] += 1
            before = moment

    # ---- writing ----------------------------------------------------------------------------

    def write(self, window: Window, playable: Bools, dice: Dice) -> Iterator[Notes]:
        """See ``Writer.write``."""
        sheet = Sheet(window, playable)
        chords = known_chords(window)
        beats = [*first_beats(window.bar_ticks).tolist(), len(chords)]
        path = self._path(window, sheet, chords, beats, dice)
        parts = part_of(window.family, window.ordinal).tolist()
        before: list[int | None] = [None] * len(parts)
        for bar, ticks in enumerate(window.bar_ticks.tolist()):
            dice.turn(bar)
            span = slice(beats[bar], beats[bar + 1])
            for track, part in enumerate(parts):
                start = int(sheet.starts[bar])
                given = sheet.given(bar, track)
                if len(given):
                    before[track] = int(given["pitch"][-1])
                if not sheet.free(bar, track):
                    continue
                if part // PARTS == DRUM_FAMILY:
                    self._play_kit(sheet, track, start, ticks, path[span], window.levels[bar], dice)
                else:
                    before[track] = self._play(
                        sheet, track, part, (start, ticks), path[span], chords[span],
                        window.levels[bar].tolist(), before[track], dice,
                    )  # fmt: skip
            yield sheet.notes()

    def _row(self, style: int, part: int) -> int:
        """The row of a part in a style, else of its family there or anywhere, else of any."""
        family = part // PARTS
        for other in (part, *range(family * PARTS, (family + 1) * PARTS)):
            if (style, other) in self._place:
                return self._place[style, other]
        alike = np.flatnonzero(self._kinds[:, 1] // PARTS == family)
        if len(alike):
            return int(alike[0])
        return self._place.get((style, -1), 0)

    def _play(
        self,
        sheet: Sheet,
        track: int,
        part: int,
        bar: tuple[int, int],
        path: Sequence[tuple[int, int]],
        chords: npt.NDArray[np.void],
        levels: list[int],
        before: int | None,
        dice: Dice,
    ) -> int | None:
        """A track's notes of a bar at (start, ticks); its last highest pitch."""
        start, ticks = bar
        onsets = [
            (TICKS_PER_BEAT * beat + place, beat)
            for beat, (style, state) in enumerate(path)
            for place in self._rhythm(self._row(style, part), state, dice)
            if TICKS_PER_BEAT * beat + place < ticks
        ]
        ends = [*(position for position, _ in onsets[1:]), ticks]
        usable = np.flatnonzero(sheet.allowed[track])
        for (position, beat), end in zip(onsets, ends, strict=False):
            style, state = path[beat]
            row = {name: table[self._row(style, part)] for name, table in self._rows.items()}
            tones = row["tones"][state][usable % 12] + _SMALL
            bits = int(chords["pitch_classes"][beat])
            if bits:
                tones = tones * np.where((bits >> (usable % 12)) & 1, 1.0, _OUTSIDE)
            weights = tones * (row["pitch"][usable] + _SMALL)
            if before is not None:
                step = np.clip(usable - before, -_WIDEST, _WIDEST) + _WIDEST
                weights = weights * (row["step"][step] + _SMALL)
            pitches = [int(usable[dice.draw(weights)])]
            before = pitches[0]
            for _ in range(dice.draw(row["extra"][levels[_POLYPHONY]] + _SMALL)):
                gap = np.clip(pitches[-1] - usable, 0, _WIDEST)
                under = tones * (row["below"][gap] + _SMALL) * (gap > 0)
                if under.any():
                    pitches.append(int(usable[dice.draw(under)]))
            ratio = _RATIOS[dice.draw(row["length"][levels[_ARTICULATION]] + _SMALL)]
            velocity = class_velocity(dice.draw(row["loud"][levels[_DYNAMICS]] + _SMALL / 32))
            for pitch in pitches:
                sheet.add(start + position, round((end - position) * ratio), track, pitch, velocity)
        return before

    def _rhythm(self, row: int, state: int, dice: Dice) -> tuple[int, ...]:
        """Onsets of a beat, ticks behind it."""
        weights = self._rows["rhythm"][row, state, : len(self._rhythms)]
        return self._rhythms[dice.draw(weights + _SMALL / _RHYTHMS)]

    def _play_kit(
        self,
        sheet: Sheet,
        track: int,
        start: int,
        ticks: int,
        path: Sequence[tuple[int, int]],
        levels: Ints,
        dice: Dice,
    ) -> None:
        for beat, (style, state) in enumerate(path):
            table = self._styles["kit"][style, state]
            if not table[1:].any():  # a style without drums
                table = self._styles["kit"].sum(axis=(0, 1))
            row = self._row(style, DRUM_FAMILY * PARTS)
            hits = self._kits[dice.draw(table[: len(self._kits)] + _SMALL / _PATTERNS)]
            loud = self._rows["loud"][row, int(levels[_DYNAMICS])]
            for place, pitch in zip(hits[::2], hits[1::2], strict=True):
                position = TICKS_PER_BEAT * beat + place
                if position < ticks:
                    velocity = class_velocity(dice.draw(loud + _SMALL / 32))
                    sheet.add(start + position, TICKS_PER_BEAT // 4, track, pitch, velocity)

    def _path(
        self,
        window: Window,
        sheet: Sheet,
        chords: npt.NDArray[np.void],
        beats: list[int],
        dice: Dice,
    ) -> list[tuple[int, int]]:
        """(style, state) of every beat: forward filtering, backward sampling."""
        dice.turn(0)
        by_style = styles_by_bar(window)
        chosen = sorted({style for row in by_style for style, _ in row})
        if not chosen:
            used = self._styles["occupy"].sum(axis=1)
            chosen = [dice.draw(used)]
            by_style = [[(chosen[0], 1.0)]] * len(by_style)
        states = [(style, state) for style in chosen for state in range(_STATES)]
        evidence = self._evidence(window, sheet, chords, beats, chosen)
        inside = np.zeros((len(states), len(states)))
        for place, style in enumerate(chosen):
            block = slice(place * _STATES, (place + 1) * _STATES)
            inside[block, block] = self._styles["follow"][style] + _SMALL / _STATES
        bar_of = np.repeat(np.arange(len(beats) - 1), np.diff(beats))
        filtered = np.zeros_like(evidence)
        moves = []
        for beat, bar in enumerate(bar_of.tolist()):
            shares = dict(by_style[bar])
            enter = np.concatenate(
                [self._styles["occupy"][style] * shares.get(style, 0) for style in chosen]
            )
            fresh = beat == 0
            jump = 1.0 if fresh else _JUMP * (len(chosen) > 1 and beat == beats[bar])
            move = (1 - jump) * inside + jump * enter[None, :]
            moves.append(move)
            prior = enter if fresh else filtered[beat - 1] @ move
            row = (prior + 1e-12) * evidence[beat]
            filtered[beat] = row / row.sum()
        path = [0] * len(bar_of)
        for beat in range(len(bar_of) - 1, -1, -1):
            dice.turn(int(bar_of[beat]))
            weights = filtered[beat]
            if beat + 1 < len(bar_of):
                weights = weights * (moves[beat + 1][:, path[beat + 1]] + 1e-12)
            path[beat] = dice.draw(weights)
        return [states[state] for state in path]

    def _evidence(
        self,
        window: Window,
        sheet: Sheet,
        chords: npt.NDArray[np.void],
        beats: list[int],
        chosen: list[int],
    ) -> Floats:
        """(beats, states of the chosen styles) likelihood of what is known, largest 1."""
        found = np.zeros((len(chords), len(chosen) * _STATES))
        places = _places(window.bar_ticks)
        parts = part_of(window.family, window.ordinal).tolist()
        for column, style in enumerate(chosen):
            block = slice(column * _STATES, (column + 1) * _STATES)
            tables = {name: np.log(table[style] + 1e-3) for name, table in self._styles.items()}
            found[:, block] += tables["place"][:, places].T
            known = chords["root"] != UNKNOWN
            found[known, block] += tables["root"][:, chords["root"][known].astype(int)].T
            for bar, levels in enumerate(window.levels):
                span = slice(beats[bar], beats[bar + 1])
                for attribute in np.flatnonzero(levels).tolist():
                    found[span, block] += tables["level"][:, attribute, int(levels[attribute])]
                for track, part in enumerate(parts):
                    given = sheet.given(bar, track)
                    if not len(given):
                        continue
                    line = moments(given, int(sheet.starts[bar]))
                    row = self._row(style, part)
                    for beat in range(beats[bar + 1] - beats[bar]):
                        found[beats[bar] + beat, block] += self._heard(line, beat, part, style, row)
        likelihood: Floats = np.exp(found - found.max(axis=1, keepdims=True))
        return likelihood

    def _heard(self, line: list[Moment], beat: int, part: int, style: int, row: int) -> Floats:
        """(states,) log-likelihood of what a locked track plays in a beat."""
        if part // PARTS == DRUM_FAMILY:
            number = self._kit_number.get(_hits(line, beat))
            table = self._styles["kit"][style]
            return np.zeros(_STATES) if number is None else np.log(table[:, number] + 1e-3)
        number = self._number.get(_onsets(line, beat))
        found = np.zeros(_STATES)
        if number is not None:
            found += np.log(self._rows["rhythm"][row][:, number] + 1e-3)
        for moment in line:
            if moment.position // TICKS_PER_BEAT == beat:
                for pitch in moment.pitches:
                    found += np.log(self._rows["tones"][row][:, pitch % 12] + 1e-2)
        return found


# ---- what is observed -----------------------------------------------------------------------


def _onsets(line: list[Moment], beat: int) -> tuple[int, ...]:
    begin = beat * TICKS_PER_BEAT
    return tuple(m.position - begin for m in line if m.position // TICKS_PER_BEAT == beat)


def _hits(line: list[Moment], beat: int) -> tuple[int, ...]:
    """Places and keys of a beat's drums, one after the other."""
    begin = beat * TICKS_PER_BEAT
    return tuple(
        value
        for moment in line
        if moment.position // TICKS_PER_BEAT == beat
        for pitch in moment.pitches
        for value in (moment.position - begin, pitch)
    )


def _places(bar_ticks: npt.NDArray[np.integer]) -> Ints:
    """Of every beat: 0 at the barline, then 1 and 2 in turn."""
    counts = -(-bar_ticks.astype(np.int64) // TICKS_PER_BEAT)
    return np.concatenate([np.where(np.arange(n) > 0, 2 - np.arange(n) % 2, 0) for n in counts])


def _observed(piece: Piece) -> Ints:
    """(beats, 47) counts: pitch classes, the lowest one, onsets by sixteenth, drums, the place."""
    firsts = first_beats(piece.bars["ticks"])
    notes = piece.notes
    bar = np.searchsorted(piece.bars["start"], notes["onset"], side="right") - 1
    position = notes["onset"] - piece.bars["start"][bar]
    beat = firsts[bar] + position // TICKS_PER_BEAT
    quarter = position % TICKS_PER_BEAT * 4 // TICKS_PER_BEAT
    drums = piece.tracks["family"][notes["track"]] == DRUM_FAMILY
    count = len(piece.chords)
    found = np.zeros((count, 47), np.int64)
    pitched = np.flatnonzero(~drums)
    tone = notes["pitch"] % 12
    for later in range(4):  # a note counts in the beats through which it sounds
        sounding = pitched[notes["duration"][pitched] > later * TICKS_PER_BEAT]
        sounding = sounding[beat[sounding] + later < count]
        np.add.at(found, (beat[sounding] + later, tone[sounding]), 1)
    order = pitched[np.argsort(-notes["pitch"][pitched].astype(int), kind="stable")]
    lowest = np.full(count, -1)
    lowest[beat[order]] = tone[order]
    known = np.flatnonzero(lowest >= 0)
    found[known, 12 + lowest[known]] = 2
    np.add.at(found, (beat[pitched], 24 + quarter[pitched]), 1)
    struck = np.flatnonzero(drums)
    key = notes["pitch"][struck]
    kind = np.select([key <= 36, key <= 40, np.isin(key, (42, 44, 46))], [0, 1, 2], 3)
    np.add.at(found, (beat[struck], 28 + 4 * kind + quarter[struck]), 2)
    found[np.arange(count), 44 + _places(piece.bars["ticks"])] = 3
    return np.minimum(found, 4)


def _paths(observed: list[Ints], seed: int) -> list[Ints]:
    """The likeliest states of some pieces' beats, under a model that is fitted to them."""
    from hmmlearn.hmm import PoissonHMM  # loads scikit-learn

    total = np.cumsum([len(rows) for rows in observed])
    some = observed[: int(np.searchsorted(total, _BEATS)) + 1]
    model = PoissonHMM(
        n_components=_STATES, n_iter=_ROUNDS, random_state=seed % 2**32,
        lambdas_prior=0.1, lambdas_weight=1.0, transmat_prior=1.05, startprob_prior=1.05,
    )  # fmt: skip
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        model.fit(np.concatenate(some), [len(rows) for rows in some])
        return [np.asarray(model.predict(rows), np.int64) for rows in observed]


def _vocabularies(dataset: Dataset, chosen: list[int]) -> tuple[Words, Words]:
    """The commonest rhythms and drum patterns of a beat."""
    rhythms: Tally[tuple[int, ...]] = Tally()
    kits: Tally[tuple[int, ...]] = Tally()
    for index in chosen:
        piece = dataset.piece(index)
        drums = (piece.tracks["family"] == DRUM_FAMILY).tolist()
        beats = (-(-piece.bars["ticks"].astype(int) // TICKS_PER_BEAT)).tolist()
        for count, line in zip(
            beats, by_bar(piece.notes, piece.bars["start"], len(drums)), strict=True
        ):
            for drum, found in zip(drums, line, strict=True):
                for beat in range(count):
                    (kits if drum else rhythms)[(_hits if drum else _onsets)(found, beat)] += 1
    return _common(rhythms, _RHYTHMS, _LARGEST), _common(kits, _PATTERNS, 2 * _LARGEST)


def _common(words: "Tally[tuple[int, ...]]", most: int, longest: int) -> Words:
    """The commonest words, the empty one first."""
    fitting = [word for word, _ in words.most_common() if 0 < len(word) <= longest]
    return ((), *fitting[: most - 1])


def _kinds(dataset: Dataset, chosen: list[int]) -> list[tuple[int, int]]:
    """Styles and parts that occur, and each style's own "any part"."""
    found = {(style, -1) for style in range(len(dataset.style_names))}
    for index in chosen:
        tracks = dataset.piece(index).tracks
        style = dataset.meta.pieces[index].style
        found |= {(style, part) for part in part_of(tracks["family"], tracks["ordinal"]).tolist()}
    return sorted(found)


# ---- tables ---------------------------------------------------------------------------------


def _shares(table: npt.NDArray[Any]) -> Floats:
    """Distributions along the last axis; nothing where nothing was counted."""
    counts = table.astype(np.float64)
    shares: Floats = counts / np.maximum(counts.sum(axis=-1, keepdims=True), 1e-9)
    return shares


def _small(table: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """One byte a number, in proportion along the last axis."""
    largest = np.maximum(table.max(axis=-1, keepdims=True), 1e-9)
    small: npt.NDArray[np.uint8] = np.ceil(255 * (table / largest)).astype(np.uint8)
    return small


def _packed(words: Words, longest: int) -> npt.NDArray[np.uint8]:
    rows = np.full((len(words), longest), _NONE, np.uint8)
    for row, word in zip(rows, words, strict=True):
        row[: len(word)] = word
    return rows


def _unpacked(rows: npt.NDArray[Any]) -> Words:
    return tuple(tuple(int(value) for value in row if value != _NONE) for row in rows)

"""Learning: counts of what every track does in the states."""

import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.data.dataset import Dataset
from musicgan.data.frames import DRUM_FAMILY, DURATIONS, Piece
from musicgan.engines.base import PARTS, Floats, Ints, part_of
from musicgan.engines.hidden.states import places
from musicgan.engines.hidden.tables import (
    ARTICULATION,
    DYNAMICS,
    EXTRA,
    POLYPHONY,
    RATIOS,
    ROW_SIZES,
    STYLE_SIZES,
    WIDEST,
    Counts,
    Tables,
)
from musicgan.engines.hidden.words import Words, hits_of, onsets_of
from musicgan.engines.lines import Moment, by_bar, first_beats
from musicgan.song import TICKS_PER_BEAT


class Reader:
    """Counts piece by piece."""

    def __init__(
        self, styles: int, kinds: list[tuple[int, int]], rhythms: Words, kits: Words
    ) -> None:
        """``kinds`` are the styles and parts that occur."""
        self._styles: Counts = {
            name: np.zeros((styles, *size)) for name, size in STYLE_SIZES.items()
        }
        self._rows: Counts = {
            name: np.zeros((len(kinds), *size)) for name, size in ROW_SIZES.items()
        }
        self._kinds = kinds
        self._place = {kind: row for row, kind in enumerate(kinds)}
        self._rhythms, self._kits = rhythms, kits
        self._rhythm_number = {word: number for number, word in enumerate(rhythms)}
        self._kit_number = {word: number for number, word in enumerate(kits)}

    def tables(self) -> Tables:
        """What was counted."""
        kinds = np.array(self._kinds, np.int64)
        return Tables(self._styles, self._rows, kinds, self._rhythms, self._kits)

    def read(self, piece: Piece, path: Ints, style: int, borders: npt.NDArray[np.float64]) -> None:
        """Count a piece of a style whose beats are in the states of a path (beats,)."""
        styles = {name: table[style] for name, table in self._styles.items()}
        np.add.at(styles["follow"], (path[:-1], path[1:]), 1)
        np.add.at(styles["occupy"], path, 1)
        np.add.at(styles["place"], (path, places(piece.bars["ticks"])), 1)
        np.add.at(styles["root"], (path, piece.chords["root"].astype(int)), 1)
        values, weights = manner.measure_bars(piece)
        levels = manner.levels(np.where(weights > 0, values, np.nan), borders)
        beats = [*first_beats(piece.bars["ticks"]).tolist(), len(path)]
        parts = part_of(piece.tracks["family"], piece.tracks["ordinal"]).tolist()
        before: list[Moment | None] = [None] * len(parts)
        for bar, line in enumerate(by_bar(piece.notes, piece.bars["start"], len(parts))):
            states = path[beats[bar] : beats[bar + 1]].tolist()
            for state in states:
                for attribute, level in enumerate(levels[bar].tolist()):
                    styles["level"][state, attribute, level] += 1
            ticks = int(piece.bars["ticks"][bar])
            for track, found in enumerate(line):
                if parts[track] // PARTS == DRUM_FAMILY:
                    self._count_kit(found, states, styles["kit"])
                for row in (self._place[style, parts[track]], self._place[style, -1]):
                    self._count_line(
                        found, states, ticks, levels[bar].tolist(), before[track],
                        {name: table[row] for name, table in self._rows.items()},
                    )  # fmt: skip
                before[track] = found[-1] if found else before[track]

    def _count_kit(self, found: list[Moment], states: list[int], table: Floats) -> None:
        for beat, state in enumerate(states):
            number = self._kit_number.get(hits_of(found, beat))
            if number is not None:
                table[state, number] += 1

    def _count_line(
        self,
        found: list[Moment],
        states: list[int],
        ticks: int,
        levels: list[int],
        before: Moment | None,
        row: Counts,
    ) -> None:
        for beat, state in enumerate(states):
            number = self._rhythm_number.get(onsets_of(found, beat))
            if number is not None:
                row["rhythm"][state, number] += 1
        ends = [*(moment.position for moment in found[1:]), ticks]
        for moment, end in zip(found, ends, strict=False):
            state = states[moment.position // TICKS_PER_BEAT]
            for pitch in moment.pitches:
                row["tones"][state, pitch % 12] += 1
            row["pitch"][moment.top] += 1
            if before is not None and abs(moment.top - before.top) <= WIDEST:
                row["step"][moment.top - before.top + WIDEST] += 1
            ratio = int(DURATIONS[moment.duration]) / max(1, end - moment.position)
            nearest = int(np.abs(np.log(RATIOS / ratio)).argmin())
            for told in (False, True):
                row["extra"][levels[POLYPHONY] * told, min(len(moment.pitches) - 1, EXTRA - 1)] += 1
                row["length"][levels[ARTICULATION] * told, nearest] += 1
                row["loud"][levels[DYNAMICS] * told, moment.velocity] += 1
            for upper, lower in zip(moment.pitches, moment.pitches[1:], strict=False):
                row["below"][min(upper - lower, WIDEST)] += 1
            before = moment


def kinds_of(dataset: Dataset, chosen: list[int]) -> list[tuple[int, int]]:
    """Styles and parts that occur, and each style's own "any part"."""
    found = {(style, -1) for style in range(len(dataset.style_names))}
    for index in chosen:
        tracks = dataset.piece(index).tracks
        style = dataset.meta.pieces[index].style
        found |= {(style, part) for part in part_of(tracks["family"], tracks["ordinal"]).tolist()}
    return sorted(found)

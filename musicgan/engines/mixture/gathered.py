"""What the mixtures are fitted to."""

import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.data.frames import DRUM_FAMILY, DURATIONS, Piece
from musicgan.engines.base import PARTS, Floats, Ints, part_of
from musicgan.engines.lines import Moment, by_bar
from musicgan.engines.mixture.components import FAMILY_COUNT, KINDS
from musicgan.engines.mixture.vectors import (
    TOLD,
    beat_vector,
    kit_vector,
    others_vector,
    place_vector,
)
from musicgan.song import TICKS_PER_BEAT

_ROWS = 800
"""Vectors of a style that a mixture is fitted to."""


class Gathered:
    """Vectors of all pieces, with style and family."""

    def __init__(self, styles: int) -> None:
        self._rows: dict[str, list[tuple[Floats, int, int]]] = {name: [] for name in KINDS}
        self._sums = np.zeros((2, styles, FAMILY_COUNT * PARTS))

    def rows(self, name: str, size: int, seed: int) -> tuple[Floats, Ints, Ints]:
        """At most ``_ROWS`` vectors of every style, their styles and families."""
        rng = np.random.default_rng([seed, 5])
        found = self._rows[name]
        styles = np.array([style for _, style, _ in found], np.int64)
        kept = np.concatenate(
            [
                rng.permutation(np.flatnonzero(styles == style))[:_ROWS]
                for style in range(self._sums.shape[1])
            ]
        )
        if len(kept) < 2:  # music without drums still needs something to draw from
            return np.zeros((2, size)), np.zeros(2, np.int64), np.zeros(2, np.int64)
        families = np.array([found[place][2] for place in kept], np.int64)
        return np.stack([found[place][0] for place in kept]), styles[kept], families

    def centres(self) -> Floats:
        """(styles, parts) mean highest pitch."""
        centres: Floats = self._sums[0] / np.maximum(self._sums[1], 1)
        return centres

    def read(self, piece: Piece, style: int, borders: npt.NDArray[np.float64]) -> None:
        """Gather a piece's vectors."""
        values, weights = manner.measure_bars(piece)
        levels = manner.levels(np.where(weights > 0, values, np.nan), borders)
        parts = part_of(piece.tracks["family"], piece.tracks["ordinal"]).tolist()
        bars = by_bar(piece.notes, piece.bars["start"], len(parts))
        centre = []
        for track, part in enumerate(parts):
            tops = [moment.top for line in bars for moment in line[track]]
            centre.append(float(np.mean(tops)) if tops else 60.0)
            self._sums[0, style, part] += sum(tops)
            self._sums[1, style, part] += len(tops)
        ago: list[list[Floats]] = [[] for _ in parts]
        tonal_before = np.zeros(12)
        for bar, lines in enumerate(bars):
            ticks = int(piece.bars["ticks"][bar])
            tonal = np.zeros(12)
            for part, line in zip(parts, lines, strict=True):
                if part // PARTS != DRUM_FAMILY:
                    for moment in line:
                        for pitch in moment.pitches:
                            tonal[pitch % 12] += DURATIONS[moment.duration]
            tonal /= max(tonal.max(), 1)
            if tonal_before.any() and tonal.any():
                self._rows["harmony"].append((np.concatenate([tonal, tonal_before]), style, 0))
            tonal_before = tonal
            told = (np.maximum(levels[bar, list(TOLD)], 1) - 3) / 2
            count = -(-ticks // TICKS_PER_BEAT)
            known: list[list[Moment]] = []
            for track, (part, line) in enumerate(zip(parts, lines, strict=True)):
                was = enumerate(ago[track][:count])
                if part // PARTS == DRUM_FAMILY:
                    vectors = [kit_vector(line, beat) for beat in range(count)]
                    for beat, before in was:
                        if vectors[beat].any() or before.any():
                            row = np.concatenate([vectors[beat], before, place_vector(beat)])
                            self._rows["drums"].append((row, style, DRUM_FAMILY))
                else:
                    vectors = [
                        beat_vector(line, beat, centre[track], ticks) for beat in range(count)
                    ]
                    for beat, before in was:
                        others = others_vector(known, beat)
                        last = vectors[beat - 1] if beat else ago[track][-1]
                        row = np.concatenate(
                            [vectors[beat], last, before, tonal, place_vector(beat), others, told]
                        )
                        self._rows["pitched"].append((row, style, part // PARTS))
                    known.append(line)
                ago[track] = vectors

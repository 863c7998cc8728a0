"""Tables of all styles and kinds of tracks."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.engines.base import PARTS, Arrays, Floats, Ints
from musicgan.engines.hidden.states import STATES
from musicgan.engines.hidden.words import LARGEST, PATTERNS, RHYTHMS, Words, packed, unpacked

WIDEST = 24
"""Semitones of a step."""

RATIOS = np.array([0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0])
"""Durations over the time to the next onset or barline."""

EXTRA = 5
"""Notes below the highest one of a chord: none to four."""

SMALL = 1e-4
"""Weight of what never happened."""

_LEVELS = manner.LEVEL_COUNT + 1
_, POLYPHONY, ARTICULATION, DYNAMICS, _, _ = range(len(manner.MANNERS))

ROW_SIZES: dict[str, tuple[int, ...]] = {
    "rhythm": (STATES, RHYTHMS), "tones": (STATES, 12), "pitch": (128,),
    "step": (2 * WIDEST + 1,), "extra": (_LEVELS, EXTRA), "below": (WIDEST + 1,),
    "length": (_LEVELS, len(RATIOS)), "loud": (_LEVELS, 32),
}  # fmt: skip
"""Tables of each kind of track, a distribution along the last axis."""

STYLE_SIZES: dict[str, tuple[int, ...]] = {
    "follow": (STATES, STATES), "occupy": (STATES,), "place": (STATES, 3),
    "root": (STATES, 14), "level": (STATES, len(manner.MANNERS), _LEVELS),
    "kit": (STATES, PATTERNS),
}  # fmt: skip
"""Tables of each style."""

Counts = dict[str, npt.NDArray[Any]]


class Tables:
    """Distributions along the last axis of every table; nothing where nothing was counted.

    Attributes:
        styles: name → (styles, *STYLE_SIZES[name]).
        rows: name → (rows, *ROW_SIZES[name]): a row is a kind of track in a style.
        rhythms, kits: the words for what a track and the drums do in a beat.
        rhythm_number, kit_number: the words' places.
    """

    def __init__(
        self, styles: Counts, rows: Counts, kinds: Ints, rhythms: Words, kits: Words
    ) -> None:
        """``kinds`` (rows, 2) says the style and part of each row; part -1 is any pitched track."""
        self.styles = {name: _shares(table) for name, table in styles.items()}
        self.rows = {name: _shares(table) for name, table in rows.items()}
        self.rhythms, self.kits = rhythms, kits
        self.rhythm_number = {word: number for number, word in enumerate(rhythms)}
        self.kit_number = {word: number for number, word in enumerate(kits)}
        self._kinds = kinds
        self._place = {(int(style), int(part)): row for row, (style, part) in enumerate(kinds)}
        self._small = {f"style.{name}": _small(table) for name, table in styles.items()}
        self._small |= {f"row.{name}": _small(table) for name, table in rows.items()}

    @classmethod
    def of(cls, arrays: Arrays) -> Self:
        """From ``arrays``."""
        return cls(
            {name: arrays[f"style.{name}"] for name in STYLE_SIZES},
            {name: arrays[f"row.{name}"] for name in ROW_SIZES},
            arrays["kinds"].astype(np.int64),
            unpacked(arrays["rhythms"]),
            unpacked(arrays["kits"]),
        )

    def arrays(self) -> Arrays:
        """One byte a number."""
        return self._small | {
            "kinds": self._kinds.astype(np.int16),
            "rhythms": packed(self.rhythms, LARGEST),
            "kits": packed(self.kits, 2 * LARGEST),
        }

    def row(self, style: int, part: int) -> int:
        """The row of a part in a style, else of its family there or anywhere, else of any."""
        family = part // PARTS
        for other in (part, *range(family * PARTS, (family + 1) * PARTS)):
            if (style, other) in self._place:
                return self._place[style, other]
        alike = np.flatnonzero(self._kinds[:, 1] // PARTS == family)
        if len(alike):
            return int(alike[0])
        return self._place.get((style, -1), 0)


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

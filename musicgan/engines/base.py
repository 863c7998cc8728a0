"""What every engine beside the GAN shares: a model that fills windows, and the dice it casts."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Self

import numpy as np
import numpy.typing as npt

from musicgan.data.dataset import Dataset
from musicgan.data.frames import DRUM_FAMILY, NOTE, VELOCITY_STEP
from musicgan.data.windows import Cell, Window

Notes = npt.NDArray[np.void]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Arrays = Mapping[str, npt.NDArray[Any]]

PARTS = 4
"""Tracks of one family that are told apart, highest first; further ones are like the last."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a model is to be learned.

    Attributes:
        seed: of all chance.
        minutes: at most so long, for what learns step by step; None: until it is good.
        stopped: asked often; once true, learning ends.
        threads: for torch.
    """

    seed: int = 0
    minutes: float | None = None
    stopped: Callable[[], bool] = lambda: False
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Learned:
    """How far learning is, from 0 to 1, with figures by name."""

    done: float
    values: Mapping[str, float] = field(default_factory=dict)


class Writer(ABC):
    """A model that fills the free cells of windows, one bar after the other.

    Pitches are those of ``Piece``: in C major or A minor, drums as their keys.
    """

    phase: ClassVar[Literal["likelihood", "adversarial"]] = "likelihood"
    """What learning goes by."""

    @classmethod
    @abstractmethod
    def learn(cls, dataset: Dataset, order: Order) -> Generator[Learned, None, Self | None]:
        """Learn from the pieces that are not held out.

        Returns None where it was stopped before there was a model.
        """

    @classmethod
    @abstractmethod
    def of(cls, arrays: Arrays) -> Self:
        """The model that ``arrays`` gave; all of them are finite.

        Raises:
            KeyError, ValueError: these are not its arrays.
        """

    @abstractmethod
    def arrays(self) -> Arrays:
        """All that was learned, to be saved."""

    @abstractmethod
    def write(self, window: Window, playable: Bools, dice: "Dice") -> Iterator[Notes]:
        """Fill a window.

        Args:
            window: conditions and locked notes.
            playable: (tracks, 256) what each track can sound; drum keys from 128.
            dice: all chance.

        Yields, after each bar, the notes so far (rows of ``NOTE``, locked ones included, none
        overlapping in one pitch of one track).
        """

    def score(self, window: Window) -> float:
        """Opinion of the notes in a window, higher for better; NaN for none."""
        return float("nan")


class Dice:
    """All chance of one take: one stream a bar, so that bars don't hang on what came before."""

    def __init__(
        self,
        seed: int,
        temperature: float = 1.0,
        top_p: float = 1.0,
        vary: float = 0.0,
        variation: int = 0,
    ) -> None:
        """See ``Request`` for the meanings; ``vary`` is the share of bars whose dice are others.

        Begins at bar 0.
        """
        self._seed = seed % 2**64
        self._variation = variation % 2**64
        self._vary = vary
        self.temperature = temperature
        self.top_p = top_p
        self.turn(0)

    def turn(self, bar: int) -> None:
        """Go to a bar's own stream."""
        other = np.random.default_rng([self._variation, bar, self._seed])
        self.rng = (
            other if other.random() < self._vary else np.random.default_rng([self._seed, bar])
        )

    def draw(self, weights: Floats) -> int:
        """An index by its weight (at least one above 0), under temperature and top-p."""
        tempered = weights ** (1 / self.temperature)
        share = tempered / tempered.sum()
        order = np.argsort(-share, kind="stable")
        heap = np.cumsum(share[order])
        kept = int(np.searchsorted(heap, min(self.top_p, heap[-1]))) + 1
        place = int(np.searchsorted(heap[:kept], self.rng.random() * heap[kept - 1], side="right"))
        return int(order[min(place, kept - 1)])


def allowed_pitches(window: Window, playable: Bools) -> Bools:
    """(tracks, 128) pitches or drum keys that each track of a window can sound."""
    drums = (window.family == DRUM_FAMILY)[:, None]
    count = len(window.family)
    return np.where(drums, playable[:count, 128:], playable[:count, :128])


def balanced(dataset: Dataset, seed: int, most: int = 60_000) -> list[int]:
    """Pieces to learn from, in some order: of each style at most so many notes, else all."""
    chosen: list[int] = []
    rng = np.random.default_rng([seed, 7])
    for style in range(len(dataset.style_names)):
        pieces = dataset.select(held_out=False, style=style)
        left = most
        for place in rng.permutation(len(pieces)).tolist():
            if left > 0:
                chosen.append(pieces[place])
                left -= len(dataset.piece(pieces[place]).notes)
    return [chosen[place] for place in rng.permutation(len(chosen)).tolist()]


def part_of(family: npt.NDArray[np.integer], ordinal: npt.NDArray[np.integer]) -> Ints:
    """A number for each family and place within it."""
    found: Ints = family.astype(np.int64) * PARTS + np.minimum(ordinal, PARTS - 1)
    return found


def styles_by_bar(window: Window) -> list[list[tuple[int, float]]]:
    """For each bar the styles that count, with weights that sum to 1; none: any."""
    bars = len(window.bar_ticks)
    rows = np.broadcast_to(window.style, (bars, window.style.shape[-1]))
    return [
        [(int(style), float(row[style] / row.sum())) for style in np.flatnonzero(row > 0)]
        for row in rows
    ]


def given_notes(window: Window) -> Notes:
    """The locked notes of a window as rows of ``NOTE``."""
    locked = window.note_locked
    rows = np.zeros(int(locked.sum()), NOTE)
    rows["onset"] = window.note_onset[locked]
    rows["duration"] = (window.note_end - window.note_onset)[locked]
    rows["track"] = window.note_track[locked]
    rows["pitch"] = window.note_pitch[locked]
    rows["velocity"] = window.note_velocity[locked] * VELOCITY_STEP + VELOCITY_STEP // 2
    return rows


class Sheet:
    """The notes of one take while it is written: given ones, then those that are added.

    Every note that goes in is cut where its pitch starts again in its track.
    """

    def __init__(self, window: Window, playable: Bools) -> None:
        """Begins with what is locked."""
        self.window = window
        self.allowed = allowed_pitches(window, playable)
        self.starts = np.cumsum(window.bar_ticks) - window.bar_ticks
        self._given = given_notes(window)
        self._rows: list[tuple[int, int, int, int, int]] = []
        self._ends: dict[tuple[int, int], int] = {}
        self._later: dict[tuple[int, int], list[int]] = {}
        for row in self._given[np.argsort(self._given["onset"], kind="stable")]:
            place = (int(row["track"]), int(row["pitch"]))
            self._later.setdefault(place, []).append(int(row["onset"]))

    def free(self, bar: int, track: int) -> bool:
        """Whether the cell is to be written."""
        return bool(self.window.cells[bar, track] == Cell.FREE)

    def given(self, bar: int, track: int) -> Notes:
        """The locked notes of a cell, in order."""
        first, last = self.starts[bar], self.starts[bar] + self.window.bar_ticks[bar]
        rows = self._given
        inside = (rows["onset"] >= first) & (rows["onset"] < last) & (rows["track"] == track)
        found: Notes = rows[inside]
        return found

    def add(self, onset: int, duration: int, track: int, pitch: int, velocity: int) -> None:
        """Write a note; in one track and pitch later onsets must come later."""
        place = (track, pitch)
        if not self.allowed[track, pitch]:
            return
        before = self._ends.get(place)
        if before is not None:
            earlier = self._rows[before]
            if earlier[0] == onset:
                return
            if earlier[0] + earlier[1] > onset:
                self._rows[before] = (earlier[0], onset - earlier[0], *earlier[2:])
        following = next((tick for tick in self._later.get(place, ()) if tick >= onset), None)
        if following is not None:
            if following == onset:
                return
            duration = min(duration, following - onset)
        self._ends[place] = len(self._rows)
        self._rows.append((onset, max(duration, 1), track, pitch, int(np.clip(velocity, 1, 127))))

    def notes(self) -> Notes:
        """All notes so far, by onset, track and pitch downward."""
        rows = np.concatenate([self._given, np.array(self._rows, NOTE)])
        order = np.lexsort((-rows["pitch"].astype(np.int64), rows["track"], rows["onset"]))
        ordered: Notes = rows[order]
        return ordered

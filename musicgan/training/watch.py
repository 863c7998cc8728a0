"""What a run's examples and curves say: copying, collapse, over-fitting. Needs no torch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from musicgan.data.frames import DRUM_FAMILY, Piece
from musicgan.training.events import Metrics, Reading, ReadingKind

_GRAM = 6
"""Notes in a row that are looked up; a longer stretch is a chain of these."""
_MUCH_LONGER, _NOTES_LONGER = 1.5, 8
_COLLAPSED = 0.5
_RISE = 1.01
_GAIN = 0.98
_CRITICS_WIN, _CRITICS_LOSE = 0.95, 0.52
_FEW = 3
_FEWEST_GRAMS = 20

Gram = tuple[tuple[int, int], ...]


def lines(piece: Piece) -> list[list[tuple[int, int]]]:
    """Each pitched track's notes as steps: (semitones, ticks) from the note before."""
    found = []
    for slot, track in enumerate(piece.tracks):
        if track["family"] == DRUM_FAMILY:
            continue
        notes = piece.notes[piece.notes["track"] == slot]
        steps = zip(
            np.diff(notes["pitch"].astype(np.int64)).tolist(),
            np.diff(notes["onset"].astype(np.int64)).tolist(),
            strict=True,
        )
        found.append(list(steps))
    return found


class Copying:
    """Finds stretches of music that a collection has too, in whatever key."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        """Look at the music that is learned from."""
        self._known: set[Gram] = set()
        for piece in pieces:
            for line in lines(piece):
                self._known.update(_grams(line))

    def longest(self, piece: Piece) -> int:
        """Notes of the longest stretch of one track that is made of known ones; 0 if there is none.

        Two known stretches that overlap in all but one note count as one, so this is an upper
        bound of what is copied.
        """
        best = 0
        for line in lines(piece):
            run = 0
            for gram in _grams(line):
                run = run + 1 if gram in self._known else 0
                best = max(best, run)
        return best + _GRAM - 1 if best else 0


def diversity(pieces: Sequence[Piece]) -> float | None:
    """Share of different ones among the stretches of three steps; None where there are few."""
    grams = [
        tuple(line[start : start + 3])
        for piece in pieces
        for line in lines(piece)
        for start in range(len(line) - 2)
    ]
    return len(set(grams)) / len(grams) if len(grams) >= _FEWEST_GRAMS else None


@dataclass
class Watch:
    """Follows a run's figures and reads them.

    Attributes:
        patience: looks at the held-out music without a gain that show over-fitting; 0: never.
        usual_copy: notes in a row that held-out music has in common with the training music, the
            mean of the longest; None where it is not known.
    """

    patience: int = 0
    usual_copy: float | None = None
    held_out: list[tuple[int, float]] = field(default_factory=list)
    newest: dict[str, float] = field(default_factory=dict)
    _kind: ReadingKind | None = None

    def hear(self, metrics: Metrics) -> Reading | None:
        """Take figures; the reading, where it differs from the last one."""
        self.newest.update(metrics.values)
        if "held_out" in metrics.values and metrics.phase == "likelihood":
            self.held_out.append((metrics.step, metrics.values["held_out"]))
        found = self._read(metrics.phase == "adversarial")
        if found is None or found[0] == self._kind:
            return None
        self._kind = found[0]
        return Reading(metrics.step, *found)

    @property
    def overfits(self) -> bool:
        """Whether the held-out loss rises, and has not fallen for ``patience`` looks."""
        values = [value for _, value in self.held_out]
        if not values or self.patience == 0:
            return False
        best = values.index(min(values))
        return len(values) - 1 - best >= self.patience and values[-1] > values[best]

    @property
    def copies(self) -> bool:
        """Whether the examples quote more than held-out music would by chance."""
        copied = self.newest.get("copied", 0.0)
        usual = self.usual_copy if self.usual_copy is not None else 2.0 * _GRAM
        return copied > max(_MUCH_LONGER * usual, usual + _NOTES_LONGER)

    @property
    def collapses(self) -> bool:
        """Whether the examples repeat themselves far more than real music; asked with patience."""
        return self.patience > 0 and self.newest.get("diversity", 1.0) < _COLLAPSED

    def _read(self, adversarial: bool) -> tuple[ReadingKind, str] | None:
        if self.copies:
            return "copies", (
                f"The examples have {self.newest['copied']:.0f} notes in a row in common with the "
                "training music, more than real music has by chance: it starts to copy. Stop here."
            )
        if adversarial:
            return self._read_critics()
        values = [value for _, value in self.held_out]
        if len(values) < _FEW:
            return None
        best = values.index(min(values))
        if self.overfits or (values[-1] > values[best] * _RISE and best < len(values) - _FEW):
            return "overfits", (
                "The loss on music kept aside rises again since step "
                f"{self.held_out[best][0]:,}: it begins to learn by heart. The best point is kept."
            )
        if values[-1] < _GAIN * values[0]:
            return "learns", "It is learning: the loss on music kept aside is falling."
        return "flat", "The loss on music kept aside has hardly changed yet."

    def _read_critics(self) -> tuple[ReadingKind, str] | None:
        if self.collapses:
            return "collapses", (
                "The examples repeat themselves far more than real music: the generator collapses "
                "to a few patterns. The best point before is kept."
            )
        accuracy = self.newest.get("accuracy")
        if accuracy is None:
            return None
        if accuracy > _CRITICS_WIN:
            return "critics win", (
                f"The critics win: they are right {100 * accuracy:.0f} % of the time and leave the "
                "generator little to learn from. A lower rate for the critics may help."
            )
        if accuracy < _CRITICS_LOSE:
            return "critics lose", (
                "The critics can hardly tell real from generated music, so they teach little."
            )
        return "learns", "Critics and generator are in balance: both are learning."


def _grams(line: list[tuple[int, int]]) -> Iterable[Gram]:
    # So many notes have one step less.
    size = _GRAM - 1
    return (tuple(line[start : start + size]) for start in range(len(line) - size + 1))

"""What a training run tells, and how it is told to wait or stop. Needs no torch."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from musicgan.data import FileReport, Split
from musicgan.song import Song

Phase = Literal["likelihood", "adversarial"]


@dataclass(frozen=True, slots=True)
class Scanned:
    """One more file of the collection was read."""

    report: FileReport
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Started:
    """Training begins, or goes on from ``step``.

    Attributes:
        pieces, held_out: pieces to learn from, and kept aside.
        styles: names.
        parameters: that are learned.
        split: what is held out: whole works, the last bars of the only one, or nothing.
        resembles: weights of the base's styles from which a pack's style begins; empty for a model.
        unjudged: why no independent judge listens; empty where one does.
    """

    pieces: int
    held_out: int
    styles: tuple[str, ...]
    parameters: int
    step: int
    split: Split = "works"
    resembles: Mapping[str, float] = field(default_factory=dict)
    unjudged: str = ""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures of a step.

    ``values`` may hold: ``loss`` and ``held_out`` (nats a note, lower is better), ``critic`` (the
    critics' loss), ``accuracy`` (share of windows that the critics tell right), ``reward``,
    ``diversity`` (of the examples, 1 is as varied as real music), ``copied`` (notes in a row that
    they have in common with the training music, the mean of the longest), ``judge`` (how often an
    independent judge, which teaches nothing, tells takes from real music: 0.5 is chance), with
    ``judge_low`` and ``judge_high``, which cover it with a probability of 95 %.

    Attributes:
        done: share of the whole run, 0 to 1.
        seconds_left: forecast.
    """

    step: int
    phase: Phase
    values: Mapping[str, float]
    done: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Sample:
    """A short take from the weights as they are, always of the same seed.

    ``number`` counts the takes of one step from 0.
    """

    step: int
    song: Song
    number: int = 0


ReadingKind = Literal[
    "flat", "learns", "overfits", "copies", "collapses", "critics win", "critics lose"
]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the curves say, told when it changes.

    Attributes:
        step: at which it was read.
        kind: for programs.
        sentence: for people.
    """

    step: int
    kind: ReadingKind
    sentence: str


@dataclass(frozen=True, slots=True)
class CheckpointSaved:
    """The run can be resumed from here, and the model can be used."""

    step: int
    path: Path


@dataclass(frozen=True, slots=True)
class Finished:
    """The run is over.

    Attributes:
        path: the model or style pack.
        reason: a sentence.
        figures: ``held_out_before`` (of the base), ``held_out`` (of what is kept), ``best_step``;
            where they were measured.
        resumable: whether it was only left and can go on.
    """

    path: Path
    reason: str
    figures: Mapping[str, float] = field(default_factory=dict)
    resumable: bool = False


Event = Scanned | Started | Metrics | Sample | Reading | CheckpointSaved | Finished


@dataclass
class Control:
    """Pause, resume and cancel a run from any thread."""

    _running: threading.Event = field(default_factory=threading.Event)
    _cancelled: threading.Event = field(default_factory=threading.Event)
    _left: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """A run starts running."""
        self._running.set()

    def pause(self) -> None:
        """Hold the run before its next step."""
        self._running.clear()

    def resume(self) -> None:
        """Let it go on."""
        self._running.set()

    def cancel(self) -> None:
        """End it after its present step; what is learned is saved."""
        self._cancelled.set()
        self._running.set()

    def leave(self) -> None:
        """Save its state after its present step and end, so that it can be resumed."""
        self._left.set()
        self.cancel()

    @property
    def left(self) -> bool:
        """Whether ``leave`` was called."""
        return self._left.is_set()

    @property
    def cancelled(self) -> bool:
        """Whether ``cancel`` was called."""
        return self._cancelled.is_set()

    def wait(self) -> float:
        """Block while paused; seconds that it took."""
        began = time.monotonic()
        self._running.wait()
        return time.monotonic() - began

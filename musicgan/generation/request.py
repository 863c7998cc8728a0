"""What a composer asks for, and what comes back: one vocabulary for every engine."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from musicgan.data import Cell
from musicgan.song import DRUMS, FAMILIES, Key, Song, default_program, family_of

LEVELS: tuple[str, ...] = ("any", "very low", "low", "medium", "high", "very high")
"""The levels of a manner, from the fifths of the training music: level 0 leaves it open."""


MAX_BARS = 512
MAX_TAKES = 16
MIN_TEMPO, MAX_TEMPO = 20.0, 300.0
"""Quarter notes a minute."""
MIN_TEMPERATURE, MAX_TEMPERATURE = 0.1, 2.0
MIN_STRENGTH, MAX_STRENGTH = 1.0, 3.0


@dataclass(frozen=True, slots=True)
class TrackRequest:
    """One wanted track: a family, and a General MIDI program of it (None: the family's usual).

    A program of drums is the number of their kit.
    """

    family: str
    program: int | None = None

    def __post_init__(self) -> None:
        """Check that the program belongs to the family."""
        if self.family not in FAMILIES:
            raise ValueError(f"no such family: {self.family}")
        if self.program is None:
            return
        if not 0 <= self.program <= 127:
            raise ValueError(f"no such program: {self.program}")
        if family_of(self.program, self.family == DRUMS) != self.family:
            raise ValueError(f"program {self.program} is not of the family {self.family}")

    @property
    def midi_program(self) -> int:
        """The program that is written to the track."""
        return default_program(self.family) if self.program is None else self.program


@dataclass(frozen=True, slots=True)
class Request:
    """One order for music. Empty or None always means "any": the engine chooses.

    Attributes:
        style: weights of styles, e.g. ``{"jazz": 0.7, "funk": 0.3}``; they need not sum to 1.
        style_end: where the style goes from ``style``, bar by bar in even steps; empty: it stays.
        tracks: the wanted tracks in score order; empty: a usual instrumentation of the style.
        bars: length, 1 to ``MAX_BARS`` (with ``source``: of the whole result).
        meter: numerator and denominator (with ``source``: its own, whatever is asked).
        key: the key of the result.
        tempo: quarter notes a minute, ``MIN_TEMPO`` to ``MAX_TEMPO`` (with ``source``: its own,
            whatever is asked).
        manner: attribute of ``MANNERS`` → level 1 to 5 (index in ``LEVELS``) as it is meant in the
            style, or as many levels as there are bars, 0 where a bar is open.
        chords: chord symbols by bar, as ``musicgan.song.chords.parse_progression`` reads them;
            repeated over the piece.
        seed: of all chance; the same request gives the same takes on one machine.
        takes: how many takes, 1 to ``MAX_TAKES``.
        temperature: ``MIN_TEMPERATURE`` (safest) to ``MAX_TEMPERATURE`` (wildest).
        top_p: only the likeliest outcomes that together have this probability are drawn, above 0
            to 1 (all).
        strength: how hard style, manner, chords, mode and tempo are insisted on, ``MIN_STRENGTH``
            (as usual) to ``MAX_STRENGTH``; above the least, or where levels or chords are asked,
            it takes twice the time.
        vary: share of the seed's chance that is cast anew, 0 (the same take) to 1 (another one);
            above 0 all takes start from ``seed``, each with a variation of its own.
        variation: the seed of what is cast anew.
        source: music to start from; its tracks must be the first of ``tracks``.
        cells: one row a bar, one column a track, of ``Cell``; None: everything is free.
    """

    style: Mapping[str, float] = field(default_factory=dict)
    style_end: Mapping[str, float] = field(default_factory=dict)
    tracks: tuple[TrackRequest, ...] = ()
    bars: int = 16
    meter: tuple[int, int] | None = None
    key: Key | None = None
    tempo: float | None = None
    manner: Mapping[str, int | tuple[int, ...]] = field(default_factory=dict)
    chords: str = ""
    seed: int = 0
    takes: int = 1
    temperature: float = 1.0
    top_p: float = 0.98
    strength: float = 1.0
    vary: float = 0.0
    variation: int = 0
    source: Song | None = None
    cells: tuple[tuple[Cell, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is, from 0 to 1, and the takes as far as they are written.

    ``partial`` may be some bars behind, since making it must not slow the writing down.
    """

    done: float
    partial: tuple[Song, ...] = ()


@dataclass(frozen=True, slots=True)
class Take:
    """One finished result.

    Attributes:
        song: the music.
        seed: of this take, which is ``request.seed``.
        score: the critics' opinion, higher is better; comparable within one batch.
        seconds: time the whole batch took, divided by its takes.
        request: gives this take again: one take of its seed, with tracks, meter, key and tempo
            filled in where they were open.
    """

    song: Song
    seed: int
    score: float
    seconds: float
    request: Request


class Engine(Protocol):
    """What can turn a request into takes."""

    @property
    def name(self) -> str:
        """Short name, as in ``--engine``."""

    def generate(
        self, request: Request, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Progress | Take]:
        """Yield progress while working, at last ``request.takes`` takes, best score first.

        Stops early, without takes, once ``cancelled()`` is true (asked at every bar).

        Raises:
            MusicganError: the request can't be met (unknown style, too many tracks, …).
        """

"""What an evaluation finds, as it is written to disk."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from musicgan.errors import MusicganError
from musicgan.evaluation.control import Adherence
from musicgan.evaluation.copying import Runs
from musicgan.evaluation.intervals import Estimate, Floats, bootstrap, bootstrap_difference
from musicgan.evaluation.overlap import Overlap
from musicgan.evaluation.speed import Speed
from musicgan.evaluation.variety import Variety
from musicgan.files import replacing

FORMAT_VERSION = 2

AVERAGE = "average"

REAL = "real"
"""Kind and label of held-out real music among the results."""

ENGINE, CONTROL = "engine", "control"
"""The other kinds of results."""


Setting = str | int | float | bool | list[str] | None


class WorkResult(msgspec.Struct, frozen=True):
    """What the accuracies of one work in one style are made of.

    Attributes:
        style, work: names.
        excerpts: how many were judged.
        judgements: how many each judge made.
        right: by judge, how many were right.
        nats, notes: negative log-likelihood of the real excerpts, and their notes; None where the
            engine can't tell.
    """

    style: str
    work: str
    excerpts: int
    judgements: int
    right: dict[str, int]
    nats: float | None
    notes: int


class Row(msgspec.Struct, frozen=True):
    """Accuracies of the judges in a style; 0.5 is perfect, 1 is told from real every time.

    Attributes:
        style: its name, or ``AVERAGE``.
        works, excerpts: how many were judged.
        judges: by judge, accuracy at telling this music from real music.
        c2st: that of the harder judge.
        nats: nats a note of held-out music, lower is better; None where the engine can't tell.
    """

    style: str
    works: int
    excerpts: int
    judges: dict[str, Estimate]
    c2st: Estimate
    nats: Estimate | None


class Example(msgspec.Struct, frozen=True):
    """One excerpt to look at.

    Attributes:
        style: of the excerpt.
        title: what the conditions come from.
        bar_ticks: ticks of each bar.
        families: name of each track's family.
        notes: (onset, duration, track, pitch, velocity) of each note.
    """

    style: str
    title: str
    bar_ticks: tuple[int, ...]
    families: tuple[str, ...]
    notes: tuple[tuple[int, int, int, int, int], ...]


class Result(msgspec.Struct, frozen=True):
    """Everything about one engine, or about real or wrong music beside it.

    Attributes:
        label: ``gan``, ``gan:likelihood``, ``REAL``, ``5 % random pitches``, …
        kind: ``ENGINE``, ``REAL`` or ``CONTROL``.
        model, phase, steps: the model's name and what its training ended with; empty where there
            is none.
        rows: accuracies, the average last.
        works: what they are made of.
        overlaps: by measure, likeness to real music.
        counts: by measure, mean share of each bin, for the plots.
        musegan: MuseGAN's measures, means over excerpts.
        recognised: share of excerpts whose style is recognised, on average over styles.
        adherence: how requests are kept; of real music the comparable figures only; None of wrong
            music.
        variety, copying: see there; ``copying`` by kind of run.
        speed: engines only.
        examples: the same excerpts in every result.
    """

    label: str
    kind: str
    model: str
    phase: str
    steps: int
    rows: tuple[Row, ...]
    works: tuple[WorkResult, ...]
    overlaps: dict[str, Overlap]
    counts: dict[str, tuple[float, ...]]
    musegan: dict[str, float | None]
    recognised: float
    adherence: Adherence | None
    variety: Variety
    copying: dict[str, Runs]
    speed: Speed | None
    examples: tuple[Example, ...]

    @property
    def average(self) -> Row | None:
        """The last row; None where nothing was judged."""
        return self.rows[-1] if self.rows else None


class StyleInfo(msgspec.Struct, frozen=True):
    """A style of the data: its held-out works, and why there is no figure for it, if so."""

    style: str
    held_out: int
    works: int = 0
    excerpts: int = 0
    missing: str = ""


class Report(msgspec.Struct, frozen=True):
    """One evaluation.

    Attributes:
        version: of this format.
        created: date and time, ISO 8601.
        command: what it was started with.
        settings: of ``EvaluationConfig``, as text and numbers.
        versions: of musicgan, Python and the libraries that judge.
        seconds: that this run took; less than the work did where an earlier run was gone on with.
        styles: of the data.
        results: real music first, then the engines, then the controls.
    """

    version: int
    created: str
    command: str
    settings: dict[str, Setting]
    versions: dict[str, str]
    seconds: float
    styles: tuple[StyleInfo, ...]
    results: tuple[Result, ...]

    def of_kind(self, kind: str) -> tuple[Result, ...]:
        """The results of one kind."""
        return tuple(result for result in self.results if result.kind == kind)


class Difference(msgspec.Struct, frozen=True):
    """How much an engine differs from another, on the same works; negative is better here."""

    style: str
    nats: Estimate | None
    judges: dict[str, Estimate]


def tabulate(works: Sequence[WorkResult], seed: int) -> tuple[Row, ...]:
    """A row for each style, in order, and their average."""
    styles = _by_style(works)
    rows = [_row(name, [mine], seed) for name, mine in styles.items()]
    return (*rows, _row(AVERAGE, list(styles.values()), seed)) if rows else ()


def differences(mine: Result, other: Result, seed: int) -> tuple[Difference, ...]:
    """How one result differs from another: by style, then on average.

    Raises:
        MusicganError: they judged other excerpts, so that they can't be compared.
    """
    own, theirs = _by_style(mine.works), _by_style(other.works)
    shared = [style for style in own if style in theirs]
    if not shared:
        raise MusicganError("The two reports have no style in common.")
    for style in shared:
        if _judged(own[style]) != _judged(theirs[style]):
            raise MusicganError(
                f"The two reports judge other excerpts of {style}; make both with the same "
                "data, works, excerpts, bars and seed."
            )
    pairs = [(own[style], theirs[style]) for style in shared]
    single = [_difference(s, [pair], seed) for s, pair in zip(shared, pairs, strict=True)]
    return (*single, _difference(AVERAGE, pairs, seed))


def save_report(report: Report, path: Path) -> None:
    """Write a report as JSON, or as a page that browsers open (``.html``).

    Raises:
        MusicganError: it could not be written.
    """
    from musicgan.evaluation.page import page

    html = path.suffix.lower() == ".html"
    with replacing(path) as temporary:
        temporary.write_bytes(
            page(report).encode() if html else msgspec.json.format(msgspec.json.encode(report))
        )


def load_report(path: Path) -> Report:
    """Read a report that was written as JSON.

    Raises:
        MusicganError: it is missing, damaged, or no report.
    """
    try:
        text = path.read_bytes()
        if msgspec.json.decode(text, type=_Versioned).version != FORMAT_VERSION:
            raise MusicganError(
                f"{path} is a report of another version of musicgan; make it again."
            )
        return msgspec.json.decode(text, type=Report)
    except (OSError, msgspec.MsgspecError) as error:
        raise MusicganError(
            f"{path} is no report of musicgan evaluate ({error}); choose a .json file made with -o."
        ) from error


class _Versioned(msgspec.Struct):
    version: int


def _by_style(works: Sequence[WorkResult]) -> dict[str, list[WorkResult]]:
    found: dict[str, list[WorkResult]] = {}
    for work in works:
        found.setdefault(work.style, []).append(work)
    return found


def _judged(works: Sequence[WorkResult]) -> list[tuple[str, int, int]]:
    return [(work.work, work.excerpts, work.notes) for work in works]


def _row(name: str, styles: Sequence[Sequence[WorkResult]], seed: int) -> Row:
    judges = {
        judge: bootstrap([_hits(works, judge) for works in styles], seed)
        for judge in styles[0][0].right
    }
    return Row(
        style=name,
        works=sum(len(works) for works in styles),
        excerpts=sum(work.excerpts for works in styles for work in works),
        judges=judges,
        c2st=_harder(judges),
        nats=bootstrap([_nats(works) for works in styles], seed) if _tells(styles) else None,
    )


def _harder(judges: Mapping[str, Estimate]) -> Estimate:
    return max(judges.values(), key=lambda estimate: estimate.value)


def _tells(styles: Sequence[Sequence[WorkResult]]) -> bool:
    """Whether the engine knows how likely real notes are."""
    return all(work.nats is not None for works in styles for work in works)


def _hits(works: Sequence[WorkResult], judge: str) -> Floats:
    """(works, 2) judgements that were right, and all."""
    return np.array([(work.right[judge], work.judgements) for work in works], np.float64)


def _nats(works: Sequence[WorkResult]) -> Floats:
    """(works, 2) nats and notes."""
    return np.array([(work.nats, work.notes) for work in works], np.float64)


def _difference(
    name: str, pairs: Sequence[tuple[Sequence[WorkResult], Sequence[WorkResult]]], seed: int
) -> Difference:
    tells = all(_tells(pair) for pair in pairs)
    return Difference(
        style=name,
        nats=bootstrap_difference([(_nats(mine), _nats(its)) for mine, its in pairs], seed)
        if tells
        else None,
        judges={
            judge: bootstrap_difference(
                [(_hits(m, judge), _hits(i, judge)) for m, i in pairs], seed
            )
            for judge in pairs[0][0][0].right
        },
    )

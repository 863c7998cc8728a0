"""What an evaluation finds, as it is written to disk."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from musicgan.errors import MusicganError
from musicgan.evaluation.adherence import Adherence
from musicgan.evaluation.intervals import Estimate, Floats, bootstrap, bootstrap_difference
from musicgan.files import replacing

FORMAT_VERSION = 1

AVERAGE = "average"


class WorkResult(msgspec.Struct, frozen=True):
    """What the figures of one work in one style are made of.

    Attributes:
        work: its name.
        excerpts: how many were judged.
        nats, notes: negative log-likelihood of the real excerpts, and their notes.
        right: by judge, how many of ``2 * excerpts`` (real and generated) judgements were right.
        ceiling: the same for the splits of real works; ``splits * excerpts`` judgements.
        control: the same for real against partly random; ``2 * excerpts`` judgements.
    """

    work: str
    excerpts: int
    nats: float
    notes: int
    right: dict[str, int]
    ceiling: dict[str, int]
    control: dict[str, int]


class StyleResult(msgspec.Struct, frozen=True):
    """The works of a style, or why there is no figure for it."""

    style: str
    held_out: int
    missing: str = ""
    works: tuple[WorkResult, ...] = ()


class Row(msgspec.Struct, frozen=True):
    """One line of the table; accuracies from 0 to 1.

    Attributes:
        style: its name, or ``AVERAGE``.
        works, excerpts: how many were judged.
        nats: nats a note of held-out music, lower is better.
        judges: by judge, accuracy at telling real from generated.
        c2st: the accuracy of the harder judge; 0.5 is perfect.
        ceiling: the accuracy of the harder judge at telling real from other real.
        control: the accuracy of the harder judge at telling real from partly random.
    """

    style: str
    works: int
    excerpts: int
    nats: Estimate
    judges: dict[str, Estimate]
    c2st: Estimate
    ceiling: Estimate
    control: Estimate


class Difference(msgspec.Struct, frozen=True):
    """How much this model differs from another, on the same works; negative is better here."""

    style: str
    nats: Estimate
    judges: dict[str, Estimate]


class Report(msgspec.Struct, frozen=True):
    """One evaluation.

    Attributes:
        version: of this format.
        engine, name, phase, steps: what was judged.
        settings: of ``EvaluationConfig``, as text and numbers.
        splits: of the real works.
        versions: of musicgan and the libraries that judge.
        seconds: that it took.
        styles: results by style.
        rows: the table; the average over styles last, if there is any style.
        adherence: None if it was left out.
    """

    version: int
    engine: str
    name: str
    phase: str
    steps: int
    settings: dict[str, str | int | float | list[str]]
    splits: int
    versions: dict[str, str]
    seconds: float
    styles: tuple[StyleResult, ...]
    rows: tuple[Row, ...]
    adherence: Adherence | None = None


def tabulate(styles: Sequence[StyleResult], splits: int, seed: int) -> tuple[Row, ...]:
    """A row for each style that has works, and their average."""
    measured = [style for style in styles if style.works]
    rows = [_row(style.style, [style], splits, seed) for style in measured]
    return (*rows, _row(AVERAGE, measured, splits, seed)) if measured else ()


def differences(report: Report, other: Report, seed: int) -> tuple[Difference, ...]:
    """How a report differs from another: by style, then on average.

    Raises:
        MusicganError: they judged other excerpts, so that they can't be compared.
    """
    pairs = []
    theirs = {style.style: style for style in other.styles}
    for style in report.styles:
        match = theirs.get(style.style)
        if not style.works or match is None or not match.works:
            continue
        if [(w.work, w.excerpts, w.notes) for w in style.works] != [
            (w.work, w.excerpts, w.notes) for w in match.works
        ]:
            raise MusicganError(
                f"The two reports judge other excerpts of {style.style}; make both with the same "
                "data, works, excerpts, bars and seed."
            )
        pairs.append((style, match))
    if not pairs:
        raise MusicganError("The two reports have no style in common.")
    single = [_difference(mine.style, [(mine, its)], seed) for mine, its in pairs]
    return (*single, _difference(AVERAGE, pairs, seed))


def save_report(report: Report, path: Path) -> None:
    """Write a report as JSON.

    Raises:
        MusicganError: it could not be written.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(report)))


def load_report(path: Path) -> Report:
    """Read a report.

    Raises:
        MusicganError: it is missing, damaged, or no report.
    """
    try:
        report = msgspec.json.decode(path.read_bytes(), type=Report)
    except (OSError, msgspec.MsgspecError) as error:
        raise MusicganError(
            f"{path} is no report of musicgan evaluate ({error}); choose a file made with -o."
        ) from error
    if report.version != FORMAT_VERSION:
        raise MusicganError(f"{path} is a report of another version of musicgan; make it again.")
    return report


def _row(name: str, styles: Sequence[StyleResult], splits: int, seed: int) -> Row:
    judges = _by_judge(styles, "right", 2, seed)
    return Row(
        style=name,
        works=sum(len(style.works) for style in styles),
        excerpts=sum(work.excerpts for style in styles for work in style.works),
        nats=bootstrap([_nats(style) for style in styles], seed),
        judges=judges,
        c2st=_harder(judges),
        ceiling=_harder(_by_judge(styles, "ceiling", splits, seed)),
        control=_harder(_by_judge(styles, "control", 2, seed)),
    )


def _by_judge(
    styles: Sequence[StyleResult], field: str, each: int, seed: int
) -> dict[str, Estimate]:
    return {
        judge: bootstrap([_hits(style, field, judge, each) for style in styles], seed)
        for judge in getattr(styles[0].works[0], field)
    }


def _harder(judges: Mapping[str, Estimate]) -> Estimate:
    return max(judges.values(), key=lambda estimate: estimate.value)


def _hits(style: StyleResult, field: str, judge: str, each: int) -> Floats:
    """(works, 2) judgements that were right, and all; ``each`` are made of an excerpt."""
    rows = [(getattr(work, field)[judge], each * work.excerpts) for work in style.works]
    return np.array(rows, np.float64)


def _nats(style: StyleResult) -> Floats:
    """(works, 2) nats and notes."""
    return np.array([(work.nats, work.notes) for work in style.works], np.float64)


def _difference(
    name: str, pairs: Sequence[tuple[StyleResult, StyleResult]], seed: int
) -> Difference:
    return Difference(
        style=name,
        nats=bootstrap_difference([(_nats(mine), _nats(its)) for mine, its in pairs], seed),
        judges={
            judge: bootstrap_difference(
                [(_hits(m, "right", judge, 2), _hits(i, "right", judge, 2)) for m, i in pairs], seed
            )
            for judge in pairs[0][0].works[0].right
        },
    )

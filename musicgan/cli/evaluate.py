"""``musicgan evaluate``: how good engines are, judged by held-out music."""

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musicgan.cli.console import progress_bar, results
from musicgan.errors import MusicganError

if TYPE_CHECKING:
    from rich.table import Table

    from musicgan.evaluation import Difference, Estimate, EvaluationConfig, Report

_QUICK = {"works": 20, "excerpts": 2, "ceilings": 3, "requests": 36, "takes": 4}
_FULL = {"works": 30, "excerpts": 4, "ceilings": 3, "requests": 90, "takes": 6}


def evaluate(
    data: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Packed dataset, or a folder of music.")
    ],
    engines: Annotated[
        str,
        typer.Option(
            metavar="ENGINE[:VARIANT][=MODEL],…",
            help="What to compare, such as gan,gan:likelihood=like.safetensors,markov.",
        ),
    ] = "gan",
    model: Annotated[
        Path | None,
        typer.Option(
            help="Model file of the first engine; else the shipped one.", show_default=False
        ),
    ] = None,
    styles: Annotated[str, typer.Option(metavar="NAME,…", help="Else all of the data.")] = "",
    quick: Annotated[
        bool, typer.Option("--quick", help="Less music: under 20 minutes on two cores.")
    ] = False,
    works: Annotated[
        int | None,
        typer.Option(min=8, help="Held-out works a style, at most.", show_default="30; quick: 20"),
    ] = None,
    excerpts: Annotated[
        int | None,
        typer.Option(min=1, help="Excerpts a work, at most.", show_default="4; quick: 2"),
    ] = None,
    bars: Annotated[int, typer.Option(min=4, max=32, help="Length of an excerpt.")] = 8,
    temperature: Annotated[
        float, typer.Option(min=0.1, max=2.0, help="Low is safe, high is wild.")
    ] = 1.0,
    top_p: Annotated[
        float,
        typer.Option(min=0.01, max=1.0, help="Draw among the likeliest that have this share."),
    ] = 0.98,
    choices: Annotated[
        int, typer.Option(min=1, help="Takes that the GAN's critics choose each take from.")
    ] = 1,
    requests: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Random requests, to see how they are kept.",
            show_default="90; quick: 36",
        ),
    ] = None,
    controls: Annotated[
        bool,
        typer.Option(help="Judge music that is wrong on purpose too, to see what is noticed."),
    ] = True,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same report.")] = 0,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes side by side.", show_default="one a core")
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Keep what is finished here; the same command then goes on from it.",
        ),
    ] = None,
    compared: Annotated[
        Path | None,
        typer.Option("--against", metavar="REPORT", help="Earlier report (.json) to compare with."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    out: Annotated[
        list[Path] | None,
        typer.Option("-o", "--out", help="File for the report: .html or .json; may be repeated."),
    ] = None,
) -> None:
    """Compare what engines write with held-out music that they never learned from."""
    import msgspec

    from musicgan.evaluation import (
        ENGINE,
        EvaluationConfig,
        differences,
        load_report,
        parse_contenders,
        save_report,
    )

    files = out or []
    for path in files:
        if path.suffix.lower() not in (".html", ".json"):
            raise MusicganError(f"{path} should be a .html or .json file; choose another name.")
    if not data.exists():
        raise MusicganError(f"{data} does not exist; check the path.")
    other = load_report(compared) if compared else None
    size = _QUICK if quick else _FULL
    config = EvaluationConfig(
        contenders=parse_contenders(engines, model),
        data=data,
        styles=tuple(name.strip() for name in styles.split(",") if name.strip()),
        works=works or size["works"],
        excerpts=excerpts or size["excerpts"],
        bars=bars,
        temperature=temperature,
        top_p=top_p,
        choices=choices,
        ceilings=size["ceilings"],
        controls=controls,
        requests=size["requests"] if requests is None else requests,
        takes=size["takes"],
        seed=seed,
        processes=jobs or os.cpu_count() or 1,
        keep=keep,
        command=shlex.join(["musicgan", *sys.argv[1:]]),
    )
    report = _run(config)
    for path in files:
        save_report(report, path)
    before = {result.label: result for result in other.of_kind(ENGINE)} if other else {}
    found = {
        result.label: differences(result, before[result.label], seed)
        for result in report.of_kind(ENGINE)
        if result.label in before
    }
    if as_json:
        typer.echo(msgspec.json.encode(report))
        if found:
            typer.echo(msgspec.json.encode(found))
        return
    _print(report)
    for label, rows in found.items():
        results().print(f"{label} less {label} of {compared}; below 0 is better than that:")
        results().print(_difference_table(rows))


def _run(config: "EvaluationConfig") -> "Report":
    from musicgan.evaluation import evaluate as judged

    with progress_bar("Reading", time_left=True) as update:
        return judged(config, lambda stage, done: update(done, stage))


def _print(report: "Report") -> None:
    console = results()
    settings = report.settings
    console.print(
        f"temperature {settings['temperature']}, top-p {settings['top_p']}, seed "
        f"{settings['seed']}; {report.seconds:.0f} s"
    )
    console.print(_table(report))
    console.print(_style_table(report))
    for style in report.styles:
        if style.missing:
            console.print(f"{style.style}: no figure, {style.missing}")
    console.print(
        "C2ST: accuracy in % of the harder of two judges at telling music from real music, with "
        "its 95 % interval over works; 50 is perfect. Area: overlap with real music's "
        "distributions in %, on average. Style: recognised in %. Key: heard as asked in %. "
        "Chords: share of chord tones in %. Alike: takes of one request, real works of a style. "
        "Run: 95th percentile of the longest melodic run shared with the training data, in steps."
    )


def _table(report: "Report") -> "Table":
    from rich.table import Table

    table = Table("", box=None, pad_edge=False, padding=(0, 1, 0, 0))
    headings = ("C2ST", "95 %", "nats", "area", "style", "key", "chords", "alike", "run")
    for name in (*headings, "s a bar", "MB"):
        table.add_column(name, justify="right", no_wrap=True)
    for result in report.results:
        average, asked, speed = result.average, result.adherence, result.speed
        areas = [overlap.area for overlap in result.overlaps.values()]
        table.add_row(
            result.label,
            f"{100 * average.c2st.value:.0f}" if average else "–",
            f"{100 * average.c2st.low:.0f}–{100 * average.c2st.high:.0f}" if average else "–",
            f"{average.nats.value:.2f}" if average and average.nats else "–",
            f"{100 * sum(areas) / max(len(areas), 1):.0f}",
            f"{100 * result.recognised:.0f}",
            _percent(asked.key_heard if asked else None),
            _percent(asked.chord_tones if asked else None),
            _percent(result.variety.similarity, 1),
            f"{result.copying['melodic'].high:.0f}",
            f"{speed.seconds_a_bar:.3f}" if speed else "–",
            f"{speed.megabytes:.0f}" if speed and speed.megabytes else "–",
        )
    return table


def _style_table(report: "Report") -> "Table":
    """C2ST of every style."""
    from rich.table import Table

    judged = [result for result in report.results if result.rows]
    table = Table("C2ST by style", "works", box=None, pad_edge=False)
    for result in judged:
        table.add_column(result.label, justify="right")
    for rows in zip(*(result.rows for result in judged), strict=True):
        accuracies = (f"{100 * row.c2st.value:.0f}" for row in rows)
        table.add_row(rows[0].style, str(rows[0].works), *accuracies)
    return table


def _percent(share: float | None, digits: int = 0) -> str:
    return "–" if share is None else f"{100 * share:.{digits}f}"


def _figure(estimate: "Estimate", scale: float, digits: int) -> str:
    value, low, high = (scale * x for x in (estimate.value, estimate.low, estimate.high))
    between = " to " if low < 0 else "–"
    return f"{value:.{digits}f} ({low:.{digits}f}{between}{high:.{digits}f})"


def _difference_table(found: "tuple[Difference, ...]") -> "Table":
    """Differences to another report."""
    from rich.table import Table

    judges = list(found[0].judges)
    table = Table("style", box=None, pad_edge=False)
    for name in ("nats", *judges):
        table.add_column(name, justify="right", no_wrap=True)
    for row in found:
        table.add_row(
            row.style,
            _figure(row.nats, 1, 3) if row.nats else "–",
            *(_figure(row.judges[judge], 100, 1) for judge in judges),
        )
    return table

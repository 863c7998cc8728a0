"""``musicgan evaluate``: how good a model is, judged by held-out music."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musicgan.cli.console import progress_bar, results
from musicgan.errors import MusicganError

if TYPE_CHECKING:
    from rich.table import Table

    from musicgan.evaluation import Adherence, Difference, Estimate, EvaluationConfig, Report


def evaluate(
    data: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Packed dataset, or a folder of music.")
    ],
    model: Annotated[
        Path | None, typer.Option(help="Model file; else the shipped one.", show_default=False)
    ] = None,
    styles: Annotated[str, typer.Option(metavar="NAME,…", help="Else all of the data.")] = "",
    works: Annotated[int, typer.Option(min=8, help="Held-out works a style, at most.")] = 30,
    excerpts: Annotated[int, typer.Option(min=1, help="Excerpts a work, at most.")] = 4,
    bars: Annotated[int, typer.Option(min=2, max=32, help="Length of an excerpt.")] = 8,
    temperature: Annotated[
        float, typer.Option(min=0.1, max=2.0, help="Low is safe, high is wild.")
    ] = 1.0,
    top_p: Annotated[
        float,
        typer.Option(min=0.01, max=1.0, help="Draw among the likeliest that have this share."),
    ] = 0.98,
    requests: Annotated[
        int, typer.Option(min=0, help="Random requests to see whether wishes are kept.")
    ] = 50,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same report.")] = 0,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes side by side.", show_default="one a core")
    ] = None,
    compared: Annotated[
        Path | None,
        typer.Option("--against", metavar="REPORT", help="Report of a model to compare with."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="File for the report: .json.")
    ] = None,
) -> None:
    """Compare what a model writes with held-out music that it never learned from."""
    import msgspec

    from musicgan.evaluation import EvaluationConfig, differences, load_report, save_report
    from musicgan.generation import shipped_model

    if out is not None and out.suffix.lower() != ".json":
        raise MusicganError(f"{out} should be a .json file; choose another name.")
    if not data.exists():
        raise MusicganError(f"{data} does not exist; check the path.")
    other = load_report(compared) if compared else None
    config = EvaluationConfig(
        model=model or shipped_model(),
        data=data,
        styles=tuple(name.strip() for name in styles.split(",") if name.strip()),
        works=works,
        excerpts=excerpts,
        bars=bars,
        temperature=temperature,
        top_p=top_p,
        requests=requests,
        seed=seed,
        processes=jobs or os.cpu_count() or 1,
    )
    report = _run(config)
    if out is not None:
        save_report(report, out)
    found = differences(report, other, config.seed) if other else ()
    if as_json:
        for part in (report, found) if found else (report,):
            typer.echo(msgspec.json.encode(part))
        return
    _print(report)
    if other is not None:
        results().print(f"Less {other.name} ({other.phase}); below 0 is better than that:")
        results().print(_difference_table(found))


def _run(config: "EvaluationConfig") -> "Report":
    from musicgan.evaluation import evaluate as judged

    with progress_bar("Reading") as update:
        return judged(config, lambda stage, done: update(done, stage))


def _print(report: "Report") -> None:
    console = results()
    settings = report.settings
    console.print(
        f"{report.name}: {report.steps:,} steps, the last of the {report.phase} phase; temperature "
        f"{settings['temperature']}, top-p {settings['top_p']}, seed {settings['seed']}; "
        f"{report.seconds:.0f} s"
    )
    console.print(_table(report))
    for style in report.styles:
        if style.missing:
            console.print(f"{style.style}: no figure, {style.missing}")
    console.print(
        "nats: a note of held-out music. Others: accuracy at telling music apart, in %, with 95 % "
        "intervals over works; 50 is perfect. C2ST: the harder judge. Ceiling: one half of the "
        "real works against the other. Control: real music against itself with "
        f"{100 * float(str(settings['corrupted'])):g} % of the pitches at random, which a good "
        "judge tells apart."
    )
    if report.adherence is not None:
        console.print(_adherence(report.adherence))


def _table(report: "Report") -> "Table":
    from rich.table import Table

    judges = list(report.rows[0].judges)
    table = Table("style", box=None, pad_edge=False)
    for name in ("works", "nats", *judges, "C2ST", "ceiling", "control"):
        table.add_column(name, justify="right")
    for row in report.rows:
        table.add_row(
            row.style,
            str(row.works),
            f"{row.nats.value:.2f}",
            *(f"{100 * row.judges[judge].value:.0f}" for judge in judges),
            _figure(row.c2st, 100, 0),
            _figure(row.ceiling, 100, 0),
            f"{100 * row.control.value:.0f}",
        )
    return table


def _figure(estimate: "Estimate", scale: float, digits: int) -> str:
    value, low, high = (scale * x for x in (estimate.value, estimate.low, estimate.high))
    between = " to " if low < 0 else "–"
    return f"{value:.{digits}f} ({low:.{digits}f}{between}{high:.{digits}f})"


def _adherence(found: "Adherence") -> str:
    shares = ", ".join(
        f"{name.replace('_', ' ')} {100 * getattr(found, name):.0f} %"
        for name in ("bars", "meter", "tempo", "key", "instruments", "all_play", "key_heard")
    )
    return f"Wishes kept in {found.takes} takes: {shares}; {found.seconds_a_bar:.2f} s a bar."


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
            _figure(row.nats, 1, 3),
            *(_figure(row.judges[judge], 100, 1) for judge in judges),
        )
    return table

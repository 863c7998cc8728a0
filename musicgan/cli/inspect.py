"""``musicgan inspect``: what training would read, and what not."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musicgan.cli.console import progress_bar, results, skipped

if TYPE_CHECKING:
    from musicgan.data import FileReport


def inspect(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Folders (a sub-folder is a style), files."),
    ],
) -> None:
    """Show what would be read for training, and what is skipped and why."""
    from musicgan.data import inspect_folder

    with progress_bar("Reading") as progress:
        reports = inspect_folder(paths, lambda done, total: progress(done / max(total, 1)))
    _print_styles(reports)
    _print_skipped(reports)


def _print_styles(reports: Sequence["FileReport"]) -> None:
    from rich.table import Table

    table = Table("style", title="Read", title_justify="left")
    for heading in ("files", "bars", "notes", "tracks a file", "skipped"):
        table.add_column(heading, justify="right")
    for style in sorted({report.style for report in reports}):
        of_style = [report for report in reports if report.style == style]
        kept = [report for report in of_style if report.kept]
        tracks = sum(report.tracks for report in kept) / max(len(kept), 1)
        table.add_row(
            style,
            f"{len(kept):,}",
            f"{sum(report.bars for report in kept):,}",
            f"{sum(report.notes for report in kept):,}",
            f"{tracks:.1f}",
            f"{len(of_style) - len(kept):,}",
        )
    results().print(table)


def _print_skipped(reports: Sequence["FileReport"]) -> None:
    left_out = [report for report in reports if not report.kept]
    for report in left_out:
        typer.echo(skipped(report.path, report.reason))
    kept = len(reports) - len(left_out)
    typer.echo(f"{kept:,} of {len(reports):,} files would be read.")

"""``musicgan packs``: the installed style packs."""

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from musicgan.cli.console import progress_bar, results
from musicgan.errors import MusicganError

packs = typer.Typer(
    help="List, import, export and remove style packs.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@packs.callback()
def show(context: typer.Context) -> None:
    """List the installed style packs."""
    if context.invoked_subcommand is not None:
        return
    from rich.table import Table

    from musicgan.generation import installed_packs

    found = installed_packs()
    if not found:
        typer.echo("No style pack is installed; learn one with: musicgan train FOLDER --pack NAME")
        return
    table = Table("style", "model", "size", "learned from", "held out", box=None, pad_edge=False)
    for info in found:
        figures = info.header.figures
        gain = (
            f"{figures['held_out_before']:.2f} → {figures['held_out']:.2f} nats a note"
            if {"held_out_before", "held_out"} <= figures.keys()
            else ""
        )
        size = f"{info.bytes / 1e6:.1f} MB"
        table.add_row(info.name, info.header.base_name, size, info.header.data, gain)
    results().print(table)


@packs.command("import")
def import_pack(
    file: Annotated[Path, typer.Argument(help="Style pack: .safetensors.")],
    name: Annotated[
        str | None, typer.Option(help="Another name for its style.", show_default=False)
    ] = None,
) -> None:
    """Install a style pack."""
    from musicgan.generation import install_pack

    info = install_pack(file, name)
    typer.echo(f"{info.name}: installed")


@packs.command()
def export(
    name: Annotated[str, typer.Argument(help="Of its style.")],
    file: Annotated[Path, typer.Argument(help="File to write: .safetensors.")],
) -> None:
    """Write an installed style pack to a file for others."""
    from musicgan.generation import export_pack, find_pack

    export_pack(find_pack(name).path, file)
    typer.echo(str(file))


@packs.command()
def remove(name: Annotated[str, typer.Argument(help="Of its style.")]) -> None:
    """Delete an installed style pack."""
    from musicgan.generation import find_pack, remove_pack

    remove_pack(find_pack(name).path)
    typer.echo(f"{name}: removed")


@packs.command()
def report(
    name: Annotated[str, typer.Argument(help="Of its style.")],
    data: Annotated[list[Path], typer.Argument(metavar="DATA…", help="What it was learned from.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="File for the report: .html or .json.")],
    model: Annotated[
        Path | None, typer.Option(help="Its model; else the shipped one.", show_default=False)
    ] = None,
    works: Annotated[int, typer.Option(min=8, help="Works to judge by, at most.")] = 30,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same report.")] = 0,
) -> None:
    """Compare what the model writes of a style before and after it was learned."""
    from musicgan.evaluation import ENGINE, compare_pack, save_report
    from musicgan.generation import find_pack, shipped_model

    if out.suffix.lower() not in (".html", ".json"):
        raise MusicganError(f"{out} should be a .html or .json file; choose another name.")
    with progress_bar("Reading", time_left=True) as update:
        found = compare_pack(
            find_pack(name).path, model or shipped_model(), data,
            lambda stage, done: update(done, stage), works, seed, os.cpu_count() or 1,
            shlex.join(["musicgan", *sys.argv[1:]]),
        )  # fmt: skip
    save_report(found, out)
    for result in found.of_kind(ENGINE):
        row = result.average
        assert row is not None, "a report has figures"
        typer.echo(
            f"{result.label}: judges are right in {100 * row.c2st.value:.0f} % "
            f"({100 * row.c2st.low:.0f}–{100 * row.c2st.high:.0f}), 50 is perfect"
        )
    typer.echo(f"{out}: judged by {found.settings['judged by']}")

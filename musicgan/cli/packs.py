"""``musicgan packs``: the installed style packs."""

from pathlib import Path
from typing import Annotated

import typer

from musicgan.cli.console import results

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

"""``musicgan info``: what a model knows and where it comes from."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musicgan.cli.console import results

if TYPE_CHECKING:
    from musicgan.generation import ModelInfo


def info(
    model: Annotated[
        Path | None, typer.Argument(help="Model file; else the shipped one.", show_default=False)
    ] = None,
) -> None:
    """Show a model's styles, families, manners, training data and licence."""
    from musicgan.generation import model_info

    _print(model_info(model))


def _print(model: "ModelInfo") -> None:
    from rich.table import Table

    from musicgan.generation import LEVELS, MANNERS

    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    table.add_row("model", model.name)
    for style in model.styles:
        table.add_row(f"style {style}", _described(model, style))
    table.add_row("families", ", ".join(model.families))
    table.add_row("meters", ", ".join(f"{above}/{below}" for above, below in model.meters))
    table.add_row("manners", ", ".join(MANNERS))
    table.add_row("levels", ", ".join(LEVELS))
    table.add_row("training", f"{model.steps:,} steps, the last of the {model.phase} phase")
    table.add_row("training data", model.data)
    table.add_row("licence", model.licence)
    table.add_row("created", model.created)
    results().print(table)


def _described(model: "ModelInfo", style: str) -> str:
    pieces, bars, notes = model.sizes[style]
    tracks = ", ".join(track.family for track in model.usual_tracks[style])
    return (
        f"{tracks}; {model.usual_tempo[style]:.0f} BPM; learned from {pieces:,} pieces, "
        f"{bars:,} bars, {notes:,} notes"
    )

"""``musicgan render``: music into sound."""

from pathlib import Path
from typing import Annotated

import typer

from musicgan.cli.console import progress_bar


def render(
    source: Annotated[Path, typer.Argument(metavar="IN", help="MIDI, MusicXML or ABC file.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Sound file: .wav or .flac.")],
    soundfont: Annotated[
        Path | None,
        typer.Option(help="Instruments, .sf2 or .sf3; else the one that comes with pretty_midi."),
    ] = None,
) -> None:
    """Render music to a sound file."""
    from musicgan.audio import render as render_song
    from musicgan.formats import read_song

    song = read_song(source)
    with progress_bar(f"Rendering {out.name}") as progress:
        render_song(song, out, soundfont, progress)
    typer.echo(str(out))

"""``musicgan render``: music into sound."""

from pathlib import Path
from typing import Annotated

import typer

from musicgan.cli.console import progress_bar
from musicgan.errors import MusicganError


def render(
    source: Annotated[Path, typer.Argument(metavar="IN", help="MIDI, MusicXML or ABC file.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Sound file: .wav or .flac.")
    ] = None,
    stems: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also, or instead, write each track into this folder."),
    ] = None,
    flac: Annotated[bool, typer.Option("--flac", help="Write the stems as FLAC, not WAV.")] = False,
    soundfont: Annotated[
        Path | None,
        typer.Option(help="Instruments, .sf2 or .sf3; else the one that comes with pretty_midi."),
    ] = None,
) -> None:
    """Render music to a sound file."""
    from musicgan.audio import render as render_song
    from musicgan.audio import render_stems
    from musicgan.formats import read_song

    if out is None and stems is None:
        raise MusicganError("Say where to write the sound: -o FILE, --stems DIR, or both.")
    song = read_song(source)
    if out is not None:
        with progress_bar(f"Rendering {out.name}") as progress:
            render_song(song, out, soundfont, progress)
        typer.echo(str(out))
    if stems is not None:
        with progress_bar("Rendering the stems") as progress:
            written = render_stems(song, stems, ".flac" if flac else ".wav", soundfont, progress)
        for path in written:
            typer.echo(str(path))

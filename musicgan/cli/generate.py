"""``musicgan generate``: music from a request."""

import json
import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musicgan.cli.console import messages, progress_bar, waiting
from musicgan.cli.window import has_display, open_window
from musicgan.errors import MusicganError

if TYPE_CHECKING:
    from musicgan.generation import Engine, Recipe, Request, Take
    from musicgan.song import Song


def generate(
    out: Annotated[
        Path,
        typer.Option("-o", "--out", help="File to write: .mid, .musicxml, .mxl, .wav or .flac."),
    ],
    style: Annotated[
        str, typer.Option(metavar="NAME[:W],…", help="Style, or a mixture of weighted styles.")
    ] = "",
    style_end: Annotated[
        str, typer.Option(metavar="NAME[:W],…", help="What the style goes to, bar by bar.")
    ] = "",
    tracks: Annotated[
        str,
        typer.Option(
            metavar="FAMILY[:PROGRAM],…",
            help="Instrument families, one a track; with --accompany: the tracks to add.",
        ),
    ] = "",
    bars: Annotated[
        int | None,
        typer.Option(
            help="Length in bars, 1 to 512; with --continue: the bars to add.",
            show_default="16",
        ),
    ] = None,
    meter: Annotated[str | None, typer.Option(help="Such as 4/4.")] = None,
    key: Annotated[str | None, typer.Option(help="Such as “Eb major”.")] = None,
    tempo: Annotated[
        float | None, typer.Option(metavar="BPM", help="Quarter notes a minute, 20 to 300.")
    ] = None,
    manner: Annotated[
        str, typer.Option(metavar="NAME=LEVEL,…", help="Playing manner, such as density=high.")
    ] = "",
    chords: Annotated[str, typer.Option(help="Chords by bar, such as “Cm7 | F7 | Bb”.")] = "",
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="The same seed gives the same music.", show_default="random"),
    ] = None,
    takes: Annotated[
        int | None,
        typer.Option(
            help="How many, 1 to 16; files are numbered OUT-1, OUT-2, …", show_default="1"
        ),
    ] = None,
    temperature: Annotated[
        float | None, typer.Option(help="From 0.1, safe, to 2, wild.", show_default="1")
    ] = None,
    strength: Annotated[
        float | None,
        typer.Option(
            help="How strictly to keep to style, manner and chords, from 1, as usual, to 3.",
            show_default="1",
        ),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Begin with this saved recipe; the other options change it.",
            show_default=False,
        ),
    ] = None,
    save_recipe: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Save the options as a recipe, with the seed.", show_default=False
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            help="What writes the music: gan, markov, …", show_default="the model's, else gan"
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(help="Model file; else the engine's shipped one.", show_default=False),
    ] = None,
    continued: Annotated[
        Path | None, typer.Option("--continue", metavar="IN", help="Go on where this music ends.")
    ] = None,
    infill: Annotated[
        Path | None, typer.Option(metavar="IN", help="Write a region of this music anew.")
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(metavar="BARS[@TRACKS]", help="With --infill, such as 5-8@1,3."),
    ] = None,
    accompany: Annotated[
        Path | None, typer.Option(metavar="IN", help="Add tracks to this music.")
    ] = None,
    as_written: Annotated[
        bool,
        typer.Option("--as-written", help="Take music without a beat grid as its file has it."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line a take.")] = False,
    show: Annotated[
        bool, typer.Option("--open", help="Show the result in the window afterwards.")
    ] = False,
) -> None:
    """Write music."""
    from musicgan.cli import parse
    from musicgan.generation import Recipe, check_ranges, read_recipe, write_recipe

    _check_suffix(out, show)
    source = _Source(continued, infill, region, accompany, as_written)
    source.check({"--tracks": tracks, "--meter": meter, "--tempo": tempo, "--bars": bars})
    base = Recipe(bars=16, takes=1) if recipe is None else source.left_of(read_recipe(recipe))
    if seed is None:
        seed = base.seed if base.seed_kept else secrets.randbelow(2**31)
    length = base.bars if bars is None else bars
    begun = replace(base, seed=seed, bars=length).to_request()
    request = replace(
        begun,
        style=parse.parse_styles(style) or begun.style,
        style_end=parse.parse_styles(style_end) or begun.style_end,
        tracks=parse.parse_tracks(tracks) or begun.tracks,
        meter=begun.meter if meter is None else parse.parse_meter(meter),
        key=begun.key if key is None else parse.parse_key(key),
        tempo=begun.tempo if tempo is None else parse.parse_tempo(tempo),
        manner={**begun.manner, **parse.parse_manner(manner)},
        chords=chords or begun.chords,
        takes=begun.takes if takes is None else takes,
        temperature=begun.temperature if temperature is None else temperature,
        strength=begun.strength if strength is None else strength,
    )
    check_ranges(request)
    if save_recipe is not None:
        write_recipe(Recipe.of(request), save_recipe)
    request = source.applied(request)
    results = run(_load(engine, model), request)
    files = [numbered(out, index, request.takes) for index in range(1, request.takes + 1)]
    for take, file in zip(results, files, strict=True):
        write(take, file)
        _report(take, file, as_json)
    if show:
        _show(files)


@dataclass(frozen=True, slots=True)
class _Source:
    """The music to start from: at most one of the three files, and a region for the second.

    Music that was played freely is put on its beats, unless it is wanted as written.
    """

    continued: Path | None
    infill: Path | None
    region: str | None
    accompany: Path | None
    as_written: bool

    def check(self, options: Mapping[str, object]) -> None:
        """Refuse options that contradict each other, or what the music itself says.

        Args:
            options: the options that music may rule out, with their values.

        Raises:
            MusicganError: two of them don't go together.
        """
        tasks = {
            "--continue": (self.continued, {"--tracks", "--meter", "--tempo"}),
            "--infill": (self.infill, {"--tracks", "--meter", "--tempo", "--bars"}),
            "--accompany": (self.accompany, {"--meter", "--tempo", "--bars"}),
        }
        chosen = [name for name, (file, _) in tasks.items() if file is not None]
        if len(chosen) > 1:
            raise MusicganError(f"{' and '.join(chosen)} don't go together; choose one of them.")
        if (self.infill is None) != (self.region is None):
            raise MusicganError(
                "--infill IN and --region BARS[@TRACKS] belong together; give both."
            )
        for name in chosen:
            for option, value in options.items():
                if option in tasks[name][1] and value not in (None, ""):
                    raise MusicganError(f"With {name} the music decides; leave {option} out.")

    def left_of(self, recipe: "Recipe") -> "Recipe":
        """The recipe without what the music decides."""
        if self.accompany is not None:
            return replace(recipe, meter=None, tempo=None)
        if self.continued is not None or self.infill is not None:
            return replace(recipe, tracks=(), meter=None, tempo=None)
        return recipe

    def applied(self, request: "Request") -> "Request":
        """The request, with the music read, and locked as asked.

        Raises:
            MusicganError: the music can't be read or used so.
        """
        from musicgan.cli.parse import parse_region
        from musicgan.generation import accompanied, continued, infilled

        if self.continued is not None:
            return continued(self._read(self.continued), request.bars, request)
        if self.infill is not None:
            region = parse_region(self.region or "")
            bars = range(region.first, region.last + 1)
            return infilled(self._read(self.infill), bars, region.tracks or None, request)
        if self.accompany is not None:
            return accompanied(self._read(self.accompany), request.tracks, request)
        return request

    def _read(self, file: Path) -> "Song":
        from musicgan.formats import read_song
        from musicgan.song import has_grid, on_beats

        song = read_song(file)
        if self.as_written or has_grid(song):
            return song
        song = on_beats(song, str(file))
        messages().print(
            f"{file} was played freely; its notes were put on beats, {song.tempos[0].bpm:.0f} "
            "a minute at first (--as-written leaves them where they are)."
        )
        return song


def numbered(out: Path, take: int, takes: int) -> Path:
    """File of a take (from 1): ``OUT.mid`` for a single one, else ``OUT-1.mid`` and so on."""
    return out if takes == 1 else out.with_name(f"{out.stem}-{take}{out.suffix}")


def run(engine: "Engine", request: "Request") -> list["Take"]:
    """All takes of a request, best first, with a bar on stderr meanwhile.

    Raises:
        MusicganError: the request can't be met.
    """
    from musicgan.generation import Take

    takes: list[Take] = []
    with progress_bar("Writing music") as progress:
        for event in engine.generate(request):
            if isinstance(event, Take):
                takes.append(event)
            else:
                progress(event.done)
    return takes


def write(take: "Take", file: Path) -> None:
    """Write a take as music or sound, by the file's suffix.

    Raises:
        MusicganError: it can't be written or rendered.
    """
    from musicgan.audio import AUDIO_SUFFIXES, render
    from musicgan.formats import write_song

    if file.suffix.lower() in AUDIO_SUFFIXES:
        with progress_bar(f"Rendering {file.name}") as progress:
            render(take.song, file, progress=progress)
    else:
        write_song(take.song, file)


def _check_suffix(out: Path, show: bool) -> None:
    from musicgan.audio import AUDIO_SUFFIXES
    from musicgan.formats import WRITABLE_SUFFIXES

    known = (*WRITABLE_SUFFIXES, *AUDIO_SUFFIXES)
    if out.suffix.lower() not in known:
        raise MusicganError(
            f"{out} has no known format; end its name with one of {', '.join(known)}."
        )
    if show and out.suffix.lower() in AUDIO_SUFFIXES:
        raise MusicganError(
            f"The window shows notes, and {out} is to hold sound; name it .mid to --open it."
        )


def _load(name: str | None, model: Path | None) -> "Engine":
    from musicgan.generation import load_engine

    with waiting("Loading the model"):
        return load_engine(name, model)


def _report(take: "Take", file: Path, as_json: bool) -> None:
    from musicgan.song import bars as bars_of

    bars, notes = len(bars_of(take.song)), take.song.note_count
    if as_json:
        line = {
            "file": str(file),
            "seed": take.seed,
            "seconds": round(take.seconds, 3),
            # An engine without critics has no opinion, and JSON has no NaN.
            "score": round(take.score, 4) if math.isfinite(take.score) else None,
            "bars": bars,
            "notes": notes,
        }
        typer.echo(json.dumps(line))
        return
    score = f"score {take.score:.2f}, " if math.isfinite(take.score) else ""
    length = "1 bar" if bars == 1 else f"{bars} bars"
    typer.echo(f"{file}: {length}, {notes} notes, seed {take.seed}, {score}{take.seconds:.2f} s")


def _show(files: Sequence[Path]) -> None:
    """Open the window on the takes, where there is a display."""
    if not has_display():
        messages().print("There is no display, so the window is not opened.")
        return
    raise typer.Exit(open_window(list(files)))

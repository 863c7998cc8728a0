"""``musicgan train``: learns a model from music."""

import contextlib
import enum
import os
import shlex
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from musicgan.cli.console import messages, print_error, skipped
from musicgan.errors import MusicganError

if TYPE_CHECKING:
    from rich.progress import Progress

    from musicgan.training import Control, Event, Finished, Metrics, Started, TrainingConfig


class Preset(enum.Enum):
    """How long a style pack is learned at most; over-fitting ends it sooner."""

    QUICK = "quick"
    NORMAL = "normal"
    THOROUGH = "thorough"


def train(
    data: Annotated[
        list[Path],
        # Whether they can be read is told of each.
        typer.Argument(
            metavar="DATA…", help="Folders (a sub-folder is a style), files.", readable=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="File to write: .safetensors; needed without --pack.",
            show_default="installed",
        ),
    ] = None,
    pack: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Learn a style pack: a small new style on top of a model, which stays as it is.",
        ),
    ] = None,
    preset: Annotated[Preset, typer.Option(help="With --pack: how long, at most.")] = Preset.NORMAL,
    base: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="MODEL",
            help="Model to go on from; with --pack the shipped one.",
            show_default=False,
        ),
    ] = None,
    style: Annotated[
        str | None, typer.Option(help="One style for all the data, not the folders' names.")
    ] = None,
    engine: Annotated[str, typer.Option(help="What is to learn: gan, markov, …")] = "gan",
    minutes: Annotated[float | None, typer.Option(help="Time to train for, at most.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run that was writing this file.")
    ] = False,
    objective: Annotated[
        str | None, typer.Option(help="Of the adversarial phase.", show_default=False)
    ] = None,
    critics: Annotated[
        str | None,
        typer.Option(
            metavar="SCALE,…",
            help="Which critics judge: frame,bar,piece.",
            show_default="all of them",
        ),
    ] = None,
    gradient_penalty: Annotated[
        float | None, typer.Option(help="R1 on the critics.", show_default=False)
    ] = None,
    adversarial_share: Annotated[
        float | None,
        typer.Option(
            help="Share of the budget for the critics' phase, 0 to 1.", show_default=False
        ),
    ] = None,
    learning_rate: Annotated[
        float | None, typer.Option(help="Peak of the likelihood phase.", show_default=False)
    ] = None,
    l1: Annotated[float | None, typer.Option(help="L1 on the weights.", show_default=False)] = None,
    l2: Annotated[float | None, typer.Option(help="L2 on the weights.", show_default=False)] = None,
    octaves: Annotated[
        float | None,
        typer.Option(
            help="Share of the music that is learned an octave higher or lower, 0 to 1.",
            show_default=False,
        ),
    ] = None,
    batch: Annotated[int | None, typer.Option(help="Windows a step.", show_default=False)] = None,
    threads: Annotated[
        int | None, typer.Option(help="For torch.", show_default="as many as make it faster")
    ] = None,
    device: Annotated[
        str | None, typer.Option(help="cpu, cuda or mps.", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of all chance.", show_default=False)] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print every event as a line of JSON on stdout.")
    ] = False,
) -> None:
    """Train a model or a style pack. Ctrl+C stops it and keeps the best it has learned.

    Several cards, or processes: torchrun --nproc-per-node 2 -m musicgan train …
    """
    # Read by OpenMP when torch is loaded. Threads that wait by spinning bring a busy machine down.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from musicgan.evaluation import train_judged as run
    from musicgan.training import Control, is_first_process

    advanced = {
        "objective": objective, "adversarial_share": adversarial_share, "l1": l1,
        "learning_rate": learning_rate, "weight_decay": l2, "batch": batch, "threads": threads,
        "device": device, "seed": seed, "minutes": minutes, "engine": engine, "octaves": octaves,
        "gradient_penalty": gradient_penalty,
        "scales": None if critics is None else tuple(part.strip() for part in critics.split(",")),
    }  # fmt: skip
    changes = {name: value for name, value in advanced.items() if value is not None}
    config = _config(data, out, pack, preset, base, style, changes)
    control = Control()
    if not is_first_process():
        for _ in run(config, control, resume=resume):
            pass
        return
    with _cancelled_by_ctrl_c(control):
        events = run(config, control, resume=resume)
        finished = _print_events(events) if as_json else _follow(events)
    if finished is None:
        raise MusicganError(
            f"Training ended before {config.output} was written; run it again with --resume."
        )
    if not as_json:
        typer.echo(f"{finished.path}: {finished.reason}")
    if pack is not None and out is None and config.output.is_file():
        _install(config, as_json)
    if control.cancelled:
        raise KeyboardInterrupt


def _config(
    data: list[Path],
    out: Path | None,
    pack: str | None,
    preset: Preset,
    base: Path | None,
    style: str | None,
    changes: dict[str, Any],
) -> "TrainingConfig":
    """What is asked, as settings.

    Raises:
        MusicganError: options that don't go together.
    """
    from musicgan.generation import check_name, shipped_model
    from musicgan.training import TrainingConfig, pack_config, runs_folder

    if pack is None:
        if out is None:
            raise MusicganError("Name the file to write with -o, or a style pack with --pack.")
        return TrainingConfig(data=tuple(data), output=out, base=base, style=style, **changes)
    if style is not None:
        raise MusicganError("A style pack has one style, which is its name; leave --style out.")
    name = check_name(pack)
    return pack_config(
        tuple(data),
        out or runs_folder() / f"{name}.safetensors",
        base or shipped_model(),
        name,
        preset.value,
        **changes,
    )


def _install(config: "TrainingConfig", as_json: bool) -> None:
    """Make a finished style pack a style that can be asked for."""
    from musicgan.generation import install_pack
    from musicgan.training import discard

    info = install_pack(config.output, replace=True)
    discard(config)
    if not as_json:
        typer.echo(
            f"The style pack “{info.name}” ({info.bytes / 1e6:.1f} MB) is installed; "
            f"use it with: musicgan generate --style {shlex.quote(info.name)} -o music.mid"
        )


def _print_events(events: Iterable["Event"]) -> "Finished | None":
    """Print every event as JSON; a song is left out, its notes are counted."""
    import msgspec

    from musicgan import training

    finished = None
    for event in events:
        line: dict[str, object] = {"event": type(event).__name__}
        if isinstance(event, training.Sample):
            line |= {"step": event.step, "number": event.number, "notes": event.song.note_count}
        else:
            line |= msgspec.to_builtins(event, enc_hook=str)
        typer.echo(msgspec.json.encode(line).decode())
        if isinstance(event, training.Finished):
            finished = event
    return finished


@contextlib.contextmanager
def _cancelled_by_ctrl_c(control: "Control") -> Iterator[None]:
    """The first Ctrl+C lets the run end and save; the second interrupts as usual."""
    before = signal.getsignal(signal.SIGINT)

    def cancel(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        print_error("Saving what is learned; press Ctrl+C again to stop at once.")
        control.cancel()

    signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _follow(events: Iterable["Event"]) -> "Finished | None":
    """Show a run on stderr until it is over: a bar in a terminal, else a line a checkpoint."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    console = messages()
    columns = (
        BarColumn(), TaskProgressColumn(), TextColumn("{task.description}")
    )  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        return _Display(progress).follow(events)


class _Display:
    """Events of a run as lines and a bar."""

    def __init__(self, progress: "Progress") -> None:
        self._progress = progress
        self._task = progress.add_task("Reading", total=1.0)
        self._last = ""

    def follow(self, events: Iterable["Event"]) -> "Finished | None":
        from musicgan import training

        finished = None
        for event in events:
            if isinstance(event, training.Scanned):
                self._update("Reading", event.done / max(event.total, 1))
                if not event.report.kept:
                    self._line(skipped(event.report.path, event.report.reason))
            elif isinstance(event, training.Started):
                sizes = f"; {event.parameters / 1e6:.1f} million parameters"
                self._line(
                    f"{event.pieces:,} pieces to learn from, {event.held_out:,} held out; styles: "
                    f"{', '.join(event.styles)}{sizes if event.parameters else ''}"
                )
                for sentence in (_told_split(event), _told_relatives(event), event.unjudged):
                    if sentence:
                        self._line(sentence)
            elif isinstance(event, training.Reading):
                self._line(event.sentence)
            elif isinstance(event, training.Metrics):
                self._last = _described(event)
                self._update(self._last, event.done)
            elif isinstance(event, training.CheckpointSaved):
                if self._progress.disable:
                    self._line("; ".join(filter(None, (f"saved {event.path}", self._last))))
            elif isinstance(event, training.Finished):
                finished = event
        return finished

    def _update(self, text: str, done: float) -> None:
        self._progress.update(self._task, description=text, completed=done)

    def _line(self, text: str) -> None:
        self._progress.console.print(text, soft_wrap=True)


def _told_split(started: "Started") -> str:
    """What small collections should know of the music kept aside."""
    if started.split == "bars":
        return (
            "There is one work only, so its last bars are kept aside: the held-out figures say how "
            "well it goes on with this work, not how well it writes others."
        )
    if started.split == "none":
        return (
            "The only work is too short to keep bars aside, so nothing can say when it starts to "
            "copy; stop early."
        )
    return ""


def _told_relatives(started: "Started") -> str:
    if not started.resembles:
        return ""
    nearest = sorted(started.resembles.items(), key=lambda pair: -pair[1])[:3]
    shown = ", ".join(f"{name} {100 * share:.0f} %" for name, share in nearest if share >= 0.05)
    return f"To the model it is most like {shown}; learning starts from there."


def _described(metrics: "Metrics") -> str:
    values = ", ".join(
        f"{name.replace('_', '-')} {value:.3f}" for name, value in metrics.values.items()
    )
    minutes, seconds = divmod(round(metrics.seconds_left), 60)
    figures = f": {values}" if values else ""
    return f"{metrics.phase} step {metrics.step}{figures}; {minutes}:{seconds:02} left"

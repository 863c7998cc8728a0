"""``musicgan train``: learns a model from music."""

import contextlib
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from musicgan.cli.console import messages, print_error, skipped
from musicgan.errors import MusicganError

if TYPE_CHECKING:
    from rich.progress import Progress

    from musicgan.training import Control, Event, Finished, Metrics


def train(
    data: Annotated[
        list[Path],
        typer.Argument(metavar="DATA…", help="Folders (a sub-folder is a style), files."),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Model to write: .safetensors.")],
    base: Annotated[
        Path | None, typer.Option("--from", metavar="MODEL", help="Model to go on from.")
    ] = None,
    style: Annotated[
        str | None, typer.Option(help="One style for all the data, not the folders' names.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Time to train for.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run that was writing this model.")
    ] = False,
) -> None:
    """Train a model. Ctrl+C stops it and saves what is learned."""
    from musicgan.training import Control, TrainingConfig
    from musicgan.training import train as run

    config = TrainingConfig(data=tuple(data), output=out, base=base, style=style, minutes=minutes)
    control = Control()
    with _cancelled_by_ctrl_c(control):
        finished = _follow(run(config, control, resume=resume))
    if finished is None:
        raise MusicganError(f"Training ended before {out} was written; run it again with --resume.")
    typer.echo(f"{finished.path}: {finished.reason}")
    if control.cancelled:
        raise KeyboardInterrupt


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
                self._line(
                    f"{event.pieces:,} pieces to learn from, {event.held_out:,} held out; styles: "
                    f"{', '.join(event.styles)}; {event.parameters / 1e6:.1f} million parameters"
                )
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


def _described(metrics: "Metrics") -> str:
    values = ", ".join(
        f"{name.replace('_', '-')} {value:.3f}" for name, value in metrics.values.items()
    )
    minutes, seconds = divmod(round(metrics.seconds_left), 60)
    return f"{metrics.phase} step {metrics.step}: {values}; {minutes}:{seconds:02} left"

"""What the commands print: results on stdout, progress and errors on stderr."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console


def results() -> "Console":
    """The console for results (stdout)."""
    from rich.console import Console

    return Console(highlight=False)


def messages() -> "Console":
    """The console for progress and messages (stderr)."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def print_error(sentence: str) -> None:
    """Print one sentence on stderr, in one line, so that scripts can read it too."""
    print(sentence, file=sys.stderr)


def skipped(path: Path, reason: str) -> str:
    """The line that tells of a file that is not read; some reasons name it themselves."""
    return f"skipped: {reason}" if str(path) in reason else f"skipped: {path}: {reason}"


class Bar(Protocol):
    """Sets a progress bar."""

    def __call__(self, done: float, text: str | None = None) -> None:
        """Show that the share ``done``, 0 to 1, is finished, under another text if there is one."""


@contextlib.contextmanager
def progress_bar(text: str, time_left: bool = False) -> Iterator[Bar]:
    """A bar on stderr, where that is a terminal; gives the function that sets it."""
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = messages()
    columns = [
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    ]  # fmt: skip
    if time_left:
        columns += [TextColumn("left:"), TimeRemainingColumn()]
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task(text, total=1.0)

        def update(done: float, text: str | None = None) -> None:
            progress.update(task, completed=done, description=text)

        yield update


@contextlib.contextmanager
def waiting(text: str) -> Iterator[None]:
    """A spinner on stderr, where that is a terminal, while something of unknown length runs."""
    console = messages()
    if not console.is_terminal:
        yield
        return
    with console.status(text):
        yield

"""The commands put together, and what they have in common: errors and Ctrl+C."""

import contextlib
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from musicgan import __version__
from musicgan.cli.console import print_error
from musicgan.cli.evaluate import evaluate
from musicgan.cli.generate import generate
from musicgan.cli.info import info
from musicgan.cli.inspect import inspect
from musicgan.cli.packs import packs
from musicgan.cli.render import render
from musicgan.cli.train import train
from musicgan.cli.window import window
from musicgan.errors import MusicganError, out_of_memory

EXIT_ERROR = 2
EXIT_INTERRUPTED = 130


UsageError: Any = typer.BadParameter.__base__
"""What a mistyped command line raises; Typer gives it no public name."""


@contextlib.contextmanager
def _errors_as_sentences() -> Iterator[None]:
    """Print what the user can mend as one sentence.

    Raises:
        typer.Exit: 2 after such an error, 130 after Ctrl+C.
    """
    try:
        yield
    except MusicganError as error:
        print_error(str(error))
        raise typer.Exit(EXIT_ERROR) from error
    except UsageError as error:
        command = error.ctx.command_path if error.ctx is not None else "musicgan"
        message = " ".join(error.format_message().split()).rstrip(".")
        print_error(f"{message}; see `{command} --help`.")
        raise typer.Exit(EXIT_ERROR) from error
    except KeyboardInterrupt as interrupt:
        print_error("Stopped.")
        raise typer.Exit(EXIT_INTERRUPTED) from interrupt
    except (RuntimeError, MemoryError) as error:
        shortage = out_of_memory(error)
        if shortage is None:
            raise
        print_error(str(shortage))
        raise typer.Exit(EXIT_ERROR) from error


class _Commands(TyperGroup):
    """Opens the window where no command is named; turns errors into sentences."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read ``musicgan [FILE]`` as ``musicgan window [FILE]``."""
        named = args and (args[0] in self.commands or args[0].startswith("-"))
        with _errors_as_sentences():
            return super().parse_args(ctx, args if named else ["window", *args])

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with _errors_as_sentences():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"musicgan {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Write multi-track music with a GAN. Without a command, the window opens."""


app.command()(generate)
app.command()(train)
app.command()(evaluate)
app.command()(render)
app.command()(inspect)
app.command()(info)
app.add_typer(packs, name="packs")
app.command(hidden=True)(window)

"""The command line: ``musicgan``.

One module a command. What is heavy (torch, the sound libraries, Qt) is imported inside the
commands, so that ``--help`` and a mistyped option answer at once.
"""

from musicgan.cli.app import app


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    app(prog_name="musicgan")


__all__ = ["app", "main"]

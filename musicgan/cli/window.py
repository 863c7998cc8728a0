"""``musicgan [FILE]``: opens the window."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from musicgan.errors import MusicganError

_WITHOUT_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def has_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether a window can be shown: an X or Wayland display on Linux, always elsewhere."""
    if not platform.startswith("linux"):
        return True
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return True
    # Qt can also draw without a display server, where it is told so.
    return environment.get("QT_QPA_PLATFORM", "").split(":")[0] in _WITHOUT_SCREEN


def open_window(files: list[Path]) -> int:
    """Show the window until it is closed; Qt's exit code."""
    from ui.main import main

    return main([str(path) for path in files])


def window(
    file: Annotated[Path | None, typer.Argument(help="Music to open.", show_default=False)] = None,
) -> None:
    """Open the window.

    Raises:
        MusicganError: the file is missing, or there is no display.
    """
    if file is not None and not file.is_file():
        raise MusicganError(
            f"“{file}” is neither a command nor a file; `musicgan --help` lists the commands."
        )
    if not has_display():
        raise MusicganError(
            "There is no display to open the window on; run musicgan on a desktop, or use "
            "`musicgan generate` (see `musicgan --help`)."
        )
    raise typer.Exit(open_window([] if file is None else [file]))

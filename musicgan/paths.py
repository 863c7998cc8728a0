"""Where the program's own files lie."""

from pathlib import Path

import platformdirs

from musicgan.errors import MusicganError

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Path of a shipped file, e.g. ``resource("models", "base.safetensors")``.

    An installed wheel carries the resources inside the package, a clone beside it.

    Raises:
        MusicganError: the file is missing.
    """
    for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise MusicganError(
        f"The shipped file {'/'.join(parts)} is missing; install musicgan again to restore it."
    )


def user_data() -> Path:
    """The platform's folder for what the user makes (runs, style packs)."""
    return Path(platformdirs.user_data_dir("musicgan", appauthor=False))

"""Where the SoundFonts lie on this computer."""

import importlib.util
import os
import sys
from pathlib import Path

from musicgan.errors import MusicganError

SUFFIXES = (".sf2", ".sf3")

_LINUX = (
    "/usr/share/sounds/sf2",
    "/usr/share/sounds/sf3",
    "/usr/share/soundfonts",
    "/usr/local/share/sounds/sf2",
    "/usr/local/share/sounds/sf3",
    "/usr/local/share/soundfonts",
    "~/.local/share/sounds/sf2",
    "~/.local/share/soundfonts",
)
_MAC = (
    "/Library/Audio/Sounds/Banks",
    "~/Library/Audio/Sounds/Banks",
    "/opt/homebrew/share/soundfonts",
    "/opt/homebrew/share/fluid-synth/sf2",
    "/usr/local/share/soundfonts",
    "/usr/local/share/fluid-synth/sf2",
)
_WINDOWS = (
    "C:/soundfonts",
    "%ProgramData%/soundfonts",
    "%APPDATA%/soundfonts",
    "%USERPROFILE%/Documents/SoundFonts",
)


def soundfont_folders() -> tuple[Path, ...]:
    """The folders in which this platform's programs keep SoundFonts, existing or not."""
    names = {"darwin": _MAC, "win32": _WINDOWS}.get(sys.platform, _LINUX)
    return tuple(Path(os.path.expandvars(name)).expanduser() for name in names)


def find_soundfonts() -> list[Path]:
    """All SoundFonts of this computer: the default first, then the folders' by name.

    One that is reached by several names (links) is listed once.
    """
    bundled = _bundled()
    found = {} if bundled is None else {bundled.resolve(): bundled}
    for folder in soundfont_folders():
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.suffix.lower() in SUFFIXES and path.is_file():
                    found.setdefault(path.resolve(), path)
    return list(found.values())


def default_soundfont() -> Path:
    """The SoundFont that comes with the installed ``pretty_midi``, else the first of the system.

    Raises:
        MusicganError: there is none.
    """
    bundled = _bundled()
    if bundled is not None:
        return bundled
    found = find_soundfonts()
    if found:
        return found[0]
    raise MusicganError(
        "There is no SoundFont to play with; put an .sf2 file into "
        f"{soundfont_folders()[-1]} or name one."
    )


def check_soundfont(path: Path) -> None:
    """See that ``path`` looks like a SoundFont.

    Raises:
        MusicganError: it is missing, unreadable, or something else.
    """
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise MusicganError(
            f"The SoundFont {path} could not be read ({error}); choose another one."
        ) from error
    if head[:4] != b"RIFF" or head[8:12] != b"sfbk":
        raise MusicganError(f"{path} is not a SoundFont; choose an .sf2 or .sf3 file.")


def _bundled() -> Path | None:
    """TimGM6mb.sf2 inside the installed pretty_midi, found without importing it."""
    spec = importlib.util.find_spec("pretty_midi")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "TimGM6mb.sf2"
    return path if path.is_file() else None

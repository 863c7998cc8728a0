"""Songs from and to files, by suffix."""

from collections.abc import Callable
from pathlib import Path

from musicgan.errors import MusicganError
from musicgan.formats.midi import read_midi, write_midi
from musicgan.formats.score import read_score, write_musicxml
from musicgan.song import Song

_READERS: dict[str, Callable[[Path], Song]] = {
    ".mid": read_midi,
    ".midi": read_midi,
    ".musicxml": read_score,
    ".xml": read_score,
    ".mxl": read_score,
    ".abc": read_score,
    ".krn": read_score,
}

_WRITERS: dict[str, Callable[[Song, Path], None]] = {
    ".mid": write_midi,
    ".midi": write_midi,
    ".musicxml": write_musicxml,
    ".xml": write_musicxml,
    ".mxl": write_musicxml,
}

READABLE_SUFFIXES: tuple[str, ...] = tuple(_READERS)
"""Suffixes that ``read_song`` takes, in lower case with their dot."""

WRITABLE_SUFFIXES: tuple[str, ...] = tuple(_WRITERS)
"""Suffixes that ``write_song`` takes, in lower case with their dot."""


def read_song(path: Path) -> Song:
    """Read a song from a file of music.

    Raises:
        MusicganError: the suffix is unknown, or the file is missing, damaged or of another kind.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise MusicganError(
            f"{path} is of a kind that can't be read; choose {', '.join(READABLE_SUFFIXES)}."
        )
    return reader(path)


def write_song(song: Song, path: Path) -> None:
    """Write a song to a file, which is replaced if it exists.

    Raises:
        MusicganError: the suffix is unknown, or the file can't be written.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise MusicganError(
            f"{path} is of a kind that can't be written; choose {', '.join(WRITABLE_SUFFIXES)}."
        )
    writer(song, path)

"""Job of File › Open: read a file of music, and put what was played freely on its beats."""

from pathlib import Path
from typing import NamedTuple

from musicgan.errors import MusicganError
from musicgan.song import Song
from ui.worker_process import Context


class Opened(NamedTuple):
    """What a file of music holds.

    Attributes:
        song: None where it was played freely, and no beats were found.
        tempo: beats a minute, where beats were found for what was played freely.
        problem: why none were found, as a sentence.
    """

    song: Song | None
    tempo: int | None = None
    problem: str = ""


def read_music(path: Path, as_written: bool) -> Opened:
    """Read a file; ``as_written``: its times are left as they are.

    Raises:
        MusicganError: it can't be read.
    """
    from musicgan.formats import read_song
    from musicgan.song import has_grid, on_beats

    song = read_song(path)
    if as_written or has_grid(song):
        return Opened(song)
    try:
        song = on_beats(song, path.name)
    except MusicganError as error:
        return Opened(None, problem=str(error))
    return Opened(song, round(song.tempos[len(song.tempos) // 2].bpm))


def read(context: Context, path: Path, as_written: bool) -> Opened:
    """The same in a worker: music21 takes seconds for a long score, and can't be asked to stop."""
    return read_music(path, as_written)

"""Reading 1,000 MIDI files, beside what other libraries take for the same files."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import mido
import pretty_midi
import symusic
from music21 import converter

from musicgan.data import inspect_folder
from musicgan.data.dataset import pack
from musicgan.formats import read_song, write_song
from tests.benchmarks.timing import Row, seconds
from tests.ui.fake_backend import demo_song

_FILES = 1_000
_PEERS: dict[str, tuple[Callable[[Path], object], int]] = {
    "mido (messages only)": (lambda path: mido.MidiFile(path), _FILES),
    "pretty_midi": (lambda path: pretty_midi.PrettyMIDI(str(path)), _FILES),
    "symusic (C++)": (lambda path: symusic.Score(str(path)), _FILES),
    "music21": (lambda path: converter.parse(str(path), forceSource=True), 20),
}
"""What reads a file, and how many of them."""


def rows() -> Iterator[Row]:
    """Files of four tracks and 16 bars; our songs have tempi, meters, keys and bars."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / "music" / f"{seed}.mid" for seed in range(_FILES)]
        for seed, path in enumerate(paths):
            write_song(demo_song(seed), path)
        ours = _each(read_song, paths)
        yield Row(
            f"read {_FILES:,} MIDI files", f"{ours * _FILES:.1f} s ({ours * 1000:.1f} ms each)"
        )
        for peer, (read, count) in _PEERS.items():
            theirs = _each(read, islice(paths, count))
            yield Row(f"… {peer}", f"{theirs * 1000:.2f} ms each", f"{theirs / ours:.2g} × ours")
        took = seconds(lambda: inspect_folder([folder / "music"]))
        yield Row(f"look at {_FILES:,} files as the Train tab does", f"{took:.1f} s")
        took = seconds(lambda: list(pack([folder / "music"], folder / "packed")))
        yield Row(f"make a data set of {_FILES:,} files", f"{took:.1f} s")


def _each(read: Callable[[Path], object], paths: Iterable[Path]) -> float:
    """Seconds a file."""
    count = 0

    def all_of_them() -> None:
        nonlocal count
        for path in paths:
            read(path)
            count += 1

    took = seconds(all_of_them)
    return took / count

"""Songs from and to files.

The suffix says which kind:

>>> from pathlib import Path
>>> from musicgan.formats import read_song, write_song
>>> from musicgan.song import Note, Song, Track
>>> song = Song((Track("Tune", 73, notes=(Note(0, 67, 96),)),))
>>> write_song(song, Path("tune.mid"))
>>> read_song(Path("tune.mid")) == song
True
>>> write_song(song, Path("tune.txt"))  # doctest: +ELLIPSIS
Traceback (most recent call last):
    ...
musicgan.errors.MusicganError: tune.txt is of a kind that can't be written; choose .mid, .midi, ...
"""

from musicgan.formats.files import READABLE_SUFFIXES, WRITABLE_SUFFIXES, read_song, write_song
from musicgan.formats.midi import (
    from_pretty_midi,
    midi_bytes,
    read_midi,
    song_from_bytes,
    to_pretty_midi,
    write_midi,
)
from musicgan.formats.score import read_score, write_musicxml

__all__ = [
    "READABLE_SUFFIXES",
    "WRITABLE_SUFFIXES",
    "from_pretty_midi",
    "midi_bytes",
    "read_midi",
    "read_score",
    "read_song",
    "song_from_bytes",
    "to_pretty_midi",
    "write_midi",
    "write_musicxml",
    "write_song",
]

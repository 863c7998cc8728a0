"""Songs from and to files."""

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

"""Standard MIDI files."""

from musicgan.formats.midi.pretty import from_pretty_midi, to_pretty_midi
from musicgan.formats.midi.reading import read_midi, song_from_bytes
from musicgan.formats.midi.writing import midi_bytes, write_midi

__all__ = [
    "from_pretty_midi",
    "midi_bytes",
    "read_midi",
    "song_from_bytes",
    "to_pretty_midi",
    "write_midi",
]

"""Standard MIDI files."""

from musicgan.formats.midi.pretty import from_pretty_midi, to_pretty_midi
from musicgan.formats.midi.reading import read_midi
from musicgan.formats.midi.writing import write_midi

__all__ = ["from_pretty_midi", "read_midi", "to_pretty_midi", "write_midi"]

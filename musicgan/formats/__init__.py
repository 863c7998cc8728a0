"""Songs from and to files."""

from musicgan.formats.midi import from_pretty_midi, read_midi, to_pretty_midi, write_midi

__all__ = ["from_pretty_midi", "read_midi", "to_pretty_midi", "write_midi"]

"""Notated scores: MusicXML in and out, ABC and humdrum in, by music21 (imported when needed)."""

from musicgan.formats.score.reading import read_score
from musicgan.formats.score.writing import write_musicxml

__all__ = ["read_score", "write_musicxml"]

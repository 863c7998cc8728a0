"""From music files to what the model learns from. Needs no torch.

A song is moved to C major or A minor and comes back as it was:

>>> from musicgan.data import to_piece, to_song
>>> from musicgan.song import Key, KeyChange, Note, Song, Track
>>> tune = Track("", 73, notes=(Note(0, 67, 24), Note(24, 71, 24), Note(48, 74, 48)))
>>> song = Song((tune,), keys=(KeyChange(0, Key(1, "major")),), length=96)
>>> piece = to_piece(song)
>>> piece.notes["pitch"].tolist()
[72, 76, 79]
>>> [note.pitch for note in to_song(piece).tracks[0].notes]
[67, 71, 74]
"""

from musicgan.data.corpus import FileReport, inspect_folder
from musicgan.data.dataset import (
    Dataset,
    Instrumentation,
    Split,
    StyleInfo,
    TrackKind,
    open_dataset,
    pack,
)
from musicgan.data.frames import MAX_PITCHED_TRACKS, METERS, Piece, to_piece, to_song
from musicgan.data.manner import MANNERS
from musicgan.data.windows import Cell

__all__ = [
    "MANNERS",
    "MAX_PITCHED_TRACKS",
    "METERS",
    "Cell",
    "Dataset",
    "FileReport",
    "Instrumentation",
    "Piece",
    "Split",
    "StyleInfo",
    "TrackKind",
    "inspect_folder",
    "open_dataset",
    "pack",
    "to_piece",
    "to_song",
]

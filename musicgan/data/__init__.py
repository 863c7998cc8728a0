"""From music files to what the model learns from. Needs no torch."""

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

"""The one music type and what is done with it, without files, sound, Qt or torch."""

from musicgan.song.families import (
    DRUMS,
    FAMILIES,
    PITCHED_FAMILIES,
    PROGRAM_NAMES,
    default_program,
    family_of,
)
from musicgan.song.key import Key
from musicgan.song.song import (
    TICKS_PER_BEAT,
    ChordChange,
    KeyChange,
    Marker,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
)
from musicgan.song.time import Bar, bars, seconds_at, tick_at

__all__ = [
    "DRUMS",
    "FAMILIES",
    "PITCHED_FAMILIES",
    "PROGRAM_NAMES",
    "TICKS_PER_BEAT",
    "Bar",
    "ChordChange",
    "Key",
    "KeyChange",
    "Marker",
    "Meter",
    "Note",
    "Song",
    "Tempo",
    "Track",
    "bars",
    "default_program",
    "family_of",
    "seconds_at",
    "tick_at",
]

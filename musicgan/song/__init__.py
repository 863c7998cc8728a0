"""The one music type and what is done with it, without files, sound, Qt or torch."""

from musicgan.song.chords import Chord, parse_chord, parse_progression
from musicgan.song.edit import (
    concatenate,
    delete_notes,
    insert_notes,
    move_notes,
    replace_track,
    resize_notes,
    set_velocity,
    slice_bars,
    transpose,
    transpose_to,
)
from musicgan.song.families import (
    DRUMS,
    FAMILIES,
    PITCHED_FAMILIES,
    PROGRAM_NAMES,
    default_program,
    family_of,
)
from musicgan.song.key import Key
from musicgan.song.roll import from_roll, to_roll, velocities
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
    "Chord",
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
    "concatenate",
    "default_program",
    "delete_notes",
    "family_of",
    "from_roll",
    "insert_notes",
    "move_notes",
    "parse_chord",
    "parse_progression",
    "replace_track",
    "resize_notes",
    "seconds_at",
    "set_velocity",
    "slice_bars",
    "tick_at",
    "to_roll",
    "transpose",
    "transpose_to",
    "velocities",
]

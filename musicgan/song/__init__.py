"""The one music type and what is done with it, without files, sound, Qt or torch.

Times are ticks, 24 a beat:

>>> from musicgan.song import Note, Song, Track, bars, to_roll, transpose
>>> tune = Track("Tune", 73, notes=(Note(0, 67, 24, 80), Note(24, 71, 24, 90), Note(48, 74, 48)))
>>> song = Song((tune,), length=96)
>>> [note.pitch for note in transpose(song, 5).tracks[0].notes]
[72, 76, 79]
>>> to_roll(song).shape  # tracks, ticks, pitches
(1, 96, 128)
>>> len(bars(song))
1
"""

from musicgan.song.chords import Chord, parse_chord, parse_progression
from musicgan.song.edit import (
    concatenate,
    replace_track,
    set_chord,
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
from musicgan.song.notes import (
    Chosen,
    Edit,
    change_notes,
    delete_notes,
    duplicate,
    excerpt,
    insert_notes,
    move_notes,
    paste,
    quantise,
    resize_notes,
    set_velocity,
    shift_velocity,
)
from musicgan.song.performed import has_grid, on_beats
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
from musicgan.song.time import Bar, bars, has_endless_bars, seconds_at, snapped, tick_at
from musicgan.song.written import as_written

__all__ = [
    "DRUMS",
    "FAMILIES",
    "PITCHED_FAMILIES",
    "PROGRAM_NAMES",
    "TICKS_PER_BEAT",
    "Bar",
    "Chord",
    "ChordChange",
    "Chosen",
    "Edit",
    "Key",
    "KeyChange",
    "Marker",
    "Meter",
    "Note",
    "Song",
    "Tempo",
    "Track",
    "as_written",
    "bars",
    "change_notes",
    "concatenate",
    "default_program",
    "delete_notes",
    "duplicate",
    "excerpt",
    "family_of",
    "from_roll",
    "has_endless_bars",
    "has_grid",
    "insert_notes",
    "move_notes",
    "on_beats",
    "parse_chord",
    "parse_progression",
    "paste",
    "quantise",
    "replace_track",
    "resize_notes",
    "seconds_at",
    "set_chord",
    "set_velocity",
    "shift_velocity",
    "slice_bars",
    "snapped",
    "tick_at",
    "to_roll",
    "transpose",
    "transpose_to",
    "velocities",
]

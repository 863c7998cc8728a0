"""The piano-roll: a song's notes as one array."""

import numpy as np
import numpy.typing as npt

from musicgan.song.song import Note, Song, Track

PITCHES = 128

Roll = npt.NDArray[np.uint8]
"""(tracks, ticks, 128): velocity of the note that sounds, 0 for silence.

The tick where a note starts carries ``ONSET`` on top of its velocity, so that repeated notes stay
apart; ``velocities`` takes it off. A roll can't hold two notes of one pitch that overlap in one
track: there, the later note ends the earlier one, and of notes that start together the longest
stays.
"""

ONSET = 0x80
"""The bit that velocities (1 to 127) leave free."""


def to_roll(song: Song) -> Roll:
    """The piano-roll of a song, as long as the song."""
    roll = np.zeros((len(song.tracks), song.length, PITCHES), np.uint8)
    for plane, track in zip(roll, song.tracks, strict=True):
        for note in _without_overlaps(track.notes):
            plane[note.onset : note.end, note.pitch] = note.velocity
            plane[note.onset, note.pitch] |= ONSET
    return roll


def _without_overlaps(notes: tuple[Note, ...]) -> list[Note]:
    """The notes as a roll holds them: at any time, one of each pitch; sorted."""
    kept: list[Note] = []
    next_onset: dict[int, int] = {}
    for note in sorted(notes, key=lambda note: (-note.onset, -note.duration)):
        following = next_onset.get(note.pitch)
        if following == note.onset:
            continue
        end = note.end if following is None else min(note.end, following)
        kept.append(Note(note.onset, note.pitch, end - note.onset, note.velocity))
        next_onset[note.pitch] = note.onset
    return sorted(kept)


def velocities(roll: Roll) -> Roll:
    """The roll with plain velocities, 0 to 127."""
    return roll & ~np.uint8(ONSET)


def from_roll(roll: Roll, song: Song) -> Song:
    """``song`` with the notes of a roll instead of its own; all else, such as tempi, stays.

    Args:
        roll: (tracks, ticks, 128) as ``to_roll`` makes it.
        song: has as many tracks.
    """
    if roll.ndim != 3 or roll.shape[::2] != (len(song.tracks), PITCHES):
        raise ValueError(f"a roll of shape {roll.shape} does not fit {len(song.tracks)} tracks")
    tracks = tuple(
        Track(track.name, track.program, track.is_drum, _notes(plane))
        for plane, track in zip(roll, song.tracks, strict=True)
    )
    return Song(
        tracks, song.tempos, song.meters, song.keys, song.chords, song.markers, song.title,
        roll.shape[1],
    )  # fmt: skip


def _notes(plane: Roll) -> tuple[Note, ...]:
    """Notes of one track's plane (ticks, 128)."""
    padded = np.zeros((plane.shape[0] + 2, PITCHES), np.uint8)
    padded[1:-1] = plane
    sounding = padded > 0
    starts = sounding & (~np.roll(sounding, 1, axis=0) | (padded >= ONSET))
    # A note ends before a silent tick or before the next start.
    ends = sounding & np.roll(~sounding | starts, -1, axis=0)
    # Pitch by pitch, the n-th start and the n-th end belong together.
    pitches, onsets = np.nonzero(starts.T)
    _, lasts = np.nonzero(ends.T)
    loudness = padded[onsets, pitches] & ~np.uint8(ONSET)
    return tuple(
        Note(int(onset) - 1, int(pitch), int(last - onset) + 1, int(velocity))
        for onset, pitch, last, velocity in zip(onsets, pitches, lasts, loudness, strict=True)
    )

"""Edits of whole songs, tracks and bars: pure functions from a song to a song.

``track`` is an index in ``song.tracks``. Edits of notes are in ``musicgan.song.notes``.
"""

from dataclasses import replace
from typing import TypeVar

from musicgan.errors import MusicganError
from musicgan.song.chords import normalised, parse_chord, symbol
from musicgan.song.key import Key
from musicgan.song.song import ChordChange, KeyChange, Marker, Meter, Note, Song, Tempo, Track
from musicgan.song.time import bars


def replace_track(song: Song, track: int, new: Track) -> Song:
    """The song with another track in place of ``track``."""
    tracks = list(song.tracks)
    tracks[track] = new
    return replace(song, tracks=tuple(tracks))


def set_chord(song: Song, tick: int, text: str) -> Song:
    """The song with a chord symbol from ``tick`` on; an empty text takes the one there away.

    Raises:
        MusicganError: the text is no chord symbol.
    """
    chords = tuple(change for change in song.chords if change.tick != tick)
    if text.strip():
        chords = (*chords, ChordChange(tick, normalised(text)))
    return replace(song, chords=chords)


def transpose(song: Song, semitones: int) -> Song:
    """The song higher by semitones: notes but drums, keys and chords.

    A note that leaves MIDI's pitches (0 to 127) comes back by octaves.
    """
    if semitones == 0:
        return song
    keys = tuple(KeyChange(c.tick, _transposed_key(c.key, semitones)) for c in song.keys)
    return replace(
        song,
        tracks=tuple(_transposed_track(track, semitones) for track in song.tracks),
        keys=keys,
        chords=tuple(_transposed_chord(c, semitones, keys) for c in song.chords),
    )


def transpose_to(song: Song, key: Key, current: Key | None = None) -> Song:
    """The song with the key signature of ``key``, moved by a tritone at most.

    Args:
        song: the song.
        key: wanted; of the other mode, the song goes to its relative (A minor for C major).
        current: the song's key where the song does not say it.

    Raises:
        MusicganError: neither the song nor ``current`` tells the key.
    """
    now = song.keys[0].key if song.keys else current
    if now is None:
        raise MusicganError("The song has no key, so it can't be transposed to one; set its key.")
    semitones = ((key.fifths - now.fifths) * 7 + 6) % 12 - 6
    if not song.keys:
        song = replace(song, keys=(KeyChange(0, now),))
    moved = transpose(song, semitones)
    # Its enharmonic twin may be the usual name, but this one was asked for.
    first = replace(moved.keys[0], key=Key(key.fifths, now.mode))
    return replace(moved, keys=(first, *moved.keys[1:]))


def slice_bars(song: Song, first: int, last: int) -> Song:
    """The bars ``first`` to ``last`` (the latter left out, both counted from 0) as a song.

    Notes that start in these bars stay, and end with them at the latest. Tempo, meter, key and
    chord are those in force.
    """
    if not 0 <= first < last:
        raise ValueError(f"no such bars: {first} to {last}")
    grid = bars(song, minimum=last)
    start, end = grid[first].start, grid[last - 1].end
    return Song(
        tracks=tuple(replace(track, notes=_cut(track.notes, start, end)) for track in song.tracks),
        tempos=_in_force(song.tempos, start, end),
        meters=_in_force(song.meters, start, end),
        keys=_in_force(song.keys, start, end),
        chords=_in_force(song.chords, start, end),
        markers=tuple(
            Marker(marker.tick - start, marker.text)
            for marker in song.markers
            if start <= marker.tick < end
        ),
        title=song.title,
        length=end - start,
    )


def concatenate(first: Song, second: Song) -> Song:
    """``second`` after ``first``, from the barline that closes it.

    A track of ``second`` goes on in the track of ``first`` with the same name, program and kind,
    if there is one; of several alike, in the first that is free.
    """
    grid = bars(first)
    start = grid[-1].end if grid else 0
    tracks = list(first.tracks)
    free = list(range(len(tracks)))
    for track in second.tracks:
        moved = tuple(replace(note, onset=note.onset + start) for note in track.notes)
        place = next((i for i in free if _same_part(tracks[i], track)), None)
        if place is None:
            tracks.append(replace(track, notes=moved))
        else:
            free.remove(place)
            tracks[place] = replace(track, notes=(*tracks[place].notes, *moved))
    return replace(
        first,
        tracks=tuple(tracks),
        tempos=_joined(first.tempos, second.tempos, start),
        meters=_joined(first.meters, second.meters, start),
        keys=_joined(first.keys, second.keys, start),
        chords=_joined(first.chords, second.chords, start),
        markers=(*first.markers, *(Marker(m.tick + start, m.text) for m in second.markers)),
        length=start + second.length,
    )


_Change = TypeVar("_Change", bound=Tempo | Meter | KeyChange | ChordChange)


def _in_force(changes: tuple[_Change, ...], start: int, end: int) -> tuple[_Change, ...]:
    """The changes that matter from ``start`` to ``end``, counted from ``start``."""
    before = [change for change in changes if change.tick <= start][-1:]
    within = [change for change in changes if start < change.tick < end]
    return tuple(replace(c, tick=max(0, c.tick - start)) for c in (*before, *within))


def _joined(
    first: tuple[_Change, ...], second: tuple[_Change, ...], start: int
) -> tuple[_Change, ...]:
    """The changes of ``first`` before tick ``start``, then those of ``second`` that are new."""
    before = [change for change in first if change.tick < start]
    after = [replace(change, tick=change.tick + start) for change in second]
    if before and after and replace(before[-1], tick=after[0].tick) == after[0]:
        del after[0]
    return (*before, *after)


def _same_part(one: Track, other: Track) -> bool:
    return replace(one, notes=()) == replace(other, notes=())


def _cut(notes: tuple[Note, ...], start: int, end: int) -> tuple[Note, ...]:
    return tuple(
        replace(note, onset=note.onset - start, duration=min(note.end, end) - note.onset)
        for note in notes
        if start <= note.onset < end
    )


def _transposed_track(track: Track, semitones: int) -> Track:
    if track.is_drum:
        return track
    return replace(
        track,
        notes=tuple(replace(n, pitch=_within_midi(n.pitch + semitones)) for n in track.notes),
    )


def _within_midi(pitch: int) -> int:
    if pitch < 0:
        return pitch % 12
    return pitch if pitch <= 127 else 116 + (pitch - 116) % 12


def _transposed_key(key: Key, semitones: int) -> Key:
    return key if semitones % 12 == 0 else Key.of((key.tonic + semitones) % 12, key.mode)


def _transposed_chord(
    change: ChordChange, semitones: int, keys: tuple[KeyChange, ...]
) -> ChordChange:
    chord = parse_chord(change.symbol)
    if chord is None or semitones % 12 == 0:
        return change
    key = next((k.key for k in reversed(keys) if k.tick <= change.tick), None)
    return replace(change, symbol=symbol(chord.transposed(semitones), key))

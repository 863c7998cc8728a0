"""Edits of chosen notes, of several tracks at once: pure functions from a song to an ``Edit``.

Notes are named by value; of equal notes in a track, as many are meant as are given. New ones are
made with ``Note`` itself: ``dataclasses.replace`` takes three times as long, and edits may be of
thousands.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from musicgan.song.song import TICKS_PER_BEAT, Meter, Note, Song, Tempo, Track
from musicgan.song.time import bars, snapped

Chosen = Mapping[int, tuple[Note, ...]]
"""Index of a track → notes of it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit gives: the new song, and where the chosen notes are in it."""

    song: Song
    chosen: Chosen


def insert_notes(song: Song, notes: Chosen) -> Edit:
    """Put further notes in."""
    return _changed(song, {}, notes)


def delete_notes(song: Song, chosen: Chosen) -> Edit:
    """Take notes away; the song keeps its length."""
    return _changed(song, chosen, {})


def change_notes(
    song: Song, chosen: Chosen, change: Callable[[int, Note], Note], copy: bool = False
) -> Edit:
    """Put ``change(track, note)`` in each note's place; or beside it, with ``copy``."""
    new = {track: tuple(change(track, note) for note in notes) for track, notes in chosen.items()}
    return _changed(song, {} if copy else chosen, new)


def move_notes(song: Song, chosen: Chosen, ticks: int = 0, semitones: int = 0) -> Edit:
    """Move notes together, as far as all stay after tick 0 and within pitches 0 to 127."""
    notes = _all(chosen)
    if not notes:
        return Edit(song, chosen)
    ticks = max(ticks, -min(note.onset for note in notes))
    semitones = max(semitones, -min(note.pitch for note in notes))
    semitones = min(semitones, 127 - max(note.pitch for note in notes))
    return change_notes(
        song,
        chosen,
        lambda _, n: Note(n.onset + ticks, n.pitch + semitones, n.duration, n.velocity),
    )


def resize_notes(song: Song, chosen: Chosen, ticks: int) -> Edit:
    """Make notes longer (or shorter) by ``ticks``; a note keeps at least one tick."""
    return change_notes(
        song,
        chosen,
        lambda _, n: Note(n.onset, n.pitch, max(1, n.duration + ticks), n.velocity),
    )


def shift_velocity(song: Song, chosen: Chosen, by: int) -> Edit:
    """Make notes louder or softer by ``by``, each within 1 to 127."""
    return change_notes(
        song,
        chosen,
        lambda _, n: Note(n.onset, n.pitch, n.duration, min(max(n.velocity + by, 1), 127)),
    )


def set_velocity(song: Song, chosen: Chosen, velocity: int) -> Edit:
    """Give notes one velocity, 1 to 127."""
    return change_notes(song, chosen, lambda _, n: Note(n.onset, n.pitch, n.duration, velocity))


def quantise(song: Song, chosen: Chosen, step: int) -> Edit:
    """Move each note's start to the nearest line of a grid of ``step`` ticks from every barline.

    Durations stay.
    """
    grid = bars(song)
    return change_notes(
        song,
        chosen,
        lambda _, n: Note(snapped(grid, n.onset, step), n.pitch, n.duration, n.velocity),
    )


def duplicate(song: Song, chosen: Chosen) -> Edit:
    """Copy notes to right behind themselves: as many whole beats later as they span."""
    notes = _all(chosen)
    if not notes:
        return Edit(song, chosen)
    span = max(note.end for note in notes) - _beat_before(min(note.onset for note in notes))
    later = -(-span // TICKS_PER_BEAT) * TICKS_PER_BEAT
    return change_notes(
        song,
        chosen,
        lambda _, n: Note(n.onset + later, n.pitch, n.duration, n.velocity),
        copy=True,
    )


def excerpt(song: Song, chosen: Chosen) -> Song:
    """The chosen notes as a song of their own, from the beat where the first one starts.

    It has the tracks of the notes, and tempo and meter in force there.
    """
    start = _beat_before(min((note.onset for note in _all(chosen)), default=0))
    return Song(
        tuple(
            replace(
                song.tracks[track],
                notes=tuple(replace(note, onset=note.onset - start) for note in chosen[track]),
            )
            for track in sorted(chosen)
            if chosen[track]
        ),
        (Tempo(0, [tempo.bpm for tempo in song.tempos if tempo.tick <= start][-1]),),
        (_meter_at(song, start),),
    )


def paste(song: Song, music: Song, tick: int, track: int) -> Edit:
    """Put the notes of ``music`` in, from ``tick`` on.

    Each of its tracks goes to the song's track of the same name and program; else to ``track`` if
    both are drums or both are not; else to the first such track; else it becomes a new one.
    """
    added: dict[int, tuple[Note, ...]] = {}
    tracks = list(song.tracks)
    for source in music.tracks:
        if not source.notes:
            continue
        place = _place_for(source, tracks, track)
        if place is None:
            place = len(tracks)
            tracks.append(replace(source, notes=()))
        moved = tuple(replace(note, onset=note.onset + tick) for note in source.notes)
        added[place] = (*added.get(place, ()), *moved)
    return insert_notes(replace(song, tracks=tuple(tracks)), added)


def _place_for(source: Track, tracks: list[Track], preferred: int) -> int | None:
    """Index of the track that takes the notes of ``source``."""
    part = replace(source, notes=())
    order = sorted(range(len(tracks)), key=lambda index: index != preferred)
    same = [i for i in order if replace(tracks[i], notes=()) == part]
    alike = [i for i in order if tracks[i].is_drum == source.is_drum]
    return next(iter((*same, *alike)), None)


def _meter_at(song: Song, tick: int) -> Meter:
    return replace([meter for meter in song.meters if meter.tick <= tick][-1], tick=0)


def _beat_before(tick: int) -> int:
    return tick - tick % TICKS_PER_BEAT


def _all(chosen: Chosen) -> list[Note]:
    return [note for notes in chosen.values() for note in notes]


def _changed(song: Song, old: Chosen, new: Chosen) -> Edit:
    tracks = list(song.tracks)
    for track in old.keys() | new.keys():
        kept = _others(tracks[track], old.get(track, ()))
        tracks[track] = replace(tracks[track], notes=(*kept, *new.get(track, ())))
    return Edit(replace(song, tracks=tuple(tracks)), new)


def _others(track: Track, notes: Iterable[Note]) -> list[Note]:
    """The notes of a track but for the given ones.

    Raises:
        ValueError: a given note is not in the track.
    """
    given = iter(replace(track, notes=tuple(notes)).notes)  # in the track's order
    wanted = next(given, None)
    others = []
    for note in track.notes:
        if note == wanted:
            wanted = next(given, None)
        else:
            others.append(note)
    if wanted is not None:
        raise ValueError("a note is not in the track")
    return others

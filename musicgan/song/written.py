"""A performance as it would be written down: for engraving, not for playing."""

import bisect
from dataclasses import replace

from musicgan.song.song import TICKS_PER_BEAT, Note, Song, Track

_STRAIGHT = (0, 6, 12, 18, 24)
_TRIPLETS = (0, 8, 16, 24)
"""Lines within a beat, ticks."""

_GAP = 6
"""A rest (or overlap) before the next note up to so many ticks is how it is played, not written."""

_EIGHTH = TICKS_PER_BEAT // 2


def as_written(song: Song) -> Song:
    """The song with starts and lengths that a musician would write.

    Each beat of a track is in sixteenths or in triplets, whichever is nearer. A note reaches to the
    next one of its track if it nearly does; else it ends on an eighth, short ones on a line of the
    beat. Drums last to the next hit, a beat at most.
    """
    return replace(song, tracks=tuple(replace(t, notes=_written(t)) for t in song.tracks))


def _written(track: Track) -> tuple[Note, ...]:
    lines = _lines(track)
    starts = {note.onset: _nearest(note.onset, lines) for note in track.notes}
    onsets = sorted(set(starts.values()))
    found: dict[tuple[int, int], Note] = {}
    for note in track.notes:
        start = starts[note.onset]
        place = bisect.bisect_right(onsets, start)
        following = onsets[place] if place < len(onsets) else None
        if track.is_drum:
            end = start - start % TICKS_PER_BEAT + TICKS_PER_BEAT
            end = end if following is None else min(end, following)
        else:
            end = _end(note, start, following, lines)
        # Of two notes that have come together the longer one stays.
        before = found.get((start, note.pitch))
        if before is None or before.end < end:
            found[start, note.pitch] = Note(start, note.pitch, end - start, note.velocity)
    return tuple(found.values())


def _end(note: Note, start: int, following: int | None, lines: dict[int, tuple[int, ...]]) -> int:
    if following is not None and abs(note.end - following) <= _GAP:
        return following
    if note.duration >= _EIGHTH - 2 and note.end // TICKS_PER_BEAT not in lines:
        end = (note.end + _EIGHTH // 2) // _EIGHTH * _EIGHTH
    else:
        end = _nearest(note.end, lines)
    return end if end > start else start + _GAP


def _lines(track: Track) -> dict[int, tuple[int, ...]]:
    """Beats that are in triplets, with their lines."""
    beats: dict[int, list[int]] = {}
    for note in track.notes:
        beats.setdefault(note.onset // TICKS_PER_BEAT, []).append(note.onset % TICKS_PER_BEAT)
    return {
        beat: _TRIPLETS
        for beat, places in beats.items()
        if sum(_error(p, _TRIPLETS) for p in places) < sum(_error(p, _STRAIGHT) for p in places)
    }


def _error(place: int, lines: tuple[int, ...]) -> int:
    return min(abs(place - line) for line in lines)


def _nearest(tick: int, lines: dict[int, tuple[int, ...]]) -> int:
    beat, place = divmod(tick, TICKS_PER_BEAT)
    here = lines.get(beat, _STRAIGHT)
    return beat * TICKS_PER_BEAT + min(here, key=lambda line: abs(place - line))

"""How a score names pitches, and where it prints accidentals."""

import bisect
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from musicgan.song import TICKS_PER_BEAT, Bar, Key, Note, Song

_STEPS = "FCGDAEB"
_NATURALS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}

_CENTRE = {"major": 2.0, "minor": 3.0}
"""Places on the line of fifths, from the key's major tonic up, around which its notes lie: that of
minor is higher for its raised leading note."""

_OWN_WEIGHT = 2
"""So many of a beat's notes count as much as the key."""

_MOST_BEATS = 5


class Name(NamedTuple):
    """A pitch as it is written: step, semitones that it is altered by, octave (middle C: 4)."""

    step: str
    alter: int
    octave: int


def keys_of_bars(song: Song, grid: Sequence[Bar]) -> list[Key | None]:
    """The key of each bar; None before the first. A key begins at the barline nearest to it."""
    found: list[Key | None] = []
    place = -1
    for bar in grid:
        middle = bar.start + max(1, bar.ticks // 2)
        while place + 1 < len(song.keys) and song.keys[place + 1].tick < middle:
            place += 1
        found.append(song.keys[place].key if place >= 0 else None)
    return found


class Spelling:
    """Names of a song's notes.

    A note of the scale is named by it. Any other has the name that is nearer, on the line of
    fifths, to the notes that sound in its beat: in A minor E–G♯–B, but B♭–D–F.
    """

    def __init__(self, song: Song, grid: Sequence[Bar], keys: Sequence[Key | None]) -> None:
        """Look at what sounds in each beat."""
        self._starts = [bar.start for bar in grid]
        self._keys = [key or Key(0, "major") for key in keys]
        self._beats: dict[int, list[int]] = defaultdict(list)
        for track in song.tracks:
            for note in () if track.is_drum else track.notes:
                place, in_scale = self._place(note)
                if in_scale:
                    first = note.onset // TICKS_PER_BEAT
                    last = (note.end - 1) // TICKS_PER_BEAT
                    for beat in range(first, min(last + 1, first + _MOST_BEATS)):
                        self._beats[beat].append(place)

    def name(self, note: Note) -> Name:
        """The note's name."""
        place, in_scale = self._place(note)
        if not in_scale:
            key = self._key(note)
            around = self._beats.get(note.onset // TICKS_PER_BEAT, [])
            centre = (_OWN_WEIGHT * (key.fifths + _CENTRE[key.mode]) + sum(around)) / (
                _OWN_WEIGHT + len(around)
            )
            place = min(place, place - 12, key=lambda place: abs(place - centre))
        step, alter = _STEPS[(place + 1) % 7], (place + 1) // 7
        return Name(step, alter, (note.pitch - alter - _NATURALS[step]) // 12 - 1)

    def _key(self, note: Note) -> Key:
        return self._keys[max(0, bisect.bisect_right(self._starts, note.onset) - 1)]

    def _place(self, note: Note) -> tuple[int, bool]:
        """Place on the line of fifths (C: 0, G: 1), not below the scale, and whether in it."""
        lowest = self._key(note).fifths - 1
        above = (note.pitch * 7 - lowest) % 12
        return lowest + above, above < 7


class Accidentals:
    """What has been said by accidentals on one staff since the barline."""

    def __init__(self, key: Key | None) -> None:
        """At the barline."""
        self._fifths = key.fifths if key else 0
        self._said: dict[str, dict[int, int]] = defaultdict(dict)

    def needed(self, name: Name) -> bool:
        """Whether the next note needs one, or a reminder that another octave's is not its own."""
        said = self._said[name.step]
        if name.octave in said:
            needed = said[name.octave] != name.alter
        else:
            usual = (self._fifths - _STEPS.index(name.step) + 6) // 7
            needed = any(name.alter != alter for alter in (usual, *said.values()))
        said[name.octave] = name.alter
        return needed

"""The notes of a score that music21 has parsed."""

import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from musicgan.song import TICKS_PER_BEAT, Note

_USUAL_VELOCITY = 80
_AS_WRITTEN = (Fraction(0), Fraction(0))


def ticks_of(quarters: float | Fraction) -> int:
    """Ticks of a music21 offset or length in quarter notes; halves up."""
    return int(Fraction(quarters) * 2 * TICKS_PER_BEAT + 1) // 2


Played = Mapping[str, tuple[Fraction, Fraction]]
"""By a note's colour: quarters by which it begins and ends later than it is written."""


def notes_of(staff: Any, played: Played) -> list[Note]:
    """The notes of a flat staff, ties merged, grace notes left out."""
    from music21 import harmony

    loudness = _loudness(staff)
    found: dict[int, list[_Tied]] = {}
    for element in staff.notes:
        if isinstance(element, harmony.Harmony) or element.duration.isGrace:
            continue
        start, length = Fraction(element.offset), Fraction(element.quarterLength)
        for member in element.notes if element.isChord else (element,):
            if length == 0 or not hasattr(member, "pitch"):
                continue
            kind = member.tie.type if member.tie is not None else ""
            same = found.setdefault(member.pitch.midi, [])
            before = next((n for n in same if n.goes_on and n.end == start), None)
            if kind in ("stop", "continue") and before is not None:
                before.end = start + length
                before.release = played.get(str(member.style.color), _AS_WRITTEN)[1]
                before.goes_on = kind == "continue"
            else:
                velocity = _velocity(member, element, loudness, start)
                attack, release = played.get(str(member.style.color), _AS_WRITTEN)
                tied = kind in ("start", "continue")
                same.append(_Tied(start, start + length, velocity, tied, attack, release))
    return [
        Note(
            max(0, ticks_of(note.start + note.attack)),
            pitch,
            max(1, ticks_of(note.end + note.release) - ticks_of(note.start + note.attack)),
            note.velocity,
        )
        for pitch, same in found.items()
        for note in same
        if 0 <= pitch <= 127
    ]


@dataclass(slots=True)
class _Tied:
    """A note in quarters; ``goes_on``: tied to one that is still to come."""

    start: Fraction
    end: Fraction
    velocity: int
    goes_on: bool
    attack: Fraction
    release: Fraction


def _loudness(staff: Any) -> list[tuple[Fraction, int]]:
    """(offset, velocity) of the dynamics, in order."""
    from music21 import dynamics

    return sorted(
        (Fraction(mark.offset), round(127 * mark.volumeScalar))
        for mark in staff.getElementsByClass(dynamics.Dynamic)
    )


def _velocity(
    member: Any, element: Any, loudness: list[tuple[Fraction, int]], start: Fraction
) -> int:
    """The velocity that the file gives the note, or else that of the last dynamic."""
    for owner in (member, element):
        if owner.hasVolumeInformation() and owner.volume.velocityScalar is not None:
            return min(127, max(1, round(float(owner.volume.velocityScalar) * 127)))
    place = bisect.bisect_right(loudness, start, key=lambda mark: mark[0])
    return max(1, loudness[place - 1][1]) if place else _USUAL_VELOCITY

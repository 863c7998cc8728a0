"""How notes of any length are notated: voices, bars, and note values that have a name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from musicgan.song import TICKS_PER_BEAT, Bar, Meter, Note

_PLAIN = (144, 96, 72, 48, 36, 24, 18, 12, 9, 6, 3)
"""Whole notes to thirty-seconds, with and without a dot, in ticks; longest first."""

_TRIPLETS = (16, 8, 4, 2, 1)
"""A quarter to a sixty-fourth of a triplet, in ticks; longest first."""


@dataclass(frozen=True, slots=True)
class Event:
    """Notes of one voice that start and end together, or (without notes) a rest.

    Attributes:
        start: ticks from the start of the bar.
        ticks: length, one that a single note value has.
        notes: what sounds.
        from_before: tied to the event before.
        goes_on: tied to the event after.
    """

    start: int
    ticks: int
    notes: tuple[Note, ...] = ()
    from_before: bool = False
    goes_on: bool = False


def meter_for(ticks: int, nominal: Meter) -> Meter:
    """The meter for a bar of ``ticks``: ``nominal`` where it fits, or where none does."""
    if ticks == nominal.bar_ticks:
        return nominal
    for denominator in (nominal.denominator, 4, 8, 16, 32):
        beat = 4 * TICKS_PER_BEAT // denominator
        if ticks > 0 and ticks % beat == 0:
            return Meter(nominal.tick, ticks // beat, denominator)
    return nominal


def values(start: int, ticks: int) -> list[int]:
    """Split a length into note values, in ticks.

    A length that only triplets give has its triplet value on the side of the nearer beat; triplets
    are split at beats.
    """
    result: list[int] = []
    rest = ticks % 3
    before_beat = -start % TICKS_PER_BEAT
    if (rest or start % 3) and 0 < before_beat < ticks:
        beat = start + before_beat
        return [*values(start, before_beat), *values(beat, ticks - before_beat)]
    if rest:
        triplet = next(v for v in _TRIPLETS if v <= ticks and v % 3 == rest)
        plain = values(0, ticks - triplet)
        return [*plain, triplet] if start % 24 == 0 else [triplet, *plain]
    while ticks:
        value = next(v for v in _PLAIN if v <= ticks)
        result.append(value)
        ticks -= value
    return result


def voices(notes: Sequence[Note]) -> list[list[tuple[Note, ...]]]:
    """The notes as chords (same onset and end), in voices without overlaps; at least one voice."""
    chords: dict[tuple[int, int], list[Note]] = defaultdict(list)
    for note in notes:
        chords[note.onset, note.end].append(note)
    result: list[list[tuple[Note, ...]]] = [[]]
    for (onset, _), members in sorted(chords.items()):
        voice = next((v for v in result if not v or v[-1][0].end <= onset), None)
        if voice is None:
            voice = []
            result.append(voice)
        voice.append(tuple(members))
    return result


def bar_events(voice: Sequence[tuple[Note, ...]], grid: Sequence[Bar]) -> list[list[Event]]:
    """A voice's events bar by bar, rests between; a bar of rest is empty."""
    result: list[list[Event]] = []
    place = 0
    for bar in grid:
        events: list[Event] = []
        now = bar.start
        while place < len(voice) and voice[place][0].onset < bar.end:
            chord = voice[place]
            start, end = max(chord[0].onset, bar.start), min(chord[0].end, bar.end)
            events.extend(_rests(now - bar.start, start - now))
            events.extend(_tied(chord, start, end, bar.start))
            now = end
            if chord[0].end > bar.end:
                break
            place += 1
        if events:
            events.extend(_rests(now - bar.start, bar.end - now))
        result.append(events)
    return result


def _rests(start: int, ticks: int) -> list[Event]:
    events = []
    for value in values(start, ticks):
        events.append(Event(start, value))
        start += value
    return events


def _tied(chord: tuple[Note, ...], start: int, end: int, bar_start: int) -> list[Event]:
    events = []
    now = start
    for value in values(start - bar_start, end - start):
        first, last = now == chord[0].onset, now + value == chord[0].end
        events.append(Event(now - bar_start, value, chord, not first, not last))
        now += value
    return events

"""How notes of any length are notated: voices, bars, and note values that have a name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from musicgan.song import TICKS_PER_BEAT, Bar, Meter, Note

_PLAIN = (144, 96, 72, 48, 36, 24, 18, 12, 9, 6, 3)
"""Whole notes to thirty-seconds, with and without a dot, in ticks; longest first."""

_MOST_VOICES = 2
_USUAL_STEP = 6
"""A sixteenth, in ticks."""

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
        attack: ticks by which each note begins later than it is written (in its first event).
        release: ticks by which each note ends later than it is written (in its last event).
    """

    start: int
    ticks: int
    notes: tuple[Note, ...] = ()
    from_before: bool = False
    goes_on: bool = False
    attack: tuple[int, ...] = ()
    release: tuple[int, ...] = ()


def meter_for(ticks: int, nominal: Meter) -> Meter:
    """The meter for a bar of ``ticks``: ``nominal`` where it fits, or where none does."""
    if ticks == nominal.bar_ticks:
        return nominal
    for denominator in (nominal.denominator, 4, 8, 16, 32):
        beat = 4 * TICKS_PER_BEAT // denominator
        if ticks > 0 and ticks % beat == 0:
            return Meter(nominal.tick, ticks // beat, denominator)
    return nominal


def bar_voices(
    notes: Sequence[Note], places: "Places", grid: Sequence[Bar], drums: bool = False
) -> list[list[list[Event]]]:
    """For each bar the voices of a staff: at most two, the higher first; none in a bar of rest.

    What is written is what reads well: played moments are moved to the next place that has a simple
    name, and short gaps between notes are closed. The notes in the events stay as they sound.

    Args:
        notes: what the staff has, in the order of onsets.
        places: where the notes of the whole part are written.
        grid: the song's bars.
        drums: whether they are hits, which last to the next one and need one voice.
    """
    voices = [_bar_events(voice, grid) for voice in _voices(notes, places, drums)]
    return [
        _together([voice[number] for voice in voices if voice[number]], bar)
        for number, bar in enumerate(grid)
    ]


def _together(voices: list[list[Event]], bar: Bar) -> list[list[Event]]:
    """The voices of a bar, the higher first; as one where they only take turns."""
    notes = sorted((e for events in voices for e in events if e.notes), key=lambda e: e.start)
    if any(event.start + event.ticks > following.start for event, following in pairwise(notes)):
        return sorted(voices, key=_mean_pitch, reverse=True)
    line: list[Event] = []
    now = 0
    for event in notes:
        line += [*rests(now, event.start - now), event]
        now = event.start + event.ticks
    return [line + rests(now, bar.ticks - now)] if line else []


def values(start: int, ticks: int) -> list[int]:
    """Split a length into note values, in ticks, so that the beats can be seen.

    A length that only triplets give has its triplet value on the side of the nearer beat; triplets
    are split at beats.
    """
    into_beat = start % TICKS_PER_BEAT
    to_beat = TICKS_PER_BEAT - into_beat
    # An off-beat quarter reads well; smaller values that cross a beat do not.
    off_beat = into_beat == TICKS_PER_BEAT // 2 and ticks in (24, 36)
    if into_beat and ticks > to_beat and not off_beat:
        return [*values(start, to_beat), *values(start + to_beat, ticks - to_beat)]
    result: list[int] = []
    rest = ticks % 3
    before_beat = -start % TICKS_PER_BEAT
    if (rest or start % 3) and 0 < before_beat < ticks:
        beat = start + before_beat
        return [*values(start, before_beat), *values(beat, ticks - before_beat)]
    if rest:
        triplet = next(v for v in _TRIPLETS if v <= ticks and v % 3 == rest)
        plain = values(0, ticks - triplet)
        return [*plain, triplet] if into_beat == 0 else [triplet, *plain]
    while ticks:
        value = next(v for v in _PLAIN if v <= ticks)
        result.append(value)
        ticks -= value
    return result


@dataclass(slots=True)
class _Chord:
    """Notes that are written together, from ``start`` to ``end`` (ticks of the song)."""

    start: int
    end: int
    notes: list[Note]


def _voices(notes: Sequence[Note], places: "Places", drums: bool) -> list[list[_Chord]]:
    voices: list[list[_Chord]] = [[]]
    for note in notes:
        start = places.of(note.onset)
        end = max(places.of(note.end), start + places.step(start))
        _add(voices, _Chord(start, end, [note]), most=1 if drums else _MOST_VOICES)
    for voice in voices:
        for chord, following in pairwise([*voice, None]):
            assert chord is not None, "only the last one has none after it"
            _close_gap(chord, following, drums)
        for chord in voice:
            chord.notes.sort(key=lambda note: note.pitch)
    _let_go(voices)
    return voices


def _let_go(voices: list[list[_Chord]]) -> None:
    """End a pitch where it is struck again, in any voice: its ties could not be told apart."""
    last: dict[int, _Chord] = {}
    for chord in sorted((c for voice in voices for c in voice), key=lambda c: c.start):
        for note in chord.notes:
            before = last.get(note.pitch)
            if before is not None and before.start < chord.start:
                before.end = min(before.end, chord.start)
            last[note.pitch] = chord


def _add(voices: list[list[_Chord]], chord: _Chord, most: int) -> None:
    """Put a chord into the voice that it fits; the last chord of a voice may be cut for it."""
    together = [v[-1] for v in voices if v and v[-1].start == chord.start]
    for other in together:
        if other.end == chord.end or len(voices) == most:
            other.notes += chord.notes
            return
    for voice in voices:
        if voice and _touches(voice[-1], chord):
            voice[-1].end = chord.start
    free = [v for v in voices if not v or v[-1].end <= chord.start]
    if not free and len(voices) < most:
        voices.append([])
        free = [voices[-1]]
    if not free:
        free = [min(voices, key=lambda voice: voice[-1].end)]
        free[0][-1].end = chord.start
    free[0].append(chord)


def _touches(chord: _Chord, following: _Chord) -> bool:
    """Whether it only reaches a little into the next: that is how it is played, not written."""
    over = chord.end - following.start
    return chord.start < following.start and 0 < over <= (chord.end - chord.start) / 3


def _close_gap(chord: _Chord, following: _Chord | None, drums: bool) -> None:
    """Write a note up to the next one, or the next beat, where only its touch is shorter."""
    length = chord.end - chord.start
    beat = (chord.end // TICKS_PER_BEAT + 1) * TICKS_PER_BEAT
    reach = beat if chord.end % TICKS_PER_BEAT else chord.end
    until = reach if following is None else min(reach, following.start)
    if following is not None and following.start - chord.start <= TICKS_PER_BEAT and drums:
        until = following.start
    if drums or until - chord.end <= length:
        chord.end = max(chord.end, until)


class Places:
    """The places within each beat at which a part's notes are written."""

    def __init__(self, notes: Sequence[Note]) -> None:
        by_beat: dict[int, set[int]] = defaultdict(set)
        for note in notes:
            # What is played just before a beat belongs to it.
            beat = (note.onset + 1) // TICKS_PER_BEAT
            by_beat[beat].add(note.onset - beat * TICKS_PER_BEAT)
        self._steps = {beat: _step(places) for beat, places in by_beat.items()}

    def step(self, tick: int) -> int:
        """Distance of the places in the beat of ``tick``."""
        return min(self._steps.get(tick // TICKS_PER_BEAT, _USUAL_STEP), _USUAL_STEP)

    def of(self, tick: int) -> int:
        """The place nearest to ``tick``."""
        beat = (tick + 1) // TICKS_PER_BEAT
        step = self._steps.get(beat, _USUAL_STEP)
        place = tick - beat * TICKS_PER_BEAT
        return beat * TICKS_PER_BEAT + (2 * place + step) // (2 * step) * step


def _step(places: set[int]) -> int:
    """The widest raster on which all places of a beat lie, nearly; else the best of the small."""
    for step in (24, 12, 8, 6, 4, 3):
        if all(_off(place, step) <= 1 for place in places):
            return step
    return min((6, 8, 4, 3), key=lambda step: (max(_off(p, step) for p in places) > 2, -step))


def _off(place: int, step: int) -> int:
    return min(place % step, -place % step)


def _mean_pitch(voice: Sequence[Event]) -> float:
    pitches = [note.pitch for event in voice for note in event.notes]
    return sum(pitches) / len(pitches)


def _bar_events(voice: Sequence[_Chord], grid: Sequence[Bar]) -> list[list[Event]]:
    """A voice's events bar by bar, rests between; a bar of rest is empty."""
    result: list[list[Event]] = []
    place = 0
    for bar in grid:
        events: list[Event] = []
        now = bar.start
        while place < len(voice) and voice[place].start < bar.end:
            chord = voice[place]
            start, end = max(chord.start, bar.start), min(chord.end, bar.end)
            events.extend(rests(now - bar.start, start - now))
            events.extend(_tied(chord, start, end, bar, last=bar is grid[-1]))
            now = end
            if chord.end > bar.end:
                break
            place += 1
        if events:
            events.extend(rests(now - bar.start, bar.end - now))
        result.append(events)
    return result


def rests(start: int, ticks: int) -> list[Event]:
    """Rests from ``start`` (ticks from the start of the bar) on."""
    events = []
    for value in values(start, ticks):
        events.append(Event(start, value))
        start += value
    return events


def _tied(chord: _Chord, start: int, end: int, bar: Bar, last: bool) -> list[Event]:
    events = []
    now = start
    for value in values(start - bar.start, end - start):
        goes_on = now + value < (end if last else chord.end)
        events.append(
            Event(
                now - bar.start,
                value,
                tuple(chord.notes),
                from_before=now > chord.start,
                goes_on=goes_on,
                attack=tuple(note.onset - chord.start for note in chord.notes),
                release=tuple(note.end - (now + value) for note in chord.notes),
            )
        )
        now += value
    return events

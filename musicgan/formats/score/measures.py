"""A staff of a score, bar by bar, as music21's objects."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import groupby
from typing import Any

from musicgan.formats.score.notation import Event, meter_for, rests
from musicgan.formats.score.spelling import Accidentals, Name, Spelling
from musicgan.formats.score.staves import PERCUSSION, Staff
from musicgan.song import TICKS_PER_BEAT, Bar, Key, Meter

_WHOLE_NOTE = 4 * TICKS_PER_BEAT


def music21_staff(
    staff: Staff, grid: Sequence[Bar], keys: Sequence[Key | None], spelling: Spelling
) -> Any:
    """music21's part for a staff, which may be one of several of its part.

    Args:
        staff: what is written.
        grid: the song's bars.
        keys: the key that is shown, for each bar.
        spelling: the notes' names.
    """
    from music21 import bar as barline
    from music21 import clef, stream
    from music21.meter import TimeSignature
    from music21.stream.enums import ShowNumber

    part = stream.PartStaff()
    part.atSoundingPitch = True
    measure = key = meter = None
    pickup = _is_pickup(grid)
    for number, (bar, voices) in enumerate(zip(grid, staff.bars, strict=True)):
        measure = stream.Measure(number=number if pickup else number + 1)
        if number == 0:
            measure.clef = getattr(clef, staff.clef)()
            measure.showNumber = ShowNumber.NEVER if pickup else ShowNumber.DEFAULT
        if keys[number] is not None and keys[number] != key:
            key = keys[number]
            measure.keySignature = _key_signature(key)
        own = meter_for(bar.ticks, bar.meter)
        shown = grid[1].meter if pickup and number == 0 else own
        if meter is None or str(shown) != str(meter):
            measure.timeSignature = TimeSignature(str(shown))
        meter = shown
        if not voices and shown is not own:
            # A rest of a whole bar would last as long as the meter says.
            voices = [rests(0, bar.ticks)]
        _fill(measure, voices, bar, spelling, Accidentals(key))
        for layer in measure.voices or (measure,):
            _join(list(layer.notesAndRests), own)
        if staff.clef == PERCUSSION:
            for element in measure.recurse().notes:
                element.stemDirection = "up"
        part.insert(Fraction(bar.start, TICKS_PER_BEAT), measure)
    assert measure is not None, "a score has a bar"
    measure.rightBarline = barline.Barline("final")
    return part


def _is_pickup(grid: Sequence[Bar]) -> bool:
    """Whether the first bar is a short one, half a bar at most, before a meter that then lasts.

    Nor is it as long as a whole note, whose rest would be read as that of a full bar.
    """
    if len(grid) < 2 or 2 * grid[0].ticks > grid[1].ticks or grid[0].ticks >= _WHOLE_NOTE:
        return False
    lasts = all(bar.ticks == bar.meter.bar_ticks == grid[1].ticks for bar in grid[1:3])
    first = grid[0].ticks, grid[0].meter
    # A reader can only tell its length.
    return lasts and str(meter_for(*first)) == str(meter_for(first[0], grid[1].meter))


def _key_signature(key: Key | None) -> Any:
    from music21 import key as music21_key

    assert key is not None
    return music21_key.KeySignature(key.fifths).asKey(key.mode)


def _fill(
    measure: Any, voices: list[list[Event]], bar: Bar, spelling: Spelling, said: Accidentals
) -> None:
    """Put the events of one bar into a measure, in voices where there are several."""
    from music21 import note, stream

    if not voices:
        rest = note.Rest(quarterLength=Fraction(bar.ticks, TICKS_PER_BEAT))
        rest.fullMeasure = True
        measure.insert(0, rest)
        return
    layers = [measure]
    if len(voices) > 1:
        layers = [stream.Voice(id=str(number)) for number in range(1, len(voices) + 1)]
    in_time = sorted(
        ((event, layer) for events, layer in zip(voices, layers, strict=True) for event in events),
        key=lambda pair: pair[0].start,
    )
    for event, layer in in_time:
        element = _element(event, spelling, said)
        if not event.notes:
            element.style.hideObjectOnPrint = _goes_without_saying(event, voices)
        layer.insert(Fraction(event.start, TICKS_PER_BEAT), element)
    for layer in layers:
        if layer is not measure:
            measure.insert(0, layer)


def _goes_without_saying(rest: Event, voices: list[list[Event]]) -> bool:
    """Whether a rest stands before the first or after the last note of its voice, and the other
    voice plays there.
    """
    if len(voices) == 1:
        return False
    (own,) = (events for events in voices if any(event is rest for event in events))
    notes = [event for event in own if event.notes]
    outside = rest.start < notes[0].start or rest.start > notes[-1].start
    others = [event for events in voices if events is not own for event in events if event.notes]
    end = rest.start + rest.ticks
    played = sum(
        max(0, min(event.start + event.ticks, end) - max(event.start, rest.start))
        for event in others
    )
    return outside and played == rest.ticks


def _join(elements: list[Any], meter: Meter) -> None:
    """Join what is shorter than a quarter by beams, as the meter groups it; bracket triplets."""
    for element, beams in zip(elements, _time(str(meter)).getBeams(elements), strict=True):
        if beams is not None and not element.isRest:
            element.beams = beams
    for _, beat in groupby(elements, key=lambda element: int(element.offset)):
        triplets = [t for element in beat for t in element.duration.tuplets]
        if triplets:
            triplets[0].type, triplets[-1].type = "start", "stop"
        if len(triplets) == 1:
            triplets[0].type = "startStop"


@cache
def _time(meter: str) -> Any:
    """music21's time signature, for looking up only."""
    from music21.meter import TimeSignature

    return TimeSignature(meter)


def _element(event: Event, spelling: Spelling, said: Accidentals) -> Any:
    """music21's rest, note or chord."""
    from music21 import chord, note, tie

    length = Fraction(event.ticks, TICKS_PER_BEAT)
    if not event.notes:
        rest = note.Rest(quarterLength=length)
        # Else music21 searches all of the part to decide, at every rest.
        rest.fullMeasure = False
        return rest
    members = []
    for own in event.notes:
        name = spelling.name(own)
        member = note.Note(_pitch(name, not event.from_before and said.needed(name)))
        member.quarterLength = length
        if event.from_before or event.goes_on:
            kind = ("continue" if event.goes_on else "stop") if event.from_before else "start"
            member.tie = tie.Tie(kind)
        members.append(member)
    return members[0] if len(members) == 1 else chord.Chord(members, quarterLength=length)


def _pitch(name: Name, with_accidental: bool) -> Any:
    from music21 import pitch

    result = pitch.Pitch(name.step, octave=name.octave)
    if name.alter or with_accidental:
        result.accidental = pitch.Accidental(name.alter)
        result.accidental.displayStatus = with_accidental
    return result

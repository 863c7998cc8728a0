"""What all parts of a score share, from what music21 has parsed."""

from typing import Any

from musicgan.formats.score.harmony import chord_symbol
from musicgan.formats.score.notation import meter_for
from musicgan.formats.score.sounding import ticks_of
from musicgan.song import ChordChange, Key, KeyChange, Marker, Meter, Tempo

_MINOR_MODES = ("minor", "dorian", "phrygian", "aeolian", "locrian")


def tempos_of(score: Any) -> tuple[Tempo, ...]:
    """The tempi of a score; 120 beats a minute where it says none."""
    from music21 import tempo

    found = {0: 120.0}
    for mark in score.flatten().getElementsByClass(tempo.MetronomeMark):
        bpm = mark.getQuarterBPM()
        if bpm:
            # music21 computes it, with the noise of that.
            found[_tick(mark)] = round(float(bpm), 6)
    return tuple(Tempo(tick, bpm) for tick, bpm in found.items())


def meters_of(part: Any) -> tuple[Meter, ...]:
    """The meters of a part; a bar that is shorter or longer than its meter says has its own."""
    from music21 import meter, stream

    measures = list(part.getElementsByClass(stream.Measure))
    if not measures:
        signs = [
            (ticks_of(s.offset), s) for s in part.flatten().getElementsByClass(meter.TimeSignature)
        ]
        found = {0: (4, 4)} | {tick: (s.numerator, s.denominator) for tick, s in signs}
        return tuple(Meter(tick, *sign) for tick, sign in found.items())
    result: list[Meter] = []
    nominal = (4, 4)
    for measure, following in zip(measures, [*measures[1:], None], strict=True):
        if measure.timeSignature is not None:
            nominal = (measure.timeSignature.numerator, measure.timeSignature.denominator)
        start = ticks_of(measure.offset)
        bar = Meter(start, *nominal)
        if following is not None and ticks_of(following.offset) - start != bar.bar_ticks:
            bar = meter_for(ticks_of(following.offset) - start, bar)
        if not result or (result[-1].numerator, result[-1].denominator) != (
            bar.numerator,
            bar.denominator,
        ):
            result.append(bar)
    if result[0].tick > 0:
        result.insert(0, Meter(0, 4, 4))
    return tuple(result)


def keys_of(flat: list[Any]) -> tuple[KeyChange, ...]:
    """The keys of the first flat staff that has any; church modes count as major or minor."""
    from music21 import key

    for staff in flat:
        found = {
            _tick(sign): Key(sign.sharps, "minor" if _mode(sign) in _MINOR_MODES else "major")
            for sign in staff.getElementsByClass(key.KeySignature)
            if sign.sharps is not None and -7 <= sign.sharps <= 7
        }
        if found:
            return tuple(KeyChange(tick, own) for tick, own in found.items())
    return ()


def _mode(sign: Any) -> str:
    return getattr(sign, "mode", None) or "major"


def chords_of(flat: list[Any]) -> tuple[ChordChange, ...]:
    """The chord symbols of all flat staves, one at a tick."""
    from music21 import harmony

    found = {
        _tick(chord): text
        for staff in flat
        for chord in staff.getElementsByClass(harmony.ChordSymbol)
        if (text := chord_symbol(chord)) is not None
    }
    return tuple(ChordChange(tick, text) for tick, text in found.items())


def markers_of(flat: list[Any]) -> tuple[Marker, ...]:
    """The rehearsal marks of all flat staves, each once."""
    from music21 import expressions

    return tuple(
        {
            Marker(_tick(mark), str(mark.content))
            for staff in flat
            for mark in staff.getElementsByClass(expressions.RehearsalMark)
        }
    )


def _tick(element: Any) -> int:
    """Where it stands; an offset of MusicXML may lie before the beginning."""
    return max(0, ticks_of(element.offset))

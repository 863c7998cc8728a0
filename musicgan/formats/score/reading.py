"""Scores in, by music21."""

import bisect
import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from musicgan.errors import MusicganError
from musicgan.formats.score.drums import DRUM_CHANNEL, pitch_drums
from musicgan.formats.score.harmony import chord_symbol
from musicgan.formats.score.source import score_text
from musicgan.song import (
    TICKS_PER_BEAT,
    ChordChange,
    Key,
    KeyChange,
    Marker,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
)

_FORMATS = {".musicxml": "musicxml", ".xml": "musicxml", ".mxl": "musicxml", ".abc": "abc"}
_USUAL_VELOCITY = 80
_MOST_TICKS = 100_000 * TICKS_PER_BEAT
_MINOR_MODES = ("minor", "dorian", "phrygian", "aeolian", "locrian")

_Score = Any
"""music21 has no types for what it parses."""


def read_score(path: Path) -> Song:
    """Read MusicXML (``.musicxml``, ``.xml``, ``.mxl``), ABC or humdrum (``.krn``).

    Tied notes are one note, grace notes are left out, transposing instruments sound as they sound,
    a pickup is a bar of its own meter, repeats are not unfolded. The staves of one instrument are
    one track. Times are rounded to the nearest tick (24 a beat).

    Raises:
        MusicganError: the file can't be read, is damaged, or holds several pieces.
    """
    text = score_text(path)
    kind = _FORMATS.get(path.suffix.lower(), "humdrum")
    heads: dict[str, _Head] = {}
    if kind == "musicxml":
        root = _musicxml(text, path)
        heads = _heads(root)
        pitch_drums(root)
        text = ElementTree.tostring(root, encoding="unicode")
    try:
        with _quiet():
            score = _parsed(text, kind, path)
            song = _song(score, heads)
    except MusicganError:
        raise
    # A damaged score fails anywhere in music21, with any exception.
    except Exception as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise MusicganError(f"{path} is no score that can be read ({reason}).") from error
    if song.length > _MOST_TICKS:
        raise MusicganError(f"{path} is damaged (it lasts {song.length // TICKS_PER_BEAT} beats).")
    return song


def _musicxml(text: str, path: Path) -> ElementTree.Element:
    try:
        # The text is decoded, so what it says of its encoding no longer holds.
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except ElementTree.ParseError as error:
        raise MusicganError(f"{path} is no MusicXML file ({error}); export it again.") from error
    if root.tag != "score-partwise":
        raise MusicganError(f"{path} is no MusicXML file; export it again as .musicxml.")
    return root


class _Head(NamedTuple):
    """What a MusicXML file says of a part: its first program, 0 to 127, and whether it is drums."""

    program: int
    is_drum: bool


def _heads(root: ElementTree.Element) -> dict[str, _Head]:
    """What the file says of its parts, by their identity."""
    drums = {
        part.get("id")
        for part in root.findall("part")
        if part.find(".//note/unpitched") is not None
    }
    found = {}
    for head in root.findall("part-list/score-part"):
        identity = head.get("id", "")
        text = head.findtext("midi-instrument/midi-program", "").strip()
        channel = head.findtext("midi-instrument/midi-channel", "").strip()
        found[identity] = _Head(
            program=int(text) - 1 if text.isdigit() and 1 <= int(text) <= 128 else 0,
            is_drum=identity in drums or channel == str(DRUM_CHANNEL),
        )
    return found


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep music21's remarks on doubtful notation from the user's screen."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def _parsed(text: str, kind: str, path: Path) -> _Score:
    """music21's score, at sounding pitch."""
    from music21 import converter, note, stream

    parser = converter.Converter()
    parser.parseData(text, format=kind)
    score = parser.stream
    if isinstance(score, stream.Opus):
        raise MusicganError(f"{path} holds {len(list(score.scores))} pieces; save them one by one.")
    if isinstance(score, stream.Part):
        whole = stream.Score()
        whole.insert(0, score)
        score = whole
    if not score.parts or score.recurse().getElementsByClass(note.GeneralNote).first() is None:
        raise MusicganError(f"{path} holds no music that can be read; check its kind.")
    score.toSoundingPitch(inPlace=True)
    return score


def _song(score: _Score, heads: dict[str, _Head]) -> Song:
    from music21 import metadata

    parts = list(score.parts)
    flat = [part.flatten() for part in parts]
    information = score.getElementsByClass(metadata.Metadata).first()
    return Song(
        tracks=tuple(
            _track([parts[i] for i in group], [flat[i] for i in group], heads)
            for group in _players(score, parts)
        ),
        tempos=_tempos(score),
        meters=_meters(parts[0]),
        keys=_keys(flat),
        chords=_chords(flat),
        markers=_markers(flat),
        title=(information.bestTitle or "") if information is not None else "",
        length=_ticks(score.highestTime),
    )


def _ticks(quarters: float | Fraction) -> int:
    """Ticks of a music21 offset or length in quarter notes; halves up."""
    return int(Fraction(quarters) * 2 * TICKS_PER_BEAT + 1) // 2


def _players(score: _Score, parts: list[Any]) -> list[list[int]]:
    """The parts by player, as indices: staves that music21 split from one part are together."""
    from music21 import layout, stream

    player = list(range(len(parts)))
    for group in score.recurse().getElementsByClass(layout.StaffGroup):
        staves = [
            i
            for i, part in enumerate(parts)
            if isinstance(part, stream.PartStaff) and group.hasSpannedElement(part)
        ]
        for i in staves:
            player[i] = player[staves[0]]
    return [[i for i, own in enumerate(player) if own == first] for first in sorted(set(player))]


def _track(staves: list[Any], flat: list[Any], heads: dict[str, _Head]) -> Track:
    instrument = staves[0].getInstrument(returnDefault=True)
    head = heads.get(str(instrument.partId), _Head(0, instrument.midiChannel == DRUM_CHANNEL - 1))
    # music21 also knows instruments by name; that helps where the file says piano (0), which many
    # programs write whatever plays.
    guess = 0 if head.is_drum else instrument.midiProgram or 0
    return Track(
        name=staves[0].partName or "",
        program=head.program or guess,
        is_drum=head.is_drum,
        notes=tuple(note for staff in flat for note in _notes(staff)),
    )


def _notes(staff: Any) -> list[Note]:
    """The notes of a flat staff, ties merged, grace notes left out."""
    from music21 import harmony

    loudness = _loudness(staff)
    # [start, end, velocity, whether a tie goes on], by pitch
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
                before.goes_on = kind == "continue"
            else:
                velocity = _velocity(member, element, loudness, start)
                same.append(_Tied(start, start + length, velocity, kind in ("start", "continue")))
    return [
        Note(
            _ticks(note.start), pitch, max(1, _ticks(note.end) - _ticks(note.start)), note.velocity
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
            return min(127, max(1, round(owner.volume.velocityScalar * 127)))
    place = bisect.bisect_right(loudness, start, key=lambda mark: mark[0])
    return max(1, loudness[place - 1][1]) if place else _USUAL_VELOCITY


def _tempos(score: _Score) -> tuple[Tempo, ...]:
    from music21 import tempo

    found = {0: 120.0}
    for mark in score.flatten().getElementsByClass(tempo.MetronomeMark):
        bpm = mark.getQuarterBPM()
        if bpm:
            # music21 computes it, with the noise of that.
            found[_ticks(mark.offset)] = round(float(bpm), 6)
    return tuple(Tempo(tick, bpm) for tick, bpm in found.items())


def _meters(part: Any) -> tuple[Meter, ...]:
    """The meters of a part; a bar that is shorter or longer than its meter says has its own."""
    from music21 import meter, stream

    measures = list(part.getElementsByClass(stream.Measure))
    if not measures:
        signs = [
            (_ticks(s.offset), s) for s in part.flatten().getElementsByClass(meter.TimeSignature)
        ]
        found = {0: (4, 4)} | {tick: (s.numerator, s.denominator) for tick, s in signs}
        return tuple(Meter(tick, *sign) for tick, sign in found.items())
    result: list[Meter] = []
    nominal = (4, 4)
    for measure, following in zip(measures, [*measures[1:], None], strict=True):
        if measure.timeSignature is not None:
            nominal = (measure.timeSignature.numerator, measure.timeSignature.denominator)
        start = _ticks(measure.offset)
        bar = Meter(start, *nominal)
        if following is not None and _ticks(following.offset) - start != bar.bar_ticks:
            bar = _meter_of(start, _ticks(following.offset) - start, bar)
        if not result or (result[-1].numerator, result[-1].denominator) != (
            bar.numerator,
            bar.denominator,
        ):
            result.append(bar)
    if result[0].tick > 0:
        result.insert(0, Meter(0, 4, 4))
    return tuple(result)


def _meter_of(start: int, ticks: int, nominal: Meter) -> Meter:
    """The meter of a bar of ``ticks``, in the beats of ``nominal`` where they fit."""
    for denominator in (nominal.denominator, 4, 8, 16, 32):
        beat = 4 * TICKS_PER_BEAT // denominator
        if ticks > 0 and ticks % beat == 0:
            return Meter(start, ticks // beat, denominator)
    return nominal


def _keys(flat: list[Any]) -> tuple[KeyChange, ...]:
    from music21 import key

    for staff in flat:
        found = {
            _ticks(sign.offset): Key(
                sign.sharps, "minor" if _mode(sign) in _MINOR_MODES else "major"
            )
            for sign in staff.getElementsByClass(key.KeySignature)
            if sign.sharps is not None and -7 <= sign.sharps <= 7
        }
        if found:
            return tuple(KeyChange(tick, own) for tick, own in found.items())
    return ()


def _mode(sign: Any) -> str:
    return getattr(sign, "mode", None) or "major"


def _chords(flat: list[Any]) -> tuple[ChordChange, ...]:
    from music21 import harmony

    found = {
        _ticks(chord.offset): text
        for staff in flat
        for chord in staff.getElementsByClass(harmony.ChordSymbol)
        if (text := chord_symbol(chord)) is not None
    }
    return tuple(ChordChange(tick, text) for tick, text in found.items())


def _markers(flat: list[Any]) -> tuple[Marker, ...]:
    from music21 import expressions

    return tuple(
        {
            Marker(_ticks(mark.offset), str(mark.content))
            for staff in flat
            for mark in staff.getElementsByClass(expressions.RehearsalMark)
        }
    )

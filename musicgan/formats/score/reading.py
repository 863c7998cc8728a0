"""Scores in, by music21."""

import contextlib
import copy
import re
import warnings
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from musicgan.errors import MusicganError, reason
from musicgan.formats.score.drums import DRUM_CHANNEL, pitch_drums
from musicgan.formats.score.shared import chords_of, keys_of, markers_of, meters_of, tempos_of
from musicgan.formats.score.sounding import Played, notes_of, ticks_of
from musicgan.formats.score.source import score_text
from musicgan.formats.score.taming import LongBarError, has_endless_counts, tame
from musicgan.song import TICKS_PER_BEAT, Song, Track, has_endless_bars

_FORMATS = {".musicxml": "musicxml", ".xml": "musicxml", ".mxl": "musicxml", ".abc": "abc"}
_MOST_TICKS = 100_000 * TICKS_PER_BEAT

_PROGRAMS = frozenset(map(str, range(1, 129)))
"""General MIDI programs as MusicXML counts them."""

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
    played: Played = {}
    try:
        if kind == "musicxml":
            root = _musicxml(text, path)
            heads = _heads(root)
            played = _played(root)
            _exact_tempos(root)
            _timed_rests(root)
            pitch_drums(root)
            text = ElementTree.tostring(root, encoding="unicode")
        with _quiet():
            score = _parsed(text, kind, path)
            song = _song(score, heads, played)
    except LongBarError as error:
        raise MusicganError(f"{path} can't be read: {error}") from error
    except MusicganError:
        raise
    # A damaged score fails anywhere in music21, with any exception.
    except Exception as error:
        raise MusicganError(f"{path} is no score that can be read ({reason(error)}).") from error
    if song.length > _MOST_TICKS:
        raise MusicganError(f"{path} is damaged (it lasts {song.length // TICKS_PER_BEAT} beats).")
    if has_endless_bars(song):
        raise MusicganError(f"{path} is damaged (its bars have no length); correct its meter.")
    return song


def _musicxml(text: str, path: Path) -> ElementTree.Element:
    try:
        # The text is decoded, so what it says of its encoding no longer holds.
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except ElementTree.ParseError as error:
        raise MusicganError(f"{path} is no MusicXML file ({error}); export it again.") from error
    if root.tag != "score-partwise":
        raise MusicganError(f"{path} is no MusicXML file; export it again as .musicxml.")
    if has_endless_counts(root):
        raise MusicganError(f"{path} is damaged (its keys or chords have impossible numbers).")
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
            program=int(text) - 1 if text in _PROGRAMS else 0,
            is_drum=identity in drums or channel == str(DRUM_CHANNEL),
        )
    return found


def _played(root: ElementTree.Element) -> Played:
    """How notes are played against how they are written, which music21 leaves out.

    The notes get a colour each to tell them by, which music21 keeps of chords' notes too.
    """
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for part in root.findall("part"):
        divisions = Fraction(1)
        for element in part.iter():
            if element.tag == "divisions":
                divisions = _fraction(element.text or "1")
            elif element.tag == "note" and {"attack", "release"} & element.attrib.keys():
                colour = f"#{len(found):06X}"
                element.set("color", colour)
                found[colour] = (
                    _fraction(element.get("attack", "0")) / divisions,
                    _fraction(element.get("release", "0")) / divisions,
                )
    return found


def _fraction(text: str) -> Fraction:
    """The fraction of a short text: one of ``1e999999999`` would fill the memory.

    Raises:
        ValueError: it is no such number.
    """
    if len(text) > 30 or "e" in text.lower():
        raise ValueError(f"“{text[:30]}” is no number of this kind")
    return Fraction(text)


def _exact_tempos(root: ElementTree.Element) -> None:
    """Let metronome marks say the tempo that is heard, where they say it rounded."""
    for direction in root.iter("direction"):
        sound, mark = direction.find("sound"), direction.find(".//metronome")
        if sound is None or mark is None or mark.findtext("beat-unit") != "quarter":
            continue
        written, heard = mark.find("per-minute"), sound.get("tempo", "")
        with contextlib.suppress(ValueError):
            plain = mark.find("beat-unit-dot") is None
            if written is not None and plain and abs(float(written.text or "") - float(heard)) < 1:
                written.text = heard


def _timed_rests(root: ElementTree.Element) -> None:
    """Let rests last as long as they say in a bar that has other notes or rests.

    A lone whole rest or one of a whole bar would make music21 stretch the first rest of any staff
    to the bar, even beside chords. Two halves of a rest are as long and mean nothing else to it.
    """
    for measure in root.iter("measure"):
        notes = measure.findall("note")
        for note in notes if len(notes) > 1 else ():
            rest, duration = note.find("rest"), note.find("duration")
            if rest is None or duration is None:
                continue
            rest.attrib.pop("measure", None)
            kind = note.find("type")
            if kind is None or kind.text not in ("whole", "breve") or note.find("dot") is not None:
                continue
            note.remove(kind)
            duration.text = str(float(_fraction(duration.text or "0") / 2))
            measure.insert(list(measure).index(note), copy.deepcopy(note))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep music21's remarks on doubtful notation from the user's screen."""
    tame()
    with warnings.catch_warnings():
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


def _song(score: _Score, heads: dict[str, _Head], played: Played) -> Song:
    from music21 import metadata

    parts = list(score.parts)
    flat = [part.flatten() for part in parts]
    information = score.getElementsByClass(metadata.Metadata).first()
    return Song(
        tracks=tuple(
            _track([parts[i] for i in group], [flat[i] for i in group], heads, played)
            for group in _players(score, parts)
        ),
        tempos=tempos_of(score),
        meters=meters_of(parts[0]),
        keys=keys_of(flat),
        chords=chords_of(flat),
        markers=markers_of(flat),
        title=(information.bestTitle or "") if information is not None else "",
        length=ticks_of(score.highestTime),
    )


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


def _track(staves: list[Any], flat: list[Any], heads: dict[str, _Head], played: Played) -> Track:
    instrument = staves[0].getInstrument(returnDefault=True)
    head = heads.get(str(instrument.partId), _Head(0, instrument.midiChannel == DRUM_CHANNEL - 1))
    # Names help where the file says nothing or piano (0), which many programs write whatever plays.
    guess = 0 if head.is_drum else _program_by_name(instrument, staves[0].partName or "")
    return Track(
        name=staves[0].partName or "",
        program=head.program or guess,
        is_drum=head.is_drum,
        notes=tuple(note for staff in flat for note in notes_of(staff, played)),
    )


def _program_by_name(instrument: Any, part_name: str) -> int:
    """The program that music21 knows for an instrument's or a part's name; else 0, piano."""
    from music21 import instrument as instruments

    if instrument.midiProgram is not None:
        return int(instrument.midiProgram)
    for name in (instrument.instrumentName, part_name):
        with contextlib.suppress(instruments.InstrumentException):
            if name and (program := instruments.fromString(name).midiProgram) is not None:
                return int(program)
    return 0

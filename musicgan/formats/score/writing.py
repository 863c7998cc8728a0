"""MusicXML out, by music21."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from musicgan.files import replacing
from musicgan.formats.score.drums import DRUM_CHANNEL, unpitch_drums
from musicgan.formats.score.harmony import music21_harmony
from musicgan.formats.score.notation import Event, layers, meter_for
from musicgan.song import (
    PROGRAM_NAMES,
    TICKS_PER_BEAT,
    Bar,
    Key,
    Meter,
    Song,
    Track,
    bars,
)
from musicgan.song.chords import pitch_class_name

_DOCTYPE = (
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container><rootfiles><rootfile full-path="score.xml"/></rootfiles></container>\n'
)
_NATURALS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def write_musicxml(song: Song, path: Path) -> None:
    """Write a MusicXML score: a part a track, with tempi, meters, keys, chords and markers.

    A name in ``.mxl`` gets it compressed.

    Drums are unpitched notes with their General MIDI keys. Notes that overlap are in voices of
    their own. A bar that its meter does not fill gets its own meter, and a part without a name its
    instrument's. A key within a bar moves to the nearer barline.

    Raises:
        MusicganError: the file can't be written, or a chord symbol is unknown.
    """
    from music21.musicxml.m21ToXml import GeneralObjectExporter

    exporter = GeneralObjectExporter()
    # Bars, voices and note values are ours; music21's would be guessed anew and slowly.
    exporter.makeNotation = False
    grid = bars(song, minimum=1)
    root = ElementTree.fromstring(exporter.parse(_score(song, grid)))
    for body, track in zip(root.findall("part"), song.tracks, strict=False):
        _write_performance(body, track, grid)
    _round_tempos(root)
    unpitch_drums(root, [i for i, track in enumerate(song.tracks) if track.is_drum])
    text = ElementTree.tostring(root, encoding="unicode")
    content = f'<?xml version="1.0" encoding="utf-8"?>\n{_DOCTYPE}{text}\n'
    with replacing(path) as temporary:
        if path.suffix.lower() == ".mxl":
            _pack(content, temporary)
        else:
            temporary.write_text(content, encoding="utf-8")


def _pack(content: str, path: Path) -> None:
    """Write compressed MusicXML: a zip file whose first entry names the score."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in (("META-INF/container.xml", _CONTAINER), ("score.xml", content)):
            # A fixed date: the same song gives the same file.
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED)


def _round_tempos(root: ElementTree.Element) -> None:
    """Write whole beats a minute; what is heard stands beside, exactly."""
    for direction in root.iter("direction"):
        written, sound = direction.find(".//metronome/per-minute"), direction.find("sound")
        if written is not None and sound is not None:
            sound.set("tempo", written.text or "120")
            written.text = str(round(float(written.text or "120")))


def _write_performance(body: ElementTree.Element, track: Track, grid: Sequence[Bar]) -> None:
    """Give each note of a part its velocity, and how it is played against how it is written.

    MusicXML counts velocity in hundredths of 90. music21 writes one for a whole chord, and nothing
    of attack and release.
    """
    voices = layers(track, grid)
    in_order = [
        (event, place)
        for number in range(len(grid))
        for voice in voices
        for event in voice[number]
        for place in range(len(event.notes))
    ]
    scale = Fraction(body.findtext(".//divisions", "1")) / TICKS_PER_BEAT
    written = [note for note in body.iter("note") if note.find("pitch") is not None]
    for note, (event, place) in zip(written, in_order, strict=True):
        note.set("dynamics", f"{event.notes[place].velocity * 100 / 90:.2f}")
        if event.attack[place] and not event.from_before:
            note.set("attack", str(round(event.attack[place] * scale)))
        if event.release[place] and not event.goes_on:
            note.set("release", str(round(event.release[place] * scale)))


def _score(song: Song, grid: Sequence[Bar]) -> Any:
    from music21 import metadata, stream

    score = stream.Score()
    score.insert(0, metadata.Metadata())
    score.metadata.title = song.title
    # A score has at least one part.
    for index, track in enumerate(song.tracks or (Track(),)):
        part = _part(track, index, song, grid)
        if index == 0:
            _add_shared(part, song, grid)
        score.insert(0, part)
    return score


def _part(track: Track, index: int, song: Song, grid: Sequence[Bar]) -> Any:
    from music21 import clef, stream
    from music21.meter import TimeSignature

    part = stream.Part(id=f"P{index + 1}")
    part.partName = track.name or _instrument_name(track)
    part.atSoundingPitch = True
    part.insert(0, _instrument(track, index))
    voices = layers(track, grid)
    keys = _Keys(song)
    meter: Meter | None = None
    for number, bar in enumerate(grid):
        measure = stream.Measure(number=number + 1)
        if number == 0:
            measure.clef = clef.PercussionClef() if track.is_drum else _clef(track)
        key, changed = keys.at(bar)
        # A percussion staff shows no key, unless there is no other to say it.
        if changed and not (track.is_drum and any(not other.is_drum for other in song.tracks)):
            measure.keySignature = _key_signature(key)
        own = meter_for(bar.ticks, bar.meter)
        if meter is None or str(own) != str(meter):
            measure.timeSignature = TimeSignature(str(own))
        meter = own
        _fill(measure, [voice[number] for voice in voices], bar, key)
        _beam(measure, own)
        part.insert(Fraction(bar.start, TICKS_PER_BEAT), measure)
    return part


def _instrument(track: Track, index: int) -> Any:
    from music21 import instrument

    result = instrument.Instrument()
    result.partId = f"P{index + 1}"
    result.instrumentId = f"P{index + 1}-I1"
    result.partName = track.name or _instrument_name(track)
    result.instrumentName = _instrument_name(track)
    result.midiProgram = track.program
    result.midiChannel = DRUM_CHANNEL - 1 if track.is_drum else _pitched_channel(index)
    return result


def _instrument_name(track: Track) -> str:
    return "Drum Kit" if track.is_drum else PROGRAM_NAMES[track.program]


def _pitched_channel(index: int) -> int:
    """A channel from 0 to 15 that is not the drums'; beyond fifteen parts they are shared."""
    channel = index % 15
    return channel if channel < DRUM_CHANNEL - 1 else channel + 1


def _clef(track: Track) -> Any:
    from music21 import clef

    pitches = sorted(note.pitch for note in track.notes)
    middle = pitches[len(pitches) // 2] if pitches else 60
    return clef.BassClef() if middle < 57 else clef.TrebleClef()


class _Keys:
    """Walks the song's keys bar by bar; a key stands at the barline that it is nearest to."""

    def __init__(self, song: Song) -> None:
        self._changes = song.keys
        self._place = -1

    def at(self, bar: Bar) -> tuple[Key | None, bool]:
        """The key of a bar, and whether it is new there."""
        before = self._place
        while self._place + 1 < len(self._changes) and self._changes[
            self._place + 1
        ].tick < bar.start + max(1, bar.ticks // 2):
            self._place += 1
        key = self._changes[self._place].key if self._place >= 0 else None
        return key, self._place != before


def _key_signature(key: Key | None) -> Any:
    from music21 import key as music21_key

    assert key is not None
    return music21_key.KeySignature(key.fifths).asKey(key.mode)


def _fill(measure: Any, voices: list[list[Event]], bar: Bar, key: Key | None) -> None:
    """Put the events of one bar into a measure, in voices where there are several."""
    from music21 import note, stream

    sounding = [events for events in voices if events]
    if not sounding:
        rest = note.Rest(quarterLength=Fraction(bar.ticks, TICKS_PER_BEAT))
        rest.fullMeasure = True
        measure.insert(0, rest)
        return
    for number, events in enumerate(sounding, start=1):
        target = measure if len(sounding) == 1 else stream.Voice(id=str(number))
        for event in events:
            target.insert(Fraction(event.start, TICKS_PER_BEAT), _element(event, key))
        if target is not measure:
            measure.insert(0, target)


def _beam(measure: Any, meter: Meter) -> None:
    """Join what is shorter than a quarter by beams, as the meter groups it; bracket triplets."""
    from music21.stream.makeNotation import makeTupletBrackets

    for layer in measure.voices or (measure,):
        elements = list(layer.notesAndRests)
        if any(element.duration.tuplets for element in elements):
            makeTupletBrackets(layer, inPlace=True)
        for element, beams in zip(elements, _time(str(meter)).getBeams(elements), strict=True):
            if beams is not None and not element.isRest:
                element.beams = beams


@cache
def _time(meter: str) -> Any:
    """music21's time signature, for looking up only."""
    from music21.meter import TimeSignature

    return TimeSignature(meter)


def _element(event: Event, key: Key | None) -> Any:
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
        member = note.Note(_pitch_name(own.pitch, key), quarterLength=length)
        if event.from_before or event.goes_on:
            kind = ("continue" if event.goes_on else "stop") if event.from_before else "start"
            member.tie = tie.Tie(kind)
        members.append(member)
    return members[0] if len(members) == 1 else chord.Chord(members, quarterLength=length)


def _pitch_name(pitch: int, key: Key | None) -> str:
    """music21's name of a MIDI pitch, e.g. ``"B-3"``, spelled as is usual in the key."""
    name = pitch_class_name(pitch % 12, key)
    alteration = name.count("#") - name.count("b")
    octave = (pitch - alteration - _NATURALS[name[0]]) // 12 - 1
    return name[0] + name[1:].replace("b", "-") + str(octave)


def _add_shared(part: Any, song: Song, grid: Sequence[Bar]) -> None:
    """Put what all parts share into the first: tempi, chords, markers."""
    from music21 import expressions, stream, tempo

    measures = list(part.getElementsByClass(stream.Measure))
    for change in song.tempos:
        _insert(measures, grid, change.tick, tempo.MetronomeMark(number=change.bpm))
    for chord in song.chords:
        _insert(measures, grid, chord.tick, music21_harmony(chord.symbol))
    for marker in song.markers:
        _insert(measures, grid, marker.tick, expressions.RehearsalMark(marker.text))


def _insert(measures: list[Any], grid: Sequence[Bar], tick: int, element: Any) -> None:
    """Insert an element at a tick; one after the last bar has no place and is left out."""
    for measure, bar in zip(measures, grid, strict=True):
        if bar.start <= tick < bar.end:
            measure.insert(Fraction(tick - bar.start, TICKS_PER_BEAT), element)

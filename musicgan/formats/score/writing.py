"""MusicXML out, by music21."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from musicgan.files import replacing
from musicgan.formats.score.drums import DRUM_CHANNEL, unpitch_drums
from musicgan.formats.score.harmony import music21_harmony
from musicgan.formats.score.measures import music21_staff
from musicgan.formats.score.spelling import Spelling, keys_of_bars
from musicgan.formats.score.staves import Staff, staves
from musicgan.formats.score.taming import tame
from musicgan.song import PROGRAM_NAMES, TICKS_PER_BEAT, Bar, Song, Track, bars

_DOCTYPE = (
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container><rootfiles><rootfile full-path="score.xml"/></rootfiles></container>\n'
)


def write_musicxml(song: Song, path: Path) -> None:
    """Write a MusicXML score: a part a track, with tempi, meters, keys, chords and markers.

    A name in ``.mxl`` gets it compressed.

    Drums are unpitched notes with their General MIDI keys. Notes that overlap are in voices of
    their own; a keyboard whose notes are too far apart for one staff has two. A bar that its meter
    does not fill gets its own meter, and a part without a name its instrument's. A key within a bar
    moves to the nearer barline.

    Raises:
        MusicganError: the file can't be written, or a chord symbol is unknown.
    """
    from music21.musicxml.m21ToXml import GeneralObjectExporter

    tame()
    exporter = GeneralObjectExporter()
    # Bars, voices and note values are ours; music21's would be guessed anew and slowly.
    exporter.makeNotation = False
    grid = bars(song, minimum=1)
    # A score has at least one part.
    parts = [staves(track, grid) for track in song.tracks or (Track(),)]
    root = ElementTree.fromstring(exporter.parse(_score(song, grid, parts)))
    for body, written in zip(root.findall("part"), parts, strict=True):
        _write_performance(body, written)
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


def _write_performance(body: ElementTree.Element, part: Sequence[Staff]) -> None:
    """Give each note of a part its velocity, and how it is played against how it is written.

    MusicXML counts velocity in hundredths of 90. music21 writes one for a whole chord, and nothing
    of attack and release.
    """
    in_order = [
        (event, place)
        for bar in zip(*(staff.bars for staff in part), strict=True)
        for voices in bar
        for events in voices
        for event in events
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


def _score(song: Song, grid: Sequence[Bar], parts: Sequence[Sequence[Staff]]) -> Any:
    from music21 import layout, metadata, stream

    score = stream.Score()
    score.insert(0, metadata.Metadata())
    score.metadata.title = song.title
    keys = keys_of_bars(song, grid)
    spelling = Spelling(song, grid, keys)
    short = _abbreviations(song.tracks or (Track(),))
    for index, (track, part) in enumerate(zip(song.tracks or (Track(),), parts, strict=True)):
        # A percussion staff shows no key, unless there is no other to say it.
        keyless = track.is_drum and any(not other.is_drum for other in song.tracks)
        shown = [None] * len(grid) if keyless else keys
        bodies = [music21_staff(staff, grid, shown, spelling) for staff in part]
        for number, body in enumerate(bodies, start=1):
            body.id = f"P{index + 1}" if len(bodies) == 1 else f"P{index + 1}-Staff{number}"
            body.partName = track.name or _instrument_name(track)
            body.partAbbreviation = short[index]
            body.insert(0, _instrument(track, index))
            score.insert(0, body)
        if len(bodies) > 1:
            score.insert(0, layout.StaffGroup(bodies, symbol="brace"))
        if index == 0:
            _add_shared(bodies[0], song, grid)
    return score


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


def _abbreviations(tracks: Sequence[Track]) -> list[str]:
    """Short names of the instruments, numbered where there are several of one."""
    from music21 import instrument

    names = []
    for track in tracks:
        own = instrument.instrumentFromMidiProgram(track.program)
        # A sampler stands for all synthesisers.
        known = not isinstance(own, instrument.Sampler)
        name = (known and own.instrumentAbbreviation) or _instrument_name(track)
        names.append("Dr." if track.is_drum else name.rstrip(".") + "." * known)
    return [
        f"{name} {names[: index + 1].count(name)}" if names.count(name) > 1 else name
        for index, name in enumerate(names)
    ]


def _pitched_channel(index: int) -> int:
    """A channel from 0 to 15 that is not the drums'; beyond fifteen parts they are shared."""
    channel = index % 15
    return channel if channel < DRUM_CHANNEL - 1 else channel + 1


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

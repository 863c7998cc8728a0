"""Whether takes survive their files: ``python -m tests.benchmarks.exchange FOLDER``.

Each MIDI file of the folder (takes that ``musicgan generate`` wrote, or any others) is read and
written again, and what was written is read by symusic, mido and music21: notes, programs, tempi,
meters and keys must be those of the song, no note may hang or be empty, drums are on channel 10.
Some of them, evenly spread (``--scores 100``), are written as MusicXML too, checked by its schema,
and read back: the same notes.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import mido
from xmlschema import XMLSchema10

from musicgan.formats import read_song, write_midi, write_musicxml
from musicgan.song import Song
from tests.formats.schema import musicxml_schema

Notes = Counter[tuple[int, int, int, int, int]]
"""(program, 128 for drums; onset; pitch; duration; velocity), in ticks of 480 a beat."""

_SCALE = 20


def notes_of(song: Song) -> Notes:
    """The song's notes, in the file's ticks."""
    return Counter(
        (
            128 if track.is_drum else track.program,
            note.onset * _SCALE,
            note.pitch,
            note.duration * _SCALE,
            note.velocity,
        )
        for track in song.tracks
        for note in track.notes
    )


def by_mido(path: Path) -> tuple[Notes, list[Any]]:
    """What mido reads; it fails on hanging notes."""
    notes: Notes = Counter()
    shared: list[Any] = []
    for track in mido.MidiFile(path).tracks:
        now, program = 0, 0
        sounding: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for message in track:
            now += message.time
            if message.type == "program_change":
                program = message.program
            elif message.type == "note_on" and message.velocity:
                start = (now, message.velocity)
                sounding.setdefault((message.channel, message.note), []).append(start)
            elif message.type in ("note_off", "note_on"):
                began, velocity = sounding[message.channel, message.note].pop(0)
                kind = 128 if message.channel == 9 else program
                notes[kind, began, message.note, now - began, velocity] += 1
            elif message.type == "set_tempo":
                shared.append(("tempo", now, message.tempo))
            elif message.type == "time_signature":
                shared.append(("meter", now, message.numerator, message.denominator))
            elif message.type == "key_signature":
                shared.append(("key", now, message.key))
        assert not any(sounding.values()), "a note hangs"
    assert all(duration > 0 for _, _, _, duration, _ in notes), "a note is empty"
    return notes, sorted(shared)


def by_symusic(path: Path) -> tuple[Notes, list[Any]]:
    """What symusic reads."""
    import symusic

    score = symusic.Score(str(path))
    notes: Notes = Counter(
        (128 if track.is_drum else track.program, n.time, n.pitch, n.duration, n.velocity)
        for track in score.tracks
        for n in track.notes
    )
    shared: list[Any] = [("tempo", t.time, t.mspq) for t in score.tempos]
    shared += [("meter", m.time, m.numerator, m.denominator) for m in score.time_signatures]
    return notes, sorted(shared)


def by_music21(path: Path) -> Counter[tuple[int, int, int]]:
    """What music21 reads: onset, pitch, velocity.

    Not its scores: on 11 of 500 takes it moved notes when it filled its bars, and of drums it keeps
    no keys.
    """
    from music21 import midi

    file = midi.MidiFile()
    file.open(str(path))
    file.read()
    file.close()
    notes: Counter[tuple[int, int, int]] = Counter()
    for track in file.tracks:
        now = 0
        for event in track.events:
            if event.isDeltaTime():
                now += event.time
            elif event.isNoteOn() and event.velocity:
                notes[now, event.pitch, event.velocity] += 1
    return notes


def problems(song: Song, folder: Path) -> Iterator[str]:
    """What of a song does not come back through MIDI."""
    path = folder / "take.mid"
    write_midi(song, path)
    wanted = notes_of(song)
    if read_song(path) != song:
        yield "musicgan reads another song"
    notes, shared = by_mido(path)
    if notes != wanted:
        yield f"mido reads other notes ({(notes - wanted).total()})"
    tempos = [("tempo", t.tick * _SCALE, round(6e7 / t.bpm)) for t in song.tempos]
    meters = [("meter", m.tick * _SCALE, m.numerator, m.denominator) for m in song.meters]
    keys = [
        ("key", k.tick * _SCALE, k.key.tonic_name + ("m" if k.key.mode == "minor" else ""))
        for k in song.keys
    ]
    if shared != sorted([*tempos, *meters, *keys]):
        yield "mido reads other tempi, meters or keys"
    notes, shared = by_symusic(path)
    if notes != wanted:
        yield f"symusic reads other notes ({(notes - wanted).total()})"
    if shared != sorted([*tempos, *meters]):
        yield "symusic reads other tempi or meters"
    few = Counter((onset, pitch, velocity) for _, onset, pitch, _, velocity in wanted.elements())
    if by_music21(path) != few:
        yield "music21 reads other notes"


def score_problems(song: Song, folder: Path, schema: XMLSchema10) -> Iterator[str]:
    """What of a song is not valid as MusicXML, or does not come back through it."""
    path = folder / "take.musicxml"
    write_musicxml(song, path)
    for error in schema.iter_errors(str(path)):
        yield f"MusicXML is not valid ({error.path}: {error.reason})"
    back = read_song(path)
    if notes_of(back) != notes_of(song):
        lost = (notes_of(song) - notes_of(back)).total()
        yield f"MusicXML gives other notes ({lost} of {song.note_count})"
    if back.tempos != song.tempos or back.meters != song.meters:
        yield "MusicXML gives other tempi or meters"


def main() -> None:
    """Check all files; the exit code says whether any had a problem."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--takes", type=int, default=500)
    parser.add_argument("--scores", type=int, default=100)
    options = parser.parse_args()
    found: Counter[str] = Counter()
    schema = musicxml_schema()
    grand = 0
    paths = sorted(options.folder.rglob("*.mid"))[: options.takes]
    step = max(1, len(paths) // options.scores)
    with tempfile.TemporaryDirectory() as name:
        for number, path in enumerate(paths):
            song = read_song(path)
            said = list(problems(song, Path(name)))
            if number % step == 0:
                said += score_problems(song, Path(name), schema)
                grand += any(
                    track.find(".//staves") is not None
                    for track in ElementTree.parse(Path(name) / "take.musicxml").iter("part")
                )
            for problem in said:
                print(f"{path.name}: {problem}")
                found[problem.split(" (")[0]] += 1
    print(f"{len(paths)} files, {sum(found.values())} problems", dict(found))
    print(f"{len(paths[::step])} scores, {grand} of them with a grand staff")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()

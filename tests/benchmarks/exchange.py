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
from musicgan.song import Key, Song
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


Shared = list[tuple[Any, ...]]
"""Tempi (microseconds a beat), meters, keys (sharps, whether minor), each with its tick, sorted."""

Read = tuple[Notes, Shared]


def shared_of(song: Song) -> Shared:
    """What the song's file should say of tempi, meters and keys."""
    return sorted(
        [
            *(("tempo", t.tick * _SCALE, round(6e7 / t.bpm)) for t in song.tempos),
            *(("meter", m.tick * _SCALE, m.numerator, m.denominator) for m in song.meters),
            *(("key", k.tick * _SCALE, k.key.fifths, k.key.mode == "minor") for k in song.keys),
        ]
    )


class _Track:
    """Pairs the messages of one MIDI track, in order, as any reader gives them."""

    def __init__(self, notes: Notes) -> None:
        self.program = 0
        self._notes = notes
        self._sounding: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def on(self, tick: int, channel: int, pitch: int, velocity: int) -> None:
        """A note begins; ``channel`` is 0 to 15."""
        self._sounding.setdefault((channel, pitch), []).append((tick, velocity))

    def off(self, tick: int, channel: int, pitch: int) -> None:
        """The oldest note of the pitch ends."""
        began, velocity = self._sounding[channel, pitch].pop(0)
        assert tick > began, "a note is empty"
        self._notes[
            128 if channel == 9 else self.program, began, pitch, tick - began, velocity
        ] += 1

    def end(self) -> None:
        """The track ends."""
        assert not any(self._sounding.values()), "a note hangs"


def by_mido(path: Path) -> Read:
    """What mido reads."""
    notes: Notes = Counter()
    shared: Shared = []
    for messages in mido.MidiFile(path).tracks:
        now, track = 0, _Track(notes)
        for message in messages:
            now += message.time
            if message.type == "program_change":
                track.program = message.program
            elif message.type == "note_on" and message.velocity:
                track.on(now, message.channel, message.note, message.velocity)
            elif message.type in ("note_off", "note_on"):
                track.off(now, message.channel, message.note)
            elif message.type == "set_tempo":
                shared.append(("tempo", now, message.tempo))
            elif message.type == "time_signature":
                shared.append(("meter", now, message.numerator, message.denominator))
            elif message.type == "key_signature":
                key = Key.parse(message.key)
                shared.append(("key", now, key.fifths, key.mode == "minor"))
        track.end()
    return notes, sorted(shared)


def by_symusic(path: Path) -> Read:
    """What symusic reads."""
    import symusic

    score = symusic.Score(str(path))
    notes: Notes = Counter(
        (128 if track.is_drum else track.program, n.time, n.pitch, n.duration, n.velocity)
        for track in score.tracks
        for n in track.notes
    )
    shared: Shared = [("tempo", t.time, t.mspq) for t in score.tempos]
    shared += [("meter", m.time, m.numerator, m.denominator) for m in score.time_signatures]
    shared += [("key", k.time, k.key, bool(k.tonality)) for k in score.key_signatures]
    return notes, sorted(shared)


def by_music21(path: Path) -> Read:
    """What music21 reads from the file.

    Not its scores: on 11 of 500 takes it moved notes when it filled its bars, and of drums it keeps
    no keys.
    """
    from music21 import midi

    file = midi.MidiFile()
    file.open(str(path))
    file.read()
    file.close()
    notes: Notes = Counter()
    shared: Shared = []
    for events in file.tracks:
        now, track = 0, _Track(notes)
        for event in events.events:
            kind = getattr(event.type, "name", "")
            if event.isDeltaTime():
                now += event.time
            elif event.isNoteOn() and event.velocity:
                track.on(now, event.channel - 1, event.pitch, event.velocity)
            elif event.isNoteOff() or event.isNoteOn():
                track.off(now, event.channel - 1, event.pitch)
            elif kind == "PROGRAM_CHANGE":
                track.program = event.data
            elif kind == "SET_TEMPO":
                shared.append(("tempo", now, int.from_bytes(event.data, "big")))
            elif kind == "TIME_SIGNATURE":
                shared.append(("meter", now, event.data[0], 2 ** event.data[1]))
            elif kind == "KEY_SIGNATURE":
                fifths = int.from_bytes(event.data[:1], "big", signed=True)
                shared.append(("key", now, fifths, bool(event.data[1])))
        track.end()
    return notes, sorted(shared)


READERS = {"mido": by_mido, "symusic": by_symusic, "music21": by_music21}


def problems(song: Song, folder: Path) -> Iterator[str]:
    """What of a song does not come back through MIDI."""
    path = folder / "take.mid"
    write_midi(song, path)
    wanted = notes_of(song)
    if read_song(path) != song:
        yield "musicgan reads another song"
    for name, reader in READERS.items():
        notes, shared = reader(path)
        if notes != wanted:
            yield f"{name} reads other notes or programs ({(notes - wanted).total()})"
        if shared != shared_of(song):
            yield f"{name} reads other tempi, meters or keys"


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
    for part in ("tempos", "meters", "keys", "chords"):
        if getattr(back, part) != getattr(song, part):
            yield f"MusicXML gives other {part}"


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

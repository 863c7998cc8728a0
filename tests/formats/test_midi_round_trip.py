import tempfile
from pathlib import Path

import mido
import pretty_midi
from hypothesis import given, settings

from musicgan.formats import from_pretty_midi, read_midi, to_pretty_midi, write_midi
from musicgan.song import ChordChange, Marker, Meter, Note, Song, Tempo, Track
from tests.strategies import songs


def through_file(song: Song) -> Song:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song.mid"
        write_midi(song, path)
        return read_midi(path)


@settings(max_examples=60, deadline=None)
@given(songs())
def test_a_song_comes_back_identical(song: Song) -> None:
    assert through_file(song) == song


def test_forty_parts_come_back(tmp_path: Path) -> None:
    parts = tuple(
        Track(f"part {i}", i % 128, i % 9 == 0, (Note(i, 60, 24, 1 + i),)) for i in range(40)
    )
    song = Song(tracks=parts)
    assert through_file(song) == song
    write_midi(song, tmp_path / "song.mid")
    written = mido.MidiFile(tmp_path / "song.mid")
    addresses = [
        (
            next((m.port for m in track if m.type == "midi_port"), 0),
            next(m.channel for m in track if m.type == "note_on"),
        )
        for track in written.tracks[1:]
    ]
    pitched = [address for address in addresses if address[1] != 9]
    assert len(set(pitched)) == len(pitched) == 35


def test_notes_of_one_pitch_within_each_other_come_back() -> None:
    nested = (Note(0, 60, 100, 1), Note(0, 60, 50, 2), Note(10, 60, 20, 3), Note(10, 60, 90, 4))
    song = Song(tracks=(Track("drums", 0, True, nested), Track("next", 5, False, nested)))
    assert through_file(song) == song


def test_the_file_is_as_other_programs_expect(tmp_path: Path) -> None:
    song = Song(
        tracks=(
            Track("Flute", 73, False, (Note(0, 72, 24, 90), Note(24, 72, 24, 91))),
            Track("Kit", 8, True, (Note(12, 38, 6, 100),)),
        ),
        tempos=(Tempo(0, 90.0), Tempo(96, 60.0)),
        meters=(Meter(0, 1, 4), Meter(24, 3, 4)),
        chords=(ChordChange(0, "C"), ChordChange(24, "G7/B")),
        markers=(Marker(24, "A"),),
        title="Étude",
        length=96,
    )
    path = tmp_path / "song.mid"
    write_midi(song, path)
    written = mido.MidiFile(path, charset="utf-8")
    assert (written.type, written.ticks_per_beat) == (1, 480)
    now, conductor = 0, []
    for message in written.tracks[0]:
        now += message.time
        conductor.append((now, message.type, list(message.dict().values())[1]))
    assert conductor == [
        (0, "track_name", "Étude"),
        (0, "time_signature", 1),
        (0, "set_tempo", 666667),
        (0, "marker", "C:maj"),
        (480, "time_signature", 3),
        (480, "marker", "A"),
        (480, "marker", "G7/B"),
        (1920, "set_tempo", 1000000),
        (1920, "end_of_track", 0),
    ]
    assert [str(message) for message in written.tracks[1]] == [
        "MetaMessage('track_name', name='Flute', time=0)",
        "program_change channel=0 program=73 time=0",
        "note_on channel=0 note=72 velocity=90 time=0",
        "note_off channel=0 note=72 velocity=0 time=480",
        "note_on channel=0 note=72 velocity=91 time=0",
        "note_off channel=0 note=72 velocity=0 time=480",
        "MetaMessage('end_of_track', time=0)",
    ]
    assert {m.channel for m in written.tracks[2] if not m.is_meta} == {9}


def test_pretty_midi_reads_the_same_notes() -> None:
    song = Song(
        tracks=(
            Track("Bass", 33, False, (Note(0, 40, 24, 90), Note(30, 43, 7, 20))),
            Track("Kit", 0, True, (Note(5, 38, 6, 100),)),
        ),
        tempos=(Tempo(0, 90.0), Tempo(31, 71.0)),
    )
    pretty = to_pretty_midi(song)
    assert isinstance(pretty, pretty_midi.PrettyMIDI)
    assert [
        (instrument.name, instrument.program, instrument.is_drum, [
            (pretty.time_to_tick(n.start), pretty.time_to_tick(n.end), n.pitch, n.velocity)
            for n in instrument.notes
        ])
        for instrument in pretty.instruments
    ] == [
        ("Bass", 33, False, [(0, 480, 40, 90), (600, 740, 43, 20)]),
        ("Kit", 0, True, [(100, 220, 38, 100)]),
    ]  # fmt: skip
    assert from_pretty_midi(pretty).tracks == song.tracks

"""One tiny file per edge case, built byte by byte or by mido, with a literal expected song."""

import struct
import time
from pathlib import Path

import mido
import pytest

from musicgan.errors import MusicganError
from musicgan.formats import read_midi, write_midi
from musicgan.song import (
    ChordChange,
    Key,
    KeyChange,
    Marker,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
    bars,
)

END = b"\x00\xff\x2f\x00"


def file_of(*tracks: bytes, kind: int = 1, division: int = 24) -> bytes:
    chunks = b"".join(b"MTrk" + struct.pack(">L", len(track)) + track for track in tracks)
    return b"MThd" + struct.pack(">LHHh", 6, kind, len(tracks), division) + chunks


def read(tmp_path: Path, content: bytes) -> Song:
    path = tmp_path / "song.mid"
    path.write_bytes(content)
    return read_midi(path)


def test_running_status(tmp_path: Path) -> None:
    # Status 0x90 once; a note-on of velocity 0 is a release.
    track = b"\x00\x90\x3c\x40\x18\x3c\x00\x00\x3e\x41\x0c\x3e\x00" + END
    song = read(tmp_path, file_of(track))
    assert song.tracks == (Track(notes=(Note(0, 60, 24, 64), Note(24, 62, 12, 65))),)


def test_a_note_that_is_never_released_lasts_to_the_end_of_its_track(tmp_path: Path) -> None:
    track = b"\x00\x90\x3c\x40\x0c\x90\x3e\x41\x0c\x80\x3e\x00\x18\xff\x2f\x00"
    song = read(tmp_path, file_of(track))
    assert song.tracks[0].notes == (Note(0, 60, 48, 64), Note(12, 62, 12, 65))


def test_a_release_of_nothing_is_ignored(tmp_path: Path) -> None:
    track = b"\x00\x80\x3c\x40\x0c\x90\x3e\x41\x0c\x80\x3e\x00\x00\x80\x3e\x00" + END
    assert read(tmp_path, file_of(track)).tracks[0].notes == (Note(12, 62, 12, 65),)


def test_of_overlapping_notes_of_one_pitch_the_oldest_ends_first(tmp_path: Path) -> None:
    track = b"\x00\x90\x3c\x01\x0c\x90\x3c\x02\x0c\x80\x3c\x00\x0c\x80\x3c\x00" + END
    song = read(tmp_path, file_of(track))
    assert song.tracks[0].notes == (Note(0, 60, 24, 1), Note(12, 60, 24, 2))


def test_a_note_of_no_length_lasts_one_tick(tmp_path: Path) -> None:
    track = b"\x00\x90\x3c\x01\x00\x80\x3c\x00\x05\x90\x3c\x02\x01\x80\x3c\x00" + END
    song = read(tmp_path, file_of(track, division=480))
    assert song.tracks[0].notes == (Note(0, 60, 1, 1), Note(0, 60, 1, 2))


def test_times_are_rounded_to_the_nearest_tick(tmp_path: Path) -> None:
    # 20 file ticks are one tick: 9 → 0, 10 → 1 (half up), 29 → 1, 30 → 2.
    track = b"\x09\x90\x3c\x01\x01\x90\x3d\x01\x13\x80\x3c\x00\x01\x80\x3d\x00" + END
    song = read(tmp_path, file_of(track, division=480))
    assert song.tracks[0].notes == (Note(0, 60, 1, 1), Note(1, 61, 1, 1))


def test_rounding_does_not_drift_in_a_long_odd_resolution(tmp_path: Path) -> None:
    midi = mido.MidiFile(ticks_per_beat=1023)
    track = midi.add_track()
    for _ in range(2000):
        track.append(mido.Message("note_on", note=60, velocity=9, time=0))
        track.append(mido.Message("note_off", note=60, time=341))
    midi.save(tmp_path / "song.mid")
    song = read_midi(tmp_path / "song.mid")
    assert song.tracks[0].notes == tuple(Note(8 * i, 60, 8, 9) for i in range(2000))


def test_type_0_is_split_by_channel(tmp_path: Path) -> None:
    track = (
        b"\x00\xff\x03\x03Air"
        b"\x00\xc1\x28\x00\xc0\x05"
        b"\x00\x99\x24\x64\x00\x91\x43\x50\x00\x90\x3c\x40"
        b"\x18\x80\x3c\x00\x00\x81\x43\x00\x00\x89\x24\x00" + END
    )
    song = read(tmp_path, file_of(track, kind=0))
    assert song == Song(
        tracks=(
            Track("", 5, False, (Note(0, 60, 24, 64),)),
            Track("", 40, False, (Note(0, 67, 24, 80),)),
            Track("", 0, True, (Note(0, 36, 24, 100),)),
        ),
        title="Air",
    )


def test_a_program_change_starts_another_part(tmp_path: Path) -> None:
    track = (
        b"\x00\xff\x03\x01V\x00\xc0\x28\x00\x90\x3c\x40\x18\x80\x3c\x00"
        b"\x00\xc0\x2d\x00\x90\x3e\x40\x18\x80\x3e\x00" + END
    )
    song = read(tmp_path, file_of(track))
    assert song.tracks == (
        Track("V", 40, False, (Note(0, 60, 24, 64),)),
        Track("V", 45, False, (Note(24, 62, 24, 64),)),
    )


def test_a_program_may_be_chosen_in_another_track(tmp_path: Path) -> None:
    setup = b"\x00\xc3\x49\x18\xc3\x4a" + END
    notes = b"\x00\x93\x3c\x40\x18\x83\x3c\x00\x00\x93\x3e\x40\x18\x83\x3e\x00" + END
    song = read(tmp_path, file_of(setup, notes))
    programs = {track.program: len(track.notes) for track in song.tracks if track.notes}
    assert programs == {73: 1, 74: 1}


def test_one_channel_on_two_ports_is_two_parts(tmp_path: Path) -> None:
    one = b"\x00\xc0\x28\x00\x90\x3c\x40\x18\x80\x3c\x00" + END
    two = b"\x00\xff\x21\x01\x01\x00\x90\x3e\x40\x18\x80\x3e\x00" + END
    song = read(tmp_path, file_of(one, two))
    assert [track.program for track in song.tracks] == [40, 0]


def test_conductor_events_count_wherever_they_are(tmp_path: Path) -> None:
    conductor = (
        b"\x00\xff\x03\x05\xc3\x89tud"
        b"\x00\xff\x58\x04\x01\x02\x18\x08"
        b"\x00\xff\x59\x02\xfd\x01"
        b"\x00\xff\x51\x03\x09\x70\x3d"
        b"\x18\xff\x58\x04\x06\x03\x18\x08"
        b"\x00\xff\x06\x01A\x00\xff\x06\x03Cm7\x00\xff\x06\x05C:maj\x48\xff\x2f\x00"
    )
    part = (
        b"\x00\xff\x03\x02\xe9t\x00\x90\x3c\x40\x18\xff\x51\x03\x07\xa1\x20\x00\x80\x3c\x00"
        b"\x00\xff\x06\x01N\x00\xff\x07\x02Am" + END
    )
    assert read(tmp_path, file_of(conductor, part)) == Song(
        tracks=(Track("ét", 0, False, (Note(0, 60, 24, 64),)),),
        tempos=(Tempo(0, 97.0), Tempo(24, 120.0)),
        meters=(Meter(0, 1, 4), Meter(24, 6, 8)),
        keys=(KeyChange(0, Key(-3, "minor")),),
        chords=(ChordChange(24, "C"), ChordChange(24, "Cm7"), ChordChange(24, "N")),
        markers=(Marker(24, "A"), Marker(24, "Am")),
        title="Étud",
        length=96,
    )


def test_a_pickup_is_a_bar_of_its_own_meter(tmp_path: Path) -> None:
    track = (
        b"\x00\xff\x58\x04\x01\x02\x18\x08\x18\xff\x58\x04\x03\x02\x18\x08"
        b"\x00\x90\x3c\x40\x48\x80\x3c\x00" + END
    )
    song = read(tmp_path, file_of(track))
    assert [(bar.start, bar.ticks) for bar in bars(song)] == [(0, 24), (24, 72)]


def test_impossible_meters_are_ignored(tmp_path: Path) -> None:
    track = (
        b"\x00\xff\x58\x04\x03\x02\x18\x08\x0c\xff\x58\x04\x00\x02\x18\x08"
        b"\x00\xff\x58\x04\x04\xff\x18\x08\x0c\x90\x3c\x40\x48\x80\x3c\x00" + END
    )
    assert read(tmp_path, file_of(track)).meters == (Meter(0, 3, 4),)


def test_a_file_without_notes(tmp_path: Path) -> None:
    assert read(tmp_path, file_of(END)) == Song()
    silent = b"\x00\xff\x03\x01S\x00\xc0\x28" + END
    assert read(tmp_path, file_of(END, silent)) == Song(tracks=(Track("S", 40),))


def test_an_absurd_end_of_track_costs_only_its_empty_bars(tmp_path: Path) -> None:
    track = b"\x00\x90\x3c\x40\x18\x80\x3c\x00\xff\xff\xff\x7f\xff\x2f\x00"
    assert read(tmp_path, file_of(track)).length == 24


def test_a_song_of_nothing_is_written_and_read(tmp_path: Path) -> None:
    write_midi(Song(), tmp_path / "song.mid")
    assert read_midi(tmp_path / "song.mid") == Song()


NOTE = b"\x00\x90\x3c\x40\x18\x80\x3c\x00" + END


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no MIDI file; choose a .mid file"),
        (b"RIFF....WAVE", "is no MIDI file; choose a .mid file"),
        (file_of(NOTE)[:10], "is damaged"),
        (file_of(NOTE)[:-6], r"is damaged \(it ends too early\); export it again"),
        (file_of(NOTE).replace(b"MTrk", b"XTrk"), "is damaged"),
        (file_of(b"\x00\x3c\x40" + END), "is damaged"),
        (file_of(b"\x00\xff\x59\x02\x55\x07" + END), "is damaged"),
        (file_of(NOTE, kind=2), "holds several separate pieces"),
        (file_of(NOTE, division=-6360), "counts film frames"),
        (file_of(NOTE, division=0), "counts film frames"),
        (file_of(), "has no tracks"),
        (file_of(b"\xff\xff\xff\x7f" + NOTE[1:]), r"is damaged \(it claims to last \d+ beats\)"),
        (file_of(b"\x00\x90\x3c\x40\xff\xff\xff\x7f\xff\x2f\x00"), "is damaged .it claims to last"),
        (file_of(b"\xff" * 4_000_000), "is damaged .a number in it has no end"),
        (file_of(b"\x00\xff\x01\xff\xff\xff\x7f"), "is damaged"),
    ],
)
def test_damaged_files_are_refused_in_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    began = time.monotonic()
    with pytest.raises(MusicganError, match=rf"song\.mid {sentence}"):
        read(tmp_path, content)
    assert time.monotonic() - began < 5


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match=r"none\.mid could not be read \(No such file"):
        read_midi(tmp_path / "none.mid")
    with pytest.raises(MusicganError, match=r"could not be read \(Is a directory"):
        read_midi(tmp_path)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.mid"
    with path.open("wb") as file:
        file.truncate(5 * 2**20)
    with pytest.raises(MusicganError, match="larger than 4 MB"):
        read_midi(path)


def test_what_midi_cannot_say_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "song.mid"
    with pytest.raises(MusicganError, match=r"song\.mid has a tempo of 2\.0 .* choose one from"):
        write_midi(Song(tempos=(Tempo(0, 2.0),)), path)
    with pytest.raises(MusicganError, match="“H” is no chord symbol"):
        write_midi(Song(chords=(ChordChange(0, "H"),)), path)
    assert list(tmp_path.iterdir()) == []

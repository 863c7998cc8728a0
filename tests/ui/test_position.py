"""Bars, beats, minutes, seconds."""

from musicgan.song import Meter, Note, Song, Tempo, Track, bars
from ui.translations import key_name
from ui.transport.position import bar_and_beat, clock, time_of, upbeat
from ui.transport.tracks import numbered


def test_bar_and_beat_count_from_one() -> None:
    song = Song(meters=(Meter(0, 4, 4), Meter(96, 6, 8)), length=96 + 72)
    found = bars(song)
    assert bar_and_beat(found, 0) == "1:1"
    assert bar_and_beat(found, 95.9) == "1:4"
    assert bar_and_beat(found, 96) == "2:1"
    assert bar_and_beat(found, 96 + 61) == "2:6"
    assert bar_and_beat([], 10) == "1:1"


def test_an_upbeat_is_the_beat_of_the_first_note_in_the_first_bar() -> None:
    def beginning(*onsets: int, beats: int = 4, of: int = 4) -> Song:
        tracks = tuple(Track(notes=(Note(onset, 60, 12),)) for onset in onsets)
        return Song((Track(), *tracks), meters=(Meter(0, beats, of),), length=192)

    assert upbeat(beginning(80, 72)) == 72
    assert upbeat(beginning(84)) == 72
    assert upbeat(beginning(60, beats=6, of=8)) == 60
    assert [upbeat(beginning(*onsets)) for onsets in ((0, 72), (96,), ())] == [0, 0, 0]


def test_tracks_of_one_name_are_numbered() -> None:
    assert numbered(["Violin", "Viola", "Violin"]) == ["Violin 1", "Viola", "Violin 2"]


def test_keys_have_musical_signs() -> None:
    assert [key_name("Bb", "minor"), key_name("F#", "major")] == ["B♭ minor", "F♯ major"]


def test_clock() -> None:
    assert [clock(s) for s in (0, 59.9, 60, 605)] == ["0:00", "0:59", "1:00", "10:05"]
    song = Song(tempos=(Tempo(0, 60.0), Tempo(48, 120.0)), length=96)
    assert time_of(song, 96) == "0:03"

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgan.errors import MusicganError
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
    concatenate,
    replace_track,
    set_chord,
    slice_bars,
    transpose,
    transpose_to,
)
from tests.strategies import keys


def test_replace_track() -> None:
    song = Song(tracks=(Track("other"), Track("own")))
    assert replace_track(song, 1, Track("new")).tracks == (Track("other"), Track("new"))


def test_transpose_moves_all_but_drums() -> None:
    song = Song(
        tracks=(Track(notes=(Note(0, 60, 1),)), Track(is_drum=True, notes=(Note(0, 36, 1),))),
        keys=(KeyChange(0, Key(0, "minor")),),
        chords=(ChordChange(0, "Am7/G"), ChordChange(24, "N")),
    )
    moved = transpose(song, 3)
    assert [track.notes[0].pitch for track in moved.tracks] == [63, 36]
    assert moved.keys == (KeyChange(0, Key(-3, "minor")),)
    assert [chord.symbol for chord in moved.chords] == ["Cm7/Bb", "N"]


def test_transposed_notes_stay_within_midi() -> None:
    song = Song(tracks=(Track(notes=(Note(0, 2, 1), Note(1, 120, 1), Note(2, 127, 1))),))
    assert [n.pitch for n in transpose(song, -2).tracks[0].notes] == [0, 118, 125]
    assert [n.pitch for n in transpose(song, 7).tracks[0].notes] == [9, 127, 122]
    assert [n.pitch for n in transpose(song, 8).tracks[0].notes] == [10, 116, 123]
    assert [n.pitch for n in transpose(song, -3).tracks[0].notes] == [11, 117, 124]
    assert [n.pitch for n in transpose(song, 9).tracks[0].notes] == [11, 117, 124]


@given(keys, keys)
def test_transpose_to_gives_the_wanted_signature(now: Key, wanted: Key) -> None:
    song = Song(tracks=(Track(notes=(Note(0, 60, 1),)),), keys=(KeyChange(0, now),))
    moved = transpose_to(song, wanted)
    assert moved.keys[0].key == Key(wanted.fifths, now.mode)
    interval = moved.tracks[0].notes[0].pitch - 60
    assert -6 <= interval <= 6
    assert (now.tonic + interval) % 12 == moved.keys[0].key.tonic


def test_transpose_to_needs_a_key() -> None:
    song = Song(tracks=(Track(notes=(Note(0, 60, 1),)),))
    with pytest.raises(MusicganError, match="The song has no key"):
        transpose_to(song, Key(2, "major"))
    moved = transpose_to(song, Key(2, "major"), current=Key(0, "major"))
    assert moved.tracks[0].notes[0].pitch == 62
    assert moved.keys == (KeyChange(0, Key(2, "major")),)


def test_transpose_to_moves_later_keys_along() -> None:
    song = Song(keys=(KeyChange(0, Key(0, "major")), KeyChange(96, Key(1, "major"))))
    moved = transpose_to(song, Key(2, "major"))
    assert moved.keys == (KeyChange(0, Key(2, "major")), KeyChange(96, Key(3, "major")))


WALTZ = Song(
    tracks=(Track("a", notes=(Note(0, 60, 24), Note(24, 62, 200), Note(96, 64, 24))),),
    tempos=(Tempo(0, 90.0), Tempo(50, 80.0)),
    meters=(Meter(0, 1, 4), Meter(24, 3, 4)),
    keys=(KeyChange(0, Key(1, "major")),),
    chords=(ChordChange(24, "G"), ChordChange(96, "D")),
    markers=(Marker(24, "A"), Marker(96, "B")),
    length=168,
)


def test_slice_bars_takes_what_is_in_force() -> None:
    assert slice_bars(WALTZ, 2, 3) == Song(
        tracks=(Track("a", notes=(Note(0, 64, 24),)),),
        tempos=(Tempo(0, 80.0),),
        meters=(Meter(0, 3, 4),),
        keys=WALTZ.keys,
        chords=(ChordChange(0, "D"),),
        markers=(Marker(0, "B"),),
        length=72,
    )
    assert slice_bars(WALTZ, 0, 2).tracks[0].notes == (Note(0, 60, 24), Note(24, 62, 72))


def test_a_slice_has_the_title_and_no_key_that_comes_after_it() -> None:
    song = replace(WALTZ, title="Air", keys=(*WALTZ.keys, KeyChange(96, Key(2, "major"))))
    found = slice_bars(song, 0, 2)
    assert (found.title, found.keys) == ("Air", WALTZ.keys)
    assert slice_bars(song, 2, 5).length == 3 * 72, "behind the end the bars go on"


@pytest.mark.parametrize(("first", "last"), [(-1, 2), (2, 2), (3, 1)])
def test_no_bars_are_a_bug(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="no such bars"):
        slice_bars(WALTZ, first, last)


@given(st.integers(1, 3))
def test_slices_join_to_the_whole_but_for_cut_notes(cut: int) -> None:
    song = replace(WALTZ, tracks=(Track("a", notes=(Note(0, 60, 24), Note(96, 64, 24))),))
    joined = concatenate(slice_bars(song, 0, cut), slice_bars(song, cut, 4))
    assert joined.tracks == song.tracks
    assert bars(joined) == bars(song)
    assert joined.markers == song.markers


def test_concatenate_starts_at_the_barline_and_matches_parts() -> None:
    first = Song(tracks=(Track("a", 1, notes=(Note(0, 60, 10),)), Track("a", 1)), title="First")
    second = Song(
        tracks=(Track("a", 1, notes=(Note(5, 61, 10),)), Track("b", 1, notes=(Note(0, 62, 10),))),
        tempos=(Tempo(0, 60.0),),
        chords=(ChordChange(0, "C"),),
        length=50,
    )
    joined = concatenate(first, second)
    assert joined.tracks == (
        Track("a", 1, notes=(Note(0, 60, 10), Note(101, 61, 10))),
        Track("a", 1),
        Track("b", 1, notes=(Note(96, 62, 10),)),
    )
    assert joined.tempos == (Tempo(0, 120.0), Tempo(96, 60.0))
    assert joined.chords == (ChordChange(96, "C"),)
    assert (joined.title, joined.length) == ("First", 146)


def test_concatenated_keys_follow_each_other() -> None:
    flats, sharps = (KeyChange(0, Key(-2, "minor")),), (KeyChange(0, Key(3, "major")),)
    bar = Song(keys=flats, length=96)
    assert concatenate(bar, replace(bar, keys=sharps)).keys == (*flats, replace(*sharps, tick=96))
    assert concatenate(bar, bar).keys == flats
    assert concatenate(Song(), bar).keys == flats


def test_set_chord_replaces_adds_and_takes_away() -> None:
    song = Song(chords=(ChordChange(0, "C"), ChordChange(96, "G7")))
    assert set_chord(song, 96, "F:maj/3").chords[1] == ChordChange(96, "F/A")
    assert [c.tick for c in set_chord(song, 48, "Am").chords] == [0, 48, 96]
    assert set_chord(song, 0, " ").chords == (ChordChange(96, "G7"),)
    with pytest.raises(MusicganError, match="no chord symbol"):
        set_chord(song, 0, "Hx")


def test_transposed_chords_are_spelled_in_the_key_that_they_come_to() -> None:
    song = Song(
        keys=(KeyChange(0, Key(0, "major")), KeyChange(96, Key(3, "major"))),
        chords=(ChordChange(0, "F#"), ChordChange(96, "F#")),
    )
    # A semitone up, C major comes to D flat major and A major to B flat major; two semitones up,
    # to D major and to B major, whose G sharp is no A flat.
    assert [c.symbol for c in transpose(song, 1).chords] == ["G", "G"]
    assert [c.symbol for c in transpose(song, 2).chords][1] == "G#"


def test_an_octave_leaves_chords_and_keys_as_they_were_written() -> None:
    song = Song(chords=(ChordChange(0, "B#maj7"),))
    assert transpose(song, 12).chords == song.chords
    song = Song(keys=(KeyChange(0, Key(7, "major")),))
    assert transpose(song, -12).keys == song.keys
    assert transpose(song, 13).keys == (KeyChange(0, Key(2, "major")),)

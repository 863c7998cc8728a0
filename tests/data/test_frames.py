from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgan.data import MAX_PITCHED_TRACKS, to_piece, to_song
from musicgan.data.frames import (
    DURATIONS,
    class_velocity,
    duration_class,
    fold,
    frame_onsets,
    meter_map,
    tonic_shift,
    velocity_class,
)
from musicgan.errors import MusicganError
from musicgan.song import FAMILIES, Key, KeyChange, Meter, Note, Song, Tempo, Track, bars
from tests import strategies

SMALL = Song(
    tracks=(
        Track(
            "Violin", 40, False, (Note(0, 74, 24, 80), Note(0, 78, 24, 81), Note(36, 76, 36, 64))
        ),
        Track("Kit", 8, True, (Note(0, 36, 6, 100),)),
        Track("Bass", 32, False, (Note(0, 50, 72, 70),)),
    ),
    tempos=(Tempo(0, 90.0),),
    meters=(Meter(0, 3, 4),),
    keys=(KeyChange(0, Key(2, "major")),),
    length=144,
)
"""Two bars of D major in 3/4."""


@st.composite
def short_barred(draw: st.DrawFn) -> Song:
    """Songs with notes and bars of at most eight quarter notes, no pitch near MIDI's borders."""
    notes = st.builds(
        Note,
        onset=strategies.ticks,
        pitch=st.integers(12, 115),
        duration=st.integers(1, 100),
        velocity=st.integers(1, 127),
    )
    tracks = st.builds(
        Track,
        program=st.integers(0, 127),
        is_drum=st.booleans(),
        notes=st.lists(notes, min_size=1, max_size=12).map(tuple),
    )
    song = draw(strategies.songs(tracks).filter(lambda song: song.note_count > 0))
    short = tuple(meter for meter in song.meters if meter.bar_ticks <= 192)
    return replace(song, meters=short if short and short[0].tick == 0 else (Meter(0, 4, 4), *short))


def test_rows_of_a_small_song() -> None:
    piece = to_piece(SMALL)
    assert piece.notes.tolist() == [
        # onset, duration, track, pitch, velocity
        (0, 72, 0, 48, 70),
        (0, 24, 1, 76, 81),
        (0, 24, 1, 72, 80),
        (0, 6, 2, 36, 100),
        (36, 36, 1, 74, 64),
    ]
    assert piece.bars.tolist() == [(0, 72, 1), (72, 72, 1)]
    bass, strings, drums = (FAMILIES.index(name) for name in ("bass", "strings", "drums"))
    assert piece.tracks.tolist() == [(bass, 0, 32), (strings, 0, 40), (drums, 0, 8)]
    assert len(piece.chords) == 6
    assert (piece.tempo, piece.minor, piece.shift) == (90.0, False, -2)


def test_frames_are_onsets_and_barlines() -> None:
    piece = to_piece(SMALL)
    assert frame_onsets(piece, 0, 2).tolist() == [0, 36, 72]
    assert frame_onsets(piece, 1, 2).tolist() == [72]


def test_small_song_comes_back() -> None:
    back = to_song(to_piece(SMALL))
    violin, kit, bass = SMALL.tracks
    assert back.tracks == tuple(replace(track, name="") for track in (bass, violin, kit))
    assert (back.tempos, back.meters, back.keys) == (SMALL.tempos, SMALL.meters, SMALL.keys)
    assert back.length == 144


def test_song_in_another_key() -> None:
    back = to_song(to_piece(SMALL), Key(-3, "major"))
    assert back.keys == (KeyChange(0, Key(-3, "major")),)
    assert [note.pitch for note in back.tracks[0].notes] == [51]
    assert [note.pitch for note in back.tracks[2].notes] == [36], "drums are not transposed"


@given(song=short_barred())
@settings(max_examples=40, deadline=None)
def test_any_song_goes_round(song: Song) -> None:
    # Notes that coincide become one, which may change how high a track lies and so its place.
    song = replace(to_song(to_piece(song)), chords=song.chords)
    piece = to_piece(song)
    again = to_piece(replace(to_song(piece), chords=song.chords))
    assert again.notes.tolist() == piece.notes.tolist()
    assert again.tracks.tolist() == piece.tracks.tolist()
    assert again.bars[["start", "ticks"]].tolist() == piece.bars[["start", "ticks"]].tolist()
    assert (again.tempo, again.minor, again.shift) == (piece.tempo, piece.minor, piece.shift)


@given(song=short_barred())
@settings(max_examples=40, deadline=None)
def test_meter_map_gives_the_bars_back(song: Song) -> None:
    grid = bars(song)
    again = bars(replace(song, meters=meter_map(grid)))
    assert [(bar.start, bar.ticks, str(bar.meter)) for bar in again] == [
        (bar.start, bar.ticks, str(bar.meter)) for bar in grid
    ]


def test_busiest_tracks_are_kept() -> None:
    pitched = tuple(
        Track(f"{count}", 0, False, tuple(Note(24 * n, 40 + count, 24) for n in range(count)))
        for count in (3, 9, 1, 5, 2, 8, 7, 4, 10, 6)
    )
    kits = (Track("a", 0, True, (Note(0, 36, 6),)), Track("b", 0, True, (Note(24, 38, 6),)))
    piece = to_piece(Song(tracks=(*pitched, *kits), keys=(KeyChange(0, Key(0, "major")),)))
    counts = np.bincount(piece.notes["track"]).tolist()
    assert counts == [10, 9, 8, 7, 6, 5, 4, 3, 2], "by pitch downward, both kits as one"
    assert piece.tracks["ordinal"].tolist() == [*range(MAX_PITCHED_TRACKS), 0]


def test_equal_tracks_count_one_by_one() -> None:
    track = Track("same", 0, False, (Note(0, 60, 24),))
    assert len(to_piece(Song(tracks=(track,) * 12)).tracks) == MAX_PITCHED_TRACKS


def test_of_doubled_notes_the_longest_stays() -> None:
    notes = (Note(0, 60, 12, 90), Note(0, 60, 48, 40), Note(0, 60, 24, 127))
    piece = to_piece(Song(tracks=(Track(notes=notes),), keys=(KeyChange(0, Key(0, "major")),)))
    assert piece.notes.tolist() == [(0, 48, 0, 60, 40)]


@pytest.mark.parametrize(("pitch", "folded"), [(-3, 9), (0, 0), (127, 127), (130, 118)])
def test_fold(pitch: int, folded: int) -> None:
    assert fold(pitch) == folded


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(MusicganError, match="no notes"):
        to_piece(Song(tracks=(Track(),)))
    with pytest.raises(MusicganError, match="longer than eight quarter notes"):
        to_piece(Song(tracks=(Track(notes=(Note(0, 60, 24),)),), meters=(Meter(0, 9, 4),)))


def test_classes() -> None:
    assert DURATIONS[[0, 47, 48, -1]].tolist() == [1, 48, 54, 768]
    exact = duration_class(np.arange(1, 49))
    assert DURATIONS[exact].tolist() == list(range(1, 49))
    assert DURATIONS[duration_class(np.array([0, 50, 52, 5000]))].tolist() == [1, 48, 54, 768]
    assert velocity_class(np.array([0, 3, 4, 127], np.uint8)).tolist() == [0, 0, 1, 31]
    velocities = [class_velocity(index) for index in (0, 1, 31)]
    assert velocities == [2, 6, 126]
    assert {type(velocity) for velocity in velocities} == {int}


@pytest.mark.parametrize("mode", ["major", "minor"])
@pytest.mark.parametrize("fifths", range(-7, 8))
def test_every_key_goes_to_c_or_a(fifths: int, mode: str) -> None:
    key = Key(fifths, mode)
    shift = tonic_shift(key)
    assert -6 <= shift <= 5
    assert (key.tonic + shift) % 12 == (0 if mode == "major" else 9)
    third = 4 if mode == "major" else 3
    notes = tuple(Note(0, 60 + key.tonic + step, 24) for step in (0, third, 7))
    piece = to_piece(Song(tracks=(Track(notes=notes),), keys=(KeyChange(0, key),)))
    expected = {0, 4, 7} if mode == "major" else {9, 0, 4}
    assert set((piece.notes["pitch"] % 12).tolist()) == expected
    assert piece.minor == (mode == "minor")


def test_a_last_bar_that_is_cut_short_is_followed_by_its_whole_meter() -> None:
    """So that a bar that is written behind it is whole again."""
    song = Song(meters=(Meter(0, 3, 4), Meter(96, 3, 4)), length=96)
    grid = bars(song)
    assert [bar.ticks for bar in grid] == [72, 24]
    assert meter_map(grid) == (Meter(0, 3, 4), Meter(96, 3, 4))


def test_frames_of_a_few_bars_end_with_the_last_of_them() -> None:
    notes = (Note(0, 60, 24), Note(30, 60, 24), Note(90, 62, 24), Note(100, 62, 24))
    piece = to_piece(
        Song(
            tracks=(Track(notes=notes),), meters=(Meter(0, 1, 4), Meter(24, 3, 4)), length=24 + 144
        )
    )
    assert frame_onsets(piece, 0, 2).tolist() == [0, 24, 30, 90]
    assert frame_onsets(piece, 1, 3).tolist() == [24, 30, 90, 96, 100]


def test_the_key_that_a_song_says_counts() -> None:
    chord = tuple(Note(0, pitch, 96) for pitch in (60, 64, 67))
    song = Song(tracks=(Track(notes=chord),), keys=(KeyChange(0, Key(3, "minor")),))
    piece = to_piece(song)
    assert (piece.minor, piece.shift) == (True, tonic_shift(Key(3, "minor")))


def test_tracks_of_a_family_are_in_order_from_the_highest_down() -> None:
    few_high = Track(program=40, notes=(Note(0, 80, 24),))
    many_low = Track(program=42, notes=tuple(Note(24 * i, 48, 24) for i in range(8)))
    piece = to_piece(Song(tracks=(many_low, few_high)))
    assert piece.tracks["program"].tolist() == [40, 42]


def test_bars_of_eight_quarters_are_the_longest() -> None:
    notes = (Track(notes=(Note(0, 60, 24),)),)
    assert len(to_piece(Song(tracks=notes, meters=(Meter(0, 8, 4),))).bars) == 1
    with pytest.raises(MusicganError, match="a bar longer than eight quarter notes"):
        to_piece(Song(tracks=notes, meters=(Meter(0, 17, 8),)))

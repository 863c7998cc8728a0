from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgan.song import Note, Song, Track, from_roll, to_roll, velocities
from musicgan.song.roll import ONSET
from tests.strategies import songs, tracks

apart = st.builds(
    lambda track: replace(
        track,
        notes=tuple({(n.pitch, n.onset // 8): Note(n.onset // 8 * 8, n.pitch, n.duration % 8 + 1,
                                                   n.velocity) for n in track.notes}.values()),
    ),
    tracks,
)  # fmt: skip
"""Tracks in which notes of one pitch touch at most."""


def test_a_roll_holds_velocities_and_marks_onsets() -> None:
    notes = (Note(0, 60, 2, 100), Note(2, 60, 1, 50), Note(1, 64, 2, 7))
    roll = to_roll(Song(tracks=(Track(), Track(notes=notes)), length=4))
    assert roll.shape == (2, 4, 128)
    assert roll.dtype == np.uint8
    assert not roll[0].any()
    assert roll[1, :, 60].tolist() == [100 + ONSET, 100, 50 + ONSET, 0]
    assert velocities(roll)[1, :, 60].tolist() == [100, 100, 50, 0]
    assert velocities(roll)[1, :, 64].tolist() == [0, 7, 7, 0]
    assert np.count_nonzero(roll) == 5


def test_of_overlapping_notes_the_later_ends_the_earlier() -> None:
    notes = (Note(0, 60, 8, 1), Note(2, 60, 2, 2), Note(2, 60, 3, 3), Note(8, 60, 4, 4))
    song = Song(tracks=(Track(notes=notes),))
    assert from_roll(to_roll(song), song).tracks[0].notes == (
        Note(0, 60, 2, 1),
        Note(2, 60, 3, 3),
        Note(8, 60, 4, 4),
    )


@settings(max_examples=40, deadline=None)
@given(songs(tracks=apart, most_tracks=3))
def test_a_song_without_overlaps_comes_back_identical(song: Song) -> None:
    assert from_roll(to_roll(song), song) == song


@settings(max_examples=40, deadline=None)
@given(songs(most_tracks=3))
def test_what_a_roll_holds_it_keeps(song: Song) -> None:
    roll = to_roll(song)
    np.testing.assert_array_equal(to_roll(from_roll(roll, song)), roll)


def test_a_plain_roll_without_onsets_reads_as_held_notes() -> None:
    roll = np.zeros((1, 6, 128), np.uint8)
    roll[0, 1:4, 60] = 90
    roll[0, 5, 127] = 30
    song = from_roll(roll, Song(tracks=(Track(),)))
    assert song.tracks[0].notes == (Note(1, 60, 3, 90), Note(5, 127, 1, 30))


def test_a_roll_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit 1 tracks"):
        from_roll(np.zeros((2, 6, 128), np.uint8), Song(tracks=(Track(),)))

"""Which row is which pitch of which track, against values worked out by hand."""

import pytest

from musicgan.song import Note, Song, Track
from ui.pianoroll.rows import Lane, rows_of

TUNE = Track("tune", 0, False, (Note(0, 60, 24), Note(24, 72, 12)))
BASS = Track("bass", 33, False, (Note(0, 36, 24),))
KIT = Track("kit", 0, True, (Note(0, 36, 6), Note(48, 39, 6)))
DRUMS = (51, 49, 46, 42, 39, 38, 36)


def test_overlaid_pitches_have_a_margin_two_octaves_and_drums_below() -> None:
    # 60 to 72 with two rows each side is 58 to 74: 17 rows; 8 are missing to 25, half go on top.
    lanes = rows_of(Song((TUNE, KIT))).lanes
    assert lanes[0] == Lane((0,), 0, tuple(range(78, 53, -1)))
    assert lanes[1] == Lane((1,), 26, DRUMS, is_drum=True)
    assert rows_of(Song((TUNE, KIT))).count == 33


def test_wide_songs_are_not_padded() -> None:
    song = Song((Track(notes=(Note(0, 30, 1), Note(0, 90, 1))),))
    assert rows_of(song).lanes[0].pitches == tuple(range(92, 27, -1))


@pytest.mark.parametrize(("pitch", "high"), [(0, 24), (127, 127)])
def test_rows_stay_within_midi(pitch: int, high: int) -> None:
    (lane,) = rows_of(Song((Track(notes=(Note(0, pitch, 1),)),))).lanes
    assert (lane.pitches[0], len(lane.pitches)) == (high, 25)
    assert lane.pitches[-1] >= 0


def test_drums_alone_have_no_pitched_rows() -> None:
    assert rows_of(Song((KIT,))).lanes == (Lane((0,), 0, DRUMS, is_drum=True),)


def test_each_track_has_its_lane() -> None:
    rows = rows_of(Song((TUNE, KIT, BASS)), apart=True)
    assert [lane.tracks for lane in rows.lanes] == [(0,), (1,), (2,)]
    assert [lane.first for lane in rows.lanes] == [0, 18, 26]
    assert rows.lane_at(16.9) is rows.lanes[0]
    assert rows.lane_at(17.5) is None
    assert rows.lane_of(2).pitches == tuple(range(42, 29, -1))


def test_rows_do_not_go_while_the_same_piece_is_edited() -> None:
    before = rows_of(Song((TUNE, KIT)))
    moved = Song((Track(notes=(Note(0, 80, 24),)), Track(is_drum=True)))
    after = rows_of(moved, before=before)
    assert after.lanes[0].pitches == tuple(range(92, 53, -1))
    assert after.lanes[1].pitches == DRUMS
    assert rows_of(Song((TUNE,)), before=before) == rows_of(Song((TUNE,)))


def test_a_drag_out_of_a_lane_goes_on_by_semitones_but_not_by_drums() -> None:
    tune, kit = rows_of(Song((TUNE, KIT))).lanes
    assert [tune.pitch_of(row) for row in (-3, 0, 30, 500)] == [81, 78, 48, 0]
    assert [kit.pitch_of(row) for row in (0, 27, 500)] == [51, 49, 36]
    assert kit.row_of(37) == kit.end - 1

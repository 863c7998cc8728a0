import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgan.data import Piece, to_piece
from musicgan.data.augmentation import moved_by_octave, with_articulation, with_dynamics
from musicgan.data.manner import MANNERS, average, measure_bars
from musicgan.song import Key, KeyChange, Note, Song, Track

WALK = tuple(
    Note(24 * step, 60 + step % 7, 6 + step % 12, 60 + 4 * (step % 5)) for step in range(32)
)
BEAT = tuple(Note(48 * step, 36, 6, 90) for step in range(16))
SONG = Song(tracks=(Track("", 0, False, WALK), Track("", 0, True, BEAT)), length=32 * 24)


def measured(name: str, *pieces: Piece) -> list[float]:
    place = MANNERS.index(name)
    return [float(average(*measure_bars(piece))[place]) for piece in pieces]


def test_octaves_are_moved_as_far_as_instruments_reach() -> None:
    song = Song(
        tracks=(
            Track("Violin", 40, False, (Note(0, 60, 24, 80), Note(24, 79, 24, 80))),
            Track("Bass", 33, False, (Note(0, 38, 24, 80),)),
            Track("Drums", 0, True, (Note(0, 36, 6, 80),)),
        ),
        keys=(KeyChange(0, Key(0, "major")),),
        length=192,
    )
    piece = to_piece(song)

    def pitches(semitones: int) -> list[list[int]]:
        moved = moved_by_octave(piece, semitones)
        return [moved.notes["pitch"][moved.notes["track"] == slot].tolist() for slot in range(3)]

    assert pitches(12) == [[50], [72, 91], [36]]
    assert pitches(-12) == [[26], [60, 79], [36]], "a violin ends at its G"


@settings(max_examples=30, deadline=None)
@given(st.floats(30, 110))
def test_dynamics_come_out_as_asked_and_keep_their_shape(velocity: float) -> None:
    piece = to_piece(SONG)
    played = with_dynamics(piece, velocity)
    assert measured("dynamics", played) == pytest.approx([velocity], abs=6)
    inside = (played.notes["velocity"] > 1) & (played.notes["velocity"] < 127)
    moved = played.notes["velocity"].astype(int) - piece.notes["velocity"].astype(int)
    assert len(set(moved[inside].tolist())) <= 1
    assert np.array_equal(played.notes["onset"], piece.notes["onset"])


@settings(max_examples=30, deadline=None)
@given(st.floats(0.15, 1))
def test_articulation_comes_out_as_asked(share: float) -> None:
    piece = to_piece(SONG)
    played = with_articulation(piece, share)
    assert measured("articulation", played) == pytest.approx([share], abs=0.05)
    drums = played.notes["track"] == len(played.tracks) - 1
    assert played.notes["duration"][drums].tolist() == [6] * len(BEAT), "drums are left alone"
    assert played.notes["duration"].min() >= 1


def test_what_rings_on_rings_on() -> None:
    notes = (Note(0, 60, 96), Note(24, 64, 12), Note(48, 67, 12), Note(72, 72, 24))
    piece = to_piece(Song(tracks=(Track("", 0, False, notes),), length=96))
    assert with_articulation(piece, 1.0).notes["duration"].tolist()[0] == 96
    assert with_articulation(piece, 0.2).notes["duration"].tolist()[0] < 24


def test_drums_alone_have_no_articulation() -> None:
    piece = to_piece(Song(tracks=(Track("", 0, True, BEAT),), length=32 * 24))
    assert with_articulation(piece, 0.2) is piece

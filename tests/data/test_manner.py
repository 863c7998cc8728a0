import numpy as np
import pytest

from musicgan.data import MANNERS, to_piece
from musicgan.data.manner import average, levels, measure_bars, thresholds
from musicgan.song import Key, KeyChange, Meter, Note, Song, Track

PIANO = (*(Note(24 * beat, 60, 12, 80) for beat in range(4)), Note(108, 72, 48, 100))
SONG = Song(
    tracks=(Track("", 0, False, PIANO), Track("", 0, True, (Note(0, 36, 6, 60),))),
    keys=(KeyChange(0, Key(0, "major")),),
    length=192,
)


def test_figures_by_hand() -> None:
    values, weights = measure_bars(to_piece(SONG))
    # density, polyphony, articulation, dynamics, register, syncopation
    assert values[0] == pytest.approx([5 / 4 / 2, 1, (3 * 12 / 24 + 12 / 36) / 4, 76, 60, 0])
    assert values[1] == pytest.approx([1 / 4, 1, 48 / 96, 100, 72, 1])
    assert weights.tolist() == [[96, 48, 4, 5, 4, 5], [96, 48, 1, 1, 1, 1]]
    assert average(values, weights) == pytest.approx(
        [0.4375, 1, (4 * 11 / 24 + 0.5) / 5, 80, 62.4, 1 / 6]
    )


def test_drums_alone_say_nothing_of_pitches() -> None:
    song = Song(tracks=(Track(is_drum=True, notes=(Note(0, 36, 6, 60),)),), length=96)
    manner = average(*measure_bars(to_piece(song)))
    known = dict(zip(MANNERS, (~np.isnan(manner)).tolist(), strict=True))
    assert known == {
        "density": True,
        "polyphony": False,
        "articulation": False,
        "dynamics": True,
        "register": False,
        "syncopation": True,
    }


def test_empty_bars_weigh_nothing() -> None:
    song = Song(tracks=(Track(notes=(Note(96, 60, 24),)),), length=288)
    _, weights = measure_bars(to_piece(song))
    assert (weights > 0).any(axis=1).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("meter", "onsets", "share"),
    [
        ((4, 4), (0, 24, 48), 0.0),
        ((4, 4), (12, 24), 0.0),  # off the beat, but the next beat is played
        ((4, 4), (12, 48), 0.5),
        ((6, 8), (0, 12, 24, 36), 0.0),  # quavers of a compound beat that goes on
        ((6, 8), (12, 24), 1.0),
    ],
)
def test_syncopation(meter: tuple[int, int], onsets: tuple[int, ...], share: float) -> None:
    notes = tuple(Note(onset, 60, 6) for onset in onsets)
    song = Song(tracks=(Track(notes=notes),), meters=(Meter(0, *meter),), length=72)
    values, _ = measure_bars(to_piece(song))
    assert values[0, MANNERS.index("syncopation")] == share


def test_levels_are_fifths() -> None:
    samples = [np.array([value, *[np.nan] * 5]) for value in range(10)]
    borders = thresholds(samples)
    assert borders[0].tolist() == [1, 3, 5, 7]
    assert borders[1].tolist() == [0, 0, 0, 0], "nothing is known of it"
    table = np.full((6, 6), np.nan)
    table[:, 0] = [0, 1, 2, 4.5, 7, 9]
    assert levels(table, borders)[:, 0].tolist() == [1, 1, 2, 3, 4, 5]
    assert levels(table, borders)[:, 1].tolist() == [0] * 6


def test_what_never_varies_has_no_levels() -> None:
    samples = [np.full(6, 1.0)] * 10
    assert levels(np.array([0.0, 1.0, 1.0, 80.0, 2.0, 1.0]), thresholds(samples)).tolist() == [
        0, 0, 5, 3, 0, 0,
    ], "but for articulation and dynamics, which are the same everywhere"  # fmt: skip


def test_a_chord_is_one_onset_and_as_many_voices_as_sound() -> None:
    chord = tuple(Note(0, pitch, 48) for pitch in (60, 64, 67))
    song = Song(tracks=(Track(notes=(*chord, Note(48, 72, 24))),), length=192)
    values, weights = measure_bars(to_piece(song))
    assert values[0, MANNERS.index("density")] == 2 / 4
    assert values[0, MANNERS.index("polyphony")] == pytest.approx((3 * 48 + 24) / 72)
    assert weights[0, MANNERS.index("polyphony")] == 72, "rests don't count"


def test_notes_held_over_the_barline_sound_in_both_bars() -> None:
    song = Song(tracks=(Track(notes=(Note(48, 60, 96), Note(96, 64, 12))),), length=192)
    values, weights = measure_bars(to_piece(song))
    assert values[:, MANNERS.index("polyphony")].tolist() == [1, (48 + 12) / 48]
    assert weights[:, MANNERS.index("polyphony")].tolist() == [48, 48]

import numpy as np

from musicgan.data.frames import duration_class
from musicgan.model.customs import (
    DURATION_CUSTOMS,
    HERE_CUSTOMS,
    PITCH_CUSTOMS,
    PLACE_CUSTOMS,
    SCALE_CUSTOMS,
)
from musicgan.model.usage import Usage

WHO, PIANO, DRUMS = np.array([0]), np.array([0]), np.array([1])
EIGHTH = int(duration_class(np.array([12]))[0])


def usage(*bar_ticks: int) -> Usage:
    """Of a pitched track and drums."""
    is_drum = np.zeros((1, 9), bool)
    is_drum[0, 1] = True
    return Usage(np.array([bar_ticks or (96,) * 4]), is_drum)


def enter(of: Usage, bar: int, position: int) -> None:
    of.enter(WHO, np.array([96 * bar + position]), np.array([position]), np.array([bar]))


def play(
    of: Usage, bar: int, position: int, *notes: tuple[int, int], ticks: int = 12, velocity: int = 20
) -> None:
    """A frame of notes (track, pitch)."""
    enter(of, bar, position)
    for track, pitch in notes:
        of.add(0, track, pitch, EIGHTH, velocity, 96 * bar + position + ticks)
    of.leave()


def test_pitches_by_how_often_and_how_lately() -> None:
    of = usage()
    assert (of.pitches == PITCH_CUSTOMS - 1).all(), "nothing is usual yet"
    for position in (0, 6, 12):
        play(of, 0, position, (0, 60))
    play(of, 0, 24, (0, 64))
    classes = of.pitches[0, 0].copy()
    assert classes[60] > classes[64] > classes[62], "the more often, the higher"
    assert classes[62] == 0, "between the lowest and the highest"
    assert classes[[65, 67, 72]].tolist() == classes[[59, 57, 52]].tolist() == [1, 2, 3]
    assert (of.pitches[0, 1] == PITCH_CUSTOMS - 1).all(), "other tracks have their own"
    play(of, 0, 36, (0, 60), (0, 55))
    assert of.pitches[0, 0, 64] == classes[64] - 1, "an onset longer ago"


def test_a_frame_counts_when_it_is_over() -> None:
    of = usage()
    enter(of, 0, 0)
    of.add(0, 0, 60, EIGHTH, 20, 12)
    assert (of.pitches == PITCH_CUSTOMS - 1).all()
    assert not of.in_bar.any()
    of.leave()
    assert of.pitches[0, 0, 60] < PITCH_CUSTOMS - 1
    assert np.flatnonzero(of.in_bar[0]).tolist() == [0]


def test_pitch_classes_of_the_bar_begin_anew_at_its_line() -> None:
    of = usage()
    play(of, 0, 0, (0, 60), (1, 128 + 38))
    play(of, 0, 24, (0, 67))
    assert np.flatnonzero(of.in_bar[0]).tolist() == [0, 7], "drums have none"
    enter(of, 1, 0)
    assert not of.in_bar.any()


def test_scale_by_the_share_of_notes() -> None:
    of = usage()
    assert (of.scale == SCALE_CUSTOMS - 1).all(), "too few notes to tell"
    for beat in range(4):
        play(of, 0, 24 * beat, (0, 67), (0, 64 if beat == 0 else 72), (0, 60))
    enter(of, 1, 0)
    classes = of.scale[0]
    assert classes[0] == 5
    assert classes[0] >= classes[7] > classes[4] > classes[1] == 0


def test_places_in_the_bar() -> None:
    of = usage()
    play(of, 0, 0, (0, 60), (1, 164))
    play(of, 0, 24, (1, 166))
    assert (of.strikes == 0).all(), "no bar is finished"
    play(of, 1, 0, (1, 164))
    assert of.places[0, [0, 24, 48]].tolist() == [4, 4, 1], "once in one bar; never in one"
    assert of.strikes[0, :2].tolist() == [4, 4]
    play(of, 2, 0)
    assert of.strikes[0, :2].tolist() == [5, 8], "once in two bars, and twice"
    assert of.places[0, 24] == 5
    assert of.places.max() < PLACE_CUSTOMS


def test_pitches_at_a_place_in_the_bar() -> None:
    of = usage()
    play(of, 0, 0, (1, 164))
    play(of, 0, 24, (1, 166))
    enter(of, 1, 0)
    assert (of.here(WHO, PIANO) == HERE_CUSTOMS - 1).all(), "this track has not struck here"
    classes = of.here(WHO, DRUMS)[0]
    assert classes[164] > classes[166] == 0, "the other key was struck elsewhere"
    of.add(0, 1, 166, EIGHTH, 20, 108)
    of.leave()
    enter(of, 2, 0)
    assert of.here(WHO, DRUMS)[0, 166] > of.here(WHO, DRUMS)[0, 164] > 0, "the latest counts more"


def test_bars_of_another_length_have_places_of_their_own() -> None:
    of = usage(96, 72, 96)
    play(of, 0, 0, (0, 60))
    play(of, 1, 0)
    assert (of.places == 0).all()
    enter(of, 2, 0)
    assert of.places[0, 0] == 4


def test_lengths_and_loudness_by_their_use() -> None:
    of = usage()
    assert (of.durations == DURATION_CUSTOMS - 1).all()
    assert of.velocity[0, 0] == of.key_velocity[0, 0, 60] == 0
    play(of, 0, 0, (0, 67), (0, 60), velocity=9)
    play(of, 0, 12, (0, 67), velocity=12)
    assert of.durations[0, 0, EIGHTH] > of.durations[0, 0, EIGHTH + 1] == 0
    assert of.velocity[0, 0] == 1 + 12
    assert of.key_velocity[0, 0, [60, 67]].tolist() == [1 + 9, 1 + 12]


def test_tracks_by_when_their_note_ends() -> None:
    of = usage()
    play(of, 0, 0, (0, 60), ticks=24)
    found = []
    for position in (12, 24, 27, 40, 72):
        enter(of, 0, position)
        found.append(int(of.rests[0, 0]))
    assert found == [1, 2, 3, 4, 5]
    assert of.rests[0, 1] == 0, "without a note"


def test_what_ends_where() -> None:
    of = usage()
    play(of, 0, 48, (0, 60), ticks=24)
    assert of.ends(WHO)[0, 72] == 4, "one track, and the first that ends"
    play(of, 0, 60, (1, 164), ticks=36)
    assert of.ends(WHO)[0, [0, 72]].tolist() == [1, 4], "the drums end at the barline"
    play(of, 0, 66, (1, 164), ticks=60)
    assert np.flatnonzero(of.ends(WHO)).tolist() == [72], "beyond the bar is no place in it"


def test_windows_that_take_turns_in_a_frame_keep_apart() -> None:
    of = Usage(np.array([[96], [96]]), np.zeros((2, 9), bool))
    of.enter(np.arange(2), np.zeros(2, int), np.zeros(2, int), np.zeros(2, int))
    for pitch, velocity in ((67, 9), (60, 5)):
        for window in (0, 1):
            of.add(window, 0, pitch, EIGHTH, velocity, 12)
    of.leave()
    alone = usage()
    play(alone, 0, 0, (0, 67), velocity=9)
    assert (of.velocity[:, 0] == 1 + 9).all(), "that of the highest note"
    assert (of.pitches[0] == of.pitches[1]).all()
    assert of.pitches[0, 0, 67] == of.pitches[0, 0, 60] == alone.pitches[0, 0, 67]

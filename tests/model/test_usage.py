import numpy as np

from musicgan.model.customs import PITCH_CUSTOMS, PLACE_CUSTOMS, SCALE_CUSTOMS
from musicgan.model.usage import Usage

WHO = np.array([0])
ON = np.array([0])


def usage(bars: int = 4) -> Usage:
    """Of a pitched track and drums, in bars of 4/4."""
    is_drum = np.zeros((1, 9), bool)
    is_drum[0, 1] = True
    return Usage(np.full((1, bars), 96), is_drum)


def play(of: Usage, bar: int, position: int, *notes: tuple[int, int]) -> None:
    of.enter(WHO, np.array([position]), np.array([bar]))
    for track, pitch in notes:
        of.add(0, track, pitch)
    of.leave()


def test_pitches_by_their_use() -> None:
    of = usage()
    assert (of.pitches(WHO, ON) == PITCH_CUSTOMS - 1).all(), "nothing is usual yet"
    for position in (0, 6, 12):
        play(of, 0, position, (0, 60))
    play(of, 0, 24, (0, 64))
    classes = of.pitches(WHO, ON)[0]
    assert classes[60] > classes[64] > classes[62], "the more often, the higher"
    assert classes[62] == 0, "between the lowest and the highest"
    assert classes[[65, 67, 72]].tolist() == classes[[59, 57, 52]].tolist() == [1, 2, 3]
    assert (of.pitches(WHO, ON + 1) == PITCH_CUSTOMS - 1).all(), "other tracks have their own"


def test_a_frame_counts_when_it_is_over() -> None:
    of = usage()
    of.enter(WHO, np.array([0]), np.array([0]))
    of.add(0, 0, 60)
    assert (of.pitches(WHO, ON) == PITCH_CUSTOMS - 1).all()
    assert not of.in_bar.any()
    of.leave()
    assert of.pitches(WHO, ON)[0, 60] == 4
    assert np.flatnonzero(of.in_bar[0]).tolist() == [0]


def test_pitch_classes_of_the_bar_begin_anew_at_its_line() -> None:
    of = usage()
    play(of, 0, 0, (0, 60), (1, 38))
    play(of, 0, 24, (0, 67))
    assert np.flatnonzero(of.in_bar[0]).tolist() == [0, 7], "drums have none"
    of.enter(WHO, np.array([0]), np.array([1]))
    assert not of.in_bar.any()


def test_scale_by_the_share_of_notes() -> None:
    of = usage()
    assert (of.scale(WHO) == SCALE_CUSTOMS - 1).all(), "too few notes to tell"
    for beat in range(4):
        play(of, 0, 24 * beat, (0, 60), (0, 67), (0, 64 if beat == 0 else 60))
    classes = of.scale(WHO)[0]
    assert classes[0] == 5
    assert classes[0] >= classes[7] > classes[4] > classes[1] == 0


def test_places_in_the_bar() -> None:
    of = usage()
    play(of, 0, 0, (0, 60), (1, 36))
    play(of, 0, 24, (1, 38))
    assert (of.strikes(WHO) == 0).all(), "no bar is finished"
    play(of, 1, 0, (1, 36))
    assert of.places[0, [0, 24, 48]].tolist() == [4, 4, 1], "once in one bar; never in one"
    assert of.strikes(WHO)[0, :2].tolist() == [4, 4]
    play(of, 2, 0)
    assert of.strikes(WHO)[0, :2].tolist() == [5, 8], "once in two bars, and twice"
    assert of.places[0, 24] == 5
    assert of.places.max() < PLACE_CUSTOMS


def test_bars_of_another_length_have_places_of_their_own() -> None:
    of = Usage(np.array([[96, 72, 96]]), np.zeros((1, 9), bool))
    play(of, 0, 0, (0, 60))
    of.enter(WHO, np.array([0]), np.array([1]))
    assert (of.places == 0).all()
    of.leave()
    of.enter(WHO, np.array([0]), np.array([2]))
    assert of.places[0, 0] == 4

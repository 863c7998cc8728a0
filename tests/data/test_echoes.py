import numpy as np

from musicgan.data.echoes import (
    BARS_BACK,
    BEATS_BACK,
    echo_frames,
    echo_next,
    echo_notes,
    echo_times,
    motion_class,
)

# Two bars of 4/4 and one of 2/4; frames at their barlines and some onsets.
BAR_TICKS = np.array([96, 96, 48])
TIME = np.array([0, 24, 60, 96, 120, 192, 216])
BAR = np.array([0, 0, 0, 1, 1, 2, 2])
POSITION = TIME - np.array([0, 96, 192])[BAR]
TIMES = echo_times(TIME, POSITION, BAR, BAR_TICKS)
COLUMNS = {name: place for place, name in enumerate([f"{n} beats" for n in BEATS_BACK])} | {
    f"{n} bars": len(BEATS_BACK) + place for place, n in enumerate(BARS_BACK)
}


def test_where_the_echoes_are() -> None:
    assert TIMES[:, COLUMNS["1 beats"]].tolist() == [-1, 0, 36, 72, 96, 168, 192]
    assert TIMES[:, COLUMNS["2 beats"]].tolist() == [-1, -1, 12, 48, 72, 144, 168]
    assert TIMES[:, COLUMNS["1 bars"]].tolist() == [-1, -1, -1, 0, 24, 96, 120]
    assert TIMES[:, COLUMNS["2 bars"]].tolist() == [-1, -1, -1, -1, -1, 0, 24]
    assert (TIMES[:, COLUMNS["8 bars"]] == -1).all()


def test_a_position_that_the_earlier_bar_lacks_has_no_echo() -> None:
    times = echo_times(np.array([108]), np.array([60]), np.array([1]), np.array([48, 96]))
    assert times[0, COLUMNS["1 bars"]] == -1


def test_frames_at_the_echoes() -> None:
    frames = echo_frames(TIME, TIMES)
    assert frames[:, COLUMNS["1 bars"]].tolist() == [-1, -1, -1, 0, 1, 3, 4]
    assert frames[:, COLUMNS["1 beats"]].tolist() == [-1, 0, -1, -1, 3, -1, 5]


def test_where_the_next_frame_would_be() -> None:
    following = echo_next(TIME, TIMES, POSITION, BAR, BAR_TICKS)
    # After 0 and 24 came 24 and 60; the bar of 2/4 is over before what came after 120.
    assert following[:, COLUMNS["1 bars"]].tolist() == [-1, -1, -1, 24, 60, 24, 0]
    assert following[1, COLUMNS["1 beats"]] == 48, "what came a beat after 0 comes a beat after 24"


def test_notes_of_the_same_track_in_the_echoes() -> None:
    # A chord of five and another track's note in frame 0, one note of the first track in frame 3.
    note_frame = np.array([0, 0, 0, 0, 0, 0, 3])
    note_track = np.array([0, 0, 0, 0, 0, 1, 0])
    found = echo_notes(echo_frames(TIME, TIMES), note_frame, note_track)
    assert found[6, COLUMNS["1 bars"]].tolist() == [0, 1, 2, 3], "the highest four"
    assert (found[:6] == -1).all()
    assert (found[6, COLUMNS["1 beats"]] == -1).all()


def test_no_notes_have_no_echoes() -> None:
    empty = np.zeros(0, np.int64)
    assert len(echo_notes(echo_frames(TIME, TIMES), empty, empty)) == 0


def test_wide_steps_share_a_class() -> None:
    assert motion_class(np.array([-99, -24, 0, 24, 99])).tolist() == [1, 1, 25, 49, 49]

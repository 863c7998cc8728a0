import numpy as np

from musicgan.data.echoes import (
    BARS_BACK,
    BEATS_BACK,
    echo_frames,
    echo_next,
    echo_notes,
    echo_streaks,
    echo_times,
    motion_class,
    streak_class,
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


def streaks(notes: list[tuple[int, int, int]], bars: int = 4) -> np.ndarray:
    """Classes (F, E, K + 1, 2) of notes (onset, track, pitch) in bars of 4/4 of quarters."""
    bar_ticks = np.full(bars, 96)
    starts = np.arange(bars) * 96
    onset, track, pitch = np.array(sorted(notes, key=lambda n: (n[0], n[1], -n[2]))).T
    time = np.unique(np.concatenate([starts, onset]))
    bar = time // 96
    times = echo_times(time, time - 96 * bar, bar, bar_ticks)
    found = echo_streaks(time, times, 96 * bars, np.searchsorted(time, onset), track, pitch)
    return found[:, COLUMNS["1 bars"]]


RIFF = [(0, 0, 40), (24, 0, 43), (48, 0, 45), (72, 0, 43)]


def bars_of(*riffs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    return [(96 * bar + at, track, p) for bar, riff in enumerate(riffs) for at, track, p in riff]


def test_a_riff_that_goes_on_is_a_growing_streak() -> None:
    found = streaks(bars_of(RIFF, RIFF, RIFF))
    # Nothing is repeated in the first bar, then one note more in every frame.
    assert found[:12, 0, 0].tolist() == streak_class(np.array([0] * 5 + [*range(1, 8)])).tolist()
    assert (found[:12, 0, 0] == found[:12, 0, 1]).all()
    assert (found[:12, 0] == found[:12, -1]).all(), "one track is all tracks"
    assert (found[:12, 1:-1] == 0).all()


def test_another_pitch_ends_the_streak_of_notes_but_not_of_onsets() -> None:
    changed = [(at, track, 50 if at == 24 else pitch) for at, track, pitch in RIFF]
    found = streaks(bars_of(RIFF, changed))
    assert found[4:8, 0, 0].tolist() == [0, 1, 2, 3]
    assert found[4:8, 0, 1].tolist() == [0, 1, 0, 1]


def test_what_stays_away_and_what_is_added_end_both() -> None:
    missing = [note for note in RIFF if note[0] != 24]
    assert streaks(bars_of(RIFF, missing))[4:7, 0].tolist() == [[0, 0], [0, 0], [1, 1]]
    added = [*RIFF, (36, 0, 60)]
    assert streaks(bars_of(RIFF, added))[4:9, 0].tolist() == [
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
        [1, 1],
    ]


def test_a_track_has_its_own_streak() -> None:
    second = [(48, 1, 60)]
    found = streaks(bars_of([*RIFF, *second], RIFF))
    assert found[7, 0].tolist() == [3, 3]
    assert found[7, 1].tolist() == [0, 0]
    assert found[7, -1].tolist() == [0, 0], "not all tracks went along"


def test_bars_of_another_length_are_compared_as_far_as_they_go() -> None:
    time = np.array([0, 24, 48, 72, 96, 120])
    bar = np.array([0, 0, 0, 0, 1, 1])
    times = echo_times(time, time - 96 * bar, bar, np.array([96, 48]))
    note = np.array([0, 1, 4, 5])
    found = echo_streaks(time, times, 144, note, np.zeros(4, np.int64), np.array([60, 62, 60, 62]))
    assert found[5, COLUMNS["1 bars"], 0].tolist() == [1, 1]

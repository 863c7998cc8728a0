import pytest

from musicgan.audio.playhead import Playhead
from musicgan.audio.synth import SAMPLE_RATE

BLOCK = 441  # 10 ms


def test_it_runs_smoothly_although_the_device_calls_unevenly() -> None:
    playhead = Playhead()
    playhead.start()
    now, frame, worst = 0.0, 0, 0.0
    for number in range(500):
        late = 0.008 if number % 3 == 1 else 0.0
        now = number * 0.01 + late
        playhead.called(now)
        playhead.wrote(frame, BLOCK)
        frame += BLOCK
        if number > 20:
            heard = playhead.heard(now, 0.1)[0] / SAMPLE_RATE
            worst = max(worst, abs(heard - (now - 0.1)))
    assert worst < 0.001


def test_it_is_in_the_loop_that_is_heard() -> None:
    playhead = Playhead()
    playhead.start()
    playhead.called(0.0)
    playhead.wrote(1000, 441)
    playhead.wrote(500, 441)  # back to the loop's start
    assert playhead.frame == 941
    assert playhead.heard(0.105, 0.1)[0] == pytest.approx(1000 + 0.005 * SAMPLE_RATE, abs=2)
    assert playhead.heard(0.115, 0.1)[0] == pytest.approx(500 + 0.005 * SAMPLE_RATE, abs=2)


def test_it_stands_in_a_count_in_and_jumps_at_once() -> None:
    playhead = Playhead()
    playhead.jump(2000)
    playhead.start()
    playhead.called(0.0)
    playhead.wrote(2000, 4410, moving=False)
    assert playhead.heard(0.05, 0.05) == (2000, False)
    playhead.jump(7000)
    assert playhead.heard(0.0, 0.05) == (7000, False)


def test_it_does_not_move_before_the_first_sound_is_heard() -> None:
    playhead = Playhead()
    playhead.start()
    playhead.called(5.0)
    playhead.wrote(0, BLOCK)
    assert playhead.heard(5.09, 0.1) == (0, False)
    playhead.called(5.01)
    playhead.wrote(BLOCK, 10 * BLOCK)
    assert playhead.heard(5.11, 0.1) == (BLOCK, True)

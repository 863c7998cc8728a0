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
        playhead.wrote(frame, BLOCK)
        frame += BLOCK
        playhead.called(now)
        if number > 20:
            heard = playhead.heard(now, 0.1)[0] / SAMPLE_RATE
            worst = max(worst, abs(heard - (now + 0.01 - 0.1)))
    assert worst < 0.001


def test_it_is_in_the_loop_that_is_heard() -> None:
    playhead = Playhead()
    playhead.start()
    playhead.wrote(1000, 441)
    playhead.wrote(500, 441)  # back to the loop's start
    playhead.called(0.0)
    assert playhead.frame == 941
    assert playhead.heard(0.0, 0.015)[0] == pytest.approx(1000 + 882 - 0.015 * SAMPLE_RATE, abs=2)
    assert playhead.heard(0.0, 0.005)[0] == pytest.approx(941 - 0.005 * SAMPLE_RATE, abs=2)


def test_it_stands_in_a_count_in_and_jumps_at_once() -> None:
    playhead = Playhead()
    playhead.jump(2000)
    playhead.start()
    playhead.wrote(2000, 4410, moving=False)
    playhead.called(0.0)
    assert playhead.heard(0.0, 0.05) == (2000, False)
    playhead.jump(7000)
    assert playhead.heard(0.0, 0.05) == (7000, False)


def test_it_does_not_move_before_the_first_sound_is_heard() -> None:
    playhead = Playhead()
    playhead.start()
    playhead.wrote(0, BLOCK)
    playhead.called(5.0)
    assert playhead.heard(5.0, 0.1) == (0, False)
    playhead.wrote(BLOCK, 10 * BLOCK)
    playhead.called(5.1)
    assert playhead.heard(5.1, 0.1) == (BLOCK, True)

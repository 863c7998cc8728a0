from collections.abc import Callable

import numpy as np
import pytest

from musicgan.data.windows import Window
from musicgan.evaluation.variety import distinct, mean_similarity, repetition, runs, similarity

Make = Callable[..., Window]


def line(*pitches: int) -> list[tuple[int, int, int, int]]:
    return [(24 * n, 24, 0, pitch) for n, pitch in enumerate(pitches)]


def test_runs_are_known_again_in_another_key(make_window: Make) -> None:
    here = runs(make_window(line(60, 62, 64, 65, 67)))
    assert list(here.items()) == [(((2, 24), (2, 24), (1, 24), (2, 24)), 1)]
    assert similarity(here, runs(make_window(line(63, 65, 67, 68, 70)))) == 1
    assert similarity(here, runs(make_window(line(60, 62, 64, 65, 68)))) == 0


def test_drums_that_sound_together_are_a_step(make_window: Make) -> None:
    beat = [(24 * n, 6, 0, key) for n in range(5) for key in (42, 36)]
    assert list(runs(make_window(beat, ("drums",)))) == [((24, 42, 36),) * 4]


def test_the_same_takes_are_a_collapse(make_window: Make) -> None:
    take, other = make_window(line(60, 62, 64, 65, 67)), make_window(line(60, 59, 57, 55, 52))
    assert mean_similarity([[take, take, take]]) == 1
    assert mean_similarity([[take, take, other]]) == pytest.approx(1 / 3)
    assert mean_similarity([[make_window([]), make_window([])]]) is None


def test_bars_that_come_again(make_window: Make) -> None:
    first, second = [(0, 24, 0, 60), (48, 24, 0, 64)], [(96, 24, 0, 60), (144, 24, 0, 64)]
    assert repetition(make_window(first + second)) == 1
    # One of three different notes is in both bars.
    assert repetition(make_window([*first, second[0], (144, 24, 0, 67)])) == pytest.approx(1 / 3)


def test_distinct_runs(make_window: Make) -> None:
    # Six steps up make three runs, all alike.
    assert distinct(make_window(line(60, 62, 64, 66, 68, 70, 72))) == pytest.approx(1 / 3)
    assert np.isnan(distinct(make_window([])))

from collections.abc import Callable

import numpy as np
import pytest

from musicgan.data.windows import Window
from musicgan.evaluation import overlap
from musicgan.evaluation.overlap import compare, divergence, histograms, overlapping_area

Make = Callable[..., Window]


def test_overlapping_area() -> None:
    even, left, right = np.array([2.0, 2.0]), np.array([3.0, 0.0]), np.array([0.0, 1.0])
    assert overlapping_area(even, even) == 1
    assert overlapping_area(even, left) == 0.5
    assert overlapping_area(left, right) == 0


def test_divergence_with_half_a_count_in_each_bin() -> None:
    real, other = np.array([3.0, 0.0]), np.array([0.0, 3.0])
    # (3.5, 0.5) / 4 against (0.5, 3.5) / 4
    assert divergence(real, other) == pytest.approx(7 / 8 * np.log(7) - 1 / 8 * np.log(7))
    assert divergence(real, real) == 0


@pytest.mark.parametrize(
    ("measure", "bins"),
    [
        ("pitch class", {0: 2, 4: 1, 7: 1}),
        ("interval", {16: 1, 15: 1, 12 - 7: 1}),
        ("inter-onset time", {8: 3, 10: 1}),
        ("duration", {8: 3, 11: 1}),
        ("empty bars", {0: 2, 1: 2}),
        ("note density", {3: 1, 0: 1}),
        ("drum pattern", {0: 1, 14: 1}),
        ("scale consistency", {7: 1}),
        ("pitch-class entropy", {1: 1}),
    ],
)
def test_what_is_counted(measure: str, bins: dict[int, int], make_window: Make) -> None:
    # C E G C with a last half note, over a bass drum on 1 and a snare between sixteenths.
    rows = [
        (0, 24, 0, 60), (24, 24, 0, 64), (48, 24, 0, 67), (72, 90, 0, 60),
        (0, 6, 1, 36), (49, 6, 1, 38),
    ]  # fmt: skip
    counted = overlap.MEASURES[measure](make_window(rows, ("pipe", "drums")))
    assert {place: count for place, count in enumerate(counted.tolist()) if count} == bins


def test_neighbouring_bars_with_one_rhythm(make_window: Make) -> None:
    same = make_window([(0, 24, 0, 60), (48, 24, 0, 64), (96, 24, 0, 67), (144, 24, 0, 60)])
    assert overlap.groove_consistency(same).tolist() == [0] * 7 + [1]
    # Two of sixteen sixteenths differ.
    other = make_window([(0, 24, 0, 60), (48, 24, 0, 64), (96, 24, 0, 67), (150, 24, 0, 60)])
    assert overlap.groove_consistency(other).tolist() == [0] * 5 + [1] + [0] * 2


def test_polyphony_is_what_sounds_at_a_frame(make_window: Make) -> None:
    window = make_window([(0, 96, 0, 60), (48, 24, 0, 64)])
    # Frames at 0, 48 and the second barline.
    assert overlap.polyphony(window).tolist() == [1, 1, 1, 0, 0, 0, 0, 0]


def test_real_music_overlaps_with_itself_more_than_with_another_key(make_window: Make) -> None:
    scale = (60, 62, 64, 65, 67, 69, 71, 72)
    rng = np.random.default_rng(0)

    def music(shift: int) -> list[Window]:
        return [
            make_window([(24 * n, 24, 0, int(p) + shift) for n, p in enumerate(line)])
            for line in rng.choice(scale, (20, 8))
        ]

    works, styles = [str(n) for n in range(20)], ["walk"] * 20
    real, moved = histograms(music(0)), histograms(music(6))
    ceiling = compare(real, real, works, styles, 0)
    found = compare(real, moved, works, styles, 0)
    assert ceiling["pitch class"].area > 0.8
    assert found["pitch class"].area < 0.5
    assert found["pitch class"].divergence > 5 * ceiling["pitch class"].divergence
    assert found["scale consistency"] == ceiling["scale consistency"]
    assert "drum pattern" not in found, "there are no drums"

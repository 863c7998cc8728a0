"""Levels by bar: lines that are drawn, and whole shapes."""

import pytest

from ui.compose.levels import arched, drawn, falling, rising


def test_a_line_goes_through_all_bars_between_its_ends() -> None:
    nothing = (0,) * 6
    assert drawn(nothing, (1, 1), (4, 4)) == (0, 1, 2, 3, 4, 0)
    assert drawn(nothing, (4, 4), (1, 1)) == (0, 1, 2, 3, 4, 0)
    assert drawn((5,) * 6, (0, 0), (5, 0)) == nothing


def test_within_a_bar_the_newest_level_counts() -> None:
    assert drawn((0, 0), (1, 5), (1, 2)) == (0, 2)


@pytest.mark.parametrize("bars", [1, 2, 5, 7, 64])
def test_shapes_stay_within_the_levels(bars: int) -> None:
    for shape in (rising, falling, arched):
        assert len(shape(bars)) == bars
        assert set(shape(bars)) <= {1, 2, 3, 4, 5}
    assert list(rising(bars)) == sorted(rising(bars))
    assert falling(bars) == rising(bars)[::-1]
    assert arched(bars) == arched(bars)[::-1]
    assert max(arched(bars)) >= min(bars, 5) - 1


def test_a_rise_over_five_bars_takes_every_level() -> None:
    assert rising(5) == (1, 2, 3, 4, 5)
    assert arched(5) == (1, 3, 5, 3, 1)

"""Ticks, bars and seconds."""

import pytest

from musicgan.song import Tempo, seconds_at, tick_at

_TEMPOS = (Tempo(0, 120.0), Tempo(48, 60.0), Tempo(96, 240.0))


@pytest.mark.parametrize(
    ("tick", "seconds"),
    [(0, 0.0), (24, 0.5), (48, 1.0), (60, 1.5), (96, 3.0), (120, 3.25), (480, 7.0)],
)
def test_ticks_and_seconds_under_changing_tempi(tick: int, seconds: float) -> None:
    assert seconds_at(_TEMPOS, tick) == pytest.approx(seconds)
    assert tick_at(_TEMPOS, seconds) == pytest.approx(tick)


def test_one_tempo_goes_on_for_ever() -> None:
    assert seconds_at(_TEMPOS[:1], 2400) == pytest.approx(50.0)
    assert tick_at(_TEMPOS[:1], 50.0) == pytest.approx(2400)

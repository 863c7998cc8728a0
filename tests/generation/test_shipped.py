"""That the shipped model hears what it is told."""

import pytest

from musicgan.data import to_piece
from musicgan.data.manner import MANNERS, average, measure_bars
from musicgan.generation import (
    Engine,
    Request,
    Take,
    TrackRequest,
    load_engine,
    shipped_model,
)

TRIO = (TrackRequest("piano", 0), TrackRequest("bass", 33), TrackRequest("drums"))


@pytest.fixture(scope="module")
def shipped() -> Engine:
    return load_engine("gan", shipped_model())


def measured(engine: Engine, style: str, name: str, level: int) -> float:
    """A figure of the playing manner, on average over a few takes."""
    request = Request(
        style={style: 1.0}, tracks=TRIO, bars=4, meter=(4, 4), manner={name: level}, takes=4, seed=3
    )
    takes = [event for event in engine.generate(request) if isinstance(event, Take)]
    figures = [average(*measure_bars(to_piece(take.song))) for take in takes]
    return float(sum(figure[MANNERS.index(name)] for figure in figures) / len(figures))


@pytest.mark.parametrize(
    ("name", "apart"),
    [("density", 0.3), ("polyphony", 0.5), ("articulation", 0.2), ("dynamics", 25.0)],
)
@pytest.mark.parametrize("style", ["pop", "jazz"])
def test_levels_are_heard(shipped: Engine, style: str, name: str, apart: float) -> None:
    low, high = (measured(shipped, style, name, level) for level in (1, 5))
    assert high - low > apart

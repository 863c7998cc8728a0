import sys

import pytest

from musicgan.evaluation.speed import peak_megabytes
from musicgan.evaluation.workers import alone


def _peak(_task: None) -> float | None:
    return peak_megabytes()


@pytest.mark.skipif(sys.platform != "linux", reason="Windows tells none, macOS begins anew")
def test_memory_is_that_of_the_fresh_process() -> None:
    ballast = bytearray(500 * 2**20)
    found = alone(_peak, None)
    assert found is not None
    assert 5 < found < len(ballast) / 2**20

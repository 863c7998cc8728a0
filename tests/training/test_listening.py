import pytest

from musicgan.model.generator import Generator
from musicgan.training import listening
from musicgan.training.listening import Listening
from tests import tiny


class Clock:
    """A judge that takes three seconds of a clock of its own."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def judge(self, _: Generator) -> dict[str, float]:
        self.now += 3
        return {"judge": 0.75}


def test_a_judge_keeps_to_its_share_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, generator = Clock(), tiny.model().generator
    monkeypatch.setattr(listening, "time", clock)
    judged = Listening(clock.judge)
    asked = [step for step in range(0, 400, 20) if judged.heard(generator, step, seconds=step)]
    assert asked == [0, 60, 120, 180, 240, 300, 360], "3 s of every 60"
    assert judged.heard(generator, 390, 390, last=True) == {"judge": 0.75}
    assert not judged.heard(generator, 390, 390, last=True), "the same weights are judged once"

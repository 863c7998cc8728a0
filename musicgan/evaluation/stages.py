"""How far an evaluation is."""

from collections.abc import Callable

from musicgan.evaluation.config import EvaluationConfig

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of everything that is, 0 to 1."""


class Stages:
    """Turns the shares of single stages into the share of everything."""

    def __init__(self, config: EvaluationConfig, progress: Progress) -> None:
        engines = len(config.contenders)
        trials = engines + config.ceilings + 2 * config.controls
        # Roughly the seconds that each takes.
        self._left = {
            "Writing": 40.0 * engines,
            "Judging": 50.0 * trials,
            "Reading training music": 20.0,
            "Asking": 0.5 * config.requests * engines,
            "Varying": 10.0 * engines * bool(config.takes),
        }
        self._total = sum(self._left.values())
        self._done = 0.0
        self._progress = progress

    def part(self, stage: str, parts: int = 1) -> Callable[[float], None]:
        """What to call with the share of one of ``parts`` equal parts of a stage."""
        weight = self._left[stage] / parts / max(self._total, 1.0)
        base = self._done
        self._done += weight

        def update(share: float) -> None:
            self._progress(stage, base + weight * share)

        return update

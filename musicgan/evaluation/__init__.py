"""How good a model is, judged by held-out music. Importing this loads no torch."""

from collections.abc import Callable

from musicgan.evaluation.adherence import Adherence
from musicgan.evaluation.config import EvaluationConfig
from musicgan.evaluation.intervals import Estimate
from musicgan.evaluation.report import (
    AVERAGE,
    Difference,
    Report,
    Row,
    StyleResult,
    differences,
    load_report,
    save_report,
)


def evaluate(
    config: EvaluationConfig, progress: Callable[[str, float], None] = lambda stage, done: None
) -> Report:
    """Judge a model; see ``musicgan.evaluation.evaluator.evaluate``."""
    from musicgan.evaluation.evaluator import evaluate as judged

    return judged(config, progress)


__all__ = [
    "AVERAGE",
    "Adherence",
    "Difference",
    "Estimate",
    "EvaluationConfig",
    "Report",
    "Row",
    "StyleResult",
    "differences",
    "evaluate",
    "load_report",
    "save_report",
]

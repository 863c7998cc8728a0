"""How good engines are, judged by held-out music. Importing this loads no torch."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from musicgan.evaluation.config import FEWEST_WORKS, EvaluationConfig
from musicgan.evaluation.contenders import Contender, parse_contenders
from musicgan.evaluation.control import Adherence
from musicgan.evaluation.intervals import Estimate
from musicgan.evaluation.report import (
    AVERAGE,
    CONTROL,
    ENGINE,
    REAL,
    Difference,
    Report,
    Result,
    Row,
    differences,
    load_report,
    save_report,
)
from musicgan.training import Control, Event, TrainingConfig
from musicgan.training import train as _train

if TYPE_CHECKING:
    from musicgan.training.listening import Judge
    from musicgan.training.source import WindowSource


def evaluate(
    config: EvaluationConfig, progress: Callable[[str, float], None] = lambda stage, done: None
) -> Report:
    """Judge engines; see ``musicgan.evaluation.evaluator.evaluate``."""
    from musicgan.evaluation.evaluator import evaluate as judged

    return judged(config, progress)


def compare_pack(
    pack: Path,
    base: Path,
    data: Sequence[Path],
    progress: Callable[[str, float], None] = lambda stage, done: None,
    works: int = 30,
    seed: int = 0,
    processes: int = 1,
    command: str = "",
) -> Report:
    """Judge a style pack beside its base; see ``musicgan.evaluation.packs.compare_pack``."""
    from musicgan.evaluation.packs import compare_pack as compared

    return compared(pack, base, data, progress, works, seed, processes, command)


def train_judged(
    config: TrainingConfig, control: Control | None = None, resume: bool = False
) -> Iterator[Event]:
    """Train with an independent judge among the curves; see ``musicgan.training.train``."""
    return _train(config, control, resume, _live_judge)


def _live_judge(source: "WindowSource") -> "Judge":
    from musicgan.evaluation.live import LiveJudge

    return LiveJudge(source)


__all__ = [
    "AVERAGE",
    "CONTROL",
    "ENGINE",
    "FEWEST_WORKS",
    "REAL",
    "Adherence",
    "Contender",
    "Difference",
    "Estimate",
    "EvaluationConfig",
    "Report",
    "Result",
    "Row",
    "compare_pack",
    "differences",
    "evaluate",
    "load_report",
    "parse_contenders",
    "save_report",
    "train_judged",
]

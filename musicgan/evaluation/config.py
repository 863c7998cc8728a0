"""How an evaluation is done; saved with its report."""

from dataclasses import dataclass
from pathlib import Path

from musicgan.errors import MusicganError

FEWEST_WORKS = 8
"""Held-out works that a style needs for a figure."""


@dataclass(frozen=True, slots=True)
class EvaluationConfig:
    """Settings of one evaluation.

    Attributes:
        model: the checkpoint to judge.
        data: a packed dataset, or folders of music that are packed first.
        styles: which to look at; empty: all of the dataset.
        works: at most so many held-out works a style.
        excerpts: at most so many excerpts a work.
        bars: length of an excerpt; shorter pieces are taken whole.
        temperature, top_p: of the draws; the defaults are the window's.
        folds: of the cross-validation.
        ceilings: how often real works are split at random for the ceiling.
        corrupted: share of notes that the judges' control replaces, 0 to 1.
        requests: random requests for the adherence; 0 leaves it out.
        seed: fixes the works, the excerpts, the draws, the folds and the judges.
        processes: that work side by side.
    """

    model: Path
    data: Path
    styles: tuple[str, ...] = ()
    works: int = 30
    excerpts: int = 4
    bars: int = 8
    temperature: float = 1.0
    top_p: float = 0.98
    folds: int = 3
    ceilings: int = 3
    corrupted: float = 0.05
    requests: int = 50
    seed: int = 0
    processes: int = 1


def check(config: EvaluationConfig) -> None:
    """Check the ranges before anything is read.

    Raises:
        MusicganError: a setting makes no sense.
    """
    problems = {
        f"At least {FEWEST_WORKS} works a style are needed.": config.works < FEWEST_WORKS,
        "At least one excerpt a work is needed.": config.excerpts < 1,
        "An excerpt has 2 to 32 bars.": not 2 <= config.bars <= 32,
        "The temperature must lie between 0.1 and 2.": not 0.1 <= config.temperature <= 2,
        "Top-p must lie above 0 and at most at 1.": not 0 < config.top_p <= 1,
        "2 to 4 folds are possible.": not 2 <= config.folds <= 4,
        "At least one split of the real works is needed.": config.ceilings < 1,
        "The share of replaced notes must lie between 0 and 1.": not 0 <= config.corrupted <= 1,
        "The number of requests can't be negative.": config.requests < 0,
        "At least one process is needed.": config.processes < 1,
    }
    for sentence, wrong in problems.items():
        if wrong:
            raise MusicganError(sentence)

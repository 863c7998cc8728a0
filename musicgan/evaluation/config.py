"""How an evaluation is done; saved with its report."""

from dataclasses import dataclass
from pathlib import Path

from musicgan.errors import MusicganError
from musicgan.evaluation.contenders import Contender

FEWEST_WORKS = 8
"""Held-out works that a style needs for a figure."""


@dataclass(frozen=True, slots=True)
class EvaluationConfig:
    """Settings of one evaluation.

    Attributes:
        contenders: the engines to judge, with their models.
        data: a packed dataset, or folders of music that are packed first.
        styles: which to look at; empty: all of the dataset.
        works: at most so many held-out works a style.
        excerpts: at most so many excerpts a work.
        bars: length of an excerpt; shorter pieces are taken whole.
        temperature, top_p: of the draws; the defaults are the window's.
        choices: takes of each excerpt from which the GAN's critics choose one.
        folds: of the cross-validation.
        ceilings: how often real works are split at random for the ceiling.
        corrupted: share of notes that the first control replaces, 0 to 1.
        controls: whether music that is wrong on purpose is judged beside the engines.
        requests: random requests to each engine, to see how they are kept; 0 leaves it out.
        takes: of one request a style, to see how alike they are; 0 leaves it out.
        seed: fixes the works, the excerpts, the draws, the folds and the judges.
        processes: that work side by side.
        keep: folder for what is finished, so that a run that was cut off goes on; None: nowhere.
        command: what the evaluation was started with, for the report.
    """

    contenders: tuple[Contender, ...]
    data: Path
    styles: tuple[str, ...] = ()
    works: int = 30
    excerpts: int = 4
    bars: int = 8
    temperature: float = 1.0
    top_p: float = 0.98
    choices: int = 1
    folds: int = 3
    ceilings: int = 3
    corrupted: float = 0.05
    controls: bool = True
    requests: int = 60
    takes: int = 6
    seed: int = 0
    processes: int = 1
    keep: Path | None = None
    command: str = ""


def check(config: EvaluationConfig) -> None:
    """Check the ranges before anything is read.

    Raises:
        MusicganError: a setting makes no sense.
    """
    problems = {
        "At least one engine is needed.": not config.contenders,
        f"At least {FEWEST_WORKS} works a style are needed.": config.works < FEWEST_WORKS,
        "At least one excerpt a work is needed.": config.excerpts < 1,
        "An excerpt has 4 to 32 bars.": not 4 <= config.bars <= 32,
        "The temperature must lie between 0.1 and 2.": not 0.1 <= config.temperature <= 2,
        "The critics need at least one take to choose from.": config.choices < 1,
        "Top-p must lie above 0 and at most at 1.": not 0 < config.top_p <= 1,
        "2 to 4 folds are possible.": not 2 <= config.folds <= 4,
        "At least one split of the real works is needed.": config.ceilings < 1,
        "The share of replaced notes must lie between 0 and 1.": not 0 <= config.corrupted <= 1,
        "The number of requests can't be negative.": config.requests < 0,
        "A request has 2 to 16 takes, or 0 to leave this out.": config.takes == 1
        or not 0 <= config.takes <= 16,
        "At least one process is needed.": config.processes < 1,
    }
    for sentence, wrong in problems.items():
        if wrong:
            raise MusicganError(sentence)

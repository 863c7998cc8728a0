"""Independent classifiers that tell real from generated music; training never sees them."""

from musicgan.evaluation.judges.boosting import BoostingJudge
from musicgan.evaluation.judges.judge import Judge
from musicgan.evaluation.judges.recurrent import RecurrentJudge

JUDGES: dict[str, type[Judge]] = {"recurrent": RecurrentJudge, "boosting": BoostingJudge}
"""The judges by name. They are of different kind, so that what one can't see the other may."""

__all__ = ["JUDGES", "BoostingJudge", "Judge", "RecurrentJudge"]

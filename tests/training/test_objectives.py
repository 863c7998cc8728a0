import math

import pytest
import torch

from musicgan.training.config import ObjectiveName
from musicgan.training.objectives import OBJECTIVES

LOG2 = math.log(2)
SOFT = math.log(1 + math.e)
"""softplus(1)"""

LOGITS = [-1.0, 0.0, 1.0, 3.0]
S3 = math.log(1 + math.exp(-3))
"""softplus(-3)"""


@pytest.mark.parametrize(
    ("name", "real", "fake", "reward"),
    [
        (
            "non-saturating",
            [SOFT, LOG2, SOFT - 1, S3],
            [SOFT - 1, LOG2, SOFT, 3 + S3],
            [-SOFT, -LOG2, 1 - SOFT, -S3],
        ),
        (
            "minimax",
            [SOFT, LOG2, SOFT - 1, S3],
            [SOFT - 1, LOG2, SOFT, 3 + S3],
            [SOFT - 1, LOG2, SOFT, 3 + S3],
        ),
        ("hinge", [2, 1, 0, 0], [0, 1, 2, 4], [-1, 0, 1, 3]),
        (
            "relativistic",
            [SOFT, LOG2, SOFT - 1, S3],
            [SOFT - 1, LOG2, SOFT, 3 + S3],
            [-SOFT, -LOG2, 1 - SOFT, -S3],
        ),
    ],
)
def test_values_by_hand(
    name: ObjectiveName, real: list[float], fake: list[float], reward: list[float]
) -> None:
    objective, logits = OBJECTIVES[name], torch.tensor(LOGITS)
    assert objective.real(logits).tolist() == pytest.approx(real, abs=1e-6)
    assert objective.fake(logits).tolist() == pytest.approx(fake, abs=1e-6)
    assert objective.reward(logits).tolist() == pytest.approx(reward, abs=1e-6)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_directions(name: ObjectiveName) -> None:
    objective, logits = OBJECTIVES[name], torch.linspace(-3, 3, 20)
    assert (objective.real(logits).diff() <= 0).all(), "real music should look real"
    assert (objective.fake(logits).diff() >= 0).all(), "generated music should look generated"
    assert (objective.reward(logits).diff() > 0).all(), "the generator wants it to look real"

"""Adversarial objectives by name: the critics' loss, and the reward that the generator climbs."""

from collections.abc import Callable
from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor

from musicgan.training.config import ObjectiveName


@dataclass(frozen=True, slots=True)
class Objective:
    """Functions of logits, positive for real, elementwise.

    Attributes:
        real: the critics' loss at real music.
        fake: the critics' loss at generated music.
        reward: minus the generator's loss at generated music.
        relative: whether a logit counts as what it is above that of the other side's window
            under the same conditions.
    """

    real: Callable[[Tensor], Tensor]
    fake: Callable[[Tensor], Tensor]
    reward: Callable[[Tensor], Tensor]
    relative: bool = False


def _negative_softplus_of_negative(logits: Tensor) -> Tensor:
    return -F.softplus(-logits)


def _softplus_of_negative(logits: Tensor) -> Tensor:
    return F.softplus(-logits)


def _identity(logits: Tensor) -> Tensor:
    return logits


def _hinge_real(logits: Tensor) -> Tensor:
    return F.relu(1 - logits)


def _hinge_fake(logits: Tensor) -> Tensor:
    return F.relu(1 + logits)


OBJECTIVES: dict[ObjectiveName, Objective] = {
    # Goodfellow et al. 2014, section 3: the generator maximises log D(G(z)) …
    "non-saturating": Objective(_softplus_of_negative, F.softplus, _negative_softplus_of_negative),
    # … or minimises log(1 - D(G(z))), equation 1.
    "minimax": Objective(_softplus_of_negative, F.softplus, F.softplus),
    # Lim & Ye 2017; Miyato et al. 2018, equations 16 and 17.
    "hinge": Objective(_hinge_real, _hinge_fake, _identity),
    # Jolicoeur-Martineau 2019, with pairs; the loss of the first on differences.
    "relativistic": Objective(
        _softplus_of_negative, F.softplus, _negative_softplus_of_negative, relative=True
    ),
}

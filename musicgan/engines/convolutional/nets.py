"""Generator and critic of the convolutional GAN.

The generator folds steps and octaves into sixteenths, then beats, then one vector for the whole
section; there noise and conditions come in, and transposed convolutions unfold it again, past what
was seen on the way down (pix2pix, Isola et al. 2017). A row of a folded octave is a pitch class.
It says how many notes start at each step and which; both are drawn by Gumbel noise, which makes
the roll binary, and gradients pass straight through (Jang et al. 2017). The critic folds the same
way.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from musicgan.engines.convolutional.rolls import LONGEST, MAPS, MASK, ROWS, STEPS

NOISES = 32
MOST_TOGETHER = 6
"""Notes that one track starts at one step, at most."""

Drawn = tuple[Tensor, Tensor]
"""Logits of how many notes start (B, 1 + MOST_TOGETHER, STEPS); pitch logits, lengths and
velocity logits (B, 3, STEPS, ROWS)."""

_SIXTEENTH = {"kernel_size": (6, 12), "stride": (3, 12), "padding": (2, 0)}
"""Three steps of an octave become one place, which also sees the steps beside them."""
_BEAT = {"kernel_size": (4, 3), "stride": (4, 1), "padding": (0, 1)}
_BAR = (STEPS // 12, ROWS // 12)

_LOUDNESS = torch.tensor([6, 2, 6, 2, 0.2, 0.6, 0.2, 0.2])[:, None, None]
"""Of the maps: where a note starts is one cell among thousands, which those that fill whole rows
would drown."""
_ROLL_LOUDNESS = 6


class RollGenerator(nn.Module):
    """Maps (B, MAPS, STEPS, ROWS), conditions (B, C) and noise (B, NOISES) → ``Drawn``."""

    def __init__(self, conditions: int, width: int) -> None:
        """Random weights."""
        super().__init__()
        self.fold = nn.Conv2d(MAPS, width, **_SIXTEENTH)  # type: ignore[arg-type]
        self.beat = nn.Conv2d(width, width, **_BEAT)  # type: ignore[arg-type]
        self.bar = nn.Conv2d(width, 2 * width, _BAR)
        self.idea = nn.Linear(2 * width + conditions + NOISES, 2 * width)
        self.register = nn.Linear(conditions, width * _BAR[1])
        self.from_idea = nn.ConvTranspose2d(2 * width, width, _BAR)
        self.from_beat = nn.ConvTranspose2d(2 * width, width, **_BEAT)  # type: ignore[arg-type]
        self.mix = nn.Conv2d(2 * width, width, 3, padding=1)
        self.unfold = nn.ConvTranspose2d(
            width, 3, **_SIXTEENTH, output_padding=(1, 0)  # type: ignore[arg-type]
        )  # fmt: skip
        self.past = nn.Conv2d(MAPS, 3, 1)
        self.norms = nn.ModuleList(nn.GroupNorm(8, size * width) for size in (1, 1, 2, 1, 1, 1))
        self.row = nn.Linear(conditions, ROWS)
        self.count = nn.ConvTranspose1d(2 * width, 1 + MOST_TOGETHER, 6, 3, 2, output_padding=1)
        # At few steps a note starts, so the net begins with few.
        self.count.bias = nn.Parameter(torch.tensor([3.0] + [0.0] * MOST_TOGETHER))

    def forward(self, maps: Tensor, condition: Tensor, noise: Tensor) -> Drawn:
        """What is drawn from."""
        norms = iter(self.norms)

        def seen(found: Tensor) -> Tensor:
            return F.leaky_relu(next(norms)(found), 0.2)

        sixteenths = seen(self.fold(maps * _LOUDNESS))
        beats = seen(self.beat(sixteenths))
        bar = F.leaky_relu(self.bar(beats), 0.2).flatten(1)
        idea = seen(self.idea(torch.cat([bar, condition, noise], 1)))
        register = self.register(condition).unflatten(1, (-1, 1, _BAR[1]))
        found = seen(self.from_idea(idea[..., None, None]) + register)
        found = seen(self.from_beat(torch.cat([found, beats], 1)))
        found = seen(self.mix(torch.cat([found, sixteenths], 1)))
        counts = self.count(torch.cat([found.mean(3), found.amax(3)], 1))
        rolls = self.unfold(found) + self.past(maps)
        row = self.row(condition)[:, None, None]
        return counts, torch.cat([rolls[:, :1] + row, rolls[:, 1:]], 1)


class RollCritic(nn.Module):
    """Opinion (B,) of rolls (B, 3, STEPS, ROWS) in their place, higher for likelier to be real."""

    def __init__(self, conditions: int, width: int) -> None:
        """Random weights."""
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(MAPS + 3, width, **_SIXTEENTH), nn.LeakyReLU(0.2),  # type: ignore[arg-type]
            nn.Conv2d(width, width, 3, padding=1), nn.LeakyReLU(0.2),
            nn.Conv2d(width, 2 * width, **_BEAT), nn.LeakyReLU(0.2),  # type: ignore[arg-type]
            nn.Conv2d(2 * width, 2 * width, _BAR), nn.LeakyReLU(0.2), nn.Flatten(),
        )  # fmt: skip
        self.condition = nn.Linear(conditions, 2 * width)
        self.opinion = nn.Linear(2 * width, 1)

    def forward(self, maps: Tensor, condition: Tensor, roll: Tensor) -> Tensor:
        """Projects the conditions onto what is seen (Miyato and Koyama 2018)."""
        seen = self.layers(torch.cat([maps * _LOUDNESS, roll * _ROLL_LOUDNESS], 1))
        found: Tensor = self.opinion(seen)[:, 0] + (seen * self.condition(condition)).mean(1)
        return found


def binarised(drawn: Drawn, valid: Tensor) -> Tensor:
    """A roll (B, 3, STEPS, ROWS) drawn at random, differentiable straight through.

    ``valid``: (B, STEPS, ROWS) where notes can be.
    """
    counts, found = drawn
    together = (counts + _gumbel(counts)).argmax(1)
    pitch = found[:, 0] + _gumbel(found[:, 0])
    least = pitch.topk(MOST_TOGETHER, 2).values.gather(2, (together - 1).clamp(min=0)[..., None])
    hard = ((pitch >= least) & (together > 0)[..., None]).float()
    numbers = torch.arange(1.0 + MOST_TOGETHER)
    expected = (torch.softmax(counts, 1) * numbers[:, None]).sum(1)
    soft = torch.softmax(pitch, 2) * expected[..., None]
    starts = (hard + soft - soft.detach()) * valid
    lengths = _straight(found[:, 1], torch.log2(steps_of(found[:, 1]).float()) / LONGEST)
    return torch.stack([starts, lengths * starts, torch.sigmoid(found[:, 2]) * starts], 1)


def steps_of(lengths: Tensor) -> Tensor:
    """Whole steps that lengths as the generator says them stand for."""
    return torch.exp2(LONGEST * lengths.clamp(0, 1.5)).round().long()


def likeness(drawn: Drawn, real: Tensor, valid: Tensor) -> Tensor:
    """How unlikely the real rolls are.

    Nats a step for how many notes start, and a third of the nats a note for its pitch and of the
    squared errors of length and velocity.
    """
    counts, found = drawn
    starts = real[:, 0]
    together = starts.sum(2)
    number = together.clamp(max=MOST_TOGETHER).long()
    steps = valid[..., 0]
    how_many = (F.cross_entropy(counts, number, reduction="none") * steps).sum() / steps.sum()
    pitch = -torch.log_softmax(found[:, 0], 2)
    length = (found[:, 1] - real[:, 1]) ** 2
    loud = (torch.sigmoid(found[:, 2]) - real[:, 2]) ** 2
    notes = ((pitch + 3 * length + 3 * loud) * starts).sum() / (together.sum() + 1)
    return how_many + notes / 3


def penalty(critic: RollCritic, maps: Tensor, condition: Tensor, real: Tensor) -> Tensor:
    """Mean squared slope of the critic at real rolls (R1, Mescheder et al. 2018)."""
    real = real.detach().requires_grad_()
    slopes = torch.autograd.grad(critic(maps, condition, real).sum(), real, create_graph=True)
    return slopes[0].square().sum((1, 2, 3)).mean()


def valid_cells(maps: Tensor) -> Tensor:
    """(B, STEPS, ROWS) where notes can be."""
    return maps[:, MASK]


def _straight(soft: Tensor, hard: Tensor) -> Tensor:
    return soft + (hard - soft).detach()


def _gumbel(like: Tensor) -> Tensor:
    return -torch.log(-torch.log(torch.rand_like(like).clamp(1e-6, 1 - 1e-6)))

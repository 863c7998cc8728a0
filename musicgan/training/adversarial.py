"""The adversarial phase: the generator writes, the critics judge, both learn.

The generator learns by policy gradient (REINFORCE, Williams 1992; for sequences SeqGAN, Yu et al.
2017): the likelihood of each frame it wrote is raised or lowered by the critics' reward from that
frame on, while a likelihood term on real music holds it in place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

from musicgan.data.windows import Window, with_notes
from musicgan.model.batch import Batch, collate
from musicgan.model.critics import Critics, Verdict, score
from musicgan.model.draws import Sampling
from musicgan.model.generator import Generator
from musicgan.model.sampling import sample_all
from musicgan.training.config import ScaleName
from musicgan.training.objectives import Objective

_DISCOUNT = 0.95
_MAX_ADVANTAGE = 2.0


@dataclass(frozen=True)
class Rollout:
    """Real windows, each twice, and what the generator wrote under their conditions."""

    real: Batch
    fake: Batch


def roll_out(generator: Generator, windows: list[Window], seeds: list[int]) -> Rollout:
    """Let the generator write each window twice; the result is where the generator is."""
    twice = [window for window in windows for _ in range(2)]
    real = collate(twice)
    was_training = generator.training
    generator.eval()
    written = sample_all(generator, real, Sampling(seeds))
    generator.train(was_training)
    fakes = [with_notes(window, notes) for window, notes in zip(twice, written, strict=True)]
    device = generator.head.start.device
    return Rollout(real.to(device), collate(fakes).to(device))


def verdicts(objective: Objective, critics: Critics, rollout: Rollout) -> tuple[Verdict, Verdict]:
    """What the critics say of real and of generated music, as the objective counts it."""
    real, fake = critics(rollout.real), critics(rollout.fake)
    if not objective.relative:
        return real, fake
    return _above(real, fake, rollout.fake), _above(fake, real, rollout.real)


def _above(verdict: Verdict, other: Verdict, batch: Batch) -> Verdict:
    """Logits less the mean one of the other side's window, whose batch is given."""
    level = by_window(other, batch)
    return Verdict(
        verdict.frame - level["frame"][:, None],
        verdict.bar - level["bar"][:, None],
        verdict.piece - level["piece"],
    )


def by_window(verdict: Verdict, batch: Batch) -> dict[ScaleName, Tensor]:
    """(B,) mean logit of each window at each scale."""
    frames, bars = batch.frame_valid, batch.bar_valid
    return {
        "frame": (verdict.frame * frames).sum(dim=1) / frames.sum(dim=1).clamp(min=1),
        "bar": (verdict.bar * bars).sum(dim=1) / bars.sum(dim=1).clamp(min=1),
        "piece": verdict.piece,
    }


def critic_loss(
    objective: Objective,
    scales: Sequence[ScaleName],
    real: Verdict,
    fake: Verdict,
    rollout: Rollout,
) -> Tensor:
    """Mean over the scales of the critics' loss at real and at generated music."""
    losses = {
        "frame": lambda: (
            mean(objective.real(real.frame), rollout.real.frame_valid)
            + mean(objective.fake(fake.frame), rollout.fake.frame_valid)
        ),
        "bar": lambda: (
            mean(objective.real(real.bar), rollout.real.bar_valid)
            + mean(objective.fake(fake.bar), rollout.fake.bar_valid)
        ),
        "piece": lambda: objective.real(real.piece).mean() + objective.fake(fake.piece).mean(),
    }
    return torch.stack([losses[scale]() for scale in scales]).mean()


def gradient_penalty(critics: Critics, real: Batch) -> Tensor:
    """R1 (Mescheder et al. 2018): squared slope of the verdicts at real music.

    Notes are no numbers to differentiate by, so it is the slope in the embedded frames.
    """
    # The fast kernels have no second derivative.
    with sdpa_kernel(SDPBackend.MATH), torch.backends.cudnn.flags(enabled=False):
        seen = critics.embed(real)
        opinion = score(critics.judge(seen, real), real)
        (slope,) = torch.autograd.grad(opinion.sum(), seen, create_graph=True)
    return torch.as_tensor(slope.square().sum(dim=(1, 2)).mean())


def accuracy(scales: Sequence[ScaleName], real: Verdict, fake: Verdict, rollout: Rollout) -> float:
    """Share of windows on whose right side the critic of the widest scale stands."""
    widest = max(scales, key=get_args(ScaleName).index)
    right = by_window(real, rollout.real)[widest] > 0
    caught = by_window(fake, rollout.fake)[widest] < 0
    return float((right.float().mean() + caught.float().mean()) / 2)


def frame_rewards(
    objective: Objective, scales: Sequence[ScaleName], fake: Verdict, batch: Batch
) -> Tensor:
    """(B, F) mean over the scales of the reward at each frame."""
    logits = {
        "frame": fake.frame,
        "bar": torch.gather(fake.bar, 1, batch.bar),
        "piece": fake.piece[:, None].expand_as(fake.frame),
    }
    return torch.stack([objective.reward(logits[scale]) for scale in scales]).mean(dim=0)


def advantages(rewards: Tensor, valid: Tensor) -> Tensor:
    """(B, F) discounted mean reward from each frame on, less the pair's mean, over its spread.

    Windows 2i and 2i + 1 have the same conditions, so what they share says nothing about a frame.
    """
    reward, weight = torch.zeros_like(rewards[:, 0]), torch.zeros_like(rewards[:, 0])
    to_go = torch.zeros_like(rewards)
    for frame in range(rewards.shape[1] - 1, -1, -1):
        here = valid[:, frame].float()
        reward = here * (rewards[:, frame] + _DISCOUNT * reward)
        weight = here * (1 + _DISCOUNT * weight)
        to_go[:, frame] = reward / weight.clamp(min=1)
    paired, present = to_go.view(-1, 2, to_go.shape[1]), valid.view(-1, 2, valid.shape[1])
    baseline = (paired * present).sum(dim=(1, 2)) / present.sum(dim=(1, 2)).clamp(min=1)
    advantage = (to_go - baseline.repeat_interleave(2)[:, None]) * valid
    spread = advantage[valid].std().clamp(min=1e-6)
    return (advantage / spread).clamp(-_MAX_ADVANTAGE, _MAX_ADVANTAGE)


def policy_loss(generator: Generator, fake: Batch, advantage: Tensor) -> Tensor:
    """Likelihood of what was written, weighted by its advantage; nats a frame."""
    likelihood: Tensor = generator(fake).total
    return mean(likelihood * advantage, fake.frame_valid)


def seeds_for(rng: np.random.Generator, count: int) -> list[int]:
    """Fresh seeds for a rollout."""
    return [int(seed) for seed in rng.integers(0, 2**62, count)]


def mean(values: Tensor, valid: Tensor) -> Tensor:
    """Mean of the values (B, F) at the valid places."""
    return (values * valid).sum() / valid.sum()

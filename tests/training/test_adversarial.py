from typing import Any

import numpy as np
import pytest
import torch

from musicgan.data import Cell, to_piece
from musicgan.model.batch import collate
from musicgan.model.critics import Verdict, score
from musicgan.training.adversarial import (
    Rollout,
    accuracy,
    advantages,
    critic_loss,
    frame_rewards,
    gradient_penalty,
    policy_loss,
    roll_out,
    verdicts,
)
from musicgan.training.config import ScaleName
from musicgan.training.objectives import OBJECTIVES
from tests import tiny
from tests.data.test_windows import DUET


def test_advantages_by_hand() -> None:
    # The second window of the pair has two frames only.
    rewards = torch.tensor([[1.0, 3.0, 2.0], [0.0, 1.0, 50.0]])
    valid = torch.tensor([[True, True, True], [True, True, False]])
    to_go = np.array(
        [
            (1 + 0.95 * (3 + 0.95 * 2)) / (1 + 0.95 * (1 + 0.95)),
            (3 + 0.95 * 2) / 1.95,
            2.0,
            0.95 / 1.95,
            1.0,
        ]
    )
    centred = to_go - to_go.mean()
    expected = centred / centred.std(ddof=1)
    found = advantages(rewards, valid)
    assert found[valid].tolist() == pytest.approx(expected.tolist(), abs=1e-5)
    assert found[1, 2] == 0


def test_advantages_compare_within_a_pair() -> None:
    rewards = torch.tensor([[1.0], [2.0], [101.0], [102.0]])
    found = advantages(rewards, torch.ones(4, 1, dtype=torch.bool))
    assert found[:2].tolist() == found[2:].tolist()
    assert found[0, 0] < 0 < found[1, 0]


def test_advantages_are_limited() -> None:
    rewards = torch.zeros(2, 50)
    rewards[0, -1] = 1000
    assert advantages(rewards, torch.ones(2, 50, dtype=torch.bool)).max() == 2


def verdict(rows: int, frames: int, bars: int, value: float) -> Verdict:
    return Verdict(
        torch.full((rows, frames), value),
        torch.full((rows, bars), value),
        torch.full((rows,), value),
    )


SCALES: tuple[ScaleName, ...] = ("frame", "bar", "piece")


@pytest.mark.parametrize("scales", [SCALES, ("bar",), ("piece", "frame")])
def test_critic_loss_by_hand(scales: tuple[ScaleName, ...]) -> None:
    batch = collate([tiny.window(DUET), tiny.window(tiny.trio(1))])
    frames, bars = batch.time.shape[1], batch.bar_ticks.shape[1]
    real, fake = verdict(2, frames, bars, 0.5), verdict(2, frames, bars, -0.25)
    real.frame[~batch.frame_valid] = 1e6
    fake.bar[~batch.bar_valid] = 1e6
    for scale in set(SCALES) - set(scales):
        getattr(real, scale)[:] = 100.0
    loss = critic_loss(OBJECTIVES["hinge"], scales, real, fake, Rollout(batch, batch))
    assert loss.item() == pytest.approx(0.5 + 0.75)


def test_relativistic_critics_compare_with_the_other_side() -> None:
    rollout = Rollout(collate([tiny.window(DUET)]), collate([tiny.window(DUET)]))
    found = iter(
        [
            Verdict(torch.tensor([[1.0, 2.0, 3.0, 4.0]]), torch.tensor([[10.0, 20.0]]),
                    torch.tensor([7.0])),
            Verdict(torch.tensor([[0.0, 1.0, 2.0, 5.0]]), torch.tensor([[6.0, 8.0]]),
                    torch.tensor([9.0])),
        ]
    )  # fmt: skip
    critics: Any = lambda batch: next(found)  # noqa: E731
    real, fake = verdicts(OBJECTIVES["relativistic"], critics, rollout)
    assert real.frame.tolist() == [[-1.0, 0.0, 1.0, 2.0]]
    assert fake.frame.tolist() == [[-2.5, -1.5, -0.5, 2.5]]
    assert real.bar.tolist() == [[3.0, 13.0]]
    assert (real.piece.item(), fake.piece.item()) == (-2.0, 2.0)


def test_gradient_penalty_is_the_squared_slope() -> None:
    critics = tiny.model().critics.requires_grad_(True).eval()
    batch = collate([tiny.window(DUET), tiny.window(tiny.trio(2))])
    penalty = gradient_penalty(critics, batch)
    seen = critics.embed(batch).detach().requires_grad_()
    torch.autograd.backward(score(critics.judge(seen, batch), batch).sum())
    assert seen.grad is not None
    expected = seen.grad.square().sum(dim=(1, 2)).mean()
    assert penalty.item() == pytest.approx(expected.item(), rel=1e-4)
    torch.autograd.backward(penalty)
    slopes = [p.grad.abs().max() for p in critics.recurrent.parameters() if p.grad is not None]
    assert slopes
    assert max(slopes) > 0, "the critics can learn to be flat"


@pytest.mark.parametrize(
    ("scales", "share"), [(SCALES, (3 / 4 + 1 / 4) / 2), (("bar", "frame"), 0.5), (("frame",), 1.0)]
)
def test_accuracy_is_of_the_widest_scale(scales: tuple[ScaleName, ...], share: float) -> None:
    batch = collate([tiny.window(DUET)] * 4)
    frames, bars = batch.time.shape[1], batch.bar_ticks.shape[1]
    real, fake = verdict(4, frames, bars, 2.0), verdict(4, frames, bars, -2.0)
    fake.bar[:] = 1.0
    real.piece[:] = torch.tensor([1.0, 2.0, -1.0, 3.0])
    fake.piece[:] = torch.tensor([-1.0, 1.0, 1.0, 1.0])
    assert accuracy(scales, real, fake, Rollout(batch, batch)) == share


@pytest.mark.parametrize(
    ("scales", "expected"),
    [(SCALES, [111 / 3, 112 / 3, 113 / 3, 124 / 3]), (("bar",), [10, 10, 10, 20])],
)
def test_frame_rewards_by_hand(scales: tuple[ScaleName, ...], expected: list[float]) -> None:
    batch = collate([tiny.window(DUET)])
    fake = Verdict(
        torch.tensor([[1.0, 2.0, 3.0, 4.0]]), torch.tensor([[10.0, 20.0]]), torch.tensor([100.0])
    )
    rewards = frame_rewards(OBJECTIVES["hinge"], scales, fake, batch)
    assert rewards.tolist()[0] == pytest.approx(expected)


def test_rollouts_come_in_pairs_under_one_condition() -> None:
    net = tiny.model().generator.train()
    piece = to_piece(tiny.trio(3))
    cells = tiny.cells(piece, (0, 0), (0, 1), (0, 2))
    windows = [tiny.window(tiny.trio(3), cells), tiny.window(DUET)]
    rollout = roll_out(net, windows, [1, 2, 3, 4])
    assert net.training, "left as it was found"
    assert rollout.real.size == rollout.fake.size == 4
    for name in ("style", "cells", "family", "bar_ticks"):
        real, fake = getattr(rollout.real, name), getattr(rollout.fake, name)
        assert torch.equal(real[0], real[1])
        assert torch.equal(real, fake)
    fake = rollout.fake
    locked = fake.note_locked[0] & fake.note_valid[0]
    given = piece.notes["onset"] < 96
    assert (
        fake.note_pitch[0][locked].tolist()
        == windows[0].note_pitch[windows[0].note_locked].tolist()
    )
    assert int(locked.sum()) == int(given.sum())
    assert fake.note_pitch[0].tolist() != fake.note_pitch[1].tolist()


def test_policy_gradient_follows_the_advantage() -> None:
    net = tiny.model().generator
    batch = collate([tiny.window(DUET)] * 2)
    likelihood = net(batch).total
    advantage = torch.zeros_like(likelihood)
    advantage[0, 1], advantage[1, 2] = 1.0, -0.5
    loss = policy_loss(net, batch, advantage)
    expected = (likelihood[0, 1] - 0.5 * likelihood[1, 2]) / 8
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)


def test_locked_music_has_no_policy() -> None:
    net = tiny.model().generator
    everything = np.full((2, 2), int(Cell.LOCKED))
    batch = collate([tiny.window(DUET, everything)])
    assert policy_loss(net, batch, torch.ones_like(batch.time)).item() == 0

"""Nets and losses of the convolutional GAN, against values worked out by hand."""

import math

import pytest
import torch
from torch import Tensor

from musicgan.engines.convolutional.nets import (
    MOST_TOGETHER,
    NOISES,
    RollCritic,
    RollGenerator,
    binarised,
    likeness,
    penalty,
    steps_of,
)
from musicgan.engines.convolutional.rolls import LONGEST, MAPS, ROWS, STEPS

CONDITIONS, WIDTH = 5, 8


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)


def certain(count: int, row: int) -> tuple[Tensor, Tensor]:
    """Logits that leave no doubt: so many notes at every step, the surest at a row."""
    counts = torch.full((1, 1 + MOST_TOGETHER, STEPS), -1e4)
    counts[:, count] = 1e4
    found = torch.zeros(1, 3, STEPS, ROWS)
    found[:, 0, :, row] = 1e4
    return counts, found


def test_shapes() -> None:
    around, told = torch.zeros(2, MAPS, STEPS, ROWS), torch.zeros(2, CONDITIONS)
    counts, found = RollGenerator(CONDITIONS, WIDTH)(around, told, torch.randn(2, NOISES))
    assert counts.shape == (2, 1 + MOST_TOGETHER, STEPS)
    assert found.shape == (2, 3, STEPS, ROWS)
    roll = binarised((counts, found), torch.ones(2, STEPS, ROWS))
    assert roll.shape == (2, 3, STEPS, ROWS)
    assert RollCritic(CONDITIONS, WIDTH)(around, told, roll).shape == (2,)


def test_noise_changes_what_is_drawn_from() -> None:
    net = RollGenerator(CONDITIONS, WIDTH)
    around, told = torch.zeros(2, MAPS, STEPS, ROWS), torch.zeros(2, CONDITIONS)
    _, found = net(around, told, torch.randn(2, NOISES))
    assert not torch.allclose(found[0], found[1])


@pytest.mark.parametrize("count", [0, 1, 3, MOST_TOGETHER])
def test_a_binary_roll_has_as_many_notes_as_drawn(count: int) -> None:
    valid = torch.ones(1, STEPS, ROWS)
    valid[:, STEPS // 2 :] = 0
    starts = binarised(certain(count, row=7), valid)[0, 0]
    assert set(starts.flatten().tolist()) <= {0.0, 1.0}
    assert starts.sum(1).tolist() == [count] * (STEPS // 2) + [0] * (STEPS // 2)
    assert count == 0 or starts[: STEPS // 2, 7].all()


def test_gradients_pass_through_the_drawing() -> None:
    counts, found = (
        torch.zeros(1, 1 + MOST_TOGETHER, STEPS, requires_grad=True),
        torch.zeros(1, 3, STEPS, ROWS, requires_grad=True),
    )
    wanted = torch.zeros(1, 3, STEPS, ROWS)
    wanted[:, 0, :, 11] = 1
    (binarised((counts, found), torch.ones(1, STEPS, ROWS)) * wanted).sum().backward()  # type: ignore[no-untyped-call]
    assert counts.grad is not None
    assert found.grad is not None
    assert (counts.grad[0, 0] < 0).all(), "more notes would be better"
    assert (found.grad[0, 0, :, 11] > 0).all(), "and at that row"


def test_likeness_of_a_roll_by_hand() -> None:
    counts = torch.zeros(1, 1 + MOST_TOGETHER, STEPS)
    found = torch.zeros(1, 3, STEPS, ROWS)
    valid = torch.ones(1, STEPS, ROWS)
    empty = torch.zeros(1, 3, STEPS, ROWS)
    assert likeness((counts, found), empty, valid) == pytest.approx(math.log(1 + MOST_TOGETHER))
    one = empty.clone()
    one[0, :, 0, 5] = torch.tensor([1.0, 0.5, 0.25])
    pitch, length, loud = math.log(ROWS), 0.5**2, (0.5 - 0.25) ** 2
    expected = math.log(1 + MOST_TOGETHER) + (pitch + 3 * length + 3 * loud) / 2 / 3
    assert likeness((counts, found), one, valid) == pytest.approx(expected, rel=1e-6)


def test_lengths_are_whole_steps() -> None:
    lengths = torch.tensor([-1.0, 0.0, math.log2(3.2) / LONGEST, 1.0, 9.0])
    assert steps_of(lengths).tolist() == [1, 1, 3, 16, 64]


def test_the_slope_of_a_plain_critic() -> None:
    class Plain(RollCritic):
        def forward(self, maps: Tensor, condition: Tensor, roll: Tensor) -> Tensor:
            return 2 * roll[:, 0, 0, 0] + roll[:, 1, 3, 4]

    real = torch.zeros(2, 3, STEPS, ROWS)
    assert penalty(Plain(CONDITIONS, WIDTH), real, real, real) == pytest.approx(2**2 + 1)

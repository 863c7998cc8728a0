from dataclasses import replace

import numpy as np
import pytest
import torch

from musicgan.data import to_piece
from musicgan.data.frames import NOTE
from musicgan.data.windows import with_notes
from musicgan.model.batch import collate
from musicgan.model.critics import CriticConfig, Verdict, score
from tests import tiny
from tests.data.test_windows import DUET


def test_shapes() -> None:
    batch = collate([tiny.window(tiny.trio(3)), tiny.window(DUET)])
    verdict = tiny.model().critics(batch)
    assert verdict.frame.shape == batch.time.shape
    assert verdict.bar.shape == (2, 3)
    assert verdict.piece.shape == (2,)


def test_padding_changes_nothing() -> None:
    critics = tiny.model().critics
    short = tiny.window(DUET)
    alone = critics(collate([short]))
    batch = collate([short, tiny.window(tiny.trio(8))])
    beside = critics(batch)
    torch.testing.assert_close(beside.frame[0, : alone.frame.shape[1]], alone.frame[0])
    torch.testing.assert_close(beside.bar[0, : alone.bar.shape[1]], alone.bar[0])
    torch.testing.assert_close(beside.piece[0], alone.piece[0])
    torch.testing.assert_close(score(beside, batch)[0], score(alone, collate([short]))[0])


def test_notes_and_conditions_matter() -> None:
    critics = tiny.model().critics
    window = tiny.window(DUET)
    notes = np.array(to_piece(DUET).notes, NOTE)
    notes["pitch"][0] += 1
    for other in (
        with_notes(window, notes),
        with_notes(window, notes[:0]),
        replace(window, style=np.array([[0, 1]] * 3, np.float32)),
        replace(window, family=np.array([0, 6])),
    ):
        assert not torch.equal(critics(collate([window])).piece, critics(collate([other])).piece)


def test_dropout_in_training_only() -> None:
    critics = tiny.model().critics
    batch = collate([tiny.window(tiny.trio(4))])
    assert torch.equal(critics(batch).piece, critics(batch).piece)
    critics.train()
    assert not torch.equal(critics(batch).piece, critics(batch).piece)


def test_score_by_hand() -> None:
    batch = collate([tiny.window(DUET), tiny.window(tiny.trio(1))])
    valid = batch.frame_valid
    frame = torch.where(valid, 3.0, 100.0)
    bar = torch.where(batch.bar_valid, torch.tensor([[1.0, 2.0], [5.0, 0.0]]), 100.0)
    verdict = Verdict(frame, bar, torch.tensor([0.0, -2.0]))
    assert score(verdict, batch).tolist() == pytest.approx([(3 + 1.5 + 0) / 3, (3 + 5 - 2) / 3])


def test_every_weight_learns() -> None:
    critics = tiny.model().critics.train().requires_grad_(True)
    verdict = critics(collate([tiny.window(tiny.trio(2)), tiny.window(DUET)]))
    loss = verdict.frame.sum() + verdict.bar.sum() + verdict.piece.sum()
    torch.autograd.backward(loss)
    assert [name for name, weight in critics.named_parameters() if weight.grad is None] == []


def test_impossible_sizes_are_refused() -> None:
    for wrong in ({"styles": 0}, {"styles": 1, "width": 10}, {"styles": 1, "dropout": 1}):
        with pytest.raises(ValueError, match=r"out of range|multiple"):
            CriticConfig(**wrong)

"""The judge that listens: a small recurrent net over frames, with its own embeddings."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from musicgan.data.frames import DRUM_FAMILY, DURATIONS, MAX_BAR_TICKS, METERS
from musicgan.data.windows import Window
from musicgan.evaluation.judges.judge import Bools, Floats, Ints, Judge
from musicgan.model.batch import Batch, collate
from musicgan.song import FAMILIES

_WIDTH = 48
_BATCH = 64
_ROUNDS = 15
_BATCHES_A_ROUND = 15
_PATIENCE = 3
_CERTAIN = 0.03
"""Nats below which there is nothing left to learn."""
_KEPT_FOR_STOPPING = 6
"""One work in so many is kept from learning, to tell when to stop."""
_WIDEST = 13
_STEPS = 2 * _WIDEST + 2


class RecurrentJudge(Judge):
    """Learns until the loss on works that it does not learn from stops falling."""

    def __init__(self, windows: Sequence[Window], works: Ints) -> None:
        """See ``Judge``."""
        self._windows = windows
        self._works = works
        self._steps = [_melodic_steps(window) for window in windows]

    def probabilities(self, train: Ints, labels: Bools, test: Ints, seed: int) -> Floats:
        """See ``Judge``."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            rng = np.random.default_rng([seed, 3])
            net = _Reader(len(self._windows[0].style[0]))
            self._learn(net, train, labels, rng)
            return self._judge(net, test)

    def _learn(self, net: "_Reader", train: Ints, labels: Bools, rng: np.random.Generator) -> None:
        aside = self._set_aside(train, labels, rng)
        learned = train[~np.isin(train, aside)]
        optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.02)
        best, best_weights, waited = float("inf"), _copied(net), 0
        for _ in range(_ROUNDS):
            net.train()
            for _ in range(_BATCHES_A_ROUND):
                chosen = rng.choice(learned, min(_BATCH, len(learned)), replace=False)
                logits = net(*self._collated(chosen))
                loss = F.binary_cross_entropy_with_logits(logits, _targets(labels, chosen))
                optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                optimiser.step()
            loss_aside = self._loss(net, aside, labels)
            waited += 1
            if loss_aside < best:
                best, best_weights, waited = loss_aside, _copied(net), 0
            if waited == _PATIENCE or best < _CERTAIN:
                break
        net.load_state_dict(best_weights)

    def _set_aside(self, train: Ints, labels: Bools, rng: np.random.Generator) -> Ints:
        """Windows of some of the works, with both labels among them where that can be."""
        by_labels: dict[tuple[bool, bool], list[int]] = {}
        for work in np.unique(self._works[train]):
            mine = labels[train[self._works[train] == work]]
            by_labels.setdefault((bool(mine.any()), bool(mine.all())), []).append(int(work))
        works = [
            work
            for group in by_labels.values()
            for work in rng.permutation(group)[: max(1, len(group) // _KEPT_FOR_STOPPING)]
        ]
        return train[np.isin(self._works[train], works)]

    @torch.inference_mode()
    def _judge(self, net: "_Reader", indices: Ints) -> Floats:
        net.eval()
        logits = [net(*self._collated(chosen)) for chosen in self._batches(indices)]
        return torch.cat(logits).sigmoid().numpy().astype(np.float64)

    def _loss(self, net: "_Reader", indices: Ints, labels: Bools) -> float:
        """Mean cross-entropy, in nats."""
        true = self._judge(net, indices)
        believed = np.where(labels[indices], true, 1 - true)
        return float(-np.log(believed.clip(1e-6)).mean())

    def _collated(self, indices: Ints) -> tuple[Batch, Tensor]:
        """Windows side by side, and (B, N) their notes' melodic steps."""
        batch = collate([self._windows[index] for index in indices])
        steps = torch.zeros(batch.note_track.shape, dtype=torch.long)
        for row, index in zip(steps, indices, strict=True):
            row[: len(self._steps[index])] = torch.from_numpy(self._steps[index])
        return batch, steps

    @staticmethod
    def _batches(indices: Ints) -> Iterator[Ints]:
        for start in range(0, len(indices), _BATCH):
            yield indices[start : start + _BATCH]


class _Reader(nn.Module):
    """Notes → frames → a bidirectional recurrent net → one logit a window."""

    def __init__(self, styles: int) -> None:
        super().__init__()
        W = _WIDTH
        self.family = nn.Embedding(len(FAMILIES), W)
        self.pitch = nn.Embedding(256, W)
        self.pitch_class = nn.Embedding(13, W)
        self.step = nn.Embedding(_STEPS, W)
        self.duration = nn.Embedding(len(DURATIONS), W)
        self.velocity = nn.Embedding(32, W)
        self.note = nn.Linear(W, W)
        self.position = nn.Embedding(MAX_BAR_TICKS, W)
        self.gap = nn.Embedding(MAX_BAR_TICKS + 1, W)
        self.meter = nn.Embedding(len(METERS) + 1, W)
        self.style = nn.Linear(styles, W, bias=False)
        self.norm = nn.LayerNorm(W)
        self.dropout = nn.Dropout(0.2)
        self.read = nn.LSTM(W, W, batch_first=True, bidirectional=True)
        self.out = nn.Linear(4 * W, 1)
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                # What is rare then says little, instead of something random.
                nn.init.normal_(module.weight, std=0.1)

    def forward(self, batch: Batch, steps: Tensor) -> Tensor:
        """(B,) logits; ``steps`` (B, N) of ``_melodic_steps``."""
        valid = batch.frame_valid[..., None]
        x = self.dropout(self.norm(self._frames(batch, steps))) * valid
        # Packed sequences would leave out the padding, and take twice as long.
        read, _ = self.read(x)
        mean = (read * valid).sum(dim=1) / valid.sum(dim=1)
        peak = read.masked_fill(~valid, float("-inf")).amax(dim=1)
        return torch.as_tensor(self.out(self.dropout(torch.cat([mean, peak], dim=-1)))[:, 0])

    def _frames(self, batch: Batch, steps: Tensor) -> Tensor:
        """(B, F, W): the notes that start in each frame, its place and the distance to the next."""
        size, frames = batch.time.shape
        # Windows differ much in their number of notes: padding would be most of the work.
        which = batch.note_valid
        drum = torch.gather(batch.is_drum, 1, batch.note_track)[which]
        pitch = batch.note_pitch[which]
        notes = self.family(torch.gather(batch.family, 1, batch.note_track)[which])
        notes = notes + self.pitch(pitch + 128 * drum)
        notes = (
            notes + self.pitch_class(torch.where(drum, 12, pitch % 12)) + self.step(steps[which])
        )
        notes = notes + self.duration(batch.note_duration[which])
        notes = F.gelu(self.note(notes + self.velocity(batch.note_velocity[which])))
        place = torch.arange(size)[:, None] * frames + batch.note_frame
        sums = torch.zeros(size * frames, _WIDTH).index_add(0, place[which], notes)
        ticks = torch.gather(batch.bar_ticks, 1, batch.bar)
        gap = torch.where(batch.next > 0, batch.next, ticks) - batch.position
        where = self.position(batch.position) + self.gap(gap.clamp(0, MAX_BAR_TICKS))
        meter = self.meter(torch.gather(batch.bar_meter, 1, batch.bar))
        style = self.style(batch.style[:, 0])[:, None]
        return torch.as_tensor(sums.view(size, frames, _WIDTH) + where + meter + style)


def _melodic_steps(window: Window) -> Ints:
    """(N,) class of the interval to the track's last top note before: 0 is none."""
    classes = np.zeros(len(window.note_pitch), np.int64)
    for slot in np.unique(window.note_track):
        if window.family[slot] == DRUM_FAMILY:
            continue
        mine = np.flatnonzero(window.note_track == slot)
        # Within a frame, notes go downward, so that the first is the top note.
        _, top, place = np.unique(window.note_frame[mine], return_index=True, return_inverse=True)
        pitch = window.note_pitch[mine]
        later = place > 0
        step = pitch[later] - pitch[top][place[later] - 1]
        classes[mine[later]] = np.clip(step, -_WIDEST, _WIDEST) + _WIDEST + 1
    return classes


def _targets(labels: Bools, indices: Ints) -> Tensor:
    return torch.from_numpy(labels[indices].astype(np.float32))


def _copied(net: nn.Module) -> dict[str, Tensor]:
    return {name: tensor.clone() for name, tensor in net.state_dict().items()}

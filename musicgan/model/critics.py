"""The critics: discriminators at the scale of a frame, a bar and a piece."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from musicgan.data.echoes import ECHOES, MAX_MOTION, MOTIONS
from musicgan.data.frames import DURATIONS, MAX_BAR_TICKS, METERS
from musicgan.model.batch import Batch
from musicgan.model.note_head import PITCHES, VELOCITIES
from musicgan.model.past import sounding_pitches
from musicgan.model.recurrent import read_both_ways
from musicgan.song import FAMILIES


@dataclass(frozen=True, slots=True)
class CriticConfig:
    """Sizes of the critics.

    Attributes:
        styles: styles in the vocabulary, at least 1.
        width: of every hidden vector; up to 1024, a multiple of 4.
        dropout: in training, 0 to 1; a quarter of it is the share of notes that they don't see.
    """

    styles: int
    width: int = 96
    dropout: float = 0.2

    def __post_init__(self) -> None:
        """Check the ranges, since a damaged file may ask for anything."""
        if not 1 <= self.styles <= 10_000 or not 0 <= self.dropout < 1:
            raise ValueError("styles or dropout are out of range")
        if not 1 <= self.width <= 1024 or self.width % 4:
            raise ValueError("the width must be up to 1024 and a multiple of 4")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Logits, positive for real: of frames (B, F), bars (B, M) and pieces (B,)."""

    frame: Tensor
    bar: Tensor
    piece: Tensor


class Critics(nn.Module):
    """Three critics on one embedding of frames, conditioned by projection (Miyato & Koyama 2018).

    Each note is seen with the step that its track's line takes, the pitch classes that sound with
    it, and what its echoes have in common with it.

    The frame critic is convolutional (it sees 9 frames), the bar critic recurrent over the frames
    and pooled in bars, the piece critic attends over bars.
    """

    def __init__(self, config: CriticConfig) -> None:
        """Make the nets with fresh weights."""
        super().__init__()
        self.config = config
        W = config.width
        self.family = nn.Embedding(len(FAMILIES), W)
        self.pitch = nn.Embedding(PITCHES, W)
        self.duration = nn.Embedding(len(DURATIONS), W)
        self.velocity = nn.Embedding(VELOCITIES, W)
        self.step = nn.Embedding(MOTIONS, W)
        self.motion = nn.Embedding(MOTIONS, W)
        self.around = nn.Linear(12 + 3 * ECHOES, W)
        self.note = spectral_norm(nn.Linear(W, W))
        self.position = nn.Embedding(MAX_BAR_TICKS, W)
        self.meter = nn.Embedding(len(METERS) + 1, W)
        self.gap = nn.Embedding(MAX_BAR_TICKS + 1, W)
        self.echo = nn.Linear(2 * ECHOES, W)
        self.norm = nn.LayerNorm(W)
        self.dropout = nn.Dropout(config.dropout)
        self.convolutions = nn.ModuleList(
            spectral_norm(nn.Conv1d(W, W, 3, padding=dilation, dilation=dilation))
            for dilation in (1, 2, 1)
        )
        self.recurrent = nn.GRU(W, W // 2, batch_first=True, bidirectional=True)
        self.attention = nn.MultiheadAttention(W, 4, batch_first=True)
        self.condition = nn.Linear(config.styles + len(FAMILIES), W, bias=False)
        self.heads = nn.ModuleDict(
            {name: spectral_norm(nn.Linear(W, 1)) for name in ("frame", "bar", "piece")}
        )
        self.projections = nn.ModuleDict(
            {name: spectral_norm(nn.Linear(W, W, bias=False)) for name in ("frame", "bar", "piece")}
        )

    def embed(self, batch: Batch) -> Tensor:
        """(B, F, W) what ``judge`` sees: each frame's notes, place and distance to the next."""
        family = torch.gather(batch.family, 1, batch.note_track)
        drum = torch.gather(batch.is_drum, 1, batch.note_track)
        notes = self.family(family) + self.pitch(batch.note_pitch + 128 * drum)
        notes = notes + self.duration(batch.note_duration) + self.velocity(batch.note_velocity)
        notes = notes + self.step(_steps(batch)) + self.motion(batch.note_motion)
        notes = notes + self.around(_surroundings(batch))
        notes = F.gelu(self.note(notes)) * batch.note_valid[..., None]
        if self.training:
            notes = notes * (torch.rand_like(notes[..., :1]) >= self.config.dropout / 4)
        size, frames = batch.time.shape
        W = notes.shape[-1]
        rows = torch.arange(size, device=notes.device)[:, None] * frames
        flat = torch.zeros(size * frames, W, device=notes.device, dtype=notes.dtype)
        sums = flat.index_add(0, (rows + batch.note_frame).reshape(-1), notes.reshape(-1, W))
        meter = torch.gather(batch.bar_meter, 1, batch.bar)
        ticks = torch.gather(batch.bar_ticks, 1, batch.bar)
        gap = torch.where(batch.next > 0, batch.next, ticks) - batch.position
        x = sums.view(size, frames, W) + self.position(batch.position) + self.meter(meter)
        kept_time = (batch.echo_next == batch.next[..., None]) & (batch.echo_next >= 0)
        echo = torch.cat([kept_time, batch.echo_frame >= 0], dim=-1).to(x.dtype)
        x = self.norm(x + self.gap(gap.clamp(0, MAX_BAR_TICKS)) + self.echo(echo))
        out: Tensor = self.dropout(x) * batch.frame_valid[..., None]
        return out

    def _score(self, name: str, features: Tensor, condition: Tensor) -> Tensor:
        matched = (self.projections[name](features) * condition).sum(dim=-1)
        scale: float = features.shape[-1] ** 0.5
        return torch.as_tensor(self.heads[name](features)[..., 0] + matched / scale)

    def forward(self, batch: Batch) -> Verdict:
        """Judge every frame, bar and piece of a batch; logits at padded places mean nothing."""
        return self.judge(self.embed(batch), batch)

    def judge(self, x: Tensor, batch: Batch) -> Verdict:
        """Judge a batch by its embedded frames."""
        families = F.one_hot(batch.family, len(FAMILIES)) * batch.track_valid[..., None]
        given = torch.cat([batch.style[:, 0], families.sum(dim=1).clamp(max=4).to(x.dtype)], dim=-1)
        condition = self.condition(given)
        local = x.transpose(1, 2)
        for layer in self.convolutions:
            # Padding stays zero, as what lies beyond a window's end is to a convolution.
            local = (local + F.leaky_relu(layer(local), 0.2)) * batch.frame_valid[:, None]
        frame = self._score("frame", local.transpose(1, 2), condition[:, None])
        read = read_both_ways(self.recurrent, x, batch.frame_valid)
        bars = _mean_by_bar(self.dropout(read), batch)
        bar = self._score("bar", bars, condition[:, None])
        attended, _ = self.attention(
            bars, bars, bars, key_padding_mask=~batch.bar_valid, need_weights=False
        )
        weight = batch.bar_valid[..., None].to(x.dtype)
        whole = ((bars + attended) * weight).sum(dim=1) / weight.sum(dim=1).clamp(min=1)
        return Verdict(frame, bar, self._score("piece", whole, condition))


def _steps(batch: Batch) -> Tensor:
    """(B, N) class of the step from the track's last pitch to each note; 0: none."""
    step = (batch.note_pitch + 1 - batch.note_before).clamp(-MAX_MOTION, MAX_MOTION)
    return torch.where(batch.note_before > 0, step + MAX_MOTION + 1, 0)


def _surroundings(batch: Batch) -> Tensor:
    """(B, N, 12 + 3E) the intervals above each note that sound; likeness to its echoes.

    For every echo: whether its track plays there, whether it plays this pitch, and whether it
    plays this pitch as long.
    """
    classes = (torch.arange(12, device=batch.time.device) + batch.note_pitch[..., None]) % 12
    intervals = torch.gather(sounding_pitches(batch)[0], 2, classes) > 0
    drum = torch.gather(batch.is_drum, 1, batch.note_track)[..., None]
    rows = torch.arange(batch.size, device=drum.device)[:, None, None, None]
    there = batch.echo_note >= 0
    echo = batch.echo_note.clamp(min=0)
    same = there & (batch.note_pitch[rows, echo] == batch.note_pitch[..., None, None])
    as_long = same & (batch.note_duration[rows, echo] == batch.note_duration[..., None, None])
    found = [intervals & ~drum, *(which.any(dim=-1) for which in (there, same, as_long))]
    return torch.cat(found, dim=-1).float()


def _mean_by_bar(x: Tensor, batch: Batch) -> Tensor:
    """(B, M, W) mean of the frames (B, F, W) in each bar."""
    bars = batch.bar_ticks.shape[1]
    which = (
        batch.bar[:, None] == torch.arange(bars, device=x.device)[None, :, None]
    ) & batch.frame_valid[:, None]
    weight = which.to(x.dtype)
    return weight @ x / weight.sum(dim=-1, keepdim=True).clamp(min=1)


def score(verdict: Verdict, batch: Batch) -> Tensor:
    """(B,) one opinion of each window: mean logit of frames, of bars and of the piece, averaged."""
    frames = _masked_mean(verdict.frame, batch.frame_valid)
    bars = _masked_mean(verdict.bar, batch.bar_valid)
    return (frames + bars + verdict.piece) / 3


def _masked_mean(values: Tensor, valid: Tensor) -> Tensor:
    return (values * valid).sum(dim=1) / valid.sum(dim=1).clamp(min=1)

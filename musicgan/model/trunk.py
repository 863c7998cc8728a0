"""The layers of the generator's trunk: causal attention over frames."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Rotary(nn.Module):
    """Rotary position embedding (Su et al. 2021): even heads turn by frame, odd by ticks."""

    def __init__(self, head_width: int, heads: int) -> None:
        """Make the frequencies for heads of an even width."""
        super().__init__()
        half = head_width // 2
        by_frame = 2 * torch.pi / torch.logspace(2, 10, half, base=2)
        by_time = 2 * torch.pi / torch.logspace(2.58, 12.58, half, base=2)
        rows = [by_frame if head % 2 == 0 else by_time for head in range(heads)]
        self.register_buffer("frequencies", torch.stack(rows), persistent=False)
        self.register_buffer(
            "is_time", torch.tensor([head % 2 for head in range(heads)]), persistent=False
        )
        self.frequencies: Tensor
        self.is_time: Tensor

    def angles(self, index: Tensor, time: Tensor) -> tuple[Tensor, Tensor]:
        """Cosine and sine (B, heads, F, half) for frame indices (F,) or (B, F) and times (B, F)."""
        place = torch.stack([index.expand_as(time), time], dim=1)[:, self.is_time].float()
        turned = place[..., None] * self.frequencies[None, :, None, :]
        return turned.cos(), turned.sin()

    @staticmethod
    def turn(x: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
        """Rotate (B, heads, F, head width)."""
        cos, sin = angles
        a, b = x.float().chunk(2, dim=-1)
        return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1).to(x.dtype)


class Block(nn.Module):
    """One layer of the trunk: causal attention and a feed-forward net, each behind a layer norm."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        """Make the layer."""
        super().__init__()
        self.heads = heads
        self.norm_attention = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_forward = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.dropout = nn.Dropout(dropout)

    def _heads(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        q, k, v = self.qkv(self.norm_attention(x)).chunk(3, dim=-1)
        shape = (x.shape[0], x.shape[1], self.heads, -1)
        return (
            q.view(shape).transpose(1, 2),
            k.view(shape).transpose(1, 2),
            v.view(shape).transpose(1, 2),
        )

    def _finish(self, x: Tensor, attended: Tensor) -> Tensor:
        merged = attended.transpose(1, 2).reshape(x.shape)
        x = x + self.dropout(self.out(merged))
        hidden = F.gelu(self.up(self.norm_forward(x)), approximate="tanh")
        out: Tensor = x + self.dropout(self.down(hidden))
        return out

    def forward(self, x: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
        """All frames (B, F, D) at once."""
        q, k, v = self._heads(x)
        q, k = Rotary.turn(q, angles), Rotary.turn(k, angles)
        return self._finish(x, F.scaled_dot_product_attention(q, k, v, is_causal=True))

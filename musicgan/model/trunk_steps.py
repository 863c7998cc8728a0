"""The generator's trunk, one frame at a time.

Sizes: R rows (windows, or with guidance twice as many), D width.
"""

from copy import copy
from typing import Self

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from musicgan.data.frames import MAX_BAR_TICKS
from musicgan.model.dense import Dense, Floats, array, behind, gelu_tanh, normal
from musicgan.model.generator import Context, Generator
from musicgan.model.head_steps import streak_rows
from musicgan.model.trunk import Block
from musicgan.song import TICKS_PER_BEAT

_ATTENTION_SPAN = 256
_FORGET = 64

Ints = npt.NDArray[np.int64]


class TrunkSteps:
    """``Generator.frame_input`` and the trunk for the next frame of every row."""

    def __init__(self, net: Generator) -> None:
        """Take the nets' weights; ``begin`` comes next."""
        self._net = net
        place = torch.arange(MAX_BAR_TICKS, device=net.position.weight.device)
        self._places = array(net.position(place) + net.place_in_beat(place % TICKS_PER_BEAT))
        self._streak = array(net.streak.weight)
        self._gain, self._shift = array(net.trunk_norm.weight), array(net.trunk_norm.bias)
        self._layers = [_Layer(block) for block in net.blocks if isinstance(block, Block)]
        self._frequencies = array(net.rotary.frequencies)
        self._is_time = net.rotary.is_time.cpu().numpy()
        self._beats = np.zeros((0, 0, net.config.width), np.float32)
        # Keys and values (layers, 2, R, heads, span, head width) of the frames that are seen.
        heads, half = self._frequencies.shape
        self._seen = np.zeros((len(self._layers), 2, 0, heads, 0, 2 * half), np.float32)
        self._used = 0
        self._count = 0

    def begin(self, context: Context, beat_bar: Tensor) -> Self:
        """The same at the first frame, under the conditions of R rows.

        ``beat_bar`` is that of their ``Batch``.
        """
        begun = copy(self)
        bars = beat_bar.to(context.bars.device)[..., None].expand_as(context.beats)
        net = self._net
        known = net.beat(context.beats) + torch.gather(context.bars, 1, bars)
        begun._beats = array(known + net.previous.bias + net.held.bias)
        layers, two, _, heads, _, width = self._seen.shape
        shape = (layers, two, len(begun._beats), heads, _ATTENTION_SPAN, width)
        begun._seen = np.zeros(shape, np.float32)
        return begun

    def keep(self, rows: Ints) -> None:
        """Go on with some of the rows only."""
        self._beats = self._beats[rows]
        self._seen = self._seen[:, :, rows]

    def step(self, notes: Floats, streak: Ints, position: Ints, beat: Ints, time: Ints) -> Floats:
        """(R, D) the trunk's state at one more frame, before the gain and bias of its last norm.

        Args:
            notes: (R, D) sum of what the trunk reads of notes: the previous frame's, those that
                are held, and those in each echo.
            streak: (R, E, 2) classes of what all tracks together have repeated from each echo.
            position: (R,) tick of the frame in its bar.
            beat: (R,) its beat.
            time: (R,) its tick.
        """
        if self._used == _ATTENTION_SPAN:
            self._used -= _FORGET
            self._seen[..., : self._used, :] = self._seen[..., _FORGET:, :].copy()
        x = notes + self._beats[np.arange(len(notes)), beat] + self._places[position]
        x += np.add.reduce(self._streak[streak_rows(streak[..., None, :])], axis=(1, 2, 3))
        x = normal(x) * self._gain + self._shift
        turn = self._turn(time)
        for layer, seen in zip(self._layers, self._seen, strict=True):
            x = layer.step(x, turn, seen, self._used)
        self._used += 1
        self._count += 1
        return normal(x)

    def _turn(self, time: Ints) -> npt.NDArray[np.complex64]:
        """(R, 1, heads, half) how the rotary embedding turns pairs of numbers in this frame."""
        place = np.where(self._is_time, time[:, None], self._count).astype(np.float32)
        angles = place[..., None] * self._frequencies
        turn = np.empty(angles.shape, np.complex64)
        turn.real, turn.imag = np.cos(angles), np.sin(angles)
        return turn[:, None]


class _Layer:
    """``Block`` for one frame."""

    def __init__(self, block: Block) -> None:
        D, heads = block.out.out_features, block.heads
        half = D // heads // 2
        weight, bias = behind(block.norm_attention, block.qkv.weight, block.qkv.bias)
        # The two numbers that are turned together come next to each other, as a complex one.
        order = torch.arange(3 * D).view(3, heads, 2, half)
        order[:2] = order[:2].transpose(2, 3).reshape(2, heads, 2, half).clone()
        scale = torch.ones(3 * D, device=bias.device)
        scale[:D] = (2 * half) ** -0.5
        order = order.flatten().to(bias.device)
        self._qkv = Dense((weight * scale[:, None])[order], (bias * scale)[order])
        self._shape = (3, heads, 2 * half)
        self._out = Dense(block.out.weight, block.out.bias)
        self._up = Dense(*behind(block.norm_forward, block.up.weight, block.up.bias))
        self._down = Dense(block.down.weight, block.down.bias)

    def step(self, x: Floats, turn: npt.NDArray[np.complex64], seen: Floats, used: int) -> Floats:
        """(R, D) from (R, D); ``seen`` (2, R, heads, span, head width) is written at ``used``."""
        qkv = self._qkv(normal(x)).reshape(len(x), *self._shape)
        turned = (qkv[:, :2].view(np.complex64) * turn).view(np.float32)
        seen[0, :, :, used] = turned[:, 1]
        seen[1, :, :, used] = qkv[:, 2]
        keys, values = seen[:, :, :, : used + 1]
        share = (keys @ turned[:, 0, :, :, None])[..., 0]
        share -= np.maximum.reduce(share, axis=-1, keepdims=True)
        np.exp(share, out=share)
        share /= np.add.reduce(share, axis=-1, keepdims=True)
        x = x + self._out((share[:, :, None] @ values).reshape(x.shape))
        x += self._down(gelu_tanh(self._up(normal(x))))
        return x

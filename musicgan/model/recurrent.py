"""Recurrent nets over sequences of different lengths, side by side."""

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def read_both_ways(gru: nn.GRU, x: Tensor, valid: Tensor) -> Tensor:
    """(B, L, D) outputs of a bidirectional net, each sequence read from its own end.

    Args:
        gru: with ``batch_first``.
        x: (B, L, D in).
        valid: (B, L) bool, true up to each sequence's length, which is at least 1.
    """
    lengths = valid.sum(dim=1).cpu()
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    read, _ = gru(packed)
    out: Tensor = pad_packed_sequence(read, batch_first=True, total_length=x.shape[1])[0]
    return out


def gru_update(given: Tensor, own: Tensor, state: Tensor) -> Tensor:
    """One step of a gated recurrent unit (Cho et al. 2014) from its projected input and state."""
    reset_in, update_in, new_in = given.chunk(3, dim=-1)
    reset_own, update_own, new_own = own.chunk(3, dim=-1)
    reset = torch.sigmoid(reset_in + reset_own)
    update = torch.sigmoid(update_in + update_own)
    new = torch.tanh(new_in + reset * new_own)
    return new + update * (state - new)

"""Recurrent nets over sequences of different lengths, side by side."""

import torch
from torch import Tensor, nn


def read_both_ways(gru: nn.GRU, x: Tensor, valid: Tensor) -> Tensor:
    """(B, L, D) outputs of a bidirectional net, each sequence read from its own end; 0 behind it.

    Both directions go side by side; torch's own packed sequences take several times as long to
    learn from.

    Args:
        gru: of one layer, with ``batch_first``.
        x: (B, L, D in).
        valid: (B, L) bool, true up to each sequence's length, which is at least 1.
    """
    length = valid.sum(dim=1, keepdim=True)
    place = torch.arange(x.shape[1], device=x.device)
    from_end = torch.where(place < length, length - 1 - place, place)[..., None]
    backward = torch.gather(x, 1, from_end.expand_as(x))
    ways = ("", "_reverse")
    weights, own_weights, biases, own_biases = (
        [getattr(gru, f"{name}_l0{way}") for way in ways]
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    both = zip((x, backward), weights, biases, strict=True)
    given = torch.stack([nn.functional.linear(read, w, b) for read, w, b in both])
    own_weight = torch.stack(own_weights).transpose(1, 2)
    own_bias = torch.stack(own_biases)[:, None]
    state = given.new_zeros(2, len(x), gru.hidden_size)
    states = []
    for step in given.unbind(dim=2):
        state = gru_update(step, torch.baddbmm(own_bias, state, own_weight), state)
        states.append(state)
    onward, back = torch.stack(states, dim=2)
    back = torch.gather(back, 1, from_end.expand_as(back))
    return torch.cat([onward, back], dim=-1) * valid[..., None]


def gru_update(given: Tensor, own: Tensor, state: Tensor) -> Tensor:
    """One step of a gated recurrent unit (Cho et al. 2014) from its projected input and state."""
    size = state.shape[-1]
    reset, update = torch.sigmoid(given[..., : 2 * size] + own[..., : 2 * size]).chunk(2, dim=-1)
    new = torch.tanh(torch.addcmul(given[..., 2 * size :], reset, own[..., 2 * size :]))
    return torch.lerp(new, state, update)

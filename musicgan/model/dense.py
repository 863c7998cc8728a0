"""Layers of a trained net as numpy arrays, for the few rows that sampling has at a time.

With so few rows torch spends more on its calls than on the sums.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

Floats = npt.NDArray[np.float32]

EPSILON = np.float32(1e-5)
"""What layer norms add to the variance."""

_SLAB = 32
_HALF = np.float32(0.5)
_ROOT_HALF = np.sqrt(_HALF)


def array(tensor: Tensor) -> Floats:
    """A tensor's numbers on the CPU, to read only."""
    found: Floats = tensor.detach().float().cpu().numpy()
    return found


class Dense:
    """``weight @ x + bias`` for rows x.

    The weights lie in slabs of a few columns: BLAS multiplies small matrices where they lie, but
    would first pack a large one anew for every product.
    """

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        """Take the weight (N, K) and the bias (N,)."""
        self._size = len(weight)
        missing = -self._size % _SLAB
        padded = F.pad(weight.detach().float().cpu(), (0, 0, 0, missing))
        slabs = padded.view(-1, _SLAB, weight.shape[1]).transpose(1, 2)
        self._slabs = np.ascontiguousarray(slabs.numpy())
        self._bias = array(F.pad(bias, (0, missing)))

    def __call__(self, x: Floats) -> Floats:
        """(…, N) from (…, K)."""
        by_slab = np.matmul(x.reshape(-1, x.shape[-1]), self._slabs)
        out: Floats = by_slab.transpose(1, 0, 2).reshape(*x.shape[:-1], self._bias.size)
        out += self._bias
        return out[..., : self._size]


def behind(norm: nn.LayerNorm, weight: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
    """Weight and bias of a layer behind a layer norm, if it reads what is only ``normal``."""
    return weight * norm.weight, bias + weight @ norm.bias


def beside(layers: Sequence[tuple[Tensor, Tensor]]) -> Dense:
    """Layers that read the same, as one."""
    weights, biases = zip(*layers, strict=True)
    return Dense(torch.cat(weights), torch.cat(biases))


def normal(x: Floats) -> Floats:
    """Rows (…, D) with mean 0 and variance 1: a layer norm without gain and bias."""
    out: Floats = torch.layer_norm(torch.from_numpy(x), x.shape[-1:]).numpy()
    return out


def gelu(x: Floats) -> Floats:
    """As ``torch.nn.functional.gelu``, which takes three times as long for a row."""
    error: Floats = torch.erf(torch.from_numpy(x * _ROOT_HALF)).numpy()
    out: Floats = x * (_HALF * error + _HALF)
    return out


def gelu_tanh(x: Floats) -> Floats:
    """Its approximation by tanh."""
    out: Floats = F.gelu(torch.from_numpy(x), approximate="tanh").numpy()
    return out


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + e^-x), without overflow."""
    out: Floats = _HALF * np.tanh(_HALF * x) + _HALF
    return out

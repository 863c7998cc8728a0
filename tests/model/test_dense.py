import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from musicgan.model.dense import Dense, array, behind, beside, gelu, gelu_tanh, normal, sigmoid


def rows(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(3))


@pytest.mark.parametrize("width", [1, 32, 77])
@pytest.mark.parametrize("shape", [(1, 12), (5, 12), (2, 3, 12)])
def test_dense_is_a_linear_layer(width: int, shape: tuple[int, ...]) -> None:
    layer, x = nn.Linear(12, width), rows(*shape)
    found = Dense(layer.weight, layer.bias)(x.numpy())
    assert found.shape == (*shape[:-1], width)
    np.testing.assert_allclose(found, array(layer(x)), atol=1e-6)


def test_layers_beside_each_other_behind_a_norm() -> None:
    norm, one, other, x = nn.LayerNorm(12), nn.Linear(12, 5), nn.Linear(12, 40), rows(3, 12)
    nn.init.normal_(norm.weight)
    nn.init.normal_(norm.bias)
    both = beside([behind(norm, layer.weight, layer.bias) for layer in (one, other)])
    expected = torch.cat([one(norm(x)), other(norm(x))], dim=-1)
    np.testing.assert_allclose(both(normal(x.numpy())), array(expected), atol=1e-5)


def test_functions_are_those_of_torch() -> None:
    x = 4 * rows(200)
    np.testing.assert_allclose(gelu(x.numpy()), F.gelu(x).numpy(), atol=1e-6)
    approximate = F.gelu(x, approximate="tanh").numpy()
    np.testing.assert_allclose(gelu_tanh(x.numpy()), approximate, atol=1e-6)
    np.testing.assert_allclose(sigmoid(100 * x.numpy()), (100 * x).sigmoid().numpy(), atol=1e-6)

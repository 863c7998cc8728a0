"""The convolutional GAN as a model: what its file may hold, and that it hears and judges."""

import numpy as np
import pytest
import torch

from musicgan.engines.convolutional import ConvolutionalGan
from tests import tiny


@pytest.fixture(scope="module")
def model() -> ConvolutionalGan:
    torch.manual_seed(0)
    return ConvolutionalGan(len(tiny.STYLES), 8, 8).ready()


def test_what_was_saved_judges_alike(model: ConvolutionalGan) -> None:
    again = ConvolutionalGan.of(model.arrays())
    window = tiny.window(tiny.trio(2))
    assert again.score(window) == pytest.approx(model.score(window), abs=1e-2), "half precision"
    assert again.score(window) != again.score(tiny.window(tiny.trio(2, seed=5)))


@pytest.mark.parametrize(
    ("name", "array", "message"),
    [
        ("sizes", np.array([2, 10**9, 8]), "impossible size"),
        ("sizes", np.array([2, -8, 8]), "impossible size"),
        ("sizes", np.array([2]), "impossible size"),
        ("sizes", np.array([2, 16, 8]), "generator is of another size"),
    ],
)
def test_files_that_fit_nothing_are_refused(
    model: ConvolutionalGan, name: str, array: np.ndarray, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ConvolutionalGan.of({**model.arrays(), name: array})

from collections.abc import Iterator

import pytest
import torch

from musicgan.generation.gan import GanEngine
from tests import tiny


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GanEngine]:
    """The engine with random weights; torch's threads are put back afterwards."""
    threads = torch.get_num_threads()
    yield GanEngine(tiny.write_model(tmp_path_factory.mktemp("model") / "tiny.safetensors"))
    torch.set_num_threads(threads)

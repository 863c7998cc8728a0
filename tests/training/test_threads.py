import pytest
import torch

from musicgan.training.threads import Threads


def settled(seconds: dict[int, list[float]]) -> int:
    """Threads that are kept where steps of 10 notes take so long."""
    with Threads(None) as threads:
        for _ in range(20):
            times = seconds[torch.get_num_threads()]
            threads.took(times.pop(0) if len(times) > 1 else times[0], notes=10)
        return torch.get_num_threads()


@pytest.fixture(autouse=True)
def _four() -> object:
    before = torch.get_num_threads()
    torch.set_num_threads(4)
    yield
    assert torch.get_num_threads() == 4, "it was not given back"
    torch.set_num_threads(before)


def test_threads_are_taken_while_they_pay() -> None:
    assert settled({1: [1.0], 2: [0.6], 4: [0.4]}) == 4
    assert settled({1: [1.0], 2: [0.6], 4: [0.58]}) == 2
    assert settled({1: [1.0], 2: [9.0, 0.6], 4: [0.58]}) == 1, "one bad step is enough"
    assert settled({1: [1.0], 2: [1.2, 0.6], 4: [0.58]}) == 2, "the first one warms up"
    assert settled({1: [1.0], 2: [0.95], 4: [0.1]}) == 1


def test_what_is_asked_for_stays() -> None:
    with Threads(3) as threads:
        threads.took(1.0, 10)
        assert torch.get_num_threads() == 3

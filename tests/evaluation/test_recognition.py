from collections.abc import Callable

import numpy as np

from musicgan.data.windows import Window
from musicgan.evaluation.recognition import Recogniser


def test_a_style_is_recognised_by_its_notes(make_window: Callable[..., Window]) -> None:
    rng = np.random.default_rng(0)

    def music(steps: list[int]) -> Window:
        pitches = 60 + np.cumsum(rng.choice(steps, 16)).clip(-20, 20)
        return make_window([(12 * n, 12, 0, int(pitch)) for n, pitch in enumerate(pitches)])

    calm, wild = [music([-1, 1, 2]) for _ in range(24)], [music([-9, 7, 11]) for _ in range(24)]
    recogniser = Recogniser([*calm[:16], *wild[:16]], ["calm"] * 16 + ["wild"] * 16, seed=0)
    names = ["calm"] * 8 + ["wild"] * 8
    assert recogniser.accuracy([*calm[16:], *wild[16:]], names) > 0.9
    assert recogniser.accuracy([*wild[16:], *calm[16:]], names) < 0.1
    # Styles count alike, however much music there is of each.
    assert recogniser.accuracy([*calm[16:], calm[0]], ["calm"] * 8 + ["wild"]) == 0.5

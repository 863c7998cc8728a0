from collections.abc import Callable

import numpy as np

from musicgan.data.dataset import Dataset
from musicgan.data.windows import Window, cut_window
from musicgan.evaluation.copying import (
    harmonic_steps,
    longest_runs,
    melodic_steps,
    of_piece,
    of_window,
    summarised,
)

Make = Callable[..., Window]


def numbers(*steps: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(steps, np.int64)


def test_longest_run() -> None:
    corpus = [numbers(1, 2, 3, 4), numbers(5, 6, 7)]
    queries = [
        [numbers(9, 2, 3, 9)],
        [numbers(8, 8), numbers(5, 6, 7)],
        # A run does not go on from one sequence to the next, neither here nor there.
        [numbers(3, 4, 5, 6)],
        [numbers(8, 9)],
        [],
    ]
    assert longest_runs(queries, corpus).tolist() == [2, 3, 2, 0, 0]


def test_runs_are_followed_up_to_a_length() -> None:
    endless = numbers(*range(100))
    assert longest_runs([[endless]], [endless]).tolist() == [64]
    assert longest_runs([[endless]], [endless], longest=10).tolist() == [10]


def test_melodic_steps_do_not_depend_on_the_key(make_window: Make) -> None:
    rows = [(0, 24, 0, 60), (24, 12, 0, 64), (24, 12, 0, 48), (36, 12, 0, 67), (0, 6, 1, 36)]
    higher = [(onset, length, track, pitch + 5) for onset, length, track, pitch in rows]
    for music in (rows, higher):
        (steps,) = melodic_steps(of_window(make_window(music, ("pipe", "drums"))))
        assert steps.tolist() == [(4 + 128) * 1024 + 24, (3 + 128) * 1024 + 12]


def test_harmonic_steps_are_changes(make_window: Make) -> None:
    c, g = [(0, 24, 0, 60), (0, 24, 0, 64)], [(72, 24, 0, 55)]
    again = [(24, 24, 0, 48), (36, 12, 0, 64)]
    (found,) = harmonic_steps(of_window(make_window([*c, *again, *g])))
    assert found.tolist() == [1 | 1 << 4, 1 << 7]


def test_a_copy_is_found_and_a_piece_is_read_as_its_windows_are(
    datasets: Callable[[dict[str, int]], Dataset],
) -> None:
    dataset = datasets({"walk": 3})
    copied = cut_window(dataset.piece(0), 2, 10, np.ones(1, np.float32))
    own = melodic_steps(of_window(copied))
    corpus = [step for index in range(2) for step in melodic_steps(of_piece(dataset.piece(index)))]
    assert longest_runs([own], corpus)[0] == min(64, max(len(sequence) for sequence in own))
    other = cut_window(dataset.piece(4), 2, 10, np.ones(1, np.float32))
    assert longest_runs([melodic_steps(of_window(other))], corpus)[0] < 20


def test_figures_stand_beside_those_of_real_music() -> None:
    real, copied = np.arange(101), np.full(10, 99)
    found = summarised(copied, real)
    assert (found.mean, found.high, found.longest, found.beyond) == (99, 99, 99, 1)
    assert summarised(real, real).beyond == 5 / 101

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from musicgan.data.windows import Window
from musicgan.evaluation.store import Store, digest


@dataclass(frozen=True, slots=True)
class Square:
    number: int
    done: list[int]

    def key(self) -> str:
        return str(self.number)


def square(task: Square) -> int:
    if task.number < 0:
        raise ValueError("cut off")
    task.done.append(task.number)
    return task.number**2


def test_what_is_finished_is_not_done_again(tmp_path: Path) -> None:
    done: list[int] = []
    with pytest.raises(ValueError, match="cut off"):
        Store(tmp_path, 1).run(square, [Square(n, done) for n in (2, 3, -1)], int)
    seen: list[float] = []
    found = Store(tmp_path, 1).run(square, [Square(n, done) for n in (3, 4, 2)], int, seen.append)
    assert found == [9, 16, 4], "in the order of the tasks"
    assert done == [2, 3, 4]
    assert seen == [2 / 3, 1]


def test_damaged_results_are_made_again(tmp_path: Path) -> None:
    done: list[int] = []
    Store(tmp_path, 1).run(square, [Square(5, done)], int)
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"\xc1")
    assert Store(tmp_path, 1).run(square, [Square(5, done)], int) == [25]
    assert done == [5, 5]


def test_nothing_is_kept_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Store(None, 1).run(square, [Square(2, [])], int) == [4]
    assert Store(None, 1).run(square, [], int) == []
    assert not list(tmp_path.iterdir())


def test_windows_are_told_apart(make_window: Callable[..., Window]) -> None:
    window = make_window([(0, 24, 0, 60)])
    others = [
        make_window([(0, 24, 0, 61)]),
        make_window([(0, 12, 0, 60)]),
        make_window([(0, 24, 0, 60)], ("reed",)),
        replace(window, tempo=window.tempo + 1),
    ]
    assert digest([window]) == digest([make_window([(0, 24, 0, 60)])])
    assert len({digest([w]) for w in (window, *others)}) == 5

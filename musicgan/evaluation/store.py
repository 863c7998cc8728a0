"""Finished units of work, one file each, so that a run that was cut off goes on where it was."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from musicgan.data.windows import Window
from musicgan.evaluation.workers import spread
from musicgan.files import replacing

FORMAT_VERSION = 1

Result = TypeVar("Result")


class Task(Protocol):
    """Something to be done, in any process."""

    def key(self) -> str:
        """Names everything that the result depends on."""


Unit = TypeVar("Unit", bound=Task)


class Store:
    """Does tasks and keeps their results."""

    def __init__(self, folder: Path | None, processes: int) -> None:
        """Begin.

        Args:
            folder: where the results are kept; None: nowhere.
            processes: that work side by side.
        """
        self._folder = folder
        self._processes = processes

    def run(
        self,
        function: Callable[[Unit], Result],
        tasks: Sequence[Unit],
        kind: type[Result],
        progress: Callable[[float], None] = lambda done: None,
    ) -> list[Result]:
        """The results of all tasks in their order; those on disk are not worked out again.

        Args:
            function: of a module, so that another process finds it.
            tasks: what it is called with; they and the results can be pickled.
            kind: a msgspec type of the results.
            progress: called with the share that is done.

        Raises:
            MusicganError: a result could not be written.
        """
        found = {place: known for place, t in enumerate(tasks) if (known := self._read(t, kind))}
        missing = [place for place in range(len(tasks)) if place not in found]
        results = spread(function, [tasks[place] for place in missing], self._processes)
        progress(len(found) / max(len(tasks), 1))
        for place, result in zip(missing, results, strict=True):
            self._write(tasks[place], result)
            found[place] = result
            progress(len(found) / len(tasks))
        return [found[place] for place in range(len(tasks))]

    def _path(self, task: Task) -> Path | None:
        if self._folder is None:
            return None
        text = f"{FORMAT_VERSION} {type(task).__qualname__} {task.key()}"
        return self._folder / f"{hashlib.sha1(text.encode()).hexdigest()}.msgpack"

    def _read(self, task: Task, kind: type[Result]) -> Result | None:
        """None where there is no file, or a damaged one: it is then written anew."""
        path = self._path(task)
        if path is None or not path.is_file():
            return None
        try:
            return msgspec.msgpack.decode(path.read_bytes(), type=kind)
        except (OSError, msgspec.MsgspecError):
            return None

    def _write(self, task: Task, result: object) -> None:
        path = self._path(task)
        if path is not None:
            with replacing(path) as temporary:
                temporary.write_bytes(msgspec.msgpack.encode(result))


def digest(windows: Sequence[Window]) -> str:
    """Tells windows apart by their music and conditions."""
    found = hashlib.sha1()
    for window in windows:
        for array in (
            window.note_onset, window.note_end, window.note_track, window.note_pitch,
            window.note_velocity, window.bar_ticks, window.bar_meter, window.bar_index,
            window.bars_left, window.family, window.program, window.style,
        ):  # fmt: skip
            found.update(array.tobytes())
        found.update(f"{window.mode} {window.tempo};".encode())
    return found.hexdigest()

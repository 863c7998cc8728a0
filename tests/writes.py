"""Kill a process while it writes, again and again: every file must be a whole one.

Usage: ``python -m tests.writes [TIMES]`` writes every kind of file in a loop and kills the process
TIMES (20) times with SIGKILL at random moments.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from musicgan.data.dataset import open_dataset, pack
from musicgan.formats import read_song, write_song
from musicgan.generation import Recipe, read_recipe, write_recipe
from musicgan.project import Project, ProjectTake, SavedProject, added, read_project, write_project
from musicgan.song import Note, Song, Track


class Write(NamedTuple):
    """One kind of file.

    Attributes:
        suffix: of its name.
        write: writes one of two versions (0, 1).
        check: reads it.
        slow: whether its libraries take seconds to load.
    """

    suffix: str
    write: Callable[[Path, int], object]
    check: Callable[[Path], object]
    slow: bool = False


def song(version: int) -> Song:
    """Two bars; ``version`` is in the pitches."""
    notes = tuple(Note(12 * step, 60 + version + step % 5, 12) for step in range(16))
    return Song((Track("it", 0, False, notes),))


def _project(path: Path, version: int) -> None:
    project = added(Project(), [ProjectTake(song(version), "one")] * 3)
    write_project(SavedProject(project), path)


def _dataset(path: Path, version: int) -> None:
    music = Path(__file__).parent / "music"
    list(pack([music / f"{version}.mid", music / "2.mid"], path))


def _model(path: Path, version: int) -> None:
    from tests import tiny

    tiny.write_model(path, version)


def _pack(path: Path, version: int) -> None:
    from musicgan.model.pack import save_pack
    from tests import tiny

    save_pack(tiny.pack(seed=version), path)


def _read_model(path: Path) -> None:
    from musicgan.model.checkpoint import load_model

    load_model(path)


def _read_pack(path: Path) -> None:
    from musicgan.model.pack import load_pack

    load_pack(path)


WRITES: dict[str, Write] = {
    "midi": Write(".mid", lambda path, version: write_song(song(version), path), read_song),
    "musicxml": Write(
        ".musicxml", lambda path, version: write_song(song(version), path), read_song, slow=True
    ),
    "project": Write(".musicgan", _project, read_project),
    "recipe": Write(
        ".json", lambda path, version: write_recipe(Recipe(seed=version), path), read_recipe
    ),
    "model": Write(".safetensors", _model, _read_model, slow=True),
    "pack": Write(".safetensors", _pack, _read_pack, slow=True),
    "dataset": Write("", _dataset, open_dataset),
}


def kill_while_writing(kinds: Sequence[str], times: int, folder: Path, seed: int) -> int:
    """Kill a process that writes these kinds ``times`` times; check every file after each.

    Returns:
        How many files were found whole.

    Raises:
        MusicganError: one is not.
    """
    draw, whole = random.Random(seed), 0
    for _ in range(times):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.writes", "--forever", str(folder), *kinds],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "each written once\n"
        time.sleep(draw.uniform(0, 0.3))
        process.kill()
        process.communicate()
        for kind in kinds:
            WRITES[kind].check(folder / f"{kind}{WRITES[kind].suffix}")
            whole += 1
    return whole


def _write_forever(folder: Path, kinds: Sequence[str]) -> None:
    version = 0
    while True:
        for kind in kinds:
            WRITES[kind].write(folder / f"{kind}{WRITES[kind].suffix}", version % 2)
        if not version:
            print("each written once", flush=True)
        version += 1


def main() -> None:
    if sys.argv[1:2] == ["--forever"]:
        _write_forever(Path(sys.argv[2]), sys.argv[3:])
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        whole = kill_while_writing(list(WRITES), times, Path(folder), 0)
    print(f"{times} kills, {whole} files of {len(WRITES)} kinds read afterwards, all whole")


if __name__ == "__main__":
    main()

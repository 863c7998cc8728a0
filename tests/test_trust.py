"""No file can make the program run code, and no failing write loses or halves anything."""

import ast
import errno
import os
import queue
import resource
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from musicgan.cli.app import _errors_as_sentences
from musicgan.errors import MusicganError, out_of_memory
from tests.writes import WRITES, kill_while_writing

ROOT = Path(__file__).parents[1]
SOURCES = [path for room in ("musicgan", "ui") for path in sorted((ROOT / room).rglob("*.py"))]

RUNS_CODE = {
    "pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "yaml", "runpy",
}  # fmt: skip
CALLS_CODE = {"eval", "exec", "compile", "__import__"}
LOADS_MODULES = {
    "musicgan/engines/registry.py": "a class of a table in the program itself",
    "ui/window.py": "modules of the program, by names in its own text",
    "ui/worker_process.py": "a function that the window names, through a pipe that it alone holds",
}
"""Where a module is imported by a name that is a value, and why no file can choose it."""


def _dangers(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in RUNS_CODE)
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").split(".")[0] in RUNS_CODE:
                yield str(node.module)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            settings = {setting.arg: ast.unparse(setting.value) for setting in node.keywords}
            if called in CALLS_CODE or called in ("torch.load", "torch.jit.load", "np.fromfile"):
                yield called
            elif called == "np.load" and settings.get("allow_pickle") != "False":
                yield "np.load without allow_pickle=False"
            elif called.endswith("import_module"):
                yield "import_module"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_from_a_file_is_run(path: Path) -> None:
    found = set(_dangers(ast.parse(path.read_text("utf-8"))))
    allowed = {"import_module"} if path.relative_to(ROOT).as_posix() in LOADS_MODULES else set()
    assert found == allowed


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_time_is_taken_by_a_clock_that_can_be_set(path: Path) -> None:
    calls = {
        ast.unparse(n.func)
        for n in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(n, ast.Call)
    }
    assert calls.isdisjoint({"time.time", "time.localtime", "QTime.currentTime"})


def test_what_runs_code_would_be_found() -> None:
    text = "import pickle\nfrom yaml import load\neval(x)\nnp.load(f)\ntorch.load(f)\nwindow.exec()"
    assert len(set(_dangers(ast.parse(text)))) == 5


@pytest.fixture
def target(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A written file (or folder), which is to be written again."""
    write = WRITES[request.getfixturevalue("kind")]
    path = tmp_path / f"it{write.suffix}"
    write.write(path, 0)
    return path


def _content(path: Path) -> dict[str, bytes]:
    """Everything in the folder of a file, by name."""
    return {
        str(file.relative_to(path.parent)): file.read_bytes()
        for file in path.parent.rglob("*")
        if file.is_file()
    }


def _refused(kind: str, target: Path) -> str:
    """Write again: it must fail in a sentence, and nothing may have changed."""
    before = _content(target)
    with pytest.raises(MusicganError, match="could not be written") as refusal:
        WRITES[kind].write(target, 1)
    assert _content(target) == before
    assert str(target) in str(refusal.value)
    return str(refusal.value)


every_kind = pytest.mark.parametrize("kind", WRITES)


@every_kind
def test_a_full_disk_changes_nothing(kind: str, target: Path) -> None:
    # No file may grow: every write fails in the system, whoever makes it.
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        sentence = _refused(kind, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert "free some space" in sentence


@every_kind
def test_a_read_only_folder_is_a_sentence(
    kind: str, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(tempfile, "mkstemp", denied)
    monkeypatch.setattr(tempfile, "mkdtemp", denied)
    assert "Read-only file system" in _refused(kind, target)


@every_kind
def test_a_folder_that_is_gone_is_made_again(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "gone" / f"it{WRITES[kind].suffix}"
    WRITES[kind].write(path, 0)
    WRITES[kind].check(path)


@every_kind
def test_a_file_in_the_place_of_the_folder_is_a_sentence(kind: str, tmp_path: Path) -> None:
    (tmp_path / "gone").touch()
    with pytest.raises(MusicganError, match="could not be written"):
        WRITES[kind].write(tmp_path / "gone" / f"it{WRITES[kind].suffix}", 0)


def test_killed_while_it_writes_the_file_is_whole(tmp_path: Path) -> None:
    kinds = [kind for kind, write in WRITES.items() if not write.slow]
    assert kill_while_writing(kinds, times=2, folder=tmp_path, seed=3) == 2 * len(kinds)


class OutOfMemoryError(RuntimeError):
    """Stands for torch's, which graphics cards raise."""


def _too_much() -> None:
    import torch

    torch.empty(2**50)


def _raises(error: Exception) -> Callable[[], None]:
    def call() -> None:
        raise error

    return call


@pytest.mark.parametrize(
    "call", [_too_much, _raises(MemoryError()), _raises(OutOfMemoryError("CUDA out of memory"))]
)
def test_used_up_memory_is_a_sentence(
    call: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    import typer

    with pytest.raises(typer.Exit) as left, _errors_as_sentences():
        call()
    assert left.value.exit_code == 2
    assert "fewer bars, fewer takes" in " ".join(capsys.readouterr().err.split())


def test_other_errors_are_not_taken_for_it() -> None:
    assert out_of_memory(RuntimeError("sizes do not fit")) is None
    with pytest.raises(RuntimeError, match="sizes"), _errors_as_sentences():
        raise RuntimeError("sizes do not fit")


def used_up(_context: object) -> None:
    """A job of the window's worker."""
    raise MemoryError


def test_the_worker_lives_on_when_memory_is_used_up() -> None:
    from ui.messages import Failed, Job
    from ui.worker_process import Context, _answer

    context = Context(1, lambda _: None, set(), queue.SimpleQueue())
    answer = _answer(Job(1, "tests.test_trust:used_up", ()), context)
    assert isinstance(answer, Failed)
    assert "fewer bars, fewer takes" in answer.sentence
    assert not answer.details

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from musicgan.cli import app
from musicgan.errors import MusicganError
from musicgan.generation import Progress, Request, Take
from musicgan.song import Note, Song, Track


@dataclass
class FakeEngine:
    """Writes four quarter notes a bar, and remembers what it was asked."""

    name: str = "fake"
    model: Path | None = None
    requests: list[Request] = field(default_factory=list)
    failure: BaseException | None = None

    def generate(
        self, request: Request, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Progress | Take]:
        self.requests.append(request)
        if self.failure is not None:
            raise self.failure
        yield Progress(0.5)
        notes = tuple(Note(24 * beat, 60, 24) for beat in range(4 * request.bars))
        for index in range(request.takes):
            song = Song(tracks=(Track("Piano", notes=notes),))
            yield Take(song, request.seed + index, 0.5 - index, 0.25, request)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    fake = FakeEngine()

    def load_engine(name: str | None = None, model: Path | None = None) -> FakeEngine:
        if name not in (None, "gan", "fake"):
            raise MusicganError(f"There is no engine “{name}”; choose gan.")
        fake.name, fake.model = name or "gan", model
        return fake

    monkeypatch.setattr("musicgan.generation.load_engine", load_engine, raising=False)
    return fake


@dataclass
class FakeWindow:
    """Stands for the window, and remembers what it was asked to show."""

    shown: list[list[Path]] = field(default_factory=list)

    def open(self, files: list[Path]) -> int:
        self.shown.append(files)
        return 0


@pytest.fixture
def fake_window(monkeypatch: pytest.MonkeyPatch) -> FakeWindow:
    fake = FakeWindow()
    for module in ("window", "generate"):
        monkeypatch.setattr(f"musicgan.cli.{module}.open_window", fake.open)
    return fake


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """Runs the command line in an empty folder, without a display."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return invoke

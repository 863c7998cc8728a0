import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import Result

from musicgan.data import FileReport
from musicgan.errors import MusicganError
from musicgan.evaluation import Report
from musicgan.generation import installed_packs
from musicgan.model.pack import save_pack
from musicgan.training import (
    CheckpointSaved,
    Control,
    Event,
    Finished,
    Metrics,
    Reading,
    Scanned,
    Started,
    TrainingConfig,
)
from tests import tiny
from tests.evaluation.conftest import made_up_report

Run = Callable[..., Result]
Asked = list[tuple[TrainingConfig, bool]]


@pytest.fixture(autouse=True)
def heeded_ctrl_c() -> Iterator[None]:
    """A shell has what it runs in the background ignore Ctrl+C; then nothing here could stop."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What a training run was asked; the run is played, not done."""
    calls: Asked = []

    def train(
        config: TrainingConfig, control: Control | None = None, resume: bool = False
    ) -> Iterator[Event]:
        calls.append((config, resume))
        yield Scanned(FileReport(Path("songs/a.mid"), "songs", True), 1, 2)
        yield Scanned(FileReport(Path("songs/b.mid"), "songs", False, "it has no notes"), 2, 2)
        yield Started(1, 0, ("songs",), 5_000_000, 0)
        yield Metrics(100, "likelihood", {"loss": 2.5, "held_out": 2.75}, 0.5, 65.0)
        yield CheckpointSaved(100, config.output)
        yield Finished(config.output, "Done.")

    monkeypatch.setattr("musicgan.evaluation.train_judged", train)
    return calls


def test_options_reach_the_configuration(run: Run, asked: Asked) -> None:
    result = run(
        "train", "songs", "more", "-o", "m.safetensors", "--from", "base.safetensors",
        "--style", "mine", "--minutes", "2.5", "--resume",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "m.safetensors: Done.\n"
    config, resume = asked[0]
    assert config.data == (Path("songs"), Path("more"))
    assert (config.output, config.base) == (Path("m.safetensors"), Path("base.safetensors"))
    assert (config.style, config.minutes, resume) == ("mine", 2.5, True)


def test_the_critics_settings_reach_the_configuration(run: Run, asked: Asked) -> None:
    result = run(
        "train", "songs", "-o", "m.safetensors", "--objective", "relativistic", "--critics",
        "frame, piece", "--gradient-penalty", "0.5", "--octaves", "0.25",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    config, _ = asked[0]
    assert (config.objective, config.scales) == ("relativistic", ("frame", "piece"))
    assert (config.gradient_penalty, config.octaves) == (0.5, 0.25)


def test_of_several_processes_one_speaks(
    run: Run, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RANK", "1")
    result = run("train", "songs", "-o", "m.safetensors")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert len(asked) == 1


def test_progress_stands_on_stderr(run: Run, asked: Asked) -> None:
    result = run("train", "songs", "-o", "m.safetensors")
    assert "skipped: songs/b.mid: it has no notes" in result.stderr
    assert "1 pieces to learn from, 0 held out; styles: songs; 5.0 million" in result.stderr
    assert (
        "saved m.safetensors; likelihood step 100: loss 2.500, held-out 2.750; 1:05 left"
        in result.stderr
    )
    assert asked[0][1] is False


def test_first_ctrl_c_ends_the_run_and_saves(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def train(config: TrainingConfig, control: Control, resume: bool) -> Iterator[Event]:
        os.kill(os.getpid(), signal.SIGINT)
        assert control.cancelled
        yield Finished(config.output, "Stopped; what was learned is saved.")

    monkeypatch.setattr("musicgan.evaluation.train_judged", train)
    before = signal.getsignal(signal.SIGINT)
    result = run("train", "songs", "-o", "m.safetensors")
    assert result.exit_code == 130
    assert result.stdout == "m.safetensors: Stopped; what was learned is saved.\n"
    assert "press Ctrl+C again to stop at once" in result.stderr
    assert signal.getsignal(signal.SIGINT) is before


def test_second_ctrl_c_stops_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def train(config: TrainingConfig, control: Control, resume: bool) -> Iterator[Event]:
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGINT)
        yield Finished(config.output, "Not reached.")

    monkeypatch.setattr("musicgan.evaluation.train_judged", train)
    result = run("train", "songs", "-o", "m.safetensors")
    assert result.exit_code == 130
    assert result.stdout == ""


def test_errors_are_sentences(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def train(config: TrainingConfig, control: Control, resume: bool) -> Iterator[Event]:
        yield Scanned(FileReport(Path("a.mid"), "songs", True), 1, 1)
        raise MusicganError("songs does not exist; check the path.")

    monkeypatch.setattr("musicgan.evaluation.train_judged", train)
    result = run("train", "songs", "-o", "m.safetensors")
    assert result.exit_code == 2
    assert result.stderr == "songs does not exist; check the path.\n"


def test_a_pack_is_installed_and_its_run_tidied_up(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    asked = []

    def train(config: TrainingConfig, control: Control, resume: bool) -> Iterator[Event]:
        asked.append(config)
        save_pack(tiny.pack("my rags"), config.output)
        yield Reading(20, "learns", "It is learning.")
        yield Finished(config.output, "The budget is used up.")

    monkeypatch.setattr("musicgan.evaluation.train_judged", train)
    result = run("train", "songs", "--pack", "my rags", "--preset", "quick", "--l1", "0.1")
    assert result.exit_code == 0, result.stderr
    assert "musicgan generate --style 'my rags' -o music.mid" in result.stdout
    assert "It is learning." in result.stderr
    (config,) = asked
    assert (config.pack, config.likelihood_steps, config.l1) == ("my rags", 100, 0.1)
    assert [info.name for info in installed_packs()] == ["my rags"]
    assert not config.output.exists()
    assert run("packs").stdout.splitlines()[1].startswith("my rags")
    assert run("packs", "export", "my rags", "rags.safetensors").exit_code == 0
    assert run("packs", "remove", "my rags").stdout == "my rags: removed\n"
    assert "No style pack is installed" in run("packs").stdout
    assert run("packs", "import", "rags.safetensors", "--name", "rags").exit_code == 0
    assert [info.name for info in installed_packs()] == ["rags"]


def test_a_pack_is_compared_with_its_base(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, tuple[Path, ...], int]] = []

    def compare(
        pack: Path, base: Path, data: list[Path], progress: Any, works: int, *_: Any
    ) -> Report:
        asked.append((pack, tuple(data), works))
        told = {"judged by": "2 works kept aside"}
        return msgspec.structs.replace(made_up_report(3, "gan:before"), settings=told)

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("musicgan.evaluation.compare_pack", compare)
    save_pack(tiny.pack("rags"), tmp_path / "rags.safetensors")
    assert run("packs", "import", "rags.safetensors").exit_code == 0
    result = run("packs", "report", "rags", "songs", "more", "-o", "r.html", "--works", "9")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "gan:before: judges are right in 75 % (75–75), 50 is perfect",
        "r.html: judged by 2 works kept aside",
    ]
    ((pack, data, works),) = asked
    assert (pack.name, data, works) == ("rags.safetensors", (Path("songs"), Path("more")), 9)
    assert "<h1>" in (tmp_path / "r.html").read_text()
    assert "choose another name" in run("packs", "report", "rags", "songs", "-o", "r.txt").stderr
    assert "no style pack “jigs”" in run("packs", "report", "jigs", "s", "-o", "r.json").stderr


def test_events_as_json(run: Run, asked: Asked) -> None:
    result = run("train", "songs", "-o", "m.safetensors", "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["event"] for line in lines] == [
        "Scanned", "Scanned", "Started", "Metrics", "CheckpointSaved", "Finished",
    ]  # fmt: skip
    assert lines[1]["report"]["reason"] == "it has no notes"
    assert lines[3]["values"] == {"loss": 2.5, "held_out": 2.75}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "Name the file to write with -o"),
        (("--pack", "a:b"), "can't be the name of a style"),
        (("--pack", "a", "--style", "b"), "leave --style out"),
    ],
)
def test_options_that_do_not_go_together(
    run: Run, asked: Asked, options: tuple[str, ...], sentence: str
) -> None:
    result = run("train", "songs", *options)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not asked

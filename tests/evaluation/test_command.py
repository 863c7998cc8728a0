import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from musicgan.cli import app
from musicgan.evaluation import Contender, EvaluationConfig, Report, save_report


@pytest.fixture
def asked(
    monkeypatch: pytest.MonkeyPatch, make_report: Callable[..., Report]
) -> list[EvaluationConfig]:
    """What an evaluation was asked; the report is made up."""
    calls: list[EvaluationConfig] = []

    def evaluate(config: EvaluationConfig, progress: Callable[[str, float], None]) -> Report:
        calls.append(config)
        progress("Writing", 0.5)
        return make_report(3)

    monkeypatch.setattr("musicgan.evaluation.evaluate", evaluate)
    return calls


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """``musicgan evaluate`` in a folder with the folder "music" and two files for models."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "music").mkdir()
    for name in ("m", "l"):
        (tmp_path / f"{name}.safetensors").touch()
    return lambda *arguments: CliRunner().invoke(app, ["evaluate", *arguments])


def test_options_reach_the_settings(
    run: Callable[..., Result], asked: list[EvaluationConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/bin/musicgan", "evaluate", "--data", "my music"])
    result = run(
        "--data", "music", "--model", "m.safetensors", "--engines", "gan, gan:l=l.safetensors",
        "--styles", "walk, run", "--works", "9", "--excerpts", "2", "--bars", "4",
        "--temperature", "0.9", "--top-p", "1", "--requests", "0", "--seed", "7", "--jobs", "1",
        "--keep", "kept", "--no-controls",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    (config,) = asked
    assert config.contenders == (
        Contender("gan", "gan", Path("m.safetensors")),
        Contender("gan:l", "gan", Path("l.safetensors")),
    )
    assert (config.data, config.styles) == (Path("music"), ("walk", "run"))
    assert (config.works, config.excerpts, config.bars, config.requests) == (9, 2, 4, 0)
    assert (config.temperature, config.top_p, config.seed, config.processes) == (0.9, 1.0, 7, 1)
    assert (config.keep, config.controls) == (Path("kept"), False)
    assert config.command == "musicgan evaluate --data 'my music'"


def test_quick_is_less_unless_more_is_asked(
    run: Callable[..., Result], asked: list[EvaluationConfig]
) -> None:
    for options in ((), ("--quick",), ("--quick", "--works", "25")):
        assert run("--data", "music", "--model", "m.safetensors", *options).exit_code == 0
    full, quick, more = asked
    assert quick.works < full.works
    assert quick.excerpts < full.excerpts
    assert quick.requests < full.requests
    assert (more.works, more.excerpts) == (25, quick.excerpts)


def test_the_table_has_the_figures(
    run: Callable[..., Result], asked: list[EvaluationConfig]
) -> None:
    result = run("--data", "music", "--model", "m.safetensors")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert [
        "gan",
        "75",
        "75–75",
        "2.00",
        "80",
        "90",
        "60",
        "70",
        "1.0",
        "9",
        "0.050",
        "500",
    ] in lines
    assert ["walk", "2", "50", "75", "100"] in lines
    assert "rest: no figure, too few works: 1" in result.stdout


def test_json_and_files_hold_the_report(
    run: Callable[..., Result], asked: list[EvaluationConfig], tmp_path: Path
) -> None:
    options = ("--json", "-o", "report.json", "-o", "report.html")
    result = run("--data", "music", "--model", "m.safetensors", *options)
    printed = json.loads(result.stdout)
    assert printed["results"][1]["works"][0]["right"] == {"ear": 3, "eye": 2}
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == printed
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_two_reports_are_compared(
    run: Callable[..., Result],
    asked: list[EvaluationConfig],
    tmp_path: Path,
    make_report: Callable[..., Report],
) -> None:
    save_report(make_report(4), tmp_path / "before.json")
    result = run("--data", "music", "--model", "m.safetensors", "--against", "before.json")
    assert "gan less gan of before.json" in result.stdout
    assert "-25.0 (-25.0 to -25.0)" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--data", "none"), "none does not exist; check the path."),
        (("--data", "music", "-o", "report.txt"), "report.txt should be a .html or .json file"),
        (("--data", "music", "--against", "none.json"), "none.json is no report"),
        (("--data", "music", "--engines", "violin"), "There is no engine “violin”"),
        (("--data", "music", "--works", "3"), "--works"),
    ],
)
def test_mistakes_are_sentences(
    run: Callable[..., Result],
    asked: list[EvaluationConfig],
    arguments: tuple[str, ...],
    sentence: str,
) -> None:
    result = run(*arguments, "--model", "m.safetensors")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not asked

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from musicgan.cli import app
from musicgan.evaluation import EvaluationConfig, Report, save_report
from musicgan.evaluation.adherence import Adherence
from musicgan.evaluation.report import FORMAT_VERSION, StyleResult, WorkResult, tabulate

_KEPT = Adherence(5, 1.0, 1.0, 1.0, 1.0, 1.0, 0.8, 0.6, 0.05)


def made_up(right: int) -> Report:
    """Two works of "walk"; the ear is right so many times of four in each. None of "rest"."""
    works = tuple(
        WorkResult(
            name, 2, 40.0, 20, {"ear": right, "eye": 2}, {"ear": 1, "eye": 1}, {"ear": 4, "eye": 4}
        )
        for name in ("a", "b")
    )
    styles = (
        StyleResult("walk", 2, works=works),
        StyleResult("rest", 1, "too few held-out works: 1"),
    )
    settings: dict[str, str | int | float | list[str]] = {
        "temperature": 1.0, "top_p": 0.98, "seed": 0, "corrupted": 0.05,
    }  # fmt: skip
    return Report(
        FORMAT_VERSION, "gan", "tiny", "adversarial", 1200, settings, 1, {}, 61.0, styles,
        tabulate(styles, 1, 0), _KEPT,
    )  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[EvaluationConfig]:
    """What an evaluation was asked; the report is made up."""
    calls: list[EvaluationConfig] = []

    def evaluate(config: EvaluationConfig, progress: Callable[[str, float], None]) -> Report:
        calls.append(config)
        progress("Writing", 0.5)
        return made_up(3)

    monkeypatch.setattr("musicgan.evaluation.evaluate", evaluate)
    return calls


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """``musicgan evaluate`` in a folder with the folder "music"."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "music").mkdir()
    return lambda *arguments: CliRunner().invoke(app, ["evaluate", *arguments])


def test_options_reach_the_settings(
    run: Callable[..., Result], asked: list[EvaluationConfig]
) -> None:
    result = run(
        "--data", "music", "--model", "m.safetensors", "--styles", "walk, run", "--works", "9",
        "--excerpts", "2", "--bars", "4", "--temperature", "0.9", "--top-p", "1", "--requests", "3",
        "--seed", "7", "--jobs", "1",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert asked == [
        EvaluationConfig(
            Path("m.safetensors"),
            Path("music"),
            ("walk", "run"),
            works=9,
            excerpts=2,
            bars=4,
            temperature=0.9,
            top_p=1.0,
            requests=3,
            seed=7,
            processes=1,
        )
    ]


def test_the_table_has_the_figures(
    run: Callable[..., Result], asked: list[EvaluationConfig]
) -> None:
    result = run("--data", "music", "--model", "m.safetensors")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert "tiny: 1,200 steps, the last of the adversarial phase" in result.stdout
    row = ["walk", "2", "2.00", "75", "50", "75", "(75–75)", "50", "(50–50)", "100"]
    assert row in lines
    assert ["average", *row[1:]] in lines
    assert "rest: no figure, too few held-out works: 1" in result.stdout
    assert "Wishes kept in 5 takes: bars 100 %" in result.stdout


def test_json_and_file_hold_the_report(
    run: Callable[..., Result], asked: list[EvaluationConfig], tmp_path: Path
) -> None:
    result = run("--data", "music", "--model", "m.safetensors", "--json", "-o", "report.json")
    printed = json.loads(result.stdout)
    assert printed["styles"][0]["works"][0]["right"] == {"ear": 3, "eye": 2}
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == printed


def test_two_reports_are_compared(
    run: Callable[..., Result], asked: list[EvaluationConfig], tmp_path: Path
) -> None:
    save_report(made_up(4), tmp_path / "before.json")
    result = run("--data", "music", "--model", "m.safetensors", "--against", "before.json")
    assert "Less tiny (adversarial)" in result.stdout
    assert "-25.0 (-25.0 to -25.0)" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--data", "none"), "none does not exist; check the path."),
        (("--data", "music", "-o", "report.txt"), "report.txt should be a .json file"),
        (("--data", "music", "--against", "none.json"), "none.json is no report"),
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

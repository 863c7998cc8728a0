from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from musicgan.data.dataset import Dataset
from musicgan.errors import MusicganError
from musicgan.evaluation import AVERAGE, EvaluationConfig, Report, evaluate
from musicgan.evaluation.excerpts import as_judged, cut_excerpts
from musicgan.evaluation.takes import write_takes
from musicgan.generation import Request

Datasets = Callable[[dict[str, int]], Dataset]


@pytest.fixture(scope="module")
def folder(datasets: Datasets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine works of "walk", two of "run", nine of "jump", which the model does not know."""
    dataset = datasets({"walk": 9, "run": 2, "jump": 9})
    folder = tmp_path_factory.mktemp("packed")
    (folder / "meta.json").write_bytes(msgspec.json.encode(dataset.meta))
    np.save(folder / "pieces.npy", dataset.starts)
    for name, rows in dataset.parts.items():
        np.save(folder / f"{name}.npy", rows)
    return folder


@pytest.fixture(scope="module")
def config(tiny_model: Path, folder: Path) -> EvaluationConfig:
    return EvaluationConfig(
        tiny_model, folder, works=9, excerpts=1, bars=4, folds=2, ceilings=1, requests=2
    )


@pytest.fixture(scope="module")
def report(config: EvaluationConfig, hasty_module: None) -> Report:
    return evaluate(config)


def test_styles_have_figures_or_a_reason(report: Report) -> None:
    walk, run, jump = report.styles
    assert [work.excerpts for work in walk.works] == [1] * 9
    assert (walk.held_out, run.held_out, jump.held_out) == (9, 2, 9)
    assert run.missing == "too few held-out works: 2"
    assert jump.missing == "the model does not know this style"
    assert [row.style for row in report.rows] == ["walk", AVERAGE]


def test_untrained_music_is_recognised(report: Report) -> None:
    assert report.rows[0].c2st.value > 0.8
    assert report.rows[0].nats.value > 5
    for work in report.styles[0].works:
        assert all(0 <= hits <= 2 for hits in (*work.right.values(), *work.control.values()))
        assert all(0 <= hits <= 1 for hits in work.ceiling.values())


def test_wishes_are_kept_by_construction(report: Report) -> None:
    found = report.adherence
    assert found is not None
    assert found.takes == 2
    assert (found.bars, found.meter, found.tempo, found.key, found.instruments) == (1,) * 5


def test_the_report_says_what_was_done(report: Report, config: EvaluationConfig) -> None:
    assert (report.engine, report.name, report.phase, report.steps) == (
        "gan",
        "tiny",
        "likelihood",
        1,
    )
    assert report.settings["data"] == str(config.data)
    assert report.settings["top_p"] == 0.98
    assert set(report.versions) == {"musicgan", "torch", "numpy", "scikit-learn"}


def test_the_seed_fixes_the_report(report: Report, config: EvaluationConfig) -> None:
    again = evaluate(replace(config, requests=0))
    assert again.styles == report.styles
    assert again.rows == report.rows
    assert again.adherence is None
    other = evaluate(replace(config, requests=0, seed=1))
    assert other.styles != report.styles


def test_takes_stand_in_the_order_of_the_excerpts(datasets: Datasets, tiny_model: Path) -> None:
    excerpts = cut_excerpts(datasets({"walk": 4}), "walk", ("walk", "run"), 4, 2, 4, 0)
    together = write_takes(tiny_model, excerpts, 1.0, 0.98, processes=1)
    for excerpt, take in zip(excerpts, together, strict=True):
        alone = write_takes(tiny_model, [excerpt], 1.0, 0.98, processes=1)[0]
        np.testing.assert_array_equal(alone.window.note_pitch, take.window.note_pitch)
        np.testing.assert_array_equal(alone.window.note_onset, take.window.note_onset)
        assert alone.nats == pytest.approx(take.nats, rel=1e-3)
        assert take.notes == len(excerpt.window.note_pitch)
        for name in ("family", "program", "bar_ticks", "bar_meter", "bars_left", "style"):
            np.testing.assert_array_equal(
                getattr(take.window, name), getattr(as_judged(excerpt.window), name)
            )
        played = take.window.note_track, take.window.note_pitch
        assert excerpt.playable[played].all()


def test_takes_are_drawn_as_the_window_draws_them() -> None:
    assert EvaluationConfig(Path(), Path()).top_p == Request().top_p


def test_processes_side_by_side_find_the_same(datasets: Datasets, tiny_model: Path) -> None:
    excerpts = cut_excerpts(datasets({"walk": 17}), "walk", ("walk", "run"), 17, 2, 4, 0)
    here = write_takes(tiny_model, excerpts, 1.0, 0.98, processes=1)
    there = write_takes(tiny_model, excerpts, 1.0, 0.98, processes=2)
    assert len(excerpts) > 32
    for one, other in zip(here, there, strict=True):
        np.testing.assert_array_equal(one.window.note_pitch, other.window.note_pitch)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"works": 7}, "8 works"),
        ({"bars": 1}, "2 to 32 bars"),
        ({"top_p": 0.0}, "Top-p"),
        ({"temperature": 3.0}, "temperature"),
        ({"styles": ("walk", "waltz")}, "no style “waltz”; it has walk, run, jump"),
        ({"styles": ("run", "jump")}, "No style of .*run: too few held-out works: 2"),
        ({"model": Path("none.safetensors")}, "none.safetensors does not exist"),
    ],
)
def test_mistakes_are_told(
    config: EvaluationConfig, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(MusicganError, match=sentence):
        evaluate(replace(config, **change))  # type: ignore[arg-type]

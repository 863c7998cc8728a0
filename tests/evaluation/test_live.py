from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from musicgan.data.dataset import Dataset
from musicgan.errors import MusicganError
from musicgan.evaluation import live
from musicgan.evaluation.excerpts import note_rows
from musicgan.evaluation.live import LiveJudge
from musicgan.model.checkpoint import load_model
from musicgan.model.generator import Generator
from musicgan.training.source import WindowSource

Datasets = Callable[..., Dataset]


def source(dataset: Dataset) -> WindowSource:
    return WindowSource(dataset, ("walk", "run"), 96, 0.5)


@pytest.fixture(autouse=True)
def _few_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_TAKES", 16)


@pytest.fixture(scope="module")
def generator(tiny_model: Path) -> Generator:
    return load_model(tiny_model).generator.eval()


def test_noise_is_told_and_the_same_each_time(datasets: Datasets, generator: Generator) -> None:
    judge = LiveJudge(source(datasets({"walk": 2}, learned=6)))
    before = [weight.clone() for weight in generator.parameters()]
    figures = judge(generator)
    assert figures["judge"] > 0.9
    assert figures["judge_low"] <= figures["judge"] <= figures["judge_high"] <= 1
    assert figures == judge(generator)
    assert all(map(torch.equal, before, generator.parameters()))


def test_real_music_is_not_told_from_real_music(
    datasets: Datasets, generator: Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = LiveJudge(source(datasets({"walk": 2}, learned=14)))
    # Another excerpt's notes are as real as its own.
    real = [note_rows(window) for window in judge._real]
    monkeypatch.setattr(live, "sample_all", lambda *_: real[1:] + real[:1])
    figures = judge(generator)
    assert figures["judge"] < 0.7
    assert figures["judge_low"] < 0.5


def test_music_kept_aside_is_asked_first(datasets: Datasets) -> None:
    judge = LiveJudge(source(datasets({"walk": 6, "run": 6}, learned=6)))
    kept = {("walk", f"walk{n:03}") for n in range(6)} | {("run", f"run{n:03}") for n in range(6)}
    assert kept < {(e.style, e.work) for e in judge._excerpts}
    assert len(judge._excerpts) == 16


def test_why_there_is_no_judge(datasets: Datasets, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MusicganError, match="at least 8 works of 4 bars or more, and there are 3"):
        LiveJudge(source(datasets({"walk": 1}, learned=2)))
    monkeypatch.setattr(live, "find_spec", lambda _: None)
    with pytest.raises(MusicganError, match="needs scikit-learn"):
        LiveJudge(source(datasets({"walk": 8}, learned=2)))

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch

from musicgan.data.dataset import Dataset
from musicgan.errors import MusicganError
from musicgan.evaluation import (
    AVERAGE,
    CONTROL,
    ENGINE,
    REAL,
    Contender,
    EvaluationConfig,
    Report,
    evaluate,
    takes,
)
from musicgan.evaluation.excerpts import as_judged, cut_excerpts
from musicgan.evaluation.store import Store
from musicgan.evaluation.takes import request_of, rows_of, write_takes, write_variants
from musicgan.generation import Request
from musicgan.model.batch import collate
from musicgan.model.checkpoint import load_model
from musicgan.model.critics import score
from musicgan.song import Note, Song, Track

Datasets = Callable[..., Dataset]


@pytest.fixture(scope="module")
def folder(datasets: Datasets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine works of "walk", two of "run", nine of "jump", which the model does not know."""
    dataset = datasets({"walk": 9, "run": 2, "jump": 9}, learned=9)
    folder = tmp_path_factory.mktemp("packed")
    (folder / "meta.json").write_bytes(msgspec.json.encode(dataset.meta))
    np.save(folder / "pieces.npy", dataset.starts)
    for name, rows in dataset.parts.items():
        np.save(folder / f"{name}.npy", rows)
    return folder


@pytest.fixture(scope="module")
def contender(tiny_model: Path) -> Contender:
    return Contender("gan", "gan", tiny_model)


@pytest.fixture(scope="module")
def config(
    contender: Contender, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> EvaluationConfig:
    return EvaluationConfig(
        (contender,),
        folder,
        works=9,
        excerpts=1,
        bars=4,
        folds=2,
        ceilings=1,
        requests=2,
        takes=2,
        keep=tmp_path_factory.mktemp("kept"),
    )


@pytest.fixture(scope="module")
def report(config: EvaluationConfig, hasty_module: None) -> Report:
    return evaluate(config)


def test_styles_have_figures_or_a_reason(report: Report) -> None:
    walk, run, jump = report.styles
    assert (walk.works, walk.excerpts) == (9, 9)
    assert (walk.held_out, run.held_out, jump.held_out) == (9, 2, 9)
    assert run.missing == "too few held-out works: 2"
    assert jump.missing == "gan does not know this style"
    for result in report.results[:-1]:
        assert [row.style for row in result.rows] == ["walk", AVERAGE]


def test_everything_stands_side_by_side(report: Report) -> None:
    assert [(result.label, result.kind) for result in report.results] == [
        (REAL, REAL),
        ("gan", ENGINE),
        ("5 % random pitches", CONTROL),
        ("shuffled bars", CONTROL),
        ("copied", CONTROL),
    ]
    titles = [[example.title for example in result.examples] for result in report.results]
    assert all(title == titles[0] for title in titles)


def test_untrained_music_is_recognised(report: Report) -> None:
    real, untrained = report.results[:2]
    assert untrained.average is not None
    assert untrained.average.c2st.value > 0.8
    assert untrained.average.nats is not None
    assert untrained.average.nats.value > 5
    assert real.average is not None
    assert real.average.nats is None
    assert real.overlaps["interval"].area > untrained.overlaps["interval"].area + 0.2
    for work in untrained.works:
        assert all(0 <= hits <= 2 for hits in work.right.values())


def test_wishes_are_kept_by_construction(report: Report) -> None:
    found = report.results[1].adherence
    assert found is not None
    assert found.takes == 2
    kept = {wish: share for wish, share in found.kept.items() if wish != "all tracks play"}
    assert set(kept.values()) == {1.0}


def test_copies_are_caught(report: Report) -> None:
    real, *_, copied = report.results
    assert copied.copying["melodic"].beyond == 1
    assert copied.copying["melodic"].mean > 2 * real.copying["melodic"].mean
    assert real.copying["melodic"].beyond < 0.2


def test_engines_are_timed_and_weighed(report: Report) -> None:
    real, engine = report.results[:2]
    assert real.speed is None
    assert engine.speed is not None
    assert engine.speed.seconds_a_bar > 0


def test_the_report_says_what_was_done(report: Report, config: EvaluationConfig) -> None:
    engine = report.results[1]
    assert (engine.model, engine.phase, engine.steps) == ("tiny", "likelihood", 1)
    assert report.settings["data"] == str(config.data)
    assert report.settings["contenders"] == [f"gan={config.contenders[0].model}"]
    assert set(report.versions) == {"musicgan", "Python", "torch", "numpy", "scikit-learn"}


def test_a_second_run_goes_on_from_the_first(report: Report, config: EvaluationConfig) -> None:
    def stop(*arguments: object) -> None:
        raise AssertionError("this was done before")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("c2st._judge", "takes._write_windows", "control._order"):
            patch.setattr(f"musicgan.evaluation.{name}", stop)
        again = evaluate(config)
    for one, other in zip(report.results, again.results, strict=True):
        assert msgspec.structs.replace(one, speed=None) == msgspec.structs.replace(
            other, speed=None
        )


def test_without_controls_and_requests(config: EvaluationConfig, hasty_module: None) -> None:
    shares: list[float] = []
    less = replace(config, controls=False, requests=0, takes=0)
    found = evaluate(less, lambda stage, done: shares.append(done))
    assert [result.kind for result in found.results] == [REAL, ENGINE]
    assert found.results[1].adherence is None
    assert found.results[1].variety.similarity is None
    assert shares == sorted(shares)
    assert 0.99 < shares[-1] <= 1.0001


def test_takes_stand_in_the_order_of_the_excerpts(datasets: Datasets, contender: Contender) -> None:
    excerpts = cut_excerpts(datasets({"walk": 4}), "walk", 4, 2, 4, 0)
    store = Store(None, 1)
    together = write_takes(contender, excerpts, ("walk",), 1.0, 0.98, store)
    for excerpt, take in zip(excerpts, together, strict=True):
        alone = write_takes(contender, [excerpt], ("walk",), 1.0, 0.98, store)[0]
        np.testing.assert_array_equal(alone.window.note_pitch, take.window.note_pitch)
        np.testing.assert_array_equal(alone.window.note_onset, take.window.note_onset)
        assert alone.nats == pytest.approx(take.nats, rel=1e-3)
        for name in ("family", "program", "bar_ticks", "bar_meter", "bars_left", "style"):
            np.testing.assert_array_equal(
                getattr(take.window, name), getattr(as_judged(excerpt.window), name)
            )
        played = take.window.note_track, take.window.note_pitch
        assert excerpt.playable[played].all()


def test_any_engine_is_asked_for_the_excerpts_conditions(
    datasets: Datasets, contender: Contender
) -> None:
    (excerpt,) = cut_excerpts(datasets({"walk": 1}), "walk", 1, 1, 4, 0)
    asked = request_of(excerpt, 0.9, 0.95)
    assert asked.style == {"walk": 1.0}
    assert [(track.family, track.program) for track in asked.tracks] == [("bass", 32), ("pipe", 73)]
    assert (asked.bars, asked.meter, str(asked.key)) == (4, (4, 4), "C major")
    assert (asked.temperature, asked.top_p, asked.seed) == (0.9, 0.95, excerpt.seed)
    (group,) = write_variants(contender, [excerpt], 1.0, 0.98, 3, Store(None, 1))
    assert len(group) == 3
    assert len({window.note_pitch.tobytes() for window in group}) == 3
    np.testing.assert_array_equal(group[0].family, excerpt.window.family)


def test_songs_are_moved_to_c_and_cut_at_the_last_bar(
    datasets: Datasets,
) -> None:
    (excerpt,) = cut_excerpts(datasets({"walk": 1}), "walk", 1, 1, 4, 0)
    notes = (Note(0, 62, 24), Note(4 * 96, 62, 24))
    song = Song(tracks=(Track("", 32, notes=notes), Track("", 0, True, (Note(6, 36, 6),))))
    rows = rows_of(song, request_of(excerpt, 1.0, 1.0), shift=-2)
    assert [row[:4] for row in rows.tolist()] == [(0, 24, 0, 60), (6, 6, 1, 36)]


def test_takes_are_drawn_as_the_window_draws_them() -> None:
    assert EvaluationConfig((), Path()).top_p == Request().top_p


def test_the_critics_choose_among_takes(datasets: Datasets, contender: Contender) -> None:
    excerpts = cut_excerpts(datasets({"walk": 9}), "walk", 9, 1, 4, 0)
    critics = load_model(contender.model).critics

    def mean_score(choices: int) -> float:
        takes = write_takes(
            contender, excerpts, ("walk",), 1.0, 0.98, Store(None, 1), choices=choices
        )
        # The model knows one style more than the data have.
        batch = collate(
            [replace(t.window, style=np.pad(t.window.style, ((0, 0), (0, 1)))) for t in takes]
        )
        with torch.inference_mode():
            return float(score(critics(batch), batch).mean())

    assert mean_score(4) > mean_score(1)


def test_processes_side_by_side_find_the_same(
    datasets: Datasets, contender: Contender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takes, "_BATCH", 2)
    excerpts = cut_excerpts(datasets({"walk": 4}), "walk", 4, 1, 4, 0)
    here = write_takes(contender, excerpts, ("walk",), 1.0, 0.98, Store(None, 1))
    there = write_takes(contender, excerpts, ("walk",), 1.0, 0.98, Store(None, 2))
    for one, other in zip(here, there, strict=True):
        np.testing.assert_array_equal(one.window.note_pitch, other.window.note_pitch)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"contenders": ()}, "At least one engine"),
        ({"works": 7}, "8 works"),
        ({"bars": 3}, "4 to 32 bars"),
        ({"top_p": 0.0}, "Top-p"),
        ({"takes": 1}, "2 to 16 takes"),
        ({"temperature": 3.0}, "temperature"),
        ({"styles": ("walk", "waltz")}, "no style “waltz”; it has walk, run, jump"),
        ({"styles": ("run", "jump")}, "No style of .*run: too few held-out works: 2"),
        ({"contenders": (Contender("gan", "gan", Path("none.safetensors")),)}, "does not exist"),
    ],
)
def test_mistakes_are_told(
    config: EvaluationConfig, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(MusicganError, match=sentence):
        evaluate(replace(config, **change))  # type: ignore[arg-type]

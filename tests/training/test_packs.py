"""Training of style packs, and what keeps a run safe."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch

from musicgan.errors import MusicganError
from musicgan.files import alone_in
from musicgan.formats import write_song
from musicgan.model.checkpoint import load_model
from musicgan.model.pack import load_pack, with_packs
from musicgan.model.pack_header import weights_hash
from musicgan.training import (
    Control,
    Event,
    Finished,
    Metrics,
    Reading,
    Sample,
    Started,
    TrainingConfig,
    discard,
    examples,
    pack_config,
    recorded,
    runs,
    telling,
    train,
    trainer,
)
from tests import kills, tiny


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(examples, "_SAMPLE_BARS", 2)
    monkeypatch.setattr(trainer, "_CRITIC_WARM_UP_STEPS", 1)
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def polkas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("polkas")
    for number in range(5):
        write_song(tiny.trio(4, number), folder / f"p{number}.mid")
    return folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tiny.write_model(tmp_path / "base.safetensors")


def config(music: Path, base: Path, **changes: Any) -> TrainingConfig:
    settings: dict[str, Any] = {
        "likelihood_steps": 10,
        "batch": 2,
        "max_frames": 24,
        "rollouts": 2,
        "rollout_frames": 12,
        "critic_updates": 2,
        "rank": 2,
        "evaluate_every": 5,
        "checkpoint_every": 5,
        "validation": 4,
        "examples": 2,
        "learning_rate": 1e-2,
        "warm_up": 0,
    }
    output = base.with_name("polka.safetensors")
    return pack_config((music,), output, base, "polka", "quick", **(settings | changes))


def run(settings: TrainingConfig, resume: bool = False, stop_at: int | None = None) -> list[Event]:
    control, events = Control(), []
    for event in train(settings, control, resume):
        events.append(event)
        if isinstance(event, Metrics) and event.step == stop_at:
            control.leave()
    return events


def last(events: list[Event]) -> Finished:
    assert isinstance(events[-1], Finished)
    return events[-1]


def held_out(events: list[Event]) -> dict[int, float]:
    return {
        event.step: event.values["held_out"]
        for event in events
        if isinstance(event, Metrics) and "held_out" in event.values
    }


def test_a_pack_learns_and_leaves_the_base_alone(polkas: Path, base: Path) -> None:
    before = base.read_bytes()
    events = run(config(polkas, base, likelihood_steps=30))
    (started,) = (event for event in events if isinstance(event, Started))
    assert started.styles == ("polka",)
    assert set(started.resembles) == set(tiny.STYLES)
    assert sum(started.resembles.values()) == pytest.approx(1)
    whole = sum(p.numel() for p in load_model(base).generator.parameters())
    assert started.parameters < whole
    losses = held_out(events)
    assert list(losses) == [0, 5, 10, 15, 20, 25, 30]
    assert losses[30] < losses[0]
    pack = load_pack(base.with_name("polka.safetensors"))
    assert pack.header.base == weights_hash(base)
    assert pack.header.style.name == "polka"
    assert pack.header.figures["held_out_before"] == losses[0]
    assert pack.header.figures["held_out"] == min(losses.values())
    assert last(events).figures["held_out"] == min(losses.values())
    changed = with_packs(load_model(base).generator, [(pack, 1.0)])
    assert changed is not None
    assert base.read_bytes() == before


def test_examples_are_of_the_same_seeds_from_first_to_last(polkas: Path, base: Path) -> None:
    settings = config(polkas, base)
    samples = [event for event in run(settings) if isinstance(event, Sample)]
    assert [(event.step, event.number) for event in samples] == [
        (step, number) for step in (0, 5, 10) for number in (0, 1)
    ]
    again = [event for event in recorded(settings.run_folder) if isinstance(event, Sample)]
    assert [event.song.note_count for event in again] == [
        event.song.note_count for event in samples
    ]


def test_the_second_phase_trains_the_pack_too(polkas: Path, base: Path) -> None:
    settings = config(polkas, base, adversarial_share=0.5, adversarial_steps=5, tolerance=9.0)
    events = run(settings)
    assert {event.phase for event in events if isinstance(event, Metrics)} == {
        "likelihood", "adversarial",
    }  # fmt: skip
    assert load_pack(settings.output).header.steps == 15


def test_a_second_phase_that_is_worse_is_not_kept(
    polkas: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = iter([5.0, 3.0, 2.0, 2.5, 2.6])
    monkeypatch.setattr(telling.Teller, "_held_out", lambda self: next(losses))
    settings = config(polkas, base, adversarial_share=0.5, adversarial_steps=10)
    events = run(settings)
    assert load_pack(settings.output).header.steps == 10
    assert last(events).figures == {"held_out_before": 5.0, "held_out": 2.0, "best_step": 10}


def test_learning_by_heart_ends_it_at_the_best_point(
    polkas: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = iter([5.0, 3.0, 2.0, 2.5, 2.6, 2.7, 2.8])
    monkeypatch.setattr(telling.Teller, "_held_out", lambda self: next(losses))
    settings = config(polkas, base, likelihood_steps=1000, patience=3)
    events = run(settings)
    assert last(events).reason.startswith("It began to learn by heart")
    assert last(events).figures["best_step"] == 10
    assert load_pack(settings.output).header.steps == 10
    assert [event.kind for event in events if isinstance(event, Reading)][-1] == "overfits"


def test_a_later_point_that_is_hardly_worse_is_kept(
    polkas: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = iter([5.0, 3.0, 2.0, 2.05, 2.04, 2.07])
    monkeypatch.setattr(telling.Teller, "_held_out", lambda self: next(losses))
    events = run(config(polkas, base, likelihood_steps=25, grace=0.03))
    assert last(events).figures == {"held_out_before": 5.0, "held_out": 2.04, "best_step": 20}


def test_what_is_left_can_be_resumed_and_is_the_same_run(
    polkas: Path, base: Path, tmp_path: Path
) -> None:
    settings = config(polkas, base)
    whole = run(msgspec.structs.replace(settings, output=tmp_path / "whole.safetensors"))
    first = run(settings, stop_at=5)
    assert last(first).resumable
    assert [info.resumable for info in runs(tmp_path)] == [True, False]
    assert runs(tmp_path)[0].config == settings
    rest = run(settings, resume=True)
    assert held_out(rest).items() <= held_out(whole).items()
    told = list(recorded(settings.run_folder, examples=False))
    assert [event.step for event in told if isinstance(event, Metrics)] == [
        event.step for event in whole if isinstance(event, Metrics)
    ]
    one, other = load_pack(settings.output), load_pack(tmp_path / "whole.safetensors")
    assert all(torch.equal(one.tensors[name], other.tensors[name]) for name in one.tensors)
    discard(settings)
    assert not settings.output.exists()
    assert len(runs(tmp_path)) == 1


def test_a_pack_is_not_resumed_on_another_base(polkas: Path, base: Path) -> None:
    settings = config(polkas, base)
    run(settings, stop_at=5)
    tiny.write_model(base, seed=3)
    with pytest.raises(MusicganError, match="has changed since “polka” was begun"):
        run(settings, resume=True)


def test_a_single_work_keeps_its_last_bars_aside(base: Path, tmp_path: Path) -> None:
    write_song(tiny.trio(20, 1), tmp_path / "one" / "only.mid")
    events = run(config(tmp_path / "one" / "only.mid", base))
    (started,) = (event for event in events if isinstance(event, Started))
    assert (started.pieces, started.held_out, started.split) == (1, 1, "bars")
    write_song(tiny.trio(4, 1), tmp_path / "short" / "only.mid")
    settings = config(tmp_path / "short", base)
    events = run(msgspec.structs.replace(settings, output=tmp_path / "s.safetensors"))
    (started,) = (event for event in events if isinstance(event, Started))
    assert (started.pieces, started.held_out, started.split) == (1, 0, "none")
    assert load_pack(tmp_path / "s.safetensors").header.steps == 10


def test_files_can_be_left_out(polkas: Path, base: Path) -> None:
    unwanted = tuple(sorted(polkas.iterdir())[:2])
    events = run(config(polkas, base, likelihood_steps=0, left_out=unwanted))
    (started,) = (event for event in events if isinstance(event, Started))
    assert started.pieces + started.held_out == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pack": "march"}, "has a style “march” already"),
        ({"pack": " "}, "needs a name"),
        ({"base": None}, "needs a model to start from"),
        ({"rank": 0}, "rank must lie between"),
        ({"l1": -1.0}, "must not be negative"),
        ({"loudness": 1.5}, "loudness must lie between"),
        ({"validation": 0}, "at least one held-out window"),
        ({"patience": -1}, "must not be negative"),
    ],
)
def test_what_cannot_work(polkas: Path, base: Path, changes: Any, sentence: str) -> None:
    settings = msgspec.structs.replace(config(polkas, base), **changes)
    with pytest.raises(MusicganError, match=sentence):
        run(settings)
    assert list(base.parent.iterdir()) == [base]


def test_two_runs_do_not_share_a_folder(polkas: Path, base: Path) -> None:
    settings = config(polkas, base)
    holder = subprocess.Popen(
        [sys.executable, "-c",
         "import sys; from pathlib import Path; from musicgan.files import alone_in\n"
         "with alone_in(Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()",
         str(settings.run_folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "in\n"
    with pytest.raises(MusicganError, match="in use by another musicgan"):
        run(settings)
    holder.kill()
    holder.communicate()
    with alone_in(settings.run_folder):
        pass
    assert not settings.run_folder.exists()


def test_a_full_disk_is_a_sentence_and_the_run_goes_on_later(
    polkas: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = config(polkas, base)
    run(settings, stop_at=5)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(MusicganError, match=r"No space left on device.*free some space"):
            run(settings, resume=True)
    events = run(settings, resume=True)
    assert last(events).reason == "The budget is used up. The style pack is saved."
    assert load_pack(settings.output).header.style.name == "polka"


def test_killed_at_any_moment_it_goes_on(polkas: Path, base: Path) -> None:
    settings = config(polkas, base, likelihood_steps=12, evaluate_every=2, checkpoint_every=2)
    survived = kills.kill_and_resume(settings, times=1, seed=1, events=6)
    assert len(survived) == 1
    assert load_pack(settings.output).header.style.name == "polka"

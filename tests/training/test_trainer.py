import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from musicgan.data import Dataset, open_dataset, pack
from musicgan.errors import MusicganError
from musicgan.formats import write_song
from musicgan.model.batch import collate
from musicgan.model.checkpoint import load_model
from musicgan.model.header import read_header
from musicgan.training import (
    CheckpointSaved,
    Control,
    Event,
    Finished,
    Metrics,
    Reading,
    Sample,
    Scanned,
    Started,
    TrainingConfig,
    examples,
    train,
    trainer,
)
from musicgan.training.source import WindowSource
from tests import tiny


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write_music(tmp_path_factory.mktemp("music"), files=4, bars=4)


@pytest.fixture(scope="module")
def packed(music: Path) -> Path:
    folder = music.parent / "packed"
    for _ in pack([music], folder):
        pass
    return folder


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Few validation windows, and critics that are soon warm; torch's threads as they were."""
    monkeypatch.setattr(trainer, "_CRITIC_WARM_UP_STEPS", 1)
    monkeypatch.setattr(examples, "_SAMPLE_BARS", 2)
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


def config(music: Path, output: Path, **changes: Any) -> TrainingConfig:
    settings: dict[str, Any] = {
        "data": (music,),
        "output": output,
        "likelihood_steps": 10,
        "adversarial_steps": 5,
        "batch": 2,
        "max_frames": 24,
        "rollouts": 2,
        "rollout_frames": 12,
        "critic_updates": 2,
        "width": 16,
        "layers": 1,
        "evaluate_every": 5,
        "checkpoint_every": 5,
        "threads": 1,
        "validation": 4,
        "examples": 1,
        # Rollouts that are kept are not saved, so with more a resumed run is another run.
        "replay": 1,
    }
    return TrainingConfig(**(settings | changes))


def read_config(text: str | bytes) -> TrainingConfig:
    return msgspec.json.decode(text, type=TrainingConfig, dec_hook=lambda kind, value: kind(value))


def run(settings: TrainingConfig, resume: bool = False, stop_at: int | None = None) -> list[Event]:
    """All events of a run, cancelled at the first figures of step ``stop_at``."""
    control, events = Control(), []
    for event in train(settings, control, resume):
        events.append(event)
        if isinstance(event, Metrics) and event.step == stop_at:
            control.cancel()
    return events


def reason(events: list[Event]) -> str:
    """How a run ended."""
    assert isinstance(events[-1], Finished)
    return events[-1].reason


def state_of(settings: TrainingConfig) -> dict[str, torch.Tensor]:
    return load_file(settings.run_folder / "state.safetensors")


def same_tensors(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_a_whole_run(music: Path, tmp_path: Path) -> None:
    settings = config(music, tmp_path / "m.safetensors", name="mine", licence="CC0")
    events = run(settings)
    scanned = [event for event in events if isinstance(event, Scanned)]
    assert [(event.done, event.total) for event in scanned] == [(n, 4) for n in range(1, 5)]
    assert all(event.report.kept for event in scanned)
    started = events[4]
    assert isinstance(started, Started)
    assert (started.pieces + started.held_out, started.styles, started.step) == (4, tiny.STYLES, 0)
    assert started.held_out >= 1

    told = [
        type(event).__name__ + (f" {event.step}" if not isinstance(event, Finished) else "")
        for event in events[5:]
        if not isinstance(event, Scanned | Started | Reading)
    ]
    checkpoint = ["CheckpointSaved {0}", "Sample {0}", "Metrics {0}"]
    every_five = ["Metrics {0}", "Metrics {0}", *checkpoint]
    expected = [
        *[line.format(5) for line in every_five],
        *[line.format(10) for line in every_five],
        "CheckpointSaved 10",  # the end of the first phase
        *[line.format(15) for line in every_five],
        "CheckpointSaved 15",
        "Finished",
    ]
    assert told == expected
    metrics = [event for event in events if isinstance(event, Metrics)]
    assert [event.phase for event in metrics] == ["likelihood"] * 6 + ["adversarial"] * 3
    assert [set(event.values) - {"diversity"} for event in metrics] == [
        {"held_out"}, {"loss"}, {"copied"}, {"held_out"}, {"loss"}, {"copied"},
        {"held_out"}, {"critic", "accuracy", "loss", "reward"}, {"copied"},
    ]  # fmt: skip
    done = [event.done for event in metrics]
    assert done == sorted(done)
    assert done[-1] == 1
    assert all(event.seconds_left >= 0 for event in metrics)
    assert reason(events) == "The budget is used up. The model is saved."

    model = load_model(settings.output)
    assert (model.header.name, model.header.licence, model.header.phase) == (
        "mine", "CC0", "adversarial",
    )  # fmt: skip
    assert (model.header.steps, model.generator.config.width) == (15, 16)
    assert model.header.data == "march: 2 pieces, 8 bars; waltz: 2 pieces, 8 bars"
    assert read_header(settings.run_folder / "likelihood.safetensors").phase == "likelihood"
    assert read_config((settings.run_folder / "config.json").read_bytes()) == settings


def test_a_judge_listens_and_changes_nothing(packed: Path, tmp_path: Path) -> None:
    alone, judged = (config(packed, tmp_path / f"{name}.safetensors") for name in "ab")
    assert isinstance(started := run(alone)[0], Started)
    assert started.unjudged == "No judge was asked to listen."
    figures = {"judge": 0.75, "judge_low": 0.5, "judge_high": 1.0}
    events = list(train(judged, judge=lambda source: lambda generator: figures))
    assert isinstance(events[0], Started)
    assert not events[0].unjudged
    told = [e for e in events if isinstance(e, Metrics) and "judge" in e.values]
    assert [told[0].step, told[-1].step] == [5, 15]
    assert told[0].values == figures
    assert same_tensors(state_of(alone), state_of(judged))


def test_a_run_goes_on_where_there_can_be_no_judge(packed: Path, tmp_path: Path) -> None:
    def refuse(source: WindowSource) -> Any:
        raise MusicganError("There is too little music.")

    events = list(train(config(packed, tmp_path / "m.safetensors"), judge=refuse))
    assert isinstance(events[0], Started)
    assert events[0].unjudged == "There is too little music."
    assert isinstance(events[-1], Finished)


def test_the_last_weights_are_looked_at_too(packed: Path, tmp_path: Path) -> None:
    settings = config(packed, tmp_path / "m.safetensors", likelihood_steps=7, adversarial_steps=0)
    looked = [
        event.step
        for event in run(settings)
        if isinstance(event, Metrics) and "held_out" in event.values
    ]
    assert looked == [5, 7]


def test_samples_are_music(packed: Path, tmp_path: Path) -> None:
    events = run(
        config(packed, tmp_path / "m.safetensors", likelihood_steps=5, adversarial_steps=0)
    )
    (sample,) = (event for event in events if isinstance(event, Sample))
    assert [track.family for track in sample.song.tracks] == ["bass", "strings", "drums"]
    assert sample.song.length in (2 * 96, 2 * 72)


def test_likelihood_learns(packed: Path, tmp_path: Path) -> None:
    settings = config(
        packed,
        tmp_path / "m.safetensors",
        likelihood_steps=60,
        adversarial_steps=0,
        learning_rate=1e-2,
        average=0.8,
        evaluate_every=20,
        checkpoint_every=60,
    )
    metrics = [event.values for event in run(settings) if isinstance(event, Metrics)]
    loss = [values["loss"] for values in metrics if "loss" in values]
    held_out = [values["held_out"] for values in metrics if "held_out" in values]
    assert sum(loss[-3:]) < 0.9 * sum(loss[:3])
    assert held_out[-1] < held_out[0]


def test_velocities_count_as_much_as_is_asked(packed: Path, tmp_path: Path) -> None:
    learned = []
    for loudness in (0.0, 1.0):
        settings = config(
            packed, tmp_path / f"{loudness}.safetensors", adversarial_steps=0, loudness=loudness
        )
        run(msgspec.structs.replace(settings, likelihood_steps=3, weight_decay=0.0))
        moments = state_of(settings)["generator.head.velocity_out.bias"]
        learned.append(bool(moments.any()))
    assert learned == [False, True], "a bias that begins at 0 stays there where nothing counts"


def test_critics_learn(packed: Path, tmp_path: Path) -> None:
    settings = config(
        packed,
        tmp_path / "m.safetensors",
        likelihood_steps=0,
        adversarial_steps=15,
        critic_rate=5e-3,
        critic_updates=8,
        evaluate_every=100,
        checkpoint_every=100,
    )
    metrics = [
        event.values
        for event in run(settings)
        if isinstance(event, Metrics) and "critic" in event.values
    ]
    assert metrics[-1]["critic"] < metrics[0]["critic"]
    assert metrics[-1]["accuracy"] > 0.7, "random weights write nothing like music"


def test_every_setting_of_the_second_phase_trains(packed: Path, tmp_path: Path) -> None:
    settings = config(
        packed,
        tmp_path / "m.safetensors",
        likelihood_steps=0,
        objective="relativistic",
        scales=("bar", "frame"),
        gradient_penalty=1.0,
        octaves=0.5,
    )
    metrics = [event.values for event in run(settings) if isinstance(event, Metrics)]
    figures = next(values for values in metrics if "critic" in values)
    assert all(np.isfinite(value) for value in figures.values())
    assert 0 <= figures["accuracy"] <= 1


@pytest.fixture(scope="module")
def uninterrupted(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainingConfig:
    settings = config(packed, tmp_path_factory.mktemp("whole") / "m.safetensors")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trainer, "_CRITIC_WARM_UP_STEPS", 1)
        run(msgspec.structs.replace(settings, adversarial_steps=6))
    return settings


@pytest.mark.parametrize("stop_at", [5, 15])
def test_resumed_run_is_the_same_run(
    packed: Path, tmp_path: Path, uninterrupted: TrainingConfig, stop_at: int
) -> None:
    settings = config(packed, tmp_path / "m.safetensors", adversarial_steps=6)
    first = run(settings, stop_at=stop_at)
    assert reason(first) == "Stopped by you. The model is saved."
    assert isinstance(first[-2], CheckpointSaved)
    assert load_model(settings.output).header.steps == stop_at
    rest = run(settings, resume=True)
    (started,) = (event for event in rest if isinstance(event, Started))
    assert started.step == stop_at
    assert not any(isinstance(event, Scanned) for event in rest)
    assert same_tensors(state_of(uninterrupted), state_of(settings))
    assert same_tensors(load_file(uninterrupted.output), load_file(settings.output))


_KILLED = """
import sys
from pathlib import Path
import msgspec
from musicgan.training import CheckpointSaved, TrainingConfig, train
config = msgspec.json.decode(
    sys.argv[1], type=TrainingConfig, dec_hook=lambda kind, value: kind(value)
)
for event in train(config):
    if isinstance(event, CheckpointSaved):
        print(event.step, flush=True)
"""


def test_killed_run_goes_on(music: Path, tmp_path: Path) -> None:
    settings = config(
        music, tmp_path / "m.safetensors", likelihood_steps=100_000, checkpoint_every=3
    )
    text = msgspec.json.encode(settings, enc_hook=str).decode()
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, text], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        seen = [int(process.stdout.readline()) for _ in range(2)]
        process.kill()
        assert process.wait() == -9
    assert seen == [3, 6]
    rest = run(settings, resume=True, stop_at=_next_fifth(settings))
    (started,) = (event for event in rest if isinstance(event, Started))
    assert started.step >= 6
    assert started.step % 3 == 0, "the last checkpoint"
    first = next(event for event in rest if isinstance(event, Metrics))
    assert started.step < first.step <= started.step + 5
    leftovers = [path.name for path in tmp_path.iterdir() if path.suffix == ".safetensors"]
    assert "m.safetensors" in leftovers


def _next_fifth(settings: TrainingConfig) -> int:
    """The first step after the saved one that figures are told of."""
    with safe_open(settings.run_folder / "state.safetensors", framework="pt") as file:
        step: int = json.loads(file.metadata()["place"])["likelihood_steps"]
    return step // 5 * 5 + 5


def test_cancelled_while_reading(music: Path, tmp_path: Path) -> None:
    control = Control()
    settings = config(music, tmp_path / "m.safetensors")
    events = []
    for event in train(settings, control):
        events.append(event)
        control.cancel()
    assert [type(event) for event in events] == [Scanned, Finished]
    assert not settings.output.exists()
    assert not (settings.run_folder / "dataset").exists()


def test_fine_tuning_adds_a_style(tmp_path: Path) -> None:
    base_file = tiny.write_model(tmp_path / "base.safetensors")
    for number in range(2):
        write_song(tiny.trio(4, number), tmp_path / "polka" / f"p{number}.mid")
    settings = config(
        tmp_path / "polka",
        tmp_path / "m.safetensors",
        base=base_file,
        likelihood_steps=0,
        adversarial_steps=0,
        width=64,
    )
    run(settings)
    base, tuned = load_model(base_file), load_model(settings.output)
    assert [style.name for style in tuned.header.styles] == ["march", "waltz", "polka"]
    assert tuned.header.styles[:2] == base.header.styles
    assert tuned.header.licence == "CC0"
    assert tuned.header.data == "trios; then polka: 2 pieces, 8 bars"
    for old, new in ((base.generator, tuned.generator), (base.critics, tuned.critics)):
        before, after = old.state_dict(), new.state_dict()
        assert before.keys() == after.keys()
        for name, value in before.items():
            if name == "style.weight":
                assert after[name].shape[1] == 3
                assert torch.equal(after[name][:, :2], value)
            elif name == "condition.weight":
                assert torch.equal(after[name][:, :2], value[:, :2])
                assert torch.equal(after[name][:, 3:], value[:, 2:])
            else:
                assert torch.equal(after[name], value), name
    batch = collate([tiny.window(tiny.trio(2))])
    wider = collate([tiny.window(tiny.trio(2))])
    object.__setattr__(wider, "style", torch.tensor([[1.0, 0.0, 0.0]]))
    assert torch.equal(base.generator(batch).total, tuned.generator(wider).total)


def test_fine_tuning_a_known_style(packed: Path, tmp_path: Path) -> None:
    base_file = tiny.write_model(tmp_path / "base.safetensors")
    settings = config(packed, tmp_path / "m.safetensors", base=base_file, adversarial_steps=0)
    run(settings)
    tuned, base = load_model(settings.output), load_model(base_file)
    assert [style.name for style in tuned.header.styles] == ["march", "waltz"]
    assert tuned.header.styles[0].bars == 8
    assert not torch.equal(tuned.generator.style.weight, base.generator.style.weight)


def test_levels_mean_what_they_mean_in_the_base(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def remember(dataset: Dataset, *rest: Any) -> WindowSource:
        seen.append(dataset.meta.styles[0].borders)
        return WindowSource(dataset, *rest)

    monkeypatch.setattr(trainer, "WindowSource", remember)
    base_file = tiny.write_model(tmp_path / "base.safetensors")
    steps = {"likelihood_steps": 0, "adversarial_steps": 0}
    run(config(packed, tmp_path / "a.safetensors", base=base_file, **steps))
    run(config(packed, tmp_path / "b.safetensors", **steps))
    assert seen == [tiny.style_info("march").borders, open_dataset(packed).meta.styles[0].borders]
    assert load_model(tmp_path / "a.safetensors").header.styles[0].borders == seen[0]


def test_figures_are_averaged_over_the_steps_that_have_them(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = iter([{"critic": 1.0}, {"critic": 2.0}, {"critic": 3.0, "loss": 5.0},
                  {"critic": 4.0, "loss": 6.0}, {"critic": 5.0, "loss": 7.0}])  # fmt: skip
    monkeypatch.setattr(trainer._Run, "_train_critics_and_generator", lambda self, rng: next(steps))
    settings = config(packed, tmp_path / "m.safetensors", likelihood_steps=0, evaluate_every=100)
    settings = msgspec.structs.replace(settings, checkpoint_every=100)
    metrics = [event.values for event in run(settings) if isinstance(event, Metrics)]
    assert metrics[0] == {"critic": 3.0, "loss": 6.0}


@pytest.mark.parametrize(("share", "phase"), [(0, "likelihood"), (1, "adversarial")])
def test_a_phase_without_a_share_is_left_out(
    packed: Path, tmp_path: Path, share: float, phase: str
) -> None:
    events = run(config(packed, tmp_path / "m.safetensors", adversarial_share=share))
    assert {event.phase for event in events if isinstance(event, Metrics)} == {phase}


def test_a_budget_of_time_covers_both_phases(packed: Path, tmp_path: Path) -> None:
    settings = config(
        packed,
        tmp_path / "m.safetensors",
        minutes=0.01,
        adversarial_share=0.5,
        likelihood_steps=10**6,
        adversarial_steps=10**6,
        evaluate_every=1000,
        checkpoint_every=1000,
    )
    events = run(settings)
    assert read_header(settings.output).phase == "adversarial"
    likelihood = read_header(settings.run_folder / "likelihood.safetensors")
    assert 0 < likelihood.steps < read_header(settings.output).steps
    assert reason(events) == "The budget is used up. The model is saved."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"batch": 0}, "at least one window"),
        ({"rollouts": 3}, "even number"),
        ({"minutes": 0}, "time must be positive"),
        ({"adversarial_share": 2}, "share must lie between"),
        ({"output": Path("m.bin")}, "must end in .safetensors"),
        ({"learning_rate": 0}, "rates must be positive"),
        ({"max_frames": 0}, "at least one frame"),
        ({"likelihood_steps": -1}, "must not be negative"),
        ({"checkpoint_every": 0}, "at least one step between"),
        ({"style_balance": 1.5}, "balance of styles"),
        ({"average": 1}, "moving average"),
        ({"width": 20}, "multiple of 8"),
        ({"layers": 0}, "1 to 32 layers"),
        ({"threads": 0}, "at least one thread"),
        ({"seed": -1}, "seed must not be negative"),
        ({"objective": "best"}, "must be one of non-saturating, minimax, hinge, relativistic"),
        ({"scales": ()}, "at least one critic is needed, of frame, bar, piece"),
        ({"scales": ("bar", "note")}, "at least one critic is needed, of frame, bar, piece"),
        ({"gradient_penalty": -1.0}, "gradient penalty .* must not be negative"),
        ({"octaves": 1.5}, "moved by an octave must lie between 0 and 1"),
        ({"device": "nonsense"}, "device nonsense can't be used .*choose cpu"),
        ({"music": Path("nowhere")}, "nowhere does not exist"),
        ({"base": Path("nowhere.safetensors")}, "nowhere.safetensors does not exist"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_work_is_refused_before_anything_is_written(
    music: Path, tmp_path: Path, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(MusicganError, match=sentence):
        run(config(**({"music": music, "output": tmp_path / "m.safetensors"} | changes)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(torch.cuda.is_available(), reason="the device is there")
def test_missing_graphics_card_is_a_sentence(music: Path, tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match="device cuda can't be used"):
        run(config(music, tmp_path / "m.safetensors", device="cuda"))


def test_damaged_state_is_a_sentence(packed: Path, tmp_path: Path) -> None:
    settings = config(packed, tmp_path / "m.safetensors", adversarial_steps=0)
    run(settings)
    state = settings.run_folder / "state.safetensors"
    content = state.read_bytes()
    state.write_bytes(content[: len(content) // 2])
    with pytest.raises(MusicganError, match=r"state.safetensors is damaged"):
        run(settings, resume=True)
    state.write_bytes(content)
    with pytest.raises(MusicganError, match="state of another run"):
        run(msgspec.structs.replace(settings, width=32), resume=True)


def test_control() -> None:
    control = Control()
    assert control.wait() < 1
    control.pause()
    control.cancel()
    assert control.cancelled
    assert control.wait() < 1, "a paused run ends when it is cancelled"


def test_paused_run_waits(packed: Path, tmp_path: Path) -> None:
    control = Control()
    events = train(config(packed, tmp_path / "m.safetensors"), control)
    for event in events:
        if isinstance(event, Metrics) and "loss" in event.values:
            break
    control.pause()
    timer = threading.Timer(0.3, control.resume)
    timer.start()
    following = [event for event in events if isinstance(event, Metrics)]
    timer.join()
    assert not control.cancelled
    assert following[-1].step == 15

"""A training run from the music to the model, told as a sequence of events."""

import time
from collections.abc import Generator as Events
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime

import msgspec
import numpy as np
import torch

from musicgan.data.dataset import Dataset, StyleInfo, open_dataset, pack
from musicgan.data.frames import to_song
from musicgan.data.windows import Window, cut_window
from musicgan.files import replacing
from musicgan.model.batch import Batch, collate
from musicgan.model.checkpoint import Model, build, load_model, save_model
from musicgan.model.critics import CriticConfig
from musicgan.model.generator import Generator, GeneratorConfig
from musicgan.model.header import FORMAT_VERSION, Header
from musicgan.model.sampling import Sampling, sample_all
from musicgan.song import Song
from musicgan.training import adversarial
from musicgan.training.config import TrainingConfig, check
from musicgan.training.events import (
    CheckpointSaved,
    Control,
    Event,
    Finished,
    Metrics,
    Sample,
    Scanned,
    Started,
)
from musicgan.training.objectives import OBJECTIVES
from musicgan.training.source import WindowSource
from musicgan.training.state import State, load_state, new_state, save_state

_GRADIENT_NORM = 1.0
_WARM_UP_STEPS = 100
_CRITIC_WARM_UP_STEPS = 40
_LEAST_RATE = 0.05
_ADVERSARIAL_AVERAGE = 0.98
_METRICS_EVERY = 5
_SAMPLE_BARS = 8


def train(
    config: TrainingConfig, control: Control | None = None, resume: bool = False
) -> Iterator[Event]:
    """Train a model, phase 1 by likelihood, phase 2 against the critics.

    Args:
        config: what to do; saved beside the run.
        control: pause and cancel from another thread.
        resume: go on from the state in the run's folder, where there is one.

    Yields:
        Events of ``musicgan.training.events``; the model is written at every ``CheckpointSaved``.

    Raises:
        MusicganError: nothing usable in the data, a bad setting, a damaged base model or state,
            a full disk.
    """
    check(config)
    control = control or Control()
    torch.set_num_threads(config.threads)
    dataset = yield from _dataset(config, control, resume)
    if dataset is None:
        yield Finished(
            config.output, "Cancelled while the music was being read; nothing was written."
        )
        return
    torch.manual_seed(config.seed)
    model = _fresh_model(config, dataset)
    state = new_state(model, config.learning_rate, config.critic_rate, config.weight_decay)
    state_file = config.run_folder / "state.safetensors"
    if resume and state_file.exists():
        load_state(state, state_file)
    _save_config(config)
    names = tuple(style.name for style in model.header.styles)
    source = WindowSource(dataset, names, config.max_frames, config.style_balance)
    run = _Run(config, control, state, source)
    yield Started(
        pieces=len(dataset.select(held_out=False)),
        held_out=len(dataset.select(held_out=True)),
        styles=dataset.style_names,
        parameters=sum(p.numel() for p in model.generator.parameters()),
        step=run.step,
    )
    yield from run.likelihood()
    yield from run.adversarial()
    yield from run.save()
    reason = "Stopped by you." if control.cancelled else "The budget is used up."
    yield Finished(config.output, f"{reason} The model is saved.")


def _dataset(
    config: TrainingConfig, control: Control, resume: bool
) -> Events[Event, None, Dataset | None]:
    """Open the packed dataset, or pack the music first; returns None once cancelled."""
    if len(config.data) == 1 and (config.data[0] / "meta.json").exists():
        return open_dataset(config.data[0])
    folder = config.run_folder / "dataset"
    if not (resume and (folder / "meta.json").exists()):
        counts = [0, 0]

        def progress(done: int, total: int) -> None:
            counts[:] = done, total

        for report in pack(config.data, folder, config.style, progress):
            yield Scanned(report, *counts)
            if control.cancelled:
                return None
    return open_dataset(folder)


def _fresh_model(config: TrainingConfig, dataset: Dataset) -> Model:
    """A model from scratch, or the base model with the dataset's styles added."""
    base = load_model(config.base) if config.base else None
    styles = base.header.styles if base else ()
    known = {style.name: place for place, style in enumerate(styles)}
    merged = list(styles)
    for style in dataset.meta.styles:
        if style.name in known:
            merged[known[style.name]] = style
        else:
            merged.append(style)
    header = Header(
        version=FORMAT_VERSION,
        name=config.name or config.output.stem,
        styles=tuple(merged),
        borders=base.header.borders if base else dataset.meta.borders,
        generator=dict(base.header.generator, styles=len(merged))
        if base
        else asdict(GeneratorConfig(len(merged), config.width, config.layers)),
        critics=asdict(CriticConfig(len(merged))),
        phase="likelihood",
        steps=0,
        created=datetime.now(UTC).date().isoformat(),
        data=config.data_note or _describe(dataset.meta.styles),
        licence=config.licence,
    )
    model = build(header)
    if base:
        _copy_weights(base, model)
    return model


def _describe(styles: tuple[StyleInfo, ...]) -> str:
    return "; ".join(f"{s.name}: {s.pieces} pieces, {s.bars} bars" for s in styles)


def _copy_weights(base: Model, model: Model) -> None:
    """Copy what the base has; a weight that grew by new styles keeps the new columns it was made with."""
    for old, new in ((base.generator, model.generator), (base.critics, model.critics)):
        own = new.state_dict()
        grown = {}
        for name, value in old.state_dict().items():
            if own[name].shape == value.shape:
                grown[name] = value
            else:
                columns = own[name].clone()
                columns[:, : len(base.header.styles)] = value[:, : len(base.header.styles)]
                if "condition" in name:
                    columns[:, len(model.header.styles) :] = value[:, len(base.header.styles) :]
                grown[name] = columns
        new.load_state_dict(grown)


def _save_config(config: TrainingConfig) -> None:
    with replacing(config.run_folder / "config.json") as temporary:
        temporary.write_bytes(
            msgspec.json.format(msgspec.json.encode(config, enc_hook=str), indent=2)
        )


class _Run:
    """The two phases over one state."""

    def __init__(
        self, config: TrainingConfig, control: Control, state: State, source: WindowSource
    ) -> None:
        self.config = config
        self.control = control
        self.state = state
        self.source = source
        self.device = torch.device(config.device)
        state.model.generator.to(self.device)
        state.average.to(self.device)
        state.model.critics.to(self.device)
        self.validation = [
            collate(windows) for windows in _chunks(source.validation(config.seed), 12)
        ]
        self.clock = time.monotonic()
        self.total: dict[str, float] = {}
        self.counted = 0

    @property
    def step(self) -> int:
        return self.state.place.likelihood_steps + self.state.place.adversarial_steps

    # ---- phase 1 ----------------------------------------------------------------------------

    def likelihood(self) -> Iterator[Event]:
        """Teacher forcing over the mixture of tasks."""
        config, state = self.config, self.state
        while state.place.phase == "likelihood" and not self.control.cancelled:
            done = self._phase_done()
            if done >= 1:
                break
            rng = self._seed_step(1)
            batch = collate(self.source.draw(rng, config.batch)).to(self.device)
            loss = self._likelihood_loss(batch)
            self._step_generator(loss, config.learning_rate * self._rate(done))
            state.update_average(config.average)
            state.move(likelihood_steps=state.place.likelihood_steps + 1)
            yield from self._after_step({"loss": float(loss.detach())})
        if state.place.phase == "likelihood" and not self.control.cancelled:
            save_model(state.averaged("likelihood"), config.run_folder / "likelihood.safetensors")
            state.model.generator.load_state_dict(state.average.state_dict())
            state.generator_optimizer.state.clear()
            state.move(phase="adversarial")
            yield from self.save()

    def _likelihood_loss(self, batch: Batch) -> torch.Tensor:
        """Nats a free note."""
        self.state.model.generator.train()
        with self._autocast():
            loss = self.state.model.generator(batch)
        return loss.total.sum() / _free_notes(batch)

    # ---- phase 2 ----------------------------------------------------------------------------

    def adversarial(self) -> Iterator[Event]:
        """Roll out, train the critics, then the generator by policy gradient with a likelihood anchor."""
        config, state = self.config, self.state
        while state.place.phase == "adversarial" and not self.control.cancelled:
            if self._phase_done() >= 1:
                break
            rng = self._seed_step(2)
            values = self._train_critics_and_generator(rng)
            state.update_average(_ADVERSARIAL_AVERAGE)
            state.move(adversarial_steps=state.place.adversarial_steps + 1)
            yield from self._after_step(values)

    def _train_critics_and_generator(self, rng: np.random.Generator) -> dict[str, float]:
        config, state = self.config, self.state
        generator, critics = state.model.generator, state.model.critics
        objective = OBJECTIVES[config.objective]
        # The first update's figures: the critics have not seen these windows before.
        values: dict[str, float] = {}
        windows = self.source.draw(rng, config.rollouts // 2, config.rollout_frames)
        rollout = adversarial.roll_out(
            generator, windows, adversarial.seeds_for(rng, config.rollouts)
        )
        critics.train()
        for _ in range(config.critic_updates):
            real, fake = critics(rollout.real), critics(rollout.fake)
            loss = adversarial.critic_loss(objective, real, fake, rollout)
            state.critic_optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(critics.parameters(), _GRADIENT_NORM)
            state.critic_optimizer.step()
            values = values or {
                "critic": float(loss.detach()),
                "accuracy": adversarial.accuracy(real, fake),
            }
        if state.place.adversarial_steps < _CRITIC_WARM_UP_STEPS:
            return values

        critics.eval()
        with torch.no_grad():
            rewards = adversarial.frame_rewards(objective, critics(rollout.fake), rollout.fake)
        advantage = adversarial.advantages(rewards, rollout.fake.frame_valid)
        generator.train()
        with self._autocast():
            policy = adversarial.policy_loss(generator, rollout.fake, advantage)
        anchor = self._likelihood_loss(
            collate(self.source.draw(rng, config.batch // 2 or 1)).to(self.device)
        )
        self._step_generator(policy + config.anchor * anchor, config.adversarial_rate)
        mean_reward = float(
            (rewards * rollout.fake.frame_valid).sum() / rollout.fake.frame_valid.sum()
        )
        return values | {"loss": float(anchor.detach()), "reward": mean_reward}

    # ---- both -------------------------------------------------------------------------------

    def _seed_step(self, phase: int) -> np.random.Generator:
        """All randomness of a step follows from its number, so that a resumed run is the same run."""
        torch.manual_seed(hash((self.config.seed, phase, self.step)))
        return np.random.default_rng([self.config.seed, phase, self.step])

    def _autocast(self) -> torch.autocast:
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.bfloat16)

    def _step_generator(self, loss: torch.Tensor, rate: float) -> None:
        optimizer = self.state.generator_optimizer
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.state.model.generator.parameters(), _GRADIENT_NORM)
        optimizer.step()

    def _rate(self, done: float) -> float:
        """Warm-up, then a half cosine down to a twentieth."""
        warm = min(1.0, (self.state.place.likelihood_steps + 1) / _WARM_UP_STEPS)
        return warm * (
            _LEAST_RATE + (1 - _LEAST_RATE) * 0.5 * (1 + float(np.cos(np.pi * min(done, 1.0))))
        )

    def _phase_done(self) -> float:
        """Share of the present phase that is done, by steps or by the clock, whichever is further."""
        place, config = self.state.place, self.config
        likelihood = place.phase == "likelihood"
        steps = config.likelihood_steps if likelihood else config.adversarial_steps
        taken = place.likelihood_steps if likelihood else place.adversarial_steps
        by_steps = taken / steps if steps else 1.0
        if config.minutes is None:
            return by_steps
        budget = config.minutes * 60
        turn = budget * (1 - config.adversarial_share)
        spent, span = (place.seconds, turn) if likelihood else (place.seconds - turn, budget - turn)
        return max(by_steps, spent / span if span else 1.0)

    def _done(self) -> float:
        """Share of the whole run that is done."""
        share = self.config.adversarial_share
        done = min(1.0, self._phase_done())
        return (
            done * (1 - share)
            if self.state.place.phase == "likelihood"
            else 1 - share + done * share
        )

    def _after_step(self, values: dict[str, float]) -> Iterator[Event]:
        place, config = self.state.place, self.config
        now = time.monotonic()
        self.state.move(seconds=place.seconds + now - self.clock)
        self.clock = now
        for name, value in values.items():
            self.total[name] = self.total.get(name, 0.0) + value
        self.counted += 1
        step = self.step
        if step % config.evaluate_every == 0 and self.validation:
            yield Metrics(
                step, place.phase, {"held_out": self._held_out()}, self._done(), self._left()
            )
        if self.counted == _METRICS_EVERY:
            means = {name: value / self.counted for name, value in self.total.items()}
            self.total, self.counted = {}, 0
            yield Metrics(step, place.phase, means, self._done(), self._left())
        if step % config.checkpoint_every == 0:
            yield from self.save()
            yield Sample(step, self._sample())
        self.clock += self.control.wait()

    def _left(self) -> float:
        done = self._done()
        return self.state.place.seconds * (1 - done) / done if done else 0.0

    def _held_out(self) -> float:
        """Nats a note of the averaged generator on the held-out windows."""
        total, notes = 0.0, 0.0
        with torch.no_grad(), self._autocast():
            for batch in self.validation:
                moved = batch.to(self.device)
                total += float(self.state.average(moved).total.sum())
                notes += float(_free_notes(moved))
        return total / notes

    def save(self) -> Iterator[Event]:
        """Write the state, then the model."""
        save_state(self.state, self.config.run_folder / "state.safetensors")
        save_model(self.state.averaged(self.state.place.phase), self.config.output)
        yield CheckpointSaved(self.step, self.config.output)

    def _sample(self) -> Song:
        """Eight bars under the conditions of the first piece, from the averaged weights, seed 0."""
        dataset = self.source.dataset
        index = (dataset.select(held_out=True) or dataset.select(held_out=False))[0]
        whole = dataset.piece(index)
        bars = whole.bars[:_SAMPLE_BARS]
        piece = replace(whole, bars=bars, notes=whole.notes[:0])
        style = np.zeros(len(self.source.styles), np.float32)
        style[self.source.styles.index(dataset.style_names[dataset.meta.pieces[index].style])] = 1
        batch = collate([cut_window(piece, 0, len(bars), style)])
        average = self.state.average
        assert isinstance(average, Generator)
        notes = sample_all(average, batch, Sampling([0]))[0]
        return to_song(replace(piece, notes=notes))


def _free_notes(batch: Batch) -> torch.Tensor:
    return (batch.note_valid & ~batch.note_locked).sum().clamp(min=1)


def _chunks(items: list[Window], size: int) -> list[list[Window]]:
    return [items[start : start + size] for start in range(0, len(items), size)]

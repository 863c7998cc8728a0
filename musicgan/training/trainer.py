"""A training run from the music to the model, told as a sequence of events."""

import time
from collections import deque
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
from musicgan.errors import MusicganError
from musicgan.files import replacing
from musicgan.model.batch import Batch, collate
from musicgan.model.checkpoint import Model, build, load_model, save_model
from musicgan.model.critics import CriticConfig
from musicgan.model.generator import GeneratorConfig
from musicgan.model.header import FORMAT_VERSION, Header
from musicgan.model.sampling import Sampling, sample_all
from musicgan.song import Song
from musicgan.training import adversarial
from musicgan.training.adversarial import Rollout
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
        resume: go on from the state in the run's folder, where there is one; the data are not
            read again.

    Yields:
        Events of ``musicgan.training.events``; the model is written at every ``CheckpointSaved``.

    Raises:
        MusicganError: nothing usable in the data, a bad setting, a damaged base model or state,
            a full disk.
    """
    check(config)
    device = _device(config.device)
    base = load_model(config.base) if config.base else None
    control = control or Control()
    torch.set_num_threads(config.threads)
    dataset = yield from _dataset(config, control, resume)
    if dataset is None:
        yield Finished(
            config.output, "Cancelled while the music was being read; nothing was written."
        )
        return
    torch.manual_seed(config.seed)
    model = _fresh_model(config, dataset, base)
    # The levels of a manner mean what they mean in the model.
    dataset = replace(
        dataset, meta=msgspec.structs.replace(dataset.meta, borders=model.header.borders)
    )
    model.generator.to(device)
    model.critics.to(device)
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


def _device(name: str) -> torch.device:
    """The device, once it is known to work.

    Raises:
        MusicganError: it doesn't.
    """
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    # torch has no error class of its own for a device that isn't there.
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        reason = str(error).splitlines()[0]
        raise MusicganError(
            f"Training can't start: the device {name} can't be used ({reason}); choose cpu."
        ) from error
    return device


def _fresh_model(config: TrainingConfig, dataset: Dataset, base: Model | None) -> Model:
    """A model from scratch, or the base model with the dataset's styles added."""
    styles = base.header.styles if base else ()
    known = {style.name: place for place, style in enumerate(styles)}
    merged = list(styles)
    for style in dataset.meta.styles:
        if style.name in known:
            merged[known[style.name]] = style
        else:
            merged.append(style)
    described = _describe(dataset.meta.styles)
    header = Header(
        version=FORMAT_VERSION,
        name=config.name or config.output.stem,
        styles=tuple(merged),
        borders=base.header.borders if base else dataset.meta.borders,
        generator=dict(base.header.generator, styles=len(merged))
        if base
        else asdict(GeneratorConfig(len(merged), config.width, config.layers)),
        critics=dict(base.header.critics, styles=len(merged))
        if base
        else asdict(CriticConfig(len(merged))),
        phase="likelihood",
        steps=0,
        created=datetime.now(UTC).date().isoformat(),
        data=config.data_note or (f"{base.header.data}; then {described}" if base else described),
        licence=config.licence or (base.header.licence if base else ""),
    )
    model = build(header)
    if base:
        _copy_weights(base, model)
    return model


def _describe(styles: tuple[StyleInfo, ...]) -> str:
    return "; ".join(f"{s.name}: {s.pieces} pieces, {s.bars} bars" for s in styles)


def _copy_weights(base: Model, model: Model) -> None:
    """Copy what the base has; columns of new styles stay as they were made.

    Only the generator's ``style`` and the critics' ``condition`` have a column a style, the first
    ones; families follow in the latter.
    """
    before, after = len(base.header.styles), len(model.header.styles)
    for old, new in ((base.generator, model.generator), (base.critics, model.critics)):
        fresh, copied = new.state_dict(), old.state_dict()
        for name in ("style.weight", "condition.weight"):
            if name in copied:
                added = fresh[name][:, before:after]
                copied[name] = torch.cat(
                    [copied[name][:, :before], added, copied[name][:, before:]], dim=1
                )
        new.load_state_dict(copied)


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
        self.device = state.model.generator.start.device
        self.validation = [
            collate(windows) for windows in _chunks(source.validation(config.seed), 12)
        ]
        self.clock = time.monotonic()
        self.recent: dict[str, list[float]] = {}
        self.replay: deque[Rollout] = deque(maxlen=config.replay)

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
            total: torch.Tensor = self.state.model.generator(batch).total
        return total.sum() / _free_notes(batch)

    # ---- phase 2 ----------------------------------------------------------------------------

    def adversarial(self) -> Iterator[Event]:
        """Roll out, train the critics, then the generator by policy gradient and likelihood."""
        state = self.state
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
        windows = self.source.draw(rng, config.rollouts // 2, config.rollout_frames)
        rollout = adversarial.roll_out(
            generator, windows, adversarial.seeds_for(rng, config.rollouts)
        )
        # These figures are honest: the critics have not seen these windows before.
        values = self._step_critics(rollout)
        self.replay.append(rollout)
        for place in rng.integers(len(self.replay), size=config.critic_updates - 1):
            self._step_critics(self.replay[place])
        if state.place.adversarial_steps < _CRITIC_WARM_UP_STEPS:
            return values

        critics.eval()
        with torch.no_grad():
            rewards = adversarial.frame_rewards(
                OBJECTIVES[config.objective], critics(rollout.fake), rollout.fake
            )
        advantage = adversarial.advantages(rewards, rollout.fake.frame_valid)
        generator.train()
        with self._autocast():
            policy = adversarial.policy_loss(generator, rollout.fake, advantage)
        anchor = self._likelihood_loss(
            collate(self.source.draw(rng, config.batch // 2 or 1)).to(self.device)
        )
        self._step_generator(policy + config.anchor * anchor, config.adversarial_rate)
        mean_reward = float(adversarial.mean(rewards, rollout.fake.frame_valid))
        return values | {"loss": float(anchor.detach()), "reward": mean_reward}

    def _step_critics(self, rollout: Rollout) -> dict[str, float]:
        """One update; the loss and the accuracy before it."""
        critics, optimizer = self.state.model.critics, self.state.critic_optimizer
        critics.train()
        real, fake = critics(rollout.real), critics(rollout.fake)
        objective = OBJECTIVES[self.config.objective]
        loss = adversarial.critic_loss(objective, real, fake, rollout)
        _descend(loss, critics, optimizer)
        return {"critic": float(loss.detach()), "accuracy": adversarial.accuracy(real, fake)}

    # ---- both -------------------------------------------------------------------------------

    def _seed_step(self, phase: int) -> np.random.Generator:
        """All randomness of a step follows from its number, so a resumed run is the same run."""
        sequence = np.random.SeedSequence([self.config.seed, phase, self.step])
        torch.manual_seed(int(sequence.generate_state(1, np.uint64)[0]))
        return np.random.default_rng(sequence)

    def _autocast(self) -> torch.autocast:
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.bfloat16)

    def _step_generator(self, loss: torch.Tensor, rate: float) -> None:
        optimizer = self.state.generator_optimizer
        for group in optimizer.param_groups:
            group["lr"] = rate
        _descend(loss, self.state.model.generator, optimizer)

    def _rate(self, done: float) -> float:
        """Warm-up, then a half cosine down to a twentieth."""
        warm = min(1.0, (self.state.place.likelihood_steps + 1) / _WARM_UP_STEPS)
        return warm * (
            _LEAST_RATE + (1 - _LEAST_RATE) * 0.5 * (1 + float(np.cos(np.pi * min(done, 1.0))))
        )

    def _phase_done(self) -> float:
        """Share of the present phase that is done: by steps or by the clock, the greater."""
        place, config = self.state.place, self.config
        if place.phase == "likelihood":
            share, before = 1 - config.adversarial_share, 0.0
            taken, steps = place.likelihood_steps, config.likelihood_steps
        else:
            share, before = config.adversarial_share, 1 - config.adversarial_share
            taken, steps = place.adversarial_steps, config.adversarial_steps
        if share == 0 or steps == 0:
            return 1.0
        if config.minutes is None:
            return taken / steps
        budget = config.minutes * 60
        return max(taken / steps, (place.seconds - budget * before) / (budget * share))

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
        # Some figures are missing in some steps, so each has a count of its own.
        for name, value in values.items():
            self.recent.setdefault(name, []).append(value)
        step = self.step
        if step % config.evaluate_every == 0 and self.validation:
            yield Metrics(
                step, place.phase, {"held_out": self._held_out()}, self._done(), self._left()
            )
        if step % _METRICS_EVERY == 0:
            means = {name: sum(found) / len(found) for name, found in self.recent.items()}
            self.recent = {}
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
        notes = sample_all(self.state.average, batch, Sampling([0]))[0]
        return to_song(replace(piece, notes=notes))


def _descend(loss: torch.Tensor, module: torch.nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """One step down the gradient of a loss, clipped."""
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(module.parameters(), _GRADIENT_NORM)
    optimizer.step()


def _free_notes(batch: Batch) -> torch.Tensor:
    return (batch.note_valid & ~batch.note_locked).sum().clamp(min=1)


def _chunks(items: list[Window], size: int) -> list[list[Window]]:
    return [items[start : start + size] for start in range(0, len(items), size)]

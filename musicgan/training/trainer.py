"""A training run from the music to the model, told as a sequence of events."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from safetensors import safe_open

from musicgan.data.corpus import find_files
from musicgan.data.dataset import Dataset
from musicgan.data.frames import Piece, cut_piece, to_song
from musicgan.data.windows import Window, cut_window
from musicgan.errors import MusicganError
from musicgan.files import alone_in
from musicgan.model import pack_header
from musicgan.model.batch import Batch, collate
from musicgan.model.checkpoint import (
    Model,
    build,
    load_model,
    load_tensors,
    save_model,
    save_tensors,
)
from musicgan.model.critics import CriticConfig
from musicgan.model.generator import GeneratorConfig
from musicgan.model.header import FORMAT_VERSION, Header
from musicgan.model.pack import Pack, save_pack
from musicgan.model.pack_header import PackHeader, read_pack_header, weights_hash
from musicgan.model.sampling import Sampling, sample_all
from musicgan.training import adversarial
from musicgan.training.adversarial import Rollout
from musicgan.training.config import TrainingConfig, check
from musicgan.training.dataset import described, is_packed, opened
from musicgan.training.events import (
    CheckpointSaved,
    Control,
    Event,
    Finished,
    Metrics,
    Sample,
    Started,
)
from musicgan.training.objectives import OBJECTIVES
from musicgan.training.record import STATE, Recorder, recorded
from musicgan.training.source import WindowSource, resemblance
from musicgan.training.state import Place, State, load_state, new_state, save_state
from musicgan.training.watch import Copying, Watch, diversity

_GRADIENT_NORM = 1.0
_CRITIC_WARM_UP_STEPS = 40
_LEAST_RATE = 0.05
_ADVERSARIAL_AVERAGE = 0.98
_METRICS_EVERY = 5
_SAMPLE_BARS = 8
_COPY_PIECES = 500
"""At most so many pieces are searched for what the examples have in common with them."""
_COPY_LOOKS = 12
_BEST = "best.safetensors"


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
    control = control or Control()
    device = _device(config.device)
    base = load_model(config.base) if config.base else None
    _check_pack(config, base)
    _check_data(config)
    with alone_in(config.run_folder):
        yield from _train(config, control, resume, device, base)


def _train(
    config: TrainingConfig,
    control: Control,
    resume: bool,
    device: torch.device,
    base: Model | None,
) -> Iterator[Event]:
    torch.set_num_threads(config.threads)
    dataset = yield from opened(config, control, resume)
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
    names = tuple(style.name for style in model.header.styles)
    source = WindowSource(dataset, names, config.max_frames, config.style_balance)
    if config.pack is not None:
        source = replace(source, shown=resemblance(model.generator, source, config.seed))
    state = new_state(
        model,
        config.learning_rate,
        config.critic_rate,
        config.weight_decay,
        None if config.pack is None else config.rank,
    )
    state_file = config.run_folder / STATE
    if resume and state_file.exists():
        _check_base(config)
        load_state(state, state_file)
    elif (config.run_folder / _BEST).exists():
        (config.run_folder / _BEST).unlink()
    run = _Run(config, control, state, source)
    yield Started(
        pieces=len(dataset.select(held_out=False)),
        held_out=len(dataset.select(held_out=True)),
        styles=dataset.style_names,
        parameters=sum(tensor.numel() for tensor in state.learned),
        step=run.step,
        split=dataset.meta.split,
        resembles=dict(zip(names, source.shown or (), strict=False)),
    )
    yield from run.before()
    yield from run.likelihood()
    yield from run.adversarial()
    yield from run.finish()


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


def _check_pack(config: TrainingConfig, base: Model | None) -> None:
    """Refuse a pack whose name the base has already.

    Raises:
        MusicganError: it has.
    """
    if config.pack is None or base is None:
        return
    if config.pack in (style.name for style in base.header.styles):
        raise MusicganError(
            f"The model {base.header.name} has a style “{config.pack}” already; choose another "
            "name for the style pack."
        )


def _check_base(config: TrainingConfig) -> None:
    """Refuse to go on with a pack on top of other weights than it began with.

    Raises:
        MusicganError: the base model was changed.
    """
    if config.pack is None or config.base is None or not config.output.exists():
        return
    if read_pack_header(config.output).base != weights_hash(config.base):
        raise MusicganError(
            f"The model {config.base} has changed since “{config.pack}” was begun on top of it; "
            "start the training anew."
        )


def _check_data(config: TrainingConfig) -> None:
    """Refuse folders without music before anything is written.

    Raises:
        MusicganError: there is none.
    """
    if not is_packed(config):
        find_files(config.data)


def _fresh_model(config: TrainingConfig, dataset: Dataset, base: Model | None) -> Model:
    """A model from scratch, or the base model with the dataset's styles added.

    For a style pack it is the base as it is.
    """
    if config.pack is not None:
        assert base is not None, "checked with the settings"
        return base
    styles = base.header.styles if base else ()
    known = {style.name: place for place, style in enumerate(styles)}
    merged = list(styles)
    for style in dataset.meta.styles:
        if style.name in known:
            merged[known[style.name]] = style
        else:
            merged.append(style)
    learned = described(dataset.meta.styles)
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
        data=config.data_note or (f"{base.header.data}; then {learned}" if base else learned),
        licence=config.licence or (base.header.licence if base else ""),
    )
    model = build(header)
    if base:
        _copy_weights(base, model)
    return model


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


class _Run:
    """The two phases over one state."""

    def __init__(
        self, config: TrainingConfig, control: Control, state: State, source: WindowSource
    ) -> None:
        self.config = config
        self.control = control
        self.state = state
        self.source = source
        self.device = state.model.generator.head.start.device
        self.validation = [
            collate(windows)
            for windows in _chunks(source.validation(config.seed, count=config.validation), 12)
        ]
        self.recorder = Recorder(config, self.step)
        self.best = _Best.read(config.run_folder / _BEST)
        self.watch = Watch(config.patience)
        self.figures: dict[str, float] = {}
        self.reason = "The budget is used up."
        self.clock = time.monotonic()
        self.recent: dict[str, list[float]] = {}
        self.replay: deque[Rollout] = deque(maxlen=config.replay)

    @property
    def step(self) -> int:
        return self.state.steps

    def before(self) -> Iterator[Event]:
        """Look at the examples' conditions and, in a fresh run, at what is there to begin with."""
        for event in recorded(self.config.run_folder, examples=False):
            if isinstance(event, Metrics):
                self.watch.hear(event)
        self.conditions = self._example_conditions()
        self.copying, self.watch.usual_copy, self.usual_diversity = self._usual()
        if self.step == 0 and self.validation and self.config.base is not None:
            yield from self._tell({"held_out": self._held_out()})
        self.figures = _figures(self.watch)
        if self.step == 0 and self.config.base is not None:
            yield from self._show_examples()

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
            if self.watch.overfits:
                self.reason = "It began to learn by heart, so it was stopped; the best is kept."
                break
        if state.place.phase == "likelihood" and not self.control.cancelled:
            self._go_back_to_best()
            state.continue_from_average()
            if self._phase_two_wanted:
                self._write(config.run_folder / "likelihood.safetensors")
                state.move(phase="adversarial")
                yield from self.save()

    @property
    def _phase_two_wanted(self) -> bool:
        return self.config.adversarial_share > 0 and self.config.adversarial_steps > 0

    def _go_back_to_best(self) -> None:
        """Put the best point in place of the averaged weights, where one is known."""
        if self.best is None:
            return
        saved = load_tensors(self.config.run_folder / _BEST)
        with torch.no_grad():
            for number, mean in enumerate(self.state.kept):
                mean.copy_(saved[str(number)].view_as(mean))
        if self.state.average_adapter is not None:
            self.state.average_adapter.merge()

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
            if self.watch.collapses:
                self.reason = "The variety collapsed, so it was stopped; the best is kept."
                break

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
        optimizer.zero_grad(set_to_none=True)
        self.state.model.generator.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        if self.config.l1:
            for weight in self.state.model.generator.parameters():
                if weight.grad is not None:
                    weight.grad.add_(weight.detach().sign(), alpha=self.config.l1)
        self.state.step_generator(_GRADIENT_NORM)

    def _rate(self, done: float) -> float:
        """Warm-up, then a half cosine down to a twentieth."""
        warm = min(1.0, (self.state.place.likelihood_steps + 1) / max(self.config.warm_up, 1))
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
            held_out = self._held_out()
            self._keep_if_best(held_out)
            yield from self._tell({"held_out": held_out})
        if step % _METRICS_EVERY == 0:
            means = {name: sum(found) / len(found) for name, found in self.recent.items()}
            self.recent = {}
            yield from self._tell(means)
        if step % config.checkpoint_every == 0:
            yield from self.save()
            yield from self._show_examples()
        self.clock += self.control.wait()

    def _tell(self, values: dict[str, float]) -> Iterator[Event]:
        """Figures, and what they say where that is new."""
        metrics = Metrics(self.step, self.state.place.phase, values, self._done(), self._left())
        self.recorder.add(metrics)
        yield metrics
        reading = self.watch.hear(metrics)
        if reading is not None:
            self.recorder.add(reading)
            yield reading

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

    def _keep_if_best(self, held_out: float) -> None:
        """Keep the averaged weights where the held-out music is likelier than ever.

        The second phase is kept where it is hardly worse than the best of the first: what it is for
        is another thing.
        """
        place = self.state.place
        if self.best is not None:
            allowed = self.best.likelihood
            if place.phase == "adversarial":
                allowed *= 1 + self.config.tolerance
            if held_out > allowed:
                return
        likelihood = held_out
        if self.best is not None and place.phase == "adversarial":
            likelihood = self.best.likelihood
        self.best = _Best(held_out, likelihood, place)
        self.best.write(self.config.run_folder / _BEST, self.state.kept)

    def save(self) -> Iterator[Event]:
        """Write the state, then what people can use."""
        save_state(self.state, self.config.run_folder / STATE)
        if self.best is None:
            self._write(self.config.output)
        else:
            self._write_best()
        yield CheckpointSaved(self.step, self.config.output)

    def finish(self) -> Iterator[Event]:
        """Save, and say how it went."""
        control = self.control
        yield from self.save()
        figures = dict(self.figures)
        if self.best is not None:
            figures |= {"held_out": self.best.held_out, "best_step": self.best.place.steps}
        if control.left:
            reason = "Interrupted; everything is saved and it can be resumed."
        else:
            reason = "Stopped by you." if control.cancelled else self.reason
            thing = "model" if self.config.pack is None else "style pack"
            reason += f" The {thing} is saved."
        finished = Finished(self.config.output, reason, figures, resumable=control.left)
        self.recorder.add(finished)
        yield finished

    def _write_best(self) -> None:
        """Write the best point; the averaged weights are as they were afterwards."""
        present = [mean.clone() for mean in self.state.kept]
        place = self.state.place
        assert self.best is not None, "asked where there is one"
        self._go_back_to_best()
        self.state.place = self.best.place
        self._write(self.config.output)
        self.state.place = place
        with torch.no_grad():
            for mean, before in zip(self.state.kept, present, strict=True):
                mean.copy_(before)
        if self.state.average_adapter is not None:
            self.state.average_adapter.merge()

    def _write(self, path: Path) -> None:
        """Write the averaged weights as a model or a style pack."""
        config, state = self.config, self.state
        if state.average_adapter is None:
            save_model(state.averaged(), path)
            return
        assert config.base is not None, "checked with the settings"
        dataset, header = self.source.dataset, state.model.header
        figures = dict(self.figures)
        if self.best is not None:
            figures["held_out"] = self.best.held_out
        told = PackHeader(
            version=pack_header.FORMAT_VERSION,
            style=msgspec.structs.replace(dataset.meta.styles[0], name=config.pack),
            resembles=self.source.shown or (),
            base=weights_hash(config.base),
            base_name=header.name,
            rank=config.rank,
            steps=state.steps,
            created=datetime.now(UTC).date().isoformat(),
            data=config.data_note or described(dataset.meta.styles),
            licence=config.licence,
            figures=figures,
        )
        save_pack(Pack(told, state.average_adapter.tensors), path)

    # ---- examples -----------------------------------------------------------------------------

    def _example_conditions(self) -> list[tuple[Piece, npt.NDArray[np.float32]]]:
        """The first bars of some pieces, held-out ones first, and their style vectors."""
        dataset = self.source.dataset
        chosen = dataset.select(held_out=True) + dataset.select(held_out=False)
        return [
            (_beginning(dataset.piece(index)), self.source.style_of(index))
            for index in chosen[: self.config.examples]
        ]

    def _usual(self) -> tuple[Copying, float | None, float | None]:
        """What to compare the examples with.

        Returns:
            The training music, how much of it held-out music quotes by chance, and the diversity
            of the real music under the examples' conditions.
        """
        dataset = self.source.dataset
        learned = dataset.select(held_out=False)[:_COPY_PIECES]
        copying = Copying(dataset.piece(index) for index in learned)
        aside = [_beginning(dataset.piece(i)) for i in dataset.select(held_out=True)[:_COPY_LOOKS]]
        usual = float(np.mean([copying.longest(piece) for piece in aside])) if aside else None
        return copying, usual, diversity([piece for piece, _ in self.conditions])

    def _show_examples(self) -> Iterator[Event]:
        """Takes under the conditions of real pieces, from the averaged weights, of fixed seeds."""
        windows = [
            cut_window(replace(piece, notes=piece.notes[:0]), 0, len(piece.bars), style)
            for piece, style in self.conditions
        ]
        notes = sample_all(
            self.state.average, collate(windows), Sampling(list(range(len(windows))))
        )
        written = [
            replace(piece, notes=rows)
            for (piece, _), rows in zip(self.conditions, notes, strict=True)
        ]
        for number, piece in enumerate(written):
            sample = Sample(self.step, to_song(piece), number)
            self.recorder.add(sample)
            yield sample
        values = {"copied": float(np.mean([self.copying.longest(piece) for piece in written]))}
        found = diversity(written)
        if found is not None and self.usual_diversity:
            values["diversity"] = found / self.usual_diversity
        yield from self._tell(values)


class _Best(msgspec.Struct, frozen=True):
    """The best point so far.

    Attributes:
        held_out: nats a note.
        likelihood: those of the best of the likelihood phase.
        place: where it was reached.
    """

    held_out: float
    likelihood: float
    place: Place

    def write(self, path: Path, weights: list[torch.Tensor]) -> None:
        """Save it with its weights."""
        tensors = {str(number): w.detach().contiguous() for number, w in enumerate(weights)}
        save_tensors(tensors, {"best": msgspec.json.encode(self).decode()}, path)

    @classmethod
    def read(cls, path: Path) -> "_Best | None":
        """What was saved, if anything was."""
        if not path.exists():
            return None
        with safe_open(path, framework="numpy") as file:
            return msgspec.json.decode(file.metadata()["best"], type=cls)


def _beginning(piece: Piece) -> Piece:
    """As many bars as an example has."""
    return cut_piece(piece, 0, min(_SAMPLE_BARS, len(piece.bars)))


def _figures(watch: Watch) -> dict[str, float]:
    """The held-out loss before anything was learned, where it was measured."""
    first = next(((step, value) for step, value in watch.held_out), None)
    return {"held_out_before": first[1]} if first is not None and first[0] == 0 else {}


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

"""A training run from the music to the model, told as a sequence of events."""

import time
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import replace

import numpy as np
import torch

from musicgan.data.dataset import Dataset, open_dataset
from musicgan.data.windows import Window
from musicgan.errors import MusicganError
from musicgan.files import alone_in
from musicgan.model.batch import collate
from musicgan.model.checkpoint import Model, load_model
from musicgan.model.generator import Loss
from musicgan.training import adversarial, pace
from musicgan.training.adversarial import Rollout
from musicgan.training.beginning import (
    check_base,
    check_data,
    check_pack,
    fresh_model,
    levels_as_in,
    usable_device,
)
from musicgan.training.config import TrainingConfig, check
from musicgan.training.dataset import opened, packed_folder
from musicgan.training.events import Control, Event, Finished, Started
from musicgan.training.listening import Listening, MakeJudge
from musicgan.training.objectives import OBJECTIVES
from musicgan.training.processes import Processes, joined
from musicgan.training.record import STATE
from musicgan.training.result import BEST
from musicgan.training.source import WindowSource, resemblance
from musicgan.training.state import State, load_state, new_state
from musicgan.training.telling import Teller, free_notes
from musicgan.training.threads import Threads

_GRADIENT_NORM = 1.0
_CRITIC_WARM_UP_STEPS = 40
_ADVERSARIAL_AVERAGE = 0.98


def train(
    config: TrainingConfig,
    control: Control | None = None,
    resume: bool = False,
    judge: MakeJudge | None = None,
) -> Iterator[Event]:
    """Train a model, phase 1 by likelihood, phase 2 against the critics.

    Started by ``torchrun``, several processes share the run; the first one alone tells and writes.

    Args:
        config: what to do; saved beside the run.
        control: pause and cancel from another thread.
        resume: go on from the state in the run's folder, where there is one; the data are not
            read again.
        judge: makes an independent judge, which hears takes at checkpoints.

    Yields:
        Events of ``musicgan.training.events``; the model is written at every ``CheckpointSaved``.

    Raises:
        MusicganError: nothing usable in the data, a bad setting, a damaged base model or state,
            a full disk.
    """
    check(config)
    control = control or Control()
    device = usable_device(config.device)
    base = load_model(config.base) if config.base else None
    check_pack(config, base)
    check_data(config)
    with joined(device) as processes, Threads(config.threads) as threads:
        if processes.first:
            with alone_in(config.run_folder):
                yield from _train(config, control, resume, processes, threads, base, judge)
        else:
            for _ in _train(config, control, resume, processes, threads, base, None):
                pass


def _train(
    config: TrainingConfig,
    control: Control,
    resume: bool,
    processes: Processes,
    threads: Threads,
    base: Model | None,
    judge: MakeJudge | None,
) -> Iterator[Event]:
    dataset = yield from _shared_dataset(config, control, resume, processes)
    if dataset is None:
        yield Finished(
            config.output, "Cancelled while the music was being read; nothing was written."
        )
        return
    torch.manual_seed(config.seed)
    if base is not None and config.pack is None:
        dataset = levels_as_in(base, dataset)
    model = fresh_model(config, dataset, base)
    model.generator.to(processes.device)
    model.critics.to(processes.device)
    names = tuple(style.name for style in model.header.styles)
    source = WindowSource(dataset, names, config.max_frames, config.style_balance)
    if config.pack is not None:
        source = replace(source, shown=resemblance(model.generator, source, config.seed))
    source = replace(source, octaves=config.octaves)
    state = new_state(
        model,
        config.learning_rate,
        config.critic_rate,
        config.weight_decay,
        None if config.pack is None else config.rank,
    )
    state_file = config.run_folder / STATE
    if resume and state_file.exists():
        check_base(config)
        load_state(state, state_file)
    elif processes.first:
        (config.run_folder / BEST).unlink(missing_ok=True)
    listening, unjudged = _listening(judge, source)
    run = _Run(config, control, state, source, processes, threads, listening)
    yield Started(
        pieces=len(dataset.select(held_out=False)),
        held_out=len(dataset.select(held_out=True)),
        styles=dataset.style_names,
        parameters=sum(tensor.numel() for tensor in state.learned),
        step=state.steps,
        split=dataset.meta.split,
        resembles=dict(zip(names, source.shown or (), strict=False)),
        unjudged=unjudged,
    )
    yield from run.events()


def _listening(make: MakeJudge | None, source: WindowSource) -> tuple[Listening | None, str]:
    """The judge of a run, or why there is none."""
    if make is None:
        return None, "No judge was asked to listen."
    try:
        return Listening(make(source)), ""
    except MusicganError as error:
        return None, str(error)


def _shared_dataset(
    config: TrainingConfig, control: Control, resume: bool, processes: Processes
) -> Generator[Event, None, Dataset | None]:
    """The packed music; the first process packs it, the others wait. None once cancelled."""
    dataset = None
    if processes.first:
        dataset = yield from opened(config, control, resume)
    (there,) = processes.told([dataset is not None])
    return open_dataset(packed_folder(config)) if there and dataset is None else dataset


class _Run:
    """The two phases over one state; the first process has a teller."""

    def __init__(
        self,
        config: TrainingConfig,
        control: Control,
        state: State,
        source: WindowSource,
        processes: Processes,
        threads: Threads,
        listening: Listening | None,
    ) -> None:
        self.config = config
        self.control = control
        self.state = state
        self.source = source
        self.processes = processes
        self.threads = threads
        self.teller = Teller(config, control, state, source, listening) if processes.first else None
        self.replay: deque[Rollout] = deque(maxlen=config.replay)

    def events(self) -> Iterator[Event]:
        """From the beginning, or where an interrupted run stands, to the end."""
        if self.teller is not None:
            yield from self.teller.before()
        yield from self._likelihood()
        yield from self._adversarial()
        if self.teller is not None:
            yield from self.teller.finish()

    # ---- phase 1 ----------------------------------------------------------------------------

    def _likelihood(self) -> Iterator[Event]:
        """Teacher forcing over the mixture of tasks."""
        config, state = self.config, self.state
        while self._goes_on("likelihood"):
            began = time.monotonic()
            rng = self._seed_step(1)
            windows = self.source.draw(rng, config.batch)
            loss = self._likelihood_loss(windows)
            self._step_generator(loss, config.learning_rate * pace.rate(config, state.place))
            state.update_average(config.average)
            notes = sum(len(window.note_pitch) for window in windows)
            self.threads.took(time.monotonic() - began, notes)
            state.move(likelihood_steps=state.place.likelihood_steps + 1)
            yield from self._after_step({"loss": float(loss.detach())})
        (left,) = self.processes.told([self.control.cancelled])
        if state.place.phase == "likelihood" and not left:
            yield from self._end_likelihood()

    def _end_likelihood(self) -> Iterator[Event]:
        """Go back to the best point; the second phase, if there is one, starts from there."""
        teller, state = self.teller, self.state
        if teller is not None:
            yield from teller.look_at_the_end()
            teller.go_back_to_best()
        self.processes.share(state.kept)
        state.continue_from_average()
        if self.config.adversarial_share == 0 or self.config.adversarial_steps == 0:
            return
        if teller is not None:
            teller.keep_likelihood()
        state.move(phase="adversarial")
        if teller is not None:
            yield from teller.save()

    def _likelihood_loss(self, windows: list[Window]) -> torch.Tensor:
        """Nats a free note, of which its velocity counts less."""
        batch = collate(windows).to(self.processes.device)
        self.state.model.generator.train()
        with self._autocast():
            loss: Loss = self.state.model.generator(batch)
        total = loss.total - (1 - self.config.loudness) * loss.velocity
        return total.sum() / free_notes(batch)

    # ---- phase 2 ----------------------------------------------------------------------------

    def _adversarial(self) -> Iterator[Event]:
        """Roll out, train the critics, then the generator by policy gradient and likelihood."""
        state = self.state
        while self._goes_on("adversarial"):
            values = self._train_critics_and_generator(self._seed_step(2))
            state.update_average(_ADVERSARIAL_AVERAGE)
            state.move(adversarial_steps=state.place.adversarial_steps + 1)
            yield from self._after_step(values)
        if self.teller is not None and state.place.phase == "adversarial":
            yield from self.teller.look_at_the_end()

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
            objective = OBJECTIVES[config.objective]
            _, fake = adversarial.verdicts(objective, critics, rollout)
            rewards = adversarial.frame_rewards(objective, config.scales, fake, rollout.fake)
        advantage = adversarial.advantages(rewards, rollout.fake.frame_valid)
        generator.train()
        with self._autocast():
            policy = adversarial.policy_loss(generator, rollout.fake, advantage)
        anchor = self._likelihood_loss(self.source.draw(rng, config.batch // 2 or 1))
        self._step_generator(policy + config.anchor * anchor, config.adversarial_rate)
        mean_reward = float(adversarial.mean(rewards, rollout.fake.frame_valid))
        return values | {"loss": float(anchor.detach()), "reward": mean_reward}

    def _step_critics(self, rollout: Rollout) -> dict[str, float]:
        """One update; the loss and the accuracy before it."""
        config, critics = self.config, self.state.model.critics
        optimizer = self.state.critic_optimizer
        critics.train()
        objective = OBJECTIVES[config.objective]
        real, fake = adversarial.verdicts(objective, critics, rollout)
        loss = adversarial.critic_loss(objective, config.scales, real, fake, rollout)
        penalty = (
            config.gradient_penalty * adversarial.gradient_penalty(critics, rollout.real)
            if config.gradient_penalty
            else 0
        )
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss + penalty)
        self.processes.average_gradients(critics.parameters())
        torch.nn.utils.clip_grad_norm_(critics.parameters(), _GRADIENT_NORM)
        optimizer.step()
        accuracy = adversarial.accuracy(config.scales, real, fake, rollout)
        return {"critic": float(loss.detach()), "accuracy": accuracy}

    # ---- both -------------------------------------------------------------------------------

    def _goes_on(self, phase: str) -> bool:
        """Whether there is another step of this phase; the first process's word and clock count."""
        config, state = self.config, self.state
        wanted = (
            state.place.phase == phase
            and not self.control.cancelled
            and not (self.teller is not None and self.teller.ending)
            and pace.phase_done(config, state.place) < 1
        )
        seconds, goes_on = self.processes.told([state.place.seconds, wanted])
        state.move(seconds=seconds)
        return bool(goes_on)

    def _after_step(self, values: dict[str, float]) -> Iterator[Event]:
        if self.teller is not None:
            yield from self.teller.after_step(values)

    def _seed_step(self, phase: int) -> np.random.Generator:
        """All randomness of a step follows from its number, so a resumed run is the same run."""
        entropy = [self.config.seed, phase, self.state.steps]
        if not self.processes.first:
            entropy.append(self.processes.place)
        sequence = np.random.SeedSequence(entropy)
        torch.manual_seed(int(sequence.generate_state(1, np.uint64)[0]))
        return np.random.default_rng(sequence)

    def _autocast(self) -> torch.autocast:
        return torch.autocast(
            self.processes.device.type, torch.bfloat16, enabled=self.config.bfloat16
        )

    def _step_generator(self, loss: torch.Tensor, rate: float) -> None:
        optimizer = self.state.generator_optimizer
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad(set_to_none=True)
        generator = self.state.model.generator
        generator.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        self.processes.average_gradients(generator.parameters())
        if self.config.l1:
            for weight in generator.parameters():
                if weight.grad is not None:
                    weight.grad.add_(weight.detach().sign(), alpha=self.config.l1)
        self.state.step_generator(_GRADIENT_NORM)

"""What one process of a run does for all: it looks at what is learned, tells, keeps and saves."""

import time
from collections.abc import Iterator

import torch

from musicgan.data.frames import to_song
from musicgan.model.batch import Batch, collate
from musicgan.training import pace
from musicgan.training.config import TrainingConfig
from musicgan.training.events import (
    CheckpointSaved,
    Control,
    Event,
    Finished,
    Metrics,
    Sample,
)
from musicgan.training.examples import Examples
from musicgan.training.listening import Listening
from musicgan.training.record import STATE, Recorder, recorded
from musicgan.training.result import Result
from musicgan.training.source import WindowSource
from musicgan.training.state import State, save_state
from musicgan.training.watch import Watch

_METRICS_EVERY = 5
_VALIDATION_BATCH = 12


class Teller:
    """Follows a run.

    Attributes:
        ending: why the present phase should end before its time; empty while it goes on.
    """

    def __init__(
        self,
        config: TrainingConfig,
        control: Control,
        state: State,
        source: WindowSource,
        listening: Listening | None = None,
    ) -> None:
        """Begin to keep a record; that of a resumed run goes on.

        Raises:
            MusicganError: the run's folder can't be written.
        """
        self.ending = ""
        self._config, self._control, self._state = config, control, state
        windows = source.validation(config.seed, count=config.validation)
        self._validation = [
            collate(windows[first : first + _VALIDATION_BATCH])
            for first in range(0, len(windows), _VALIDATION_BATCH)
        ]
        self._result = Result(config, state, source)
        self._recorder = Recorder(config, state.steps)
        self._examples = Examples.of(source, config.examples)
        self._listening = listening
        self._watch = Watch(config.patience, self._examples.usual_copy)
        for event in recorded(config.run_folder, examples=False):
            if isinstance(event, Metrics):
                self._watch.hear(event)
        self._recent: dict[str, list[float]] = {}
        self._clock = time.monotonic()

    def before(self) -> Iterator[Event]:
        """In a fresh run on top of a base, look at what is there to begin with."""
        if self._state.steps == 0 and self._config.base is not None:
            if self._validation:
                yield from self._tell({"held_out": self._held_out()})
            yield from self._show_examples()
            yield from self._listen()

    def after_step(self, values: dict[str, float]) -> Iterator[Event]:
        """Take the figures of a step; look, tell and save where it is time to. Waits if paused."""
        config, state = self._config, self._state
        now = time.monotonic()
        state.move(seconds=state.place.seconds + now - self._clock)
        self._clock = now
        # Some figures are missing in some steps, so each has a count of its own.
        for name, value in values.items():
            self._recent.setdefault(name, []).append(value)
        if state.steps % config.evaluate_every == 0:
            yield from self._look()
        if state.steps % _METRICS_EVERY == 0:
            means = {name: sum(found) / len(found) for name, found in self._recent.items()}
            self._recent = {}
            yield from self._tell(means)
        if state.steps % config.checkpoint_every == 0:
            yield from self.save()
            yield from self._show_examples()
            yield from self._listen()
        if state.place.phase == "likelihood" and self._watch.overfits:
            self.ending = "It began to learn by heart, so it was stopped; the best is kept."
        if state.place.phase == "adversarial" and self._watch.collapses:
            self.ending = "The variety collapsed, so it was stopped; the best is kept."
        self._clock += self._control.wait()

    def look_at_the_end(self) -> Iterator[Event]:
        """Look at a phase's last weights, mostly its best, if that was not just done.

        Not where the run is left in between: it goes on later as if it had not been.
        """
        if not self._control.left and self._state.steps % self._config.evaluate_every:
            yield from self._look()

    def _look(self) -> Iterator[Event]:
        if self._validation:
            held_out = self._held_out()
            self._result.keep_if_best(held_out)
            yield from self._tell({"held_out": held_out})

    def go_back_to_best(self) -> None:
        """Put the best point in place of the averaged weights."""
        self._result.go_back_to_best()

    def keep_likelihood(self) -> None:
        """Keep what the first phase gave; the second begins."""
        self.ending = ""
        self._result.write(self._config.run_folder / "likelihood.safetensors", self._figures())

    def save(self) -> Iterator[Event]:
        """Write the state, then what people can use."""
        save_state(self._state, self._config.run_folder / STATE)
        self._result.write_best(self._figures())
        yield CheckpointSaved(self._state.steps, self._config.output)

    def finish(self) -> Iterator[Event]:
        """Save, and say how it went."""
        if not self._control.cancelled:
            yield from self._listen(last=True)
        yield from self.save()
        config, control, best = self._config, self._control, self._result.best
        figures = self._figures() | ({} if best is None else {"best_step": best.place.steps})
        if control.left:
            reason = "Interrupted; everything is saved and it can be resumed."
        else:
            reason = self.ending or "The budget is used up."
            thing = "model" if config.pack is None else "style pack"
            reason = f"{'Stopped by you.' if control.cancelled else reason} The {thing} is saved."
        finished = Finished(config.output, reason, figures, resumable=control.left)
        self._recorder.add(finished)
        yield finished

    def _tell(self, values: dict[str, float]) -> Iterator[Event]:
        """Figures, and what they say where that is new."""
        config, place = self._config, self._state.place
        done, left = pace.run_done(config, place), pace.seconds_left(config, place)
        metrics = Metrics(place.steps, place.phase, values, done, left)
        self._recorder.add(metrics)
        yield metrics
        reading = self._watch.hear(metrics)
        if reading is not None:
            self._recorder.add(reading)
            yield reading

    def _held_out(self) -> float:
        """Nats a note of the averaged generator on the held-out windows."""
        generator, total, notes = self._state.average, 0.0, 0.0
        device = generator.head.start.device
        with (
            torch.no_grad(),
            torch.autocast(device.type, torch.bfloat16, enabled=self._config.bfloat16),
        ):
            for batch in self._validation:
                moved = batch.to(device)
                total += float(generator(moved).total.sum())
                notes += float(free_notes(moved))
        return total / notes

    def _show_examples(self) -> Iterator[Event]:
        """Takes under the conditions of real pieces, from the averaged weights, of fixed seeds."""
        written = self._examples.written(self._state.average)
        for number, piece in enumerate(written):
            sample = Sample(self._state.steps, to_song(piece), number)
            self._recorder.add(sample)
            yield sample
        yield from self._tell(self._examples.figures(written))

    def _listen(self, last: bool = False) -> Iterator[Event]:
        """Ask the independent judge, where there is one and it has the time."""
        if self._listening is not None:
            state = self._state
            values = self._listening.heard(state.average, state.steps, state.place.seconds, last)
            if values:
                yield from self._tell(dict(values))

    def _figures(self) -> dict[str, float]:
        """The held-out loss before anything was learned, and that of what is kept."""
        found: dict[str, float] = {}
        if self._watch.held_out and self._watch.held_out[0][0] == 0:
            found["held_out_before"] = self._watch.held_out[0][1]
        if self._result.best is not None:
            found["held_out"] = self._result.best.held_out
        return found


def free_notes(batch: Batch) -> torch.Tensor:
    """Notes that the generator writes, at least 1."""
    return (batch.note_valid & ~batch.note_locked).sum().clamp(min=1)

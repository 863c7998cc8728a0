"""The figures of a run as curves, and its examples by step. No Qt."""

from dataclasses import dataclass, field

from musicgan.song import Song
from musicgan.training import Metrics, Reading, Sample

_SMOOTHING = 0.7
"""Share of the past in the smoothed training loss."""


@dataclass
class Curve:
    """Points of one figure."""

    steps: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, step: int, value: float) -> None:
        """Append a point."""
        self.steps.append(step)
        self.values.append(value)


@dataclass
class History:
    """What a run has told so far.

    Attributes:
        loss: training loss, nats a note, smoothed.
        held_out: loss on the music kept aside.
        critic: the critics' loss.
        accuracy: share of windows that the critics tell right, in percent.
        diversity: of the examples, in percent of real music's.
        copied: notes in a row that they have in common with the training music.
        judge: how often an independent judge is right, in percent.
        judge_low, judge_high: what covers it with a probability of 95 %, in percent.
        adversarial_from: step at which the adversarial phase began; None before.
        reading: what the curves say; empty while there is too little to say.
        examples: the examples of each step, in order.
    """

    loss: Curve = field(default_factory=Curve)
    held_out: Curve = field(default_factory=Curve)
    critic: Curve = field(default_factory=Curve)
    accuracy: Curve = field(default_factory=Curve)
    diversity: Curve = field(default_factory=Curve)
    copied: Curve = field(default_factory=Curve)
    judge: Curve = field(default_factory=Curve)
    judge_low: Curve = field(default_factory=Curve)
    judge_high: Curve = field(default_factory=Curve)
    adversarial_from: int | None = None
    reading: str = ""
    examples: dict[int, list[Song]] = field(default_factory=dict)

    def add(self, event: Metrics | Reading | Sample) -> None:
        """Take what one event says."""
        if isinstance(event, Reading):
            self.reading = event.sentence
        elif isinstance(event, Sample):
            songs = self.examples.setdefault(event.step, [])
            songs[event.number :] = [event.song]
        else:
            self._add_figures(event)

    def _add_figures(self, metrics: Metrics) -> None:
        step, values = metrics.step, metrics.values
        if metrics.phase == "adversarial" and self.adversarial_from is None:
            self.adversarial_from = step
        if "loss" in values:
            before = self.loss.values[-1] if self.loss.values else values["loss"]
            self.loss.add(step, _SMOOTHING * before + (1 - _SMOOTHING) * values["loss"])
        for name, curve, scale in (
            ("held_out", self.held_out, 1),
            ("critic", self.critic, 1),
            ("accuracy", self.accuracy, 100),
            ("diversity", self.diversity, 100),
            ("copied", self.copied, 1),
            ("judge", self.judge, 100),
            ("judge_low", self.judge_low, 100),
            ("judge_high", self.judge_high, 100),
        ):
            if name in values:
                curve.add(step, scale * values[name])

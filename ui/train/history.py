"""The figures of a run as curves. No Qt."""

from dataclasses import dataclass, field

from musicgan.training import Metrics

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
        accuracy: share of windows that the critics tell right, in percent.
        adversarial_from: step at which the adversarial phase began; None before.
    """

    loss: Curve = field(default_factory=Curve)
    held_out: Curve = field(default_factory=Curve)
    accuracy: Curve = field(default_factory=Curve)
    adversarial_from: int | None = None

    def add(self, metrics: Metrics) -> None:
        """Take the figures of one event."""
        step, values = metrics.step, metrics.values
        if metrics.phase == "adversarial" and self.adversarial_from is None:
            self.adversarial_from = step
        if "loss" in values:
            before = self.loss.values[-1] if self.loss.values else values["loss"]
            self.loss.add(step, _SMOOTHING * before + (1 - _SMOOTHING) * values["loss"])
        if "held_out" in values:
            self.held_out.add(step, values["held_out"])
        if "accuracy" in values:
            self.accuracy.add(step, 100 * values["accuracy"])

    @property
    def reading(self) -> str:
        """What the curves say, in a plain sentence; empty while there is too little to say."""
        points = self.held_out.values
        if len(points) < 3:
            return ""
        best = min(points)
        if points[-1] > best * 1.02 and points.index(best) < len(points) - 3:
            return (
                "The loss on music kept aside rises again: it begins to copy. "
                "Stopping now is a good idea."
            )
        if points[0] - points[-1] > 0.02 * points[0]:
            return "It is learning: the loss on music kept aside is falling."
        return "The loss on music kept aside has hardly changed yet."

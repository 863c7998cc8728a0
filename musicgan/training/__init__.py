"""Training as a sequence of events. Importing this loads no torch; calling ``train`` does."""

from collections.abc import Iterator

from musicgan.training.config import ObjectiveName, TrainingConfig
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


def train(
    config: TrainingConfig, control: Control | None = None, resume: bool = False
) -> Iterator[Event]:
    """Train a model; see ``musicgan.training.trainer.train``."""
    from musicgan.training import trainer

    yield from trainer.train(config, control, resume)


__all__ = [
    "CheckpointSaved",
    "Control",
    "Event",
    "Finished",
    "Metrics",
    "ObjectiveName",
    "Sample",
    "Scanned",
    "Started",
    "TrainingConfig",
    "train",
]

"""Training as a sequence of events. Importing this loads no torch; calling ``train`` does."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from musicgan.training.config import (
    PRESETS,
    ObjectiveName,
    PresetName,
    ScaleName,
    TrainingConfig,
    check,
    pack_config,
)
from musicgan.training.dataset import packed_folder
from musicgan.training.events import (
    CheckpointSaved,
    Control,
    Event,
    Finished,
    Metrics,
    Reading,
    Sample,
    Scanned,
    Started,
)
from musicgan.training.record import RunInfo, discard, recorded, runs, runs_folder

if TYPE_CHECKING:
    from musicgan.training.listening import MakeJudge


def train(
    config: TrainingConfig,
    control: Control | None = None,
    resume: bool = False,
    judge: "MakeJudge | None" = None,
) -> Iterator[Event]:
    """Train a model; see ``trainer.train``, for engines beside the GAN ``learning.learn``."""
    if config.engine != "gan":
        from musicgan.training.learning import learn

        yield from learn(config, control, resume)
        return
    from musicgan.training import trainer

    yield from trainer.train(config, control, resume, judge)


def is_first_process() -> bool:
    """Whether this process tells and writes; of those that ``torchrun`` starts one does."""
    return os.environ.get("RANK", "0") == "0"


__all__ = [
    "PRESETS",
    "CheckpointSaved",
    "Control",
    "Event",
    "Finished",
    "Metrics",
    "ObjectiveName",
    "PresetName",
    "Reading",
    "RunInfo",
    "Sample",
    "ScaleName",
    "Scanned",
    "Started",
    "TrainingConfig",
    "check",
    "discard",
    "is_first_process",
    "pack_config",
    "packed_folder",
    "recorded",
    "runs",
    "runs_folder",
    "train",
]

"""What the window asks the trainer for. No Qt, no torch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from musicgan.training import PresetName, TrainingConfig, pack_config, runs_folder
from ui.models import SUFFIX, path_for

_LOOK_EVERY = 25
"""Steps between two looks at the music kept aside, examples and saves: someone is watching."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the form says.

    Attributes:
        name: of the style or of the model.
        as_pack: whether a style pack is learned, rather than a model from scratch.
        preset: how long a style pack is learned.
        minutes: at most; None: as long as the preset takes.
        advanced: settings of ``TrainingConfig`` that were changed.
    """

    name: str
    as_pack: bool = True
    preset: PresetName = "normal"
    minutes: float | None = None
    advanced: Mapping[str, Any] = field(default_factory=dict)


def settings(order: Order, paths: list[Path], left_out: list[Path], base: Path) -> TrainingConfig:
    """The settings of a run that learns the music below ``paths``."""
    common: dict[str, Any] = {
        "left_out": tuple(left_out),
        "minutes": order.minutes,
    }
    common |= order.advanced
    if order.as_pack:
        output = runs_folder() / f"{order.name}{SUFFIX}"
        return pack_config(tuple(paths), output, base, order.name, order.preset, **common)
    return TrainingConfig(
        data=tuple(paths),
        output=path_for(order.name),
        name=order.name,
        evaluate_every=_LOOK_EVERY,
        checkpoint_every=_LOOK_EVERY,
        **common,
    )

"""A run's state on disk, so that it goes on after a kill."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import torch
from safetensors import safe_open
from torch import Tensor

from musicgan.errors import MusicganError
from musicgan.model.checkpoint import Model, load_tensors, save_tensors
from musicgan.model.generator import Generator
from musicgan.model.pack import Adapter, fresh_changes
from musicgan.training.events import Phase

_MOMENTS = ("exp_avg", "exp_avg_sq")


class Place(msgspec.Struct, frozen=True):
    """Where a run is: steps taken in each phase, and seconds spent."""

    phase: Phase = "likelihood"
    likelihood_steps: int = 0
    adversarial_steps: int = 0
    seconds: float = 0.0

    @property
    def steps(self) -> int:
        """Taken in both phases."""
        return self.likelihood_steps + self.adversarial_steps


@dataclass
class State:
    """Everything that a run changes.

    With a style pack only the adapters' changes are learned; the generators are written from them.
    """

    model: Model
    average: Generator
    generator_optimizer: torch.optim.AdamW
    critic_optimizer: torch.optim.AdamW
    adapter: Adapter | None = None
    average_adapter: Adapter | None = None
    place: Place = field(default_factory=Place)

    def move(self, **changes: object) -> None:
        """Go to another place."""
        self.place = msgspec.structs.replace(self.place, **changes)

    @property
    def steps(self) -> int:
        """Taken in both phases."""
        return self.place.steps

    @property
    def learned(self) -> list[Tensor]:
        """What the generator's optimizer changes."""
        return _learned(self.model.generator, self.adapter)

    @property
    def kept(self) -> list[Tensor]:
        """The moving averages of ``learned``."""
        return _learned(self.average, self.average_adapter)

    def set_kept(self, weights: Sequence[Tensor]) -> None:
        """Put other weights in place of the moving averages."""
        with torch.no_grad():
            for mean, other in zip(self.kept, weights, strict=True):
                mean.copy_(other.view_as(mean))
        if self.average_adapter is not None:
            self.average_adapter.merge()

    def update_average(self, decay: float) -> None:
        """Let the moving average of the weights follow; faster in the first steps."""
        decay = min(decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for mean, now in zip(self.kept, self.learned, strict=True):
                mean.lerp_(now, 1 - decay)
        if self.average_adapter is not None:
            self.average_adapter.merge()

    def step_generator(self, gradient_norm: float) -> None:
        """One step down the gradient that ``backward`` left in the generator, clipped."""
        if self.adapter is not None:
            self.adapter.pull()
        torch.nn.utils.clip_grad_norm_(self.learned, gradient_norm)
        self.generator_optimizer.step()
        if self.adapter is not None:
            self.adapter.merge()

    def continue_from_average(self) -> None:
        """Go on from the averaged weights, with a fresh optimizer."""
        with torch.no_grad():
            for now, mean in zip(self.learned, self.kept, strict=True):
                now.copy_(mean)
        if self.adapter is not None:
            self.adapter.merge()
        self.generator_optimizer.state.clear()

    def averaged(self) -> Model:
        """The model with averaged weights, as it is given to people."""
        header = msgspec.structs.replace(
            self.model.header, phase=self.place.phase, steps=self.steps
        )
        return replace(self.model, header=header, generator=self.average)


def _learned(generator: Generator, adapter: Adapter | None) -> list[Tensor]:
    return list(generator.parameters() if adapter is None else adapter.tensors.values())


def new_state(
    model: Model,
    learning_rate: float,
    critic_rate: float,
    weight_decay: float,
    rank: int | None = None,
) -> State:
    """A run at its beginning; with a ``rank`` it learns a style pack on top of the model."""
    average = copy.deepcopy(model.generator).requires_grad_(False).eval()
    adapter = average_adapter = None
    model.generator.requires_grad_(True)
    model.critics.requires_grad_(True)
    if rank is not None:
        changes = fresh_changes(model.generator, rank)
        adapter = Adapter(model.generator, changes)
        average_adapter = Adapter(average, changes)
    return State(
        model,
        average,
        torch.optim.AdamW(
            _learned(model.generator, adapter),
            lr=learning_rate,
            betas=(0.9, 0.98),
            weight_decay=weight_decay,
        ),
        # Two time-scales and no momentum for the critics (Heusel et al. 2017).
        torch.optim.AdamW(
            model.critics.parameters(), lr=critic_rate, betas=(0.5, 0.99), weight_decay=weight_decay
        ),
        adapter,
        average_adapter,
    )


def save_state(state: State, path: Path) -> None:
    """Write the whole state in one file, safely."""
    tensors: dict[str, Tensor] = {}
    for name, part in _parts(state).items():
        tensors |= {f"{name}.{key}": value.detach().contiguous() for key, value in part.items()}
    for name, optimizer in _optimizers(state).items():
        for index, moments in optimizer.state_dict()["state"].items():
            for moment in (*_MOMENTS, "step"):
                tensors[f"{name}.{index}.{moment}"] = torch.as_tensor(moments[moment]).contiguous()
    save_tensors(tensors, {"place": msgspec.json.encode(state.place).decode()}, path)


def load_state(state: State, path: Path) -> None:
    """Put a saved state in place of a fresh one.

    Raises:
        MusicganError: the file is missing, damaged or of another run.
    """
    tensors = load_tensors(path)
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata() or {}
    try:
        for name, part in _parts(state).items():
            saved = _below(tensors, name)
            if saved.keys() != part.keys():
                raise KeyError(name)
            with torch.no_grad():
                for key, value in part.items():
                    value.copy_(saved[key].view_as(value))
        for name, optimizer in _optimizers(state).items():
            own: dict[int, dict[str, Tensor]] = {}
            for key, value in _below(tensors, name).items():
                index, moment = key.split(".")
                own.setdefault(int(index), {})[moment] = value
            groups = optimizer.state_dict()["param_groups"]
            optimizer.load_state_dict({"state": own, "param_groups": groups})
        state.place = msgspec.json.decode(metadata["place"], type=Place)
    except (RuntimeError, KeyError, ValueError, msgspec.MsgspecError) as error:
        raise MusicganError(
            f"{path} is the state of another run or damaged; remove it to start anew."
        ) from error
    for adapter in (state.adapter, state.average_adapter):
        if adapter is not None:
            adapter.merge()


def _parts(state: State) -> dict[str, dict[str, Tensor]]:
    """Tensors that are saved, by what they belong to; they are written in place when loaded."""
    parts = {"critics": dict(state.model.critics.state_dict())}
    if state.adapter is not None and state.average_adapter is not None:
        parts |= {"adapter": state.adapter.tensors, "average": state.average_adapter.tensors}
    else:
        parts |= {
            "generator": dict(state.model.generator.state_dict()),
            "average": dict(state.average.state_dict()),
        }
    return parts


def _optimizers(state: State) -> dict[str, torch.optim.AdamW]:
    return {
        "generator_optimizer": state.generator_optimizer,
        "critic_optimizer": state.critic_optimizer,
    }


def _below(tensors: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    prefix = f"{name}."
    return {
        key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)
    }

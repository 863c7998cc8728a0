"""A run's state on disk, so that it goes on after a kill."""

import copy
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import torch
from safetensors import safe_open
from torch import Tensor, nn

from musicgan.errors import MusicganError
from musicgan.model.checkpoint import Model, load_tensors, save_tensors
from musicgan.model.generator import Generator
from musicgan.training.events import Phase

_MOMENTS = ("exp_avg", "exp_avg_sq")


class Place(msgspec.Struct, frozen=True):
    """Where a run is: steps taken in each phase, and seconds spent."""

    phase: Phase = "likelihood"
    likelihood_steps: int = 0
    adversarial_steps: int = 0
    seconds: float = 0.0


@dataclass
class State:
    """Everything that a run changes."""

    model: Model
    average: Generator
    generator_optimizer: torch.optim.AdamW
    critic_optimizer: torch.optim.AdamW
    place: Place = field(default_factory=Place)

    def move(self, **changes: object) -> None:
        """Go to another place."""
        self.place = msgspec.structs.replace(self.place, **changes)

    def update_average(self, decay: float) -> None:
        """Let the moving average of the weights follow; faster in the first steps."""
        steps = self.place.likelihood_steps + self.place.adversarial_steps
        decay = min(decay, (1 + steps) / (10 + steps))
        with torch.no_grad():
            for mean, now in zip(
                self.average.parameters(), self.model.generator.parameters(), strict=True
            ):
                mean.lerp_(now, 1 - decay)

    def averaged(self, phase: Phase) -> Model:
        """The model with averaged weights, as it is given to people."""
        header = msgspec.structs.replace(
            self.model.header,
            phase=phase,
            steps=self.place.likelihood_steps + self.place.adversarial_steps,
        )
        return replace(self.model, header=header, generator=self.average)


def new_state(model: Model, learning_rate: float, critic_rate: float, weight_decay: float) -> State:
    """A run at its beginning."""
    average = copy.deepcopy(model.generator).requires_grad_(False).eval()
    return State(
        model,
        average,
        torch.optim.AdamW(
            model.generator.parameters(),
            lr=learning_rate,
            betas=(0.9, 0.98),
            weight_decay=weight_decay,
        ),
        # Two time-scales and no momentum for the critics (Heusel et al. 2017).
        torch.optim.AdamW(
            model.critics.parameters(), lr=critic_rate, betas=(0.5, 0.99), weight_decay=weight_decay
        ),
    )


def save_state(state: State, path: Path) -> None:
    """Write the whole state in one file, safely."""
    tensors: dict[str, Tensor] = {}
    for name, module in _modules(state).items():
        tensors |= {
            f"{name}.{key}": value.contiguous() for key, value in module.state_dict().items()
        }
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
        for name, module in _modules(state).items():
            module.load_state_dict(_below(tensors, name))
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


def _modules(state: State) -> dict[str, nn.Module]:
    return {
        "generator": state.model.generator,
        "average": state.average,
        "critics": state.model.critics,
    }


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

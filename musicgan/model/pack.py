"""Style packs: a new style as small changes on top of a base model.

A matrix W of the generator becomes W + up · down with few columns in between (LoRA, Hu et al.
2021), everything else gets a change of its own size. All of it is found by the parameters' names
and shapes, so nothing here knows how the generator is built. In a mixture the changes count in
proportion to the pack's weight, so that without it the base is what it was, bit for bit.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from musicgan.errors import MusicganError
from musicgan.model.checkpoint import check_numbers, load_tensors, save_tensors
from musicgan.model.generator import Generator
from musicgan.model.pack_header import PackHeader, encode_pack_header, read_pack_header

_UP, _DOWN, _ADDED = ".up", ".down", ".added"


@dataclass(frozen=True)
class Pack:
    """A style pack: its description, and its changes by the name of what they change."""

    header: PackHeader
    tensors: dict[str, Tensor]


def fresh_changes(generator: Generator, rank: int) -> dict[str, Tensor]:
    """Changes that change nothing yet: ``up`` and ``added`` are 0, ``down`` is random."""
    tensors: dict[str, Tensor] = {}
    for name, parameter in generator.named_parameters():
        if parameter.dim() > 1:
            rows, columns = parameter.flatten(1).shape
            if rank * (rows + columns) < parameter.numel():
                tensors[name + _UP] = torch.zeros(rows, rank)
                tensors[name + _DOWN] = torch.randn(rank, columns) * columns**-0.5
                continue
        tensors[name + _ADDED] = torch.zeros_like(parameter, device="cpu")
    return tensors


def change(tensors: Mapping[str, Tensor], name: str, like: Tensor) -> Tensor:
    """What is added to the parameter ``name``, in the shape of ``like``."""
    if name + _ADDED in tensors:
        return tensors[name + _ADDED].to(like).view_as(like)
    up, down = tensors[name + _UP], tensors[name + _DOWN]
    if up.shape[0] * down.shape[-1] != like.numel():  # before a damaged pack fills the memory
        raise RuntimeError(f"{name} has another size")
    return (up.to(like) @ down.to(like)).view_as(like)


def with_packs(base: Generator, shares: Sequence[tuple[Pack, float]]) -> Generator:
    """The base changed by packs, each in proportion to its share from 0 to 1.

    Without any share it is the base itself.

    Raises:
        MusicganError: a pack doesn't fit the base.
    """
    shares = [(pack, share) for pack, share in shares if share > 0]
    if not shares:
        return base
    changed = copy.deepcopy(base)
    for pack, share in shares:
        try:
            with torch.no_grad():
                for name, parameter in changed.named_parameters():
                    parameter.add_(change(pack.tensors, name, parameter), alpha=share)
        except (KeyError, RuntimeError) as error:
            raise MusicganError(
                f"The style pack “{pack.header.style.name}” does not fit this model; it was made "
                f"for {pack.header.base_name}."
            ) from error
    return changed


def save_pack(pack: Pack, path: Path) -> None:
    """Write a pack in half precision, safely.

    Raises:
        MusicganError: it could not be written.
    """
    tensors = {
        name: tensor.detach().to("cpu", torch.float16).contiguous()
        for name, tensor in pack.tensors.items()
    }
    save_tensors(tensors, encode_pack_header(pack.header), path)


def load_pack(path: Path) -> Pack:
    """Read a pack for use (in single precision).

    Raises:
        MusicganError: it is missing, damaged, or from a newer version.
    """
    header = read_pack_header(path)
    tensors = load_tensors(path)
    check_numbers(tensors, path)
    return Pack(header, {name: tensor.float() for name, tensor in tensors.items()})


class Adapter:
    """Changes in training, on a generator whose weights they are added to.

    The generator stays an ordinary module: ``merge`` writes base + changes into its parameters, and
    after ``backward`` on it ``pull`` turns their gradients into those of the changes.
    """

    def __init__(self, generator: Generator, tensors: Mapping[str, Tensor]) -> None:
        """Take the generator's present weights as the base."""
        device = next(generator.parameters()).device
        self._parameters = dict(generator.named_parameters())
        self._base = {name: p.detach().clone() for name, p in self._parameters.items()}
        self.tensors = {
            name: tensor.detach().to(device, torch.float32).clone().requires_grad_()
            for name, tensor in tensors.items()
        }
        self.merge()

    @torch.no_grad()
    def merge(self) -> None:
        """Write base + changes into the generator."""
        for name, parameter in self._parameters.items():
            parameter.copy_(self._base[name] + change(self.tensors, name, parameter))

    @torch.no_grad()
    def pull(self) -> None:
        """Turn the gradients of the generator's weights into gradients of the changes."""
        for name, parameter in self._parameters.items():
            gradient = parameter.grad
            if gradient is None:
                continue
            if name + _ADDED in self.tensors:
                self.tensors[name + _ADDED].grad = gradient.clone()
                continue
            up, down = self.tensors[name + _UP], self.tensors[name + _DOWN]
            flat = gradient.flatten(1)
            up.grad, down.grad = flat @ down.T, up.T @ flat

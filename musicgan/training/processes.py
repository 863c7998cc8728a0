"""Several processes that share one run, as ``torchrun`` starts them; usually there is one.

Each draws windows of its own. Gradients are averaged, so all have the same weights after every
step; the first process decides, tells and writes.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import Tensor, distributed

_PATIENCE = timedelta(days=7)
"""A paused run keeps the others waiting."""


@dataclass(frozen=True)
class Processes:
    """This process among those of the run."""

    device: torch.device
    place: int = 0
    count: int = 1

    @property
    def first(self) -> bool:
        """Whether this one decides, tells and writes."""
        return self.place == 0

    def average_gradients(self, parameters: Iterable[Tensor]) -> None:
        """Put the mean over all processes in place of each one's gradients."""
        if self.count == 1:
            return
        # A parameter may be unused in the windows of one process alone.
        parameters = [p for p in parameters if p.requires_grad]
        gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
        flat = torch.cat([gradient.flatten() for gradient in gradients])
        distributed.all_reduce(flat)
        parts = torch.split(flat / self.count, [p.numel() for p in parameters])
        for parameter, part in zip(parameters, parts, strict=True):
            parameter.grad = part.view_as(parameter)

    def told(self, values: Sequence[float]) -> list[float]:
        """The first process's values, in all of them."""
        if self.count == 1:
            return list(values)
        tensor = torch.tensor(values, dtype=torch.float64, device=self.device)
        distributed.broadcast(tensor, src=0)
        return [float(value) for value in tensor]

    def share(self, tensors: Iterable[Tensor]) -> None:
        """Write the first process's tensors into everybody's."""
        if self.count == 1:
            return
        for tensor in tensors:
            distributed.broadcast(tensor.detach(), src=0)


@contextlib.contextmanager
def joined(device: torch.device) -> Iterator[Processes]:
    """The processes of this run, each with one device of the kind."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        yield Processes(device)
        return
    distributed.init_process_group("nccl" if device.type == "cuda" else "gloo", timeout=_PATIENCE)
    try:
        yield Processes(device, distributed.get_rank(), count)
    finally:
        distributed.destroy_process_group()

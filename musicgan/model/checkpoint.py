"""Models on disk: safetensors with a JSON header. Loading executes nothing from the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from musicgan.errors import MusicganError, reason
from musicgan.files import replacing
from musicgan.model.critics import CriticConfig, Critics
from musicgan.model.generator import Generator, GeneratorConfig
from musicgan.model.header import Header, encode_header, read_header


@dataclass(frozen=True)
class Model:
    """A generator with its critics and its description."""

    header: Header
    generator: Generator
    critics: Critics


def build(header: Header) -> Model:
    """Fresh networks of the sizes that a header names.

    Raises:
        msgspec.ValidationError: it names impossible sizes.
    """
    generator, critics = _sizes(header)
    return Model(header, Generator(generator), Critics(critics))


def _sizes(header: Header) -> tuple[GeneratorConfig, CriticConfig]:
    return (
        msgspec.convert(header.generator, GeneratorConfig, strict=False),
        msgspec.convert(header.critics, CriticConfig, strict=False),
    )


def save_model(model: Model, path: Path) -> None:
    """Write a model in half precision, safely.

    Raises:
        MusicganError: it could not be written.
    """
    tensors = {
        f"{part}.{name}": tensor.detach().to("cpu", torch.float16).contiguous()
        for part, module in (("generator", model.generator), ("critics", model.critics))
        for name, tensor in module.state_dict().items()
    }
    save_tensors(tensors, encode_header(model.header), path)


def save_tensors(tensors: dict[str, Tensor], metadata: dict[str, str], path: Path) -> None:
    """Write a safetensors file beside its target, then put it in place.

    Raises:
        MusicganError: it could not be written.
    """
    with replacing(path) as temporary:
        try:
            save_file(tensors, temporary, metadata=metadata)
        except SafetensorError as error:
            raise OSError(None, str(error)) from error


def load_tensors(path: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file.

    Raises:
        MusicganError: it is missing or damaged.
    """
    try:
        return load_file(path)
    except (SafetensorError, OSError) as error:
        raise MusicganError(
            f"{path} is damaged or missing ({reason(error)}); use another copy of it."
        ) from error


def check_numbers(tensors: Mapping[str, Tensor], path: Path) -> None:
    """See that all weights are numbers.

    Raises:
        MusicganError: one is none, or infinite.
    """
    if not all(tensor.isfinite().all() for tensor in tensors.values()):
        raise MusicganError(f"{path} holds weights that are no numbers; use another copy of it.")


def _check_sizes(header: Header, tensors: Mapping[str, Tensor]) -> None:
    """Raise ValueError if the header asks for far more than the tensors hold, before it is built.

    Counts some of the weights that there must be (attention, styles); whether all fit is told when
    they are loaded. To build it without memory first, on torch's meta device, took four times as
    long as all the rest.
    """
    generator, critics = _sizes(header)
    if not len(header.styles) == generator.styles == critics.styles:
        raise ValueError("the number of styles")
    least = (4 * generator.layers * generator.width + generator.styles) * generator.width
    least += (critics.width + critics.styles) * critics.width
    if least > sum(tensor.numel() for tensor in tensors.values()):
        raise ValueError("the sizes of the nets")


def load_model(path: Path) -> Model:
    """Read a model for use (in evaluation mode, single precision).

    Raises:
        MusicganError: it is missing, damaged, newer, of another engine or of other sizes than
            its header says.
    """
    header = read_header(path)
    if header.engine != "gan":
        raise MusicganError(
            f"{path} is a model of the engine {header.engine}, not of the GAN; choose another one."
        )
    tensors = load_tensors(path)
    check_numbers(tensors, path)
    try:
        _check_sizes(header, tensors)
        model = build(header)
        for part, module in (("generator", model.generator), ("critics", model.critics)):
            own = {
                n.removeprefix(f"{part}."): t.float()
                for n, t in tensors.items()
                if n.startswith(f"{part}.")
            }
            module.load_state_dict(own)
            module.eval().requires_grad_(False)
    except (RuntimeError, ValueError, msgspec.ValidationError) as error:
        raise MusicganError(
            f"{path} does not fit its own header: it is damaged or of an older musicgan; use "
            "another copy of it, or train it again."
        ) from error
    return model

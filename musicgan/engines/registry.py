"""Writers by name, and their files: safetensors with the same header as every model."""

from importlib import import_module
from pathlib import Path

import msgspec
import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from musicgan.engines.base import Writer
from musicgan.errors import MusicganError
from musicgan.files import replacing
from musicgan.model.header import Header, encode_header, read_header

_CLASSES: dict[str, str] = {
    "markov": "musicgan.engines.markov:MarkovChain",
    "hmm": "musicgan.engines.hidden:HiddenMarkov",
    "mixture": "musicgan.engines.mixture:GaussianMixtures",
    "convolutional": "musicgan.engines.convolutional:ConvolutionalGan",
}

WRITERS: tuple[str, ...] = tuple(_CLASSES)
"""Names for ``writer_class``."""


def writer_class(name: str) -> type[Writer]:
    """The class of a writer, its libraries loaded.

    Raises:
        MusicganError: there is none of this name.
    """
    if name not in _CLASSES:
        raise MusicganError(f"There is no engine “{name}”; choose from {', '.join(WRITERS)}.")
    module, kind = _CLASSES[name].split(":")
    found: type[Writer] = getattr(import_module(module), kind)
    return found


def save_writer(writer: Writer, header: Header, path: Path) -> None:
    """Write a model file.

    Raises:
        MusicganError: it could not be written.
    """
    arrays = {name: np.ascontiguousarray(array) for name, array in writer.arrays().items()}
    with replacing(path) as temporary:
        try:
            save_file(arrays, temporary, metadata=encode_header(header))
        except SafetensorError as error:
            raise OSError(None, str(error)) from error


def load_writer(path: Path) -> tuple[Header, Writer]:
    """Read a model file; nothing in it is executed.

    Raises:
        MusicganError: it is missing, damaged, newer, or of no engine of this program.
    """
    header = read_header(path)
    kind = writer_class(header.engine)
    try:
        arrays = load_file(path)
        if not all(np.isfinite(array).all() for array in arrays.values()):
            raise ValueError("some weights are no numbers")
        return header, kind.of(arrays)
    except (
        SafetensorError,
        OSError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        msgspec.MsgspecError,
    ) as error:
        raise MusicganError(
            f"{path} does not fit its own header ({error}); use another copy of it."
        ) from error

"""What a style pack says of itself: JSON in the header of a safetensors file. Needs no torch."""

import functools
import hashlib
from pathlib import Path

import msgspec
from safetensors import SafetensorError, safe_open

from musicgan.data.dataset import StyleInfo
from musicgan.errors import MusicganError, reason
from musicgan.model.header import decode_header

FORMAT_VERSION = 1
_KEY = "musicgan-pack"
_LENGTH_BYTES = 8
"""A safetensors file begins with the length of its header."""


class PackHeader(msgspec.Struct, frozen=True):
    """A style pack's own description.

    Attributes:
        version: of this format.
        style: the style that it adds; its name is the pack's.
        resembles: weights over the base model's styles, in their order, from which it began.
        base: ``weights_hash`` of the model that it belongs to.
        base_name: of that model, for people.
        rank: of the low-rank changes.
        steps: training steps taken.
        created: date, ISO 8601.
        data: what it was trained on, for people.
        licence: of the pack, for people.
        figures: what was measured, by name, such as ``held_out`` and ``held_out_before`` (nats a
            note).
    """

    version: int
    style: StyleInfo
    resembles: tuple[float, ...]
    base: str
    base_name: str
    rank: int
    steps: int
    created: str
    data: str = ""
    licence: str = ""
    figures: dict[str, float] = {}


def encode_pack_header(header: PackHeader) -> dict[str, str]:
    """The metadata of a safetensors file."""
    return {_KEY: msgspec.json.encode(header).decode()}


def read_pack_header(path: Path) -> PackHeader:
    """Read the header alone; nothing is executed.

    Raises:
        MusicganError: the file is missing, no style pack, damaged, or from a newer version.
    """
    if not path.is_file():
        raise MusicganError(f"The style pack {path} does not exist; check the path.")
    try:
        with safe_open(path, framework="numpy") as file:
            text = (file.metadata() or {}).get(_KEY)
    except (SafetensorError, OSError) as error:
        raise MusicganError(
            f"{path} is damaged or no style pack ({reason(error)}); use another copy of it."
        ) from error
    if text is None:
        raise MusicganError(f"{path} is no style pack; choose one that musicgan exported.")
    return decode_header(text, path, PackHeader, FORMAT_VERSION)


def weights_hash(path: Path) -> str:
    """A model file's weights as 16 hexadecimal digits, whatever its header says.

    Raises:
        MusicganError: it can't be read.
    """
    try:
        stat = path.stat()
        return _hash(path, stat.st_mtime_ns, stat.st_size)
    except OSError as error:
        raise MusicganError(
            f"{path} could not be read ({error.strerror}); use another copy of it."
        ) from error


@functools.lru_cache(maxsize=8)
def _hash(path: Path, _changed: int, _size: int) -> str:
    with path.open("rb") as file:
        header = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        file.seek(_LENGTH_BYTES + header)
        return hashlib.file_digest(file, "sha1").hexdigest()[:16]

"""What a checkpoint says of itself: JSON in the header of a safetensors file. Needs no torch."""

from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from safetensors import SafetensorError, safe_open

from musicgan.data.dataset import StyleInfo
from musicgan.errors import MusicganError, reason

FORMAT_VERSION = 2
_KEY = "musicgan"


class Header(msgspec.Struct, frozen=True):
    """A model's own description.

    Attributes:
        version: of this format.
        name: for people.
        styles: the style vocabulary, in the order of the style vector.
        generator: sizes of the generator; empty for other engines.
        critics: sizes of the critics; empty for other engines.
        phase: what training ended with: "likelihood" or "adversarial".
        steps: training steps taken.
        created: date, ISO 8601.
        data: what it was trained on, for people.
        licence: of the weights and of the data, for people.
        engine: whose model it is.
    """

    version: int
    name: str
    styles: tuple[StyleInfo, ...]
    generator: dict[str, float]
    critics: dict[str, float]
    phase: str
    steps: int
    created: str
    data: str = ""
    licence: str = ""
    engine: Annotated[str, msgspec.Meta(max_length=40)] = "gan"

    def __post_init__(self) -> None:
        """Check what the types don't say, since a damaged file may say anything."""
        names = [style.name for style in self.styles]
        if not names or len(set(names)) != len(names):
            raise ValueError("it needs styles of different names")


def encode_header(header: Header) -> dict[str, str]:
    """The metadata of a safetensors file."""
    return {_KEY: msgspec.json.encode(header).decode()}


def read_header(path: Path) -> Header:
    """Read the header alone; no weights are loaded and nothing is executed.

    Raises:
        MusicganError: the file is missing, no model of ours, damaged, or from a newer version.
    """
    if not path.is_file():
        raise MusicganError(f"The model {path} does not exist; check the path.")
    try:
        with safe_open(path, framework="numpy") as file:
            text = (file.metadata() or {}).get(_KEY)
    except (SafetensorError, OSError) as error:
        raise MusicganError(
            f"{path} is damaged or no model file ({reason(error)}); use another copy of it."
        ) from error
    if text is None:
        raise MusicganError(
            f"{path} holds weights, but not of musicgan; choose a model made by it."
        )
    return decode_header(text, path, Header, FORMAT_VERSION)


_Kind = TypeVar("_Kind")


class _Versioned(msgspec.Struct):
    version: int


def decode_header(text: str, path: Path, kind: type[_Kind], newest: int) -> _Kind:
    """A header from its JSON.

    Raises:
        MusicganError: it is damaged, or of a version after ``newest``.
    """
    try:
        version = msgspec.json.decode(text, type=_Versioned).version
        if version > newest:
            raise MusicganError(
                f"{path} was made by a newer musicgan (format {version}, this one reads "
                f"{newest}); update musicgan to use it."
            )
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise MusicganError(
            f"{path} has an unreadable header ({reason(error)}); use another copy of it."
        ) from error

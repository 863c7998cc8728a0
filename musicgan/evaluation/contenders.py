"""What is compared: engines, each with a model file."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from musicgan.errors import MusicganError
from musicgan.generation import ENGINES, shipped_model
from musicgan.model.header import read_header


@dataclass(frozen=True, slots=True)
class Contender:
    """One engine with one model.

    Attributes:
        label: how the report names it, such as ``gan`` or ``gan:likelihood``.
        engine: one of ``ENGINES``.
        model: its file.
    """

    label: str
    engine: str
    model: Path


def parse_contenders(text: str, model: Path | None = None) -> tuple[Contender, ...]:
    """Read ``gan,gan:likelihood,markov=mine.safetensors``: ``ENGINE[:VARIANT][=MODEL]``, …

    Without a file, an engine takes the model that is shipped for it, and a variant the file beside
    it that ends with ``-VARIANT``.

    Args:
        text: one or more, with commas.
        model: file of the first, where it names none.

    Raises:
        MusicganError: no such engine or file, or one label twice.
    """
    found: list[Contender] = []
    for place, entry in enumerate(part.strip() for part in text.split(",")):
        label, _, file = entry.partition("=")
        engine, _, variant = label.partition(":")
        if engine not in ENGINES:
            raise MusicganError(f"There is no engine “{engine}”; choose from {', '.join(ENGINES)}.")
        if label in [other.label for other in found]:
            raise MusicganError(f"“{label}” is named twice; give one a variant, as in {label}:b.")
        path = Path(file) if file else model if model and not place else _shipped(engine, variant)
        if not path.is_file():
            raise MusicganError(
                f"The model {path} of “{label}” does not exist; name one, as in {label}=FILE."
            )
        found.append(Contender(label, engine, path))
    return tuple(found)


def styles_of(contender: Contender) -> tuple[str, ...]:
    """Names of the styles that a contender knows.

    Raises:
        MusicganError: its model can't be used.
    """
    return tuple(style.name for style in read_header(contender.model).styles)


def fingerprint(model: Path) -> str:
    """Tells models apart by what is in their file."""
    return hashlib.sha1(model.read_bytes()).hexdigest()


def unknown_to(contenders: Sequence[Contender], style: str) -> str:
    """Label of the first contender that does not know a style, or an empty string."""
    return next((c.label for c in contenders if style not in styles_of(c)), "")


def _shipped(engine: str, variant: str) -> Path:
    path = shipped_model(engine)
    return path.with_stem(f"{path.stem}-{variant}") if variant else path

"""Engines by name."""

from pathlib import Path

from musicgan.errors import MusicganError
from musicgan.generation.info import shipped_model
from musicgan.generation.request import Engine

ENGINES: tuple[str, ...] = ("gan",)
"""Names for ``load_engine``."""


def load_engine(name: str = "gan", model: Path | None = None) -> Engine:
    """Load an engine with its model (default: the shipped one); this loads torch.

    Raises:
        MusicganError: no such engine, or the model can't be used.
    """
    if name != "gan":
        raise MusicganError(f"There is no engine “{name}”; choose from {', '.join(ENGINES)}.")
    from musicgan.generation.gan import GanEngine

    return GanEngine(model or shipped_model())

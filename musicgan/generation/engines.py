"""Engines by name."""

from pathlib import Path

from musicgan.engines import WRITERS
from musicgan.errors import MusicganError
from musicgan.generation.info import shipped_model
from musicgan.generation.request import Engine
from musicgan.model.header import read_header

ENGINES: tuple[str, ...] = ("gan", *WRITERS)
"""Names for ``load_engine``."""


def load_engine(name: str | None = None, model: Path | None = None) -> Engine:
    """Load an engine with its model; the libraries that it needs are loaded with it.

    Args:
        name: one of ``ENGINES``; None: the one that the model is of, without a model the GAN.
        model: a model file; None: the shipped one of the engine.

    Raises:
        MusicganError: no such engine, or the model can't be used or is of another engine.
    """
    if name is not None and name not in ENGINES:
        raise MusicganError(f"There is no engine “{name}”; choose from {', '.join(ENGINES)}.")
    path = model or shipped_model(name or "gan")
    engine = read_header(path).engine
    if name not in (None, engine):
        raise MusicganError(
            f"{path} is a model of the engine {engine}, not of {name}; leave one of them out."
        )
    if engine == "gan":
        from musicgan.generation.gan import GanEngine

        return GanEngine(path)
    from musicgan.generation.writing import WriterEngine

    return WriterEngine(path)

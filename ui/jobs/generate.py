"""Jobs of the Compose tab: load the engine, make takes."""

import time
from pathlib import Path

from musicgan.generation import Engine, Progress, Request, Take
from ui.worker_process import Context, load

PROGRESS_SECONDS = 0.2
"""Progress is told no more often than this; the window draws a partial take each time."""

_loaded: dict[tuple[str, Path | None], Engine] = {}


def warm(context: Context, loader: str, model: Path | None) -> str:
    """Load the engine, so that the first Generate need not wait; returns its name."""
    return _engine(loader, model).name


def generate(context: Context, loader: str, model: Path | None, request: Request) -> list[Take]:
    """Make takes, best first; tells ``Progress`` on the way.

    Returns an empty list if it was cancelled.
    """
    takes: list[Take] = []
    told = 0.0
    for step in _engine(loader, model).generate(request, context.cancelled):
        if isinstance(step, Take):
            takes.append(step)
        elif isinstance(step, Progress) and time.monotonic() - told >= PROGRESS_SECONDS:
            context.tell(step)
            told = time.monotonic()
    return [] if context.cancelled() else takes


def _engine(loader: str, model: Path | None) -> Engine:
    """The engine, kept in memory until another model is asked for."""
    key = (loader, model)
    if key not in _loaded:
        engine: Engine = load(loader)(model=model)
        _loaded.clear()
        _loaded[key] = engine
    return _loaded[key]

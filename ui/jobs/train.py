"""Jobs of the Train tab: look at a collection, train on it."""

import threading
from pathlib import Path

from musicgan.data import FileReport
from musicgan.training import Control, TrainingConfig
from ui.worker_process import Context, load

_LOOK_SECONDS = 0.1


def inspect(context: Context, inspector: str, paths: list[Path]) -> list[FileReport]:
    """Every file below ``paths``, kept or left out; tells (files done, files found)."""

    def progress(done: int, total: int) -> None:
        context.tell((done, total))

    reports: list[FileReport] = load(inspector)(paths, progress, context.cancelled)
    return reports


def train(context: Context, trainer: str, config: TrainingConfig) -> None:
    """Run the training and tell its events; a cancelled run still saves and finishes."""
    control = Control()
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_SECONDS):
            if context.cancelled():
                control.cancel()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        for event in load(trainer)(config, control):
            context.tell(event)
    finally:
        over.set()
        watcher.join()

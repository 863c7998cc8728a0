"""Jobs of the Train tab: look at a collection, train on it, compare before and after."""

import threading
from pathlib import Path

from musicgan.data import FileReport
from musicgan.evaluation import save_report
from musicgan.training import Control, Finished, TrainingConfig, packed_folder
from ui.worker_process import Context, load

_LOOK_SECONDS = 0.1


def inspect(context: Context, inspector: str, paths: list[Path]) -> list[FileReport]:
    """Every file below ``paths``, kept or left out; tells (files done, files found)."""

    def progress(done: int, total: int) -> None:
        context.tell((done, total))

    reports: list[FileReport] = load(inspector)(paths, progress, context.cancelled)
    return reports


def train(
    context: Context, trainer: str, config: TrainingConfig, resume: bool = False
) -> Finished | None:
    """Run the training and tell its events; returns how it ended.

    A cancelled run still saves and finishes. It hears "pause", "resume" and "leave".
    """
    control = Control()
    over = threading.Event()
    heard = {"pause": control.pause, "resume": control.resume, "leave": control.leave}

    def watch() -> None:
        while not over.wait(_LOOK_SECONDS):
            for word in context.heard():
                heard[str(word)]()
            if context.cancelled():
                control.cancel()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    finished = None
    try:
        for event in load(trainer)(config, control, resume):
            context.tell(event)
            if isinstance(event, Finished):
                finished = event
    finally:
        over.set()
        watcher.join()
    return finished


class _StoppedError(Exception):
    """The user wants no report any more."""


def report(context: Context, comparer: str, config: TrainingConfig, target: Path) -> Path | None:
    """Judge a run's style pack beside its base, and write the report (.html); None if cancelled.

    Tells (what is done, share of everything).
    """

    def progress(stage: str, done: float) -> None:
        if context.cancelled():
            raise _StoppedError
        context.tell((stage, done))

    try:
        found = load(comparer)(config.output, config.base, (packed_folder(config),), progress)
    except _StoppedError:
        return None
    save_report(found, target)
    return target

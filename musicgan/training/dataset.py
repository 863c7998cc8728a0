"""The data set of a run: opened, or packed from music first."""

from collections.abc import Generator as Events
from pathlib import Path

from musicgan.data.dataset import Dataset, StyleInfo, is_dataset, open_dataset, pack
from musicgan.training.config import TrainingConfig
from musicgan.training.events import Control, Event, Scanned


def is_packed(config: TrainingConfig) -> bool:
    """Whether the data are a packed dataset already."""
    return len(config.data) == 1 and is_dataset(config.data[0])


def packed_folder(config: TrainingConfig) -> Path:
    """Where the packed dataset lies, or will lie once the music is packed."""
    return config.data[0] if is_packed(config) else config.run_folder / "dataset"


def opened(
    config: TrainingConfig, control: Control, resume: bool
) -> Events[Event, None, Dataset | None]:
    """Open the packed dataset, or pack the music first; returns None once cancelled."""
    folder = packed_folder(config)
    if not is_packed(config) and not (resume and (folder / "meta.json").exists()):
        counts = [0, 0]

        def progress(done: int, total: int) -> None:
            counts[:] = done, total

        style = config.pack or config.style
        for report in pack(config.data, folder, style, progress, config.left_out):
            yield Scanned(report, *counts)
            if control.cancelled:
                return None
    return open_dataset(folder)


def described(styles: tuple[StyleInfo, ...]) -> str:
    """What a model was trained on, for people."""
    return "; ".join(f"{s.name}: {s.pieces} pieces, {s.bars} bars" for s in styles)

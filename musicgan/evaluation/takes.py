"""What a model writes under the conditions of real excerpts, and how likely it finds these."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from musicgan.data.windows import Window, with_notes
from musicgan.evaluation.excerpts import Excerpt, as_judged
from musicgan.evaluation.workers import spread
from musicgan.model.batch import collate
from musicgan.model.checkpoint import Model, load_model
from musicgan.model.sampling import Sampling, sample_all

_BATCH = 32

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What a model makes of an excerpt's conditions.

    Attributes:
        window: the same conditions around the model's own notes, as judged.
        nats: negative log-likelihood of the real notes.
        notes: how many these are.
    """

    window: Window
    nats: float
    notes: int


@dataclass(frozen=True, slots=True)
class _Task:
    model: Path
    excerpts: tuple[Excerpt, ...]
    temperature: float
    top_p: float


def write_takes(
    model: Path,
    excerpts: Sequence[Excerpt],
    temperature: float,
    top_p: float,
    processes: int,
    progress: Progress = lambda done: None,
) -> list[Written]:
    """One take for every excerpt, in their order; ``progress`` goes from 0 to 1.

    Raises:
        MusicganError: the model can't be used.
    """
    # Alike lengths lie in one batch, which is as slow as its longest window.
    order = np.argsort([len(excerpt.window.time) for excerpt in excerpts], kind="stable")[::-1]
    places = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
    tasks = [
        _Task(model, tuple(excerpts[place] for place in batch), temperature, top_p)
        for batch in places
    ]
    results: dict[int, Written] = {}
    for batch, written in zip(places, spread(_write, tasks, processes), strict=True):
        results.update(zip((int(place) for place in batch), written, strict=True))
        progress(len(results) / len(excerpts))
    return [results[place] for place in range(len(excerpts))]


@functools.lru_cache(maxsize=1)
def _model(path: Path, _changed: float) -> Model:
    return load_model(path)


def _write(task: _Task) -> list[Written]:
    changed = task.model.stat().st_mtime if task.model.exists() else 0.0
    generator = _model(task.model, changed).generator
    windows = [excerpt.window for excerpt in task.excerpts]
    batch = collate(windows)
    sampling = Sampling(
        [excerpt.seed for excerpt in task.excerpts],
        task.temperature,
        task.top_p,
        torch.from_numpy(np.stack([excerpt.playable for excerpt in task.excerpts])),
    )
    notes: list[npt.NDArray[np.void]] = sample_all(generator, batch, sampling)
    with torch.inference_mode():
        nats = generator(batch).total.sum(dim=1)
    return [
        Written(as_judged(with_notes(window, rows)), float(cost), len(window.note_pitch))
        for window, rows, cost in zip(windows, notes, nats, strict=True)
    ]

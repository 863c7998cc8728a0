"""One evaluation from the settings to the report."""

import datetime
import importlib.metadata
import platform
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from musicgan import __version__
from musicgan.data.dataset import Dataset, open_dataset, pack
from musicgan.data.windows import Window
from musicgan.errors import MusicganError
from musicgan.evaluation.c2st import Bools, against, ceiling, judge_all
from musicgan.evaluation.config import FEWEST_WORKS, EvaluationConfig, check
from musicgan.evaluation.contenders import unknown_to
from musicgan.evaluation.excerpts import (
    Excerpt,
    as_judged,
    cut_excerpts,
    with_random_pitches,
    with_shuffled_bars,
    works_of,
)
from musicgan.evaluation.measures import Measures, Music
from musicgan.evaluation.report import (
    CONTROL,
    ENGINE,
    FORMAT_VERSION,
    REAL,
    Report,
    Setting,
    StyleInfo,
    WorkResult,
)
from musicgan.evaluation.stages import Progress, Stages
from musicgan.evaluation.store import Store
from musicgan.evaluation.takes import write_takes
from musicgan.model.header import read_header

_LIBRARIES = ("torch", "numpy", "scikit-learn")


def evaluate(config: EvaluationConfig, progress: Progress = lambda stage, done: None) -> Report:
    """Judge engines by held-out music.

    Raises:
        MusicganError: a setting makes no sense, a model or the data can't be used, or no style has
            enough held-out works.
    """
    check(config)
    for contender in config.contenders:
        read_header(contender.model)
    if (config.data / "meta.json").exists():
        return evaluate_dataset(config, open_dataset(config.data), progress)
    with tempfile.TemporaryDirectory(prefix="musicgan-") as folder:
        packed = Path(folder) / "dataset"
        for _ in pack([config.data], packed):
            progress("Reading", 0)
        return evaluate_dataset(config, open_dataset(packed), progress)


def evaluate_dataset(config: EvaluationConfig, dataset: Dataset, progress: Progress) -> Report:
    """Judge engines by the held-out music of an opened dataset, whatever ``config.data`` says.

    Raises:
        MusicganError: see ``evaluate``.
    """
    began = time.perf_counter()
    store = Store(config.keep, config.processes)
    excerpts, missing = _excerpts(config, dataset)
    stages = Stages(config, progress)
    music = list(_written(config, dataset, excerpts, store, stages))
    right = _judged(config, excerpts, music, store, stages)
    measure = Measures(config, dataset, excerpts, store, stages)
    results = [measure.result(part, works) for part, works in zip(music, right, strict=True)]
    return Report(
        version=FORMAT_VERSION,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        command=config.command,
        settings=_plain(config),
        versions=_versions(),
        seconds=time.perf_counter() - began,
        styles=tuple(
            _style_info(style, dataset, excerpts, missing.get(style, ""))
            for style in config.styles or dataset.style_names
        ),
        results=tuple(results),
    )


def _excerpts(config: EvaluationConfig, dataset: Dataset) -> tuple[list[Excerpt], dict[str, str]]:
    """Excerpts of the styles that can be judged, and why the others can't."""
    unknown = [style for style in config.styles if style not in dataset.style_names]
    if unknown:
        raise MusicganError(
            f"The data has no style “{', '.join(unknown)}”; "
            f"it has {', '.join(dataset.style_names)}."
        )
    chosen: list[Excerpt] = []
    missing: dict[str, str] = {}
    for style in config.styles or dataset.style_names:
        stranger = unknown_to(config.contenders, style)
        if stranger:
            missing[style] = f"{stranger} does not know this style"
            continue
        found = cut_excerpts(
            dataset, style, config.works, config.excerpts, config.bars, config.seed
        )
        works = len({excerpt.work for excerpt in found})
        if works < FEWEST_WORKS:
            missing[style] = f"too few held-out works: {works}"
        elif not cut_excerpts(dataset, style, 1, 1, config.bars, config.seed, held_out=False):
            missing[style] = "no works to learn from"
        else:
            chosen += found
    if not chosen:
        told = "; ".join(f"{style}: {reason}" for style, reason in missing.items())
        raise MusicganError(f"No style of {config.data} can be judged ({told}); add more music.")
    return chosen, missing


def _written(
    config: EvaluationConfig,
    dataset: Dataset,
    excerpts: Sequence[Excerpt],
    store: Store,
    stages: Stages,
) -> Iterator[Music]:
    """Real music, then what each engine writes, then music that is wrong on purpose."""
    rng = np.random.default_rng([config.seed, 5])
    real = [as_judged(excerpt.window) for excerpt in excerpts]
    yield Music(REAL, REAL, real)
    for contender in config.contenders:
        takes = write_takes(
            contender,
            excerpts,
            dataset.style_names,
            config.temperature,
            config.top_p,
            store,
            stages.part("Writing", len(config.contenders)),
            config.choices,
        )
        windows, nats = [take.window for take in takes], [take.nats for take in takes]
        yield Music(contender.label, ENGINE, windows, contender, nats)
    if config.controls:
        wrong = [with_random_pitches(window, config.corrupted, rng) for window in real]
        yield Music(f"{100 * config.corrupted:g} % random pitches", CONTROL, wrong)
        shuffled = [with_shuffled_bars(window, rng) for window in real]
        yield Music("shuffled bars", CONTROL, shuffled)
        yield Music("copied", CONTROL, _copied(config, dataset, excerpts))


def _copied(
    config: EvaluationConfig, dataset: Dataset, excerpts: Sequence[Excerpt]
) -> list[Window]:
    """For each excerpt, one of the same style out of the music to learn from."""
    copies: dict[str, list[Excerpt]] = {}
    found = []
    for excerpt in excerpts:
        if not copies.get(excerpt.style):
            copies[excerpt.style] = cut_excerpts(
                dataset, excerpt.style, config.works, config.excerpts, config.bars,
                config.seed, held_out=False,
            )  # fmt: skip
        found.append(as_judged(copies[excerpt.style].pop(0).window))
    return found


def _judged(
    config: EvaluationConfig,
    excerpts: Sequence[Excerpt],
    music: Sequence[Music],
    store: Store,
    stages: Stages,
) -> list[tuple[WorkResult, ...]]:
    """What the judges found of each music."""
    real = music[0].windows
    works = [excerpt.work for excerpt in excerpts]
    styles = [excerpt.style for excerpt in excerpts]
    splits = [
        ceiling(real, works, styles, config.folds, config.seed + number)
        for number in range(config.ceilings)
    ]
    # A copy is other real music: whether it passes says nothing, how long its runs are does.
    others = [
        against(real, part.windows, works, styles, config.folds, config.seed)
        for part in music[1:]
        if part.label != "copied"
    ]
    verdicts = judge_all([*splits, *others], store, stages.part("Judging"))
    count = len(excerpts)
    found = [_work_results(excerpts, _together(verdicts[: len(splits)]), len(splits), None)]
    rest = iter(verdicts[len(splits) :])
    for part in music[1:]:
        if part.label == "copied":
            found.append(())
            continue
        each = {judge: _each(hits, count) for judge, hits in next(rest).items()}
        found.append(_work_results(excerpts, each, 2, part.nats))
    return found


Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


def _together(trials: Sequence[dict[str, Bools]]) -> dict[str, Ints]:
    """(excerpts,) hits of an excerpt in all splits."""
    return {
        judge: np.asarray(np.sum([trial[judge] for trial in trials], axis=0), np.int64)
        for judge in trials[0]
    }


def _each(hits: Bools, count: int) -> Ints:
    """(count,) hits of an excerpt's real and other half together."""
    return np.asarray(hits.reshape(2, count).sum(axis=0), np.int64)


def _work_results(
    excerpts: Sequence[Excerpt],
    hits: dict[str, Ints],
    each: int,
    nats: Sequence[float | None] | None,
) -> tuple[WorkResult, ...]:
    by_work: dict[tuple[str, str], list[int]] = {}
    for place, excerpt in enumerate(excerpts):
        by_work.setdefault((excerpt.style, excerpt.work), []).append(place)
    found = []
    for (style, work), places in by_work.items():
        costs = [nats[place] if nats else None for place in places]
        known = [cost for cost in costs if cost is not None]
        found.append(
            WorkResult(
                style=style,
                work=work,
                excerpts=len(places),
                judgements=each * len(places),
                right={judge: int(right[places].sum()) for judge, right in hits.items()},
                nats=sum(known) if len(known) == len(places) else None,
                notes=sum(len(excerpts[place].window.note_pitch) for place in places),
            )
        )
    return tuple(found)


def _style_info(
    style: str, dataset: Dataset, excerpts: Sequence[Excerpt], missing: str
) -> StyleInfo:
    mine = [excerpt.work for excerpt in excerpts if excerpt.style == style]
    held_out = len(works_of(dataset, style))
    return StyleInfo(style, held_out, len(set(mine)), len(mine), missing)


def _versions() -> dict[str, str]:
    """Of what writes and judges."""
    libraries = {name: importlib.metadata.version(name) for name in _LIBRARIES}
    return {"musicgan": __version__, "Python": platform.python_version(), **libraries}


def _plain(config: EvaluationConfig) -> dict[str, Setting]:
    """The settings as JSON holds them."""
    found: dict[str, Setting] = {}
    for name, value in asdict(config).items():
        if name == "contenders":
            found[name] = [f"{c.label}={c.model}" for c in config.contenders]
        elif name not in ("keep", "command"):
            found[name] = (
                str(value)
                if isinstance(value, Path)
                else list(value)
                if isinstance(value, tuple)
                else value
            )
    return found

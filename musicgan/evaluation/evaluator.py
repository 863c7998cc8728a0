"""One evaluation from the settings to the report."""

import importlib.metadata
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from musicgan import __version__
from musicgan.data.dataset import Dataset, open_dataset, pack
from musicgan.errors import MusicganError
from musicgan.evaluation.adherence import measure_adherence
from musicgan.evaluation.c2st import Bools, against, ceiling, judge_all
from musicgan.evaluation.config import FEWEST_WORKS, EvaluationConfig, check
from musicgan.evaluation.excerpts import (
    Excerpt,
    as_judged,
    cut_excerpts,
    held_out_works,
    with_random_pitches,
)
from musicgan.evaluation.report import (
    FORMAT_VERSION,
    Report,
    StyleResult,
    WorkResult,
    tabulate,
)
from musicgan.evaluation.takes import Written, write_takes
from musicgan.model.header import Header, read_header

_LIBRARIES = ("torch", "numpy", "scikit-learn")

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of it that is, 0 to 1."""


def evaluate(config: EvaluationConfig, progress: Progress = lambda stage, done: None) -> Report:
    """Judge a model by held-out music.

    Raises:
        MusicganError: a setting makes no sense, the model or the data can't be used, or no style
            has enough held-out works.
    """
    check(config)
    header = read_header(config.model)
    if (config.data / "meta.json").exists():
        return _evaluate(config, header, open_dataset(config.data), progress)
    with tempfile.TemporaryDirectory(prefix="musicgan-") as folder:
        packed = Path(folder) / "dataset"
        for _ in pack([config.data], packed, None, lambda n, of: progress("Reading", n / of)):
            pass
        return _evaluate(config, header, open_dataset(packed), progress)


def _evaluate(
    config: EvaluationConfig, header: Header, dataset: Dataset, progress: Progress
) -> Report:
    began = time.perf_counter()
    vocabulary = tuple(style.name for style in header.styles)
    excerpts, missing = _excerpts(config, dataset, vocabulary)
    written = write_takes(
        config.model,
        excerpts,
        config.temperature,
        config.top_p,
        config.processes,
        lambda done: progress("Writing", done),
    )
    verdicts = _judge(config, excerpts, written, progress)
    results = [
        StyleResult(style, len(held_out_works(dataset, style)), missing[style])
        if style in missing
        else _style_result(style, dataset, excerpts, written, verdicts)
        for style in config.styles or dataset.style_names
    ]
    judged = tuple(result.style for result in results if result.works)
    return Report(
        version=FORMAT_VERSION,
        engine="gan",
        name=header.name,
        phase=header.phase,
        steps=header.steps,
        settings=_plain(config),
        splits=config.ceilings,
        versions=_versions(),
        seconds=time.perf_counter() - began,
        styles=tuple(results),
        rows=tabulate(results, config.ceilings, config.seed),
        adherence=measure_adherence(
            config.model,
            judged,
            config.requests,
            config.seed,
            config.temperature,
            config.processes,
            lambda done: progress("Ordering", done),
        )
        if config.requests
        else None,
    )


def _excerpts(
    config: EvaluationConfig, dataset: Dataset, vocabulary: tuple[str, ...]
) -> tuple[list[Excerpt], dict[str, str]]:
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
        if style not in vocabulary:
            missing[style] = "the model does not know this style"
            continue
        found = cut_excerpts(
            dataset, style, vocabulary, config.works, config.excerpts, config.bars, config.seed
        )
        works = len({excerpt.work for excerpt in found})
        if works < FEWEST_WORKS:
            missing[style] = f"too few held-out works: {works}"
        else:
            chosen += found
    if not chosen:
        told = "; ".join(f"{style}: {reason}" for style, reason in missing.items())
        raise MusicganError(f"No style of {config.data} can be judged ({told}); add more music.")
    return chosen, missing


class _Verdicts:
    """Whether each judge was right about each excerpt, in each trial."""

    def __init__(self, right: list[dict[str, Bools]], count: int) -> None:
        self.model = {judge: _each(hits, count) for judge, hits in right[0].items()}
        self.control = {judge: _each(hits, count) for judge, hits in right[1].items()}
        self.ceiling = {
            judge: np.sum([trial[judge] for trial in right[2:]], axis=0) for judge in right[0]
        }


def _each(hits: Bools, count: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """(count,) hits of an excerpt's real and other half together."""
    return np.asarray(hits.reshape(2, count).sum(axis=0), np.int64)


def _judge(
    config: EvaluationConfig,
    excerpts: Sequence[Excerpt],
    written: Sequence[Written],
    progress: Progress,
) -> _Verdicts:
    rng = np.random.default_rng([config.seed, 5])
    real = [as_judged(excerpt.window) for excerpt in excerpts]
    wrong = [with_random_pitches(window, config.corrupted, rng) for window in real]
    works = [excerpt.work for excerpt in excerpts]
    styles = [excerpt.style for excerpt in excerpts]
    model = [take.window for take in written]
    trials = [
        against(real, model, works, styles, config.folds, config.seed),
        against(real, wrong, works, styles, config.folds, config.seed),
    ]
    trials += [
        ceiling(real, works, styles, config.folds, config.seed + number)
        for number in range(config.ceilings)
    ]
    right = judge_all(trials, config.processes, lambda done: progress("Judging", done))
    return _Verdicts(right, len(excerpts))


def _style_result(
    style: str,
    dataset: Dataset,
    excerpts: Sequence[Excerpt],
    written: Sequence[Written],
    verdicts: _Verdicts,
) -> StyleResult:
    by_work: dict[str, list[int]] = {}
    for place, excerpt in enumerate(excerpts):
        if excerpt.style == style:
            by_work.setdefault(excerpt.work, []).append(place)
    works = tuple(
        WorkResult(
            work=work,
            excerpts=len(places),
            nats=sum(written[place].nats for place in places),
            notes=sum(written[place].notes for place in places),
            right={judge: int(hits[places].sum()) for judge, hits in verdicts.model.items()},
            ceiling={judge: int(hits[places].sum()) for judge, hits in verdicts.ceiling.items()},
            control={judge: int(hits[places].sum()) for judge, hits in verdicts.control.items()},
        )
        for work, places in sorted(by_work.items())
    )
    return StyleResult(style, len(held_out_works(dataset, style)), works=works)


def _versions() -> dict[str, str]:
    """Of what writes and judges."""
    libraries = {name: importlib.metadata.version(name) for name in _LIBRARIES}
    return {"musicgan": __version__, **libraries}


def _plain(config: EvaluationConfig) -> dict[str, str | int | float | list[str]]:
    """The settings as JSON holds them."""
    values = asdict(config)
    return {
        name: str(value)
        if isinstance(value, Path)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }

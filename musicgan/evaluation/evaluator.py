"""One evaluation from the settings to the report."""

import datetime
import importlib.metadata
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from musicgan import __version__
from musicgan.data.dataset import Dataset, open_dataset, pack
from musicgan.data.windows import Window
from musicgan.errors import MusicganError
from musicgan.evaluation import copying, musegan, overlap
from musicgan.evaluation.c2st import Bools, against, ceiling, judge_all
from musicgan.evaluation.config import FEWEST_WORKS, EvaluationConfig, check
from musicgan.evaluation.contenders import Contender, unknown_to
from musicgan.evaluation.control import (
    Adherence,
    measure_adherence,
    random_requests,
    real_adherence,
)
from musicgan.evaluation.excerpts import (
    Excerpt,
    as_judged,
    cut_excerpts,
    note_rows,
    with_random_pitches,
    with_shuffled_bars,
    works_of,
)
from musicgan.evaluation.recognition import Recogniser
from musicgan.evaluation.report import (
    CONTROL,
    ENGINE,
    FORMAT_VERSION,
    REAL,
    Example,
    Report,
    Result,
    Setting,
    StyleInfo,
    WorkResult,
    tabulate,
)
from musicgan.evaluation.speed import measure_speed
from musicgan.evaluation.store import Store
from musicgan.evaluation.takes import request_of, write_takes, write_variants
from musicgan.evaluation.variety import Variety, distinct, mean_similarity, repetition
from musicgan.generation import Request
from musicgan.model.header import read_header
from musicgan.song import FAMILIES

_LIBRARIES = ("torch", "numpy", "scikit-learn")

_LEARNED_WORKS = 40
"""Works a style that the recogniser of styles learns from, two excerpts of each."""

_EXAMPLES = 3
"""Styles that examples are shown of."""

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of everything that is, 0 to 1."""


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


@dataclass(frozen=True)
class _Music:
    """Some music beside the real excerpts: windows as judged, in the order of the excerpts."""

    label: str
    kind: str
    windows: list[Window]
    contender: Contender | None = None
    nats: list[float | None] | None = None


def evaluate_dataset(config: EvaluationConfig, dataset: Dataset, progress: Progress) -> Report:
    """Judge engines by the held-out music of an opened dataset, whatever ``config.data`` says.

    Raises:
        MusicganError: see ``evaluate``.
    """
    began = time.perf_counter()
    store = Store(config.keep, config.processes)
    excerpts, missing = _excerpts(config, dataset)
    stages = _Stages(config, progress)
    music = list(_written(config, dataset, excerpts, store, stages))
    right = _judged(config, excerpts, music, store, stages)
    measure = _Measures(config, dataset, excerpts, store, stages)
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


class _Stages:
    """Turns the shares of single stages into the share of everything."""

    def __init__(self, config: EvaluationConfig, progress: Progress) -> None:
        engines = len(config.contenders)
        trials = engines + config.ceilings + 2 * config.controls
        # Roughly the seconds that each takes.
        self._left = {
            "Writing": 40.0 * engines,
            "Judging": 50.0 * trials,
            "Reading training music": 20.0,
            "Asking": 0.5 * config.requests * engines,
            "Varying": 10.0 * engines * bool(config.takes),
        }
        self._total = sum(self._left.values())
        self._done = 0.0
        self._progress = progress

    def part(self, stage: str, parts: int = 1) -> Callable[[float], None]:
        """What to call with the share of one of ``parts`` equal parts of a stage."""
        weight = self._left[stage] / parts / max(self._total, 1.0)
        base = self._done
        self._done += weight

        def update(share: float) -> None:
            self._progress(stage, base + weight * share)

        return update


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
    stages: _Stages,
) -> Iterator[_Music]:
    """Real music, then what each engine writes, then music that is wrong on purpose."""
    rng = np.random.default_rng([config.seed, 5])
    real = [as_judged(excerpt.window) for excerpt in excerpts]
    yield _Music(REAL, REAL, real)
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
        yield _Music(contender.label, ENGINE, windows, contender, nats)
    if config.controls:
        wrong = [with_random_pitches(window, config.corrupted, rng) for window in real]
        yield _Music(f"{100 * config.corrupted:g} % random pitches", CONTROL, wrong)
        shuffled = [with_shuffled_bars(window, rng) for window in real]
        yield _Music("shuffled bars", CONTROL, shuffled)
        yield _Music("copied", CONTROL, _copied(config, dataset, excerpts))


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
    music: Sequence[_Music],
    store: Store,
    stages: _Stages,
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


class _Measures:
    """Everything but the judges, for one music after the other."""

    def __init__(
        self,
        config: EvaluationConfig,
        dataset: Dataset,
        excerpts: Sequence[Excerpt],
        store: Store,
        stages: _Stages,
    ) -> None:
        self._config, self._dataset, self._store, self._stages = config, dataset, store, stages
        self._excerpts = excerpts
        self._works = [excerpt.work for excerpt in excerpts]
        self._styles = [excerpt.style for excerpt in excerpts]
        self._judged = list(dict.fromkeys(self._styles))
        self._real = [as_judged(excerpt.window) for excerpt in excerpts]
        self._histograms = overlap.histograms(self._real)
        infos = [info for info in dataset.meta.styles if info.name in self._judged]
        self._requests = random_requests(infos, config.requests, config.seed, config.temperature)
        report = stages.part("Reading training music")
        self._recogniser = self._learned_styles()
        report(0.5)
        self._corpora = {kind: list(self._corpus(kind)) for kind in copying.KINDS}
        self._real_runs = {kind: self._runs(kind, self._real) for kind in copying.KINDS}
        report(1.0)

    def _learned_styles(self) -> Recogniser:
        known = [
            excerpt
            for style in self._judged
            for excerpt in cut_excerpts(
                self._dataset, style, _LEARNED_WORKS, 2, self._config.bars,
                self._config.seed, held_out=False,
            )
        ]  # fmt: skip
        windows = [as_judged(excerpt.window) for excerpt in known]
        return Recogniser(windows, [excerpt.style for excerpt in known], self._config.seed)

    def _corpus(self, kind: str) -> Iterator[copying.Ints]:
        for index in self._dataset.select(held_out=False):
            yield from copying.KINDS[kind](copying.of_piece(self._dataset.piece(index)))

    def _runs(self, kind: str, windows: Sequence[Window]) -> copying.Ints:
        steps = copying.KINDS[kind]
        queries = [steps(copying.of_window(window)) for window in windows]
        return copying.longest_runs(queries, self._corpora[kind])

    def result(self, music: _Music, works: tuple[WorkResult, ...]) -> Result:
        """Everything about one music."""
        windows = music.windows
        counted = overlap.histograms(windows)
        header = read_header(music.contender.model) if music.contender else None
        return Result(
            label=music.label,
            kind=music.kind,
            model=header.name if header else "",
            phase=header.phase if header else "",
            steps=header.steps if header else 0,
            rows=tabulate(works, self._config.seed),
            works=works,
            overlaps=overlap.compare(
                self._histograms, counted, self._works, self._styles, self._config.seed
            ),
            counts={name: self._shares(table) for name, table in counted.items()},
            musegan={
                name: _mean([measure(window) for window in windows])
                for name, measure in musegan.MEASURES.items()
            },
            recognised=self._recogniser.accuracy(windows, self._styles),
            adherence=self._adherence(music),
            variety=self._variety(music),
            copying={
                kind: copying.summarised(self._runs(kind, windows), lengths)
                for kind, lengths in self._real_runs.items()
            },
            speed=measure_speed(music.contender, self._speed_request())
            if music.contender
            else None,
            examples=self._examples(windows),
        )

    def _shares(self, table: overlap.Floats) -> tuple[float, ...]:
        """Mean over styles of each bin's share."""
        names = np.array(self._styles)
        sums = [table[names == style].sum(axis=0) for style in self._judged]
        shares = [counts / counts.sum() for counts in sums if counts.any()]
        return tuple(float(x) for x in np.mean(shares, axis=0)) if shares else ()

    def _adherence(self, music: _Music) -> Adherence | None:
        if music.kind == REAL:
            return real_adherence(self._excerpts)
        if music.contender is None or not self._requests:
            return None
        part = self._stages.part("Asking", len(self._config.contenders))
        return measure_adherence(music.contender, self._requests, self._store, part)

    def _variety(self, music: _Music) -> Variety:
        return Variety(
            similarity=self._similarity(music),
            repetition=_mean([repetition(window) for window in music.windows]),
            distinct=_mean([distinct(window) for window in music.windows]),
        )

    def _similarity(self, music: _Music) -> float | None:
        """Of takes of one request a style; of real music between works of a style."""
        if music.contender is None:
            return mean_similarity(
                [self._one_a_work(style, music.windows) for style in self._judged]
            )
        if not self._config.takes:
            return None
        groups = write_variants(
            music.contender,
            [self._excerpts[self._styles.index(style)] for style in self._judged],
            self._config.temperature,
            self._config.top_p,
            self._config.takes,
            self._store,
            self._stages.part("Varying", len(self._config.contenders)),
        )
        return mean_similarity(groups)

    def _one_a_work(self, style: str, windows: Sequence[Window]) -> list[Window]:
        by_work = {
            work: window
            for work, its_style, window in zip(self._works, self._styles, windows, strict=True)
            if its_style == style
        }
        return list(by_work.values())

    def _speed_request(self) -> Request:
        first = max(self._excerpts, key=lambda excerpt: len(excerpt.window.family))
        return request_of(first, self._config.temperature, self._config.top_p)

    def _examples(self, windows: Sequence[Window]) -> tuple[Example, ...]:
        places = [self._styles.index(style) for style in self._judged[:_EXAMPLES]]
        return tuple(_example(self._excerpts[place], windows[place]) for place in places)


def _example(excerpt: Excerpt, window: Window) -> Example:
    rows = note_rows(window)
    return Example(
        style=excerpt.style,
        title=f"{excerpt.piece}, bar {excerpt.first + 1}",
        bar_ticks=tuple(window.bar_ticks.tolist()),
        families=tuple(FAMILIES[family] for family in window.family),
        notes=tuple(
            (
                int(r["onset"]),
                int(r["duration"]),
                int(r["track"]),
                int(r["pitch"]),
                int(r["velocity"]),
            )
            for r in rows
        ),
    )


def _mean(values: Sequence[float]) -> float | None:
    """Mean of the figures that there are."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else None


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

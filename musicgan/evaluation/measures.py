"""Everything but the judges: style, control, variety, copying, speed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from musicgan.data.dataset import Dataset
from musicgan.data.windows import Window
from musicgan.evaluation import copying, musegan, overlap
from musicgan.evaluation.config import EvaluationConfig
from musicgan.evaluation.contenders import Contender
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
)
from musicgan.evaluation.recognition import Recogniser
from musicgan.evaluation.report import (
    REAL,
    Example,
    Result,
    WorkResult,
    tabulate,
)
from musicgan.evaluation.speed import measure_speed
from musicgan.evaluation.stages import Stages
from musicgan.evaluation.store import Store
from musicgan.evaluation.takes import request_of, write_variants
from musicgan.evaluation.variety import Variety, distinct, mean_similarity, repetition
from musicgan.generation import Request
from musicgan.model.header import read_header
from musicgan.song import FAMILIES

_LEARNED_WORKS = 40
"""Works a style that the recogniser of styles learns from, two excerpts of each."""

_EXAMPLES = 3
"""Styles that examples are shown of."""


@dataclass(frozen=True)
class Music:
    """Some music beside the real excerpts: windows as judged, in the order of the excerpts."""

    label: str
    kind: str
    windows: list[Window]
    contender: Contender | None = None
    nats: list[float | None] | None = None


class Measures:
    """Everything but the judges, for one music after the other."""

    def __init__(
        self,
        config: EvaluationConfig,
        dataset: Dataset,
        excerpts: Sequence[Excerpt],
        store: Store,
        stages: Stages,
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

    def result(self, music: Music, works: tuple[WorkResult, ...]) -> Result:
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

    def _adherence(self, music: Music) -> Adherence | None:
        if music.kind == REAL:
            return real_adherence(self._excerpts)
        if music.contender is None or not self._requests:
            return None
        part = self._stages.part("Asking", len(self._config.contenders))
        return measure_adherence(music.contender, self._requests, self._store, part)

    def _variety(self, music: Music) -> Variety:
        return Variety(
            similarity=self._similarity(music),
            repetition=_mean([repetition(window) for window in music.windows]),
            distinct=_mean([distinct(window) for window in music.windows]),
        )

    def _similarity(self, music: Music) -> float | None:
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

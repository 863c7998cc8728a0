"""What contenders write under the conditions of real excerpts.

An engine is asked through its ``Request``. The GAN is asked through its generator instead, which
writes many excerpts at once, is told where in the piece an excerpt stands (a request can't), and
says how likely it finds the real notes.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from musicgan.data.frames import METERS, NOTE, fold
from musicgan.data.windows import Window, with_notes
from musicgan.evaluation.contenders import Contender, fingerprint, styles_of
from musicgan.evaluation.excerpts import Excerpt, as_judged
from musicgan.evaluation.store import Store, digest
from musicgan.generation import Engine, Request, Take, TrackRequest, load_engine
from musicgan.song import FAMILIES, Meter, Song

if TYPE_CHECKING:
    from musicgan.model.checkpoint import Model

_BATCH = 32

_SEEDS_APART = 1_000_003
"""Between the seeds of an excerpt's takes, so that none is another excerpt's."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What a contender makes of an excerpt's conditions.

    Attributes:
        window: the same conditions around the contender's own notes, as judged.
        nats: negative log-likelihood of the real notes; None: the engine can't tell.
    """

    window: Window
    nats: float | None


class _Notes(msgspec.Struct):
    """Rows of ``NOTE`` as bytes, and nats."""

    rows: bytes
    nats: float | None


@dataclass(frozen=True, slots=True)
class _Task:
    contender: Contender
    model: str
    vocabulary: tuple[str, ...]
    excerpts: tuple[Excerpt, ...]
    temperature: float
    top_p: float
    choices: int

    def key(self) -> str:
        excerpts = [(e.style, e.seed, e.shift, e.tempo, str(e.key)) for e in self.excerpts]
        windows = digest([excerpt.window for excerpt in self.excerpts])
        settings = (self.contender.engine, self.model, self.temperature, self.top_p, self.choices)
        return f"{settings} {windows} {excerpts}"


def write_takes(
    contender: Contender,
    excerpts: Sequence[Excerpt],
    vocabulary: Sequence[str],
    temperature: float,
    top_p: float,
    store: Store,
    progress: Progress = lambda done: None,
    choices: int = 1,
) -> list[Written]:
    """One take for every excerpt, in their order; ``progress`` goes from 0 to 1.

    Args:
        contender: who writes.
        excerpts: their conditions.
        vocabulary: styles of the excerpts' style vectors.
        temperature: of the draws.
        top_p: of the draws.
        store: keeps what is written.
        progress: called with the share that is written.
        choices: takes of each excerpt from which the GAN's critics choose one.

    Raises:
        MusicganError: the model can't be used.
    """
    # Alike lengths lie in one batch, which is as slow as its longest window.
    order = np.argsort([len(excerpt.window.time) for excerpt in excerpts], kind="stable")[::-1]
    places = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
    model = fingerprint(contender.model)
    tasks = [
        _Task(
            contender,
            model,
            tuple(vocabulary),
            tuple(excerpts[place] for place in batch),
            temperature,
            top_p,
            choices,
        )
        for batch in places
    ]
    found: dict[int, Written] = {}
    write = _write_windows if contender.engine == "gan" else _write_songs
    results = store.run(write, tasks, list[_Notes], progress)
    for batch, written in zip(places, results, strict=True):
        for place, notes in zip(batch.tolist(), written, strict=True):
            rows = np.frombuffer(notes.rows, NOTE)
            window = as_judged(with_notes(excerpts[place].window, rows))
            found[place] = Written(window, notes.nats)
    return [found[place] for place in range(len(excerpts))]


@dataclass(frozen=True, slots=True)
class _Variants:
    contender: Contender
    model: str
    request: Request
    shift: int

    def key(self) -> str:
        asked = msgspec.json.encode(self.request).decode()
        return f"{self.contender.engine} {self.model} {self.shift} {asked}"


def write_variants(
    contender: Contender,
    excerpts: Sequence[Excerpt],
    temperature: float,
    top_p: float,
    takes: int,
    store: Store,
    progress: Progress = lambda done: None,
) -> list[list[Window]]:
    """For each excerpt's conditions, several takes of one request, as judged.

    Raises:
        MusicganError: the model can't be used.
    """
    model = fingerprint(contender.model)
    tasks = [
        _Variants(
            contender, model, replace(request_of(e, temperature, top_p), takes=takes), e.shift
        )
        for e in excerpts
    ]
    written = store.run(_write_variants, tasks, list[bytes], progress)
    return [
        [as_judged(with_notes(excerpt.window, np.frombuffer(rows, NOTE))) for rows in group]
        for excerpt, group in zip(excerpts, written, strict=True)
    ]


@functools.lru_cache(maxsize=1)
def opened(engine: str, model: Path, _fingerprint: str) -> Engine:
    """An engine, loaded once a process for every model."""
    return load_engine(engine, model)


def request_of(excerpt: Excerpt, temperature: float, top_p: float) -> Request:
    """What to ask of an engine to get music of an excerpt's conditions."""
    window = excerpt.window
    return Request(
        style={excerpt.style: 1.0},
        tracks=tuple(
            TrackRequest(FAMILIES[family], int(program))
            for family, program in zip(window.family, window.program, strict=True)
        ),
        bars=len(window.bar_ticks),
        meter=METERS[int(window.bar_meter[0])],
        key=excerpt.key,
        tempo=float(np.clip(excerpt.tempo, 20, 300)),
        seed=excerpt.seed,
        temperature=temperature,
        top_p=top_p,
    )


def rows_of(song: Song, request: Request, shift: int) -> npt.NDArray[np.void]:
    """Rows of ``NOTE`` of a song within the asked bars; pitched tracks moved by ``shift``."""
    assert request.meter is not None
    end = request.bars * Meter(0, *request.meter).bar_ticks
    return np.array(
        [
            (n.onset, n.duration, slot, n.pitch if t.is_drum else fold(n.pitch + shift), n.velocity)
            for slot, t in enumerate(song.tracks)
            for n in t.notes
            if n.onset < end
        ],
        NOTE,
    )


def takes_of(engine: Engine, request: Request) -> Iterator[Take]:
    """The takes that an engine gives for a request."""
    return (answer for answer in engine.generate(request) if isinstance(answer, Take))


def _write_songs(task: _Task) -> list[_Notes]:
    """One request after the other."""
    engine = opened(task.contender.engine, task.contender.model, task.model)
    found = []
    for excerpt in task.excerpts:
        request = request_of(excerpt, task.temperature, task.top_p)
        (take,) = takes_of(engine, request)
        found.append(_Notes(rows_of(take.song, request, excerpt.shift).tobytes(), None))
    return found


def _write_variants(task: _Variants) -> list[bytes]:
    engine = opened(task.contender.engine, task.contender.model, task.model)
    takes = takes_of(engine, task.request)
    return [rows_of(take.song, task.request, task.shift).tobytes() for take in takes]


def _write_windows(task: _Task) -> list[_Notes]:
    """All excerpts at once, by the generator."""
    import torch

    from musicgan.model.batch import collate
    from musicgan.model.critics import score
    from musicgan.model.draws import Sampling
    from musicgan.model.sampling import sample_all

    model = _model(task.contender.model, task.model)
    known = styles_of(task.contender)
    windows = [_styled(excerpt.window, task.vocabulary, known) for excerpt in task.excerpts]
    batch = collate(windows)
    playable = torch.from_numpy(np.stack([excerpt.playable for excerpt in task.excerpts]))
    best: list[npt.NDArray[np.void]] = []
    scores = np.full(len(windows), -np.inf)
    for choice in range(task.choices):
        seeds = [excerpt.seed + choice * _SEEDS_APART for excerpt in task.excerpts]
        sampling = Sampling(seeds, task.temperature, task.top_p, playable)
        notes = sample_all(model.generator, batch, sampling)
        if task.choices == 1:
            best = notes
            break
        written = collate([with_notes(w, rows) for w, rows in zip(windows, notes, strict=True)])
        with torch.inference_mode():
            found = score(model.critics(written), written).numpy()
        better = found > scores
        scores = np.maximum(found, scores)
        pairs = zip(better, notes, best or notes, strict=True)
        best = [new if wins else old for wins, new, old in pairs]
    with torch.inference_mode():
        nats = model.generator(batch).total.sum(dim=1)
    return [_Notes(rows.tobytes(), float(cost)) for rows, cost in zip(best, nats, strict=True)]


@functools.lru_cache(maxsize=1)
def _model(model: Path, _fingerprint: str) -> "Model":
    from musicgan.model.checkpoint import load_model

    return load_model(model)


def _styled(window: Window, vocabulary: Sequence[str], known: Sequence[str]) -> Window:
    """The window with its style in another vocabulary."""
    style = np.zeros((*window.style.shape[:-1], len(known)), window.style.dtype)
    for place, name in enumerate(known):
        if name in vocabulary:
            style[..., place] = window.style[..., vocabulary.index(name)]
    return replace(window, style=style)

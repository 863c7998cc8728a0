"""The GAN as an engine: the generator writes a batch of takes, the critics rank them."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from musicgan.data.frames import MAX_TRACKS
from musicgan.data.windows import with_notes
from musicgan.generation.assembly import assemble
from musicgan.generation.mixing import Mixer
from musicgan.generation.plan import Plan, make_plan
from musicgan.generation.request import Progress, Request, Take
from musicgan.model.batch import collate
from musicgan.model.checkpoint import Model, load_model
from musicgan.model.critics import score
from musicgan.model.draws import Sampling
from musicgan.model.sampling import Sampler, sample
from musicgan.model.steering import Steering
from musicgan.song import Song

_ASKED = 1.0
"""Strength that asked levels and chords add: on its own the model takes them for hints."""

_PARTIAL_SHARE = 0.05
"""At most so much of the time goes into the takes that ``Progress`` carries."""

_SCORED_BARS = 256
"""At most so many bars of takes are scored at once, or a single take: it takes a megabyte a bar."""


class GanEngine:
    """Takes by the generator of a checkpoint."""

    name = "gan"

    def __init__(self, path: Path, threads: int = 1, packs: Sequence[Path] | None = None) -> None:
        """Load a model.

        Args:
            path: a checkpoint.
            threads: for torch; more than one slows single takes down on a busy machine.
            packs: style packs on top of it; None: the installed ones that belong to it.

        Raises:
            MusicganError: the file can't be used.
        """
        torch.set_num_threads(threads)
        self._model: Model = load_model(path)
        self._mixer = Mixer(self._model, path, packs)
        self._sampler = Sampler(self._model.generator)

    def generate(
        self, request: Request, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Progress | Take]:
        """See ``Engine.generate``."""
        began = time.perf_counter()
        packs = self._mixer.available()
        plan = make_plan(request, self._mixer.styles(packs))
        generator, window = self._mixer.mixed(plan.window, packs)
        if generator is not self._sampler.generator:
            self._sampler = Sampler(generator)
        plan = replace(plan, window=window)
        # Variations of one take differ in what is cast anew, not in what they start from.
        seeds = [request.seed + number * (not request.vary) for number in range(request.takes)]
        batch = collate([plan.window] * request.takes)
        playable = np.zeros((MAX_TRACKS, plan.playable.shape[1]), bool)
        playable[: len(plan.playable)] = plan.playable
        levels = plan.window.levels
        sampling = Sampling(
            seeds,
            request.temperature,
            request.top_p,
            torch.from_numpy(playable).expand(request.takes, -1, -1),
            request.strength + _ASKED * bool(levels.any() or request.chords),
            [request.variation + number for number in range(request.takes)],
            request.vary,
            [Steering(plan.piece, levels, plan.borders) for _ in seeds] if levels.any() else None,
            bool(request.chords),
        )
        written: list[npt.NDArray[np.void]] = []
        partial: tuple[Song, ...] = ()
        due = 0.0
        steps = sample(self._sampler, batch, sampling, cancelled)
        for done, written in enumerate(steps, start=1):
            if cancelled():
                return
            now = time.perf_counter()
            if now >= due:
                partial = tuple(assemble(plan, notes) for notes in written)
                finished = time.perf_counter()
                due = finished + (finished - now) / _PARTIAL_SHARE
            yield Progress(done / len(plan.grid), partial)
        if cancelled():
            return
        scores = self._scores(plan, written)
        seconds = (time.perf_counter() - began) / request.takes
        takes = [
            Take(
                assemble(plan, notes),
                seed,
                value,
                seconds,
                replace(
                    plan.request,
                    seed=seed,
                    variation=request.variation + number,
                    takes=1,
                ),
            )
            for number, (notes, seed, value) in enumerate(zip(written, seeds, scores, strict=True))
        ]
        yield from sorted(takes, key=lambda take: -take.score)

    @torch.inference_mode()
    def _scores(self, plan: Plan, written: list[npt.NDArray[np.void]]) -> list[float]:
        """The critics' mean logit of every take, higher for more like real music."""
        at_once = max(1, _SCORED_BARS // len(plan.grid))
        scores: list[float] = []
        for first in range(0, len(written), at_once):
            chosen = written[first : first + at_once]
            batch = collate([with_notes(plan.window, notes) for notes in chosen])
            scores += score(self._model.critics(batch), batch).tolist()
        return scores

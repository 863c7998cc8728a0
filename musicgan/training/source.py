"""Where a run's windows come from."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import torch

from musicgan.data.dataset import Dataset
from musicgan.data.windows import Dropout, Window, random_window
from musicgan.errors import MusicganError
from musicgan.model.batch import collate
from musicgan.model.generator import Generator

_RESEMBLANCE_WINDOWS = 12
_RESEMBLANCE_FRAMES = 96
_RESEMBLANCE_NATS = 0.05
"""So much more a note makes a known style e times less likely a relative."""


@dataclass(frozen=True)
class WindowSource:
    """Random training windows and fixed held-out ones.

    Attributes:
        dataset: packed.
        styles: the model's vocabulary.
        max_frames: longest window.
        balance: 0 samples pieces by their number of bars, 1 every style alike.
        shown: weights over ``styles`` that all pieces are shown under, where they are of a style
            that the model does not have; None: each under its own.
        octaves: share of the drawn windows that are moved by an octave.
    """

    dataset: Dataset
    styles: tuple[str, ...]
    max_frames: int
    balance: float
    shown: tuple[float, ...] | None = None
    octaves: float = 0.0

    def __post_init__(self) -> None:
        """Check that there is something to learn from."""
        if not self.dataset.select(held_out=False):
            raise MusicganError("The dataset has no pieces to learn from; add more music.")

    @cached_property
    def probabilities(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Indices of the training pieces, and how likely each is drawn."""
        pieces = np.array(self.dataset.select(held_out=False))
        styles = np.array([self.dataset.meta.pieces[i].style for i in pieces])
        starts = self.dataset.starts[:, 1]
        bars = (starts[pieces + 1] - starts[pieces]).astype(np.float64)
        total = np.bincount(styles, weights=bars)
        weight = bars * total[styles] ** -self.balance
        return pieces, weight / weight.sum()

    def draw(
        self,
        rng: np.random.Generator,
        count: int,
        max_frames: int | None = None,
        free_only: bool = False,
    ) -> list[Window]:
        """Random training windows with random tasks and dropped conditions."""
        pieces, probability = self.probabilities
        chosen = rng.choice(pieces, count, p=probability)
        length = max_frames or self.max_frames
        return [self._window(int(i), rng, length, free_only, octaves=self.octaves) for i in chosen]

    def validation(self, seed: int, style: str | None = None, count: int = 96) -> list[Window]:
        """The same held-out windows every time, styles in turn; empty where nothing is held out.

        They are free (no locked cells) and know their style, tracks, mode and tempo, but neither
        chords nor manner.
        """
        rng = np.random.default_rng([seed, 7])
        plain = Dropout(
            everything=0,
            style=0,
            mode=0,
            tempo=0,
            chords=1,
            manner=1,
            attribute=1,
            program=0,
            track=0,
        )
        names = self.dataset.style_names
        wanted = [names.index(style)] if style else range(len(names))
        by_style = [self.dataset.select(held_out=True, style=index) for index in wanted]
        by_style = [pieces for pieces in by_style if pieces]
        if not by_style:
            return []
        chosen = [int(rng.choice(by_style[number % len(by_style)])) for number in range(count)]
        return [self._window(i, rng, self.max_frames, True, plain) for i in chosen]

    def _window(
        self,
        index: int,
        rng: np.random.Generator,
        max_frames: int,
        free_only: bool,
        dropout: Dropout = Dropout(),  # noqa: B008 (frozen)
        octaves: float = 0.0,
    ) -> Window:
        if self.shown is None:
            count, style = len(self.styles), self.place_of(index)
        else:
            count, style = 1, 0
        window = random_window(
            self.dataset, index, rng, max_frames, count, style, dropout, free_only, octaves
        )
        if self.shown is None:
            return window
        return replace(window, style=window.style @ np.array([self.shown], np.float32))

    def told(self, window: Window) -> Window:
        """A window whose style is one of the dataset's, as the model is told of it."""
        vectors = np.stack([self._vector(place) for place in range(len(self.dataset.style_names))])
        return replace(window, style=window.style @ vectors)

    def place_of(self, index: int) -> int:
        """Place of a piece's style in ``styles``."""
        return self._place(self.dataset.meta.pieces[index].style)

    def style_of(self, index: int) -> npt.NDArray[np.float32]:
        """(styles,) the style vector that a piece is shown under."""
        return self._vector(self.dataset.meta.pieces[index].style)

    def _place(self, style: int) -> int:
        return self.styles.index(self.dataset.style_names[style])

    def _vector(self, style: int) -> npt.NDArray[np.float32]:
        """(styles,) what the model is told of a style of the dataset."""
        if self.shown is not None:
            return np.array(self.shown, np.float32)
        vector = np.zeros(len(self.styles), np.float32)
        vector[self._place(style)] = 1
        return vector


@torch.no_grad()
def resemblance(generator: Generator, source: WindowSource, seed: int) -> tuple[float, ...]:
    """Weights over the model's styles, by how likely each finds the music, that sum to 1."""
    losses = []
    for place in range(len(source.styles)):
        shown = tuple(float(place == other) for other in range(len(source.styles)))
        told = replace(source, shown=shown)
        windows = told.draw(
            np.random.default_rng([seed, 9]), _RESEMBLANCE_WINDOWS, _RESEMBLANCE_FRAMES, True
        )
        batch = collate(windows).to(next(generator.parameters()).device)
        notes = (batch.note_valid & ~batch.note_locked).sum().clamp(min=1)
        losses.append(float(generator(batch).total.sum() / notes))
    weights = np.exp((min(losses) - np.array(losses)) / _RESEMBLANCE_NATS)
    return tuple(float(weight) for weight in weights / weights.sum())

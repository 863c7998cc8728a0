"""One outcome among many: the logits, the noise z and the conditions' strength decide.

The noise z is Gumbel noise (see ``noise``), so that a seed fixes a take, and a part of z can be
drawn anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from torch import Tensor

from musicgan.model.noise import Noise, gumbel
from musicgan.model.steering import Steering

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to draw.

    Attributes:
        seeds: one a window; the seed alone fixes what is drawn for given conditions.
        temperature: divides the logits.
        top_p: nucleus (Holtzman et al. 2020): only the likeliest outcomes that together have this
            probability can be drawn; 1 is all.
        playable: (B, K, 256) bool, pitches (drum keys from 128) that a track may use, at least one
            for every wanted track; None: all.
        strength: of the conditions: above 1 the logits move further from those without conditions;
            that takes twice the work.
        variations, vary: the share ``vary`` (0 to 1) of each window's noise comes from another
            seed, in ``variations``.
        steering: how the draws of each window lean to asked levels; None: they don't.
        chords: the draws of pitches lean to the tones of the windows' chords.
    """

    seeds: Sequence[int]
    temperature: float = 1.0
    top_p: float = 1.0
    playable: Tensor | None = None
    strength: float = 1.0
    variations: Sequence[int] | None = None
    vary: float = 0.0
    steering: Sequence[Steering] | None = None
    chords: bool = False


class Draws:
    """The draws of a batch of B windows."""

    def __init__(self, sampling: Sampling) -> None:
        """Begin at the start of every window's noise."""
        self._sampling = sampling
        self._noise = [
            Noise(seed, other, sampling.vary)
            for seed, other in zip(
                sampling.seeds, sampling.variations or sampling.seeds, strict=True
            )
        ]

    def go_to(self, window: int, bar: int, position: int) -> None:
        """Take the noise of the frame at a position of a bar from now on."""
        self._noise[window].go_to(bar, position)

    def noise(self, who: Ints, slots: int) -> Floats:
        """(n, slots) the next noise of some windows (n,)."""
        return gumbel(np.array([self._noise[window].draw(slots) for window in who.tolist()]))

    def outcome(self, logits: Floats, noise: Floats, possible: Bools | None = None) -> Ints:
        """(n,) one outcome each, by the Gumbel-max trick, among the possible ones (n, …).

        What lies outside the nucleus is drawn again, which comes to the same as leaving it out.
        """
        scaled = logits / np.float32(self._sampling.temperature)
        if possible is not None:
            scaled[~possible] = -np.inf
        noisy = scaled + noise
        drawn: Ints = noisy.argmax(axis=-1)
        if self._sampling.top_p == 1 or drawn.tolist() == scaled.argmax(axis=-1).tolist():
            return drawn  # the likeliest outcome is never outside
        share = np.exp(scaled - np.maximum.reduce(scaled, axis=-1, keepdims=True))
        most = self._sampling.top_p * np.add.reduce(share, axis=-1)
        everyone = np.arange(len(share))
        while True:
            likelier = share > share[everyone, drawn][:, None]
            outside = np.add.reduce(share * likelier, axis=-1) > most
            if True not in outside:
                return drawn
            noisy[everyone[outside], drawn[outside]] = -np.inf
            drawn = noisy.argmax(axis=-1)

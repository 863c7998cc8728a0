"""The noise z of a take: Gumbel noise for every draw, addressed by its place in the music."""

import numpy as np
import numpy.typing as npt


class Noise:
    """The noise of one window.

    Every frame has a stream of its own, named by seed, bar and position, so that a change in one
    place does not shift the noise of the next. A variation takes a share of the frames' streams
    from another seed.
    """

    def __init__(self, seed: int, other: int = 0, share: float = 0.0) -> None:
        """Begin.

        Args:
            seed: any whole number, of which 64 bits count.
            other: seed of the variation.
            share: of the noise that comes from ``other``, 0 to 1.
        """
        self._seed = seed % 2**64
        self._other = other % 2**64
        self._share = share
        self._stream = self._make(self._seed, 0, 0)

    def go_to(self, bar: int, position: int) -> None:
        """Start the stream of the frame at a position of a bar."""
        if self._share > 0:
            theirs = self._make(self._other, bar, position)
            if theirs.random() < self._share:
                self._stream = theirs
                return
        self._stream = self._make(self._seed, bar, position)

    def draw(self, slots: int) -> npt.NDArray[np.float64]:
        """(slots,) the next noise of the frame, as numbers from 0 to 1 for ``gumbel``."""
        return self._stream.random(slots)

    @staticmethod
    def _make(seed: int, bar: int, position: int) -> np.random.Generator:
        key = np.array([seed, bar << 16 | position], np.uint64)
        return np.random.Generator(np.random.Philox(key=key))


def gumbel(uniform: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Gumbel noise from numbers that are spread evenly from 0 to 1."""
    return -np.log(-np.log(1 - uniform).astype(np.float32))

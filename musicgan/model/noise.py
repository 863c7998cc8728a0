"""The noise z of a take: Gumbel noise for every draw, addressed by its place in the music."""

import numpy as np
import numpy.typing as npt

_ZEROS = np.zeros(4, np.uint64)


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
        self._philox = np.random.Philox(0)
        self._stream = np.random.Generator(self._philox)

    def go_to(self, bar: int, position: int) -> None:
        """Start the stream of the frame at a position of a bar."""
        if self._share > 0:
            self._start(self._other, bar, position)
            if self._stream.random() < self._share:
                return
        self._start(self._seed, bar, position)

    def draw(self, slots: int) -> npt.NDArray[np.float64]:
        """(slots,) the next noise of the frame, as numbers from 0 to 1 for ``gumbel``."""
        return self._stream.random(slots)

    def _start(self, seed: int, bar: int, position: int) -> None:
        # As ``Philox(key=…)``, which first asks the system for a seed of its own.
        key = np.array([seed, bar << 16 | position], np.uint64)
        self._philox.state = {
            "bit_generator": "Philox",
            "state": {"counter": _ZEROS, "key": key},
            "buffer": _ZEROS,
            "buffer_pos": len(_ZEROS),
            "has_uint32": 0,
            "uinteger": 0,
        }


def gumbel(uniform: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Gumbel noise from numbers that are spread evenly from 0 to 1."""
    return -np.log(-np.log(1 - uniform).astype(np.float32))

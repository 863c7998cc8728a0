"""A Markov chain of variable order: counts of what followed each context, with back-off."""

from array import array
from collections.abc import Sequence
from struct import Struct
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from musicgan.engines.base import Arrays, Floats

_FEWEST = 3
"""Times that a context must have occurred, and in at least two works, to be kept."""

_MOST = 255


_PACKED = [Struct(f"<{count}h") for count in range(16)]


def key(*columns: int) -> int:
    """A number of 32 bits for a context; the first column says of which order it is."""
    return crc32(_PACKED[len(columns)].pack(*columns))


class Chain:
    """What follows a context, interpolated from the most general order to the most special.

    Witten-Bell smoothing (Witten and Bell, 1991): an order counts the more, the more often its
    context was seen and the fewer different outcomes it had.
    """

    def __init__(
        self,
        size: int,
        contexts: npt.NDArray[np.uint32],
        lengths: npt.NDArray[np.uint16],
        symbols: npt.NDArray[np.uint16],
        counts: npt.NDArray[np.uint8],
    ) -> None:
        """Outcomes 0 to ``size - 1``; ``lengths`` says how many each context has."""
        self.size = size
        self._arrays: dict[str, npt.NDArray[Any]] = {
            "contexts": contexts, "lengths": lengths, "symbols": symbols, "counts": counts,
        }  # fmt: skip
        ends = np.cumsum(lengths.astype(np.int64))
        self._places = {
            int(context): (int(end - length), int(end))
            for context, length, end in zip(contexts, lengths, ends, strict=True)
        }

    def weights(self, contexts: Sequence[int]) -> Floats:
        """(size,) probabilities after contexts, the most general first."""
        found = np.full(self.size, 1 / self.size)
        for context in contexts:
            place = self._places.get(context)
            if place is None:
                continue
            symbols = self._arrays["symbols"][slice(*place)]
            counts = self._arrays["counts"][slice(*place)].astype(np.float64)
            total, distinct = counts.sum(), len(counts)
            found *= distinct / (total + distinct)
            found[symbols] += counts / (total + distinct)
        return found

    def arrays(self, name: str) -> Arrays:
        """Arrays whose names begin with ``name``."""
        found = {f"{name}.{part}": rows for part, rows in self._arrays.items()}
        return found | {f"{name}.size": np.array([self.size], np.uint16)}

    @classmethod
    def of(cls, arrays: Arrays, name: str, size: int) -> "Chain":
        """From ``arrays``, for outcomes 0 to ``size - 1``.

        Raises:
            KeyError, ValueError: these are not a chain's.
        """
        parts = {
            part: arrays[f"{name}.{part}"] for part in ("contexts", "lengths", "symbols", "counts")
        }
        symbols = parts["symbols"]
        if (
            int(arrays[f"{name}.size"][0]) != size
            or int(parts["lengths"].astype(np.int64).sum()) != len(symbols)
            or len(parts["counts"]) != len(symbols)
            or symbols.dtype != np.uint16
            or (len(symbols) and symbols.max() >= size)
        ):
            raise ValueError(f"the chain {name} is damaged")
        return cls(size, **parts)


class Counter:
    """Gathers what a chain is made of."""

    def __init__(self, size: int) -> None:
        """For outcomes 0 to ``size - 1``."""
        self._size = size
        # Four bytes a number: a list of millions of them would need gigabytes.
        self._orders: list[array[int]] = []
        self._symbols = array("I")
        self._works = array("I")

    def add(self, work: int, symbol: int, contexts: Sequence[int]) -> None:
        """One outcome after its contexts, the most general first."""
        while len(self._orders) < len(contexts):
            self._orders.append(array("I"))
        for order, context in zip(self._orders, contexts, strict=True):
            order.append(context)
        self._symbols.append(symbol)
        self._works.append(work)

    def chain(self, most: int) -> Chain:
        """The chain, with at most about ``most`` outcomes of all contexts together."""
        symbols = np.array(self._symbols, np.uint64)
        works = np.array(self._works, np.uint64)
        tables = [_count(np.array(order, np.uint64), symbols, works) for order in self._orders]
        contexts, lengths, found, counts, totals = (
            np.concatenate(columns) for columns in zip(*tables, strict=True)
        )
        # The rarest contexts go first.
        order = np.argsort(-totals, kind="stable")
        kept = np.zeros(len(contexts), bool)
        kept[order[: int(np.searchsorted(np.cumsum(lengths[order]), most, side="right"))]] = True
        inside = np.repeat(kept, lengths)
        return Chain(
            self._size,
            contexts[kept].astype(np.uint32),
            lengths[kept].astype(np.uint16),
            found[inside].astype(np.uint16),
            counts[inside].astype(np.uint8),
        )


_Columns = tuple[
    npt.NDArray[np.uint64],
    npt.NDArray[np.int64],
    npt.NDArray[np.uint64],
    npt.NDArray[np.int64],
    npt.NDArray[np.int64],
]


def _count(
    contexts: npt.NDArray[np.uint64],
    symbols: npt.NDArray[np.uint64],
    works: npt.NDArray[np.uint64],
) -> _Columns:
    """Contexts that are kept, how many outcomes each has, these, their counts; its total."""
    shift = np.uint64(16)
    pairs, counts = np.unique((contexts << shift) | symbols, return_counts=True)
    # What happened once says little, and could be one piece's alone.
    pairs, counts = pairs[counts > 1], counts[counts > 1]
    unique, lengths = np.unique(pairs >> shift, return_counts=True)
    starts = np.cumsum(lengths) - lengths
    totals = np.add.reduceat(counts, starts) if len(starts) else counts
    by_work = np.unique((contexts << shift) | works) >> shift
    several = np.searchsorted(by_work, unique, side="right") - np.searchsorted(by_work, unique) > 1
    kept = (totals >= _FEWEST) & several
    # Counts become one byte each: those of a context keep their proportions.
    largest = np.maximum.reduceat(counts, starts) if len(starts) else counts
    scale = np.repeat(np.minimum(1, _MOST / largest), lengths)
    small = np.maximum(1, np.round(counts * scale)).astype(np.int64)
    inside = np.repeat(kept, lengths)
    return (
        unique[kept], lengths[kept], (pairs & np.uint64(0xFFFF))[inside], small[inside],
        totals[kept],
    )  # fmt: skip

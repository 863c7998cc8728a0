"""Levels by bar: drawing and shapes. No Qt."""

from musicgan.generation import LEVELS

_HIGHEST = len(LEVELS) - 1


def drawn(levels: tuple[int, ...], start: tuple[int, int], end: tuple[int, int]) -> tuple[int, ...]:
    """The levels with a straight line drawn from one (bar, level) to another, ends included."""
    (first, low), (last, high) = sorted((start, end))
    result = list(levels)
    for bar in range(first, last + 1):
        share = (bar - first) / max(last - first, 1)
        result[bar] = round(low + (high - low) * share)
    # Within one bar the newest level counts.
    result[end[0]] = end[1]
    return tuple(result)


def rising(bars: int) -> tuple[int, ...]:
    """From the lowest level in the first bar to the highest in the last."""
    return tuple(1 + bar * _HIGHEST // bars for bar in range(bars))


def falling(bars: int) -> tuple[int, ...]:
    """From the highest level to the lowest."""
    return rising(bars)[::-1]


def arched(bars: int) -> tuple[int, ...]:
    """Up to the middle, and down again."""
    return tuple(rising(bars)[min(2 * bar, 2 * (bars - 1 - bar), bars - 1)] for bar in range(bars))

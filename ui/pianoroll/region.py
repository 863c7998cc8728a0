"""Marked bars × tracks in time."""

from musicgan.project import Region
from musicgan.song import Bar


def spans(region: Region, bars: list[Bar]) -> list[tuple[int, int]]:
    """Where (ticks) the region's bars start and end; neighbours are one span."""
    found: list[tuple[int, int]] = []
    for number in sorted(region.bars):
        if number >= len(bars):
            break
        if found and found[-1][1] == bars[number].start:
            found[-1] = (found[-1][0], bars[number].end)
        else:
            found.append((bars[number].start, bars[number].end))
    return found


def bar_at(bars: list[Bar], tick: float) -> int:
    """Number of the bar (from 0) at a tick; the first or last one outside the song."""
    found = next((number for number, bar in enumerate(bars) if tick < bar.end), len(bars) - 1)
    return max(0, found)

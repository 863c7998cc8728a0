"""What the engraver tells the window. No Qt."""

import bisect
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """How the music is spread over pages.

    Attributes:
        starts: the tick at which each page begins.
    """

    starts: tuple[int, ...]

    def page_at(self, tick: float) -> int:
        """Number (from 0) of the page that holds a tick."""
        return max(0, bisect.bisect_right(self.starts, tick) - 1)


@dataclass(frozen=True, slots=True)
class BarBox:
    """Where a bar stands on its page.

    Attributes:
        tick: where it begins.
        left, top, right, bottom: shares of the page's width and height, 0 to 1.
    """

    tick: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a picture.

    Attributes:
        number: from 0.
        width: pixels.
        height: pixels.
        pixels: (height, width) uint8, 0 black to 255 white.
        bars: in the order of time.
    """

    number: int
    width: int
    height: int
    pixels: bytes
    bars: tuple[BarBox, ...] = ()

    def bar_at(self, tick: float) -> BarBox | None:
        """The bar that holds a tick; None before the page."""
        place = bisect.bisect_right(self.bars, tick, key=lambda bar: bar.tick)
        return self.bars[place - 1] if place else None

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
class Page:
    """One page as a picture.

    Attributes:
        number: from 0.
        width: pixels.
        height: pixels.
        pixels: (height, width) uint8, 0 black to 255 white.
    """

    number: int
    width: int
    height: int
    pixels: bytes

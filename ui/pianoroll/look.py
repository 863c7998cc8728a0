"""How the piano-roll is set up. No Qt."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from ui.pianoroll.geometry import MAX_PIXELS_PER_TICK


@dataclass(frozen=True, slots=True)
class RollLook:
    """Stays from one start of the program to the next.

    Attributes:
        snap: ticks between the lines that notes snap to; 0: those that are seen.
        lanes: whether each track has a lane of its own.
        velocities: whether the velocity lane is shown.
        follow: whether the view goes with the playhead.
        zoom: pixels a tick; 0: the whole song.
    """

    snap: Annotated[int, Meta(ge=0, le=96)] = 0
    lanes: bool = False
    velocities: bool = False
    follow: bool = True
    zoom: Annotated[float, Meta(ge=0, le=MAX_PIXELS_PER_TICK)] = 0.0

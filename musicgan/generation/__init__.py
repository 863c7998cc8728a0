"""From a request to takes. Importing this loads no torch; making an engine does."""

from musicgan.data import MANNERS, MAX_PITCHED_TRACKS, Cell
from musicgan.generation.request import (
    LEVELS,
    Engine,
    Progress,
    Request,
    Take,
    TrackRequest,
)

__all__ = [
    "LEVELS",
    "MANNERS",
    "MAX_PITCHED_TRACKS",
    "Cell",
    "Engine",
    "Progress",
    "Request",
    "Take",
    "TrackRequest",
]

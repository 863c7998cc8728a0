"""From a request to takes. Importing this loads no torch; making an engine does."""

from musicgan.generation.request import (
    LEVELS,
    MANNERS,
    MAX_PITCHED_TRACKS,
    Cell,
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

"""From a request to takes. Importing this loads no torch; making an engine does."""

from musicgan.data import MANNERS, MAX_PITCHED_TRACKS, Cell
from musicgan.generation.engines import ENGINES, load_engine
from musicgan.generation.info import ModelInfo, model_info, shipped_model
from musicgan.generation.request import (
    LEVELS,
    Engine,
    Progress,
    Request,
    Take,
    TrackRequest,
)
from musicgan.generation.tasks import accompanied, continued, infilled

__all__ = [
    "ENGINES",
    "LEVELS",
    "MANNERS",
    "MAX_PITCHED_TRACKS",
    "Cell",
    "Engine",
    "ModelInfo",
    "Progress",
    "Request",
    "Take",
    "TrackRequest",
    "accompanied",
    "continued",
    "infilled",
    "load_engine",
    "model_info",
    "shipped_model",
]

"""From a request to takes. Importing this loads no torch; making an engine does.

>>> from musicgan.generation import Request, Take, TrackRequest, load_engine
>>> from musicgan.song import Key
>>> tracks = (TrackRequest("strings"), TrackRequest("bass"))
>>> request = Request(tracks=tracks, bars=2, meter=(3, 4), key=Key(-1, "minor"), seed=1)
>>> *_, take = load_engine().generate(request)
>>> isinstance(take, Take)
True
>>> len(take.song.tracks), str(take.song.meters[0]), take.song.keys[0].key.tonic_name
(2, '3/4', 'D')
"""

from musicgan.data import MANNERS, MAX_PITCHED_TRACKS, Cell
from musicgan.generation.cookbook import factory_recipes, own_recipe, own_recipes
from musicgan.generation.engines import ENGINES, load_engine
from musicgan.generation.filling import check_ranges
from musicgan.generation.info import ModelInfo, model_info, shipped_model
from musicgan.generation.packs import (
    PackInfo,
    check_name,
    export_pack,
    find_pack,
    install_pack,
    installed_packs,
    pack_info,
    packs_folder,
    remove_pack,
)
from musicgan.generation.recipe import MAX_SEED, MODES, TONICS, Recipe, stretched
from musicgan.generation.recipe_file import (
    RECIPE_SUFFIX,
    read_recipe,
    recipe_from_json,
    recipe_to_json,
    write_recipe,
)
from musicgan.generation.request import (
    LEVELS,
    MAX_BARS,
    MAX_STRENGTH,
    MAX_TAKES,
    MAX_TEMPERATURE,
    MAX_TEMPO,
    MIN_STRENGTH,
    MIN_TEMPERATURE,
    MIN_TEMPO,
    Engine,
    Progress,
    Request,
    Take,
    TrackRequest,
)
from musicgan.generation.tasks import accompanied, continued, infilled, reorchestrated

__all__ = [
    "ENGINES",
    "LEVELS",
    "MANNERS",
    "MAX_BARS",
    "MAX_PITCHED_TRACKS",
    "MAX_SEED",
    "MAX_STRENGTH",
    "MAX_TAKES",
    "MAX_TEMPERATURE",
    "MAX_TEMPO",
    "MIN_STRENGTH",
    "MIN_TEMPERATURE",
    "MIN_TEMPO",
    "MODES",
    "RECIPE_SUFFIX",
    "TONICS",
    "Cell",
    "Engine",
    "ModelInfo",
    "PackInfo",
    "Progress",
    "Recipe",
    "Request",
    "Take",
    "TrackRequest",
    "accompanied",
    "check_name",
    "check_ranges",
    "continued",
    "export_pack",
    "factory_recipes",
    "find_pack",
    "infilled",
    "install_pack",
    "installed_packs",
    "load_engine",
    "model_info",
    "own_recipe",
    "own_recipes",
    "pack_info",
    "packs_folder",
    "read_recipe",
    "recipe_from_json",
    "recipe_to_json",
    "remove_pack",
    "reorchestrated",
    "shipped_model",
    "stretched",
    "write_recipe",
]

"""Recipes as files, to keep and to share.

A recipe file is JSON in UTF-8 of at most 1 MiB::

    {
      "format": "musicgan recipe",
      "version": 1,
      "recipe": {
        "style": {"jazz": 1.0}, "style_end": {"folk": 1.0},
        "tracks": [{"family": "piano", "program": 0}, {"family": "drums"}],
        "chords": "Dm7 | G7 | Cmaj7 | %"
      }
    }

``recipe`` holds the fields of ``Recipe`` by name; those that are left out stay as ``Recipe`` has
them, which mostly means "any". A field of another name is an error, so that nobody's wish is
dropped in silence. ``version`` rises when a field gets another meaning or a new one comes.
"""

from dataclasses import fields
from pathlib import Path

import msgspec

from musicgan.errors import MusicganError, reason
from musicgan.files import replacing
from musicgan.generation.filling import check_ranges
from musicgan.generation.recipe import Recipe
from musicgan.generation.request import Request

RECIPE_SUFFIX = ".json"

_FORMAT = "musicgan recipe"
_VERSION = 1
_MOST_BYTES = 2**20
_NAMES = {field.name for field in fields(Recipe)}


class _File(msgspec.Struct):
    format: str
    version: int
    recipe: dict[str, msgspec.Raw]


def write_recipe(recipe: Recipe, path: Path) -> None:
    """Write a recipe file, or leave ``path`` as it was.

    Raises:
        MusicganError: the recipe can't be used, or the file can't be written.
    """
    content = recipe_to_json(recipe)
    recipe_from_json(content)  # what couldn't be read again is not written
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def read_recipe(path: Path) -> Recipe:
    """Read a recipe file.

    Raises:
        MusicganError: the file can't be read, is none, is of a newer musicgan, or asks for what
            can't be.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise MusicganError(
            f"The recipe {path} can't be read ({error.strerror or error}); choose another file."
        ) from error
    try:
        return recipe_from_json(content)
    except MusicganError as error:
        raise MusicganError(f"{path} can't be used as a recipe: {error}") from error


def recipe_to_json(recipe: Recipe) -> bytes:
    """The content of a recipe file."""
    content = {"format": _FORMAT, "version": _VERSION, "recipe": recipe}
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def recipe_from_json(content: bytes) -> Recipe:
    """Read the content of a recipe file.

    Raises:
        MusicganError: as ``read_recipe``, without the file's name.
    """
    if len(content) > _MOST_BYTES:
        raise MusicganError("it is bigger than a recipe can be; choose another file.")
    try:
        file = msgspec.json.decode(content, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MusicganError(
            f"it is not a recipe that musicgan saved ({reason(error)}); choose another file."
        ) from error
    if file.format != _FORMAT:
        raise MusicganError(f"it is a “{file.format[:60]}”; choose a file that holds a recipe.")
    if file.version > _VERSION:
        raise MusicganError("it comes from a newer musicgan; update musicgan to use it.")
    unknown = ", ".join(sorted(file.recipe.keys() - _NAMES))
    if unknown:
        raise MusicganError(
            f"it asks for “{unknown[:200]}”, which no recipe has; "
            "take that out, or correct its name."
        )
    try:
        recipe = msgspec.json.decode(msgspec.json.encode(file.recipe), type=Recipe)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MusicganError(f"one of its values is wrong ({reason(error)}); correct it.") from error
    if recipe.bars is not None:
        check_ranges(Request(bars=recipe.bars))  # before manners are spread over the bars
    check_ranges(recipe.to_request())
    return recipe

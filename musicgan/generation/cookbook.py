"""The recipes that come with the program, and the user's own."""

from pathlib import Path

from musicgan.errors import MusicganError
from musicgan.generation.recipe_file import RECIPE_SUFFIX
from musicgan.paths import resource, user_data


def factory_recipes() -> dict[str, Path]:
    """Name → file of the recipes that come with the program, by name."""
    return _recipes(resource("recipes"))


def own_recipes() -> dict[str, Path]:
    """Name → file of the user's recipes, by name."""
    return _recipes(_own_folder())


def own_recipe(name: str) -> Path:
    """The file for a recipe of the user's, whether it is there or not.

    Raises:
        MusicganError: the name can't be that of a file.
    """
    plain = name.strip()
    if not plain or plain.startswith(".") or any(c in '/\\:*?"<>|' or c < " " for c in plain):
        raise MusicganError(
            f"A recipe can't be called “{name}”; give it a name of letters, digits and spaces."
        )
    if len(plain.encode()) > 200:
        raise MusicganError("The name of the recipe is too long; shorten it.")
    return _own_folder() / f"{plain}{RECIPE_SUFFIX}"


def _own_folder() -> Path:
    return user_data() / "recipes"


def _recipes(folder: Path) -> dict[str, Path]:
    found = {path.stem: path for path in folder.glob(f"*{RECIPE_SUFFIX}")}
    return {name: found[name] for name in sorted(found, key=str.casefold)}

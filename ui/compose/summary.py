"""What a folded section of the recipe panel still says, in a few words."""

from collections import Counter

from PySide6.QtCore import QCoreApplication

from musicgan.generation import LEVELS, Recipe
from ui.compose.key import key_name
from ui.compose.mixture import percents
from ui.compose.programs import instrument_name
from ui.compose.style import style_name
from ui.translations import word


def any_() -> str:
    """The word for what is left open."""
    return QCoreApplication.translate("Recipe", "any")


def style(recipe: Recipe) -> str:
    """The mixture, or both of a morph."""
    start, end = (style_name(percents(part)) for part in (recipe.style, recipe.style_end))
    return f"{start or any_()} → {end}" if end else start or any_()


def instruments(recipe: Recipe) -> str:
    """Their names, each once."""
    names = Counter(instrument_name(track) for track in recipe.tracks)
    return (
        ", ".join(f"{count} × {name}" if count > 1 else name for name, count in names.items())
        or any_()
    )


def form(recipe: Recipe) -> str:
    """Key, tempo, meter and length, as far as they are set."""
    parts = [
        key_name(recipe),
        "" if recipe.tempo is None else f"{recipe.tempo:g} BPM",
        "" if recipe.meter is None else "{}/{}".format(*recipe.meter),
        ""
        if recipe.bars is None
        else QCoreApplication.translate("Recipe", "{bars} bars").format(bars=recipe.bars),
    ]
    return " · ".join(part for part in parts if part) or any_()


def chords(recipe: Recipe) -> str:
    """As typed."""
    return " ".join(recipe.chords.split()) or any_()


def manner(recipe: Recipe) -> str:
    """The attributes that are set."""
    by_bar = QCoreApplication.translate("Recipe", "by bar")
    levels = recipe.to_request().manner
    return (
        ", ".join(
            f"{word(name)} {word(LEVELS[level]) if isinstance(level, int) else by_bar}"
            for name, level in levels.items()
        )
        or any_()
    )


def chance(recipe: Recipe) -> str:
    """The seed, if it is kept."""
    return str(recipe.seed) if recipe.seed_kept else any_()

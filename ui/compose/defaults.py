"""What a recipe has before a composer sets it: at the first start, and with each style. No Qt."""

from dataclasses import replace

from musicgan.generation import ModelInfo, Recipe, TrackRequest

_WELCOME = ("chorale", "folk", "pop")
"""The first of these that the model knows is offered at the first start."""


def first_recipe(info: ModelInfo) -> Recipe:
    """A recipe that makes music with one click, from what the model knows best."""
    known = [name for name in _WELCOME if name in info.styles] or list(info.styles[:1])
    if not known:
        return Recipe(bars=16)
    tracks, tempo = _usual(info, known[0])
    return Recipe(style={known[0]: 1.0}, bars=16, tracks=tracks, tempo=tempo)


def with_usual(recipe: Recipe, before: Recipe, info: ModelInfo) -> Recipe:
    """A recipe whose style was changed, with line-up and tempo of the new one.

    Those that aren't the usual ones of a style ``before`` are the composer's, and stay; a mixture
    of styles has none of its own.
    """
    if len(recipe.style) > 1:
        return recipe
    usual = [_usual(info, name) for name in before.style]
    tracks, tempo = _usual(info, next(iter(recipe.style), ""))
    if recipe.tracks and any(recipe.tracks == old for old, _ in usual):
        recipe = replace(recipe, tracks=tracks)
    if recipe.tempo is not None and any(recipe.tempo == old for _, old in usual):
        recipe = replace(recipe, tempo=tempo)
    return recipe


def _usual(info: ModelInfo, style: str) -> tuple[tuple[TrackRequest, ...], float | None]:
    """Tracks and tempo of a style; any where the model knows none."""
    tempo = info.usual_tempo.get(style)
    return info.usual_tracks.get(style, ()), None if tempo is None else float(round(tempo))

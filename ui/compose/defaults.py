"""A recipe to begin with. No Qt."""

from musicgan.generation import ModelInfo, Recipe

_WELCOME = ("chorale", "folk", "pop")
"""The first of these that the model knows is offered at the first start."""


def first_recipe(info: ModelInfo) -> Recipe:
    """A recipe that makes music with one click, from what the model knows best."""
    known = [name for name in _WELCOME if name in info.styles] or list(info.styles[:1])
    if not known:
        return Recipe(bars=16)
    style = known[0]
    return Recipe(
        style={style: 1.0},
        bars=16,
        tracks=info.usual_tracks.get(style, ()),
        tempo=float(round(info.usual_tempo[style])) if style in info.usual_tempo else None,
    )

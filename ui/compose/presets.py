"""Usual line-ups. No Qt."""

from musicgan.generation import TrackRequest


def _tracks(*programs: tuple[str, int | None]) -> tuple[TrackRequest, ...]:
    return tuple(TrackRequest(family, program) for family, program in programs)


PRESETS: dict[str, tuple[TrackRequest, ...]] = {
    "Solo piano": _tracks(("piano", 0)),
    "Solo guitar": _tracks(("guitar", 24)),
    "Voice and piano": _tracks(("ensemble", 53), ("piano", 0)),
    "Choir": _tracks(*[("ensemble", 52)] * 4),
    "String quartet": _tracks(("strings", 40), ("strings", 40), ("strings", 41), ("strings", 42)),
    "Folk duo": _tracks(("pipe", 73), ("guitar", 25)),
    "Jazz trio": _tracks(("piano", 0), ("bass", 32), ("drums", None)),
    "Jazz quartet": _tracks(("piano", 0), ("bass", 32), ("reed", 66), ("drums", None)),
    "Rock band": _tracks(("guitar", 29), ("guitar", 30), ("bass", 34), ("drums", None)),
    "Pop band": _tracks(("piano", 0), ("guitar", 25), ("bass", 33), ("drums", None)),
    "Funk band": _tracks(
        ("organ", 16), ("guitar", 28), ("bass", 33), ("brass", 61), ("drums", None)
    ),
}
"""Name → tracks in the order of General MIDI's families, drums last."""

"""The recipe: what a composer has set, and the rest left open."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

from msgspec import Meta

from musicgan.generation.request import Request, TrackRequest
from musicgan.song import Key

Mode = Literal["major", "minor"]

MODES: tuple[Mode, ...] = ("major", "minor")

TONICS: dict[str, int] = {
    Key(fifths, mode).tonic_name: Key(fifths, mode).tonic
    for mode in MODES
    for fifths in range(-7, 8)
}
"""Name → pitch class of the tonics that keys have."""

MAX_SEED = 2**31 - 1

_USUAL_LENGTHS = (8, 12, 16, 24, 32)
"""Bars that "any" chooses from."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that Generate needs. None, empty and 0 mean "any", as in ``Request``.

    Attributes:
        style: style → weight; the weights sum to 1.
        style_end: what the style goes to over the piece, as ``style``; empty: it stays.
        tracks: the wanted tracks in score order.
        manner: attribute → level, 1 to 5, or a level for each of some stretches of equal length,
            0 for any.
        tonic: of the key, a name of ``TONICS`` ("Eb").
        mode: ``"major"`` or ``"minor"``.
        tempo: quarter notes a minute.
        meter: numerator and denominator.
        bars: length in bars.
        chords: chord symbols by bar, as typed.
        seed: of the first take.
        seed_kept: whether Generate uses ``seed`` again instead of rolling a new one.
        takes: how many takes a click makes.
        temperature, top_p, strength: as of ``Request``.
    """

    style: Mapping[str, float] = field(default_factory=dict)
    style_end: Mapping[str, float] = field(default_factory=dict)
    tracks: tuple[TrackRequest, ...] = ()
    manner: Mapping[str, int | tuple[int, ...]] = field(default_factory=dict)
    tonic: str | None = None
    mode: Mode | None = None
    tempo: float | None = None
    meter: tuple[int, int] | None = None
    bars: int | None = None
    chords: str = ""
    seed: Annotated[int, Meta(ge=0, le=MAX_SEED)] = 1
    seed_kept: bool = False
    takes: int = 4
    temperature: float = 1.0
    top_p: float = 0.98
    strength: float = 1.0

    def __post_init__(self) -> None:
        """Check the tonic, which no type does."""
        if self.tonic is not None and self.tonic not in TONICS:
            raise ValueError(f"no key has the tonic {self.tonic}")

    def to_request(self) -> Request:
        """The engine's order. What the engine can't leave open is decided by the seed.

        That is the length, and the other half of half a key ("minor", or "in D").
        """
        draw = random.Random(self.seed)
        # All dice are cast in any case, so that one decision doesn't change the others.
        tonic, any_mode = draw.randrange(12), draw.choice(MODES)
        any_bars = draw.choice(_USUAL_LENGTHS)
        key, mode = None, self.mode or any_mode
        if self.tonic is not None or self.mode is not None:
            key = Key.of(tonic, mode) if self.tonic is None else _key(self.tonic, mode)
        bars = any_bars if self.bars is None else self.bars
        return Request(
            style=dict(self.style),
            style_end=dict(self.style_end),
            tracks=self.tracks,
            bars=bars,
            meter=self.meter,
            key=key,
            tempo=self.tempo,
            manner=_manner(self.manner, bars),
            chords=self.chords,
            seed=self.seed,
            takes=self.takes,
            temperature=self.temperature,
            top_p=self.top_p,
            strength=self.strength,
        )

    @classmethod
    def of(cls, request: Request) -> "Recipe":
        """The recipe that orders ``request`` again, but for its source, cells and variation."""
        return cls(
            style=_shares(request.style),
            style_end=_shares(request.style_end),
            tracks=request.tracks,
            manner={n: level for n, level in request.manner.items() if isinstance(level, int)},
            tonic=None if request.key is None else request.key.tonic_name,
            mode=None if request.key is None else _mode(request.key),
            tempo=request.tempo,
            meter=request.meter,
            bars=request.bars,
            chords=request.chords,
            seed=request.seed,
            seed_kept=True,
            takes=request.takes,
            temperature=request.temperature,
            top_p=request.top_p,
            strength=request.strength,
        )

    def limited_to(self, styles: tuple[str, ...]) -> "Recipe":
        """The recipe without the styles that a model doesn't know; the rest sums to 1 again."""
        start, end = (
            _shares({name: weight for name, weight in mixture.items() if name in styles})
            for mixture in (self.style, self.style_end)
        )
        return replace(self, style=start, style_end=end)


def stretched(levels: tuple[int, ...], bars: int) -> tuple[int, ...]:
    """Levels of stretches as a level a bar."""
    return tuple(levels[bar * len(levels) // bars] for bar in range(bars))


def _manner(
    manner: Mapping[str, int | tuple[int, ...]], bars: int
) -> dict[str, int | tuple[int, ...]]:
    """The manner by bar where it changes, without what is any throughout."""
    result: dict[str, int | tuple[int, ...]] = {}
    for name, level in manner.items():
        by_bar = (level,) if isinstance(level, int) else level
        if any(by_bar):
            result[name] = by_bar[0] if len(set(by_bar)) == 1 else stretched(by_bar, bars)
    return result


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights that sum to 1, without styles of none."""
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items() if weight > 0}


def _key(tonic: str, mode: Mode) -> Key:
    """The key of this name, or its enharmonic twin where it has too many accidentals."""
    keys = {key.tonic_name: key for key in (Key(fifths, mode) for fifths in range(-7, 8))}
    return keys.get(tonic) or Key.of(TONICS[tonic], mode)


def _mode(key: Key) -> Mode:
    return "minor" if key.mode == "minor" else "major"

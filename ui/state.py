"""The recipe: what the composer has set in the panel, without Qt.

``Recipe`` is what the controls show and edit; ``Recipe.to_request`` makes the engine's order of it.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from musicgan.errors import MusicganError
from musicgan.generation import Request, TrackRequest
from musicgan.song import Key

MODES = ("major", "minor")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that Generate needs. None, empty and 0 mean "any", as in ``Request``.

    Attributes:
        style: style → weight, 0 to 1; the weights sum to 1.
        tracks: the wanted tracks in score order.
        manner: attribute → level, 1 to 5.
        tonic: pitch class of the key, 0 to 11.
        mode: ``"major"`` or ``"minor"``.
        tempo: quarter notes a minute.
        meter: numerator and denominator.
        bars: length in bars.
        chords: chord symbols by bar, as typed.
        seed: of the first take.
        seed_kept: whether Generate uses ``seed`` again instead of rolling a new one.
        takes: how many takes a click makes.
        temperature: 0.1 to 2.
    """

    style: Mapping[str, float] = field(default_factory=dict)
    tracks: tuple[TrackRequest, ...] = ()
    manner: Mapping[str, int] = field(default_factory=dict)
    tonic: int | None = None
    mode: str | None = None
    tempo: float | None = None
    meter: tuple[int, int] | None = None
    bars: int = 16
    chords: str = ""
    seed: int = 1
    seed_kept: bool = False
    takes: int = 4
    temperature: float = 1.0

    def to_request(self) -> Request:
        """The engine's order. Half a key ("minor", or "in D") is completed from the seed."""
        return Request(
            style=dict(self.style),
            tracks=self.tracks,
            bars=self.bars,
            meter=self.meter,
            key=self._key(),
            tempo=self.tempo,
            manner={name: level for name, level in self.manner.items() if level},
            chords=self.chords,
            seed=self.seed,
            takes=self.takes,
            temperature=self.temperature,
        )

    def _key(self) -> Key | None:
        if self.tonic is None and self.mode is None:
            return None
        draw = random.Random(self.seed)
        tonic = draw.randrange(12) if self.tonic is None else self.tonic
        mode = draw.choice(MODES) if self.mode is None else self.mode
        return Key.of(tonic, mode)

    def to_json(self) -> str:
        """A text that ``from_json`` reads back to an equal recipe."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "Recipe":
        """Read what ``to_json`` wrote; fields that this version doesn't know are passed over.

        Raises:
            MusicganError: the text holds no recipe.
        """
        try:
            return msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as error:
            raise MusicganError(
                f"The saved recipe can't be read ({error}); a new one is used."
            ) from error

    def limited_to(self, styles: tuple[str, ...]) -> "Recipe":
        """The recipe without the styles that a model doesn't know; the rest sums to 1 again."""
        known = {
            name: weight for name, weight in self.style.items() if name in styles and weight > 0
        }
        total = sum(known.values())
        return replace(self, style={name: weight / total for name, weight in known.items()})

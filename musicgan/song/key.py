"""Musical keys, as MIDI and scores write them: fifths and mode."""

import re
from dataclasses import dataclass

from musicgan.errors import MusicganError

_LETTERS = "FCGDAEB"
_MODES = ("major", "minor")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """A key signature and a mode.

    Attributes:
        fifths: sharps (positive) or flats (negative), -7 to 7.
        mode: ``"major"`` or ``"minor"``.
    """

    fifths: int
    mode: str

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not -7 <= self.fifths <= 7 or self.mode not in _MODES:
            raise ValueError(f"no such key: fifths={self.fifths}, mode={self.mode}")

    @property
    def tonic(self) -> int:
        """Pitch class of the tonic, 0 (C) to 11 (B)."""
        return (self.fifths * 7 + (0 if self.mode == "major" else 9)) % 12

    @property
    def tonic_name(self) -> str:
        """Name of the tonic, e.g. ``"Eb"``."""
        place = self.fifths + (1 if self.mode == "major" else 4)
        sign = "#" * (place // 7) if place >= 0 else "b" * -(place // 7)
        return _LETTERS[place % 7] + sign

    def __str__(self) -> str:
        """E.g. ``"Eb major"``."""
        return f"{self.tonic_name} {self.mode}"

    @classmethod
    def of(cls, tonic: int, mode: str) -> "Key":
        """The key with the fewest accidentals for a pitch class (0 to 11) and a mode."""
        fifths = (tonic * 7 - (0 if mode == "major" else 63)) % 12
        return cls(fifths if fifths <= 6 else fifths - 12, mode)

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Read ``"Eb major"``, ``"f# minor"``, ``"Am"``, ``"C"``.

        Raises:
            MusicganError: the text names no key.
        """
        match = re.fullmatch(
            r"\s*([A-Ga-g])\s*([#♯b♭]?)\s*-?\s*(major|maj|minor|min|m)?\s*", text, re.IGNORECASE
        )
        if not match:
            raise MusicganError(f"“{text}” is no key; write one as “Eb major”, “F# minor” or “Am”.")
        letter, sign, mode_text = match.groups()
        mode = "minor" if mode_text and mode_text.lower() in ("minor", "min", "m") else "major"
        if mode_text == "M":
            mode = "major"
        signs = {"": 0, "#": 7, "♯": 7, "b": -7, "♭": -7}
        place = _LETTERS.index(letter.upper()) + signs[sign.lower()]
        fifths = place - (1 if mode == "major" else 4)
        if not -7 <= fifths <= 7:
            raise MusicganError(
                f"“{text}” has more than seven accidentals; choose its enharmonic twin."
            )
        return cls(fifths, mode)

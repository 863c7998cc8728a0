"""Option texts into values, each error a sentence."""

from dataclasses import dataclass

from musicgan.errors import MusicganError
from musicgan.generation import (
    LEVELS,
    MANNERS,
    MAX_PITCHED_TRACKS,
    MAX_TEMPO,
    MIN_TEMPO,
    TrackRequest,
)
from musicgan.song import DRUMS, FAMILIES, Key


def parse_styles(text: str) -> dict[str, float]:
    """Read ``"jazz:2,funk"``: weights by style, 1 where none is given.

    Raises:
        MusicganError: a weight is no positive number, or a style is named twice.
    """
    styles: dict[str, float] = {}
    for part in _parts(text):
        name, colon, weight_text = part.partition(":")
        weight = _number(weight_text, f"The weight of the style “{name}”") if colon else 1.0
        if weight <= 0:
            raise MusicganError(
                f"The weight of the style “{name}” must be above 0, not {weight:g}."
            )
        if name in styles:
            raise MusicganError(f"The style “{name}” is named twice; name each style once.")
        styles[name] = weight
    return styles


def parse_tracks(text: str) -> tuple[TrackRequest, ...]:
    """Read ``"strings,strings,reed:65,drums"``: families, some with a program.

    Raises:
        MusicganError: no such family, a program of another family, or too many tracks.
    """
    tracks = tuple(_parse_track(part) for part in _parts(text))
    pitched = sum(track.family != DRUMS for track in tracks)
    if pitched > MAX_PITCHED_TRACKS:
        raise MusicganError(
            f"{pitched} pitched tracks are too many; ask for at most {MAX_PITCHED_TRACKS}, and "
            "drums."
        )
    if len(tracks) - pitched > 1:
        raise MusicganError("Only one track of drums can be asked for; name drums once.")
    return tracks


def _parse_track(text: str) -> TrackRequest:
    family, colon, program_text = text.partition(":")
    if family not in FAMILIES:
        raise MusicganError(
            f"There is no instrument family “{family}”; choose from {', '.join(FAMILIES)}."
        )
    program = _whole(program_text, f"The program of “{text}”") if colon else None
    try:
        return TrackRequest(family, program)
    except ValueError as error:
        first = 8 * FAMILIES.index(family)
        raise MusicganError(
            f"Program {program} is not of the family {family}; its programs are {first} to "
            f"{first + 7}."
        ) from error


def parse_meter(text: str) -> tuple[int, int]:
    """Read ``"6/8"``.

    Raises:
        MusicganError: it is no meter.
    """
    above, slash, below = text.strip().partition("/")
    if slash and _is_whole(above) and below in ("1", "2", "4", "8", "16") and 1 <= int(above) <= 32:
        return int(above), int(below)
    raise MusicganError(f"“{text}” is no meter; write one as 4/4, 3/4 or 6/8.")


def parse_key(text: str) -> Key:
    """Read ``"Eb major"``.

    Raises:
        MusicganError: it is no key.
    """
    return Key.parse(text)


def parse_tempo(bpm: float) -> float:
    """Check a tempo, quarter notes a minute.

    Raises:
        MusicganError: it is outside ``MIN_TEMPO`` to ``MAX_TEMPO``.
    """
    if not MIN_TEMPO <= bpm <= MAX_TEMPO:
        raise MusicganError(
            f"A tempo of {bpm:g} can't be asked for; choose {MIN_TEMPO:g} to {MAX_TEMPO:g} quarter "
            "notes a minute."
        )
    return bpm


def parse_manner(text: str) -> dict[str, int]:
    """Read ``"density=high,register=very low"``: levels by manner, index in ``LEVELS``.

    Raises:
        MusicganError: no such manner or level.
    """
    manner: dict[str, int] = {}
    for part in _parts(text):
        name, _, level = (piece.strip() for piece in part.partition("="))
        level = level.replace("-", " ").replace("_", " ")
        if name not in MANNERS:
            raise MusicganError(f"There is no manner “{name}”; choose from {', '.join(MANNERS)}.")
        if level not in LEVELS:
            raise MusicganError(
                f"“{level}” is no level of {name}; write it as {name}=high, with one of "
                f"{', '.join(LEVELS)}."
            )
        if level != LEVELS[0]:
            manner[name] = LEVELS.index(level)
    return manner


@dataclass(frozen=True, slots=True)
class BarRange:
    """Bars ``first`` to ``last`` (both counted from 0, both included) of some tracks.

    Attributes:
        first, last: bars.
        tracks: numbers from 0; empty: all.
    """

    first: int
    last: int
    tracks: tuple[int, ...]


def parse_region(text: str) -> BarRange:
    """Read ``"5-8@1,3"``: bars and tracks counted from 1, as musicians do.

    Raises:
        MusicganError: it is no region.
    """
    bars_text, at, tracks_text = text.partition("@")
    first_text, dash, last_text = bars_text.partition("-")
    wrong = MusicganError(
        f"“{text}” is no region; write bars and tracks as 5-8, 5 or 5-8@1,3 (counted from 1)."
    )
    if not _is_whole(first_text) or (dash and not _is_whole(last_text)):
        raise wrong
    first, last = int(first_text), int(last_text or first_text)
    track_texts = tracks_text.split(",") if at else []
    if not all(_is_whole(track) and int(track) >= 1 for track in track_texts):
        raise wrong
    if not 1 <= first <= last:
        raise wrong
    return BarRange(first - 1, last - 1, tuple(int(track) - 1 for track in track_texts))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _number(text: str, what: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise MusicganError(f"{what} is “{text}”, which is no number.") from error


def _whole(text: str, what: str) -> int:
    if not _is_whole(text):
        raise MusicganError(f"{what} is “{text[:30]}”, which is no whole number.")
    return int(text)


def _is_whole(text: str) -> bool:
    """Whether it is a whole number that Python reads, too: it refuses thousands of digits."""
    return text.isdecimal() and len(text) < 10

"""A request checked, and every "any" that must be decided filled in from what is usual."""

from dataclasses import replace

import numpy as np

from musicgan.data.dataset import Instrumentation, StyleInfo
from musicgan.data.frames import MAX_BAR_TICKS, MAX_PITCHED_TRACKS, METERS
from musicgan.data.harmony import estimate_key
from musicgan.data.manner import LEVEL_COUNT, MANNERS
from musicgan.errors import MusicganError
from musicgan.generation.request import (
    MAX_BARS,
    MAX_STRENGTH,
    MAX_TAKES,
    MAX_TEMPERATURE,
    MAX_TEMPO,
    MIN_STRENGTH,
    MIN_TEMPERATURE,
    MIN_TEMPO,
    Request,
    TrackRequest,
)
from musicgan.song import DRUMS, Key, Meter, Song

_KEYS_IN_USE = range(-4, 5)
"""Fifths of the keys that "any" chooses from: up to four sharps or flats."""

_USUAL_METERS = METERS[:8]
"""Meters that "any" chooses from."""


def check(request: Request, styles: tuple[StyleInfo, ...]) -> None:
    """Refuse what can't be met.

    Raises:
        MusicganError: the first thing that is wrong.
    """
    names = {style.name for style in styles}
    asked = {**request.style, **request.style_end}
    unknown = ", ".join(name for name in asked if name not in names)
    if unknown:
        raise MusicganError(
            f"The model has no style “{unknown}”; it knows {', '.join(sorted(names))}."
        )
    check_ranges(request)


def check_ranges(request: Request) -> None:
    """Refuse what no model can meet.

    Raises:
        MusicganError: the first thing that is wrong.
    """
    problems = {
        "The weights of the styles must be positive.": any(
            not 0 <= weight < np.inf
            for mixture in (request.style, request.style_end)
            for weight in mixture.values()
        )
        or any(
            len(mixture) > 0 and sum(mixture.values()) == 0
            for mixture in (request.style, request.style_end)
        ),
        f"A piece has 1 to {MAX_BARS} bars.": not 1 <= request.bars <= MAX_BARS,
        f"1 to {MAX_TAKES} takes can be made at once.": not 1 <= request.takes <= MAX_TAKES,
        f"The temperature must lie between {MIN_TEMPERATURE:g} and {MAX_TEMPERATURE:g}.": not (
            MIN_TEMPERATURE <= request.temperature <= MAX_TEMPERATURE
        ),
        "Top-p must lie above 0 and at most at 1.": not 0 < request.top_p <= 1,
        f"The strength must lie between {MIN_STRENGTH:g} and {MAX_STRENGTH:g}.": not (
            MIN_STRENGTH <= request.strength <= MAX_STRENGTH
        ),
        "The share that varies must lie between 0 and 1.": not 0 <= request.vary <= 1,
        f"The tempo must lie between {MIN_TEMPO:g} and {MAX_TEMPO:g} beats a minute.": (
            request.source is None
            and request.tempo is not None
            and not MIN_TEMPO <= request.tempo <= MAX_TEMPO
        ),
        f"At most {MAX_PITCHED_TRACKS} pitched tracks and one of drums are possible.": sum(
            track.family != DRUMS for track in request.tracks
        )
        > MAX_PITCHED_TRACKS
        or sum(track.family == DRUMS for track in request.tracks) > 1,
        f"A manner is one of {', '.join(MANNERS)}, with a level from 1 to {LEVEL_COUNT}.": any(
            name not in MANNERS or not all(0 <= level <= LEVEL_COUNT for level in levels(value))
            for name, value in request.manner.items()
        ),
        "A manner has one level for the piece, or one for each bar.": any(
            not isinstance(value, int) and len(value) != request.bars
            for value in request.manner.values()
        ),
    }
    for sentence, wrong in problems.items():
        if wrong:
            raise MusicganError(sentence)
    if request.source is not None:
        _check_source(request.source, request.tracks)
    elif request.meter is not None:
        _check_meter(*request.meter)


def levels(value: int | tuple[int, ...]) -> tuple[int, ...]:
    """The levels of a manner that is asked for, one for all bars or one a bar."""
    return (value,) if isinstance(value, int) else value


def _check_source(source: Song, tracks: tuple[TrackRequest, ...]) -> None:
    drums = [track.is_drum for track in source.tracks]
    if drums != [track.family == DRUMS for track in tracks[: len(drums)]]:
        raise MusicganError(
            "The first of the wanted tracks must be those of the given music, drums for drums."
        )


def _check_meter(numerator: int, denominator: int) -> None:
    if denominator not in (1, 2, 4, 8, 16, 32) or not 1 <= numerator <= 32:
        raise MusicganError(f"{numerator}/{denominator} is no meter; write one as 3/4 or 6/8.")
    if Meter(0, numerator, denominator).bar_ticks > MAX_BAR_TICKS:
        raise MusicganError(
            "A bar can be at most eight quarter notes long; choose a shorter meter."
        )


def filled_in(request: Request, styles: tuple[StyleInfo, ...]) -> Request:
    """Decide tracks, meter, key and tempo where they are open; ``request.seed`` casts the dice.

    Style, manner and chords may stay open, since the model knows "any" of them. Meter and tempo
    are those of the source, where there is one.
    """
    rng = np.random.default_rng([request.seed % 2**64, 1])
    style = _some_style(request, styles, rng)
    # All dice are cast in any case, so that one decision doesn't change the others.
    minor = rng.random() < style.minor
    fifths = int(rng.choice(_KEYS_IN_USE))
    tracks = usual_tracks(_some_instrumentation(style, rng))
    meter = _some_meter(style, rng)
    filled = replace(
        request,
        tracks=request.tracks or tracks,
        meter=request.meter or meter,
        key=request.key or Key(fifths, "minor" if minor else "major"),
        tempo=request.tempo or float(round(style.tempos[1])),
    )
    source = request.source
    if source is None:
        return filled
    return replace(
        filled,
        meter=(source.meters[0].numerator, source.meters[0].denominator),
        key=request.key or (source.keys[0].key if source.keys else estimate_key(source)),
        tempo=source.tempos[0].bpm,
    )


def usual_tracks(instrumentation: Instrumentation) -> tuple[TrackRequest, ...]:
    """The tracks of an instrumentation; kits are left to the default."""
    return tuple(
        TrackRequest(kind.family, None if kind.family == DRUMS else kind.program)
        for kind in instrumentation.tracks
    )


def _some_style(
    request: Request, styles: tuple[StyleInfo, ...], rng: np.random.Generator
) -> StyleInfo:
    """One of the asked styles, or any by the root of its size, to decide what is open."""
    weights = np.array([request.style.get(style.name, 0.0) for style in styles])
    if not weights.sum():
        weights = np.sqrt([style.bars for style in styles])
    return styles[int(rng.choice(len(styles), p=weights / weights.sum()))]


def _some_instrumentation(style: StyleInfo, rng: np.random.Generator) -> Instrumentation:
    counts = np.array([choice.count for choice in style.instrumentations], np.float64)
    return style.instrumentations[int(rng.choice(len(counts), p=counts / counts.sum()))]


def _some_meter(style: StyleInfo, rng: np.random.Generator) -> tuple[int, int]:
    common = [row for row in style.meters if row[:2] in _USUAL_METERS] or [(4, 4, 1)]
    counts = np.array([row[2] for row in common], np.float64)
    return common[int(rng.choice(len(common), p=counts / counts.sum()))][:2]

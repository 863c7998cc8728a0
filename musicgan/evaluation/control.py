"""Whether an engine does as it is told: random requests, and what comes of them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np
import numpy.typing as npt

from musicgan.data import METERS, StyleInfo, TrackKind, manner
from musicgan.data.frames import DRUM_FAMILY, Piece, to_piece
from musicgan.data.harmony import estimate_key
from musicgan.data.windows import Window, cut_window
from musicgan.evaluation.contenders import Contender, fingerprint
from musicgan.evaluation.excerpts import Excerpt, note_rows
from musicgan.evaluation.musegan import beat_chroma
from musicgan.evaluation.store import Store
from musicgan.evaluation.takes import opened, takes_of
from musicgan.generation import Request, TrackRequest
from musicgan.song import DRUMS, Key, Meter, Note, Song, Track, bars
from musicgan.song.chords import parse_progression, symbol

ASKED_MANNERS = ("density", "polyphony", "articulation", "dynamics")
"""Manners whose levels are asked and measured."""

WISHES = ("bars", "meter", "tempo", "key", "instruments", "all tracks play")
"""What a song either keeps or does not: as many bars as asked, with nothing after them; meter,
tempo and key as asked; the asked families and programs in the asked order; a note in every track.
"""

_BARS = (4, 12)
_TEMPOS = (60, 180)
_FIFTHS = (-5, 6)
_CHUNK = 6

_LEVELS = (1, 3, 5)
"""Of each manner, in some order, in requests that are alike."""

_PROGRESSIONS = {
    "major": ("C | G | Am | F", "Dm7 | G7 | Cmaj7 | C", "C | Am | F | G", "C | F | G7 | C"),
    "minor": ("Am | F | C | G", "Am | Dm | E7 | Am", "Am | G | F | E7", "Am | C | Dm | E7"),
}
"""In C major and A minor."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Adherence(msgspec.Struct, frozen=True):
    """How requests are kept; shares from 0 to 1, None where nothing can be said.

    Attributes:
        takes: how many there are.
        kept: for each of ``WISHES``, the share of takes that keep it.
        key_heard: the key estimated from the notes alone is the asked one.
        chord_tones: share of the sounding time of pitched notes in the asked chord.
        manners: rank correlation (Spearman) of each manner's asked level and measured figure, both
            as they differ from the mean over the requests that are alike in all else: styles,
            instruments and meters differ far more than what is asked of them.
    """

    takes: int
    kept: dict[str, float]
    key_heard: float | None
    chord_tones: float | None
    manners: dict[str, float | None]


class Answer(msgspec.Struct, frozen=True):
    """What one song is like.

    Attributes:
        kept: 1 for each of ``WISHES`` that is kept, else 0.
        key_heard: 1 or 0; None without pitched notes.
        chord_tones: share; None where no chord was asked.
        manners: figures by name.
    """

    kept: dict[str, float]
    key_heard: float | None
    chord_tones: float | None
    manners: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class _Task:
    contender: Contender
    model: str
    requests: tuple[Request, ...]

    def key(self) -> str:
        return f"{self.contender.engine} {self.model} {msgspec.json.encode(self.requests).decode()}"


def random_requests(
    styles: Sequence[StyleInfo], count: int, seed: int, temperature: float
) -> list[Request]:
    """Requests for any style, with one of its usual instrumentations, and any bars, meter, key.

    Three at a time are alike but for the seed and the levels: they ask every manner that varies in
    the style at three. Chords are asked in half of those with pitched tracks.
    """
    found: list[Request] = []
    for number in range(-(-count // len(_LEVELS))):
        rng = np.random.default_rng([seed, 17, number])
        style = styles[int(rng.integers(len(styles)))]
        kinds = style.instrumentations[int(rng.integers(len(style.instrumentations)))].tracks
        levels = {name: rng.permutation(_LEVELS).tolist() for name in ASKED_MANNERS}
        levels = {name: row for name, row in levels.items() if _varies(name, style)}
        request = _random_request(style, kinds, rng)
        found += [
            replace(
                request,
                manner={name: row[place] for name, row in levels.items()},
                seed=request.seed + place,
                temperature=temperature,
            )
            for place in range(len(_LEVELS))
        ]
    return found[:count]


def _varies(name: str, style: StyleInfo) -> bool:
    """Whether a manner has levels in a style: all folk tunes, say, are of one voice."""
    if not style.borders:
        return True
    return bool(manner.varying(np.array(style.borders))[manner.MANNERS.index(name)])


def measure_adherence(
    contender: Contender,
    requests: Sequence[Request],
    store: Store,
    progress: Callable[[float], None] = lambda done: None,
) -> Adherence:
    """Order one take of each request and look at what comes.

    Raises:
        MusicganError: the model can't be used.
    """
    model = fingerprint(contender.model)
    tasks = [
        _Task(contender, model, tuple(requests[start : start + _CHUNK]))
        for start in range(0, len(requests), _CHUNK)
    ]
    answers = [a for chunk in store.run(_order, tasks, list[Answer], progress) for a in chunk]
    return Adherence(
        takes=len(answers),
        kept={wish: float(np.mean([a.kept[wish] for a in answers])) for wish in WISHES},
        key_heard=mean_known([a.key_heard for a in answers]),
        chord_tones=mean_known([a.chord_tones for a in answers]),
        manners={name: _correlation(name, requests, answers) for name in ASKED_MANNERS},
    )


def real_adherence(excerpts: Sequence[Excerpt]) -> Adherence:
    """The figures that real music has too: the heard key is that of the piece, chords the known.

    Chords that stand in no file are estimated from the notes, which makes their share larger.
    """
    return Adherence(
        takes=len(excerpts),
        kept={},
        key_heard=mean_known([_key_heard(excerpt) for excerpt in excerpts]),
        chord_tones=mean_known([chord_tones(beat_chroma(e.window), e.chords) for e in excerpts]),
        manners={},
    )


def answered(request: Request, song: Song) -> Answer:
    """What a song makes of a request."""
    grid = bars(song)
    pitched = any(track.notes and not track.is_drum for track in song.tracks)
    end = max((note.end for track in song.tracks for note in track.notes), default=0)
    kept = {
        "bars": len(grid) == request.bars and end <= grid[-1].end,
        "meter": all((b.meter.numerator, b.meter.denominator) == request.meter for b in grid),
        "tempo": [tempo.bpm for tempo in song.tempos] == [request.tempo],
        "key": [change.key for change in song.keys] == [request.key],
        "instruments": [_kind(t.is_drum, t.program) for t in song.tracks]
        == [_kind(t.family == DRUMS, t.midi_program) for t in request.tracks],
        "all tracks play": all(track.notes for track in song.tracks),
    }
    piece = to_piece(song) if song.note_count else None
    return Answer(
        kept={wish: float(value) for wish, value in kept.items()},
        key_heard=float(_same(estimate_key(song), request.key)) if pitched else None,
        chord_tones=_asked_chord_tones(request, piece) if piece and request.chords else None,
        manners=_manners(piece) if piece else dict.fromkeys(ASKED_MANNERS),
    )


def chord_tones(chroma: Floats, chords: Ints) -> float | None:
    """Share of the sounding time in known chords that belongs to them.

    Args:
        chroma: (tracks, beats, 12) ticks of each pitch class.
        chords: (beats,) pitch classes as bits; 0 where none is known.
    """
    sounding = chroma.sum(axis=0)[: len(chords)][chords > 0]
    inside = (chords[chords > 0][:, None] >> np.arange(12)) & 1
    total = float(sounding.sum())
    return float((sounding * inside[: len(sounding)]).sum()) / total if total else None


def mean_known(values: Sequence[float | None]) -> float | None:
    """Mean of the figures that there are."""
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _order(task: _Task) -> list[Answer]:
    engine = opened(task.contender.engine, task.contender.model, task.model)
    return [
        answered(request, take.song)
        for request in task.requests
        for take in takes_of(engine, request)
    ]


def _asked_chord_tones(request: Request, piece: Piece) -> float | None:
    """In C major or A minor, where the piece is."""
    assert request.key is not None
    assert request.meter is not None
    window = cut_window(piece, 0, len(piece.bars), np.ones(1, np.float32))
    by_bar = parse_progression(request.chords, Meter(0, *request.meter))
    bits = np.zeros(len(window.beat_bar), np.int64)
    for beat, (bar, place) in enumerate(zip(window.beat_bar, window.beat_place, strict=True)):
        started = [chord for at, chord in by_bar[bar % len(by_bar)] if at <= place]
        if started and started[-1] is not None:
            bits[beat] = sum(1 << (pitch + piece.shift) % 12 for pitch in started[-1].pitch_classes)
    return chord_tones(beat_chroma(window), bits)


def _manners(piece: Piece) -> dict[str, float | None]:
    figures = manner.average(*manner.measure_bars(piece))
    by_name = dict(zip(manner.MANNERS, figures.tolist(), strict=True))
    return {name: None if np.isnan(by_name[name]) else by_name[name] for name in ASKED_MANNERS}


def asked_and_measured(
    name: str, requests: Sequence[Request], answers: Sequence[Answer]
) -> list[tuple[float, float]]:
    """Levels and figures of a manner, less their means over requests for the same music."""
    alike: dict[object, list[tuple[float, float]]] = defaultdict(list)
    for request, answer in zip(requests, answers, strict=True):
        level, figure = request.manner.get(name), answer.manners[name]
        if isinstance(level, int) and figure is not None:
            alike[_beside_manner(request)].append((level, figure))
    rows = [np.array(pairs) - np.mean(pairs, axis=0) for pairs in alike.values()]
    return [(float(level), float(figure)) for row in rows for level, figure in row]


def _beside_manner(request: Request) -> tuple[object, ...]:
    """What requests that are alike share."""
    return (
        *request.style, request.tracks, request.bars, request.meter, request.key, request.tempo,
        request.chords,
    )  # fmt: skip


def _correlation(name: str, requests: Sequence[Request], answers: Sequence[Answer]) -> float | None:
    from scipy.stats import spearmanr

    pairs = asked_and_measured(name, requests, answers)
    asked, measured = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    if len(asked) < 2 or len(measured) < 2:
        return None
    return float(spearmanr(pairs).statistic)


def _key_heard(excerpt: Excerpt) -> float | None:
    """Whether the key of a window is heard as C major or A minor."""
    song = _song_of(excerpt.window)
    if not song.note_count:
        return None
    asked = Key(0, "minor" if excerpt.key.mode == "minor" else "major")
    return float(_same(estimate_key(song), asked))


def _song_of(window: Window) -> Song:
    """The pitched notes of a window."""
    rows = note_rows(window)
    pitched = rows[window.family[rows["track"]] != DRUM_FAMILY]
    notes = (Note(int(r["onset"]), int(r["pitch"]), int(r["duration"])) for r in pitched)
    return Song(tracks=(Track(notes=tuple(notes)),))


def _kind(drum: bool, program: int) -> tuple[bool, int]:
    """A track's instrument; all kits are alike."""
    return drum, 0 if drum else program


def _same(heard: Key, asked: Key | None) -> bool:
    return asked is not None and (heard.tonic, heard.mode) == (asked.tonic, asked.mode)


def _random_request(
    style: StyleInfo,
    kinds: Sequence[TrackKind],
    rng: np.random.Generator,
) -> Request:
    key = Key(int(rng.integers(*_FIFTHS)), str(rng.choice(["major", "minor"])))
    pitched = any(kind.family != DRUMS for kind in kinds)
    progression = str(rng.choice(_PROGRESSIONS[key.mode])) if pitched else ""
    meter = METERS[int(rng.integers(8))]
    return Request(
        style={style.name: 1.0},
        tracks=tuple(
            TrackRequest(kind.family, None if kind.family == DRUMS else kind.program)
            for kind in kinds
        ),
        bars=int(rng.integers(*_BARS, endpoint=True)),
        meter=meter,
        key=key,
        tempo=float(rng.integers(*_TEMPOS)),
        chords=_in_key(progression, key, meter) if rng.random() < 0.5 else "",
        seed=int(rng.integers(2**31)),
    )


def _in_key(progression: str, key: Key, meter: tuple[int, int]) -> str:
    """Chords of C major or A minor moved to a key."""
    up = key.tonic - (0 if key.mode == "major" else 9)
    by_bar = parse_progression(progression, Meter(0, *meter))
    return " | ".join(
        symbol(chord.transposed(up) if chord else None, key) for ((_, chord),) in by_bar
    )

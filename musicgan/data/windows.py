"""Windows: some bars of a piece, cut into frames, with the conditions that the model is given.

A window serves training (a random cut with a random task and randomly dropped conditions),
evaluation (whole pieces, plain conditions) and generation (conditions and locked notes only).
"""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.data.augmentation import moved_by_octave, with_articulation, with_dynamics
from musicgan.data.dataset import Dataset
from musicgan.data.echoes import (
    echo_frames,
    echo_next,
    echo_notes,
    echo_streaks,
    echo_times,
    motion_class,
)
from musicgan.data.frames import (
    NOTE,
    TRACK,
    Piece,
    beats_in,
    duration_class,
    frame_onsets,
    velocity_class,
)
from musicgan.data.harmony import NO_CHORD, UNKNOWN
from musicgan.song import TICKS_PER_BEAT

ANY_PROGRAM = 128

CHORD_FEATURES = 3 * 12 + 2
"""Pitch classes, root and bass one-hot, "known", "no chord"."""

_COUNT_BORDERS = np.array([*range(1, 17), 20, 24, 32, 48, 64])
COUNT_BUCKETS = len(_COUNT_BORDERS) + 1
"""Buckets of a number of bars: exact up to 16, then coarser."""

PHRASE_BARS = 8

_TEMPO_BORDERS = np.array([50, 60, 70, 80, 90, 100, 110, 120, 130, 145, 160, 180, 210])
TEMPO_BUCKETS = len(_TEMPO_BORDERS) + 2
"""Buckets of a tempo; bucket 0 is "any"."""

MODES = 3
"""Any, major, minor."""

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]


class Cell(IntEnum):
    """What may happen in one bar of one track."""

    FREE = 0
    """The engine writes it."""
    LOCKED = 1
    """The notes are given and come back bit for bit."""
    SILENT = 2
    """It stays empty."""


@dataclass(frozen=True, slots=True)
class Window:
    """Frames and conditions of some bars. F frames, N notes, M bars, Q beats, K tracks.

    Times are ticks from the window's start. Notes are sorted by frame; within a frame the locked
    ones come first, then by track, then by pitch downward.

    Attributes:
        time, position, bar, beat: (F,) of each frame: tick, tick in its bar, its bar, its beat.
        next: (F,) position in the bar of the next frame; 0 is the next barline.
        limit: (F,) the next locked onset in the bar, which no frame may jump over; else its ticks.
        note_frame, note_track, note_pitch, note_duration, note_velocity: (N,); the last two are
            classes of ``frames``.
        echo_frame, echo_next: (F, E) of ``echoes``.
        echo_streak: (F, E, MAX_TRACKS + 1, 2) of ``echoes``.
        note_before: (N,) 1 + the highest pitch of the track's latest earlier frame; 0: none.
        note_motion: (N,) class of the step that led to that pitch, of ``echoes``; 0: none.
        echo_note: (N, E, C) of ``echoes``.
        note_onset, note_end: (N,) ticks.
        note_locked: (N,) whether the note is given.
        bar_ticks, bar_meter: (M,) length and index in ``METERS`` (or its length).
        bar_index, bars_left, phrase: (M,) buckets of the bar's number and of the bars that follow,
            and the bar's number modulo ``PHRASE_BARS``.
        levels: (M, 6) of the playing manner; 0 is "any".
        cells: (M, K) of ``Cell``.
        beat_bar, beat_place: (Q,) bar of each beat, and its number in the bar.
        chords: (Q, CHORD_FEATURES), all 0 for "any".
        family, ordinal, program: (K,); the last may be ``ANY_PROGRAM``.
        style: (M, styles) weights that sum to 1 in every bar, or all 0 for "any".
        mode: 0 any, 1 major, 2 minor.
        tempo: bucket.
    """

    time: Ints
    position: Ints
    bar: Ints
    beat: Ints
    next: Ints
    limit: Ints
    echo_frame: Ints
    echo_next: Ints
    echo_streak: Ints
    note_frame: Ints
    note_track: Ints
    note_pitch: Ints
    note_before: Ints
    note_motion: Ints
    echo_note: Ints
    note_duration: Ints
    note_velocity: Ints
    note_onset: Ints
    note_end: Ints
    note_locked: Bools
    bar_ticks: Ints
    bar_meter: Ints
    bar_index: Ints
    bars_left: Ints
    phrase: Ints
    levels: Ints
    cells: Ints
    beat_bar: Ints
    beat_place: Ints
    chords: Floats
    family: Ints
    ordinal: Ints
    program: Ints
    style: Floats
    mode: int
    tempo: int


def tempo_bucket(bpm: float) -> int:
    """Bucket 1 to ``TEMPO_BUCKETS - 1`` of a tempo in quarter notes a minute."""
    return int(np.searchsorted(_TEMPO_BORDERS, bpm, side="right")) + 1


def chord_features(rows: npt.NDArray[np.void]) -> Floats:
    """(beats, CHORD_FEATURES) of rows of ``harmony.CHORD``."""
    features = np.zeros((len(rows), CHORD_FEATURES), np.float32)
    features[:, :12] = (rows["pitch_classes"][:, None] >> np.arange(12)) & 1
    tonal = rows["root"] < NO_CHORD
    beats = np.flatnonzero(tonal)
    features[beats, 12 + rows["root"][tonal]] = 1
    features[beats, 24 + rows["bass"][tonal]] = 1
    features[:, 36] = rows["root"] != UNKNOWN
    features[:, 37] = rows["root"] == NO_CHORD
    return features


def cut_window(
    piece: Piece,
    first: int,
    last: int,
    style: Floats,
    cells: npt.NDArray[np.integer] | None = None,
) -> Window:
    """Bars ``first`` up to ``last`` (exclusive) of a piece with every condition as it is.

    ``style`` is (styles,), or (bars, styles) where it changes; ``cells`` (last - first, tracks) of
    ``Cell``, None if everything is free. Silent cells must hold no notes.
    """
    bars = piece.bars[first:last]
    begin = int(bars["start"][0])
    if cells is None:
        cells = np.zeros((last - first, len(piece.tracks)), np.int64)
    low, high = np.searchsorted(piece.notes["onset"], [begin, begin + _ticks(bars)])
    notes = np.array(piece.notes[low:high], NOTE)
    notes["onset"] -= begin
    beats = beats_in(bars["ticks"])
    skipped = int(beats_in(piece.bars["ticks"][:first]).sum())
    number = np.arange(first, last)
    count = len(bars)
    bar_ticks = bars["ticks"].astype(np.int64)
    return Window(
        **_frame_fields(notes, bar_ticks, cells),
        bar_ticks=bar_ticks,
        bar_meter=bars["meter"].astype(np.int64),
        bar_index=np.searchsorted(_COUNT_BORDERS, number, side="right"),
        bars_left=np.searchsorted(_COUNT_BORDERS, len(piece.bars) - 1 - number, side="right"),
        phrase=number % PHRASE_BARS,
        levels=np.zeros((count, len(manner.MANNERS)), np.int64),
        cells=cells.astype(np.int64),
        beat_bar=np.repeat(np.arange(count), beats),
        beat_place=np.concatenate([np.arange(n) for n in beats]),
        chords=chord_features(piece.chords[skipped : skipped + int(beats.sum())]),
        family=piece.tracks["family"].astype(np.int64),
        ordinal=piece.tracks["ordinal"].astype(np.int64),
        program=piece.tracks["program"].astype(np.int64),
        style=np.broadcast_to(style, (count, style.shape[-1])).copy(),
        mode=2 if piece.minor else 1,
        tempo=tempo_bucket(piece.tempo),
    )


def with_notes(window: Window, notes: npt.NDArray[np.void]) -> Window:
    """The same conditions around other notes (rows of ``NOTE``, from the window's start)."""
    ordered = notes[np.argsort(notes["onset"], kind="stable")]
    return replace(window, **_frame_fields(ordered, window.bar_ticks, window.cells))


def _frame_fields(
    notes: npt.NDArray[np.void], bar_ticks: Ints, cells: npt.NDArray[np.integer]
) -> dict[str, Any]:
    """The fields of ``Window`` that follow from its notes, sorted by onset, on a grid of bars."""
    start = np.cumsum(bar_ticks) - bar_ticks
    onsets = np.unique(np.concatenate([start, notes["onset"].astype(np.int64)]))
    bar = np.searchsorted(start, onsets, side="right") - 1
    position = onsets - start[bar]
    frame = np.searchsorted(onsets, notes["onset"])
    locked = cells[bar[frame], notes["track"]] == Cell.LOCKED
    order = np.lexsort((-notes["pitch"].astype(np.int64), notes["track"], ~locked, frame))
    notes, frame, locked = notes[order], frame[order], locked[order]
    beats = beats_in(bar_ticks)
    first_beat = np.cumsum(beats) - beats
    times = echo_times(onsets, position, bar, bar_ticks)
    there = echo_frames(onsets, times)
    before, motion = _lines_before(frame, notes)
    track, pitch = notes["track"].astype(np.int64), notes["pitch"].astype(np.int64)
    return {
        "time": onsets,
        "position": position,
        "bar": bar,
        "beat": first_beat[bar] + position // TICKS_PER_BEAT,
        "next": np.append(position[1:], 0),
        "limit": _limits(onsets, position, bar_ticks[bar], frame[locked], bar),
        "echo_frame": there,
        "echo_next": echo_next(onsets, times, position, bar, bar_ticks),
        "echo_streak": echo_streaks(onsets, times, int(bar_ticks.sum()), frame, track, pitch),
        "note_frame": frame,
        "note_track": track,
        "note_pitch": pitch,
        "note_before": before,
        "note_motion": motion,
        "echo_note": echo_notes(there, frame, track),
        "note_duration": duration_class(notes["duration"]),
        "note_velocity": velocity_class(notes["velocity"]),
        "note_onset": notes["onset"].astype(np.int64),
        "note_end": notes["onset"].astype(np.int64) + notes["duration"],
        "note_locked": locked,
    }


def _ticks(bars: npt.NDArray[np.void]) -> int:
    return int(bars["start"][-1]) + int(bars["ticks"][-1]) - int(bars["start"][0])


def _lines_before(frame: Ints, notes: npt.NDArray[np.void]) -> tuple[Ints, Ints]:
    """``note_before`` and ``note_motion`` of a window's notes."""
    track, pitch = notes["track"].astype(np.int64), notes["pitch"].astype(np.int64)
    order = np.lexsort((-pitch, frame, track))
    track, place, pitch = track[order], frame[order], pitch[order]
    new_track = np.diff(track, prepend=-1) != 0
    new_chord = new_track | (np.diff(place, prepend=-1) != 0)
    top, starts = pitch[new_chord], new_track[new_chord]
    # Number of each chord in its track.
    count = np.arange(len(top))
    number = count - np.maximum.accumulate(np.where(starts, count, 0))
    earlier = np.where(number > 0, np.roll(top, 1) + 1, 0)
    step = np.where(number > 1, motion_class(np.roll(top, 1) - np.roll(top, 2)), 0)
    chord = np.cumsum(new_chord) - 1
    before, motion = np.zeros(len(notes), np.int64), np.zeros(len(notes), np.int64)
    before[order], motion[order] = earlier[chord], step[chord]
    return before, motion


def _limits(onsets: Ints, position: Ints, bar_ticks: Ints, locked_frames: Ints, bar: Ints) -> Ints:
    """For each frame, where in its bar the next locked note starts, else the bar's ticks."""
    limit = bar_ticks.copy()
    given = np.unique(locked_frames)
    following = np.searchsorted(given, np.arange(len(onsets)), side="right")
    has = np.flatnonzero(following < len(given))
    candidate = given[following[has]]
    same_bar = bar[candidate] == bar[has]
    limit[has[same_bar]] = position[candidate[same_bar]]
    return limit


@dataclass(frozen=True, slots=True)
class Dropout:
    """How often a condition is withheld in training, so that "any" is learned too.

    ``everything`` withholds style, mode, tempo, chords, manner and programs together: what guidance
    compares with.
    """

    everything: float = 0.08
    style: float = 0.15
    mode: float = 0.2
    tempo: float = 0.3
    chords: float = 0.5
    manner: float = 0.3
    attribute: float = 0.35
    program: float = 0.2
    track: float = 0.2


_DYNAMICS, _ARTICULATION = (manner.MANNERS.index(name) for name in ("dynamics", "articulation"))

_REPLAYED = 0.4
"""Share of the windows told how loud or how legato they are that are made louder, shorter, …

Many styles have one dynamics and one articulation throughout, and a composer may want another.
What is not told is heard as it is.
"""

_WITHHOLD_ALL = Dropout(style=1, mode=1, tempo=1, chords=1, manner=1, program=1)


def random_window(
    dataset: Dataset,
    index: int,
    rng: np.random.Generator,
    max_frames: int,
    styles: int,
    style: int,
    dropout: Dropout = Dropout(),
    free_only: bool = False,
    octaves: float = 0.0,
) -> Window:
    """A random cut of piece ``index`` with a random task and dropped conditions.

    It ends at a barline and has at most ``max_frames`` frames, or is a single bar. ``styles`` is
    the length of the style vector, ``style`` the piece's place in it. With ``free_only`` no task
    has locked cells. ``octaves`` is how often it is moved by an octave.
    """
    piece = dataset.piece(index)
    if octaves and rng.random() < octaves:
        piece = moved_by_octave(piece, int(rng.choice([-12, 12])))
    if len(piece.tracks) > 1 and rng.random() < dropout.track:
        piece = _fewer_tracks(piece, rng)
    count = len(piece.bars)
    first = 0 if rng.random() < 0.3 else int(rng.integers(0, max(1, count - 7)))
    last = _last_bar(piece, first, max_frames)
    cells = _random_cells(piece, first, last, rng, free_only)
    if rng.random() < dropout.everything:
        dropout = _WITHHOLD_ALL
    told = _told(rng, dropout)
    if told[_DYNAMICS] and rng.random() < _REPLAYED:
        piece = with_dynamics(piece, rng.uniform(30, 112))
    if told[_ARTICULATION] and rng.random() < _REPLAYED:
        piece = with_articulation(piece, rng.uniform(0.15, 1))
    weights = np.zeros(styles, np.float32)
    if rng.random() >= dropout.style:
        weights[style] = 1
    window = cut_window(piece, first, last, weights, cells)
    chords = window.chords if rng.random() >= dropout.chords else np.zeros_like(window.chords)
    hidden = rng.random(len(piece.tracks)) < dropout.program
    return replace(
        window,
        chords=chords,
        mode=0 if rng.random() < dropout.mode else window.mode,
        tempo=0 if rng.random() < dropout.tempo else window.tempo,
        program=np.where(hidden, ANY_PROGRAM, window.program),
        levels=_levels(
            piece_bars(piece, first, last),
            told,
            dataset.borders(dataset.meta.pieces[index].style),
            by_bar=rng.random() < 0.4,
        ),
    )


def _last_bar(piece: Piece, first: int, max_frames: int) -> int:
    """The furthest bar (exclusive) with at most ``max_frames`` frames before it, or one bar."""
    stop = min(first + max_frames, len(piece.bars))
    onsets = frame_onsets(piece, first, stop)
    if len(onsets) <= max_frames:
        return stop
    return max(
        first + 1, int(np.searchsorted(piece.bars["start"], onsets[max_frames], side="right")) - 1
    )


def _fewer_tracks(piece: Piece, rng: np.random.Generator) -> Piece:
    """Leave out some tracks at random, at least one stays."""
    count = len(piece.tracks)
    kept = np.sort(rng.choice(count, int(rng.integers(1, count)), replace=False))
    return keep_tracks(piece, kept)


def keep_tracks(piece: Piece, kept: Ints) -> Piece:
    """The piece with some of its tracks, which keep their order and are numbered anew."""
    rows = np.array(piece.tracks[kept], TRACK)
    for slot in range(len(rows)):
        rows["ordinal"][slot] = np.count_nonzero(rows["family"][:slot] == rows["family"][slot])
    new_slot = np.full(len(piece.tracks), 255, np.uint8)
    new_slot[kept] = np.arange(len(kept))
    notes = np.array(piece.notes[np.isin(piece.notes["track"], kept)], NOTE)
    notes["track"] = new_slot[notes["track"]]
    return replace(piece, notes=notes, tracks=rows)


def _random_cells(
    piece: Piece, first: int, last: int, rng: np.random.Generator, free_only: bool
) -> npt.NDArray[np.int64]:
    """Cells of a random task: generate, continue, infill or accompany; some empty cells silent."""
    bars, tracks = last - first, len(piece.tracks)
    cells = np.zeros((bars, tracks), np.int64)
    task = (
        "generate"
        if free_only
        else rng.choice(["generate", "continue", "infill", "accompany"], p=[0.45, 0.1, 0.25, 0.2])
    )
    if task == "continue":
        cells[: int(rng.integers(0, bars))] = Cell.LOCKED
    elif task == "infill":
        begin, end = np.sort(rng.integers(0, bars + 1, 2))
        begin = min(begin, bars - 1)
        chosen = rng.random(tracks) < rng.choice([0.3, 0.6, 1.0])
        chosen[rng.integers(tracks)] = True
        cells[:] = Cell.LOCKED
        cells[begin : max(end, begin + 1), chosen] = Cell.FREE
    elif task == "accompany" and tracks > 1:
        kept = rng.choice(tracks, int(rng.integers(1, tracks)), replace=False)
        cells[:, kept] = Cell.LOCKED
    told = rng.choice([0.0, 0.5, 1.0])
    empty = ~_playing(piece, first, last) & (rng.random((bars, tracks)) < told)
    cells[empty] = Cell.SILENT
    return cells


def _playing(piece: Piece, first: int, last: int) -> Bools:
    """(bars, tracks) whether any note starts there."""
    playing = np.zeros((last - first, len(piece.tracks)), bool)
    bar = np.searchsorted(piece.bars["start"], piece.notes["onset"], side="right") - 1 - first
    inside = (bar >= 0) & (bar < last - first)
    playing[bar[inside], piece.notes["track"][inside]] = True
    return playing


def _told(rng: np.random.Generator, dropout: Dropout) -> Bools:
    """(6,) which attributes of the playing manner are told."""
    told = rng.random(len(manner.MANNERS)) >= dropout.attribute
    return told & (rng.random() >= dropout.manner)


def _levels(piece: Piece, told: Bools, borders: npt.NDArray[np.float64], by_bar: bool) -> Ints:
    """(bars, 6) levels of what is told: those of the whole, or those of each bar."""
    levels = np.zeros((len(piece.bars), len(manner.MANNERS)), np.int64)
    if not told.any():
        return levels
    values, weights = manner.measure_bars(piece)
    levels[:] = manner.levels(manner.average(values, weights), borders)
    if by_bar:
        of_bar = manner.levels(np.where(weights > 0, values, np.nan), borders)
        levels = np.where(of_bar > 0, of_bar, levels)
    return levels * told


def piece_bars(piece: Piece, first: int, last: int) -> Piece:
    """The notes and bars of a stretch, still at their old ticks; chords stay as they are."""
    bars = piece.bars[first:last]
    begin = int(bars["start"][0])
    low, high = np.searchsorted(piece.notes["onset"], [begin, begin + _ticks(bars)])
    return replace(piece, notes=piece.notes[low:high], bars=bars)

"""From a request to what the model is given: an empty piece with conditions and locked notes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from musicgan.data.dataset import StyleInfo
from musicgan.data.frames import MAX_BAR_TICKS, NOTE, TRACK, Piece, bar_rows, fold, tonic_shift
from musicgan.data.harmony import CHORD, UNKNOWN, beat_starts, chord_row
from musicgan.data.manner import LEVEL_COUNT, MANNERS
from musicgan.data.windows import Cell, Window, cut_window
from musicgan.errors import MusicganError
from musicgan.generation.filling import check, filled_in, levels
from musicgan.generation.request import Request, TrackRequest
from musicgan.song import (
    DRUMS,
    FAMILIES,
    TICKS_PER_BEAT,
    Bar,
    ChordChange,
    Key,
    Meter,
    Song,
    bars,
)
from musicgan.song.chords import Chord, parse_progression, symbol
from musicgan.song.ranges import playable_range


@dataclass(frozen=True)
class Plan:
    """A request in the model's terms.

    Attributes:
        request: with every "any" filled in.
        key: of the result.
        tempo: of the result, unless its source has a tempo map.
        grid: bars of the result.
        slots: for each requested track, its place in the model's order.
        window: conditions and locked notes.
        piece: the same grid, tracks and locked notes as a piece.
        borders: (bars, 6, 4) between the levels of the manner, as the style of each bar has them.
        playable: (tracks, 256) bool in the model's order and transposition; drum keys from 128.
        chords: chord symbols for the result, in its key.
    """

    request: Request
    key: Key
    tempo: float
    grid: list[Bar]
    slots: tuple[int, ...]
    window: Window
    piece: Piece
    borders: npt.NDArray[np.float64]
    playable: npt.NDArray[np.bool_]
    chords: tuple[ChordChange, ...]


def make_plan(request: Request, styles: tuple[StyleInfo, ...]) -> Plan:
    """Fill in what is open, and check what is asked.

    Raises:
        MusicganError: an unknown style, too many tracks, a meter that is too long, wrong chords, …
    """
    check(request, styles)
    request = filled_in(request, styles)
    key, tempo = request.key, request.tempo
    assert key is not None
    assert tempo is not None
    shift = tonic_shift(key)
    grid = _grid(request)
    slots = _slots(request.tracks)
    cells = _cells(request, len(grid), slots)
    chords = _progression(request, grid)
    piece = Piece(
        notes=_locked_notes(request, grid, slots, cells, shift),
        bars=bar_rows(grid),
        tracks=_track_rows(request.tracks, slots),
        chords=_chord_rows(chords, grid, shift),
        tempo=tempo,
        minor=key.mode == "minor",
        shift=shift,
    )
    shares = _style_vectors(request, styles, len(grid))
    window = cut_window(piece, 0, len(grid), shares, cells)
    window = replace(window, levels=_levels(request, len(grid)))
    return Plan(
        request=request,
        key=key,
        tempo=tempo,
        grid=grid,
        slots=slots,
        window=window,
        piece=piece,
        borders=_borders(shares, styles),
        playable=_playable(request.tracks, slots, shift),
        chords=tuple(ChordChange(tick, symbol(chord, key)) for tick, chord in chords),
    )


def _style_vectors(
    request: Request, styles: tuple[StyleInfo, ...], count: int
) -> npt.NDArray[np.float32]:
    """(bars, styles) the mixture of each bar; all 0 for "any"."""

    def vector(mixture: Mapping[str, float]) -> npt.NDArray[np.float32]:
        weights = np.array([mixture.get(style.name, 0.0) for style in styles], np.float32)
        return weights / weights.sum() if weights.sum() > 0 else weights

    begin = vector(request.style)
    end = vector(request.style_end) if request.style_end else begin
    return np.linspace(begin, end, count, dtype=np.float32)


def _borders(
    shares: npt.NDArray[np.float32], styles: tuple[StyleInfo, ...]
) -> npt.NDArray[np.float64]:
    """(bars, 6, 4) mean of the asked styles' borders, or of all; 0 where they have none."""
    none = np.zeros((len(MANNERS), LEVEL_COUNT - 1))
    known = np.array([style.borders or none for style in styles])
    asked = np.where(shares.any(axis=1, keepdims=True), shares, 1 / len(styles))
    return np.tensordot(asked.astype(np.float64), known, axes=1)


def _levels(request: Request, count: int) -> npt.NDArray[np.int64]:
    """(bars, 6) levels of the playing manner, 0 where it is open."""
    rows = np.zeros((count, len(MANNERS)), np.int64)
    for name, value in request.manner.items():
        rows[:, MANNERS.index(name)] = levels(value)
    return rows


# ---- bars, tracks, cells --------------------------------------------------------------------


def _grid(request: Request) -> list[Bar]:
    """The bars of the result: the source's, then more of its last meter; else the asked meter's."""
    if request.source is None:
        assert request.meter is not None
        return bars(Song(meters=(Meter(0, *request.meter),)), request.bars)
    grid = bars(request.source, request.bars)[: request.bars]
    if max(bar.ticks for bar in grid) > MAX_BAR_TICKS:
        raise MusicganError(
            "The music has a bar longer than eight quarter notes, which can't be continued."
        )
    return grid


def _slots(tracks: tuple[TrackRequest, ...]) -> tuple[int, ...]:
    """Place of each requested track in the model's order: by family, then as asked, drums last."""
    order = sorted(
        range(len(tracks)), key=lambda index: (FAMILIES.index(tracks[index].family), index)
    )
    return tuple(order.index(index) for index in range(len(tracks)))


def _track_rows(tracks: tuple[TrackRequest, ...], slots: tuple[int, ...]) -> npt.NDArray[np.void]:
    rows = np.zeros(len(tracks), TRACK)
    for index, track in enumerate(tracks):
        ordinal = sum(other.family == track.family for other in tracks[:index])
        rows[slots[index]] = (FAMILIES.index(track.family), ordinal, track.midi_program)
    return rows


def _cells(request: Request, count: int, slots: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """(bars, tracks) of ``Cell`` in the model's order."""
    cells = np.full((count, len(slots)), int(Cell.FREE), np.int64)
    if request.cells is None:
        return cells
    if len(request.cells) != count or any(len(row) != len(slots) for row in request.cells):
        raise MusicganError(
            f"The cells must be {count} bars by {len(slots)} tracks, as many as the request has."
        )
    cells[:, slots] = request.cells
    return cells


def _locked_notes(
    request: Request,
    grid: list[Bar],
    slots: tuple[int, ...],
    cells: npt.NDArray[np.int64],
    shift: int,
) -> npt.NDArray[np.void]:
    """The source's notes in locked cells, in the model's order and transposition."""
    starts = [bar.start for bar in grid]
    rows: dict[tuple[int, int, int], tuple[int, int, int, int, int]] = {}
    for index, track in enumerate(request.source.tracks if request.source else ()):
        slot = slots[index]
        bar = np.searchsorted(starts, [note.onset for note in track.notes], side="right") - 1
        locked = cells[bar, slot] == Cell.LOCKED
        for note, given in zip(track.notes, locked, strict=True):
            if given and note.onset < grid[-1].end:
                pitch = note.pitch if track.is_drum else fold(note.pitch + shift)
                length = min(note.duration, np.iinfo(np.int16).max)
                rows[note.onset, slot, pitch] = (note.onset, length, slot, pitch, note.velocity)
    found = np.array(list(rows.values()), NOTE)
    return found[np.lexsort((-found["pitch"].astype(np.int64), found["track"], found["onset"]))]


def _playable(
    tracks: tuple[TrackRequest, ...], slots: tuple[int, ...], shift: int
) -> npt.NDArray[np.bool_]:
    playable = np.zeros((len(tracks), 256), bool)
    for index, track in enumerate(tracks):
        drum = track.family == DRUMS
        low, high = playable_range(track.midi_program, drum)
        offset = 128 if drum else shift
        # A pitch must exist before and after the transposition.
        first = max(low + offset, 128 if drum else 0)
        last = min(high + offset, 255 if drum else 127)
        playable[slots[index], first : last + 1] = True
    return playable


# ---- chords ---------------------------------------------------------------------------------


def _progression(request: Request, grid: list[Bar]) -> list[tuple[int, Chord | None]]:
    """The asked chords with their ticks, repeated over all bars."""
    by_bar = parse_progression(request.chords, grid[0].meter)
    if not by_bar:
        return []
    return [
        (bar.start + beat * TICKS_PER_BEAT, chord)
        for number, bar in enumerate(grid)
        for beat, chord in by_bar[number % len(by_bar)]
        if beat * TICKS_PER_BEAT < bar.ticks
    ]


def _chord_rows(
    chords: list[tuple[int, Chord | None]], grid: list[Bar], shift: int
) -> npt.NDArray[np.void]:
    starts = beat_starts(grid)
    rows = np.zeros(len(starts), CHORD)
    rows["root"] = UNKNOWN
    for tick, chord in chords:
        rows[int(np.searchsorted(starts, tick)) :] = chord_row(chord, shift)
    return rows

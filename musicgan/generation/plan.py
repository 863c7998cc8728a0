"""From a request to what the model is given: every "any" filled in, and an empty piece with conditions."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from musicgan.data.dataset import StyleInfo
from musicgan.data.frames import (
    BAR,
    MAX_BAR_TICKS,
    MAX_PITCHED_TRACKS,
    METERS,
    NOTE,
    TRACK,
    Piece,
    beats_in,
    meter_index,
    tonic_shift,
)
from musicgan.data.harmony import CHORD, UNKNOWN, chord_row, estimate_key
from musicgan.data.manner import LEVEL_COUNT, MANNERS
from musicgan.data.windows import Cell, Window, cut_window
from musicgan.errors import MusicganError
from musicgan.generation.request import Request, TrackRequest
from musicgan.song import (
    DRUMS,
    FAMILIES,
    TICKS_PER_BEAT,
    Bar,
    ChordChange,
    Key,
    KeyChange,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
    bars,
)
from musicgan.song.chords import Chord, parse_progression, symbol
from musicgan.song.ranges import playable_range

_KEYS_IN_USE = range(-4, 5)
"""Fifths of the keys that "any" chooses from: up to four sharps or flats."""


@dataclass(frozen=True)
class Plan:
    """A request in the model's terms.

    Attributes:
        request: with every "any" filled in.
        key: of the result.
        grid: bars of the result.
        slots: for each requested track, its place in the model's order.
        window: conditions and locked notes.
        playable: (tracks, 256) bool in the model's order and transposition; drum keys from 128.
        chords: chord symbols for the result, in its key.
    """

    request: Request
    key: Key
    grid: list[Bar]
    slots: tuple[int, ...]
    window: Window
    playable: npt.NDArray[np.bool_]
    chords: tuple[ChordChange, ...]


def make_plan(request: Request, styles: tuple[StyleInfo, ...]) -> Plan:
    """Fill in what is open, and check what is asked.

    Raises:
        MusicganError: an unknown style, too many tracks, a meter that is too long, wrong chords, …
    """
    _check(request, styles)
    request = _filled_in(request, styles)
    key = request.key
    assert key is not None
    shift = tonic_shift(key)
    grid = _grid(request)
    slots = _slots(request.tracks)
    cells = _cells(request, len(grid), slots)
    chords = _progression(request, grid)
    piece = Piece(
        notes=_locked_notes(request, grid, slots, cells, shift),
        bars=np.array(
            [(b.start, b.ticks, meter_index(b.meter.numerator, b.meter.denominator)) for b in grid],
            BAR,
        ),
        tracks=_track_rows(request.tracks, slots),
        chords=_chord_rows(chords, grid, shift),
        tempo=request.tempo or 120.0,
        minor=key.mode == "minor",
        shift=shift,
    )
    window = cut_window(piece, 0, len(grid), _style_vector(request, styles), cells)
    levels = [request.manner.get(name, 0) for name in MANNERS]
    window = replace(window, levels=np.tile(np.array(levels, np.int64), (len(grid), 1)))
    return Plan(
        request=request,
        key=key,
        grid=grid,
        slots=slots,
        window=window,
        playable=_playable(request.tracks, slots, shift),
        chords=tuple(ChordChange(tick, symbol(chord)) for tick, chord in chords),
    )


def assemble(plan: Plan, notes: npt.NDArray[np.void]) -> Song:
    """The song of what the model wrote; what is locked comes from the source, bit for bit.

    Args:
        notes: rows of ``NOTE`` from the model, locked notes included or not.
    """
    request = plan.request
    shift = -tonic_shift(plan.key)
    starts = [bar.start for bar in plan.grid]
    tracks = []
    for index, wanted in enumerate(request.tracks):
        slot = plan.slots[index]
        mine = notes[notes["track"] == slot]
        drum = wanted.family == DRUMS
        cells = plan.window.cells[:, slot]
        bar = np.searchsorted(starts, mine["onset"], side="right") - 1
        free = mine[cells[bar] == Cell.FREE]
        written = [
            _note(row, 0 if drum else shift, _room(plan.grid, cells, int(row["onset"])))
            for row in free
        ]
        source = request.source.tracks[index] if _has_source(request, index) else Track()
        kept = [note for note in source.notes if _cell_at(starts, cells, note.onset) == Cell.LOCKED]
        kept_at = {(note.onset, note.pitch) for note in kept}
        written = [note for note in written if (note.onset, note.pitch) not in kept_at]
        tracks.append(Track(source.name, wanted.midi_program, drum, tuple(kept + written)))
    source_song = request.source
    end = plan.grid[-1].end
    tempo = request.tempo or 120.0
    return Song(
        tracks=tuple(tracks),
        tempos=source_song.tempos if source_song else (Tempo(0, tempo),),
        meters=_meters(plan.grid),
        keys=(KeyChange(0, plan.key),),
        chords=source_song.chords if source_song and source_song.chords else plan.chords,
        markers=source_song.markers if source_song else (),
        title=source_song.title if source_song else "",
        length=end,
    )


# ---- checking and filling in ------------------------------------------------------------------


def _check(request: Request, styles: tuple[StyleInfo, ...]) -> None:
    names = {style.name for style in styles}
    unknown = [name for name in request.style if name not in names]
    problems = {
        f"The model has no style “{', '.join(unknown)}”; it knows {', '.join(sorted(names))}.": unknown,
        "The weights of the styles must be positive.": any(w < 0 for w in request.style.values())
        or (request.style and sum(request.style.values()) <= 0),
        "A piece has 1 to 512 bars.": not 1 <= request.bars <= 512,
        "1 to 16 takes can be made at once.": not 1 <= request.takes <= 16,
        "The temperature must lie between 0.1 and 2.": not 0.1 <= request.temperature <= 2,
        "The tempo must lie between 20 and 300 beats a minute.": request.tempo is not None
        and not 20 <= request.tempo <= 300,
        f"At most {MAX_PITCHED_TRACKS} pitched tracks and one of drums are possible.": sum(
            track.family != DRUMS for track in request.tracks
        )
        > MAX_PITCHED_TRACKS
        or sum(track.family == DRUMS for track in request.tracks) > 1,
        f"A manner is one of {', '.join(MANNERS)}, with a level from 1 to {LEVEL_COUNT}.": any(
            name not in MANNERS or not 0 <= level <= LEVEL_COUNT
            for name, level in request.manner.items()
        ),
    }
    for sentence, wrong in problems.items():
        if wrong:
            raise MusicganError(sentence)
    if request.meter is not None:
        numerator, denominator = request.meter
        if denominator not in (1, 2, 4, 8, 16, 32) or not 1 <= numerator <= 32:
            raise MusicganError(f"{numerator}/{denominator} is no meter; write one as 3/4 or 6/8.")
        if Meter(0, numerator, denominator).bar_ticks > MAX_BAR_TICKS:
            raise MusicganError(
                "A bar can be at most eight quarter notes long; choose a shorter meter."
            )


def _filled_in(request: Request, styles: tuple[StyleInfo, ...]) -> Request:
    """Choose what is open from what is usual in the styles; the seed decides between equals."""
    rng = np.random.default_rng([request.seed, 1])
    weights = _style_vector(request, styles).astype(np.float64)
    if not weights.sum():
        weights = np.array([style.bars for style in styles], np.float64) ** 0.5
    style = styles[int(rng.choice(len(styles), p=weights / weights.sum()))]
    source = request.source
    minor = rng.random() < style.minor
    fifths = int(rng.choice(_KEYS_IN_USE))
    usual_tracks = _usual_tracks(style, rng)
    meter = request.meter or _usual_meter(style, rng)
    key = request.key
    if key is None and source is not None:
        key = source.keys[0].key if source.keys else estimate_key(source)
    tempo = request.tempo or (source.tempos[0].bpm if source else float(round(style.tempos[1])))
    return replace(
        request,
        tracks=request.tracks or usual_tracks,
        meter=meter,
        key=key or Key(fifths, "minor" if minor else "major"),
        tempo=tempo,
    )


def _usual_tracks(style: StyleInfo, rng: np.random.Generator) -> tuple[TrackRequest, ...]:
    choices = style.instrumentations
    counts = np.array([choice.count for choice in choices], np.float64)
    chosen = choices[int(rng.choice(len(choices), p=counts / counts.sum()))]
    return tuple(
        TrackRequest(kind.family, None if kind.family == DRUMS else kind.program)
        for kind in chosen.tracks
    )


def _usual_meter(style: StyleInfo, rng: np.random.Generator) -> tuple[int, int]:
    common = [row for row in style.meters if row[:2] in METERS[:8]] or [(4, 4, 1)]
    counts = np.array([row[2] for row in common], np.float64)
    return common[int(rng.choice(len(common), p=counts / counts.sum()))][:2]


def _style_vector(request: Request, styles: tuple[StyleInfo, ...]) -> npt.NDArray[np.float32]:
    weights = np.array([request.style.get(style.name, 0.0) for style in styles], np.float32)
    return weights / weights.sum() if weights.sum() > 0 else weights


# ---- bars, tracks, cells ------------------------------------------------------------------------


def _grid(request: Request) -> list[Bar]:
    """The bars of the result: the source's, then the asked meter's."""
    if request.source is None:
        assert request.meter is not None
        empty = Song(meters=(Meter(0, *request.meter),))
        return bars(empty, request.bars)
    grid = bars(request.source, request.bars)[: request.bars]
    if max(bar.ticks for bar in grid) > MAX_BAR_TICKS:
        raise MusicganError(
            "The music has a bar longer than eight quarter notes, which can't be continued."
        )
    return grid


def _meters(grid: list[Bar]) -> tuple[Meter, ...]:
    """The meter map that gives a grid of bars back."""
    return tuple(
        Meter(bar.start, bar.meter.numerator, bar.meter.denominator)
        for index, bar in enumerate(grid)
        if index == 0
        or (bar.meter.numerator, bar.meter.denominator)
        != (grid[index - 1].meter.numerator, grid[index - 1].meter.denominator)
        or grid[index - 1].ticks < grid[index - 1].meter.bar_ticks
    )


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
    cells = np.full((count, len(slots)), int(Cell.FREE), np.int64)
    if request.cells is None:
        return cells
    if len(request.cells) != count or any(len(row) != len(slots) for row in request.cells):
        raise MusicganError(
            f"The cells must be {count} bars by {len(slots)} tracks, as many as the request has."
        )
    for bar, row in enumerate(request.cells):
        for index, cell in enumerate(row):
            cells[bar, slots[index]] = cell
    return cells


def _has_source(request: Request, index: int) -> bool:
    return request.source is not None and index < len(request.source.tracks)


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
        for note in track.notes:
            if (
                note.onset < grid[-1].end
                and _cell_at(starts, cells[:, slot], note.onset) == Cell.LOCKED
            ):
                pitch = note.pitch if track.is_drum else (note.pitch + shift) % 128
                length = min(note.duration, np.iinfo(np.int16).max)
                rows[note.onset, slot, pitch] = (note.onset, length, slot, pitch, note.velocity)
    found = np.array(list(rows.values()), NOTE)
    return found[np.lexsort((-found["pitch"].astype(np.int64), found["track"], found["onset"]))]


def _cell_at(starts: list[int], cells: npt.NDArray[np.int64], tick: int) -> int:
    return int(cells[int(np.searchsorted(starts, tick, side="right")) - 1])


def _room(grid: list[Bar], cells: npt.NDArray[np.int64], onset: int) -> int:
    """Ticks from an onset to the next bar of the track that isn't free, or to the end."""
    bar = int(np.searchsorted([b.start for b in grid], onset, side="right")) - 1
    taken = np.flatnonzero(cells[bar:] != Cell.FREE)
    end = grid[bar + int(taken[0])].start if len(taken) else grid[-1].end
    return end - onset


def _note(row: np.void, shift: int, room: int) -> Note:
    return Note(
        int(row["onset"]),
        int(row["pitch"]) + shift,
        min(int(row["duration"]), room),
        int(row["velocity"]),
    )


def _playable(
    tracks: tuple[TrackRequest, ...], slots: tuple[int, ...], shift: int
) -> npt.NDArray[np.bool_]:
    playable = np.zeros((len(tracks), 256), bool)
    for index, track in enumerate(tracks):
        drum = track.family == DRUMS
        low, high = playable_range(track.midi_program, drum)
        offset = 128 if drum else shift
        # A pitch must exist before and after the transposition.
        first, last = (
            max(low + offset, 128 if drum else 0),
            min(high + offset, 255 if drum else 127),
        )
        playable[slots[index], first : last + 1] = True
    return playable


# ---- chords ---------------------------------------------------------------------------------------


def _progression(request: Request, grid: list[Bar]) -> list[tuple[int, Chord | None]]:
    """The asked chords with their ticks, repeated over all bars."""
    if not request.chords.strip():
        return []
    by_bar = parse_progression(request.chords, grid[0].meter)
    return [
        (bar.start + beat * TICKS_PER_BEAT, chord)
        for number, bar in enumerate(grid)
        for beat, chord in by_bar[number % len(by_bar)]
        if beat * TICKS_PER_BEAT < bar.ticks
    ]


def _chord_rows(
    chords: list[tuple[int, Chord | None]], grid: list[Bar], shift: int
) -> npt.NDArray[np.void]:
    beats = int(beats_in(np.array([bar.ticks for bar in grid])).sum())
    rows = np.zeros(beats, CHORD)
    rows["root"] = UNKNOWN
    starts = [bar.start + tick for bar in grid for tick in range(0, bar.ticks, TICKS_PER_BEAT)]
    for tick, chord in chords:
        rows[int(np.searchsorted(starts, tick)) :] = chord_row(chord, shift)
    return rows

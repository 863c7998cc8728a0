"""Songs as the model sees them: notes, bars, tracks and chords in flat arrays, in C or A minor.

A *frame* is a moment where some note starts, or a barline. Frames are the piano-roll with its runs
of equal columns folded, so triplets, 32nds and any polyphony are exact. A ``Piece`` holds what
frames are cut from; ``frame_onsets`` cuts them.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from musicgan.data.harmony import chords_by_beat, estimate_key
from musicgan.errors import MusicganError
from musicgan.song import (
    DRUMS,
    FAMILIES,
    TICKS_PER_BEAT,
    Bar,
    Key,
    KeyChange,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
    bars,
)

MAX_PITCHED_TRACKS = 8
MAX_TRACKS = MAX_PITCHED_TRACKS + 1
MAX_BAR_TICKS = 8 * TICKS_PER_BEAT
DRUM_FAMILY = FAMILIES.index(DRUMS)

METERS: tuple[tuple[int, int], ...] = (
    (4, 4), (3, 4), (2, 4), (6, 8), (2, 2), (3, 8), (9, 8), (12, 8),
    (3, 2), (6, 4), (5, 4), (7, 8), (5, 8), (4, 2), (1, 4), (7, 4),
)  # fmt: skip
"""The meters that have a condition of their own; others share index ``len(METERS)``."""

DURATIONS: npt.NDArray[np.int16] = np.concatenate(
    [np.arange(1, 49), np.arange(54, 97, 6), np.arange(108, 193, 12), np.arange(216, 769, 24)]
).astype(np.int16)
"""Ticks of each duration class: exact to two beats, then coarser."""

_BY_TICKS = np.abs(np.arange(DURATIONS[-1] + 1)[:, None] - DURATIONS[None, :]).argmin(axis=1)

VELOCITY_STEP = 4

_MAX_DURATION = np.iinfo(np.int16).max

NOTE = np.dtype(
    [("onset", "<i4"), ("duration", "<i2"), ("track", "u1"), ("pitch", "u1"), ("velocity", "u1")]
)
BAR = np.dtype([("start", "<i4"), ("ticks", "<i2"), ("meter", "u1")])
TRACK = np.dtype([("family", "u1"), ("ordinal", "u1"), ("program", "u1")])


@dataclass(frozen=True, slots=True)
class Piece:
    """One song in the model's terms, transposed to C major or A minor.

    Attributes:
        notes: (notes,) of ``NOTE``, sorted by onset, then track, then pitch downward.
        bars: (bars,) of ``BAR``; ``meter`` indexes ``METERS``.
        tracks: (tracks,) of ``TRACK``; ``ordinal`` counts within the family, highest first.
        chords: (beats,) of ``harmony.CHORD``; a bar has ``beats_in`` of them.
        tempo: quarter notes a minute at the start.
        minor: whether the mode is minor.
        shift: semitones that were added to get here, -6 to 5.
    """

    notes: npt.NDArray[np.void]
    bars: npt.NDArray[np.void]
    tracks: npt.NDArray[np.void]
    chords: npt.NDArray[np.void]
    tempo: float
    minor: bool
    shift: int


def cut_piece(piece: Piece, first: int, last: int) -> Piece:
    """Bars ``first`` up to ``last`` (exclusive) of a piece, as a piece that begins with them.

    Notes that still sound at the border keep their length.
    """
    bars = np.array(piece.bars[first:last], BAR)
    begin = int(bars["start"][0]) if len(bars) else 0
    end = begin + int(bars["ticks"].sum())
    low, high = np.searchsorted(piece.notes["onset"], [begin, end])
    notes = np.array(piece.notes[low:high], NOTE)
    notes["onset"] -= begin
    bars["start"] -= begin
    beats = np.concatenate([[0], np.cumsum(beats_in(piece.bars["ticks"]))])
    return replace(piece, notes=notes, bars=bars, chords=piece.chords[beats[first] : beats[last]])


def meter_index(numerator: int, denominator: int) -> int:
    """Index in ``METERS``, or ``len(METERS)`` for a meter that has no condition of its own."""
    meter = (numerator, denominator)
    return METERS.index(meter) if meter in METERS else len(METERS)


def duration_class(ticks: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Nearest class in ``DURATIONS`` for durations in ticks."""
    classes: npt.NDArray[np.int64] = _BY_TICKS[np.clip(ticks, 1, DURATIONS[-1])]
    return classes


def velocity_class(velocity: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Class 0 to 31 of velocities 0 to 127."""
    return velocity.astype(np.int64) // VELOCITY_STEP


def class_velocity(index: int) -> int:
    """The velocity in the middle of a class."""
    return max(1, index * VELOCITY_STEP + VELOCITY_STEP // 2)


def beats_in(bar_ticks: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Quarter-note beats that a bar of so many ticks touches."""
    return -(-bar_ticks.astype(np.int64) // TICKS_PER_BEAT)


def tonic_shift(key: Key) -> int:
    """Semitones, -6 to 5, that take a key to C major or A minor."""
    target = 0 if key.mode == "major" else 9
    return (target - key.tonic + 6) % 12 - 6


def fold(pitch: int) -> int:
    """Bring a pitch that a transposition pushed out of MIDI's range back by an octave."""
    return pitch + 12 if pitch < 0 else pitch - 12 if pitch > 127 else pitch


def bar_rows(grid: list[Bar]) -> npt.NDArray[np.void]:
    """(bars,) of ``BAR``."""
    return np.array(
        [(b.start, b.ticks, meter_index(b.meter.numerator, b.meter.denominator)) for b in grid], BAR
    )


def meter_map(grid: list[Bar]) -> tuple[Meter, ...]:
    """The meters that give a grid of bars back, bars that are cut short among them."""
    found: list[Meter] = []
    cut_short = False
    for bar in grid:
        meter = Meter(bar.start, bar.meter.numerator, bar.meter.denominator)
        if not found or cut_short or str(meter) != str(found[-1]):
            found.append(meter)
        cut_short = bar.ticks < meter.bar_ticks
    if cut_short:
        found.append(Meter(grid[-1].end, found[-1].numerator, found[-1].denominator))
    return tuple(found)


def track_order(tracks: tuple[Track, ...]) -> list[int]:
    """Indices of the tracks in the model's order: by family, then highest first, drums last."""

    def place(index: int) -> tuple[int, float, int]:
        track = tracks[index]
        pitches = [note.pitch for note in track.notes]
        mean = sum(pitches) / len(pitches) if pitches else 0.0
        return (FAMILIES.index(track.family), -mean, index)

    return sorted(range(len(tracks)), key=place)


def to_piece(song: Song) -> Piece:
    """Turn a song into a piece; at most the 8 busiest pitched tracks and all drums are kept.

    Raises:
        MusicganError: no notes, or a bar longer than eight quarter notes.
    """
    kept = _kept_tracks(song)
    if not kept:
        raise MusicganError("it has no notes")
    key = song.keys[0].key if song.keys else estimate_key(song)
    shift = tonic_shift(key)
    grid = bars(song)
    if max(bar.ticks for bar in grid) > MAX_BAR_TICKS:
        raise MusicganError("it has a bar longer than eight quarter notes")
    track_rows = np.zeros(len(kept), TRACK)
    rows = []
    seen: dict[str, int] = {}
    for slot, track in enumerate(kept):
        ordinal = seen.get(track.family, 0)
        seen[track.family] = ordinal + 1
        track_rows[slot] = (FAMILIES.index(track.family), ordinal, track.program)
        rows.append(_note_rows(track, slot, 0 if track.is_drum else shift))
    notes = np.concatenate(rows)
    order = np.lexsort((-notes["pitch"].astype(np.int16), notes["track"], notes["onset"]))
    return Piece(
        notes=notes[order],
        bars=bar_rows(grid),
        tracks=track_rows,
        chords=chords_by_beat(song, grid, shift),
        tempo=song.tempos[0].bpm,
        minor=key.mode == "minor",
        shift=shift,
    )


def _kept_tracks(song: Song) -> list[Track]:
    """At most 8 pitched tracks, the busiest, in the model's order, then all drums as one."""
    pitched = [t for t in song.tracks if t.notes and not t.is_drum]
    busiest = sorted(range(len(pitched)), key=lambda place: -len(pitched[place].notes))
    chosen = tuple(pitched[place] for place in sorted(busiest[:MAX_PITCHED_TRACKS]))
    kept = [chosen[i] for i in track_order(chosen)]
    drums = [track for track in song.tracks if track.notes and track.is_drum]
    if drums:
        hits = tuple(note for track in drums for note in track.notes)
        kept.append(Track(drums[0].name, drums[0].program, True, hits))
    return kept


def _note_rows(track: Track, slot: int, shift: int) -> npt.NDArray[np.void]:
    """Rows of ``NOTE``; of several notes with one onset and pitch the longest stays."""
    longest: dict[tuple[int, int], Note] = {}
    for note in sorted(track.notes, key=lambda note: note.duration):
        longest[note.onset, fold(note.pitch + shift)] = note
    rows = [
        (onset, min(note.duration, _MAX_DURATION), slot, pitch, note.velocity)
        for (onset, pitch), note in longest.items()
    ]
    return np.array(rows, NOTE)


def to_song(piece: Piece, key: Key | None = None) -> Song:
    """Turn a piece back into a song in ``key`` (default: where it came from)."""
    shift = -piece.shift if key is None else -tonic_shift(key)
    written = key or Key.of(
        ((9 if piece.minor else 0) + shift) % 12, "minor" if piece.minor else "major"
    )
    grid = [_bar(row) for row in piece.bars]
    tracks = []
    for slot, row in enumerate(piece.tracks):
        drum = int(row["family"]) == DRUM_FAMILY
        mine = piece.notes[piece.notes["track"] == slot]
        notes = tuple(
            Note(
                int(n["onset"]),
                fold(int(n["pitch"]) + (0 if drum else shift)),
                int(n["duration"]),
                int(n["velocity"]),
            )
            for n in mine
        )
        tracks.append(Track("", int(row["program"]), drum, notes))
    return Song(
        tracks=tuple(tracks),
        tempos=(Tempo(0, piece.tempo),),
        meters=meter_map(grid),
        keys=(KeyChange(0, written),),
        length=grid[-1].end,
    )


def _bar(row: np.void) -> Bar:
    """A bar from its row; a meter without a condition of its own is told in 32nds."""
    start, ticks, meter = (int(row[name]) for name in BAR.names or ())
    figures = METERS[meter] if meter < len(METERS) else (-(-ticks * 8 // TICKS_PER_BEAT), 32)
    return Bar(start, ticks, Meter(start, *figures))


def frame_onsets(piece: Piece, first_bar: int, last_bar: int) -> npt.NDArray[np.int64]:
    """Ticks of the frames (note starts, barlines) in bars ``first_bar`` to ``last_bar - 1``."""
    barlines = piece.bars["start"][first_bar:last_bar].astype(np.int64)
    begin = int(barlines[0])
    end = int(piece.bars["start"][last_bar - 1]) + int(piece.bars["ticks"][last_bar - 1])
    low, high = np.searchsorted(piece.notes["onset"], [begin, end])
    return np.unique(np.concatenate([barlines, piece.notes["onset"][low:high].astype(np.int64)]))

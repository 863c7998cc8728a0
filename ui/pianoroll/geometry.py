"""Where things lie in the piano-roll: pure functions on numpy, no Qt.

Time runs to the right in ticks. Pitches are rows, highest first; drums have rows of their own below
the pitched ones, one for each drum that plays. Pixels are measured from the top left corner of the
note area.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from musicgan.song import TICKS_PER_BEAT, Bar, Song

NOTE = np.dtype(
    [("onset", "<i8"), ("end", "<i8"), ("row", "<i4"), ("track", "<i4"), ("velocity", "<i4"),
     ("pitch", "<i4")]
)  # fmt: skip
"""One note: ticks, row from the top, index of the track, velocity 1 to 127, MIDI pitch."""

PITCH_MARGIN = 2
"""Empty rows above the highest and below the lowest pitch."""

MIN_PITCH_ROWS = 25
"""So many pitches are shown even if the song uses fewer: two octaves."""

MIN_PIXELS_PER_TICK = 0.02
MAX_PIXELS_PER_TICK = 20.0
MIN_ROW_HEIGHT = 2.0
MAX_ROW_HEIGHT = 40.0

_GRID_PIXELS = 7.0
"""Lines that would stand closer together than this are left out."""

_LABEL_PIXELS = 34.0
"""Room for a bar's number."""

Notes = npt.NDArray[np.void]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """What each row stands for, from the top.

    Attributes:
        high: MIDI pitch of row 0.
        pitched: number of pitched rows; row ``r`` < ``pitched`` is the pitch ``high - r``.
        drums: keys of the drum rows that follow, highest first.
    """

    high: int
    pitched: int
    drums: tuple[int, ...]

    @property
    def count(self) -> int:
        """All rows."""
        return self.pitched + len(self.drums)

    def row_of(self, pitch: int, is_drum: bool) -> int:
        """Row of a pitch or drum key; it must be in the song."""
        return self.pitched + self.drums.index(pitch) if is_drum else self.high - pitch


@dataclass(frozen=True, slots=True)
class View:
    """What part is seen and how big.

    Attributes:
        left: tick at the left edge.
        top: row at the top edge; a fraction while scrolling.
        pixels_per_tick: horizontal zoom.
        row_height: vertical zoom, pixels.
    """

    left: float = 0.0
    top: float = 0.0
    pixels_per_tick: float = 1.0
    row_height: float = 12.0

    def x_of(self, tick: float) -> float:
        """Pixel of a tick."""
        return (tick - self.left) * self.pixels_per_tick

    def tick_of(self, x: float) -> float:
        """Tick at a pixel."""
        return self.left + x / self.pixels_per_tick

    def y_of(self, row: float) -> float:
        """Pixel of a row's upper edge."""
        return (row - self.top) * self.row_height

    def row_at(self, y: float) -> float:
        """Row at a pixel; its floor is the row's index."""
        return self.top + y / self.row_height

    def zoomed(self, factor: float, x: float) -> "View":
        """Zoom in time; the tick under pixel ``x`` stays there."""
        scale = min(max(self.pixels_per_tick * factor, MIN_PIXELS_PER_TICK), MAX_PIXELS_PER_TICK)
        return replace(self, pixels_per_tick=scale, left=self.tick_of(x) - x / scale)

    def stretched(self, factor: float, y: float) -> "View":
        """Zoom in pitch; the row under pixel ``y`` stays there."""
        height = min(max(self.row_height * factor, MIN_ROW_HEIGHT), MAX_ROW_HEIGHT)
        return replace(self, row_height=height, top=self.row_at(y) - y / height)


def rows_of(song: Song) -> Rows:
    """The rows that a song needs: its pitches with a margin, two octaves or more, and its drums."""
    pitched = [n.pitch for track in song.tracks if not track.is_drum for n in track.notes]
    drums = {n.pitch for track in song.tracks if track.is_drum for n in track.notes}
    if not pitched and drums:
        return Rows(0, 0, tuple(sorted(drums, reverse=True)))
    low, high = (min(pitched), max(pitched)) if pitched else (60, 72)
    low, high = max(0, low - PITCH_MARGIN), min(127, high + PITCH_MARGIN)
    missing = max(0, MIN_PITCH_ROWS - (high - low + 1))
    high = min(127, high + missing // 2)
    low = max(0, min(low, high - MIN_PITCH_ROWS + 1))
    high = max(high, low + MIN_PITCH_ROWS - 1)
    return Rows(high, high - low + 1, tuple(sorted(drums, reverse=True)))


def notes_of(song: Song, rows: Rows) -> Notes:
    """All notes as an array of ``NOTE``, sorted by onset."""
    drum_row = {key: rows.pitched + place for place, key in enumerate(rows.drums)}
    found = [
        (n.onset, n.end, drum_row[n.pitch] if t.is_drum else rows.high - n.pitch, i, n.velocity,
         n.pitch)
        for i, t in enumerate(song.tracks)
        for n in t.notes
    ]  # fmt: skip
    notes = np.array(found, NOTE)
    return notes[np.argsort(notes["onset"], kind="stable")]


def visible(notes: Notes, view: View, width: float, height: float) -> Notes:
    """The notes that touch an area of ``width`` × ``height`` pixels."""
    upto = int(np.searchsorted(notes["onset"], view.tick_of(width), side="left"))
    near = notes[:upto]
    first, last = np.floor(view.top), view.row_at(height)
    seen: Notes = near[(near["end"] > view.left) & (near["row"] >= first) & (near["row"] < last)]
    return seen


def rectangles(notes: Notes, view: View) -> Floats:
    """Where notes are painted: (notes, 4) of x, y, width, height in pixels.

    A note is at least two pixels wide, and leaves a pixel to the next where there is room.
    """
    result = np.empty((len(notes), 4))
    result[:, 0] = (notes["onset"] - view.left) * view.pixels_per_tick
    wide = (notes["end"] - notes["onset"]) * view.pixels_per_tick
    result[:, 2] = np.maximum(wide - (wide > 4), 2.0)
    result[:, 1] = (notes["row"] - view.top) * view.row_height
    result[:, 3] = max(view.row_height - (1.0 if view.row_height > 5 else 0.0), 1.5)
    return result


def note_at(notes: Notes, view: View, x: float, y: float) -> int | None:
    """Index of the note under a pixel, the latest onset first; None where there is none."""
    tick, row = view.tick_of(x), int(np.floor(view.row_at(y)))
    upto = int(np.searchsorted(notes["onset"], tick, side="right"))
    hits = np.flatnonzero((notes["row"][:upto] == row) & (notes["end"][:upto] > tick))
    return int(hits[-1]) if len(hits) else None


def fitted(rows: Rows, length: int, width: float, height: float) -> View:
    """The view of ``length`` ticks and all rows in ``width`` × ``height`` pixels."""
    scale = width / max(length, 1)
    tall = height / max(rows.count, 1)
    return View(
        0.0,
        0.0,
        min(max(scale, MIN_PIXELS_PER_TICK), MAX_PIXELS_PER_TICK),
        min(max(tall, MIN_ROW_HEIGHT), MAX_ROW_HEIGHT / 2),
    )


def clamped(view: View, rows: Rows, length: int, width: float, height: float) -> View:
    """The view moved so that it shows no more emptiness than it must."""
    left = max(0.0, min(view.left, length - width / view.pixels_per_tick))
    top = max(0.0, min(view.top, rows.count - height / view.row_height))
    return replace(view, left=left, top=top)


def subdivision(pixels_per_tick: float) -> int | None:
    """Ticks between the finest lines inside a beat that have room; None where none has."""
    for ticks in (TICKS_PER_BEAT // 8, TICKS_PER_BEAT // 4, TICKS_PER_BEAT // 2):
        if ticks * pixels_per_tick >= _GRID_PIXELS * 1.6:
            return ticks
    return None


def grid(bars: list[Bar], view: View, width: float) -> list[tuple[int, int]]:
    """Vertical lines as (tick, rank): rank 0 a barline, 1 a beat, 2 a part of a beat.

    A beat is the meter's denominator. Ranks without room are left out; of barlines every second,
    fourth, … stays.
    """
    right = view.tick_of(width)
    part = subdivision(view.pixels_per_tick)
    lines: list[tuple[int, int]] = []
    step = _bar_step(bars, view.pixels_per_tick, _GRID_PIXELS)
    for number, bar in enumerate(bars):
        if bar.end < view.left or bar.start > right:
            continue
        if number % step == 0:
            lines.append((bar.start, 0))
        beat = TICKS_PER_BEAT * 4 // bar.meter.denominator
        if beat * view.pixels_per_tick < _GRID_PIXELS:
            continue
        inner = part if part is not None and part < beat else beat
        lines += [
            (tick, 1 if (tick - bar.start) % beat == 0 else 2)
            for tick in range(bar.start + inner, bar.end, inner)
        ]
    return lines


def bar_labels(bars: list[Bar], view: View, width: float) -> list[tuple[int, int]]:
    """Numbers for the ruler as (bar from 0, tick), as many as there is room for."""
    step = _bar_step(bars, view.pixels_per_tick, _LABEL_PIXELS)
    right = view.tick_of(width)
    return [
        (number, bar.start)
        for number, bar in enumerate(bars)
        if number % step == 0 and bar.end >= view.left and bar.start <= right
    ]


def _bar_step(bars: list[Bar], pixels_per_tick: float, room: float) -> int:
    """Power of two: each so-manieth bar leaves ``room`` pixels."""
    usual = float(np.median([bar.ticks for bar in bars])) if bars else 96.0
    step = 1
    while usual * pixels_per_tick * step < room:
        step *= 2
    return step

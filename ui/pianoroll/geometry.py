"""Where things lie in the piano-roll: pure functions on numpy, no Qt.

Time runs to the right in ticks, rows downward (see ``ui.pianoroll.rows``). Pixels are measured from
the top left corner of the note area.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from musicgan.song import TICKS_PER_BEAT, Bar, Chosen, Note, Song
from ui.pianoroll.rows import Rows

NOTE = np.dtype(
    [("onset", "<i8"), ("end", "<i8"), ("row", "<i4"), ("track", "<i4"), ("velocity", "<i4"),
     ("pitch", "<i4")]
)  # fmt: skip
"""One note: ticks, row from the top, index of the track, velocity 1 to 127, MIDI pitch."""

MIN_PIXELS_PER_TICK = 0.02
MAX_PIXELS_PER_TICK = 20.0
MIN_ROW_HEIGHT = 2.0
MAX_ROW_HEIGHT = 40.0

_GRID_PIXELS = 7.0
"""Lines that would stand closer together than this are left out."""

_LABEL_PIXELS = 34.0
"""Room for a bar's number."""

_END_PIXELS = 8.0
"""So near to its end, a note is resized, not moved; of short notes a third at most."""

_NEAR_PIXELS = 4.0

Notes = npt.NDArray[np.void]
Mask = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


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


def notes_of(song: Song, rows: Rows) -> Notes:
    """All notes as an array of ``NOTE``, sorted by onset."""
    found = [
        (n.onset, n.end, row_of[n.pitch], i, n.velocity, n.pitch)
        for i, t in enumerate(song.tracks)
        for row_of in (_rows_by_pitch(rows, i),)
        for n in t.notes
    ]
    notes = np.array(found, NOTE)
    return notes[np.argsort(notes["onset"], kind="stable")]


def _rows_by_pitch(rows: Rows, track: int) -> dict[int, int]:
    lane = rows.lane_of(track)
    return {pitch: lane.first + place for place, pitch in enumerate(lane.pitches)}


def visible(notes: Notes, view: View, width: float, height: float) -> Indices:
    """Indices of the notes that touch an area of ``width`` × ``height`` pixels."""
    upto = int(np.searchsorted(notes["onset"], view.tick_of(width), side="left"))
    near = notes[:upto]
    first, last = np.floor(view.top), view.row_at(height)
    return np.flatnonzero((near["end"] > view.left) & (near["row"] >= first) & (near["row"] < last))


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


def is_end(note: np.void, view: View, x: float) -> bool:
    """Whether a pixel within a note is at its end, where it is made longer or shorter."""
    start, end = view.x_of(int(note["onset"])), view.x_of(int(note["end"]))
    return bool(end - x <= min(_END_PIXELS, (end - start) / 3))


def within(notes: Notes, view: View, x0: float, y0: float, x1: float, y1: float) -> Mask:
    """Which notes touch the rectangle between two corners."""
    left, right = sorted((view.tick_of(x0), view.tick_of(x1)))
    top, bottom = sorted((view.row_at(y0), view.row_at(y1)))
    hit: Mask = (notes["onset"] < right) & (notes["end"] > left)
    hit &= (notes["row"] < bottom) & (notes["row"] + 1 > top)
    return hit


def near_in_time(notes: Notes, view: View, x0: float, x1: float) -> Mask:
    """Which notes start between two pixels, or a little beside them."""
    left, right = sorted((x0, x1))
    x = (notes["onset"] - view.left) * view.pixels_per_tick
    hit: Mask = (x >= left - _NEAR_PIXELS) & (x <= right + _NEAR_PIXELS)
    return hit


def as_chosen(notes: Notes) -> dict[int, tuple[Note, ...]]:
    """Rows of the array as the song's notes, by track."""
    chosen: dict[int, list[Note]] = {}
    for onset, end, _, track, velocity, pitch in notes.tolist():
        chosen.setdefault(track, []).append(Note(onset, pitch, end - onset, velocity))
    return {track: tuple(found) for track, found in chosen.items()}


def mask_of(notes: Notes, chosen: Chosen) -> Mask:
    """Which rows of the array are the chosen notes; those that are gone are left out."""
    mask = np.zeros(len(notes), bool)
    for track, wanted in chosen.items():
        own = np.flatnonzero(notes["track"] == track)
        values = {(n.onset, n.end, n.velocity, n.pitch) for n in wanted}
        fields = notes[own][["onset", "end", "velocity", "pitch"]].tolist()
        mask[own] = [value in values for value in fields]
    return mask


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


def finest(pixels_per_tick: float) -> int:
    """Ticks between the finest lines that are drawn: what notes snap to by themselves."""
    return subdivision(pixels_per_tick) or TICKS_PER_BEAT


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

"""Paints rows, grid and notes; knows colours, but no widget."""

import math

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from musicgan.project import Region
from musicgan.song import Bar
from ui.pianoroll.geometry import Floats, Notes, View, grid, rectangles
from ui.pianoroll.region import spans
from ui.pianoroll.rows import Rows
from ui.theme import Colours, mixed

_BLACK_KEYS = frozenset({1, 3, 6, 8, 10})
_ROUND_FROM = 6.0
"""Row height in pixels from which notes get round corners."""
_LOUDNESS_STEPS = 4
_QUIETEST = 0.45
"""How much of the background shows through the quietest notes."""


def is_black(pitch: int) -> bool:
    """Whether a pitch is a black key of the piano."""
    return pitch % 12 in _BLACK_KEYS


def paint_rows(
    painter: QPainter, rows: Rows, view: View, width: float, height: float, colours: Colours
) -> None:
    """Shade the black keys' rows, every second drum, and the space between lanes."""
    shade, gap = QColor(colours.roll_shade), QColor(colours.window)
    first, last = int(view.top), view.row_at(height)
    for lane in rows.lanes:
        painter.setPen(QPen(QColor(colours.line), 1))
        for row in range(max(lane.first, first), min(lane.end, int(last) + 1)):
            y, pitch = view.y_of(row), lane.pitches[row - lane.first]
            if lane.is_drum:
                if (row - lane.first) % 2:
                    painter.fillRect(QRectF(0, y, width, view.row_height), shade)
            elif is_black(pitch):
                painter.fillRect(QRectF(0, y, width, view.row_height), shade)
            elif pitch % 12 in (11, 4):  # B below C and E below F: no black key between
                painter.drawLine(QLineF(0, y, width, y))
        if lane.end < rows.count:
            y = view.y_of(lane.end)
            painter.fillRect(QRectF(0, y, width, view.row_height), gap)
            painter.setPen(QPen(QColor(colours.line_bar), 1))
            painter.drawLine(QLineF(0, y, width, y))
            painter.drawLine(QLineF(0, y + view.row_height, width, y + view.row_height))


def paint_grid(
    painter: QPainter, bars: list[Bar], view: View, width: float, height: float, colours: Colours
) -> None:
    """Draw barlines, beats and parts of beats."""
    shades = (colours.line_bar, colours.line_beat, colours.line)
    lines: tuple[list[QLineF], ...] = ([], [], [])
    for tick, rank in grid(bars, view, width):
        x = math.floor(view.x_of(tick) + 0.501) + 0.5  # the same wherever the picture begins
        lines[rank].append(QLineF(x, 0, x, height))
    for rank in (2, 1, 0):
        painter.setPen(QPen(QColor(shades[rank]), 1))
        painter.drawLines(lines[rank])


def paint_notes(
    painter: QPainter,
    notes: Notes,
    view: View,
    colours: Colours,
    silent: frozenset[int],
    fine: bool = True,
) -> None:
    """Draw notes in their tracks' colours, louder ones stronger; ``silent`` tracks almost grey.

    ``fine``: with round corners, where rows are high enough.
    """
    boxes = rectangles(notes, view)
    loudness = np.minimum(notes["velocity"] * _LOUDNESS_STEPS // 128, _LOUDNESS_STEPS - 1)
    rounded = fine and view.row_height >= _ROUND_FROM
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, rounded)
    painter.setPen(Qt.PenStyle.NoPen)
    # Silent tracks first, so that they lie below.
    tracks = sorted(np.unique(notes["track"]).tolist(), key=lambda t: (t not in silent, -t))
    for track in tracks:
        for step in range(_LOUDNESS_STEPS):
            chosen = boxes[(notes["track"] == track) & (loudness == step)]
            painter.setBrush(_shade(colours, track, step, track in silent))
            _draw_boxes(painter, chosen, rounded)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_chosen(
    painter: QPainter, notes: Notes, view: View, colours: Colours, fine: bool = True
) -> None:
    """Outline selected notes, and notes that are being dragged; or fill them, if not ``fine``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine)
    painter.setPen(QPen(QColor(colours.text), 1.5 if view.pixels_per_tick > 0.5 else 1))
    painter.setBrush(QColor(colours.text) if not fine else veil(colours.text, 40))
    boxes = rectangles(notes, view)
    boxes[:, :2] += 0.5
    boxes[:, 2:] -= np.minimum(boxes[:, 2:] / 2, 1.0)
    _draw_boxes(painter, boxes, fine and view.row_height >= _ROUND_FROM)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_locked(painter: QPainter, notes: Notes, view: View, colours: Colours) -> None:
    """Hatch notes that a rewrite keeps."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(colours.roll), Qt.BrushStyle.BDiagPattern))
    _draw_boxes(painter, rectangles(notes, view), False)


def paint_region(
    painter: QPainter, region: Region, bars: list[Bar], rows: Rows, view: View
) -> None:
    """Frame and tint the bars of the tracks with the painter's pen and brush."""
    for start, end in spans(region, bars):
        x, wide = view.x_of(start), (end - start) * view.pixels_per_tick
        for lane in rows.lanes:
            if region.tracks & set(lane.tracks):
                tall = len(lane.pitches) * view.row_height
                painter.drawRect(QRectF(x, view.y_of(lane.first), wide, tall))


def paint_band(painter: QPainter, area: QRectF, colours: Colours) -> None:
    """Draw the rubber band."""
    painter.setPen(QPen(QColor(colours.accent), 1))
    painter.setBrush(veil(colours.accent, 40))
    painter.drawRect(area)


def _draw_boxes(painter: QPainter, boxes: Floats, rounded: bool) -> None:
    rects = [QRectF(*box) for box in boxes.tolist()]
    if not rounded:
        painter.drawRects(rects)
        return
    for rect in rects:
        radius = min(2.5, rect.width() / 3)
        painter.drawRoundedRect(rect, radius, radius)


def veil(colour: str, alpha: int) -> QColor:
    """A colour that lets through what lies below; ``alpha`` 0 to 255."""
    veil = QColor(colour)
    veil.setAlpha(alpha)
    return veil


def _shade(colours: Colours, track: int, step: int, silent: bool) -> QColor:
    share = _QUIETEST * (1 - (step + 1) / _LOUDNESS_STEPS)
    if silent:
        return mixed(mixed(colours.track(track), colours.muted, 0.7), colours.roll, 0.72)
    return mixed(colours.track(track), colours.roll, share)

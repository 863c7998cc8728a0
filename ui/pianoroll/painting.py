"""Paints rows, grid and notes; knows colours, but no widget."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from musicgan.song import Bar
from ui.pianoroll.geometry import Notes, Rows, View, grid, rectangles
from ui.theme import Colours, mixed

_BLACK_KEYS = frozenset({1, 3, 6, 8, 10})
_ROUND_FROM = 6.0
"""Row height in pixels from which notes get round corners, where they are few enough."""
_ROUND_UPTO = 1500
_LOUDNESS_STEPS = 4
_QUIETEST = 0.45
"""How much of the background shows through the quietest notes."""


def is_black(pitch: int) -> bool:
    """Whether a pitch is a black key of the piano."""
    return pitch % 12 in _BLACK_KEYS


def paint_rows(painter: QPainter, rows: Rows, view: View, width: float, colours: Colours) -> None:
    """Shade the black keys' rows and part the drums from the pitched rows."""
    shade = QColor(colours.roll_shade)
    painter.setPen(QPen(QColor(colours.line), 1))
    for row in range(rows.count):
        y = view.y_of(row)
        if row < rows.pitched:
            pitch = rows.high - row
            if is_black(pitch):
                painter.fillRect(QRectF(0, y, width, view.row_height), shade)
            elif pitch % 12 in (11, 4):  # B below C and E below F: no black key between
                painter.drawLine(QLineF(0, y, width, y))
        elif (row - rows.pitched) % 2:
            painter.fillRect(QRectF(0, y, width, view.row_height), shade)
    if rows.pitched and rows.drums:
        painter.setPen(QPen(QColor(colours.line_bar), 1))
        y = view.y_of(rows.pitched)
        painter.drawLine(QLineF(0, y, width, y))


def paint_grid(
    painter: QPainter, bars: list[Bar], view: View, width: float, height: float, colours: Colours
) -> None:
    """Draw barlines, beats and parts of beats."""
    shades = (colours.line_bar, colours.line_beat, colours.line)
    lines: tuple[list[QLineF], ...] = ([], [], [])
    for tick, rank in grid(bars, view, width):
        x = round(view.x_of(tick)) + 0.5
        lines[rank].append(QLineF(x, 0, x, height))
    for rank in (2, 1, 0):
        painter.setPen(QPen(QColor(shades[rank]), 1))
        painter.drawLines(lines[rank])


def paint_notes(
    painter: QPainter, notes: Notes, view: View, colours: Colours, silent: frozenset[int]
) -> None:
    """Draw notes in their tracks' colours, louder ones stronger; ``silent`` tracks almost grey."""
    boxes = rectangles(notes, view)
    loudness = np.minimum(notes["velocity"] * _LOUDNESS_STEPS // 128, _LOUDNESS_STEPS - 1)
    rounded = view.row_height >= _ROUND_FROM and len(notes) <= _ROUND_UPTO
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, rounded)
    painter.setPen(Qt.PenStyle.NoPen)
    # Silent tracks first, so that they lie below.
    tracks = sorted(np.unique(notes["track"]).tolist(), key=lambda t: (t not in silent, -t))
    for track in tracks:
        for step in range(_LOUDNESS_STEPS):
            chosen = boxes[(notes["track"] == track) & (loudness == step)]
            if not len(chosen):
                continue
            painter.setBrush(_shade(colours, track, step, track in silent))
            rects = [QRectF(*box) for box in chosen.tolist()]
            if rounded:
                for rect in rects:
                    radius = min(2.5, rect.width() / 3)
                    painter.drawRoundedRect(rect, radius, radius)
            else:
                painter.drawRects(rects)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _shade(colours: Colours, track: int, step: int, silent: bool) -> QColor:
    share = _QUIETEST * (1 - (step + 1) / _LOUDNESS_STEPS)
    if silent:
        return mixed(mixed(colours.track(track), colours.muted, 0.7), colours.roll, 0.72)
    return mixed(colours.track(track), colours.roll, share)

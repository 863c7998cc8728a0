"""A take as a small picture."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from musicgan.song import Song, bars
from ui.pianoroll.geometry import View, notes_of, rectangles
from ui.pianoroll.rows import rows_of
from ui.theme import Colours


def thumbnail(song: Song, width: int, height: int, ratio: float, colours: Colours) -> QPixmap:
    """All notes of a song in ``width`` × ``height`` pixels of a screen with ``ratio``."""
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    rows = rows_of(song)
    notes = notes_of(song, rows)
    grid = bars(song)
    if not len(notes) or not grid:
        return picture
    view = View(0.0, 0.0, width / grid[-1].end, height / rows.count)
    boxes = rectangles(notes, view)
    boxes[:, 3] = boxes[:, 3].clip(min=1.5)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for track in range(len(song.tracks)):
        painter.setBrush(QColor(colours.track(track)))
        painter.drawRects([QRectF(*box) for box in boxes[notes["track"] == track].tolist()])
    painter.end()
    return picture

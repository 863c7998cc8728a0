"""The velocity lane below the notes: a stem for each, as high as it is loud."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.pianoroll.editor import Editor
from ui.pianoroll.geometry import View
from ui.pianoroll.gestures.velocity import Velocity
from ui.theme import Theme, mixed

HEIGHT = 84
_PAD = 7.0
"""Pixels above velocity 127 and below 0."""
_HEADS_UPTO = 400


class VelocityLane(QWidget):
    """Drag in it to set velocities."""

    def __init__(self, theme: Theme, editor: Editor, parent: QWidget) -> None:
        """Show the editor's notes."""
        super().__init__(parent)
        self._theme = theme
        self._editor = editor
        self._view = View()
        self._gesture: Velocity | None = None
        self.setAccessibleName(self.tr("Velocities"))
        self.setToolTip(
            self.tr(
                "Velocities, 1 to 127. Drag to set those of the selected notes; if none are "
                "selected, of the track in hand."
            )
        )
        self.setCursor(Qt.CursorShape.CrossCursor)
        editor.selection_changed.connect(self.update)
        editor.settings_changed.connect(self.update)

    def set_view(self, view: View) -> None:
        """Show the same part of time as the notes."""
        self._view = view
        self.update()

    def y_of(self, velocity: float) -> float:
        """Pixel of a velocity."""
        return self.height() - _PAD - velocity / 127 * (self.height() - 2 * _PAD)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to set velocities."""
        if event.button() == Qt.MouseButton.LeftButton and self._editor.song is not None:
            at = event.position()
            self._gesture = Velocity(self._editor, self._view, at.x(), self._velocity_at(at))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Set those of the notes that are passed."""
        if self._gesture is not None:
            self._gesture.move(event.position().x(), self._velocity_at(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Make it an edit."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.finish()
            self.update()

    def _velocity_at(self, at: QPointF) -> float:
        tall = self.height() - 2 * _PAD
        return min(max((self.height() - _PAD - at.y()) / tall * 127, 1.0), 127.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stems, those that a drag would reach above the others."""
        colours, editor, view = self._theme.colours, self._editor, self._view
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.roll))
        painter.setPen(QPen(QColor(colours.line_beat), 1))
        for velocity in (32, 64, 96):
            y = round(self.y_of(velocity)) + 0.5
            painter.drawLine(QLineF(0, y, self.width(), y))
        painter.setPen(QPen(QColor(colours.line_bar), 1))
        painter.drawLine(0, 0, self.width(), 0)
        notes = editor.notes
        velocities = self._gesture.velocities if self._gesture else notes["velocity"]
        first, last = np.searchsorted(
            notes["onset"], (view.tick_of(-4), view.tick_of(self.width()))
        )
        inside = slice(int(first), int(last))
        reached = editor.mask if editor.has_selection else notes["track"] == editor.track
        left = (notes["onset"][inside] - view.left) * view.pixels_per_tick + 1
        top = self.height() - _PAD - velocities[inside] / 127 * (self.height() - 2 * _PAD)
        heads = len(left) <= _HEADS_UPTO
        for on_top in (False, True):
            for track in np.unique(notes["track"][inside]).tolist():
                own = (notes["track"][inside] == track) & (reached[inside] == on_top)
                colour = colours.track(track)
                if not on_top:
                    colour = mixed(colour, colours.roll, 0.7)
                self._paint_stems(painter, left[own].tolist(), top[own].tolist(), colour, heads)

    def _paint_stems(
        self, painter: QPainter, x: list[float], y: list[float], colour: QColor, heads: bool
    ) -> None:
        painter.setPen(QPen(colour, 1.5))
        ground = self.height() - _PAD
        painter.drawLines([QLineF(a, ground, a, b) for a, b in zip(x, y, strict=True)])
        if heads:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRects([QRectF(a - 2, b - 2, 5, 5) for a, b in zip(x, y, strict=True)])

"""The velocity lane below the notes: a stem for each, as high as it is loud."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.pianoroll.editor import Editor
from ui.pianoroll.geometry import View
from ui.pianoroll.gestures.velocity import Velocity
from ui.pianoroll.picture import Picture
from ui.theme import Theme, mixed

HEIGHT = 84
_PAD = 7.0
"""Pixels above velocity 127 and below 0."""
_HEADS_UPTO = 400
"""Up to so many stems get heads."""
_STEM = 5
"""Pixels from a note's start within which its stem and head lie."""


class VelocityLane(QWidget):
    """Drag in it to set velocities."""

    def __init__(self, theme: Theme, editor: Editor, parent: QWidget) -> None:
        """Show the editor's notes."""
        super().__init__(parent)
        self._theme = theme
        self._editor = editor
        self._view = View()
        self._gesture: Velocity | None = None
        self._picture = Picture(self._paint_part)
        self.setAccessibleName(self.tr("Velocities"))
        self.setToolTip(
            self.tr(
                "Velocities, 1 to 127. Drag to set those of the selected notes; if none are "
                "selected, of the track in hand."
            )
        )
        self.setCursor(Qt.CursorShape.CrossCursor)
        editor.selection_changed.connect(self.refresh)
        editor.settings_changed.connect(self.refresh)

    def set_view(self, view: View) -> None:
        """Show the same part of time as the notes."""
        self._view = view
        self.update()

    def refresh(self) -> None:
        """Paint anew."""
        self._picture.forget()
        self.update()

    def y_of(self, velocity: float) -> float:
        """Pixel of a velocity."""
        return self.height() - _PAD - velocity / 127 * (self.height() - 2 * _PAD)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to set velocities."""
        if event.button() == Qt.MouseButton.LeftButton and self._editor.song is not None:
            at = event.position()
            self._gesture = Velocity(self._editor, self._view, at.x(), self._velocity_at(at))
            self.refresh()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Set those of the notes that are passed."""
        if self._gesture is not None:
            self._gesture.move(event.position().x(), self._velocity_at(event.position()))
            self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Make it an edit."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.finish()
            self.refresh()

    def _velocity_at(self, at: QPointF) -> float:
        tall = self.height() - 2 * _PAD
        return min(max((self.height() - _PAD - at.y()) / tall * 127, 1.0), 127.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture."""
        back = QColor(self._theme.colours.roll)
        ratio = self.devicePixelRatioF()
        QPainter(self).drawPixmap(0, 0, self._picture.of(self._view, self.size(), ratio, back))

    def _paint_part(self, painter: QPainter, view: View, width: float) -> None:
        """Paint the stems of a part, those that a drag would reach above the others."""
        colours, editor = self._theme.colours, self._editor
        painter.setPen(QPen(QColor(colours.line_beat), 1))
        for velocity in (32, 64, 96):
            y = round(self.y_of(velocity)) + 0.5
            painter.drawLine(QLineF(0, y, width, y))
        painter.setPen(QPen(QColor(colours.line_bar), 1))
        painter.drawLine(QLineF(0, 0, width, 0))
        notes = editor.notes
        velocities = self._gesture.velocities if self._gesture else notes["velocity"]
        inside = self._between(view, width)
        reached = editor.mask if editor.has_selection else notes["track"] == editor.track
        # On whole pixels, the same wherever the picture begins.
        left = np.floor((notes["onset"][inside] - view.left) * view.pixels_per_tick + 1.001)
        top = self.height() - _PAD - velocities[inside] / 127 * (self.height() - 2 * _PAD)
        seen = self._between(self._view, self.width())
        heads = seen.stop - seen.start <= _HEADS_UPTO
        for on_top in (False, True):
            for track in np.unique(notes["track"][inside]).tolist():
                own = (notes["track"][inside] == track) & (reached[inside] == on_top)
                colour = colours.track(track)
                if not on_top:
                    colour = mixed(colour, colours.roll, 0.7)
                self._paint_stems(painter, left[own].tolist(), top[own].tolist(), colour, heads)

    def _between(self, view: View, width: float) -> slice:
        """The notes whose stems or heads touch a part."""
        ticks = view.tick_of(-_STEM), view.tick_of(width + _STEM)
        first, last = np.searchsorted(self._editor.notes["onset"], ticks)
        return slice(int(first), int(last))

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

"""The bar ruler above the notes: numbers, and where the music is played from."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from musicgan.song import Bar
from ui.pianoroll.geometry import View, bar_labels
from ui.theme import Theme

HEIGHT = 26


class Ruler(QWidget):
    """Click or drag in it to move the playhead."""

    sought = Signal(float)
    """A tick was clicked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Nothing is shown before ``set_bars``."""
        super().__init__(parent)
        self._theme = theme
        self._bars: list[Bar] = []
        self._view = View()
        self._playhead = 0.0
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Bars. Click to play from here."))
        self.setAccessibleName(self.tr("Bar ruler"))

    def set_bars(self, bars: list[Bar]) -> None:
        """Show the bars of a song."""
        self._bars = bars
        self.update()

    def set_view(self, view: View) -> None:
        """Show the same part of time as the notes."""
        self._view = view
        self.update()

    def set_playhead(self, tick: float) -> None:
        """Move the mark."""
        if self._view.x_of(tick) != self._view.x_of(self._playhead):
            for x in (self._view.x_of(self._playhead), self._view.x_of(tick)):
                self.update(int(x) - 8, 0, 17, HEIGHT)
        self._playhead = tick

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint numbers, ticks and the mark."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(0, HEIGHT - 1, self.width(), HEIGHT - 1)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        for number, tick in bar_labels(self._bars, self._view, self.width()):
            x = round(self._view.x_of(tick))
            painter.setPen(QPen(QColor(colours.line_bar), 1))
            painter.drawLine(x, HEIGHT - 9, x, HEIGHT - 1)
            painter.setPen(QColor(colours.muted))
            painter.drawText(
                QRectF(x + 4, 0, 60, HEIGHT - 2), Qt.AlignmentFlag.AlignVCenter, str(number + 1)
            )
        if self._bars:
            self._paint_mark(painter)

    def _paint_mark(self, painter: QPainter) -> None:
        x = self._view.x_of(self._playhead)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.playhead))
        bottom = HEIGHT - 1.0
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x - 5.5, bottom - 9), QPointF(x + 5.5, bottom - 9), QPointF(x, bottom)]
            )
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the playhead."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the playhead."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event)

    def _seek(self, event: QMouseEvent) -> None:
        if self._bars:
            tick = self._view.tick_of(event.position().x())
            self.sought.emit(min(max(0.0, tick), float(self._bars[-1].end)))

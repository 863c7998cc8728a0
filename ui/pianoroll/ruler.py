"""The bar ruler above the notes: numbers, marked bars, and where the music is played from."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from musicgan.project import Region
from ui.pianoroll.editor import Editor
from ui.pianoroll.geometry import View, bar_labels
from ui.pianoroll.gestures.base import DRAG_PIXELS
from ui.pianoroll.region import bar_at, spans
from ui.theme import Theme

HEIGHT = 26


class Ruler(QWidget):
    """A click moves the playhead; a drag marks bars."""

    sought = Signal(float)
    """A tick was clicked."""

    def __init__(self, theme: Theme, editor: Editor, parent: QWidget) -> None:
        """Show the editor's bars."""
        super().__init__(parent)
        self._theme = theme
        self._editor = editor
        self._view = View()
        self._playhead = 0.0
        self._pressed: float | None = None
        self._dragged = False
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(
            self.tr("Bars. Click to play from here; drag to mark bars; double-click unmarks.")
        )
        self.setAccessibleName(self.tr("Bar ruler"))
        editor.region_changed.connect(self.update)
        editor.settings_changed.connect(self.update)

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
        """Paint numbers, ticks, marked and locked bars, and the playhead."""
        colours, bars = self._theme.colours, self._editor.bars
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        self._paint_bars(painter)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(0, HEIGHT - 1, self.width(), HEIGHT - 1)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        for number, tick in bar_labels(bars, self._view, self.width()):
            x = round(self._view.x_of(tick))
            painter.setPen(QPen(QColor(colours.line_bar), 1))
            painter.drawLine(x, HEIGHT - 9, x, HEIGHT - 1)
            painter.setPen(QColor(colours.muted))
            painter.drawText(
                QRectF(x + 4, 0, 60, HEIGHT - 2), Qt.AlignmentFlag.AlignVCenter, str(number + 1)
            )
        if bars:
            self._paint_mark(painter)

    def _paint_bars(self, painter: QPainter) -> None:
        colours, editor = self._theme.colours, self._editor
        hatch = QBrush(QColor(colours.muted), Qt.BrushStyle.BDiagPattern)
        for x, wide in self._across(editor.region or Region()):
            painter.fillRect(QRectF(x, 0, wide, HEIGHT), QColor(colours.selected))
            painter.fillRect(QRectF(x, 0, wide, 3), QColor(colours.accent))
        for x, wide in self._across(Region(editor.locked_bars)):
            painter.fillRect(QRectF(x, HEIGHT - 7, wide, 6), hatch)

    def _across(self, region: Region) -> list[tuple[float, float]]:
        """Left edge and width in pixels of a region's bars."""
        scale = self._view.pixels_per_tick
        return [
            (self._view.x_of(start), (end - start) * scale)
            for start, end in spans(region, self._editor.bars)
        ]

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
        """Remember where; with Shift, stretch the marked bars to here."""
        if event.button() != Qt.MouseButton.LeftButton or not self._editor.bars:
            return
        self._pressed, self._dragged = event.position().x(), False
        region = self._editor.region
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and region is not None:
            bar = bar_at(self._editor.bars, self._view.tick_of(event.position().x()))
            self._editor.mark(min(*region.bars, bar), max(*region.bars, bar) + 1)
            self._pressed = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the bars from the press to here."""
        if self._pressed is None:
            return
        x = event.position().x()
        self._dragged = self._dragged or abs(x - self._pressed) > DRAG_PIXELS
        if self._dragged:
            ends = [bar_at(self._editor.bars, self._view.tick_of(at)) for at in (self._pressed, x)]
            self._editor.mark(min(ends), max(ends) + 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Move the playhead, unless bars were marked."""
        if self._pressed is not None and not self._dragged:
            tick = self._view.tick_of(self._pressed)
            self.sought.emit(min(max(0.0, tick), float(self._editor.bars[-1].end)))
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Unmark."""
        self._editor.unmark()

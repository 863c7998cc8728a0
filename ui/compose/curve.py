"""A level for each bar, drawn with the mouse or set by keys."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from musicgan.generation import LEVELS
from ui.compose.levels import arched, drawn, falling, rising
from ui.theme import Theme, mixed
from ui.translations import word

_ROW = 10
_EDGE = 3


class Curve(QWidget):
    """Columns for bars; the lowest of the six rows is "any", the others go up to the highest level.

    Drag to draw. Left and Right choose a bar, Up and Down its level, Delete sets it to any.
    """

    changed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        """One bar of any; ``name`` says what is drawn."""
        super().__init__()
        self._theme = theme
        self._name = name
        self._levels: tuple[int, ...] = (0,)
        self._bar = 0
        self._last: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._tell()
        theme.changed.connect(self.update)

    @property
    def levels(self) -> tuple[int, ...]:
        """The level of each bar, index in ``LEVELS``."""
        return self._levels

    def set_levels(self, levels: tuple[int, ...]) -> None:
        """Show other levels."""
        self._levels = levels
        self._bar = min(self._bar, len(levels) - 1)
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(120, len(LEVELS) * _ROW + 2 * _EDGE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._last = event.position()
            self._draw(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on, over all bars that the mouse has passed."""
        if self._last is not None:
            self._draw(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave off drawing."""
        self._last = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer whole shapes."""
        menu = QMenu(self)
        shapes: tuple[tuple[str, Callable[[int], tuple[int, ...]]], ...] = (
            (self.tr("Rising"), rising),
            (self.tr("Falling"), falling),
            (self.tr("Rising, then falling"), arched),
            (self.tr("Any in all bars"), lambda bars: (0,) * bars),
        )
        for name, shape in shapes:
            menu.addAction(name, partial(self._take_shape, shape))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a bar, or change its level."""
        bars, level = len(self._levels), self._levels[self._bar]
        goals = {
            Qt.Key.Key_Left: self._bar - 1,
            Qt.Key.Key_Right: self._bar + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: bars - 1,
        }
        changes = {
            Qt.Key.Key_Up: level + 1,
            Qt.Key.Key_Down: level - 1,
            Qt.Key.Key_Delete: 0,
            Qt.Key.Key_Backspace: 0,
        }
        if event.key() in goals:
            self._bar = min(max(goals[Qt.Key(event.key())], 0), bars - 1)
            self._tell()
            self.update()
        elif event.key() in changes:
            wanted = min(max(changes[Qt.Key(event.key())], 0), len(LEVELS) - 1)
            self._edit((*self._levels[: self._bar], wanted, *self._levels[self._bar + 1 :]))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the chosen bar."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell the bar and its level under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._word(self._bar_at(event.pos().x())), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A column for each bar; a dot where it is any."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.accent if self.hasFocus() else colours.border
        painter.setPen(QColor(edge))
        painter.setBrush(QColor(colours.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(QColor(colours.line_beat))
        for row in range(1, len(LEVELS)):
            y = _EDGE + row * _ROW + 0.5
            painter.drawLine(QPointF(_EDGE, y), QPointF(self.width() - _EDGE, y))
        painter.setPen(Qt.PenStyle.NoPen)
        width = self._column_width
        gap = 1.0 if width > 3 else 0.0
        for bar, level in enumerate(self._levels):
            left = _EDGE + bar * width
            chosen = self.hasFocus() and bar == self._bar
            if chosen:
                painter.setBrush(QColor(colours.selected))
                painter.drawRect(QRectF(left, _EDGE, width, len(LEVELS) * _ROW))
            if level:
                painter.setBrush(
                    QColor(colours.accent) if chosen else mixed(colours.accent, colours.field, 0.35)
                )
                top = _EDGE + (len(LEVELS) - 1 - level) * _ROW + 1
                bottom = self.height() - _EDGE - _ROW
                painter.drawRect(QRectF(left + gap / 2, top, max(width - gap, 0.8), bottom - top))
            elif width > 4:
                painter.setBrush(QColor(colours.muted))
                painter.drawEllipse(
                    QPointF(left + width / 2, self.height() - _EDGE - _ROW / 2), 1.2, 1.2
                )

    @property
    def _column_width(self) -> float:
        return (self.width() - 2 * _EDGE) / len(self._levels)

    def _bar_at(self, x: float) -> int:
        return min(max(int((x - _EDGE) / self._column_width), 0), len(self._levels) - 1)

    def _level_at(self, y: float) -> int:
        row = int((y - _EDGE) // _ROW)
        return min(max(len(LEVELS) - 1 - row, 0), len(LEVELS) - 1)

    def _draw(self, place: QPointF) -> None:
        before = place if self._last is None else self._last
        self._last = place
        self._bar = self._bar_at(place.x())
        ends = [(self._bar_at(p.x()), self._level_at(p.y())) for p in (before, place)]
        self._edit(drawn(self._levels, *ends))

    def _take_shape(self, shape: Callable[[int], tuple[int, ...]]) -> None:
        self._edit(shape(len(self._levels)))

    def _edit(self, levels: tuple[int, ...]) -> None:
        if levels == self._levels:
            return
        self.set_levels(levels)
        self.changed.emit()

    def _word(self, bar: int) -> str:
        level = word(LEVELS[self._levels[bar]])
        return self.tr("Bar {bar}: {level}").format(bar=bar + 1, level=level)

    def _tell(self) -> None:
        """For screen readers."""
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self._word(self._bar))

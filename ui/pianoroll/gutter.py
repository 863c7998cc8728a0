"""The keyboard at the left: piano keys, and drums by name."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.pianoroll.geometry import Rows, View
from ui.pianoroll.names import drum_name, pitch_name
from ui.pianoroll.painting import is_black
from ui.theme import Theme

WIDTH = 64


class Gutter(QWidget):
    """Says which row is which pitch or drum."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Nothing is shown before ``set_rows``."""
        super().__init__(parent)
        self._theme = theme
        self._rows = Rows(0, 0, ())
        self._view = View()
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Keyboard"))

    def set_rows(self, rows: Rows) -> None:
        """Show the rows of a song."""
        self._rows = rows
        self.update()

    def set_view(self, view: View) -> None:
        """Show the same rows as the notes."""
        self._view = view
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint keys and names."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        font = QFont(self.font())
        font.setPixelSize(int(min(max(self._view.row_height - 2, 8), 11)))
        painter.setFont(font)
        keys = QRectF(0, self._view.y_of(0), WIDTH, self._rows.pitched * self._view.row_height)
        painter.fillRect(keys, QColor(colours.key_white))
        for row in range(self._rows.pitched):
            self._paint_key(painter, row)
        for row in range(self._rows.pitched, self._rows.count):
            self._paint_drum(painter, row)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(WIDTH - 1, 0, WIDTH - 1, self.height())

    def _paint_key(self, painter: QPainter, row: int) -> None:
        colours, tall = self._theme.colours, self._view.row_height
        pitch, y = self._rows.high - row, self._view.y_of(row)
        if is_black(pitch):
            painter.fillRect(QRectF(0, y, WIDTH * 0.6, tall), QColor(colours.key_black))
            painter.setPen(QPen(QColor(colours.border), 1))
            middle = int(y + tall / 2)
            painter.drawLine(int(WIDTH * 0.6), middle, WIDTH, middle)
        elif pitch % 12 in (0, 5):  # C and F: the white key below is a neighbour
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawLine(0, int(y + tall), WIDTH, int(y + tall))
        if pitch % 12 == 0 and tall >= 4:
            painter.setPen(QColor(colours.key_text))
            area = QRectF(0, y + tall / 2 - 8, WIDTH - 6, 16)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, pitch_name(pitch)
            )

    def _paint_drum(self, painter: QPainter, row: int) -> None:
        tall, y = self._view.row_height, self._view.y_of(row)
        if row == self._rows.pitched:
            painter.setPen(QPen(QColor(self._theme.colours.line_bar), 1))
            painter.drawLine(0, int(y), WIDTH, int(y))
        if tall >= 9:
            painter.setPen(QColor(self._theme.colours.muted))
            name = drum_name(self._rows.drums[row - self._rows.pitched])
            name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, WIDTH - 10)
            painter.drawText(QRectF(5, y, WIDTH - 8, tall), Qt.AlignmentFlag.AlignVCenter, name)

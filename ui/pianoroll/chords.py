"""The chord lane below the ruler: symbols where they begin; a double click writes one."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from musicgan.errors import MusicganError
from musicgan.song import TICKS_PER_BEAT, Edit, set_chord, snapped
from ui.pianoroll.editor import Editor
from ui.pianoroll.geometry import View
from ui.theme import Theme, mixed

HEIGHT = 20
_LINE_WIDTH = 84


class ChordLane(QWidget):
    """Shows and edits the song's chord symbols."""

    problem = Signal(str)

    def __init__(self, theme: Theme, editor: Editor, parent: QWidget) -> None:
        """Show the editor's song."""
        super().__init__(parent)
        self._theme = theme
        self._editor = editor
        self._view = View()
        self._tick = 0
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Cm7, F7/A")
        self.line.setAccessibleName(self.tr("Chord symbol"))
        self.line.setStyleSheet("padding: 0 3px; min-height: 0; border-radius: 3px;")
        self.line.hide()
        self.line.returnPressed.connect(self._take)
        self.line.editingFinished.connect(self.line.hide)
        self.setAccessibleName(self.tr("Chords"))
        self.setToolTip(
            self.tr("Chords. Double-click to write one at that beat, or to take it away.")
        )
        editor.arranged.connect(self.update)

    def set_view(self, view: View) -> None:
        """Show the same part of time as the notes."""
        self._view = view
        self.line.hide()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the line at the beat, with the chord that is there."""
        if self._editor.song is None or event.button() != Qt.MouseButton.LeftButton:
            return
        tick = self._view.tick_of(event.position().x())
        self._tick = snapped(self._editor.bars, tick - TICKS_PER_BEAT / 2, TICKS_PER_BEAT)
        now = {change.tick: change.symbol for change in self._editor.song.chords}
        self.line.setText(now.get(self._tick, ""))
        left = min(max(self._view.x_of(self._tick), 0), self.width() - _LINE_WIDTH)
        self.line.setGeometry(round(left), 0, _LINE_WIDTH, HEIGHT)
        self.line.show()
        self.line.setFocus()
        self.line.selectAll()

    def _take(self) -> None:
        song = self._editor.song
        if song is None:
            return
        try:
            edited = set_chord(song, self._tick, self.line.text())
        except MusicganError as error:
            self.problem.emit(str(error))
            return
        self._editor.apply(Edit(edited, self._editor.chosen), self.tr("Change chord"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each symbol as far as there is room before the next one."""
        colours, song = self._theme.colours, self._editor.song
        painter = QPainter(self)
        painter.fillRect(self.rect(), mixed(colours.panel, colours.raised, 0.5))
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(0, HEIGHT - 1, self.width(), HEIGHT - 1)
        if song is None or not song.chords:
            return
        ends = [change.tick for change in song.chords[1:]] + [song.length]
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        for change, end in zip(song.chords, ends, strict=True):
            left, right = self._view.x_of(change.tick), self._view.x_of(end)
            if right < 0 or left > self.width():
                continue
            painter.setPen(QPen(QColor(colours.line_bar), 1))
            painter.drawLine(round(left), 4, round(left), HEIGHT - 5)
            if right - left < 12 or change.symbol == "N":
                continue
            painter.setPen(QColor(colours.text))
            area = QRectF(max(left, 0) + 4, 0, right - max(left, 0) - 5, HEIGHT - 1)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, change.symbol)

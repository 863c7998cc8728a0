"""The keyboard at the left: piano keys, drums by name, and each lane's track."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.pianoroll.editor import Editor
from ui.pianoroll.geometry import View
from ui.pianoroll.names import drum_name, pitch_name
from ui.pianoroll.painting import is_black
from ui.pianoroll.rows import Lane
from ui.theme import Theme, mixed
from ui.translations import word
from ui.transport.tracks import numbered, track_name

KEYS_WIDTH = 64
STRIPE_WIDTH = 20
"""The track's stripe at the left of its lane."""


class Gutter(QWidget):
    """Says which row is which pitch or drum; a click on a lane's stripe marks its track."""

    def __init__(self, theme: Theme, editor: Editor, parent: QWidget) -> None:
        """Show the editor's rows."""
        super().__init__(parent)
        self._theme = theme
        self._editor = editor
        self._view = View()
        self.setAccessibleName(self.tr("Keyboard"))
        editor.arranged.connect(self.refresh)
        editor.settings_changed.connect(self.refresh)
        editor.region_changed.connect(self.update)

    @property
    def needed_width(self) -> int:
        """Pixels: stripes are there if each track has its lane."""
        return KEYS_WIDTH + (STRIPE_WIDTH if self._editor.apart else 0)

    def set_view(self, view: View) -> None:
        """Show the same rows as the notes."""
        before, self._view = self._view, view
        if (view.top, view.row_height) != (before.top, before.row_height):
            self.update()

    def refresh(self) -> None:
        """Paint anew."""
        self.setToolTip(
            self.tr("Click a track's stripe to mark the track; Ctrl+click marks several.")
            if self._editor.apart
            else ""
        )
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the track of a lane and draw in it."""
        lane = self._editor.rows.lane_at(self._view.row_at(event.position().y()))
        if lane is None or not self._editor.apart or event.button() != Qt.MouseButton.LeftButton:
            return
        self._editor.set_track(lane.tracks[0])
        if event.position().x() < STRIPE_WIDTH:
            held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            self._editor.mark_track(lane.tracks[0], more=bool(event.modifiers() & held))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select all notes of a lane's track."""
        lane = self._editor.rows.lane_at(self._view.row_at(event.position().y()))
        if lane is not None and self._editor.apart:
            self._editor.choose_track(lane.tracks[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint keys and names."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        painter.translate(self.width() - KEYS_WIDTH, 0)
        tall = self._view.row_height
        font = QFont(self.font())
        font.setPixelSize(int(min(max(tall - 1, 7), 11)))
        painter.setFont(font)
        for lane in self._editor.rows.lanes:
            if not lane.is_drum:
                keys = QRectF(0, self._view.y_of(lane.first), KEYS_WIDTH, len(lane.pitches) * tall)
                painter.fillRect(keys, QColor(colours.key_white))
            for row in range(lane.first, lane.end):
                if -tall < self._view.y_of(row) < self.height():
                    paint = self._paint_drum if lane.is_drum else self._paint_key
                    paint(painter, row, lane.pitches[row - lane.first])
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(KEYS_WIDTH - 1, 0, KEYS_WIDTH - 1, self.height())
        painter.resetTransform()
        if self._editor.apart:
            for lane in self._editor.rows.lanes:
                self._paint_stripe(painter, lane)

    def _paint_key(self, painter: QPainter, row: int, pitch: int) -> None:
        colours, tall = self._theme.colours, self._view.row_height
        y = self._view.y_of(row)
        if is_black(pitch):
            painter.fillRect(QRectF(0, y, KEYS_WIDTH * 0.6, tall), QColor(colours.key_black))
            painter.setPen(QPen(QColor(colours.border), 1))
            middle = int(y + tall / 2)
            painter.drawLine(int(KEYS_WIDTH * 0.6), middle, KEYS_WIDTH, middle)
        elif pitch % 12 in (0, 5):  # C and F: the white key below is a neighbour
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawLine(0, int(y + tall), KEYS_WIDTH, int(y + tall))
        if pitch % 12 == 0 and tall >= 4:
            painter.setPen(QColor(colours.key_text))
            area = QRectF(0, y + tall / 2 - 8, KEYS_WIDTH - 6, 16)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, pitch_name(pitch)
            )

    def _paint_drum(self, painter: QPainter, row: int, key: int) -> None:
        tall, y = self._view.row_height, self._view.y_of(row)
        if tall >= 6.5:
            painter.setPen(QColor(self._theme.colours.muted))
            name = word(drum_name(key))
            name = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, KEYS_WIDTH - 10
            )
            painter.drawText(
                QRectF(5, y, KEYS_WIDTH - 8, tall), Qt.AlignmentFlag.AlignVCenter, name
            )

    def _paint_stripe(self, painter: QPainter, lane: Lane) -> None:
        editor, colours, track = self._editor, self._theme.colours, lane.tracks[0]
        y, bottom = self._view.y_of(lane.first), self._view.y_of(lane.end)
        # The name stays in sight while its lane is partly scrolled out.
        top, low = max(y, 0.0), min(bottom, float(self.height()))
        if low <= top or editor.song is None:
            return
        marked = editor.region is not None and track in editor.region.tracks
        own = colours.track(track)
        back = own if marked or editor.track == track else mixed(own, colours.panel, 0.55)
        painter.fillRect(QRectF(0, y, STRIPE_WIDTH, bottom - y), back)
        if marked:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(QRectF(1, y + 1, STRIPE_WIDTH - 2, bottom - y - 2))
        if low - top < 24:
            return
        name = numbered([track_name(track) for track in editor.song.tracks])[track]
        if track in editor.locked_tracks:
            name = self.tr("{name} (locked)").format(name=name)
        painter.save()
        painter.translate(0, low)
        painter.rotate(-90)
        painter.setPen(QColor("#000000" if back.lightnessF() > 0.45 else "#ffffff"))
        room = QRectF(2, 0, low - top - 4, STRIPE_WIDTH)
        text = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

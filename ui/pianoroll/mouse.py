"""The mouse over the notes: one gesture from press to release, what it would do, what is there."""

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from musicgan.song import TICKS_PER_BEAT
from ui.pianoroll.editor import DRAW, ERASE
from ui.pianoroll.geometry import is_end, note_at
from ui.pianoroll.gestures.base import Canvas, Gesture, Place
from ui.pianoroll.gestures.begin import gesture_for
from ui.pianoroll.names import drum_name, pitch_name
from ui.translations import word

_AUTOSCROLL_MS = 30
_AUTOSCROLL_SHARE = 0.3
"""Of the distance that the mouse has left the view by, scrolled at each step."""


class Mouse(QObject):
    """Begins, moves and ends gestures on a canvas."""

    def __init__(self, canvas: Canvas, area: QWidget) -> None:
        """``area`` is where the canvas is seen."""
        super().__init__(area)
        self._canvas = canvas
        self._area = area
        self._gesture: Gesture | None = None
        self._autoscroll = QTimer(self, interval=_AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._scroll_on)

    @property
    def busy(self) -> bool:
        """Whether a gesture is on."""
        return self._gesture is not None

    def press(self, event: QMouseEvent, double: bool) -> None:
        """Begin a gesture; the second press of a double click ends that of the first."""
        if self._canvas.editor.song is None or (self.busy and not double):
            return
        self.cancel()
        self._gesture = gesture_for(self._canvas, self._place(event), event.button(), double)
        if self.busy:
            self._autoscroll.start()

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture; else show what one would do here."""
        place = self._place(event)
        if self._gesture is not None:
            self._gesture.move(place)
        else:
            self._area.setCursor(self._shape(place))

    def release(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, self._gesture = self._gesture, None
        self._autoscroll.stop()
        if gesture is not None:
            gesture.finish(self._place(event))

    def cancel(self) -> None:
        """End the gesture as if it had not been."""
        gesture, self._gesture = self._gesture, None
        self._autoscroll.stop()
        if gesture is not None:
            gesture.cancel()

    def tell(self, place: QPoint, on_screen: QPoint) -> None:
        """Say what the note at a place is."""
        index = note_at(self._canvas.editor.notes, self._canvas.view, place.x(), place.y())
        if index is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(on_screen, self.describe(index), self._area)

    def describe(self, index: int) -> str:
        """The note ``index`` in words: track, pitch, length, velocity."""
        editor = self._canvas.editor
        note = editor.notes[index]
        assert editor.song is not None, "a note belongs to a song"
        track = editor.song.tracks[int(note["track"])]
        pitch = int(note["pitch"])
        name = word(drum_name(pitch)) if track.is_drum else pitch_name(pitch)
        beats = (int(note["end"]) - int(note["onset"])) / TICKS_PER_BEAT
        return self.tr("{track}: {pitch}, {beats} beats, velocity {velocity}").format(
            track=track.name or track.family,
            pitch=name,
            beats=f"{beats:.3g}",
            velocity=int(note["velocity"]),
        )

    def _place(self, event: QMouseEvent) -> Place:
        return self._at(event.position(), event.modifiers())

    def _at(self, at: QPointF, held: Qt.KeyboardModifier) -> Place:
        view = self._canvas.view
        return Place(
            at.x(),
            at.y(),
            view.tick_of(at.x()),
            int(view.row_at(at.y()) // 1),
            bool(held & Qt.KeyboardModifier.ShiftModifier),
            bool(held & Qt.KeyboardModifier.ControlModifier),
            bool(held & Qt.KeyboardModifier.AltModifier),
        )

    def _scroll_on(self) -> None:
        """Scroll while something is dragged out of the view."""
        area = self._area.rect()
        at = self._area.mapFromGlobal(QPointF(QCursor.pos()))
        across = min(at.x(), 0.0) + max(at.x() - area.width(), 0.0)
        down = min(at.y(), 0.0) + max(at.y() - area.height(), 0.0)
        if self._gesture is not None and (across or down):
            rows = down / self._canvas.view.row_height
            self._canvas.scroll_by(across * _AUTOSCROLL_SHARE, rows * _AUTOSCROLL_SHARE)
            self._gesture.move(self._at(at, Qt.KeyboardModifier.NoModifier))

    def _shape(self, place: Place) -> Qt.CursorShape:
        """The cursor that tells what a press would do."""
        editor, view = self._canvas.editor, self._canvas.view
        if editor.tool == ERASE:
            return Qt.CursorShape.PointingHandCursor
        index = note_at(editor.notes, view, place.x, place.y)
        if index is not None:
            at_end = is_end(editor.notes[index], view, place.x)
            return Qt.CursorShape.SizeHorCursor if at_end else Qt.CursorShape.SizeAllCursor
        return Qt.CursorShape.CrossCursor if editor.tool == DRAW else Qt.CursorShape.ArrowCursor

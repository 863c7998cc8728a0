"""The piano-roll widget: scrolls, zooms and shows a song with its playhead.

The notes are painted into a picture of the visible part only when that part changes; a moving
playhead repaints a strip of that picture.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from musicgan.song import TICKS_PER_BEAT, Bar, Song, bars
from ui.pianoroll import geometry, gutter, ruler
from ui.pianoroll.geometry import Notes, Rows, View
from ui.pianoroll.gutter import Gutter
from ui.pianoroll.names import drum_name, pitch_name
from ui.pianoroll.painting import paint_grid, paint_notes, paint_rows
from ui.pianoroll.ruler import Ruler
from ui.theme import Theme

_WHEEL_ZOOM = 1.0015
"""Zoom by one unit of the wheel's angle (120 a notch)."""
_BUTTON_ZOOM = 1.4
_WHEEL_ROWS = 3


class PianoRoll(QAbstractScrollArea):
    """Shows one song; Ctrl+wheel zooms time, Ctrl+Shift+wheel pitch, Shift+wheel scrolls time."""

    sought = Signal(float)
    """The user clicked a tick in the ruler."""

    def __init__(self, theme: Theme) -> None:
        """Empty until ``set_song``."""
        super().__init__()
        self._theme = theme
        self._song: Song | None = None
        self._rows = Rows(0, 0, ())
        self._notes: Notes = geometry.notes_of(Song(), self._rows)
        self._bars: list[Bar] = []
        self._length = 0
        self._view = View()
        self._fit = True
        self._silent: frozenset[int] = frozenset()
        self._playhead = 0.0
        self._follow = True
        self._picture: QPixmap | None = None
        self._moving = False
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setViewportMargins(gutter.WIDTH, ruler.HEIGHT, 0, 0)
        self.setAccessibleName(self.tr("Piano-roll"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ruler = Ruler(theme, self)
        self._ruler.sought.connect(self.sought)
        self._gutter = Gutter(theme, self)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self.refresh)

    @property
    def song(self) -> Song | None:
        """What is shown."""
        return self._song

    @property
    def view(self) -> View:
        """What part is seen, and how big."""
        return self._view

    @property
    def playhead(self) -> float:
        """Tick of the playhead."""
        return self._playhead

    def set_song(self, song: Song | None, keep_view: bool = False) -> None:
        """Show a song, all of it; or, with ``keep_view``, the part that is seen now."""
        self._song = song
        shown = song or Song()
        self._rows = geometry.rows_of(shown)
        self._notes = geometry.notes_of(shown, self._rows)
        self._bars = bars(shown)
        self._length = max(shown.length, self._bars[-1].end if self._bars else 0)
        self._silent = frozenset()
        self._ruler.set_bars(self._bars)
        self._gutter.set_rows(self._rows)
        if keep_view and not self._fit:
            self._set_view(self._view)
        else:
            self.fit()

    def set_silent(self, tracks: frozenset[int]) -> None:
        """Grey the tracks that are not heard."""
        self._silent = tracks
        self.refresh()

    def set_playhead(self, tick: float, follow: bool = False) -> None:
        """Move the playhead; with ``follow`` the view turns the page when it runs out."""
        before, self._playhead = self._playhead, tick
        self._ruler.set_playhead(tick)
        x = self._view.x_of(tick)
        if follow and self._follow and not 0 <= x < self.viewport().width():
            self._set_view(geometry.View(tick, self._view.top, *self._scale()))
            return
        for position in (self._view.x_of(before), x):
            self.viewport().update(int(position) - 2, 0, 5, self.viewport().height())

    def set_follow(self, follow: bool) -> None:
        """Whether the view goes with the playhead."""
        self._follow = follow

    def fit(self) -> None:
        """Show the whole song, and keep doing so when the window's size changes."""
        self._fit = True
        area = self.viewport().size()
        self._set_view(
            geometry.fitted(self._rows, self._length, area.width(), area.height()), fit=True
        )

    def zoom_in(self) -> None:
        """Zoom in time around the middle."""
        self._zoom(_BUTTON_ZOOM, self.viewport().width() / 2)

    def zoom_out(self) -> None:
        """Zoom out in time around the middle."""
        self._zoom(1 / _BUTTON_ZOOM, self.viewport().width() / 2)

    def refresh(self) -> None:
        """Paint anew."""
        self._picture = None
        self.viewport().update()
        self._ruler.update()
        self._gutter.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture and the playhead."""
        if self._picture is None:
            self._picture = self._paint_picture()
        painter = QPainter(self.viewport())
        ratio = self.viewport().devicePixelRatioF()
        area = event.rect()
        source = QRect(
            round(area.x() * ratio),
            round(area.y() * ratio),
            round(area.width() * ratio),
            round(area.height() * ratio),
        )
        painter.drawPixmap(area, self._picture, source)
        if self._song is not None:
            painter.setPen(QPen(QColor(self._theme.colours.playhead), 1.5))
            x = self._view.x_of(self._playhead)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.viewport().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place ruler and gutter, and fit again if the whole song was shown."""
        super().resizeEvent(event)
        area = self.viewport().geometry()
        self._ruler.setGeometry(area.x(), 0, area.width(), ruler.HEIGHT)
        self._gutter.setGeometry(0, area.y(), gutter.WIDTH, area.height())
        if self._fit:
            self.fit()
        else:
            self._set_view(self._view)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom or scroll."""
        angle = event.angleDelta()
        turn = angle.y() or angle.x()  # with Alt some platforms turn the wheel sideways
        held = event.modifiers()
        place = event.position()
        if held & Qt.KeyboardModifier.ControlModifier:
            if held & Qt.KeyboardModifier.ShiftModifier:
                self._fit = False
                self._set_view(self._view.stretched(_WHEEL_ZOOM**turn, place.y()))
            else:
                self._zoom(_WHEEL_ZOOM**turn, place.x())
        elif held & Qt.KeyboardModifier.ShiftModifier:
            self._scroll_by(-turn / 120 * self.viewport().width() / 8, 0)
        else:
            self._scroll_by(-angle.x() / 120 * 60, -angle.y() / 120 * _WHEEL_ROWS)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinch to zoom; say what the note under the mouse is."""
        if isinstance(event, QHelpEvent):
            self._tell(event.pos(), event.globalPos())
            return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._zoom(1.0 + event.value(), event.position().x())
            return True
        return super().viewportEvent(event)

    def describe(self, index: int) -> str:
        """The note ``index`` in words: track, pitch, length, velocity."""
        note = self._notes[index]
        assert self._song is not None, "a note belongs to a song"
        track = self._song.tracks[int(note["track"])]
        pitch = int(note["pitch"])
        name = drum_name(pitch) if track.is_drum else pitch_name(pitch)
        beats = (int(note["end"]) - int(note["onset"])) / TICKS_PER_BEAT
        return self.tr("{track}: {pitch}, {beats} beats, velocity {velocity}").format(
            track=track.name or track.family,
            pitch=name,
            beats=f"{beats:.3g}",
            velocity=int(note["velocity"]),
        )

    def _tell(self, place: QPoint, on_screen: QPoint) -> None:
        index = geometry.note_at(self._notes, self._view, place.x(), place.y())
        if index is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(on_screen, self.describe(index), self.viewport())

    def _scale(self) -> tuple[float, float]:
        return self._view.pixels_per_tick, self._view.row_height

    def _zoom(self, factor: float, x: float) -> None:
        self._fit = False
        self._set_view(self._view.zoomed(factor, x))

    def _scroll_by(self, pixels: float, rows: float) -> None:
        view = self._view
        left = view.left + pixels / view.pixels_per_tick
        self._set_view(View(left, view.top + rows, *self._scale()))

    def _set_view(self, view: View, fit: bool = False) -> None:
        """Take a view, moved to where there is music, and bring everything into line with it."""
        area = self.viewport().size()
        if not fit:
            view = geometry.clamped(view, self._rows, self._length, area.width(), area.height())
        self._view = view
        self._moving = True
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        page = int(area.width() / view.pixels_per_tick)
        across.setRange(0, max(0, 0 if fit else self._length - page))
        across.setPageStep(page)
        across.setSingleStep(max(1, page // 20))
        across.setValue(round(view.left))
        rows = int(area.height() / view.row_height + 1e-6)  # all rows fit when they are fitted
        down.setRange(0, max(0, self._rows.count - rows))
        down.setPageStep(rows)
        down.setValue(round(view.top))
        self._moving = False
        self._ruler.set_view(view)
        self._gutter.set_view(view)
        self.refresh()

    def _scrolled(self) -> None:
        if not self._moving:
            left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            self._set_view(View(float(left), float(top), *self._scale()))

    def _paint_picture(self) -> QPixmap:
        area, ratio = self.viewport().size(), self.viewport().devicePixelRatioF()
        picture = QPixmap(area * ratio)
        picture.setDevicePixelRatio(ratio)
        colours = self._theme.colours
        picture.fill(QColor(colours.roll))
        painter = QPainter(picture)
        width, height = area.width(), area.height()
        if self._rows.count:
            paint_rows(painter, self._rows, self._view, width, colours)
            paint_grid(painter, self._bars, self._view, width, height, colours)
            near = geometry.visible(self._notes, self._view, width, height)
            paint_notes(painter, near, self._view, colours, self._silent)
        painter.end()
        return picture

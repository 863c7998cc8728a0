"""The piano-roll widget: scrolls, zooms, shows a song with its playhead, and takes the mouse.

The notes are painted into a picture of the visible part only when that part changes; a moving
playhead repaints a strip of that picture, and what is being dragged is painted above it.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QToolTip

from musicgan.project import Region
from musicgan.song import TICKS_PER_BEAT, Song
from ui.pianoroll import chords, geometry, painting, ruler, velocities
from ui.pianoroll.actions import NoteActions
from ui.pianoroll.chords import ChordLane
from ui.pianoroll.editor import DRAW, ERASE, Editor
from ui.pianoroll.geometry import Mask, Notes, View
from ui.pianoroll.gestures.base import Gesture, Place
from ui.pianoroll.gestures.begin import gesture_for
from ui.pianoroll.gutter import Gutter
from ui.pianoroll.names import drum_name, pitch_name
from ui.pianoroll.picture import Picture, on_pixels
from ui.pianoroll.rows import Rows
from ui.pianoroll.ruler import Ruler
from ui.pianoroll.velocities import VelocityLane
from ui.theme import Theme
from ui.translations import word

_WHEEL_ZOOM = 1.0015
"""Zoom by one unit of the wheel's angle (120 a notch)."""
_BUTTON_ZOOM = 1.4
_WHEEL_ROWS = 3
_FINE_UPTO = 1500
"""Up to so many notes get round corners."""
_AUTOSCROLL_MS = 30
_AUTOSCROLL_SHARE = 0.3
"""Of the distance that the mouse has left the view by, scrolled at each step."""


class PianoRoll(QAbstractScrollArea):
    """Shows and edits one song; it keeps no undo, and shows an edit once it is given back.

    Ctrl+wheel zooms time, Ctrl+Shift+wheel pitch, Shift+wheel scrolls time.
    """

    sought = Signal(float)
    """The user clicked a tick in the ruler."""
    song_edited = Signal(Song, str)
    """The song after an edit, and what the edit was ("Move notes"), for Undo."""
    selection_changed = Signal()
    region_changed = Signal(object)
    """The ``Region`` that is marked now; None for none."""
    problem = Signal(str)
    """A sentence for the user."""

    def __init__(self, theme: Theme) -> None:
        """Empty until ``set_song``."""
        super().__init__()
        self._theme = theme
        self.editor = Editor(self)
        self.note_actions = NoteActions(self.editor, self)
        self._shown = Rows()
        self._length = 0
        self._view = View()
        self._fit = True
        self._silent: frozenset[int] = frozenset()
        self._changed: Region | None = None
        self._playhead = 0.0
        self._follow = True
        self._picture = Picture(self._paint_song)
        self._moving = False
        self._gesture: Gesture | None = None
        self._preview: Notes | None = None
        self._hidden: Mask | None = None
        self._band: QRectF | None = None
        self._autoscroll = QTimer(self, interval=_AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._scroll_on)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName(self.tr("Piano-roll"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._ruler = Ruler(theme, self.editor, self)
        self._ruler.sought.connect(self.sought)
        self._gutter = Gutter(theme, self.editor, self)
        self._chords = ChordLane(theme, self.editor, self)
        self._chords.problem.connect(self.problem)
        self._velocities = VelocityLane(theme, self.editor, self)
        self._velocities.hide()
        self._set_margins()
        self._wire()

    def _wire(self) -> None:
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._theme.changed.connect(self.refresh)
        editor = self.editor
        editor.arranged.connect(self._arrange)
        editor.song_edited.connect(self.song_edited)
        editor.selection_changed.connect(self.selection_changed)
        editor.selection_changed.connect(self.refresh)
        editor.region_changed.connect(lambda: self.region_changed.emit(editor.region))
        editor.region_changed.connect(self.refresh)
        editor.settings_changed.connect(self.refresh)
        self.note_actions.problem.connect(self.problem)

    @property
    def song(self) -> Song | None:
        """What is shown."""
        return self.editor.song

    @property
    def region(self) -> Region | None:
        """The bars × tracks that are marked."""
        return self.editor.region

    @property
    def view(self) -> View:
        """What part is seen, and how big."""
        return self._view

    @property
    def playhead(self) -> float:
        """Tick of the playhead."""
        return self._playhead

    def set_song(self, song: Song | None, keep_view: bool = False) -> None:
        """Show a song, all of it.

        With ``keep_view`` it is the piece shown before (edited, undone, grown): the part that is
        seen, the selection and the region stay. They do so for an edit that comes back, too.
        """
        self._cancel_gesture()
        if not keep_view:
            self._silent = frozenset()
            self._changed = None
        self.editor.set_song(song, keep_view)

    def set_locked(self, tracks: frozenset[int], locked_bars: frozenset[int] = frozenset()) -> None:
        """Hatch the tracks and bars that a rewrite keeps."""
        self.editor.set_locked(tracks, locked_bars)

    def set_changed(self, region: Region | None) -> None:
        """Frame what a rewrite made new."""
        self._changed = region
        self.refresh()

    def set_silent(self, tracks: frozenset[int]) -> None:
        """Grey the tracks that are not heard."""
        self._silent = tracks
        self.refresh()

    def _arrange(self, keep: bool) -> None:
        """Take the editor's new notes and rows."""
        editor = self.editor
        before, self._shown = self._shown, editor.rows
        last = editor.bars[-1].end if editor.bars else 0
        self._length = max(editor.song.length if editor.song else 0, last)
        self._set_margins()
        if keep and not self._fit:
            top = self._view.top + self._rows_added(before, editor.rows)
            self._set_view(View(self._view.left, top, *self._scale()))
        else:
            self.fit()

    def _rows_added(self, before: Rows, after: Rows) -> int:
        """How far the row at the top edge has gone down, since other rows came above it."""
        row = int(self._view.top)
        lane = before.lane_at(row)
        if lane is None:
            return 0
        return after.lane_of(lane.tracks[0]).row_of(lane.pitch_of(row)) - row

    def _set_margins(self) -> None:
        below = 0 if self._velocities.isHidden() else velocities.HEIGHT
        above = ruler.HEIGHT + chords.HEIGHT
        self.setViewportMargins(self._gutter.needed_width, above, 0, below)

    def set_playhead(self, tick: float, follow: bool = False) -> None:
        """Move the playhead; with ``follow`` the view turns the page when it runs out."""
        before, self._playhead = self._playhead, tick
        self.editor.playhead = tick
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

    def show_velocities(self, shown: bool) -> None:
        """Show or hide the velocity lane."""
        self._velocities.setVisible(shown)
        self._set_margins()

    def fit(self) -> None:
        """Show the whole song, and keep doing so when the window's size changes."""
        self._fit = True
        area = self.viewport().size()
        self._set_view(
            geometry.fitted(self.editor.rows, self._length, area.width(), area.height()), fit=True
        )

    def zoom_in(self) -> None:
        """Zoom in time around the middle."""
        self._zoom(_BUTTON_ZOOM, self.viewport().width() / 2)

    def zoom_out(self) -> None:
        """Zoom out in time around the middle."""
        self._zoom(1 / _BUTTON_ZOOM, self.viewport().width() / 2)

    def refresh(self) -> None:
        """Paint anew."""
        self._picture.forget()
        self.viewport().update()
        self._ruler.update()
        self._gutter.update()
        self._chords.update()
        self._velocities.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture and the playhead."""
        ratio = self.viewport().devicePixelRatioF()
        back = QColor(self._theme.colours.roll)
        picture = self._picture.of(self._view, self.viewport().size(), ratio, back)
        painter = QPainter(self.viewport())
        area = event.rect()
        source = QRect(
            round(area.x() * ratio),
            round(area.y() * ratio),
            round(area.width() * ratio),
            round(area.height() * ratio),
        )
        painter.drawPixmap(area, picture, source)
        if self.song is not None:
            painter.setPen(QPen(QColor(self._theme.colours.playhead), 1.5))
            x = self._view.x_of(self._playhead)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.viewport().height()))
        self._paint_above(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place ruler and gutter, and fit again if the whole song was shown."""
        super().resizeEvent(event)
        area = self.viewport().geometry()
        self._ruler.setGeometry(area.x(), 0, area.width(), ruler.HEIGHT)
        self._chords.setGeometry(area.x(), ruler.HEIGHT, area.width(), chords.HEIGHT)
        self._gutter.setGeometry(0, area.y(), area.x(), area.height())
        self._velocities.setGeometry(area.x(), area.bottom() + 1, area.width(), velocities.HEIGHT)
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
            self.scroll_by(-turn / 120 * self.viewport().width() / 8, 0)
        else:
            self.scroll_by(-angle.x() / 120 * 60, -angle.y() / 120 * _WHEEL_ROWS)
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

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self._begin(event, double=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture; an empty place gets a note."""
        self._begin(event, double=True)

    def _begin(self, event: QMouseEvent, double: bool) -> None:
        if self.song is None or (self._gesture is not None and not double):
            return
        self._cancel_gesture()
        place = self._place(event.position(), event.modifiers())
        self._gesture = gesture_for(self, place, event.button(), double)
        if self._gesture is not None:
            self._autoscroll.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture; else show what one would do here."""
        place = self._place(event.position(), event.modifiers())
        if self._gesture is not None:
            self._gesture.move(place)
        else:
            self._show_cursor(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, self._gesture = self._gesture, None
        self._autoscroll.stop()
        if gesture is not None:
            gesture.finish(self._place(event.position(), event.modifiers()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer all edits; a note that is not selected is, before."""
        place = self.viewport().mapFromGlobal(event.globalPos())
        index = geometry.note_at(self.editor.notes, self._view, place.x(), place.y())
        if index is not None and not self.editor.mask[index]:
            mask = self.editor.mask & False
            mask[index] = True
            self.editor.choose(mask)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.note_actions.fill(menu)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keep Escape while there is something that it ends here."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and (self._gesture or self.editor.has_selection or self.region)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a gesture, else the selection, else the region; the rest scrolls."""
        if event.key() == Qt.Key.Key_Escape:
            if self._gesture is not None:
                self._cancel_gesture()
            elif self.editor.has_selection:
                self.editor.choose_none()
            else:
                self.editor.unmark()
            return
        super().keyPressEvent(event)

    # What gestures see

    def show_preview(self, notes: Notes | None, hidden: Mask | None = None) -> None:
        """Paint notes that are not in the song yet, and leave others out meanwhile."""
        if hidden is not self._hidden:
            self._hidden = hidden
            self._picture.forget()
        self._preview = notes
        self.viewport().update()

    def show_band(self, area: QRectF | None) -> None:
        """Paint a rubber band."""
        self._band = area
        self.viewport().update()

    def scroll_by(self, pixels: float, rows: float) -> None:
        """Move the view."""
        view = self._view
        left = view.left + pixels / view.pixels_per_tick
        self._fit = False
        self._set_view(View(left, view.top + rows, *self._scale()))

    def _place(self, at: QPointF, held: Qt.KeyboardModifier) -> Place:
        x, y = at.x(), at.y()
        return Place(
            x,
            y,
            self._view.tick_of(x),
            int(self._view.row_at(y) // 1),
            bool(held & Qt.KeyboardModifier.ShiftModifier),
            bool(held & Qt.KeyboardModifier.ControlModifier),
            bool(held & Qt.KeyboardModifier.AltModifier),
        )

    def _cancel_gesture(self) -> None:
        gesture, self._gesture = self._gesture, None
        self._autoscroll.stop()
        if gesture is not None:
            gesture.cancel()

    def _scroll_on(self) -> None:
        """Scroll while something is dragged out of the view."""
        area = self.viewport().rect()
        at = self.viewport().mapFromGlobal(QPointF(QCursor.pos()))
        across = min(at.x(), 0.0) + max(at.x() - area.width(), 0.0)
        down = min(at.y(), 0.0) + max(at.y() - area.height(), 0.0)
        if self._gesture is not None and (across or down):
            rows = down / self._view.row_height
            self.scroll_by(across * _AUTOSCROLL_SHARE, rows * _AUTOSCROLL_SHARE)
            self._gesture.move(self._place(at, Qt.KeyboardModifier.NoModifier))

    def _show_cursor(self, place: Place) -> None:
        index = geometry.note_at(self.editor.notes, self._view, place.x, place.y)
        shape = Qt.CursorShape.ArrowCursor
        if self.editor.tool == ERASE:
            shape = Qt.CursorShape.PointingHandCursor
        elif index is not None:
            at_end = geometry.is_end(self.editor.notes[index], self._view, place.x)
            shape = Qt.CursorShape.SizeHorCursor if at_end else Qt.CursorShape.SizeAllCursor
        elif self.editor.tool == DRAW:
            shape = Qt.CursorShape.CrossCursor
        self.viewport().setCursor(shape)

    def describe(self, index: int) -> str:
        """The note ``index`` in words: track, pitch, length, velocity."""
        note = self.editor.notes[index]
        assert self.song is not None, "a note belongs to a song"
        track = self.song.tracks[int(note["track"])]
        pitch = int(note["pitch"])
        name = word(drum_name(pitch)) if track.is_drum else pitch_name(pitch)
        beats = (int(note["end"]) - int(note["onset"])) / TICKS_PER_BEAT
        return self.tr("{track}: {pitch}, {beats} beats, velocity {velocity}").format(
            track=track.name or track.family,
            pitch=name,
            beats=f"{beats:.3g}",
            velocity=int(note["velocity"]),
        )

    def _tell(self, place: QPoint, on_screen: QPoint) -> None:
        index = geometry.note_at(self.editor.notes, self._view, place.x(), place.y())
        if index is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(on_screen, self.describe(index), self.viewport())

    def _scale(self) -> tuple[float, float]:
        return self._view.pixels_per_tick, self._view.row_height

    def _zoom(self, factor: float, x: float) -> None:
        self._fit = False
        self._set_view(self._view.zoomed(factor, x))

    def _set_view(self, view: View, fit: bool = False) -> None:
        """Take a view, moved to where there is music, and bring everything into line with it."""
        area = self.viewport().size()
        if not fit:
            view = geometry.clamped(
                view, self.editor.rows, self._length, area.width(), area.height()
            )
            view = on_pixels(view, self.viewport().devicePixelRatioF())
        self._view = view
        self.editor.finest = geometry.finest(view.pixels_per_tick)
        self._moving = True
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        page = int(area.width() / view.pixels_per_tick)
        across.setRange(0, max(0, 0 if fit else self._length - page))
        across.setPageStep(page)
        across.setSingleStep(max(1, page // 20))
        across.setValue(round(view.left))
        rows = int(area.height() / view.row_height + 1e-6)  # all rows fit when they are fitted
        down.setRange(0, max(0, self.editor.rows.count - rows))
        down.setPageStep(rows)
        down.setValue(round(view.top))
        self._moving = False
        self._ruler.set_view(view)
        self._gutter.set_view(view)
        self._chords.set_view(view)
        self._velocities.set_view(view)
        self.viewport().update()

    def _scrolled(self) -> None:
        if not self._moving:
            left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            self._fit = False
            self._set_view(View(float(left), float(top), *self._scale()))

    def _paint_song(self, painter: QPainter, view: View, width: float) -> None:
        """Paint a part of the song; ``view`` begins at the painter's left edge."""
        if self.song is None:
            return
        editor, colours, area = self.editor, self._theme.colours, self.viewport().size()
        height = area.height()
        painting.paint_rows(painter, editor.rows, view, width, height, colours)
        painting.paint_grid(painter, editor.bars, view, width, height, colours)
        self._paint_regions(painter, view)
        fine = len(geometry.visible(editor.notes, self._view, area.width(), height)) <= _FINE_UPTO
        seen = geometry.visible(editor.notes, view, width, height)
        if self._hidden is not None:
            seen = seen[~self._hidden[seen]]
        painting.paint_notes(painter, editor.notes[seen], view, colours, self._silent, fine)
        if editor.locked_tracks or editor.locked_bars:
            locked = editor.notes[seen[editor.is_locked()[seen]]]
            painting.paint_locked(painter, locked, view, colours)
        painting.paint_chosen(painter, editor.notes[seen[editor.mask[seen]]], view, colours, fine)

    def _paint_regions(self, painter: QPainter, view: View) -> None:
        editor, accent = self.editor, self._theme.colours.accent
        frame = QPen(QColor(accent), 1.5, Qt.PenStyle.DashLine)
        for region, pen, alpha in (
            (self._changed, frame, 0),
            (editor.region, QPen(Qt.PenStyle.NoPen), 40),
        ):
            if region is not None:
                painter.setPen(pen)
                painter.setBrush(painting.veil(accent, alpha))
                painting.paint_region(painter, region, editor.bars, editor.rows, view)

    def _paint_above(self, painter: QPainter) -> None:
        """What changes with every move of the mouse."""
        colours = self._theme.colours
        if self._preview is not None:
            fine = len(self._preview) <= _FINE_UPTO
            painting.paint_notes(painter, self._preview, self._view, colours, frozenset(), fine)
            painting.paint_chosen(painter, self._preview, self._view, colours, fine)
        if self._band is not None:
            painting.paint_band(painter, self._band, colours)

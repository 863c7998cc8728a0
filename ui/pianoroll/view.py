"""The piano-roll widget: scrolls, zooms, shows a song with its playhead, and takes the mouse.

The notes are painted into a picture of the visible part only when that part changes; a moving
playhead repaints a strip of that picture, and what is being dragged is painted above it.
"""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
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
from PySide6.QtWidgets import QAbstractScrollArea, QMenu

from musicgan.project import Region
from musicgan.song import Song
from ui.pianoroll import chords, geometry, ruler, velocities
from ui.pianoroll.actions import NoteActions
from ui.pianoroll.chords import ChordLane
from ui.pianoroll.editor import Editor
from ui.pianoroll.geometry import Mask, Notes, View
from ui.pianoroll.gutter import Gutter
from ui.pianoroll.layers import Layers
from ui.pianoroll.look import RollLook
from ui.pianoroll.mouse import Mouse
from ui.pianoroll.picture import on_pixels
from ui.pianoroll.rows import Rows
from ui.pianoroll.ruler import Ruler
from ui.pianoroll.velocities import VelocityLane
from ui.theme import Theme

_WHEEL_ZOOM = 1.0015
"""Zoom by one unit of the wheel's angle (120 a notch)."""
_BUTTON_ZOOM = 1.4
_WHEEL_ROWS = 3


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
        self._zoom_kept = 0.0  # for the first song
        self._playhead = 0.0
        self._follow = True
        self._moving = False
        self.layers = Layers(theme, self.editor)
        self.mouse = Mouse(self, self.viewport())
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
    def look(self) -> RollLook:
        """How it is set up."""
        editor = self.editor
        zoom = 0.0 if self._fit else self._view.pixels_per_tick
        return RollLook(
            editor.snap,
            editor.apart,
            not self._velocities.isHidden(),
            self._follow,
            self._zoom_kept or zoom,
        )

    def set_look(self, look: RollLook) -> None:
        """Set it up; its zoom is for the next song."""
        self._follow = look.follow
        self._zoom_kept = look.zoom
        self.show_velocities(look.velocities)
        self.editor.set_apart(look.lanes)
        self.editor.set_snap(look.snap)

    @property
    def playhead(self) -> float:
        """Tick of the playhead."""
        return self._playhead

    def set_song(self, song: Song | None, keep_view: bool = False) -> None:
        """Show a song, all of it.

        With ``keep_view`` it is the piece shown before (edited, undone, grown): the part that is
        seen, the selection and the region stay. They do so for an edit that comes back, too.
        """
        self.mouse.cancel()
        if not keep_view:
            self.layers.silent = frozenset()
            self.layers.changed = None
        self.editor.set_song(song, keep_view)

    def set_locked(self, tracks: frozenset[int], locked_bars: frozenset[int] = frozenset()) -> None:
        """Hatch the tracks and bars that a rewrite keeps."""
        self.editor.set_locked(tracks, locked_bars)

    def set_changed(self, region: Region | None) -> None:
        """Frame what a rewrite made new."""
        self.layers.changed = region
        self.refresh()

    def set_silent(self, tracks: frozenset[int]) -> None:
        """Grey the tracks that are not heard."""
        self.layers.silent = tracks
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
            if self._zoom_kept and editor.song is not None:
                self._zoom(self._zoom_kept / self._view.pixels_per_tick, 0)
                self._zoom_kept = 0.0

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
        self.layers.forget()
        self.viewport().update()
        self._ruler.update()
        self._gutter.update()
        self._chords.update()
        self._velocities.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture and the playhead."""
        ratio = self.viewport().devicePixelRatioF()
        picture = self.layers.picture(self._view, self.viewport().size(), ratio)
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
        self.layers.paint_above(painter, self._view)

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
            self.mouse.tell(event.pos(), event.globalPos())
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
        self.mouse.press(event, double=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture; an empty place gets a note."""
        self.mouse.press(event, double=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture; else show what one would do here."""
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self.mouse.release(event)

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
            and (self.mouse.busy or self.editor.has_selection or self.region)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a gesture, else the selection, else the region; the rest scrolls."""
        if event.key() == Qt.Key.Key_Escape:
            if self.mouse.busy:
                self.mouse.cancel()
            elif self.editor.has_selection:
                self.editor.choose_none()
            else:
                self.editor.unmark()
            return
        super().keyPressEvent(event)

    # What gestures see

    def show_preview(self, notes: Notes | None, hidden: Mask | None = None) -> None:
        """Paint notes that are not in the song yet, and leave others out meanwhile."""
        self.layers.hide(hidden)
        self.layers.preview = notes
        self.viewport().update()

    def show_band(self, area: QRectF | None) -> None:
        """Paint a rubber band."""
        self.layers.band = area
        self.viewport().update()

    def scroll_by(self, pixels: float, rows: float) -> None:
        """Move the view."""
        view = self._view
        left = view.left + pixels / view.pixels_per_tick
        self._fit = False
        self._set_view(View(left, view.top + rows, *self._scale()))

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

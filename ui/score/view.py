"""Shows the song as engraved pages, one at a time; a process of its own makes them."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from musicgan.song import Song
from ui.icons import Icons
from ui.score.pages import BarBox, Layout, Page
from ui.sentences import translated
from ui.theme import Theme
from ui.widgets.labels import muted
from ui.worker import Worker

_PATIENCE_MS = 250
"""An edit or a new size waits so long for another one before it is engraved."""
_MARGIN = 8
_LEAST_WIDTH = 260
_MARK = 45
"""How much the mark of the bar at the playhead covers, of 255."""
_MARK_PIXELS = 6
"""It reaches so far above and below the staves."""


class Sheet(QWidget):
    """One page, as wide as it can be."""

    def __init__(self, theme: Theme) -> None:
        """Empty until ``set_page``."""
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self._bar: BarBox | None = None

    def set_page(self, page: Page | None) -> None:
        """Show a page; None: nothing."""
        if page is None:
            self._image = QImage()
        else:
            self._image = QImage(
                page.pixels, page.width, page.height, page.width, QImage.Format.Format_Grayscale8
            ).copy()  # the bytes may go
        self.fit()
        self.update()

    def mark(self, bar: BarBox | None) -> None:
        """Mark the bar that is at the playhead."""
        if bar != self._bar:
            self._bar = bar
            self.update()

    @property
    def marked(self) -> QRectF:
        """Where the marked bar is, in pixels; empty for none."""
        bar = self._bar
        if bar is None or self._image.isNull():
            return QRectF()
        wide, tall = self.width(), self._tall
        return QRectF(
            bar.left * wide, bar.top * tall, (bar.right - bar.left) * wide,
            (bar.bottom - bar.top) * tall,
        ).adjusted(0, -_MARK_PIXELS, 0, _MARK_PIXELS)  # fmt: skip

    @property
    def _tall(self) -> float:
        """Height of the page at this width."""
        return self._image.height() * self.width() / self._image.width()

    def fit(self) -> None:
        """Be as high as the page is at this width."""
        if self._image.isNull():
            self.setMinimumHeight(0)
        else:
            self.setMinimumHeight(int(self._tall))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page's shape."""
        super().resizeEvent(event)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page on white paper, whatever the theme."""
        if not self._image.isNull():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            page = QRectF(0, 0, self.width(), self._tall)
            painter.fillRect(page, QColor("#ffffff"))
            painter.drawImage(page, self._image)
            mark = QColor(self._theme.colours.accent)
            mark.setAlpha(_MARK)
            painter.fillRect(self.marked, mark)


class ScoreView(QWidget):
    """Pages of the song that is shown; nothing is engraved while it is hidden."""

    problem = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Empty until ``set_song``."""
        super().__init__()
        self._song: Song | None = None
        self._wanted: tuple[Song, int] | None = None
        self._pages: dict[int, Page] = {}
        self._layout = Layout(())
        self._page = 0
        self._tick = 0.0
        self.worker = Worker(threads=1, parent=self)
        self.worker.told.connect(self._take)
        self.worker.done.connect(lambda _: self._show_state())
        self.worker.failed.connect(self._fail)
        self.worker.died.connect(self._fail)
        self._clock = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._clock.timeout.connect(self._engrave)
        self._sheet = Sheet(theme)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._sheet)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Score"))
        self.back = self._button(icons, "left", self.tr("Page before (Page Up)"), -1)
        self.on = self._button(icons, "right", self.tr("Next page (Page Down)"), 1)
        self._number = muted()
        self._state = QLabel()
        self._state.setProperty("muted", True)
        self._state.setWordWrap(True)
        bar = QHBoxLayout()
        bar.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        bar.addWidget(self._state, 1)
        for widget in (self.back, self._number, self.on):
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._scroll, 1)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._show_state()

    @property
    def page(self) -> int:
        """Number (from 0) of the page that is shown."""
        return self._page

    @property
    def page_count(self) -> int:
        """Pages of the song, as far as it is engraved."""
        return len(self._layout.starts)

    def set_song(self, song: Song | None, keep_page: bool = False) -> None:
        """Show a song; with ``keep_page`` it is the same piece, edited."""
        self._song = song
        if not keep_page:
            self._page = 0
        if song is None:
            self.worker.drop()
            self._wanted = None
            self._take(Layout(()))
        self._soon()

    def set_tick(self, tick: float) -> None:
        """Mark the bar of the playhead; turn to its page when that is another one."""
        before, now = self._layout.page_at(self._tick), self._layout.page_at(tick)
        self._tick = tick
        if before != now:
            self.turn_to(now)
        marked = self._sheet.marked
        self._mark()
        if self._sheet.marked != marked:
            self._bring_into_sight(self._sheet.marked)

    def turn_to(self, page: int) -> None:
        """Show another page, if there is one."""
        self._page = min(max(page, 0), max(0, self.page_count - 1))
        self._scroll.verticalScrollBar().setValue(0)
        self._show_page()

    def close_worker(self) -> None:
        """End the process."""
        self.worker.close()

    def sizeHint(self) -> QSize:
        """Wide enough to read."""
        return QSize(420, 400)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages."""
        pages = {Qt.Key.Key_PageUp.value: -1, Qt.Key.Key_PageDown.value: 1}
        if event.key() in pages:
            self.turn_to(self._page + pages[event.key()])
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Engrave what was changed meanwhile."""
        super().showEvent(event)
        self._soon()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop engraving."""
        super().hideEvent(event)
        self._clock.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make sharp pages for the new size."""
        super().resizeEvent(event)
        self._soon()

    def _soon(self) -> None:
        if self.isVisible():
            self._clock.start()

    def _engrave(self) -> None:
        width = round(max(self._scroll.viewport().width(), 100) * self.devicePixelRatioF())
        if self._song is None or self._wanted == (self._song, width):
            return
        self._wanted = (self._song, width)
        self.worker.run("ui.jobs.engrave:engrave", self._song, width)
        self._state.setText(self.tr("Engraving …"))

    def _take(self, told: object) -> None:
        if isinstance(told, Layout):
            self._layout, self._pages = told, {}
            self._page = min(self._page, max(0, self.page_count - 1))
            if not told.starts:
                self._show_page()
        elif isinstance(told, Page):
            self._pages[told.number] = told
            if told.number == self._page:
                self._show_page()

    def _fail(self, sentence: str) -> None:
        self._wanted = None
        self._state.setText(translated(sentence))

    def _show_page(self) -> None:
        page = self._pages.get(self._page)
        if page is not None or not self.page_count:
            self._sheet.set_page(page)
        self._mark()
        self._show_state()

    def _mark(self) -> None:
        page = self._pages.get(self._page)
        here = page is not None and self._layout.page_at(self._tick) == self._page
        self._sheet.mark(page.bar_at(self._tick) if page is not None and here else None)

    def _bring_into_sight(self, area: QRectF) -> None:
        """Scroll the page to an area that is not all in sight."""
        bar, seen = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        if area.isEmpty():
            return
        if area.top() < bar.value() or area.bottom() > bar.value() + seen:
            bar.setValue(int(area.top()) - _MARGIN)

    def _show_state(self) -> None:
        count = self.page_count
        self._number.setText(f"{self._page + 1} / {count}" if count else "")
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page + 1 < count)
        if not self.worker.busy:
            self._state.setText("" if count else self.tr("The score of a take appears here."))

    def _button(self, icons: Icons, icon: str, name: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("flat", True)
        button.setToolTip(name)
        button.setAccessibleName(name)
        icons.put(button, icon)
        button.clicked.connect(lambda: self.turn_to(self._page + step))
        return button

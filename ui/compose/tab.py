"""The Compose tab: recipe, piano-roll and transport, takes and tracks."""

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from musicgan.audio import Level
from musicgan.project import Document, ProjectTake, added, edited, renamed
from musicgan.song import Song
from ui.compose.panel import RecipePanel
from ui.compose.takes.item import TakeItem
from ui.compose.takes.model import TakesModel
from ui.compose.takes.view import TakesList
from ui.icons import Icons
from ui.pianoroll.toolbar import Toolbar
from ui.pianoroll.view import PianoRoll
from ui.theme import Theme
from ui.transport.bar import TransportBar
from ui.transport.playback import Playback
from ui.transport.tracks import TrackList
from ui.widgets.empty import EmptyState
from ui.widgets.labels import card, heading

_SIDE_WIDTH = 236


class ComposeTab(QWidget):
    """Shows the chosen take everywhere at once: notes, transport, tracks, sound."""

    song_changed = Signal(object)
    """The song that is shown now (None: nothing)."""

    def __init__(self, theme: Theme, icons: Icons, playback: Playback, document: Document) -> None:
        """Show ``document``."""
        super().__init__()
        self.playback = playback
        self.document = document
        self.panel = RecipePanel(theme, icons)
        self.takes = TakesModel(document)
        self.takes_list = TakesList(theme, self.takes)
        self.roll = PianoRoll(theme)
        self.toolbar = Toolbar(theme, icons, self.roll)
        self.transport = TransportBar(icons)
        self.tracks = TrackList(theme)
        self._shown: TakeItem | None = None
        self._following = False
        self._place = QStackedWidget()
        self._place.addWidget(self._empty_state(icons))
        self._place.addWidget(self.roll)
        self._lay_out()
        self._wire()

    @property
    def song(self) -> Song | None:
        """The song that is shown."""
        return None if self._shown is None else self._shown.song

    @property
    def item(self) -> TakeItem | None:
        """The entry of the list of takes that is shown."""
        return self._shown

    def add(self, takes: list[ProjectTake], label: str = "") -> None:
        """Put takes at the top of the list and show the first; ``label`` is for Undo."""
        self.document.do(label or self.tr("Open"), added(self.document.project, takes))

    def show_making(self, items: list[TakeItem]) -> None:
        """Show a batch in the making, its first take in the piano-roll."""
        fresh = not any(item.making for item in self.takes.items)
        with self._quiet():
            self.takes.show_making(items)
            if fresh and items and not self.playback.is_playing:
                self.takes_list.choose(0)
        self._show()

    def finish_making(self, takes: list[ProjectTake], label: str) -> None:
        """Put a finished batch in the place of the one in the making (no takes: cancelled)."""
        with self._quiet():
            self.takes.show_making([])
            self.add(takes, label)
            # The take that plays while it is written plays on; else the best one is shown.
            for take in self.document.project.takes[: len(takes)]:
                if self.playback.continues(take.song):
                    self.document.select(take.id)
        self._follow()

    def edit(self, song: Song, label: str) -> None:
        """Give the shown take other music; ``label`` is for Undo."""
        project = self.document.project
        if self._shown is not None and self._shown.take is not None:
            self.document.do(label, edited(project, self._shown.take.id, song))

    @contextlib.contextmanager
    def _quiet(self) -> Iterator[None]:
        """Within, the list may change its current entry without anything being shown."""
        before, self._following = self._following, True
        yield
        self._following = before

    def _choose(self) -> None:
        """The user chose an entry of the list."""
        if self._following:
            return
        item = self.takes_list.current
        if item is not None and item.take is not None:
            self.document.select(item.take.id)
        self._show()

    def _follow(self) -> None:
        """The document changed."""
        if self._following:
            return
        with self._quiet():
            self.takes.refresh()
            now = self.takes_list.current
            row = self.takes.row_of(self.document.project.selected)
            if now is None or now.take is None or now.take.id != self.document.project.selected:
                self.takes_list.choose(row)
        self._show()

    def _show(self) -> None:
        """Bring everything into line with the list's current entry."""
        before, item = self._shown, self.takes_list.current
        self._shown = item
        song = None if item is None else item.song
        if before is not None and song is before.song:
            return
        growing = item is not None and item.making
        same = before is not None and item is not None and before.key == item.key
        same = same or (song is not None and self.playback.continues(song))
        self.roll.set_song(song, keep_view=growing or same)
        self._place.setCurrentIndex(0 if item is None else 1)
        self.transport.set_song(song)
        self.tracks.set_song(song, keep_levels=growing or same)
        if song is not None and growing:
            self.playback.grow_song(song)
        elif song is not None and same:
            self.playback.change_song(song)
        else:
            self.playback.set_song(song)
        self.song_changed.emit(song)

    def _wire(self) -> None:
        self.document.listen(self._follow)
        self.takes.rename_asked.connect(self._rename)
        self.takes_list.chosen.connect(self._choose)
        self.takes_list.play_asked.connect(self.playback.play)
        self.roll.sought.connect(self.playback.seek)
        self.roll.song_edited.connect(self.edit)
        self.transport.play_pressed.connect(self.playback.toggle)
        self.transport.stop_pressed.connect(self.playback.stop)
        self.transport.rewind_pressed.connect(lambda: self.playback.seek(0.0))
        self.playback.moved.connect(self._move)
        self.playback.playing_changed.connect(self.transport.set_playing)
        self.tracks.levels_changed.connect(self._hear)
        self.tracks.song_edited.connect(self.edit)

    def _rename(self, take_id: int, name: str) -> None:
        self.document.do(self.tr("Rename"), renamed(self.document.project, take_id, name))

    def _move(self, tick: float) -> None:
        self.roll.set_playhead(tick, follow=self.playback.is_playing)
        self.transport.set_tick(tick)

    def _hear(self, levels: dict[int, Level]) -> None:
        self.playback.set_levels(levels)
        self.roll.set_silent(self.tracks.silent)

    def _empty_state(self, icons: Icons) -> QWidget:
        return EmptyState(
            icons,
            "music",
            self.tr("Press Generate to write music"),
            self.tr(
                "The recipe at the left is ready to go: change what you like, leave the rest to "
                "chance. Or drop a MIDI or MusicXML file here to see and hear it."
            ),
        )

    def _lay_out(self) -> None:
        middle = card()
        column = QVBoxLayout(middle)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self._place, 1)
        line = QFrame()
        line.setProperty("line", True)
        line.setFixedHeight(1)
        column.addWidget(line)
        column.addWidget(self.transport)
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(_titled(self.tr("Takes"), self.takes_list))
        side.addWidget(_titled(self.tr("Tracks"), self.tracks))
        side.setStretchFactor(0, 3)
        side.setStretchFactor(1, 2)
        side.setChildrenCollapsible(False)
        side.setHandleWidth(8)
        side.setMinimumWidth(_SIDE_WIDTH - 40)
        split = QSplitter()
        split.addWidget(self.panel)
        split.addWidget(middle)
        split.addWidget(side)
        split.setStretchFactor(1, 1)
        split.setSizes([self.panel.minimumWidth(), 700, _SIDE_WIDTH])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 4)
        layout.addWidget(split)


def _titled(title: str, body: QWidget) -> QWidget:
    frame = card()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(12, 10, 6, 8)
    layout.setSpacing(8)
    layout.addWidget(heading(title))
    layout.addWidget(body, 1)
    return frame

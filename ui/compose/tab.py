"""The Compose tab: recipe, piano-roll and transport, takes and tracks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from musicgan.song import Song
from ui.compose.panel import RecipePanel
from ui.compose.takes.item import TakeItem
from ui.compose.takes.model import TakesModel
from ui.compose.takes.view import TakesList
from ui.icons import Icons
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

    def __init__(self, theme: Theme, icons: Icons, playback: Playback) -> None:
        """Empty: nothing is made yet."""
        super().__init__()
        self.playback = playback
        self.panel = RecipePanel(theme, icons)
        self.takes = TakesModel()
        self.takes_list = TakesList(theme, self.takes)
        self.roll = PianoRoll(theme)
        self.transport = TransportBar(icons)
        self.tracks = TrackList(theme)
        self._song: Song | None = None
        self._place = QStackedWidget()
        self._place.addWidget(self._empty_state(icons))
        self._place.addWidget(self.roll)
        self._lay_out()
        self._wire()

    @property
    def song(self) -> Song | None:
        """The song that is shown."""
        return self._song

    @property
    def item(self) -> TakeItem | None:
        """The entry of the list of takes that is shown."""
        return self.takes_list.current

    def add(self, items: list[TakeItem]) -> None:
        """Put entries at the top of the list and show the first."""
        self.takes.add(items)
        if items:
            self.takes_list.choose(0)

    def show_making(self, items: list[TakeItem]) -> None:
        """Show a batch in the making, its first take in the piano-roll."""
        fresh = not any(item.making for item in self.takes.items)
        self.takes.show_making(items)
        if fresh and items and not self.playback.is_playing:
            self.takes_list.choose(0)

    def clear(self) -> None:
        """Forget all takes."""
        self.takes.clear()
        self._show(None)

    def _show(self, item: TakeItem | None) -> None:
        before, self._song = self._song, None if item is None else item.song
        if self._song is before:
            return
        growing = item is not None and item.making
        self.roll.set_song(self._song, keep_view=growing)
        self._place.setCurrentIndex(0 if item is None else 1)
        # What is still being written can be seen, but is heard once it is whole.
        heard = None if growing else self._song
        self.transport.set_song(heard)
        if growing:
            if self.playback.is_playing:
                self.playback.stop()
        else:
            self.tracks.set_song(self._song)
            self.playback.set_song(self._song)
        self.song_changed.emit(heard)

    def _wire(self) -> None:
        self.takes_list.chosen.connect(self._show)
        self.takes_list.play_asked.connect(self.playback.play)
        self.roll.sought.connect(self.playback.seek)
        self.transport.play_pressed.connect(self.playback.toggle)
        self.transport.stop_pressed.connect(self.playback.stop)
        self.transport.rewind_pressed.connect(lambda: self.playback.seek(0.0))
        self.transport.zoom_in_pressed.connect(self.roll.zoom_in)
        self.transport.zoom_out_pressed.connect(self.roll.zoom_out)
        self.transport.fit_pressed.connect(self.roll.fit)
        self.transport.follow_changed.connect(self.roll.set_follow)
        self.playback.moved.connect(self._move)
        self.playback.playing_changed.connect(self.transport.set_playing)
        self.tracks.heard_changed.connect(self._hear)

    def _move(self, tick: float) -> None:
        self.roll.set_playhead(tick, follow=self.playback.is_playing)
        self.transport.set_tick(tick)

    def _hear(self, muted_tracks: set[int], soloed: set[int]) -> None:
        self.playback.set_heard(muted_tracks, soloed)
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

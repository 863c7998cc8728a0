"""The Compose tab: recipe, piano-roll and transport, takes and tracks."""

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from musicgan.audio import Level
from musicgan.errors import MusicganError
from musicgan.generation import Request
from musicgan.project import Document, ProjectTake, Region, added, edited
from musicgan.song import Song, bars, excerpt
from ui.compose.panel import RecipePanel
from ui.compose.takes.actions import TakeActions
from ui.compose.takes.item import TakeItem
from ui.compose.takes.model import TakesModel
from ui.compose.takes.panel import TakesPanel
from ui.compose.takes.view import TakesList
from ui.compose.taskbar import TaskBar
from ui.compose.tasks import TaskActions
from ui.icons import Icons
from ui.pianoroll.toolbar import Toolbar
from ui.pianoroll.view import PianoRoll
from ui.score.view import ScoreView
from ui.theme import Theme
from ui.transport.bar import TransportBar
from ui.transport.playback import Playback
from ui.transport.sound import SoundDialog, look_around
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
        self.takes_list = TakesList(theme, icons, self.takes)
        self.take_actions = TakeActions(document, self.takes_list)
        self.tasks = TaskActions(document, self.wishes, self)
        self.plays_at_once = True
        self.roll = PianoRoll(theme)
        self.toolbar = Toolbar(theme, icons, self.roll)
        self.score = ScoreView(theme, icons)
        self.score.hide()
        self.transport = TransportBar(icons)
        self.tracks = TrackList(theme)
        self._shown: TakeItem | None = None
        self._other: int | None = None
        self._comparing = False
        self._sounds = True
        self._following = False
        self._place = QStackedWidget()
        self._place.addWidget(self._empty_state(icons))
        self._place.addWidget(self.roll)
        self._lay_out(icons)
        self._wire()

    @property
    def song(self) -> Song | None:
        """The song that is shown."""
        return None if self._shown is None else self._shown.song

    @property
    def item(self) -> TakeItem | None:
        """The entry of the list of takes that is shown."""
        return self._shown

    def wishes(self) -> Request:
        """What the panel asks for, with a new seed unless the user keeps it.

        Raises:
            MusicganError: the chords can't be read.
        """
        if self.panel.chords.problem:
            raise MusicganError(self.panel.chords.problem)
        self.panel.roll_seed()
        return self.panel.recipe.to_request()

    def add(self, takes: list[ProjectTake], label: str = "") -> None:
        """Put takes at the top of the list and show the first; ``label`` is for Undo."""
        self.document.do(label or self.tr("Open"), added(self.document.project, takes))

    def show_making(self, items: list[TakeItem]) -> None:
        """Show a batch in the making, its first take in the piano-roll; it is heard if wanted."""
        fresh = bool(items) and not any(item.making for item in self.takes.items)
        heard = fresh and self.plays_at_once and self._sounds
        with self._quiet():
            self.takes.show_making(items)
            if heard:
                self.playback.stop()
            if fresh and not self.playback.is_playing:
                self.takes_list.choose(0)
        self._show()
        if heard:
            self.playback.play()

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
        self.takes_list.scrollToTop()  # to the best one

    def edit(self, song: Song, label: str) -> None:
        """Give the shown take other music; ``label`` is for Undo."""
        project = self.document.project
        if self._shown is not None and self._shown.take is not None:
            self.document.do(label, edited(project, self._shown.take.id, song))

    def compare(self) -> None:
        """Show the take that was shown before, at the same place; and back the next time."""
        if self.document.project.take(self._other) is not None:
            self._comparing = True
            self.document.select(self._other)
            self._comparing = False

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
        same = before is not None and item is not None and before.key == item.key
        if before is not None and before.take is not None and not same:
            self._other = before.take.id
        song = None if item is None else item.song
        if before is None or song is not before.song:
            self._show_song(item, same or self._comparing)
        self._show_marks()

    def _show_song(self, item: TakeItem | None, same: bool) -> None:
        """Show other music; ``same``: it takes the place of what was shown."""
        song = None if item is None else item.song
        growing = item is not None and item.making
        same = same or (song is not None and self.playback.continues(song))
        self.roll.set_song(song, keep_view=growing or same or _alike(self.roll.song, song))
        self.score.set_song(song, keep_page=growing or same)
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

    def _show_marks(self) -> None:
        """Mark in the piano-roll what is locked and what is new."""
        editor = self.roll.editor
        take = None if self._shown is None else self._shown.take
        if take is None:  # what is being written keeps what its source kept
            self.tracks.set_locked(editor.locked_tracks)
            self.roll.set_changed(None)
            return
        if (editor.locked_tracks, editor.locked_bars) != (take.locked_tracks, take.locked_bars):
            editor.set_locked(take.locked_tracks, take.locked_bars)
        self.tracks.set_locked(take.locked_tracks)
        self.roll.set_changed(take.changed)

    def _wire(self) -> None:
        self.document.listen(self._follow)
        self.takes.rename_asked.connect(self.take_actions.rename_to)
        self.take_actions.rename_asked.connect(
            lambda: self.takes_list.edit(self.takes_list.currentIndex())
        )
        self.take_actions.compare_asked.connect(self.compare)
        self.take_actions.recipe_asked.connect(self.panel.set_recipe)
        self.takes_list.star_asked.connect(self.take_actions.toggle_star)
        self.roll.region_changed.connect(self.tasks.set_region)
        self.takes_list.chosen.connect(self._choose)
        self.takes_list.play_asked.connect(self.playback.play)
        self.roll.sought.connect(self.playback.seek)
        self.roll.song_edited.connect(self.edit)
        self.toolbar.score_toggled.connect(self.score.setVisible)
        self.transport.play_pressed.connect(self.playback.toggle)
        self.transport.stop_pressed.connect(self.playback.stop)
        self.transport.rewind_pressed.connect(lambda: self.playback.seek(0.0))
        self.transport.loop_pressed.connect(self.playback.toggle_loop)
        self.transport.metronome_pressed.connect(self.playback.toggle_metronome)
        self.transport.speed_changed.connect(self.playback.set_speed)
        self.transport.sound_pressed.connect(self._choose_sound)
        self.transport.drag_begun.connect(self._drag_out)
        self.playback.loop_changed.connect(self.transport.set_looping)
        self.playback.metronome_changed.connect(self.transport.set_metronome)
        self.roll.region_changed.connect(self._loop_region)
        self.playback.moved.connect(self._move)
        self.playback.playing_changed.connect(self.transport.set_playing)
        self.playback.playing_changed.connect(self._note_sound)
        self.playback.failed.connect(lambda: self._note_sound(False, failed=True))
        self.tracks.levels_changed.connect(self._hear)
        self.tracks.song_edited.connect(self.edit)
        self.tracks.lock_asked.connect(self.tasks.lock_track)

    def _loop_region(self, region: Region | None) -> None:
        """Repeat the marked bars while looping."""
        if region is None or not region.bars or self.song is None:
            self.playback.set_region(None)
        else:
            grid = bars(self.song, minimum=max(region.bars) + 1)
            first, last = grid[min(region.bars)], grid[max(region.bars)]
            self.playback.set_region((first.start, last.end))

    def _choose_sound(self) -> None:
        SoundDialog(self.playback, self, look_around).open()

    def _drag_out(self) -> None:
        """Let the selected notes be dragged to another program, or else the whole take."""
        item, editor = self._shown, self.roll.editor
        if item is not None:
            song = excerpt(item.song, editor.chosen) if editor.has_selection else item.song
            self.tracks.hand_out(self.transport.handle, song, item.name)

    def _note_sound(self, playing: bool, failed: bool = False) -> None:
        """Without sound, takes are not played by themselves, until the user tries again."""
        self._sounds = not failed and (self._sounds or playing)

    def _move(self, tick: float) -> None:
        self.roll.set_playhead(tick, follow=self.playback.is_playing)
        self.score.set_tick(tick)
        self.transport.set_tick(tick)

    def _hear(self, levels: dict[int, Level]) -> None:
        self.playback.set_levels(levels)
        self.roll.set_silent(self.tracks.silent)

    def _empty_state(self, icons: Icons) -> QWidget:
        button = QPushButton(self.tr("Generate a first tune"))
        button.setProperty("primary", True)
        button.clicked.connect(self.panel.generate_pressed)
        return EmptyState(
            icons,
            "music",
            self.tr("Press Generate to write music"),
            self.tr(
                "The recipe at the left is ready to go: change what you like, leave the rest to "
                "chance. Or drop a MIDI or MusicXML file here to see and hear it."
            ),
            button,
        )

    def _lay_out(self, icons: Icons) -> None:
        middle = card()
        column = QVBoxLayout(middle)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(TaskBar(icons, self.tasks))
        column.addWidget(_line())
        column.addWidget(self.toolbar)
        beside = QSplitter()
        beside.addWidget(self._place)
        beside.addWidget(self.score)
        beside.setStretchFactor(0, 1)
        beside.setChildrenCollapsible(False)
        column.addWidget(beside, 1)
        column.addWidget(_line())
        column.addWidget(self.transport)
        side = QSplitter(Qt.Orientation.Vertical)
        takes = TakesPanel(icons, self.takes_list, self.take_actions, self.tasks)
        side.addWidget(_titled(self.tr("Takes"), takes))
        side.addWidget(_titled(self.tr("Tracks"), self.tracks))
        side.setStretchFactor(0, 1)
        side.setStretchFactor(1, 1)
        side.setSizes([420, 260])
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


def _alike(one: Song | None, other: Song | None) -> bool:
    """Whether two songs have the same bars and tracks, so that the view and the marks still fit."""
    if one is None or other is None:
        return False
    form, other_form = (
        (s.length, s.meters, [(t.program, t.is_drum) for t in s.tracks]) for s in (one, other)
    )
    return form == other_form


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", True)
    line.setFixedHeight(1)
    return line


def _titled(title: str, body: QWidget) -> QWidget:
    frame = card()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(12, 10, 6, 8)
    layout.setSpacing(8)
    layout.addWidget(heading(title))
    layout.addWidget(body, 1)
    return frame

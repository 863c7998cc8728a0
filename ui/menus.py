"""The menu bar: everything that can be done by menu or key, once."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from musicgan.errors import MusicganError
from ui.compose.takes.panel import TakesPanel
from ui.guide import GuidePage
from ui.modelmenu import ModelMenu
from ui.shortcuts import ShortcutsPage
from ui.theme import CHOICES
from ui.translations import LANGUAGES

if TYPE_CHECKING:
    from ui.window import MainWindow


class Menus(QObject):
    """Builds the menus of a window, and keeps their entries enabled or not."""

    def __init__(self, window: "MainWindow") -> None:
        """Fill ``window``'s menu bar."""
        super().__init__(window)
        self._window = window
        self._bar = window.menuBar()
        self._needing_song: list[QAction] = []
        self._fill_file(self._bar.addMenu(self.tr("&File")))
        self._fill_edit(self._bar.addMenu(self.tr("&Edit")))
        self._fill_music(self._bar.addMenu(self.tr("&Music")))
        self._fill_take(self._bar.addMenu(self.tr("&Take")))
        self._fill_view(self._bar.addMenu(self.tr("&View")))
        self.model = ModelMenu(self.tr("M&odel"), window)
        self._bar.addMenu(self.model)
        self._fill_help(self._bar.addMenu(self.tr("&Help")))
        window.compose.song_changed.connect(self._enable)
        window.document.listen(self._show_history)
        self._enable(None)
        self._show_history()

    def show_busy(self, busy: bool) -> None:
        """Whether takes are being made."""
        self._generate.setEnabled(not busy)

    def add(
        self,
        menu: QMenu,
        text: str,
        keys: str,
        then: Callable[[], object],
        needs_song: bool = False,
    ) -> QAction:
        """Add an entry; ``needs_song``: greyed while nothing is shown."""
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: then())
        menu.addAction(action)
        if needs_song:
            self._needing_song.append(action)
        return action

    def _fill_file(self, menu: QMenu) -> None:
        window, session = self._window, self._window.session
        self.add(menu, self.tr("&New project"), "Ctrl+N", session.new)
        self.add(menu, self.tr("&Open …"), "Ctrl+O", window.files.ask_open)
        self._recent = menu.addMenu(self.tr("Open &recent"))
        self._recent.aboutToShow.connect(self._fill_recent)
        menu.addSeparator()
        self.add(menu, self.tr("&Save"), "Ctrl+S", session.save)
        self.add(menu, self.tr("Save &as …"), "Ctrl+Shift+S", session.ask_save_as)
        menu.addSeparator()
        exports = (
            (self.tr("Export &MIDI …"), "Ctrl+E", ".mid", "MIDI (*.mid *.midi)"),
            (self.tr("Export MusicXML …"), "", ".musicxml", "MusicXML (*.musicxml *.mxl)"),
            (self.tr("Export &audio …"), "Ctrl+Shift+E", ".wav", "WAV (*.wav);;FLAC (*.flac)"),
        )
        self._exports = [
            self.add(
                menu, text, keys, partial(window.files.ask_export, suffix, kind), needs_song=True
            )
            for text, keys, suffix, kind in exports
        ]
        stems = window.files.ask_export_stems
        self._exports.append(self.add(menu, self.tr("Export s&tems …"), "", stems, needs_song=True))
        window.compose.transport.handle.clicked.connect(self._pop_up_exports)
        menu.addSeparator()
        self.add(menu, self.tr("&Quit"), "Ctrl+Q", window.close)

    def _pop_up_exports(self) -> None:
        """All exports above the button that music is dragged out by."""
        handle = self._window.compose.transport.handle
        menu = QMenu(handle)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._exports)
        menu.popup(handle.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _fill_edit(self, menu: QMenu) -> None:
        document = self._window.document
        self.undo = self.add(menu, "", "Ctrl+Z", document.undo)
        self.redo = self.add(menu, "", "Ctrl+Shift+Z", document.redo)
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        menu.addSeparator()
        self._window.compose.roll.note_actions.fill(menu)

    def _fill_music(self, menu: QMenu) -> None:
        window, playback = self._window, self._window.playback
        tracks, editor = window.compose.tracks, window.compose.roll.editor
        self._generate = self.add(menu, self.tr("&Generate"), "Ctrl+G", window.generating.generate)
        self.add(menu, self.tr("&Cancel"), "Esc", window.status.cancel)
        self.at_once = self.add(
            menu, self.tr("Play takes as they &arrive"), "", self._choose_at_once
        )
        self.at_once.setCheckable(True)
        self.at_once.setChecked(window.settings.plays_at_once)
        menu.addSeparator()
        for text, keys, then in (
            (self.tr("&Play / pause"), "Space", playback.toggle),
            (self.tr("&Stop"), "Shift+Space", playback.stop),
            (self.tr("&Rewind"), "Home", lambda: playback.seek(0.0)),
            (self.tr("&Loop"), "L", playback.toggle_loop),
            (self.tr("&Metronome"), "C", playback.toggle_metronome),
            (self.tr("M&ute the track in hand"), "M", lambda: tracks.toggle_mute(editor.track)),
            (self.tr("Hear &only that track"), "S", lambda: tracks.toggle_solo(editor.track)),
        ):
            self.add(menu, text, keys, then, needs_song=True)

    def _fill_take(self, menu: QMenu) -> None:
        tasks = self._window.compose.tasks
        menu.addAction(tasks.rewrite)
        menu.addMenu(tasks.go_on)
        menu.addMenu(tasks.accompany)
        menu.addMenu(tasks.reorchestrate)
        menu.addSeparator()
        menu.addMenu(tasks.locks)
        menu.addSeparator()
        TakesPanel.fill(menu, self._window.compose.take_actions, tasks)

    def _choose_at_once(self) -> None:
        wanted = self.at_once.isChecked()
        self._window.settings.plays_at_once = self._window.compose.plays_at_once = wanted

    def _fill_view(self, menu: QMenu) -> None:
        window = self._window
        self.add(menu, self.tr("&Compose"), "Ctrl+1", lambda: window.tabs.setCurrentIndex(0))
        self.add(menu, self.tr("&Train"), "Ctrl+2", lambda: window.tabs.setCurrentIndex(1))
        menu.addSeparator()
        roll = window.compose.roll
        self.add(menu, self.tr("Zoom &in"), "Ctrl++", roll.zoom_in)
        self.add(menu, self.tr("Zoom &out"), "Ctrl+-", roll.zoom_out)
        self.add(menu, self.tr("&Whole song"), "Ctrl+0", roll.fit)
        menu.addSeparator()
        themes = QActionGroup(menu)
        names = {
            "system": self.tr("As the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        for choice in CHOICES:
            action = menu.addAction(names[choice], partial(window.choose_theme, choice))
            action.setCheckable(True)
            action.setChecked(choice == window.theme.choice)
            themes.addAction(action)
        menu.addSeparator()
        self._fill_language(menu.addMenu(self.tr("&Language")))

    def _fill_language(self, menu: QMenu) -> None:
        window = self._window
        choices = QActionGroup(menu)
        for choice, name in {"system": self.tr("As the system"), **LANGUAGES}.items():
            action = menu.addAction(name, partial(window.choose_language, choice))
            action.setCheckable(True)
            action.setChecked(choice == window.settings.language)
            choices.addAction(action)

    def _fill_help(self, menu: QMenu) -> None:
        self.add(menu, self.tr("&User guide"), "Shift+F1", self.show_guide)
        self.add(menu, self.tr("&Keyboard shortcuts"), "F1", self.show_shortcuts)

    def show_guide(self) -> None:
        """Open the user guide."""
        try:
            self.guide = GuidePage(self._window)
        except MusicganError as error:
            self._window.show_problem(str(error))
        else:
            self.guide.show()

    def show_shortcuts(self) -> None:
        """Open the page of keyboard shortcuts."""
        self.shortcuts = ShortcutsPage(self._bar, self._window)
        self.shortcuts.show()

    def _fill_recent(self) -> None:
        """List the projects anew each time the menu opens."""
        self._recent.clear()
        paths = self._window.settings.recent
        for path in paths:
            action = self._recent.addAction(path.name, partial(self._window.session.open, path))
            action.setToolTip(str(path))
        self._recent.setToolTipsVisible(True)
        if not paths:
            self._recent.addAction(self.tr("No projects yet")).setEnabled(False)

    def _enable(self, song: object) -> None:
        for action in self._needing_song:
            action.setEnabled(song is not None)

    def _show_history(self) -> None:
        document = self._window.document
        undo, redo = document.undo_label, document.redo_label
        self.undo.setText(self.tr("&Undo {step}").format(step=undo).strip())
        self.redo.setText(self.tr("&Redo {step}").format(step=redo).strip())
        self.undo.setEnabled(bool(undo))
        self.redo.setEnabled(bool(redo))

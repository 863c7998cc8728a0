"""The main window: puts the parts together and wires them."""

import importlib
import logging
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QMainWindow,
    QMessageBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from musicgan.errors import MusicganError
from musicgan.paths import resource
from musicgan.project import SUFFIX, Document, Origin, ProjectTake
from musicgan.song import Song
from ui.backend import Backend
from ui.background import Background
from ui.compose.defaults import first_recipe
from ui.compose.tab import ComposeTab
from ui.files import Files
from ui.generating import Generating
from ui.icons import Icons
from ui.menus import Menus
from ui.project.recovery import Recovery
from ui.project.session import Session
from ui.sentences import translated
from ui.settings import Settings
from ui.status import StatusBar
from ui.theme import Theme
from ui.train.manager import ModelManager
from ui.train.tab import TrainTab
from ui.transport.playback import Playback
from ui.widgets.banner import Banner

log = logging.getLogger(__name__)

_PRELOADED = ("musicgan.formats", "musicgan.audio")
"""Imported in a thread after the first paint, because each takes a tenth of a second or more.

Nothing that imports Qt may stand here: PySide's modules made while the GUI thread uses them crash.
"""


class MainWindow(QMainWindow):
    """One window: the tabs Compose and Train."""

    painted = Signal()
    """The window was painted for the first time."""
    loaded = Signal()
    """What could wait until then is imported."""

    def __init__(self, backend: Backend | None = None) -> None:
        """Make the window; nothing heavy is loaded before it is painted."""
        super().__init__()
        self._backend = backend or Backend()
        self.settings = Settings()
        self.theme = Theme(self)
        self.theme.choose(self.settings.theme)
        self.icons = Icons(self.theme)
        self.banner = Banner(self.icons)
        self.status = StatusBar()
        self.playback = Playback(self._backend.player, self)
        self.document = Document()
        self.compose = ComposeTab(self.theme, self.icons, self.playback, self.document)
        self.train = TrainTab(self._backend, self.theme, self.icons, self.status)
        self.generating = Generating(self._backend, self.compose, self.status, self)
        self.files = Files(self.compose, self.status, self.settings, self)
        self.session = Session(self.document, self.compose.panel, self.status, self.settings, self)
        self.recovery = Recovery(self.document, self.session, self)
        self._background = Background(self)
        self._was_painted = False
        self._closing = False
        self._leaving = False
        self._example_heard = False
        self._lay_out()
        self.menus = Menus(self)
        self._wire()
        self._load_model(self.settings.model, first=True)

    def show_problem(self, sentence: str) -> None:
        """Tell of a problem in the banner."""
        log.warning("told the user: %s", sentence)
        self.banner.show_problem(sentence)

    def use_model(self, path: str) -> None:
        """Generate with another model from now on; an empty path is the shipped one."""
        self._load_model(path)
        self.tabs.setCurrentWidget(self.compose)

    def open(self, path: Path) -> None:
        """Open a project, or show music from a file among the takes."""
        if path.suffix.lower() == SUFFIX:
            self.session.open(path)
        else:
            self.files.open(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; after the first time load what can wait."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self._after_first_paint)

    def event(self, event: QEvent) -> bool:
        """Leave Space to a button or list that was reached with Tab; elsewhere it plays."""
        if event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent), "a shortcut comes from a key"
            space = event.key() == Qt.Key.Key_Space
            if space and isinstance(self.focusWidget(), QAbstractButton | QComboBox):
                event.accept()
                return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a dropped file; on the Train tab take folders and files as the collection."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return
        event.acceptProposedAction()
        if self.tabs.currentWidget() is self.train or paths[0].is_dir():
            self.tabs.setCurrentWidget(self.train)
            self.train.take(paths)
        else:
            for path in paths:
                self.open(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the settings and end the workers; a run and unsaved takes are first asked about."""
        if self.train.busy and not self._closing:
            event.ignore()
            if self._confirm_stop():
                self._closing = True
                self.train.finished.connect(self.close)
                self.train.leave()
            return
        if self.document.modified and not self._leaving:
            event.ignore()
            self.session.leave(self._leave)
            return
        self.settings.geometry = self.saveGeometry()
        self.settings.recipe = self.compose.panel.recipe
        self.settings.folded = self.compose.panel.folded
        self.settings.sound = self.playback.choice
        self.settings.roll = self.compose.roll.look
        self.playback.close()
        self.files.close()
        self.recovery.close()
        self.session.close()
        self._background.close()
        self.generating.close()
        self.compose.score.close_worker()
        self.train.close_worker()
        event.accept()

    def _leave(self) -> None:
        self._leaving = True
        self.close()

    def _confirm_stop(self) -> bool:
        answer = QMessageBox.question(
            self,
            self.tr("Training is running"),
            self.tr(
                "Close the window? Everything is kept; the training can go on at the next start."
            ),
        )
        return answer == QMessageBox.StandardButton.Yes

    def _after_first_paint(self) -> None:
        self.painted.emit()
        if self.compose.panel.generate.isEnabled():
            self.generating.warm_up()
        self.recovery.find(self._offer_recovery)
        if self.train.look_for_runs():
            self.banner.show_note(
                self.tr("The Train tab has a style from last time that is not finished or saved."),
                self.tr("Show it"),
                partial(self.tabs.setCurrentWidget, self.train),
            )
        self._background.run(_preload, self._go_on_loading, log.info)

    def _go_on_loading(self, _: object) -> None:
        self.playback.prepare()
        self.loaded.emit()

    # Models

    def _load_model(self, path: str, first: bool = False) -> None:
        model = Path(path) if path else None
        try:
            info = self._backend.model_info(model)
        except MusicganError as error:
            self.show_problem(str(error))
            if path:
                self._load_model("", first)
            else:
                self.compose.panel.generate.setEnabled(False)
                self.compose.panel.generate.setToolTip(translated(str(error)))
            return
        panel = self.compose.panel
        panel.generate.setEnabled(True)
        panel.set_model(info)
        if first:
            recipe = self.settings.recipe or first_recipe(info)
            panel.set_recipe(recipe.limited_to(info.styles))
            panel.fold(self.settings.folded)
        self.train.set_base(model, info)
        self.generating.set_model(model)
        self.settings.model = path
        if not first:
            self.generating.warm_up()
            self.status.say(self.tr("Using the model {name}.").format(name=info.name))

    # Wiring

    def _wire(self) -> None:
        compose = self.compose
        compose.tasks.ordered.connect(self.generating.start)
        compose.plays_at_once = self.settings.plays_at_once
        parts = (self.generating, self.files, self.session, self.train)
        for part in (*parts, compose.panel, compose.roll, compose.tasks):
            part.problem.connect(self.show_problem)
        self.playback.failed.connect(self.show_problem)
        self.compose.tracks.failed.connect(self.show_problem)
        self.playback.set_choice(self.settings.sound)
        self.compose.roll.set_look(self.settings.roll)
        self.compose.panel.generate_pressed.connect(self.generating.generate)
        self.generating.busy_changed.connect(self._show_busy)
        self.files.performed.connect(self._tell_performed)
        self.files.project_asked.connect(self.session.open)
        self.session.changed.connect(self._show_name)
        self.train.model_made.connect(self._offer_model)
        self.train.sample_wanted.connect(self._hear_sample)
        self.train.hearing.connect(self._hear_example)
        self.train.pack_made.connect(self._offer_pack)
        self.train.speed_measured.connect(self.settings.set_training_speed)
        self.train.form.manager_pressed.connect(self.show_manager)
        self.train.form.show_speed(self.settings.training_speed)
        self.playback.playing_changed.connect(self.train.examples.show_playing)
        self.tabs.currentChanged.connect(self._change_tab)

    def _show_busy(self, busy: bool) -> None:
        button = self.compose.panel.generate
        button.setEnabled(not busy)
        button.setText(self.tr("Writing …") if busy else self.tr("Generate"))
        self.menus.show_busy(busy)

    def _hear_sample(self, name: str, song: Song) -> None:
        self.tabs.setCurrentWidget(self.compose)
        self.playback.stop()
        self.compose.add([ProjectTake(song, name, origin=Origin.OPENED)], self.tr("Add an example"))
        self.playback.play()

    def _hear_example(self, song: Song | None) -> None:
        """Play an example in the Train tab; the Compose tab has its own song back when shown."""
        self.playback.stop()
        self._example_heard = True
        if song is not None:
            self.playback.set_song(song)
            self.playback.play()

    def _change_tab(self) -> None:
        if self.tabs.currentWidget() is self.compose and self._example_heard:
            self._example_heard = False
            self.playback.stop()
            self.playback.set_song(self.compose.song)

    def show_manager(self) -> None:
        """Show the models and style packs."""
        current = Path(self.settings.model) if self.settings.model else None
        manager = ModelManager(self._backend.model_info, current, self)
        manager.model_chosen.connect(self._load_model)
        manager.packs_changed.connect(self.refresh_styles)
        manager.exec()
        manager.deleteLater()

    def refresh_styles(self) -> None:
        """Offer the styles of the packs that are installed now."""
        try:
            info = self._backend.model_info(
                Path(self.settings.model) if self.settings.model else None
            )
        except MusicganError as error:
            self.show_problem(str(error))
            return
        self.compose.panel.set_model(info)

    def _offer_pack(self, name: str) -> None:
        self.refresh_styles()
        self.banner.show_note(
            self.tr("The style “{name}” is among the styles now.").format(name=name),
            self.tr("Compose with it"),
            partial(self._compose_with, name),
        )

    def _compose_with(self, style: str) -> None:
        self.tabs.setCurrentWidget(self.compose)
        panel = self.compose.panel
        panel.set_recipe(replace(panel.recipe, style={style: 1.0}))

    def _tell_performed(self, path: Path, sentence: str) -> None:
        as_written = partial(self.files.open, path, as_written=True)
        self.banner.show_note(sentence, self.tr("Open as it is"), as_written)

    def _show_name(self) -> None:
        self.setWindowTitle(f"{self.session.name}[*] – musicgan")
        self.setWindowModified(self.document.modified)

    def _offer_recovery(self, path: Path) -> None:
        self.banner.show_note(
            self.tr("musicgan ended unexpectedly; what was not saved then is still there."),
            self.tr("Recover it"),
            partial(self.recovery.recover, path),
        )

    def _offer_model(self, path: Path) -> None:
        self.banner.show_note(
            self.tr("The model is saved as {path}.").format(path=path),
            self.tr("Use it"),
            partial(self.use_model, str(path)),
        )

    # Looks

    def _lay_out(self) -> None:
        self._show_name()
        self.setAcceptDrops(True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.compose, self.tr("Compose"))
        self.tabs.addTab(self.train, self.tr("Train"))
        self.tabs.setTabToolTip(0, self.tr("Write music after a recipe (Ctrl+1)"))
        self.tabs.setTabToolTip(1, self.tr("Teach the model your own music (Ctrl+2)"))
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(12, 4, 12, 0)
        above.addWidget(self.banner)
        layout.addLayout(above)
        layout.addWidget(self.tabs, 1)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)
        self.compose.roll.setFocus()
        self.setMinimumHeight(620)
        if not self.restoreGeometry(self.settings.geometry):
            self.resize(1280, 800)

    def choose_theme(self, choice: str) -> None:
        """Look as one of ``ui.theme.CHOICES`` says, also next time."""
        self.theme.choose(choice)
        self.settings.theme = choice

    def choose_language(self, choice: str) -> None:
        """Speak one of ``ui.translations.LANGUAGES`` from the next start on."""
        self.settings.language = choice
        self.banner.show_note(self.tr("The language changes when musicgan is started again."))


def _preload() -> None:
    for name in _PRELOADED:
        importlib.import_module(name)


def keep_space_for_playing(window: QWidget) -> None:
    """Let buttons be reached by Tab but not keep the focus after a click, so that Space plays."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QComboBox):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def application() -> QApplication:
    """The one ``QApplication``, made on the first call."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    made = QApplication(["musicgan"])
    made.setApplicationName("musicgan")
    made.setDesktopFileName("musicgan")
    made.setWindowIcon(QIcon(str(resource("musicgan.svg"))))
    made.setStyle("Fusion")
    return made

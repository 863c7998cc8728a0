"""New, open and save: the document and the file that it stands in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from musicgan.project import SUFFIX, Document, SavedProject, read_project, write_project
from ui.background import Background
from ui.compose.panel import RecipePanel
from ui.settings import Settings
from ui.status import StatusBar

Buttons = QMessageBox.StandardButton


class Session(QObject):
    """One project at a time, with the file that holds it."""

    problem = Signal(str)
    """A sentence for the banner."""
    changed = Signal()
    """Another file, or other things to save."""
    opened = Signal(Path)
    saved = Signal(Path)

    def __init__(
        self,
        document: Document,
        panel: RecipePanel,
        status: StatusBar,
        settings: Settings,
        parent: QWidget,
    ) -> None:
        """Begin with an unnamed project. Dialogs open over ``parent``."""
        super().__init__(parent)
        self.path: Path | None = None
        self._document = document
        self._panel = panel
        self._status = status
        self._settings = settings
        self._window = parent
        self._background = Background(self)
        document.listen(self.changed.emit)

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        return self.tr("Untitled") if self.path is None else self.path.stem

    @property
    def content(self) -> SavedProject:
        """What is to be saved."""
        return SavedProject(self._document.project, self._panel.recipe)

    def new(self) -> None:
        """Begin an empty project, unless the user wants to keep this one."""
        self.leave(self._begin)

    def ask_save_as(self, then: Callable[[], None] | None = None) -> None:
        """Let the user name a file, and save there; then call ``then``."""
        suggested = Path(self._settings.folder) / f"{self.name}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save the project"),
            str(suggested),
            self.tr("musicgan projects") + f" (*{SUFFIX})",
        )
        if name:
            path = Path(name)
            self._write(path if path.suffix == SUFFIX else Path(f"{name}{SUFFIX}"), then)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save where it was saved before, else ask where; then call ``then``."""
        if self.path is None:
            self.ask_save_as(then)
        else:
            self._write(self.path, then)

    def open(self, path: Path) -> None:
        """Go on with the project in a file, unless the user wants to keep this one."""
        self.leave(lambda: self._read(path))

    def begin(self, saved: SavedProject, path: Path | None, modified: bool = False) -> None:
        """Go on with a project. ``modified``: the file at ``path`` doesn't hold it as it is."""
        self.path = path
        if saved.recipe is not None:
            self._panel.recall(saved.recipe)
        self._document.begin(saved.project, modified)

    def leave(self, then: Callable[[], None]) -> None:
        """Call ``then`` once this project may go: saved, or not wanted."""
        if not self._document.modified:
            then()
            return
        answer = QMessageBox.question(
            self._window,
            self.tr("Unsaved changes"),
            self.tr("Save the changes to “{name}”?").format(name=self.name),
            Buttons.Save | Buttons.Discard | Buttons.Cancel,
            Buttons.Save,
        )
        if answer == Buttons.Save:
            self.save(then)
        elif answer == Buttons.Discard:
            then()

    def close(self) -> None:
        """Wait for what is being written."""
        self._background.close()

    def _begin(self) -> None:
        self.begin(SavedProject(), None)

    def _read(self, path: Path) -> None:
        self._settings.folder = str(path.parent)

        def done(saved: SavedProject) -> None:
            self.begin(saved, path)
            self._settings.remember(path)
            self._status.say(self.tr("{name} is open.").format(name=path.name))
            self.opened.emit(path)

        def failed(sentence: str) -> None:
            self._settings.forget(path)
            self.problem.emit(sentence)

        self._background.run(lambda: read_project(path), done, failed)

    def _write(self, path: Path, then: Callable[[], None] | None) -> None:
        self._settings.folder = str(path.parent)
        content = self.content

        def done(_: None) -> None:
            self.path = path
            self._settings.remember(path)
            self._document.mark_saved(content.project)
            self._status.say(self.tr("{path} is saved.").format(path=path))
            self.saved.emit(path)
            if then is not None:
                then()

        self._background.run(lambda: write_project(content, path), done, self.problem.emit)

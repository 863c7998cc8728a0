"""Autosave, and what a window that crashed left behind.

Each window keeps a file of its own in one folder while it has unsaved changes, and a lock beside it
that its process holds. A file whose lock nobody holds is what a crash left.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer

from musicgan.paths import user_data
from musicgan.project import (
    SUFFIX,
    Document,
    ProjectTake,
    SavedProject,
    read_project,
    write_project,
)
from ui.background import Background
from ui.project.session import Session

log = logging.getLogger(__name__)

SECONDS = 20
"""So much work is lost at most."""


class Recovery(QObject):
    """Autosaves the document, and finds the autosaves of processes that are gone."""

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        """Nothing is written before something was changed."""
        super().__init__(parent)
        self._document = document
        self._session = session
        self._background = Background(self)
        self._file = _folder() / f"{uuid.uuid4().hex}{SUFFIX}"
        self._lock: QLockFile | None = None
        self._kept: tuple[ProjectTake, ...] | None = None
        self._left: QLockFile | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self.keep)
        self._timer.start()

    def keep(self) -> None:
        """Write the autosave, if there is something new; remove it, if all is saved."""
        if not self._document.modified:
            self._remove()
            return
        if self._document.project.takes is self._kept:
            return
        if self._lock is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self._file)
        path = "" if self._session.path is None else str(self._session.path)
        content = replace(self._session.content, path=path)
        self._kept = content.project.takes
        self._background.run(
            lambda: write_project(content, self._file), lambda _: None, log.warning
        )

    def find(self, found: Callable[[Path], None]) -> None:
        """Tell the newest autosave that a crash left; its lock is held from then on."""
        left = sorted(
            (path for path in _folder().glob(f"*{SUFFIX}") if path != self._file),
            key=lambda path: path.stat().st_mtime,
        )
        for path in reversed(left):
            self._left = _locked(path)
            if self._left is not None:
                found(path)
                return

    def recover(self, path: Path) -> None:
        """Go on with what a crash left, unless the user wants to keep this project."""
        self._session.leave(lambda: self._read(path))

    def close(self) -> None:
        """The window closes as it should: nothing is left to be recovered."""
        self._timer.stop()
        self._background.close()
        self._remove()
        if self._left is not None:
            self._left.unlock()

    def _read(self, path: Path) -> None:
        def done(saved: SavedProject) -> None:
            self._session.begin(saved, Path(saved.path) if saved.path else None, modified=True)
            self.keep()
            self._background.run(lambda: path.unlink(missing_ok=True), lambda _: None, log.warning)

        def failed(sentence: str) -> None:
            self._session.problem.emit(sentence)
            path.rename(path.with_suffix(".damaged"))  # not offered again

        self._background.run(lambda: read_project(path), done, failed)

    def _remove(self) -> None:
        if self._lock is not None:
            self._background.close()  # a write that is under way would bring it back
            self._file.unlink(missing_ok=True)
            self._lock.unlock()
            self._lock, self._kept = None, None


def _folder() -> Path:
    return user_data() / "recovery"


def _locked(path: Path) -> QLockFile | None:
    """The lock beside an autosave; None: a living process holds it."""
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # held as long as its process lives
    return lock if lock.tryLock(0) else None

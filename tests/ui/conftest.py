"""Fixtures of the window's tests: offscreen, with settings and data folders of their own."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import fake_backend
from ui.backend import Backend
from ui.window import MainWindow, keep_space_for_playing

MakeWindow = Callable[..., MainWindow]


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    """The offscreen clipboard frees what was copied after Python's end, and crashed the process."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's is read or written."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "config")
    )


@pytest.fixture
def make_window(qtbot: QtBot) -> Iterator[MakeWindow]:
    """Opens windows with a fake engine in a real worker process, and closes them."""
    windows: list[MainWindow] = []

    def make(backend: Backend | None = None) -> MainWindow:
        window = MainWindow(backend or fake_backend.backend())
        keep_space_for_playing(window)
        windows.append(window)
        window.resize(1280, 800)
        with qtbot.waitSignal(window.painted):
            window.show()
        return window

    yield make
    for window in windows:
        # Not left to qtbot: it would close a window that asks whether to stop its training.
        window.train._running = False
        window._leaving = True  # nor about unsaved takes
        window.close()
        window.deleteLater()


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()

"""Projects in the real window: saved, reopened, recovered."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from musicgan.project import ProjectTake, SavedProject, read_project, write_project
from tests.ui.conftest import MakeWindow
from tests.ui.fake_backend import demo_song
from ui.window import MainWindow

Buttons = QMessageBox.StandardButton
CTRL = Qt.KeyboardModifier.ControlModifier


def add(window: MainWindow, name: str = "demo", seed: int = 1) -> None:
    window.compose.add([ProjectTake(demo_song(seed, 4), name)])


def answer(monkeypatch: pytest.MonkeyPatch, button: Buttons) -> list[str]:
    """Answer every question with a button; the questions so far."""
    asked: list[str] = []

    def question(parent: object, title: str, text: str, *rest: object) -> Buttons:
        asked.append(text)
        return button

    monkeypatch.setattr("ui.project.session.QMessageBox.question", question)
    return asked


def name_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(
        "ui.project.session.QFileDialog.getSaveFileName", lambda *a: (str(path), "")
    )


def test_save_and_reopen_is_identical(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    add(window, "first", 1)
    add(window, "second", 2)
    window.compose.takes_list.choose(1)
    window.compose.panel.chords.text.setPlainText("Am | G")
    assert window.isWindowModified()
    name_file(monkeypatch, tmp_path / "mine")
    with qtbot.waitSignal(window.session.saved):
        qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    assert not window.isWindowModified()
    assert window.windowTitle() == "mine[*] – musicgan"
    project, recipe = window.document.project, window.compose.panel.recipe
    window.close()

    again = make_window()
    assert again.settings.recent == [tmp_path / "mine.musicgan"]
    with qtbot.waitSignal(again.session.opened):
        again.open(tmp_path / "mine.musicgan")
    assert again.document.project == project
    assert again.compose.panel.recipe == recipe
    assert again.compose.song == demo_song(1, 4)
    assert not again.isWindowModified()
    assert again.document.undo_label == ""


def test_ctrl_s_saves_where_it_was_saved_before(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.musicgan"
    name_file(monkeypatch, path)
    add(window)
    with qtbot.waitSignal(window.session.saved):
        window.session.save()
    name_file(monkeypatch, tmp_path / "never asked")
    add(window, "more")
    with qtbot.waitSignal(window.session.saved):
        window.session.save()
    assert len(read_project(path).project.takes) == 2
    assert [file.name for file in tmp_path.glob("*.musicgan")] == ["mine.musicgan"]


def test_a_closing_window_asks_about_unsaved_takes(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    add(window)
    asked = answer(monkeypatch, Buttons.Cancel)
    window.close()
    assert window.isVisible()
    assert asked == ["Save the changes to “Untitled”?"]
    answer(monkeypatch, Buttons.Save)
    name_file(monkeypatch, tmp_path / "kept.musicgan")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert read_project(tmp_path / "kept.musicgan").project.takes[0].name == "demo"


def test_what_cannot_be_saved_or_opened_is_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    add(window)
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    window.session.path = blocked / "mine.musicgan"
    window.session.save()
    qtbot.waitUntil(lambda: "could not be written" in window.banner.text)
    assert window.document.modified
    window.document.begin()
    bad = tmp_path / "bad.musicgan"
    bad.write_text("no project")
    window.settings.remember(bad)
    window.open(bad)
    qtbot.waitUntil(lambda: "no musicgan project" in window.banner.text)
    assert window.settings.recent == []


KILLED = """
import os, signal
from PySide6.QtCore import QTimer
from musicgan.project import ProjectTake
from tests.ui.fake_backend import backend, demo_song
from ui.window import MainWindow, application

app = application()
window = MainWindow(backend())
window.show()
window.compose.add([ProjectTake(demo_song(5, 4), "nearly lost")])
window.recovery.keep()
window.recovery._background.close()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_window_had_is_offered_and_comes_back(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    subprocess.run([sys.executable, "-c", KILLED], check=False, timeout=60)
    window = make_window()
    qtbot.waitUntil(window.banner.isVisible)
    assert "ended unexpectedly" in window.banner.text
    other = make_window()
    assert not other.banner.isVisible()
    window.banner._action.click()
    qtbot.waitUntil(lambda: bool(window.document.project.takes))
    take = window.document.project.takes[0]
    assert (take.name, take.song) == ("nearly lost", demo_song(5, 4))
    assert window.isWindowModified()
    folder = window.recovery._file.parent
    # The killed window's file goes once this window has kept what was in it.
    qtbot.waitUntil(lambda: list(folder.glob("*.musicgan")) == [window.recovery._file])


def test_two_windows_keep_apart_and_a_clean_end_leaves_nothing(make_window: MakeWindow) -> None:
    first, second = make_window(), make_window()
    folder = first.recovery._file.parent
    for window, name in ((first, "one"), (second, "two")):
        add(window, name)
        window.recovery.keep()
        window.recovery._background.close()
    kept = {read_project(path).project.takes[0].name for path in folder.glob("*.musicgan")}
    assert kept == {"one", "two"}
    third = make_window()
    assert not third.banner.isVisible()
    first._leaving = True
    first.close()
    second.document.undo()
    second.recovery.keep()
    assert list(folder.glob("*.musicgan")) == []


def test_a_recovered_project_is_saved_where_it_was(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    add(window)
    home = tmp_path / "home.musicgan"
    left = tmp_path / "left.musicgan"
    write_project(SavedProject(window.document.project, None, str(home)), left)
    window.document.begin()
    window.recovery.recover(left)
    qtbot.waitUntil(lambda: bool(window.document.project.takes))
    with qtbot.waitSignal(window.session.saved):
        window.session.save()
    assert read_project(home).project == window.document.project


def test_the_page_of_shortcuts_lists_every_key(window: MainWindow) -> None:
    window.menus.show_shortcuts()
    page = window.menus.shortcuts
    words = {label.text() for label in page.findChildren(QLabel)}
    assert {"Generate", "Ctrl+G", "Rewind", "Home", "Save as", "Ctrl+Shift+S"} <= words
    page.close()

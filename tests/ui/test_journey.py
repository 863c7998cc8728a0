"""One composer's way through the window, with the real player: from a choice to a reopened file."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from musicgan.project import Origin, Project, Region
from musicgan.song import Song
from tests.ui.conftest import MakeWindow
from tests.ui.fake_backend import backend
from tests.ui.listening import Ear
from tests.ui.test_editing import move
from tests.ui.test_takes import mark, wait_for_takes
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def pixel(window: MainWindow, tick: float, pitch: int, track: int) -> QPoint:
    """The pixel in the piano-roll of a tick in the middle of a pitch's row."""
    roll = window.compose.roll
    row = roll.editor.rows.lane_of(track).row_of(pitch)
    return QPoint(round(roll.view.x_of(tick)), round(roll.view.y_of(row + 0.5)))


def shown(window: MainWindow) -> Song:
    assert window.compose.song is not None
    return window.compose.song


def test_from_a_choice_to_a_reopened_project(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Ear()
    window = make_window(backend(player=ear.player))
    window.activateWindow()
    compose = window.compose

    # Choose, generate, hear.
    qtbot.mouseClick(compose.panel.style_control.chips["folk"], LEFT)
    compose.panel.takes.spin.setValue(2)
    compose.panel.bars.spin.setValue(8)
    qtbot.mouseClick(compose.panel.generate, LEFT)
    wait_for_takes(qtbot, window, "Generate")
    qtbot.waitUntil(ear.heard.is_set, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not window.playback.is_playing)
    qtbot.keyClick(window, Qt.Key.Key_Home)
    generated = window.document.project
    assert len(generated.takes) == 2

    # Edit by mouse: drag the first bass note up by three semitones; by keyboard: delete it.
    roll = compose.roll
    note = shown(window).tracks[2].notes[0]
    start = pixel(window, note.onset + note.duration / 3, note.pitch, 2)
    end = pixel(window, note.onset + note.duration / 3, note.pitch + 3, 2)
    qtbot.mousePress(roll.viewport(), LEFT, pos=start)
    move(roll.viewport(), (start + end) / 2)
    move(roll.viewport(), end)
    qtbot.mouseRelease(roll.viewport(), LEFT, pos=end)
    assert shown(window).tracks[2].notes[0].pitch == note.pitch + 3
    roll.setFocus()
    qtbot.keyClick(roll, Qt.Key.Key_Delete)
    assert len(shown(window).tracks[2].notes) == 8 * 4 - 1
    edited = shown(window)

    # Lock the tune, mark two bars, rewrite them; the edit is what was rewritten.
    qtbot.mouseClick(compose.tracks.rows[1].lock, LEFT)
    mark(qtbot, window, 3, 4)
    qtbot.keyClick(window, Qt.Key.Key_R, CTRL)
    wait_for_takes(qtbot, window, "Rewrite")
    new = window.document.project.shown
    assert new is not None
    assert new.request is not None
    assert (new.origin, new.request.source) == (Origin.REWRITTEN, edited)
    assert new.changed == Region(frozenset({2, 3}), frozenset({0, 2, 3}))

    # Undo all the way, and back.
    finished = window.document.project
    while window.document.undo_label:
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
        if window.document.undo_label == "Generate":
            assert window.document.project.takes == generated.takes
    assert window.document.project == Project()
    while window.document.redo_label:
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert window.document.project.takes == finished.takes

    # Save, reopen: identical.
    monkeypatch.setattr(
        "ui.project.session.QFileDialog.getSaveFileName",
        lambda *a: (str(tmp_path / "mine.musicgan"), ""),
    )
    with qtbot.waitSignal(window.session.saved):
        qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    saved, recipe = window.document.project, compose.panel.recipe
    window.close()
    again = make_window(backend(player=ear.player))
    with qtbot.waitSignal(again.session.opened):
        again.open(tmp_path / "mine.musicgan")
    assert again.document.project == saved
    assert again.compose.panel.recipe == recipe
    assert again.compose.roll.song == shown(window)
    ear.forget()
    again.activateWindow()
    qtbot.keyClick(again, Qt.Key.Key_Space)
    qtbot.waitUntil(ear.heard.is_set, timeout=20_000)

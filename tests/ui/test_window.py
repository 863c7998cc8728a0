"""What a user does on the Compose tab, in the real window with a real worker process."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QMenu,
    QMessageBox,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from musicgan.errors import MusicganError
from musicgan.formats import read_song, write_song
from musicgan.generation import ModelInfo, Recipe, TrackRequest
from musicgan.project import ProjectTake
from musicgan.song import Key, Note, Song, Track, has_grid, set_velocity
from tests.song.test_performed import played, written
from tests.ui import fake_backend
from tests.ui.conftest import MakeWindow
from tests.ui.fake_backend import FakePlayer, backend, demo_song
from ui.compose.takes.item import TakeItem
from ui.window import MainWindow
from ui.worker import Worker

Buttons = QMessageBox.StandardButton
LEFT = Qt.MouseButton.LeftButton


def generate(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.compose.panel.generate, LEFT)
    with qtbot.waitSignal(
        window.generating.busy_changed, timeout=20_000, check_params_cb=lambda busy: not busy
    ):
        pass


def busy(window: MainWindow) -> bool:
    return window.status.busy


def songs(window: MainWindow) -> list[TakeItem]:
    return window.compose.takes.items


def seeds(window: MainWindow) -> set[int]:
    """The seeds of all takes."""
    takes = [item.take for item in songs(window)]
    return {take.request.seed for take in takes if take is not None and take.request is not None}


def test_the_first_start_offers_a_recipe_and_one_click_makes_music(
    qtbot: QtBot, window: MainWindow
) -> None:
    panel = window.compose.panel
    assert panel.recipe.style == {"chorale": 1.0}
    assert panel.instruments.tracks == fake_backend.LINE_UP
    assert panel.tempo.spin.value() == 112
    generate(qtbot, window)
    items = songs(window)
    assert len(items) == 4
    scores = [item.take.score or 0.0 for item in items if item.take]
    assert scores == sorted(scores, reverse=True)
    assert [item.best for item in items] == [True, False, False, False]
    assert window.playback.is_playing
    # What is heard plays on, though another take turned out to be better.
    assert window.compose.item is not None
    assert window.compose.item.name == "Take 1"
    assert window.compose.roll.song == window.compose.item.song
    assert "4 takes" in window.status.message
    assert not window.status.busy


def test_choices_reach_the_engine(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.compose.panel
    panel.fold(())
    qtbot.mouseClick(panel.style_control.chips["folk"], LEFT)
    panel.instruments.take((TrackRequest("piano"),))
    panel.key.tonic.setCurrentIndex(3)
    panel.key.mode.setCurrentText("minor")
    panel.tempo.spin.setValue(90)
    panel.meter.box.setCurrentText("3/4")
    panel.bars.spin.setValue(5)
    panel.takes.spin.setValue(2)
    panel.manner.sliders["density"].setValue(5)
    panel.temperature.slider.setValue(90)
    qtbot.keyClicks(panel.chords.text, "Dm | A7")
    qtbot.mouseClick(panel.seed.keep, LEFT)
    panel.seed.spin.setValue(41)
    generate(qtbot, window)
    take = songs(window)[0].take
    assert take is not None
    request = take.request
    assert request is not None
    assert (request.style, request.tracks) == ({"folk": 1.0}, (TrackRequest("piano"),))
    assert (request.key, request.tempo, request.meter) == (Key.of(2, "minor"), 90.0, (3, 4))
    assert (request.bars, request.takes, request.chords) == (5, 2, "Dm | A7")
    assert request.temperature == 0.9
    assert request.manner == {"density": 5}
    assert seeds(window) == {41, 42}


def test_a_new_seed_each_time_unless_it_is_kept(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.compose.panel
    panel.bars.spin.setValue(1)
    panel.takes.spin.setValue(1)
    generate(qtbot, window)
    generate(qtbot, window)
    assert len(seeds(window)) == 2
    qtbot.mouseClick(panel.seed.keep, LEFT)
    generate(qtbot, window)
    assert songs(window)[0].song == songs(window)[1].song
    before = panel.seed.spin.value()
    qtbot.mouseClick(panel.seed.dice, LEFT)
    assert panel.seed.spin.value() != before


def test_the_batch_is_seen_while_it_is_made_and_can_be_cancelled(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    window = make_window(backend("load_slow_engine"))
    window.compose.panel.bars.spin.setValue(400)
    qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(songs(window)) == 4, timeout=20_000)
    assert all(item.making for item in songs(window))
    assert window.compose.roll.song is songs(window)[0].song
    assert not window.compose.panel.generate.isEnabled()
    assert busy(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert songs(window) == []
    assert window.compose.panel.generate.isEnabled()
    assert not busy(window)
    assert not window.status.message.startswith("Opening")


def test_wrong_chords_are_told_at_once_and_stop_generate(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.compose.panel
    qtbot.keyClicks(panel.chords.text, "Cm7 | Hx")
    assert "Hx" in panel.chords.problem
    qtbot.mouseClick(panel.generate, LEFT)
    assert not window.generating.busy
    assert window.banner.isVisible()
    assert window.banner.text == panel.chords.problem
    panel.chords.text.setPlainText("Cm7 | F7/A | % | Bb")
    assert panel.chords.problem == ""


def test_an_engine_error_is_a_sentence_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    window.compose.panel.bars.spin.setValue(13)
    generate(qtbot, window)
    assert window.banner.isVisible()
    assert window.banner.text == "Thirteen bars bring bad luck; ask for twelve."
    assert songs(window) == []


def test_a_crash_of_the_worker_is_told_and_generate_works_again(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    window = make_window(backend("load_dying_engine"))
    generate(qtbot, window)
    assert "stopped unexpectedly" in window.banner.text
    assert window.compose.panel.generate.isEnabled()


def test_a_model_that_is_missing_is_told_and_the_window_still_opens_files(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    def nothing(model: Path | None) -> ModelInfo:
        raise MusicganError("The shipped model is missing; install musicgan again.")

    window = make_window(replace(backend(), model_info=nothing))
    assert "missing" in window.banner.text
    assert not window.compose.panel.generate.isEnabled()
    path = tmp_path / "tune.mid"
    write_song(demo_song(1, 2), path)
    with qtbot.waitSignal(window.files.opened):
        window.files.open(path)
    assert songs(window)[0].name == "tune.mid"


def player_of(window: MainWindow) -> FakePlayer:
    player = window.playback._player
    assert isinstance(player, FakePlayer)
    return player


def test_play_moves_the_playhead_and_stops_at_the_end(qtbot: QtBot, window: MainWindow) -> None:
    compose = window.compose
    compose.add([ProjectTake(demo_song(1), "demo")])
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.playback._timer.isActive())
    player = player_of(window)
    assert player.song is compose.song
    assert player.is_playing
    player.position_ticks = 100.0
    qtbot.waitUntil(lambda: compose.roll.playhead == 100.0)
    assert compose.transport.position_text == "2:1"
    assert compose.transport.clock_text == "0:02 / 0:34"
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not player.is_playing)
    assert compose.roll.playhead == 100.0
    qtbot.mouseClick(compose.transport.play, LEFT)
    qtbot.waitUntil(lambda: player.is_playing)
    assert player.position_ticks == 100.0
    assert player.on_finished is not None
    player.is_playing = False
    player.on_finished()
    qtbot.waitUntil(lambda: compose.roll.playhead == 0.0)
    assert not window.playback.is_playing


def test_a_click_in_the_ruler_plays_from_there(qtbot: QtBot, window: MainWindow) -> None:
    compose = window.compose
    compose.add([ProjectTake(demo_song(1), "demo")])
    window.playback.play()
    qtbot.waitUntil(lambda: window.playback._timer.isActive())
    ruler = compose.roll._ruler
    x = int(compose.roll.view.x_of(96 * 8))
    qtbot.mouseClick(ruler, LEFT, pos=QPoint(x, 10))
    qtbot.waitUntil(lambda: abs(player_of(window).position_ticks - 96 * 8) < 4)
    qtbot.keyClick(window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: player_of(window).position_ticks == 0.0)


def test_mute_and_solo(qtbot: QtBot, window: MainWindow) -> None:
    compose = window.compose
    compose.add([ProjectTake(demo_song(1), "demo")])
    window.playback.play()
    qtbot.waitUntil(lambda: window.playback._timer.isActive())
    rows = compose.tracks.rows
    assert [row.name for row in rows] == ["Piano", "Guitar", "Bass", "Drums"]
    qtbot.mouseClick(rows[0].mute, LEFT)
    qtbot.mouseClick(rows[2].solo, LEFT)
    qtbot.waitUntil(lambda: player_of(window).soloed == {2})
    assert player_of(window).muted == {0}
    assert compose.tracks.silent == {0, 1, 3}
    compose.add([ProjectTake(demo_song(2), "other")])
    compose.takes_list.choose(0)
    qtbot.waitUntil(lambda: player_of(window).soloed == set())


def test_no_sound_is_a_sentence_and_all_else_works(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(backend(player=fake_backend.no_player))
    for _ in range(2):  # takes aren't played by themselves any more once there was no sound
        generate(qtbot, window)
        qtbot.waitUntil(lambda: not window.playback.is_playing)
    assert "No sound device" in window.banner.text
    window.banner.hide()
    generate(qtbot, window)
    assert not window.banner.isVisible()
    qtbot.mouseClick(window.compose.transport.play, LEFT)
    qtbot.waitUntil(window.banner.isVisible)
    assert not window.playback.is_playing


def test_space_in_the_chords_is_a_space(qtbot: QtBot, window: MainWindow) -> None:
    window.compose.add([ProjectTake(demo_song(1), "demo")])
    line = window.compose.panel.chords.text
    line.setFocus()
    qtbot.keyClicks(line, "C G")
    assert line.toPlainText() == "C G"
    assert not window.playback.is_playing


def test_export_midi_and_read_it_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(qtbot, window)
    song = window.compose.song
    assert song is not None
    path = tmp_path / "mine 1.2.mid"
    monkeypatch.setattr(
        "ui.files.QFileDialog.getSaveFileName", lambda *a: (str(tmp_path / "mine 1.2"), "")
    )
    with qtbot.waitSignal(window.files.written, timeout=10_000):
        qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    back = read_song(path)
    assert back.tempos == song.tempos
    assert back.keys == song.keys
    assert [t.notes for t in back.tracks] == [t.notes for t in song.tracks]
    assert [t.program for t in back.tracks] == [t.program for t in song.tracks]


def test_a_click_on_what_drags_music_out_offers_all_exports(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.compose.add([ProjectTake(demo_song(1), "demo")])
    handle = window.compose.transport.handle
    qtbot.mouseClick(handle, Qt.MouseButton.LeftButton)
    menu = handle.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Export &MIDI …", "Export MusicXML …", "Export &audio …", "Export s&tems …",
    ]  # fmt: skip
    menu.close()


def test_a_file_that_is_no_music_is_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "broken.mid"
    path.write_bytes(b"this is no MIDI")
    window.files.open(path)
    qtbot.waitUntil(lambda: window.banner.isVisible())
    assert "broken.mid" in window.banner.text


def test_a_score_is_read_apart_and_can_be_cancelled(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "tune.musicxml"
    write_song(demo_song(1, 2), path)
    window.files.open(path)
    (reader,) = window.files.findChildren(Worker)
    qtbot.waitUntil(lambda: reader.process_id is not None, timeout=20_000)
    assert window.status.message == "Opening tune.musicxml …"
    qtbot.mouseClick(window.status._cancel, LEFT)
    assert not window.status.message.startswith("Opening")
    assert not songs(window)
    with qtbot.waitSignal(window.files.opened, timeout=20_000):
        window.files.open(path)
    assert [item.name for item in songs(window)] == ["tune.musicxml"]
    assert not window.status.busy
    qtbot.waitUntil(lambda: not window.files.findChildren(Worker))
    path.write_text("this is no score")
    window.files.open(path)
    qtbot.waitUntil(lambda: window.banner.isVisible(), timeout=20_000)
    assert "tune.musicxml is no MusicXML file" in window.banner.text


def test_played_music_is_put_on_beats_or_opened_as_it_is(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "played.mid"
    performance = played(written(), 96, 104, 0.012)
    write_song(performance, path)
    with qtbot.waitSignal(window.files.opened, timeout=20_000):
        window.files.open(path)
    assert window.compose.song is not None
    assert has_grid(window.compose.song)
    assert "played.mid was played freely" in window.banner.text
    with qtbot.waitSignal(window.files.opened, timeout=20_000):
        window.banner._action.click()
    assert window.compose.song.tracks == performance.tracks
    scattered = tuple(Note(17 * place, 60 + place % 7, 5) for place in range(9))
    write_song(Song(tracks=(Track(notes=scattered),)), path)
    with qtbot.waitSignal(window.files.performed, timeout=20_000):
        window.files.open(path)
    assert "too few notes" in window.banner.text
    assert len(songs(window)) == 2
    with qtbot.waitSignal(window.files.opened, timeout=20_000):
        window.banner._action.click()
    assert len(songs(window)) == 3


def test_a_dropped_file_is_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "dropped.mid"
    write_song(demo_song(2, 3), path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(400, 400), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(window.files.opened):
        window.dropEvent(event)
    assert window.compose.item is not None
    assert window.compose.item.summary == "3 bars · 0:06"


def test_new_forgets_the_takes(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.project.session.QMessageBox.question", lambda *a: Buttons.Discard)
    window.compose.add([ProjectTake(demo_song(1), "demo")])
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert songs(window) == []
    assert window.compose.song is None


def test_ctrl_wheel_zooms_around_the_mouse(qtbot: QtBot, window: MainWindow) -> None:
    roll = window.compose.roll
    window.compose.add([ProjectTake(demo_song(1), "demo")])
    qtbot.waitExposed(window)
    before = roll.view
    place = QPointF(200, 100)
    tick = before.tick_of(200)

    def turn(held: Qt.KeyboardModifier) -> None:
        QApplication.sendEvent(
            roll.viewport(),
            QWheelEvent(
                place, roll.viewport().mapToGlobal(place), QPoint(), QPoint(0, 480),
                Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip

    turn(Qt.KeyboardModifier.ControlModifier)
    assert roll.view.pixels_per_tick > before.pixels_per_tick * 1.5
    assert abs(roll.view.tick_of(200) - tick) < 1
    left = roll.view.left
    turn(Qt.KeyboardModifier.ShiftModifier)
    assert roll.view.left < left
    roll.fit()
    assert roll.view.left == 0
    assert roll.view.pixels_per_tick == before.pixels_per_tick


def test_the_wheel_scrolls_the_panel_and_changes_no_value(window: MainWindow) -> None:
    spin = window.compose.panel.tempo.spin
    place = QPointF(10, 10)
    QApplication.sendEvent(
        spin,
        QWheelEvent(
            place, spin.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    assert spin.value() == 112


def test_a_note_tells_what_it_is(window: MainWindow) -> None:
    window.compose.add([ProjectTake(demo_song(1), "demo")])
    roll = window.compose.roll
    drums = next(i for i, note in enumerate(roll.editor.notes) if note["track"] == 3)
    assert roll.mouse.describe(drums).startswith("Drums: ")
    assert "velocity" in roll.mouse.describe(drums)


def test_settings_come_back(make_window: MakeWindow) -> None:
    window = make_window()
    recipe = Recipe(style={"rock": 1.0}, bars=7, chords="Am | G", seed=3, seed_kept=True)
    window.compose.panel.set_recipe(recipe)
    window.choose_theme("dark")
    window.compose.add([ProjectTake(demo_song(1), "demo")])
    roll, bar = window.compose.roll, window.compose.toolbar
    bar.lanes.click()
    bar.velocity.click()
    bar.follow.click()
    bar.snap.setCurrentText("1/16")
    bar.snap.activated.emit(bar.snap.currentIndex())
    roll.zoom_in()
    look, scale = roll.look, roll.view.pixels_per_tick
    window._leaving = True
    window.close()
    again = make_window()
    roll, bar = again.compose.roll, again.compose.toolbar
    assert roll.look == look
    assert (bar.lanes.isChecked(), bar.velocity.isChecked(), bar.follow.isChecked()) == (
        True, True, False,
    )  # fmt: skip
    assert bar.snap.currentText() == "1/16"
    again.compose.add([ProjectTake(demo_song(2), "demo")])
    assert roll.view.pixels_per_tick == pytest.approx(scale)
    assert again.compose.panel.recipe == recipe
    assert again.compose.panel.bars.spin.value() == 7
    assert again.theme.colours.dark
    again.choose_theme("light")


def test_everything_that_can_be_pressed_has_a_name(window: MainWindow) -> None:
    window.compose.add([ProjectTake(demo_song(1), "demo")])
    window.banner.show_note("Done.", "Use it")
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QAbstractSpinBox | QComboBox | QSlider)
        and not widget.objectName().startswith("qt_")
        and not type(widget.parent()).__module__.startswith("PySide6")
        and not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
        and not widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    ]
    assert [(type(w).__name__, str(w.parent())) for w in nameless] == []


def test_undo_and_redo_go_back_over_edits_and_generations(qtbot: QtBot, window: MainWindow) -> None:
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    compose = window.compose
    generate(qtbot, window)
    before = compose.song
    assert before is not None
    louder = set_velocity(before, {0: before.tracks[0].notes}, 127).song
    compose.edit(louder, "Velocity")
    assert compose.roll.song is louder
    assert window.menus.undo.text() == "&Undo Velocity"
    qtbot.keyClick(window, Qt.Key.Key_Z, ctrl)
    assert compose.roll.song is before
    qtbot.keyClick(window, Qt.Key.Key_Z, ctrl)
    assert songs(window) == []
    assert compose.song is None
    assert not window.menus.undo.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Z, ctrl | shift)
    qtbot.keyClick(window, Qt.Key.Key_Z, ctrl | shift)
    assert len(songs(window)) == 4
    assert compose.roll.song is louder


def test_an_edit_in_the_piano_roll_is_undone_step_by_step(qtbot: QtBot, window: MainWindow) -> None:
    song = demo_song(1)
    window.compose.add([ProjectTake(song, "demo")])
    roll = window.compose.roll
    roll.setFocus()
    qtbot.keyClick(roll, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(roll, Qt.Key.Key_Up)
    qtbot.keyClick(roll, Qt.Key.Key_Delete)
    assert window.compose.song is not None
    assert window.compose.song.note_count == 0
    window.compose.document.undo()
    assert roll.song is window.compose.song
    assert roll.song is not None
    assert roll.song.tracks[0].notes[0].pitch == song.tracks[0].notes[0].pitch + 1
    window.compose.document.undo()
    assert roll.song == song


def test_dialogs_that_were_closed_leave_nothing_behind(qtbot: QtBot, window: MainWindow) -> None:
    def look() -> int:
        for show in (
            window.menus.show_guide, window.menus.show_shortcuts,
            window.compose.transport.sound_pressed.emit, window.show_manager,
        ):  # fmt: skip
            QTimer.singleShot(100, close_dialog)
            show()
            qtbot.waitUntil(lambda: not window.findChildren(QDialog))
        return len(window.findChildren(QObject))

    def close_dialog() -> None:
        window.findChildren(QDialog)[0].close()

    before = look()
    assert look() < before + 10  # a dialog is dozens of objects, an animation that runs is one

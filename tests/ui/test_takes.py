"""Takes: liked, named, compared, deleted; parts of them locked and written anew."""

import gc
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from musicgan.generation import Cell, Request, TrackRequest
from musicgan.project import Origin, Project, ProjectTake, Region
from musicgan.song import Song
from tests.ui.conftest import MakeWindow
from tests.ui.fake_backend import FakePlayer, backend, demo_song
from tests.ui.test_window import generate, player_of
from ui.compose.takes.delegate import star_box
from ui.compose.takes.item import partial_items
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


def add(window: MainWindow, *names: str) -> None:
    """Takes of four bars with these names."""
    window.compose.add(
        [
            ProjectTake(demo_song(seed, 4), name, request=Request(bars=4, seed=seed))
            for seed, name in enumerate(names, start=1)
        ]
    )


def project(window: MainWindow) -> Project:
    return window.document.project


def names(window: MainWindow) -> list[str]:
    return [item.name for item in window.compose.takes.items]


def plays(player: FakePlayer, song: Song) -> bool:
    return player.song == song


def wait_for_takes(qtbot: QtBot, window: MainWindow, label: str) -> None:
    """Until the takes that are being made are there."""
    qtbot.waitUntil(
        lambda: not window.generating.busy and window.document.undo_label == label, timeout=20_000
    )


def test_a_click_on_the_star_and_delete_without_a_star(qtbot: QtBot, window: MainWindow) -> None:
    add(window, "a", "b", "c")
    takes = window.compose.takes_list
    box = star_box(takes.visualRect(takes.model().index(1, 0)))
    qtbot.mouseClick(takes.viewport(), LEFT, pos=box.center().toPoint())
    assert [take.starred for take in project(window).takes] == [False, True, False]
    window.compose.take_actions.tidy.trigger()
    assert names(window) == ["b"]
    assert window.document.undo_label == "Delete 2 takes"
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert names(window) == ["a", "b", "c"]


def test_what_a_take_in_the_making_had_before_is_not_kept(window: MainWindow) -> None:
    def alive() -> int:
        gc.collect()
        return sum(type(thing) is Song for thing in gc.get_objects())

    before = alive()
    for bars in range(1, 21):
        window.compose.takes.show_making(partial_items(1, (demo_song(1, bars), demo_song(2, bars))))
        window.compose.takes_list.grab()
    assert alive() == before + 2


def test_rename_with_f2(qtbot: QtBot, window: MainWindow) -> None:
    add(window, "a", "b")
    takes = window.compose.takes_list
    takes.setFocus()
    qtbot.keyClick(takes, Qt.Key.Key_F2)
    editor = takes.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "a"
    editor.selectAll()
    qtbot.keyClicks(editor, "Waltz")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["Waltz", "b"])
    window.document.undo()
    assert names(window) == ["a", "b"]


def test_delete_shows_the_next_and_undo_brings_it_back(qtbot: QtBot, window: MainWindow) -> None:
    add(window, "a", "b", "c")
    takes = window.compose.takes_list
    takes.setFocus()
    qtbot.keyClick(takes, Qt.Key.Key_Down)
    assert window.compose.song == demo_song(2, 4)
    qtbot.keyClick(takes, Qt.Key.Key_Delete)
    assert names(window) == ["a", "c"]
    assert window.compose.song == demo_song(3, 4)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert names(window) == ["a", "b", "c"]
    assert window.compose.song == demo_song(2, 4)


def test_compare_switches_takes_at_the_same_place(qtbot: QtBot, window: MainWindow) -> None:
    add(window, "a", "b", "c")
    window.compose.takes_list.choose(2)
    window.playback.play()
    qtbot.waitUntil(lambda: window.playback._timer.isActive())
    player = player_of(window)
    player.position_ticks = 150.0
    qtbot.waitUntil(lambda: window.playback.position == 150.0)
    for heard in (demo_song(1, 4), demo_song(3, 4), demo_song(1, 4)):
        qtbot.keyClick(window, Qt.Key.Key_X)
        qtbot.waitUntil(partial(plays, player, heard))
        assert window.compose.roll.song == heard
        assert player.position_ticks == 150.0
        assert window.playback.is_playing


def test_more_like_this_has_the_recipe_of_the_take(qtbot: QtBot, window: MainWindow) -> None:
    window.compose.panel.takes.spin.setValue(2)
    add(window, "a")
    window.compose.tasks.alike.trigger()
    wait_for_takes(qtbot, window, "Generate")
    first, second, source = project(window).takes
    for take in (first, second):
        assert take.request is not None
        assert take.request.bars == 4
        assert take.parent == source.id
    window.compose.panel.bars.spin.setValue(99)
    window.compose.take_actions.reuse.trigger()
    assert window.compose.panel.recipe.bars == 4


def mark(qtbot: QtBot, window: MainWindow, first: int, last: int) -> None:
    """Drag over the numbers of the bars ``first`` to ``last``, counted from 1."""
    ruler, view = window.compose.roll._ruler, window.compose.roll.view
    start = QPoint(round(view.x_of((first - 1) * 96 + 20)), 10)
    end = QPoint(round(view.x_of((last - 1) * 96 + 70)), 10)
    qtbot.mousePress(ruler, LEFT, pos=start)
    qtbot.mouseMove(ruler, end)
    qtbot.mouseRelease(ruler, LEFT, pos=end)


def test_lock_a_track_and_rewrite_marked_bars(qtbot: QtBot, window: MainWindow) -> None:
    window.compose.panel.takes.spin.setValue(1)
    add(window, "a")
    tasks = window.compose.tasks
    mark(qtbot, window, 2, 3)
    assert tasks.target == "bars 2–3 · all tracks"
    qtbot.mouseClick(window.compose.tracks.rows[3].lock, LEFT)
    assert window.compose.roll.editor.locked_tracks == {3}
    qtbot.keyClick(window, Qt.Key.Key_R, CTRL)
    wait_for_takes(qtbot, window, "Rewrite")
    new, source = project(window).takes
    assert (new.origin, new.parent) == (Origin.REWRITTEN, source.id)
    assert new.changed == Region(frozenset({1, 2}), frozenset({0, 1, 2}))
    assert new.locked_tracks == {3}
    assert [row.lock.isChecked() for row in window.compose.tracks.rows] == [False] * 3 + [True]
    assert window.compose.roll.layers.changed == new.changed
    # The marks stay, so that the next rewrite is one key away.
    assert tasks.target == "bars 2–3 · all tracks"
    assert new.request is not None
    assert new.request.cells is not None
    kept = {
        (bar, track)
        for bar, row in enumerate(new.request.cells)
        for track, cell in enumerate(row)
        if cell == Cell.LOCKED
    }
    assert kept == {(bar, track) for bar in range(4) for track in range(4)} - {
        (bar, track) for bar in (1, 2) for track in (0, 1, 2)
    }
    for step in ("Rewrite", "Lock", "Open"):
        assert window.document.undo_label == step
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert project(window) == Project()


def test_locked_bars_are_kept_when_everything_is_rewritten(
    qtbot: QtBot, window: MainWindow
) -> None:
    add(window, "a")
    mark(qtbot, window, 1, 2)
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert project(window).takes[0].locked_bars == {0, 1}
    assert window.compose.roll.editor.locked_bars == {0, 1}
    window.compose.tasks.rewrite.trigger()
    assert "locked" in window.banner.text
    window.compose.roll.editor.unmark()
    assert window.compose.tasks.target == "all bars but locks"
    window.compose.tasks.rewrite.trigger()
    wait_for_takes(qtbot, window, "Rewrite")
    changed = project(window).takes[0].changed
    assert changed is not None
    assert changed.bars == {2, 3}


def test_continue_and_accompany(qtbot: QtBot, window: MainWindow) -> None:
    add(window, "a")
    by_eight = next(a for a in window.compose.tasks.go_on.actions() if "8" in a.text())
    by_eight.trigger()
    wait_for_takes(qtbot, window, "Continue")
    take = project(window).takes[0]
    assert take.request is not None
    assert take.request.bars == 12
    window.document.undo()
    window.compose.tasks._accompany(TrackRequest("strings"))
    wait_for_takes(qtbot, window, "Accompany")
    take = project(window).takes[0]
    assert take.changed == Region(frozenset(range(4)), frozenset({4}))


def test_vary_and_reorchestrate(qtbot: QtBot, window: MainWindow) -> None:
    window.compose.panel.takes.spin.setValue(2)
    add(window, "a")
    tasks = window.compose.tasks
    tasks.vary.actions()[0].trigger()
    wait_for_takes(qtbot, window, "Vary")
    requests = [take.request for take in project(window).takes[:2]]
    assert [request.vary for request in requests if request] == [0.15, 0.15]
    tasks.reorchestrate.aboutToShow.emit()
    names_of_tracks = [action.text() for action in tasks.reorchestrate.actions()]
    assert names_of_tracks == ["Piano", "Guitar", "Bass"]
    tasks._reorchestrate(1, TrackRequest("strings"))
    wait_for_takes(qtbot, window, "Re-orchestrate")
    assert project(window).takes[0].changed == Region(frozenset(range(4)), frozenset({1}))


def test_takes_sound_while_they_are_made_only_if_wanted(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    window = make_window(backend("load_slow_engine"))
    qtbot.mouseClick(window.compose.panel.generate, LEFT)
    qtbot.waitUntil(lambda: window.playback._timer.isActive(), timeout=20_000)
    assert window.generating.busy
    first = window.compose.takes.items[0]
    assert first.making
    window.generating.cancel()
    qtbot.waitUntil(lambda: window.compose.song is None)
    window.menus.at_once.trigger()
    window.playback.stop()
    window.compose.panel.bars.spin.setValue(1)
    generate(qtbot, window)
    assert not window.playback.is_playing
    window._leaving = True
    window.close()
    assert not make_window().compose.plays_at_once

"""The Train tab with a fake training in a real worker process."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeWindow
from tests.ui.fake_backend import backend, demo_song, metrics
from ui.train.history import History
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "rags"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.mid").write_bytes(b"")
    return folder


def scan(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    window.tabs.setCurrentWidget(window.train)
    window.train.take([folder])
    qtbot.waitUntil(lambda: not window.train.scanning, timeout=20_000)


def test_a_folder_is_scanned_and_every_file_accounted_for(
    qtbot: QtBot, window: MainWindow, collection: Path
) -> None:
    assert not window.train.form.start.isEnabled()
    scan(qtbot, window, collection)
    assert window.train.summary.startswith("8 of 10 files are used")
    table = window.train.table.model()
    assert table.rowCount() == 10
    assert table.index(0, 5).data() == "no: it has no notes"
    assert table.index(9, 5).data() == "yes"
    assert window.train.form.style_name.text() == "rags"
    assert window.train.form.start.isEnabled()


def test_training_shows_curves_and_ends_with_a_model_to_use(
    qtbot: QtBot, window: MainWindow, collection: Path
) -> None:
    scan(qtbot, window, collection)
    window.train.form.style_name.setText("my rags")
    with qtbot.waitSignal(window.train.model_made, timeout=30_000) as made:
        qtbot.mouseClick(window.train.form.start, LEFT)
    path = made.args[0]
    assert path.name == "my rags.safetensors"
    assert window.train.plot.points == 40
    assert window.train.listen.isEnabled()
    assert not window.train.busy
    assert window.banner.isVisible()
    assert str(path) in window.banner.text
    qtbot.mouseClick(window.banner._action, LEFT)
    assert window.settings.model == str(path)
    assert window.tabs.currentWidget() is window.compose


def test_stop_keeps_what_is_learned(
    qtbot: QtBot, make_window: MakeWindow, collection: Path
) -> None:
    window = make_window(backend(trainer="train_until_stopped"))
    scan(qtbot, window, collection)
    qtbot.mouseClick(window.train.form.start, LEFT)
    qtbot.waitUntil(lambda: window.train.plot.points > 3, timeout=20_000)
    assert window.status.message == "Training …"
    assert not window.train.form.start.isVisible()
    with qtbot.waitSignal(window.train.model_made, timeout=5_000) as made:
        qtbot.mouseClick(window.train.form.stop, LEFT)
    assert made.args[0].is_file()
    assert window.train.form.start.isVisible()


def test_music_can_be_made_while_it_trains(
    qtbot: QtBot, make_window: MakeWindow, collection: Path
) -> None:
    window = make_window(backend(trainer="train_until_stopped"))
    scan(qtbot, window, collection)
    qtbot.mouseClick(window.train.form.start, LEFT)
    qtbot.waitUntil(lambda: window.train.plot.points > 3, timeout=20_000)
    window.generating.generate()
    qtbot.waitUntil(lambda: len(window.compose.takes.items) == 4, timeout=20_000)
    qtbot.waitUntil(lambda: not window.generating.busy, timeout=20_000)
    assert window.train.busy
    assert window.status.message == "Training …"


def test_an_example_can_be_heard(qtbot: QtBot, window: MainWindow, collection: Path) -> None:
    scan(qtbot, window, collection)
    with qtbot.waitSignal(window.train.finished, timeout=30_000):
        qtbot.mouseClick(window.train.form.start, LEFT)
    qtbot.mouseClick(window.train.listen, LEFT)
    assert window.compose.song == demo_song(3, 8)
    qtbot.waitUntil(lambda: window.playback.is_playing)


def test_a_folder_without_music_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    scan(qtbot, window, folder)
    assert "None of these files" in window.banner.text
    assert not window.train.form.start.isEnabled()


def test_closing_asks_first_and_saves(
    qtbot: QtBot, make_window: MakeWindow, collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(backend(trainer="train_until_stopped"))
    scan(qtbot, window, collection)
    qtbot.mouseClick(window.train.form.start, LEFT)
    qtbot.waitUntil(lambda: window.train.plot.points > 3, timeout=20_000)
    monkeypatch.setattr(MainWindow, "_confirm_stop", lambda self: False)
    window.close()
    assert window.isVisible()
    assert window.train.busy
    monkeypatch.setattr(MainWindow, "_confirm_stop", lambda self: True)
    made: list[Path] = []
    window.train.model_made.connect(made.append)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=5_000)
    assert made
    assert made[0].is_file()


def test_history_reads_the_curves() -> None:
    history = History()
    for event in metrics(400):
        history.add(event)
    assert history.adversarial_from == 305
    assert len(history.loss.steps) == 80
    assert history.reading.startswith("It is learning")
    for step in (420, 440, 460, 480):
        history.held_out.add(step, 2.0)
    assert "begins to copy" in history.reading

"""The Train tab with a fake training in a real worker process."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from musicgan.data import FileReport
from musicgan.evaluation import save_report
from musicgan.generation import installed_packs
from musicgan.model.pack_header import encode_pack_header
from musicgan.training import Metrics, Reading, runs_folder
from musicgan.training.record import STATE, Recorder
from tests.evaluation.conftest import made_up_report
from tests.ui.conftest import MakeWindow
from tests.ui.fake_backend import PACK, backend, demo_song, metrics, model_info
from ui.train.history import History
from ui.train.manager import ModelManager
from ui.train.summary import minutes_of_presets, summarise
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
    qtbot.waitUntil(lambda: not window.train.scanning, timeout=60_000)


def test_a_folder_is_scanned_and_every_file_accounted_for(
    qtbot: QtBot, window: MainWindow, collection: Path
) -> None:
    assert not window.train.form.start.isEnabled()
    scan(qtbot, window, collection)
    assert window.train.summary.startswith("8 of 10 files are used")
    table = window.train.table.model()
    assert table.rowCount() == 10
    assert table.index(0, 7).data() == "no: it has no notes"
    assert table.index(9, 7).data() == "yes"
    assert window.train.form.style_name.text() == "rags"
    assert window.train.form.start.isEnabled()


def test_files_are_left_out_by_hand(qtbot: QtBot, window: MainWindow, collection: Path) -> None:
    scan(qtbot, window, collection)
    window.train.table.selectRow(9)
    qtbot.keyClick(window.train.table, Qt.Key.Key_Delete)
    assert window.train.summary.startswith("7 of 10 files are used")
    assert window.train.table.model().index(9, 7).data() == "left out"
    assert [path.name for path in window.train.table.left_out] == ["8.mid"]
    window.train.table.selectAll()
    window.train.table.toggle_chosen()
    assert not window.train.form.start.isEnabled()
    window.train.table.toggle_chosen()
    assert window.train.summary.startswith("8 of 10 files are used")


def test_training_ends_with_a_style_to_name_and_keep(
    qtbot: QtBot, window: MainWindow, collection: Path
) -> None:
    scan(qtbot, window, collection)
    train = window.train
    with qtbot.waitSignal(train.finished, timeout=30_000):
        qtbot.mouseClick(train.form.start, LEFT)
    qtbot.waitUntil(train.strip.isVisible)
    assert train.plot.points == 40
    assert train.learning.reading.text() == "It is learning."
    assert sorted(train.learning.history.examples) == [0, 100]
    assert train.strip.name.text() == "rags"
    train.strip.name.setText("my rags")
    with qtbot.waitSignal(train.pack_made):
        qtbot.mouseClick(train.strip.accept, LEFT)
    assert [info.name for info in installed_packs()] == ["my rags"]
    assert not list(runs_folder().glob("*"))
    assert "“my rags” is among the styles now" in window.banner.text
    qtbot.mouseClick(window.banner._action, LEFT)
    assert window.tabs.currentWidget() is window.compose


def test_before_and_after_opens_as_a_report(
    qtbot: QtBot, window: MainWindow, collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    scan(qtbot, window, collection)
    with qtbot.waitSignal(window.train.finished, timeout=30_000):
        window.train.start()
    strip, config = window.train.strip, window.train._config
    qtbot.waitUntil(strip.isVisible)
    assert config is not None
    save_report(made_up_report(3, "gan:before"), config.run_folder / "made-up.json")
    qtbot.mouseClick(strip.report, LEFT)
    assert not strip.isEnabled()
    assert not window.train.form.start.isEnabled()
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    assert "<h1>" in Path(opened[0].toLocalFile()).read_text()
    assert strip.isEnabled()
    assert window.train.form.start.isEnabled()


def test_a_report_can_be_stopped(qtbot: QtBot, make_window: MakeWindow, collection: Path) -> None:
    window = make_window(backend(comparer="compare_until_stopped"))
    scan(qtbot, window, collection)
    with qtbot.waitSignal(window.train.finished, timeout=30_000):
        window.train.start()
    qtbot.waitUntil(window.train.strip.isVisible)
    window.train.strip.report.click()
    qtbot.waitUntil(lambda: "Comparing" in window.status.message)
    window.train.stop()
    assert window.train.strip.isEnabled()
    with qtbot.waitSignal(window.train.pack_made, timeout=10_000):
        window.train.strip.accept.click()


def test_a_name_that_is_taken_is_told(qtbot: QtBot, window: MainWindow, collection: Path) -> None:
    for expected in (1, 1):
        scan(qtbot, window, collection)
        with qtbot.waitSignal(window.train.finished, timeout=30_000):
            window.train.start()
        qtbot.waitUntil(window.train.strip.isVisible)
        qtbot.mouseClick(window.train.strip.accept, LEFT)
        assert len(installed_packs()) == expected
    assert "installed already" in window.banner.text
    assert window.train.strip.isVisible()
    qtbot.mouseClick(window.train.strip.discard, LEFT)
    assert not window.train.strip.isVisible()
    assert not list(runs_folder().glob("*"))


def test_stop_keeps_the_best(qtbot: QtBot, make_window: MakeWindow, collection: Path) -> None:
    window = make_window(backend(trainer="train_until_stopped"))
    scan(qtbot, window, collection)
    qtbot.mouseClick(window.train.form.start, LEFT)
    qtbot.waitUntil(lambda: window.train.plot.points > 3, timeout=20_000)
    assert window.status.message == "Training …"
    assert not window.train.form.start.isVisible()
    with qtbot.waitSignal(window.train.finished, timeout=5_000):
        qtbot.mouseClick(window.train.form.stop, LEFT)
    qtbot.waitUntil(window.train.strip.isVisible)
    assert window.train.form.start.isVisible()


def test_the_judges_curve_or_why_there_is_none(
    qtbot: QtBot, window: MainWindow, collection: Path
) -> None:
    scan(qtbot, window, collection)
    train = window.train
    with qtbot.waitSignal(train.finished, timeout=30_000):
        qtbot.mouseClick(train.form.start, LEFT)
    qtbot.mouseClick(train.plot.views["judge"], LEFT)
    steps, percent = train.plot._curves["judge"].getData()
    assert steps.tolist() == [40, 80, 120, 160, 200]
    assert 50 < percent[-1] < percent[0] < 100
    assert "the judge is right" in train.plot.legend.text()
    train.plot.show_no_judge("An independent judge needs at least 8 works.")
    assert train.plot.legend.text() == "An independent judge needs at least 8 works."
    qtbot.mouseClick(train.plot.views["loss"], LEFT)
    assert "music kept aside" in train.plot.legend.text()


def test_a_paused_run_waits(qtbot: QtBot, make_window: MakeWindow, collection: Path) -> None:
    window = make_window(backend(trainer="train_until_stopped"))
    scan(qtbot, window, collection)
    qtbot.mouseClick(window.train.form.start, LEFT)
    qtbot.waitUntil(lambda: window.train.plot.points > 3, timeout=20_000)
    qtbot.mouseClick(window.train.form.pause, LEFT)
    assert window.status.message == "Training is paused."
    assert window.train.form.pause.text() == "Go on"

    def held() -> bool:
        before = window.train.plot.points
        qtbot.wait(300)
        return window.train.plot.points == before

    qtbot.waitUntil(held, timeout=20_000)  # what was under way still comes
    points = window.train.plot.points
    qtbot.wait(200)
    assert window.train.plot.points == points
    qtbot.mouseClick(window.train.form.pause, LEFT)
    qtbot.waitUntil(lambda: window.train.plot.points > points + 3, timeout=10_000)


def test_a_model_from_scratch_can_be_used(
    qtbot: QtBot, window: MainWindow, collection: Path
) -> None:
    scan(qtbot, window, collection)
    window.train.form.from_scratch.setChecked(True)
    assert not window.train.form.presets["quick"].isVisible()
    with qtbot.waitSignal(window.train.model_made, timeout=30_000) as made:
        qtbot.mouseClick(window.train.form.start, LEFT)
    assert made.args[0].name == "rags.safetensors"
    assert str(made.args[0]) in window.banner.text


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


def test_examples_are_seen_and_heard_from_first_to_last(
    qtbot: QtBot, window: MainWindow, collection: Path
) -> None:
    scan(qtbot, window, collection)
    with qtbot.waitSignal(window.train.finished, timeout=30_000):
        qtbot.mouseClick(window.train.form.start, LEFT)
    examples = window.train.examples
    assert (examples.step, examples.song) == (100, demo_song(3, 8))
    qtbot.mouseClick(examples.before, LEFT)
    assert (examples.step, examples.song) == (0, demo_song(2, 8))
    qtbot.waitUntil(lambda: window.playback.is_playing)
    qtbot.mouseClick(examples.after, LEFT)
    assert examples.step == 100
    qtbot.waitUntil(lambda: window.playback.is_playing)
    assert examples.play.text() == "Stop"
    qtbot.mouseClick(examples.play, LEFT)
    qtbot.waitUntil(lambda: not window.playback.is_playing)
    qtbot.mouseClick(examples.keep, LEFT)
    assert window.compose.song == demo_song(3, 8)
    assert window.tabs.currentWidget() is window.compose


def test_a_folder_without_music_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    scan(qtbot, window, folder)
    assert "None of these files" in window.banner.text
    assert not window.train.form.start.isEnabled()


@pytest.mark.parametrize(("name", "sentence"), [("a/b", "can't be the name of a style"), ("", "")])
def test_a_name_is_needed(
    qtbot: QtBot, window: MainWindow, collection: Path, name: str, sentence: str
) -> None:
    scan(qtbot, window, collection)
    window.train.form.style_name.setText(name)
    assert window.train.form.start.isEnabled() == bool(name)
    if name:
        qtbot.mouseClick(window.train.form.start, LEFT)
        assert sentence in window.banner.text
    assert not window.train.busy


def test_advanced_settings_are_checked_before_the_start(
    qtbot: QtBot, window: MainWindow, collection: Path
) -> None:
    form = window.train.form
    assert form.order.advanced == {}
    form.advanced.field("l1").setValue(0.01)  # type: ignore[attr-defined]
    form.advanced.field("bfloat16").setCurrentText("float32")  # type: ignore[attr-defined]
    assert form.order.advanced == {"l1": 0.01, "bfloat16": False}
    form.advanced.field("scales").boxes["piece"].setChecked(False)  # type: ignore[attr-defined]
    assert form.order.advanced["scales"] == ("frame", "bar")
    for name, (widget, _) in form.advanced._fields.items():
        assert len(widget.toolTip()) > 30, name
    scan(qtbot, window, collection)
    for box in form.advanced.field("scales").boxes.values():  # type: ignore[attr-defined]
        box.setChecked(False)
    qtbot.mouseClick(form.start, LEFT)
    assert "at least one critic is needed" in window.banner.text
    assert not window.train.busy


def test_closing_keeps_everything_and_the_next_start_offers_to_go_on(
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
    config = window.train._config
    assert config is not None
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=5_000)

    record = Recorder(config, 0)
    record.add(Metrics(5, "likelihood", {"loss": 2.0}, 0.5, 60.0))
    (config.run_folder / STATE).write_bytes(b"")
    again = make_window()
    qtbot.waitUntil(again.banner.isVisible)
    qtbot.mouseClick(again.banner._action, LEFT)
    assert again.train.strip.isVisible()
    assert "“rags” was interrupted at step 5" in again.train.strip.text.text()
    assert again.train.plot.points == 1
    with qtbot.waitSignal(again.train.finished, timeout=30_000):
        qtbot.mouseClick(again.train.strip.accept, LEFT)
    assert again.train.plot.points == 41


def test_packs_are_managed(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    made = tmp_path / "friend.safetensors"
    save_file({"a": np.zeros(3)}, made, metadata=encode_pack_header(PACK))
    manager = ModelManager(model_info, None, window)
    qtbot.addWidget(manager)
    assert manager.list.count() == 1
    assert "jazz" in manager.details.text()
    with qtbot.waitSignal(manager.packs_changed):
        manager.import_file(made)
    assert manager.list.count() == 2
    manager.list.setCurrentRow(1)
    assert "2.70 before, 1.30 now" in manager.details.text()
    manager.import_file(made)
    assert "installed already" in manager.problem.text()
    manager.remove_chosen()
    assert manager.list.count() == 1
    assert installed_packs() == ()


def test_history_collects_what_is_told() -> None:
    history = History()
    for event in metrics(400):
        history.add(event)
    assert history.adversarial_from == 305
    assert len(history.loss.steps) == 80
    assert history.judge.steps == list(range(40, 401, 40))
    assert history.judge_low.values[0] < history.judge.values[0] < history.judge_high.values[0]
    history.add(Reading(400, "copies", "It starts to copy: stop here."))
    assert history.reading == "It starts to copy: stop here."


def test_summary() -> None:
    reports = [
        FileReport(Path("a"), "", True, "", 20, 2, 300, "D minor", "3/4", 90.0, 1800.0,
                   ("piano", "bass"), (30, 80), (1,) + (0,) * 11),
        FileReport(Path("b"), "", True, "", 20, 1, 100, "C major", "4/4", 120.0, 1800.0,
                   ("piano",), (50, 90), (0, 2) + (0,) * 10),
        FileReport(Path("c"), "", False, "it has no notes"),
    ]  # fmt: skip
    found = summarise(reports)
    assert (found.kept, found.total, found.bars, found.hours) == (2, 3, 40, 1.0)
    assert found.families == (("piano", 2), ("bass", 1))
    assert (found.tempos, found.pitches, found.minor) == ((90.0, 120.0), (30, 90), 0.5)
    assert found.pitch_classes[:2] == (1, 2)
    assert found.size == "little"
    assert [summarise(reports[:n]).size for n in (0, 1)] == ["nothing", "one"]
    assert minutes_of_presets(6.0) == {"quick": 10, "normal": 30, "thorough": 100}

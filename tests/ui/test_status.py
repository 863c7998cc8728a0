"""The status bar shows the latest work, and the one behind it again."""

from pytestqt.qtbot import QtBot

from ui.status import StatusBar


def test_the_latest_work_is_shown_and_can_be_cancelled(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    stopped: list[str] = []
    training = bar.begin("Training …", lambda: stopped.append("training"))
    training.advance(0.5, 90.0)
    assert bar._left.text() == "1:30 left"
    writing = bar.begin("Writing …", lambda: stopped.append("writing"))
    training.advance(0.6, 60.0)
    assert bar.message == "Writing …"
    bar.cancel()
    writing.finish("Cancelled.")
    assert bar.message == "Training …"
    assert bar._progress.value() == 600
    bar.cancel()
    training.finish("Done.")
    training.finish("Twice.")
    assert (bar.message, bar.busy) == ("Done.", False)
    assert stopped == ["writing", "training"]


def test_work_that_cannot_be_stopped_has_no_cancel(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.begin("Loading …")
    assert bar._cancel.isHidden()
    bar.cancel()
    assert bar.busy

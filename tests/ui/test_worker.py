"""The worker: a real process that answers, is cancelled, dies and ends."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from musicgan.generation import Progress, Request, Take
from tests.ui.fake_backend import HERE
from ui.worker import Worker

GENERATE = "ui.jobs.generate:generate"


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


def run(worker: Worker, loader: str, **request: Any) -> None:
    worker.run(GENERATE, f"{HERE}:{loader}", None, Request(**request))


def gone(process_id: int) -> bool:
    """Whether there is no such process, and no zombie of it."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def running(worker: Worker) -> int:
    assert worker.process_id is not None
    return worker.process_id


def test_takes_and_progress_come_back(qtbot: QtBot, worker: Worker) -> None:
    told: list[object] = []
    worker.told.connect(told.append)
    with qtbot.waitSignal(worker.done, timeout=20_000) as answer:
        run(worker, "load_engine", bars=16, takes=3, seed=5)
    takes = answer.args[0]
    assert [type(take) for take in takes] == [Take] * 3
    assert sorted(take.seed for take in takes) == [5, 6, 7]
    assert takes == sorted(takes, key=lambda take: -take.score)
    assert told
    assert all(isinstance(value, Progress) for value in told)
    assert not worker.busy


def test_the_process_and_its_engine_are_kept_between_jobs(qtbot: QtBot, worker: Worker) -> None:
    ids = []
    for _ in range(2):
        with qtbot.waitSignal(worker.done, timeout=20_000):
            run(worker, "load_engine", bars=1)
        ids.append(running(worker))
    assert ids[0] == ids[1]


def test_an_error_of_the_engine_is_its_sentence(qtbot: QtBot, worker: Worker) -> None:
    with qtbot.waitSignal(worker.failed, timeout=20_000) as answer:
        run(worker, "load_engine", bars=13)
    assert answer.args == ["Thirteen bars bring bad luck; ask for twelve."]


def test_a_bug_is_a_sentence_too(qtbot: QtBot, worker: Worker) -> None:
    with qtbot.waitSignal(worker.failed, timeout=20_000) as answer:
        worker.run("ui.jobs.generate:generate", "nowhere:load", None, Request())
    assert "ModuleNotFoundError" in answer.args[0]
    assert "\n" not in answer.args[0]


def test_a_cancelled_job_stops_soon_and_answers_with_nothing(qtbot: QtBot, worker: Worker) -> None:
    with qtbot.waitSignal(worker.told, timeout=20_000):
        run(worker, "load_slow_engine", bars=500)
    with qtbot.waitSignal(worker.done, timeout=2_000) as answer:
        worker.cancel()
    assert answer.args == [[]]


def test_answers_to_a_dropped_job_are_not_heard(qtbot: QtBot, worker: Worker) -> None:
    with qtbot.waitSignal(worker.told, timeout=20_000):
        run(worker, "load_slow_engine", bars=500, seed=1)
    answers: list[list[Take]] = []
    worker.done.connect(answers.append)
    with qtbot.waitSignal(worker.done, timeout=5_000):
        run(worker, "load_engine", bars=1, seed=99)
    qtbot.wait(300)
    assert [[take.seed for take in takes] for takes in answers] == [[99]]


def test_death_is_told_and_mended(qtbot: QtBot, worker: Worker) -> None:
    with qtbot.waitSignal(worker.died, timeout=20_000) as answer:
        run(worker, "load_dying_engine")
    assert "stopped unexpectedly" in answer.args[0]
    assert "-9" in answer.args[0]
    assert not worker.busy
    with qtbot.waitSignal(worker.done, timeout=20_000):
        run(worker, "load_engine", bars=1)


def test_a_worker_that_never_starts_is_given_up(
    qtbot: QtBot, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.worker.serve", os._exit)  # called with two arguments: it fails at once
    with qtbot.waitSignal(worker.died, timeout=30_000) as answer:
        run(worker, "load_engine")
    with qtbot.waitSignal(worker.died, timeout=30_000) as answer:
        pass
    assert "can't be started" in answer.args[0]


@pytest.mark.parametrize("busy", [False, True])
def test_close_leaves_no_process(qtbot: QtBot, worker: Worker, busy: bool) -> None:
    with qtbot.waitSignal(worker.told if busy else worker.done, timeout=20_000):
        run(worker, "load_slow_engine" if busy else "load_engine", bars=500 if busy else 1)
    process_id = running(worker)
    began = time.monotonic()
    worker.close()
    assert time.monotonic() - began < 1.5
    assert gone(process_id)


def test_an_end_without_closing_is_no_error_of_the_thread(qtbot: QtBot, worker: Worker) -> None:
    with qtbot.waitSignal(worker.told, timeout=20_000):
        worker.run(f"{HERE}:talk")
    attendant, process_id = worker._attendant, running(worker)
    shiboken6.delete(worker)
    time.sleep(0.2)  # it is told more meanwhile
    assert attendant is not None
    assert attendant.is_alive()
    worker.close()
    assert gone(process_id)


def test_closed_is_told_when_nobody_uses_the_worker_any_more(qtbot: QtBot, worker: Worker) -> None:
    run(worker, "load_slow_engine", bars=500)
    qtbot.waitUntil(lambda: worker.process_id is not None, timeout=10_000)
    process, thread = running(worker), worker._attendant
    assert thread is not None
    with qtbot.waitSignal(worker.closed, timeout=10_000):
        worker.close(patience=0)
    assert not thread.is_alive()
    assert gone(process)


def test_close_without_a_process() -> None:
    Worker().close()


def test_torch_gets_the_threads_that_were_said(qtbot: QtBot) -> None:
    worker = Worker(threads=1)
    with qtbot.waitSignal(worker.done, timeout=20_000) as answer:
        worker.run("tests.ui.fake_backend:environment", "OMP_NUM_THREADS")
    worker.close()
    assert answer.args == ["1"]

"""The Qt side of the worker process: starts it, sends jobs, turns its answers into signals."""

import itertools
import logging
import multiprocessing
import os
import queue
import threading
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from PySide6.QtCore import QObject, Signal, Slot

from ui.background import pass_on
from ui.messages import Cancel, Done, Event, Failed, Job, Quit, Say
from ui.worker_process import serve

log = logging.getLogger(__name__)

RESTARTS = 3
"""How often in a row the worker is started again after dying before it answered anything."""


class Worker(QObject):
    """One process that runs one job at a time; answers to older jobs are dropped.

    The process is spawned by ``start`` (from a thread, so that the window isn't held up), keeps
    what it has loaded between jobs, is started again when it dies, and ends with ``close``.
    """

    told = Signal(object)
    """Something that the current job tells."""
    done = Signal(object)
    """The current job's result."""
    failed = Signal(str)
    """The current job's error, as a sentence."""
    died = Signal(str)
    """The process ended by itself, as a sentence; it is being started again where that may help."""
    closed = Signal()
    """After ``close``, process and thread have ended; only now may the worker be deleted."""

    _received = Signal(object)
    _ended = Signal(int)

    def __init__(self, threads: int = 1, parent: QObject | None = None) -> None:
        """Nothing is started yet. ``threads``: for numerical libraries in the process."""
        super().__init__(parent)
        self._threads = threads
        self._stamps = itertools.count(1)
        self._current: int | None = None
        self._process: SpawnProcess | None = None
        self._outbox: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._attendant: threading.Thread | None = None
        self._deaths = 0
        self._closing = False
        self._received.connect(self._receive)
        self._ended.connect(self._end)

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._current is not None

    @property
    def process_id(self) -> int | None:
        """The process's id; None while there is no process."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the process unless it runs."""
        if self._attendant is not None or self._closing:
            return
        self._outbox = queue.SimpleQueue()
        self._attendant = threading.Thread(
            target=self._attend, args=(self._outbox,), daemon=True, name="worker-attendant"
        )
        self._attendant.start()

    def run(self, task: str, *arguments: object) -> None:
        """Begin a job; a job under way is cancelled and its answers are dropped.

        Args:
            task: import path of the job's function, e.g. ``"ui.jobs.generate:generate"``.
            arguments: what it gets after its ``Context``; picklable.
        """
        self.drop()
        self.start()
        self._current = next(self._stamps)
        self._outbox.put(Job(self._current, task, arguments))

    def cancel(self) -> None:
        """Ask the current job to stop; its last answers still come."""
        if self._current is not None:
            self._outbox.put(Cancel(self._current))

    def send(self, value: object) -> None:
        """Tell the current job something; it hears it when it asks."""
        if self._current is not None:
            self._outbox.put(Say(self._current, value))

    def drop(self) -> None:
        """Ask the current job to stop, and hear no more of it."""
        self.cancel()
        self._current = None

    def close(self, patience: float = 2.0) -> None:
        """End the process, at last by force. ``patience``: seconds to wait before that."""
        self._closing = True
        self._current = None
        attendant = self._attendant
        if attendant is None:
            self.closed.emit()
            return
        self._outbox.put(Quit())
        attendant.join(patience)
        if attendant.is_alive() and self._process is not None:
            self._process.kill()
            attendant.join(patience)

    def _attend(self, outbox: "queue.SimpleQueue[object]") -> None:
        """In a thread: spawn the process and pass its messages on until it ends."""
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=serve, args=(theirs, self._threads), name="musicgan-worker")
        try:
            process.start()
        except (OSError, RuntimeError):
            log.exception("the worker process can't be started")
            pass_on(self._ended, 1)
            return
        theirs.close()
        self._process = process
        sender = threading.Thread(target=_send_all, args=(outbox, ours), daemon=True)
        sender.start()
        while True:
            try:
                message = ours.recv()
            except (EOFError, OSError):
                break
            pass_on(self._received, message)
        process.join()
        outbox.put(None)
        sender.join()
        ours.close()
        pass_on(self._ended, process.exitcode or 0)

    @Slot(object)
    def _receive(self, message: object) -> None:
        self._deaths = 0
        match message:
            case Event(stamp, value) if stamp == self._current:
                self.told.emit(value)
            case Done(stamp, value) if stamp == self._current:
                self._current = None
                self.done.emit(value)
            case Failed(stamp, sentence, details) if stamp == self._current:
                self._current = None
                if details:
                    log.error("the worker failed: %s", details)
                self.failed.emit(sentence)
            case _:
                pass  # an answer to a job that nobody waits for any more

    @Slot(int)
    def _end(self, code: int) -> None:
        if self._attendant is not None:
            self._attendant.join()  # to tell of the end was the last that it did
        self._attendant = None
        self._process = None
        if self._closing:
            self.closed.emit()
            return
        self._deaths += 1
        was_busy, self._current = self.busy, None
        if self._deaths > RESTARTS:
            self.died.emit(
                self.tr(
                    "The music engine can't be started (exit code {code}). "
                    "Free some memory, then start musicgan again."
                ).format(code=code)
            )
            return
        self.start()
        if was_busy:
            self.died.emit(
                self.tr(
                    "The music engine stopped unexpectedly (exit code {code}) and was started "
                    "again. Please repeat what you did."
                ).format(code=code)
            )


def threads_for_training() -> int:
    """All cores but one, which the window and the player keep."""
    return max(1, (os.cpu_count() or 2) - 1)


def _send_all(outbox: "queue.SimpleQueue[object]", connection: Connection) -> None:
    """In a thread, because a big song may have to wait for room in the pipe."""
    while (message := outbox.get()) is not None:
        try:
            connection.send(message)
        except OSError:
            return  # the process is gone; whoever reads the other way notices

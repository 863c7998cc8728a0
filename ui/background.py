"""Short work off the GUI thread: reading and writing files, preparing sound."""

import contextlib
import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, SignalInstance, Slot

from musicgan.errors import MusicganError

log = logging.getLogger(__name__)
T = TypeVar("T")


class Background(QObject):
    """Runs functions in one thread, in order, and hands their results to the GUI thread."""

    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """The thread is made by the first ``run``."""
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._finished.connect(self._deliver)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[str], None],
    ) -> None:
        """Call ``work`` in the thread, then here ``done`` with its result, or ``failed``.

        ``failed`` gets the error as a sentence.
        """

        def task() -> None:
            try:
                result = work()
            except MusicganError as error:
                self._finished.emit(failed, str(error))
            except Exception as error:
                log.exception("background work failed")
                kind = type(error).__name__
                self._finished.emit(failed, f"An unexpected problem came up ({kind}: {error}).")
            else:
                self._finished.emit(done, result)

        self._pool.start(task)

    def close(self) -> None:
        """Wait for what is under way; what hasn't begun is left out."""
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(object, object)
    def _deliver(self, callback: Callable[[object], None], value: object) -> None:
        callback(value)


def pass_on(signal: SignalInstance, *values: object) -> None:
    """Emit from a thread of our own; dropped where the program ended without closing its window."""
    with contextlib.suppress(RuntimeError):  # the signal's object is deleted
        signal.emit(*values)

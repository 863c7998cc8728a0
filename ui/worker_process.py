"""The worker process: takes jobs from a pipe and runs them one after the other. No Qt here.

A listening thread hears cancellations while a job runs, and ends the process as soon as the window
is gone, so that nothing is left behind even if the window was killed.
"""

import importlib
import multiprocessing
import os
import queue
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from musicgan.errors import MusicganError, out_of_memory
from ui.messages import Cancel, Done, Event, Failed, Job, Quit, Say


class Context:
    """A job's way to talk to the window."""

    def __init__(
        self,
        stamp: int,
        send: Callable[[object], None],
        stopped: set[int],
        said: "queue.SimpleQueue[Say]",
    ) -> None:
        """``stopped`` holds the stamps of cancelled jobs; a thread adds to it and to ``said``."""
        self._stamp = stamp
        self._send = send
        self._stopped = stopped
        self._said = said

    def tell(self, value: object) -> None:
        """Send an event; ``value`` must be picklable."""
        self._send(Event(self._stamp, value))

    def heard(self) -> list[object]:
        """What the window has said to this job since the last call."""
        found = []
        while not self._said.empty():
            said = self._said.get()
            if said.stamp == self._stamp:
                found.append(said.value)
        return found

    def cancelled(self) -> bool:
        """Whether the user wants the job to stop."""
        return self._stamp in self._stopped


def load(path: str) -> Any:
    """The object at an import path, ``"package.module:name"``."""
    module, name = path.split(":")
    return getattr(importlib.import_module(module), name)


def serve(connection: Connection, threads: int) -> None:
    """Run jobs until the window says Quit or is gone.

    Args:
        connection: the worker's end of the pipe.
        threads: how many threads numerical libraries may use.
    """
    # Read by OpenMP (torch, numpy) when it is loaded, which the first job does.
    os.environ["OMP_NUM_THREADS"] = str(threads)
    # Threads that wait for each other sleep: others have something to do meanwhile.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if hasattr(os, "nice"):
        os.nice(10)  # Training and generating must not make the sound stutter.
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is the window's matter.
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    stopped: set[int] = set()
    said: queue.SimpleQueue[Say] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, jobs, stopped, said), daemon=True).start()
    while True:
        job = jobs.get()
        connection.send(_answer(job, Context(job.stamp, connection.send, stopped, said)))


def _answer(job: Job, context: Context) -> Done | Failed:
    try:
        return Done(job.stamp, load(job.task)(context, *job.arguments))
    except MusicganError as error:
        return Failed(job.stamp, str(error), "")
    except Exception as error:
        if shortage := out_of_memory(error):
            return Failed(job.stamp, str(shortage), "")
        kind = type(error).__name__
        sentence = f"An unexpected problem stopped the work ({kind}: {error}). Please try again."
        return Failed(job.stamp, sentence, traceback.format_exc())


def _listen(
    connection: Connection,
    jobs: "queue.SimpleQueue[Job]",
    stopped: set[int],
    said: "queue.SimpleQueue[Say]",
) -> None:
    while True:
        try:
            message = connection.recv()
        except (EOFError, OSError):
            message = Quit()
        match message:
            case Job():
                jobs.put(message)
            case Cancel(stamp):
                stopped.add(stamp)
            case Say():
                said.put(message)
            case Quit():
                for child in multiprocessing.active_children():
                    child.kill()
                os._exit(0)

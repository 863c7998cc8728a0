"""What goes over the pipe between the window and its worker process. No Qt, no torch."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """Window → worker: call the function ``task`` (``"module:name"``) with ``arguments``.

    Attributes:
        stamp: number of the job; every answer carries it.
        task: import path of a function ``(context, *arguments) -> object``.
        arguments: must be picklable.
    """

    stamp: int
    task: str
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Cancel:
    """Window → worker: ask the job to stop at its next chance."""

    stamp: int


@dataclass(frozen=True, slots=True)
class Say:
    """Window → worker: something that the job may hear, such as "pause"."""

    stamp: int
    value: object


@dataclass(frozen=True, slots=True)
class Quit:
    """Window → worker: end the process now."""


@dataclass(frozen=True, slots=True)
class Event:
    """Worker → window: something that the job tells while it runs."""

    stamp: int
    value: object


@dataclass(frozen=True, slots=True)
class Done:
    """Worker → window: the job's result."""

    stamp: int
    value: object


@dataclass(frozen=True, slots=True)
class Failed:
    """Worker → window: the job ended with an error.

    Attributes:
        sentence: for the user.
        details: the traceback, for the log; empty where the sentence says all.
    """

    stamp: int
    sentence: str
    details: str

"""One entry of the list of takes."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from musicgan.project import Project, ProjectTake
from musicgan.song import Song, bars, seconds_at
from ui.transport.position import clock

EntryKey = tuple[bool, str | int]
"""Whether it is in the making, and its name or its take's id."""


@dataclass(frozen=True, slots=True)
class TakeItem:
    """A take of the project, or one that is being made.

    Attributes:
        name: as shown.
        song: what is there so far.
        take: the project's take; None while it is made.
        standing: how the score compares within its batch, 0 (worst) to 1 (best); None: not scored.
        best: whether it is the best of several.
        parent: name of the take it was made from, if that is still there.
    """

    name: str
    song: Song
    take: ProjectTake | None = None
    standing: float | None = None
    best: bool = False
    parent: str = ""

    @property
    def making(self) -> bool:
        """Whether the song still grows."""
        return self.take is None

    @property
    def key(self) -> EntryKey:
        """The same for the same entry at all times."""
        return (True, self.name) if self.take is None else (False, self.take.id)

    @property
    def summary(self) -> str:
        """Bars and time, e.g. ``"16 bars · 0:32"``."""
        count = len(bars(self.song))
        time = clock(seconds_at(self.song.tempos, self.song.length))
        return QCoreApplication.translate("TakeItem", "{bars} bars · {time}").format(
            bars=count, time=time
        )


def partial_items(first: int, songs: tuple[Song, ...]) -> list[TakeItem]:
    """Entries for takes in the making; ``first`` is the number of the first."""
    return [TakeItem(_name(f"Take {first + i}"), song) for i, song in enumerate(songs)]


def items_of(project: Project) -> list[TakeItem]:
    """An entry for each take of a project, from the top."""
    scores: dict[int, list[float]] = {}
    for take in project.takes:
        if take.score is not None:
            scores.setdefault(take.batch, []).append(take.score)
    names = {take.id: _name(take.name) for take in project.takes}
    return [
        _item(take, scores.get(take.batch, []), names.get(take.parent or 0, ""))
        for take in project.takes
    ]


def _item(take: ProjectTake, scores: list[float], parent: str) -> TakeItem:
    standing, best = None, False
    if take.score is not None and len(scores) > 1:
        low, high = min(scores), max(scores)
        standing = (take.score - low) / (high - low) if high > low else None
        best = take.score == high
    return TakeItem(_name(take.name), take.song, take, standing, best, parent)


def _name(name: str) -> str:
    """A take's name; one that the user hasn't given is in the window's language."""
    number = name.removeprefix("Take ")
    if number == name or not number.isdecimal():
        return name
    return QCoreApplication.translate("TakeItem", "Take {number}").format(number=number)

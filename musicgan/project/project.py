"""The project as a value, and its changes: pure functions from a project to a project."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from musicgan.generation import Request
from musicgan.song import Song


class Origin(StrEnum):
    """How a take came about."""

    GENERATED = "generated"
    OPENED = "opened"
    VARIED = "varied"
    REWRITTEN = "rewritten"
    CONTINUED = "continued"
    ACCOMPANIED = "accompanied"
    REORCHESTRATED = "re-orchestrated"


@dataclass(frozen=True, slots=True)
class Region:
    """Bars × tracks of a song, both numbered from 0."""

    bars: frozenset[int] = frozenset()
    tracks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ProjectTake:
    """One take as a project keeps it.

    Attributes:
        song: the music as it is now.
        name: as shown.
        id: its own within the project; given by ``added``.
        origin: how it came about.
        starred: whether the user likes it.
        batch: the same for takes of one batch; given by ``added``.
        score: the critics' opinion, comparable within a batch; None: not scored, or edited since.
        request: gives the take again as it was before edits; None: not generated.
        parent: id of the take it was made from; that one may be deleted by now.
        changed: what is new against the parent.
        locked_tracks: tracks that a rewrite keeps.
        locked_bars: bars that a rewrite keeps.
    """

    song: Song
    name: str
    id: int = 0
    origin: Origin = Origin.GENERATED
    starred: bool = False
    batch: int = 0
    score: float | None = None
    request: Request | None = None
    parent: int | None = None
    changed: Region | None = None
    locked_tracks: frozenset[int] = frozenset()
    locked_bars: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Project:
    """All that a composer has made so far.

    Attributes:
        takes: the newest batch first, within a batch as they were added.
        selected: id of the take that is shown.
        next_id: for the next take; ids are never used twice.
    """

    takes: tuple[ProjectTake, ...] = ()
    selected: int | None = None
    next_id: int = field(default=1)

    def take(self, take_id: int | None) -> ProjectTake | None:
        """The take with an id, if there is one."""
        return next((take for take in self.takes if take.id == take_id), None)

    @property
    def shown(self) -> ProjectTake | None:
        """The take that is shown."""
        return self.take(self.selected)


def added(project: Project, batch: Iterable[ProjectTake]) -> Project:
    """Put takes of one batch on top, and show the first."""
    first = project.next_id
    new = tuple(replace(take, id=first + i, batch=first) for i, take in enumerate(batch))
    if not new:
        return project
    return Project((*new, *project.takes), first, first + len(new))


def edited(project: Project, take_id: int, song: Song) -> Project:
    """Give a take other music. The critics' score was of the old one, so it goes."""
    return _with(project, take_id, song=song, score=None)


def renamed(project: Project, take_id: int, name: str) -> Project:
    """Give a take another name."""
    return _with(project, take_id, name=name)


def starred(project: Project, take_id: int, star: bool) -> Project:
    """Mark a take as liked, or not."""
    return _with(project, take_id, starred=star)


def locked(project: Project, take_id: int, tracks: Iterable[int], bars: Iterable[int]) -> Project:
    """Keep these tracks and bars of a take whenever it is rewritten, and no others."""
    return _with(project, take_id, locked_tracks=frozenset(tracks), locked_bars=frozenset(bars))


def deleted(project: Project, take_ids: Iterable[int]) -> Project:
    """Leave takes out; if the shown one goes, the next below it is shown, else the last."""
    gone = set(take_ids)
    kept = [take.id for take in project.takes if take.id not in gone]
    selected = project.selected
    if selected in gone:
        order = [take.id for take in project.takes]
        below = [take_id for take_id in order[order.index(selected) :] if take_id in kept]
        selected = next(iter(below + kept[-1:]), None)
    takes = tuple(take for take in project.takes if take.id in kept)
    return replace(project, takes=takes, selected=selected)


def _with(project: Project, take_id: int, **changes: object) -> Project:
    """The project with one take changed, which is then shown.

    Raises:
        KeyError: there is no such take.
    """
    if project.take(take_id) is None:
        raise KeyError(f"the project has no take {take_id}")
    takes = tuple(
        replace(take, **changes) if take.id == take_id else take  # type: ignore[arg-type]
        for take in project.takes
    )
    return replace(project, takes=takes, selected=take_id)

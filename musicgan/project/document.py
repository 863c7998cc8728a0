"""A project with its history: what the window shows, changes and undoes."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from musicgan.project.project import Project, ProjectTake

MOST_STEPS = 500
"""So many steps can be undone; songs share their notes, so that a step weighs little."""


@dataclass(frozen=True, slots=True)
class _Step:
    label: str
    before: Project
    after: Project


class Document:
    """One project at a time. Listeners are called after every change, undo included.

    Choosing another take is no step: undo goes on with what was changed, and shows the take that
    was shown then.
    """

    def __init__(self, project: Project | None = None) -> None:
        """Begin with ``project``, or an empty one."""
        self._project = project or Project()
        self._steps: list[_Step] = []
        self._done = 0
        self._saved: tuple[ProjectTake, ...] | None = self._project.takes
        self._listeners: list[Callable[[], None]] = []

    @property
    def project(self) -> Project:
        """As it is now."""
        return self._project

    @property
    def undo_label(self) -> str:
        """What ``undo`` takes back; empty: there is nothing."""
        return self._steps[self._done - 1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What ``redo`` does again; empty: there is nothing."""
        return self._steps[self._done].label if self._done < len(self._steps) else ""

    @property
    def modified(self) -> bool:
        """Whether takes changed since they were opened or saved; showing another is no change."""
        return self._project.takes is not self._saved

    def listen(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every change."""
        self._listeners.append(listener)

    def begin(self, project: Project | None = None, modified: bool = False) -> None:
        """Go on with another project (default: an empty one); the history is forgotten.

        ``modified``: what is begun with is not saved anywhere (it was recovered).
        """
        self._project = project or Project()
        self._steps, self._done = [], 0
        self._saved = None if modified else self._project.takes
        self._tell()

    def do(self, label: str, project: Project) -> None:
        """Change to ``project`` as a step that can be undone; an equal project is no step."""
        if project == self._project:
            return
        del self._steps[self._done :]
        self._steps.append(_Step(label, self._project, project))
        del self._steps[:-MOST_STEPS]
        self._done = len(self._steps)
        self._project = project
        self._tell()

    def select(self, take_id: int | None) -> None:
        """Show another take."""
        if take_id != self._project.selected:
            self._project = replace(self._project, selected=take_id)
            self._tell()

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        if self._done:
            self._done -= 1
            self._project = self._steps[self._done].before
            self._tell()

    def redo(self) -> None:
        """Do again what was taken back last, if there is something."""
        if self._done < len(self._steps):
            self._project = self._steps[self._done].after
            self._done += 1
            self._tell()

    def mark_saved(self, project: Project) -> None:
        """Note that ``project``, as it was at some time, stands in a file."""
        self._saved = project.takes
        self._tell()

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()

"""A composer's work: takes and locks, with undo and a file of its own. No Qt, no torch."""

from musicgan.project.document import Document
from musicgan.project.files import SUFFIX, VERSION, SavedProject, read_project, write_project
from musicgan.project.project import (
    Origin,
    Project,
    ProjectTake,
    Region,
    added,
    deleted,
    edited,
    locked,
    renamed,
    starred,
)

__all__ = [
    "SUFFIX",
    "VERSION",
    "Document",
    "Origin",
    "Project",
    "ProjectTake",
    "Region",
    "SavedProject",
    "added",
    "deleted",
    "edited",
    "locked",
    "read_project",
    "renamed",
    "starred",
    "write_project",
]

"""A composer's work: takes and locks, with undo and a file of its own. No Qt, no torch.

>>> from musicgan.project import Document, Origin, ProjectTake, added, renamed
>>> from musicgan.song import Song
>>> document = Document()
>>> take = ProjectTake(Song(), "Take 1", origin=Origin.OPENED)
>>> document.do("Open", added(document.project, [take]))
>>> shown = document.project.takes[0]
>>> document.do("Rename", renamed(document.project, shown.id, "Waltz"))
>>> document.project.takes[0].name, document.undo_label
('Waltz', 'Rename')
>>> document.undo()
>>> document.project.takes[0].name
'Take 1'
"""

from musicgan.project.document import Document
from musicgan.project.files import SUFFIX, VERSION, SavedProject, read_project, write_project
from musicgan.project.orders import (
    Order,
    accompany,
    go_on,
    more_like,
    reorchestrate,
    rewrite,
    vary,
)
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
    "Order",
    "Origin",
    "Project",
    "ProjectTake",
    "Region",
    "SavedProject",
    "accompany",
    "added",
    "deleted",
    "edited",
    "go_on",
    "locked",
    "more_like",
    "read_project",
    "renamed",
    "reorchestrate",
    "rewrite",
    "starred",
    "vary",
    "write_project",
]

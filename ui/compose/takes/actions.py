"""What can be done with a take, as actions: for buttons, menus and keys."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from musicgan.generation import Recipe
from musicgan.project import (
    Document,
    ProjectTake,
    deleted,
    renamed,
    starred,
)
from ui.translations import without_key


class TakeActions(QObject):
    """All of them work on the shown take, and can be undone."""

    recipe_asked = Signal(Recipe)
    """The recipe of the shown take is to be shown."""
    rename_asked = Signal()
    """The name of the shown take is to be edited."""
    compare_asked = Signal()
    """The take that was shown before is to be shown."""

    def __init__(self, document: Document, takes: QWidget) -> None:
        """Some keys count only while ``takes``, the list, has the focus."""
        super().__init__(takes)
        self._document = document
        self._list = takes
        tr = self.tr
        self.compare = self._make(
            tr("&Compare (A/B)"),
            "X",
            self.compare_asked.emit,
            tr("Switch to the take that was shown before, and back, at the same place"),
        )
        self.star = self._make(
            tr("&Star"),
            "F",
            lambda: self.toggle_star(self._shown().id),
            tr("Mark as liked"),
            here=True,
        )
        self.star.setCheckable(True)
        self.rename = self._make(
            tr("&Rename"), "F2", self.rename_asked.emit, tr("Give it another name"), here=True
        )
        self.reuse = self._make(
            tr("&Use its recipe"), "", self._reuse, tr("Set the panel as it was for this take")
        )
        self.delete = self._make(
            tr("&Delete"),
            "Del",
            self._delete,
            tr("Undo brings it back"),
            here=True,
        )
        self.tidy = self._make(
            tr("Delete all &without a star"), "", self._tidy, tr("Keep the liked ones only")
        )
        document.listen(self._follow)
        self._follow()

    @property
    def all(self) -> list[list[QAction]]:
        """Every action, in groups."""
        return [
            [self.compare],
            [self.star, self.rename, self.reuse],
            [self.delete, self.tidy],
        ]

    def rename_to(self, take_id: int, name: str) -> None:
        """Give a take another name."""
        self._document.do(self.tr("Rename"), renamed(self._document.project, take_id, name))

    def toggle_star(self, take_id: int) -> None:
        """Mark a take as liked, or not any more."""
        project = self._document.project
        take = project.take(take_id)
        if take is not None:
            label = self.tr("Take the star away") if take.starred else self.tr("Star")
            self._document.do(label, starred(project, take_id, not take.starred))

    def _make(
        self, text: str, keys: str, then: Callable[[], object], tip: str, here: bool = False
    ) -> QAction:
        """An action; ``here``: its keys count in the list only."""
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        if here:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._list.addAction(action)
        plain = without_key(text)
        action.setToolTip(f"{plain}: {tip}" + (f" ({keys})" if keys else ""))
        action.triggered.connect(lambda: then())
        return action

    def _follow(self) -> None:
        take = self._document.project.shown
        for group in self.all:
            for action in group:
                action.setEnabled(take is not None)
        self.compare.setEnabled(len(self._document.project.takes) > 1)
        liked = take is not None and take.starred
        self.star.setChecked(liked)
        self.star.setText(self.tr("Take the &star away") if liked else self.tr("&Star"))
        self.reuse.setEnabled(take is not None and take.request is not None)
        self.tidy.setEnabled(any(not take.starred for take in self._document.project.takes))

    def _shown(self) -> ProjectTake:
        take = self._document.project.shown
        assert take is not None, "the actions are off while nothing is shown"
        return take

    def _delete(self) -> None:
        take = self._shown()
        label = self.tr("Delete {name}").format(name=take.name)
        self._document.do(label, deleted(self._document.project, [take.id]))

    def _tidy(self) -> None:
        gone = [take.id for take in self._document.project.takes if not take.starred]
        self._document.do(
            self.tr("Delete {takes} takes").format(takes=len(gone)),
            deleted(self._document.project, gone),
        )

    def _reuse(self) -> None:
        request = self._shown().request
        if request is not None:
            self.recipe_asked.emit(Recipe.of(request))

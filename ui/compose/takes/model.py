"""The list of takes as Qt's views see it."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ui.compose.takes.item import TakeItem

ITEM = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class TakesModel(QAbstractListModel):
    """Newest batch first, best of it first. The batch in the making stands at the top."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._items: list[TakeItem] = []
        self._making = 0

    @property
    def items(self) -> list[TakeItem]:
        """All entries from the top."""
        return list(self._items)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of entries."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry itself for ``ITEM``; words for the other roles."""
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{item.name}, {item.summary}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(item)
        return None

    def show_making(self, items: list[TakeItem]) -> None:
        """Show what a batch in the making has so far, instead of what it had."""
        if len(items) == self._making:
            self._items[: self._making] = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.clear_making()
        self._insert(items)
        self._making = len(items)

    def clear_making(self) -> None:
        """Take the batch in the making away (it was cancelled, or it is done)."""
        if self._making:
            self.beginRemoveRows(QModelIndex(), 0, self._making - 1)
            del self._items[: self._making]
            self._making = 0
            self.endRemoveRows()

    def add(self, items: list[TakeItem]) -> None:
        """Put finished entries at the top, instead of the batch in the making."""
        self.clear_making()
        self._insert(items)

    def clear(self) -> None:
        """Remove everything."""
        self.beginResetModel()
        self._items, self._making = [], 0
        self.endResetModel()

    def _insert(self, items: list[TakeItem]) -> None:
        if items:
            self.beginInsertRows(QModelIndex(), 0, len(items) - 1)
            self._items[:0] = items
            self.endInsertRows()

    def _tip(self, item: TakeItem) -> str:
        if item.making:
            return self.tr("Being written …")
        if item.take is None:
            return self.tr("{name}, {notes} notes").format(
                name=item.name, notes=item.song.note_count
            )
        return self.tr(
            "Seed {seed}, {notes} notes. The critics give it {score}: "
            "higher is better, compare within one batch."
        ).format(seed=item.take.seed, notes=item.song.note_count, score=f"{item.take.score:.2f}")

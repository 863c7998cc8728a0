"""The list of takes as Qt's views see it."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from musicgan.project import Document, Origin
from ui.compose.takes.item import TakeItem, items_of
from ui.exchange import midi_mime

ITEM = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class TakesModel(QAbstractListModel):
    """The batch in the making at the top, then the document's takes."""

    rename_asked = Signal(int, str)
    """Id of a take, and its new name."""

    def __init__(self, document: Document) -> None:
        """Show ``document`` whenever ``refresh`` is called."""
        super().__init__()
        self._document = document
        self._making: list[TakeItem] = []
        self._items: list[TakeItem] = items_of(document.project)

    @property
    def items(self) -> list[TakeItem]:
        """All entries from the top."""
        return list(self._items)

    def row_of(self, take_id: int | None) -> int:
        """Place of a take of the document, from the top; -1: it isn't there."""
        ids = [None if item.take is None else item.take.id for item in self._items]
        return -1 if take_id is None or take_id not in ids else ids.index(take_id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of entries."""
        return 0 if parent.isValid() else len(self._items)

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The take that is dragged, as a MIDI file."""
        item = indexes[0].data(ITEM)
        assert isinstance(item, TakeItem), "only takes are dragged"
        return midi_mime(item.song, item.name)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A take can be dragged out as a MIDI file; one of the document can be renamed."""
        usual = super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled
        item = index.data(ITEM)
        if isinstance(item, TakeItem) and not item.making:
            return usual | Qt.ItemFlag.ItemIsEditable
        return usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry itself for ``ITEM``; words for the other roles."""
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.EditRole:
            return item.name
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{item.name}, {item.summary}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(item)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name; the document gives it."""
        item = index.data(ITEM)
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not isinstance(item, TakeItem) or not name:
            return False
        if item.take is not None:
            self.rename_asked.emit(item.take.id, name)
        return True

    def show_making(self, items: list[TakeItem]) -> None:
        """Show what a batch in the making has so far, instead of what it had."""
        self._making = items
        self.refresh()

    def refresh(self) -> None:
        """Take rows out, put rows in, and tell which of the others changed."""
        wanted = [*self._making, *items_of(self._document.project)]
        keys = {item.key for item in wanted}
        for row in range(len(self._items) - 1, -1, -1):
            if self._items[row].key not in keys:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._items[row]
                self.endRemoveRows()
        for row, item in enumerate(wanted):
            if row == len(self._items) or self._items[row].key != item.key:
                self.beginInsertRows(QModelIndex(), row, row)
                self._items.insert(row, item)
                self.endInsertRows()
            elif self._items[row] != item:
                self._items[row] = item
                self.dataChanged.emit(self.index(row), self.index(row))

    def _tip(self, item: TakeItem) -> str:
        take = item.take
        if take is None:
            return self.tr("Being written …")
        words = [self.tr("{notes} notes.").format(notes=item.song.note_count)]
        if take.request is not None:
            words.append(self.tr("Seed {seed}.").format(seed=take.request.seed))
        if take.origin is not Origin.GENERATED and item.parent:
            words.append(self.origin_text(take.origin).format(parent=item.parent))
        if take.score is not None:
            words.append(
                self.tr(
                    "The critics give it {score}: higher is better, compare within one batch."
                ).format(score=f"{take.score:.2f}")
            )
        return " ".join(words)

    def origin_text(self, origin: Origin) -> str:
        """How a take came about, in words with ``{parent}``."""
        return {
            Origin.VARIED: self.tr("Varied from {parent}."),
            Origin.REWRITTEN: self.tr("Rewritten from {parent}; what is new is marked."),
            Origin.CONTINUED: self.tr("Continues {parent}; what is new is marked."),
            Origin.ACCOMPANIED: self.tr("Accompanies {parent}; what is new is marked."),
            Origin.REORCHESTRATED: self.tr("Re-orchestrated from {parent}; what is new is marked."),
        }.get(origin, self.tr("Made from {parent}."))

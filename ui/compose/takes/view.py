"""The list of takes."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from ui.compose.takes.delegate import TakeDelegate
from ui.compose.takes.item import TakeItem
from ui.compose.takes.model import ITEM, TakesModel
from ui.icons import Icons
from ui.theme import Theme


class TakesList(QListView):
    """Click a take to see it, double-click to hear it."""

    chosen = Signal()
    """Another entry is the current one."""
    play_asked = Signal()
    star_asked = Signal(int)
    """The star of the take with this id was clicked."""

    def __init__(self, theme: Theme, icons: Icons, model: TakesModel) -> None:
        """Show ``model``."""
        super().__init__()
        self._theme = theme
        self.setModel(model)
        self.setDragEnabled(True)
        self._delegate = TakeDelegate(theme, icons)
        self.setItemDelegate(self._delegate)
        self._delegate.star_pressed.connect(self.star_asked)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Takes"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.selectionModel().currentChanged.connect(lambda now, before: self.chosen.emit())
        self.doubleClicked.connect(lambda index: self.play_asked.emit())
        theme.changed.connect(self.viewport().update)

    @property
    def current(self) -> TakeItem | None:
        """The entry that is chosen."""
        item = self.currentIndex().data(ITEM)
        return item if isinstance(item, TakeItem) else None

    def choose(self, row: int) -> None:
        """Choose an entry by its place from the top; -1: none."""
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards, or what to do to get some."""
        super().paintEvent(event)
        if self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._theme.colours.muted))
            painter.drawText(
                self.viewport().rect().adjusted(0, 0, -8, -8),
                Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap,
                self.tr("Takes appear here, the critics' favourite first."),
            )

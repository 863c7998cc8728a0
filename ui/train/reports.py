"""The table of a collection's files: what is used, what is left out and why."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from musicgan.data import FileReport
from ui.sentences import translated
from ui.theme import Theme
from ui.translations import key_name

_NUMBERS = (2, 3, 6)
_USED = 7

Index = QModelIndex | QPersistentModelIndex


class ReportsModel(QAbstractTableModel):
    """One row a file, those left out first."""

    def __init__(self, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self._theme = theme
        self._reports: list[FileReport] = []
        self._left_out: set[Path] = set()
        self._titles = (
            self.tr("File"), self.tr("Folder"), self.tr("Bars"), self.tr("Tracks"),
            self.tr("Key"), self.tr("Meter"), self.tr("Tempo"), self.tr("Used?"),
        )  # fmt: skip

    @property
    def left_out(self) -> list[Path]:
        """The files that were left out by hand."""
        return sorted(self._left_out)

    @property
    def used(self) -> list[FileReport]:
        """The reports as they count: what was left out by hand is not kept."""
        return [
            replace(report, kept=False) if report.path in self._left_out else report
            for report in self._reports
        ]

    def set_reports(self, reports: list[FileReport]) -> None:
        """Show these files, those that can't be used first."""
        self.beginResetModel()
        self._left_out = set()
        self._reports = sorted(reports, key=lambda report: (report.kept, str(report.path)))
        self.endResetModel()

    def toggle(self, rows: list[int]) -> None:
        """Leave these files out; where all of them are, use them again."""
        paths = {self._reports[row].path for row in rows if self._reports[row].kept}
        if paths <= self._left_out:
            self._left_out -= paths
        else:
            self._left_out |= paths
        last = self.index(len(self._reports) - 1, len(self._titles) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of files."""
        return 0 if parent.isValid() else len(self._reports)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell says, its tooltip, alignment and colour; numbers as such for sorting."""
        report, column = self._reports[index.row()], index.column()
        out = not report.kept or report.path in self._left_out
        numbers = {2: report.bars, 3: report.tracks, 6: round(report.tempo)}
        if role == Qt.ItemDataRole.UserRole:
            return numbers.get(column, self._text(report, column))
        if role == Qt.ItemDataRole.DisplayRole:
            if column in numbers:
                return f"{numbers[column]:,}" if numbers[column] else "–"
            return self._text(report, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(report.path) if column == 0 else self._text(report, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and out:
            broken = column == _USED and not report.kept
            return QColor(self._theme.colours.danger if broken else self._theme.colours.muted)
        return None

    def _text(self, report: FileReport, column: int) -> str:
        key = key_name(*report.key.split(" ")) if report.key else ""
        texts = {0: report.path.name, 1: report.style, 4: key, 5: report.meter}
        if column in texts:
            return texts[column] or "–"
        if column == _USED:
            if not report.kept:
                return self.tr("no: {reason}").format(reason=translated(report.reason))
            return self.tr("left out") if report.path in self._left_out else self.tr("yes")
        return ""


class ReportsTable(QTableView):
    """Sortable by each column; Delete leaves the chosen files out, or takes them in again."""

    changed = Signal()
    """Files were left out or taken in again."""

    def __init__(self, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self._model = ReportsModel(theme)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(Qt.ItemDataRole.UserRole)
        self.setModel(self._sorted)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.setAccessibleName(self.tr("Files of the collection"))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((220, 100, 58, 62, 84, 62, 66)):
            self.setColumnWidth(column, width)

    def set_reports(self, reports: list[FileReport]) -> None:
        """Show these files."""
        self._model.set_reports(reports)

    @property
    def used(self) -> list[FileReport]:
        """The reports as they count."""
        return self._model.used

    @property
    def left_out(self) -> list[Path]:
        """The files that were left out by hand."""
        return self._model.left_out

    def toggle_chosen(self) -> None:
        """Leave the chosen files out, or take them in again."""
        rows = [self._sorted.mapToSource(i).row() for i in self.selectionModel().selectedRows()]
        if rows:
            self._model.toggle(rows)
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace leave out."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.toggle_chosen()
        else:
            super().keyPressEvent(event)


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return int((side | Qt.AlignmentFlag.AlignVCenter).value)

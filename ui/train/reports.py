"""The table of a collection's files: what is used, what is left out and why."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from musicgan.data import FileReport
from ui.theme import Theme

_NUMBERS = (2, 3, 4)

Index = QModelIndex | QPersistentModelIndex


class ReportsModel(QAbstractTableModel):
    """One row a file, those left out first."""

    def __init__(self, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self._theme = theme
        self._reports: list[FileReport] = []
        self._titles = (
            self.tr("File"), self.tr("Style"), self.tr("Bars"), self.tr("Tracks"),
            self.tr("Notes"), self.tr("Used?"),
        )  # fmt: skip

    def set_reports(self, reports: list[FileReport]) -> None:
        """Show these files."""
        self.beginResetModel()
        self._reports = sorted(reports, key=lambda report: (report.kept, str(report.path)))
        self.endResetModel()

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
        numbers = {2: report.bars, 3: report.tracks, 4: report.notes}
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
        if role == Qt.ItemDataRole.ForegroundRole and not report.kept:
            return QColor(self._theme.colours.danger if column == 5 else self._theme.colours.muted)
        return None

    def _text(self, report: FileReport, column: int) -> str:
        if column == 0:
            return report.path.name
        if column == 1:
            return report.style
        if column == 5:
            return (
                self.tr("yes")
                if report.kept
                else self.tr("no: {reason}").format(reason=report.reason)
            )
        return ""


class ReportsTable(QTableView):
    """Sortable by each column."""

    def __init__(self, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self._model = ReportsModel(theme)
        sorted_model = QSortFilterProxyModel(self)
        sorted_model.setSourceModel(self._model)
        sorted_model.setSortRole(Qt.ItemDataRole.UserRole)
        self.setModel(sorted_model)
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
        for column, width in enumerate((250, 110, 64, 64, 76)):
            self.setColumnWidth(column, width)

    def set_reports(self, reports: list[FileReport]) -> None:
        """Show these files."""
        self._model.set_reports(reports)


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return int((side | Qt.AlignmentFlag.AlignVCenter).value)

"""The page of keyboard shortcuts, read from the menus so that it is always complete."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.translations import without_key
from ui.widgets.labels import heading, muted

_COLUMNS = 2


class ShortcutsPage(QDialog):
    """What each key does, by menu; then what the mouse does in the piano-roll."""

    def __init__(self, bar: QMenuBar, parent: QWidget) -> None:
        """List the shortcuts of ``bar``'s menus."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        groups = {
            without_key(menu.title()): list(shortcuts(menu))
            for menu in (action.menu() for action in bar.actions())
            if isinstance(menu, QMenu)
        }
        groups[self.tr("Mouse in the piano-roll")] = [
            (self.tr("Zoom in time"), self.tr("Ctrl+wheel, pinch")),
            (self.tr("Zoom in pitch"), self.tr("Ctrl+Shift+wheel")),
            (self.tr("Scroll in time"), self.tr("Shift+wheel")),
            (self.tr("Move the view"), self.tr("middle button")),
            (self.tr("Play from a place"), self.tr("click in the ruler")),
            (self.tr("Mark bars"), self.tr("drag in the ruler")),
            (self.tr("Mark a track"), self.tr("click its stripe, in lanes")),
            (self.tr("Draw a note"), self.tr("double click")),
            (self.tr("Add to the selection"), self.tr("Shift+click, Shift+drag")),
            (self.tr("Copy notes"), self.tr("Ctrl+drag")),
            (self.tr("Move off the grid"), self.tr("Alt+drag")),
        ]
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setSpacing(40)
        made = [QVBoxLayout() for _ in range(_COLUMNS)]
        lengths = [0] * _COLUMNS
        for title, rows in groups.items():
            if rows:
                shortest = lengths.index(min(lengths))
                made[shortest].addWidget(_group(title, rows))
                made[shortest].addSpacing(14)
                lengths[shortest] += len(rows) + 2
        for column in made:
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll)
        layout.addWidget(buttons)
        self.resize(760, 680)


def shortcuts(menu: QMenu) -> Iterator[tuple[str, str]]:
    """Name and keys of each entry that has some, submenus included."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from shortcuts(inner)
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if keys:
            yield without_key(action.text()).removesuffix(" …"), ", ".join(keys)


def _group(title: str, rows: list[tuple[str, str]]) -> QWidget:
    group = QWidget()
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(18)
    grid.addWidget(heading(title), 0, 0, 1, 2)
    for row, (name, keys) in enumerate(rows, start=1):
        grid.addWidget(QLabel(name), row, 0)
        grid.addWidget(muted(keys), row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return group

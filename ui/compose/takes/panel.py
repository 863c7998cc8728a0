"""The takes with the buttons for the shown one."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ui.compose.takes.actions import TakeActions
from ui.compose.takes.view import TakesList
from ui.compose.tasks import TaskActions
from ui.icons import Icons
from ui.widgets.action_button import action_button, menu_button


class TakesPanel(QWidget):
    """A list of cards; below it a row of buttons, which also stand in the context menu."""

    def __init__(
        self, icons: Icons, takes: TakesList, actions: TakeActions, tasks: TaskActions
    ) -> None:
        """Show ``takes``."""
        super().__init__()
        self._list = takes
        self._menu = QMenu(self)
        self.fill(self._menu, actions, tasks)
        takes.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        takes.customContextMenuRequested.connect(self._pop_up)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 6, 0)
        buttons.setSpacing(2)
        for icon, action in (
            ("compare", actions.compare),
            ("alike", tasks.alike),
            ("star", actions.star),
        ):
            buttons.addWidget(action_button(icons, icon, action))
        vary = self.tr("Vary: change a little or a lot of the take as it was generated")
        buttons.insertWidget(1, menu_button(icons, "vary", tasks.vary, vary))
        buttons.addStretch(1)
        buttons.addWidget(action_button(icons, "delete", actions.delete))
        more = menu_button(icons, "more", self._menu, self.tr("More that can be done with a take"))
        buttons.addWidget(more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(takes, 1)
        layout.addLayout(buttons)

    @staticmethod
    def fill(menu: QMenu, actions: TakeActions, tasks: TaskActions) -> None:
        """Put all that can be done with a take into a menu."""
        menu.addMenu(tasks.vary)
        menu.addAction(tasks.alike)
        for group in actions.all:
            menu.addSeparator()
            menu.addActions(group)

    def _pop_up(self, place: QPoint) -> None:
        if self._list.indexAt(place).isValid():
            self._menu.popup(self._list.viewport().mapToGlobal(place))

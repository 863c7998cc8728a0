"""A button that does an action, or opens a menu."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from ui.icons import Icons
from ui.translations import without_key


def action_button(icons: Icons, icon: str, action: QAction, words: bool = False) -> QToolButton:
    """A flat button for an action, greyed and checked with it; ``words``: with its text.

    Qt's own default action would take the theme's icon away at every change.
    """
    button = _button(icons, icon, action.text(), words)
    button.setCheckable(action.isCheckable())
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setChecked(action.isChecked())
        button.setToolTip(action.toolTip())
        button.setAccessibleName(without_key(action.text()))

    action.changed.connect(follow)
    follow()
    return button


def menu_button(icons: Icons, icon: str, menu: QMenu, tip: str, words: bool = False) -> QToolButton:
    """A flat button that opens a menu; ``words``: with the menu's title."""
    button = _button(icons, icon, menu.title(), words)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
    button.setToolTip(tip)
    button.setAccessibleName(without_key(menu.title()) or tip)

    def follow() -> None:
        button.setEnabled(menu.isEnabled())

    menu.menuAction().changed.connect(follow)
    follow()
    return button


def _button(icons: Icons, icon: str, text: str, words: bool) -> QToolButton:
    button = QToolButton()
    button.setProperty("flat", True)
    icons.put(button, icon, size=16)
    if words:
        button.setText(without_key(text))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button

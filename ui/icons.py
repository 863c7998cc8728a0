"""Icons in the theme's colours, from Material Design Icons."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication

from ui.theme import Theme


class Icons:
    """Gives buttons their icons, again whenever the theme changes."""

    def __init__(self, theme: Theme) -> None:
        """Follow ``theme``."""
        self._theme = theme
        theme.changed.connect(self._refresh)

    def icon(self, name: str, role: str = "text") -> QIcon:
        """An icon (``"play"``) in one of ``Colours``' colours."""
        import qtawesome

        colours = self._theme.colours
        found: QIcon = qtawesome.icon(
            f"mdi6.{name}", color=getattr(colours, role), color_disabled=colours.muted
        )
        return found

    def put(self, button: QAbstractButton, name: str, role: str = "text", size: int = 18) -> None:
        """Give ``button`` an icon, or another one, of ``size`` pixels."""
        button.setProperty("icon_name", name)
        button.setProperty("icon_role", role)
        button.setIconSize(QSize(size, size))
        button.setIcon(self.icon(name, role))

    def _refresh(self) -> None:
        for widget in QApplication.allWidgets():
            if isinstance(widget, QAbstractButton) and widget.property("icon_name"):
                widget.setIcon(
                    self.icon(widget.property("icon_name"), widget.property("icon_role"))
                )

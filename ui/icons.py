"""Icons in the theme's colours, from the SVG files in ``resources/icons``."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from musicgan.paths import resource
from ui.theme import Theme, mixed


class Icons:
    """Gives buttons their icons, again whenever the theme changes."""

    def __init__(self, theme: Theme) -> None:
        """Follow ``theme``."""
        self._theme = theme
        theme.changed.connect(self._refresh)

    def icon(self, name: str, role: str = "text", size: int = 18) -> QIcon:
        """An icon (``"play"``) of ``size`` pixels in one of ``Colours``' colours."""
        colours = self._theme.colours
        found = QIcon(_picture(name, getattr(colours, role), size))
        faint = mixed(colours.muted, colours.panel, 0.45).name()
        found.addPixmap(_picture(name, faint, size), QIcon.Mode.Disabled)
        return found

    def put(self, button: QAbstractButton, name: str, role: str = "text", size: int = 18) -> None:
        """Give ``button`` an icon, or another one, of ``size`` pixels."""
        button.setProperty("icon_name", name)
        button.setProperty("icon_role", role)
        button.setIconSize(QSize(size, size))
        button.setIcon(self.icon(name, role, size))

    def _refresh(self) -> None:
        for button in QApplication.allWidgets():
            if isinstance(button, QAbstractButton) and button.property("icon_name"):
                name, role = button.property("icon_name"), button.property("icon_role")
                button.setIcon(self.icon(name, role, button.iconSize().width()))


@cache
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text()


@lru_cache(maxsize=256)
def _picture(name: str, colour: str, size: int) -> QPixmap:
    """The icon as a picture for the sharpest screen there is."""
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    text = _drawing(name).replace("currentColor", colour)
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture

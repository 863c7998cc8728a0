"""One wanted track in the list of instruments."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from ui.icons import Icons
from ui.theme import Theme
from ui.transport.tracks import Dot


class TrackRow(QWidget):
    """A handle to drag, the track's colour, its instrument, and a button that removes it.

    With the keyboard on the instrument, Alt+Up and Alt+Down move the track, Delete removes it.
    """

    choose_pressed = Signal()
    remove_pressed = Signal()
    dragged = Signal(QPoint)
    """The handle is held at this place on the screen."""
    dropped = Signal()
    """The handle was let go."""
    step_pressed = Signal(int)
    """Go up (-1) or down (1) by one track."""

    def __init__(self, theme: Theme, icons: Icons, index: int) -> None:
        """A row for the track ``index`` (from 0)."""
        super().__init__()
        self.handle = QLabel()
        self.handle.setPixmap(icons.icon("drag", "muted", 14).pixmap(14))
        self.handle.setCursor(Qt.CursorShape.OpenHandCursor)
        self.handle.setToolTip(self.tr("Drag to another place (Alt+Up, Alt+Down)"))
        self.handle.installEventFilter(self)
        self.name = QPushButton()
        self.name.setProperty("wide", True)
        self.name.setMinimumWidth(60)
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.name.setToolTip(
            self.tr("Track {number}: choose another instrument").format(number=index + 1)
        )
        self.name.installEventFilter(self)
        self.name.clicked.connect(self.choose_pressed)
        self.remove = QToolButton()
        self.remove.setProperty("flat", True)
        icons.put(self.remove, "close", "muted", 14)
        self.remove.clicked.connect(self.remove_pressed)
        for button in (self.name, self.remove):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the player
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.handle)
        layout.addWidget(Dot(theme, index))
        layout.addWidget(self.name, 1)
        layout.addWidget(self.remove)

    def show_instrument(self, name: str) -> None:
        """Show what plays the track."""
        if name != self.name.text():
            self.name.setText(name)
            self.name.setAccessibleName(f"{self.name.toolTip()} ({name})")
            self.remove.setToolTip(self.tr("Remove {name} (Delete)").format(name=name))
            self.remove.setAccessibleName(self.tr("Remove {name}").format(name=name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The handle's mouse, the name's keys."""
        if watched is self.handle and isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseMove:
                self.dragged.emit(event.globalPosition().toPoint())
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self.dropped.emit()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.step_pressed.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_pressed.emit()
        else:
            return False
        return True

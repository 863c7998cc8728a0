"""Labels in the roles that the style sheet knows, and the frame around groups."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget


class Elided(QLabel):
    """Text of second rank in as much room as there is; it can be clicked."""

    clicked = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._whole = ""
        self.setProperty("muted", True)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setToolTip(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Any room will do."""
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click."""
        self.clicked.emit()

    def _fit(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._whole, mode, self.width()))


def muted(text: str = "", wrap: bool = False) -> QLabel:
    """Text of second rank."""
    label = QLabel(text)
    label.setProperty("muted", True)
    label.setWordWrap(wrap)
    return label


def heading(text: str) -> QLabel:
    """The name of a group."""
    label = QLabel(text)
    label.setProperty("heading", True)
    return label


def card() -> QFrame:
    """A frame with the panel's background and round corners."""
    frame = QFrame()
    frame.setProperty("card", True)
    return frame


def set_flag(widget: QWidget, name: str, value: bool) -> None:
    """Set a property that the style sheet selects by, and draw the widget anew if it changed."""
    if bool(widget.property(name)) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)

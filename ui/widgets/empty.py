"""What stands where nothing is yet: a sign, what to press, and a word more."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ui.icons import Icons
from ui.widgets.labels import muted

_WIDTH = 460
_EDGE = 16
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter


class EmptyState(QWidget):
    """Centred in the room it gets."""

    def __init__(
        self, icons: Icons, icon: str, title: str, words: str, button: QWidget | None = None
    ) -> None:
        """Show ``icon`` over ``title`` over ``words`` over ``button``."""
        super().__init__()
        sign = QToolButton()
        sign.setProperty("sign", True)
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        icons.put(sign, icon, "muted", 44)
        head = QLabel(title)
        head.setProperty("title", True)
        text = muted(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        self._labels = (head, text)
        for label in self._labels:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        if button is not None:
            line = QHBoxLayout()
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            layout.addSpacing(8)
            layout.addLayout(line)
        layout.addStretch(1)
        self.setMinimumWidth(200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines where there is room for less."""
        width = min(_WIDTH, self.width() - 2 * _EDGE)
        for label in self._labels:
            # Centred labels aren't asked how high their lines are at a width.
            label.ensurePolished()
            area = QRect(0, 0, width, 1000)
            lines = label.fontMetrics().boundingRect(area, _WRAPPED, label.text())
            label.setFixedSize(width, lines.height() + 2)
        super().resizeEvent(event)

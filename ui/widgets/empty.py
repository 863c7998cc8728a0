"""What stands where nothing is yet: a sign, what to press, and a word more."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ui.icons import Icons
from ui.widgets.labels import muted

_WIDTH = 460


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
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (head, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setFixedWidth(_WIDTH)
            # Centred labels aren't asked how high their lines are at this width.
            label.setMinimumHeight(label.heightForWidth(_WIDTH))
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        if button is not None:
            line = QHBoxLayout()
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            layout.addSpacing(8)
            layout.addLayout(line)
        layout.addStretch(1)

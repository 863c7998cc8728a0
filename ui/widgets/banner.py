"""A line across the window that tells of a problem, or of good news, in a sentence."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from ui.icons import Icons
from ui.sentences import translated


class Banner(QFrame):
    """Hidden until ``show_problem`` or ``show_note``; the newest sentence stands.

    Sentences of the core are translated.
    """

    shown = Signal(str)
    """A sentence was put up."""

    def __init__(self, icons: Icons) -> None:
        """Make it, hidden."""
        super().__init__()
        self.setObjectName("banner")
        self._icons = icons
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = QPushButton()
        self._action.clicked.connect(self._act)
        self._then: Callable[[], None] | None = None
        close = QToolButton()
        close.setProperty("flat", True)
        close.setAccessibleName(self.tr("Close the message"))
        close.setToolTip(self.tr("Close the message"))
        close.clicked.connect(self.hide)
        icons.put(close, "close")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence, also while hidden."""
        return self._text.text()

    def show_problem(self, sentence: str) -> None:
        """Tell of a problem."""
        self._put("problem", "problem", "danger", sentence)

    def show_note(
        self, sentence: str, action: str = "", then: Callable[[], None] | None = None
    ) -> None:
        """Tell something good; ``action`` names a button that calls ``then``."""
        self._put("note", "done", "accent", sentence, action, then)

    def _put(
        self,
        kind: str,
        icon: str,
        role: str,
        sentence: str,
        action: str = "",
        then: Callable[[], None] | None = None,
    ) -> None:
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._sign.setPixmap(self._icons.icon(icon, role).pixmap(18))
        sentence = translated(sentence)
        self._text.setText(sentence)
        self._text.setAccessibleName(sentence)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._then = then
        self.show()
        self.shown.emit(sentence)

    def _act(self) -> None:
        self.hide()
        if self._then is not None:
            self._then()

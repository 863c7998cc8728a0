"""A titled group of controls that can be folded away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget


class Section(QWidget):
    """A heading with an arrow, a place for buttons beside it, and the body below."""

    def __init__(self, title: str, body: QWidget, folded: bool = False) -> None:
        """Show ``title`` above ``body``."""
        super().__init__()
        self.body = body
        self._head = QToolButton()
        self._head.setText(title)
        self._head.setProperty("section", True)
        self._head.setCheckable(True)
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._head.setAccessibleName(title)
        self._head.setToolTip(self.tr("Click to fold or unfold"))
        self._head.toggled.connect(self._fold)
        self._line = QHBoxLayout()
        self._line.addWidget(self._head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._line)
        layout.addWidget(body)
        self._head.setChecked(not folded)
        self._fold(not folded)

    @property
    def folded(self) -> bool:
        """Whether the body is hidden."""
        return not self._head.isChecked()

    def set_folded(self, folded: bool) -> None:
        """Hide or show the body."""
        self._head.setChecked(not folded)

    def add_corner(self, widget: QWidget) -> None:
        """Put a button at the heading's right end."""
        self._line.addWidget(widget)

    def _fold(self, open_: bool) -> None:
        self.body.setVisible(open_)
        arrow = Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow
        self._head.setArrowType(arrow)

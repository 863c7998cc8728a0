"""A titled group of controls that can be folded away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.widgets.labels import Elided


class Section(QWidget):
    """A heading with an arrow, a place for buttons beside it, and the body below.

    Folded, it says in a few words what is in it.
    """

    folded_changed = Signal(bool)

    def __init__(self, title: str, body: QWidget, folded: bool = False) -> None:
        """Show ``title`` above ``body``."""
        super().__init__()
        self.body = body
        self._word = ""
        self._head = QToolButton()
        self._head.setText(title)
        self._head.setProperty("section", True)
        self._head.setCheckable(True)
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._head.setAccessibleName(title)
        self._head.setToolTip(self.tr("Click to fold or unfold"))
        self._head.toggled.connect(self._fold)
        self._summary = Elided()
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._summary.clicked.connect(lambda: self.set_folded(False))
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        self._line.addWidget(self._head)
        self._line.addWidget(self._summary, 1)
        self._corners: dict[QWidget, bool] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
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

    def set_summary(self, text: str) -> None:
        """What stands beside the title while the body is hidden."""
        self._word = text
        self._summary.set_text(text if self.folded else "")
        self._head.setAccessibleDescription(text)

    def add_corner(self, widget: QWidget) -> None:
        """Put a button at the heading's right end, seen while the body is."""
        self._line.addWidget(widget)
        self.show_corner(widget, True)

    def show_corner(self, widget: QWidget, shown: bool) -> None:
        """Show a button of the heading, as long as the body is seen, or hide it."""
        self._corners[widget] = shown
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(not self.folded)
        widget.setSizePolicy(policy)
        widget.setVisible(shown and not self.folded)

    def _fold(self, open_: bool) -> None:
        self.body.setVisible(open_)
        for corner, shown in self._corners.items():
            self.show_corner(corner, shown)
        self._summary.set_text("" if open_ else self._word)
        arrow = Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow
        self._head.setArrowType(arrow)
        self.folded_changed.emit(not open_)

"""A line above the curves: a run that can be resumed, or a result to name and keep."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton


class RunStrip(QFrame):
    """Hidden until there is something to decide."""

    def __init__(self) -> None:
        """Make it, hidden."""
        super().__init__()
        self.setProperty("card", True)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the style"))
        self.name.setAccessibleName(self.tr("Name of the style"))
        self.name.setFixedWidth(140)
        self.report = QPushButton(self.tr("Before and after …"))
        self.report.setToolTip(
            self.tr(
                "How well judges tell its music from yours, before and after the training. It "
                "takes some minutes, then opens in the browser"
            )
        )
        self.accept = QPushButton(self.tr("Save the style"))
        self.accept.setProperty("primary", True)
        self.discard = QPushButton(self.tr("Discard"))
        self.discard.setToolTip(self.tr("Delete this run and what it learned"))
        self._then: Callable[[], None] | None = None
        self._otherwise: Callable[[], None] | None = None
        self._compare: Callable[[], None] | None = None
        self.accept.clicked.connect(lambda: self._act(self._then))
        self.discard.clicked.connect(lambda: self._act(self._otherwise))
        self.report.clicked.connect(lambda: self._act(self._compare))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self.text, 1)
        for widget in (self.report, self.name, self.accept, self.discard):
            layout.addWidget(widget)
        self.hide()

    @staticmethod
    def _act(action: Callable[[], None] | None) -> None:
        if action is not None:
            action()

    def offer(
        self,
        text: str,
        action: str,
        then: Callable[[], None],
        otherwise: Callable[[], None],
        name: str | None = None,
        compare: Callable[[], None] | None = None,
    ) -> None:
        """Ask.

        Args:
            text: what there is to decide.
            action: what can be done, and ``then`` does it.
            then: when it is accepted.
            otherwise: when it is discarded.
            name: a proposal that can be changed; None: there is none to give.
            compare: makes a report; None: there is none to make.
        """
        self.text.setText(text)
        self.accept.setText(action)
        self.accept.setAccessibleName(action)
        self.name.setVisible(name is not None)
        self.name.setText(name or "")
        self.report.setVisible(compare is not None)
        self._then, self._otherwise, self._compare = then, otherwise, compare
        self.show()

"""The status bar: what goes on, how far it is, how long it still takes, and Cancel."""

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar

from ui.transport.position import clock

_FORECAST_FROM = 0.05
"""Share that must be done before a forecast is worth showing."""


class StatusBar(QStatusBar):
    """Shows one piece of work at a time."""

    cancel_pressed = Signal()

    def __init__(self) -> None:
        """Idle."""
        super().__init__()
        self._began = 0.0
        self._message = QLabel()
        self._left = QLabel()
        self._left.setToolTip(self.tr("Time left in minutes and seconds"))
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(180)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("Stop this work (Esc)"))
        self._cancel.clicked.connect(self.cancel_pressed)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(14, 2, 12, 4)
        self.addWidget(self._message, 1)
        for widget in (self._left, self._progress, self._cancel):
            self.addPermanentWidget(widget)
        self.finish()

    @property
    def message(self) -> str:
        """The text at the left."""
        return self._message.text()

    @property
    def busy(self) -> bool:
        """Whether progress is shown."""
        return not self._progress.isHidden()

    def say(self, message: str) -> None:
        """Show a text at the left."""
        self._message.setText(message)

    def begin(self, message: str, cancellable: bool = True) -> None:
        """Show that work began whose length isn't known yet."""
        self._began = time.monotonic()
        self.say(message)
        self._left.setText("")
        self._progress.setRange(0, 0)
        self._progress.show()
        self._left.show()
        self._cancel.setVisible(cancellable)

    def advance(self, done: float, seconds_left: float | None = None) -> None:
        """Show how far it is, 0 to 1; without ``seconds_left`` the time left is reckoned."""
        self._progress.setRange(0, 1000)
        self._progress.setValue(round(done * 1000))
        if seconds_left is None and done >= _FORECAST_FROM:
            seconds_left = (time.monotonic() - self._began) * (1 - done) / done
        if seconds_left is not None:
            self._left.setText(self.tr("{time} left").format(time=clock(seconds_left + 0.99)))

    def finish(self, message: str = "") -> None:
        """Show that the work is over."""
        self.say(message)
        for widget in (self._left, self._progress, self._cancel):
            widget.hide()

"""The status bar: what goes on, how far it is, how long it still takes, and Cancel."""

import time
from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar

from ui.transport.position import clock

_FORECAST_FROM = 0.05
"""Share that must be done before a forecast is worth showing."""


class Work:
    """One piece of work that goes on; made by ``StatusBar.begin``."""

    def __init__(self, bar: "StatusBar", message: str, cancel: Callable[[], None] | None) -> None:
        """``cancel`` stops the work; None where it can't be stopped."""
        self.message = message
        self.cancel = cancel
        self.done: float | None = None
        self.seconds_left: float | None = None
        self._began = time.monotonic()
        self._bar = bar

    def say(self, message: str) -> None:
        """Tell what is being done now."""
        self.message = message
        self._bar.refresh()

    def advance(self, done: float, seconds_left: float | None = None) -> None:
        """Tell how far it is, 0 to 1; without ``seconds_left`` the time left is reckoned."""
        if seconds_left is None and done >= _FORECAST_FROM:
            seconds_left = (time.monotonic() - self._began) * (1 - done) / done
        self.done, self.seconds_left = done, seconds_left
        self._bar.refresh()

    def finish(self, message: str = "") -> None:
        """It is over; a second call does nothing."""
        self._bar.end(self, message)


class StatusBar(QStatusBar):
    """Shows the work that was begun last; what goes on behind it shows again when that is over."""

    def __init__(self) -> None:
        """Idle."""
        super().__init__()
        self._works: list[Work] = []
        self._said = ""
        self._message = QLabel()
        self._left = QLabel()
        self._left.setToolTip(self.tr("Time left in minutes and seconds"))
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(180)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("Stop this work (Esc)"))
        self._cancel.clicked.connect(self.cancel)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(14, 2, 12, 4)
        self.addWidget(self._message, 1)
        for widget in (self._left, self._progress, self._cancel):
            self.addPermanentWidget(widget)
        self.refresh()

    @property
    def message(self) -> str:
        """The text at the left."""
        return self._message.text()

    @property
    def busy(self) -> bool:
        """Whether some work goes on."""
        return bool(self._works)

    def say(self, message: str) -> None:
        """Show a text at the left, as long as no work has one."""
        self._said = message
        self.refresh()

    def begin(self, message: str, cancel: Callable[[], None] | None = None) -> Work:
        """Show that work began; ``cancel`` is what the Cancel button does."""
        work = Work(self, message, cancel)
        self._works.append(work)
        self.refresh()
        return work

    def end(self, work: Work, message: str) -> None:
        """Take a piece of work away; ``message`` stays at the left, unless it is empty."""
        if work in self._works:
            self._works.remove(work)
            self._said = message
            self.refresh()

    def cancel(self) -> None:
        """Stop the work that is shown, if it can be."""
        if self._works and self._works[-1].cancel is not None:
            self._works[-1].cancel()

    def refresh(self) -> None:
        """Show the latest work, or the last text."""
        work = self._works[-1] if self._works else None
        self._message.setText(self._said if work is None else work.message)
        for widget in (self._left, self._progress):
            widget.setVisible(work is not None)
        self._cancel.setVisible(work is not None and work.cancel is not None)
        if work is None:
            return
        known = work.done is not None
        self._progress.setRange(0, 1000 if known else 0)
        self._progress.setValue(round((work.done or 0.0) * 1000))
        seconds = work.seconds_left
        self._left.setText(
            "" if seconds is None else self.tr("{time} left").format(time=clock(seconds + 0.99))
        )

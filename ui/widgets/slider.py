"""A small slider that knows its usual value."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider


class CentredSlider(QSlider):
    """Double-click for the usual value; the wheel scrolls what the slider stands in."""

    def __init__(self, low: int, high: int, usual: int) -> None:
        """Horizontal, from ``low`` to ``high``, at ``usual``."""
        super().__init__(Qt.Orientation.Horizontal)
        self._usual = usual
        self.setRange(low, high)
        self.setPageStep(10)
        self.setValue(usual)
        self.setProperty("small", True)
        # From the middle, a filled side would say nothing.
        self.setProperty("any", low < 0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go back to the usual value."""
        self.setValue(self._usual)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the scroll area around."""
        event.ignore()

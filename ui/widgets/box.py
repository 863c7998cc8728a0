"""A list whose chosen entry is shortened where room is short."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter


class ElidedBox(QComboBox):
    """Shortened in the middle, so that a number at the end stays; down to ``least`` pixels."""

    def __init__(self, least: int) -> None:
        """Empty."""
        super().__init__()
        self.setMinimumWidth(least)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as usual, but for the text."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = (
            self.style()
            .subControlRect(
                QStyle.ComplexControl.CC_ComboBox,
                option,
                QStyle.SubControl.SC_ComboBoxEditField,
                self,
            )
            .width()
        )
        if not option.currentIcon.isNull():
            room -= self.iconSize().width() + 4
        text = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideMiddle, room)
        option.currentText = text
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

"""Labels in the roles that the style sheet knows, and the frame around groups."""

from PySide6.QtWidgets import QFrame, QLabel, QWidget


def muted(text: str = "", wrap: bool = False) -> QLabel:
    """Text of second rank."""
    label = QLabel(text)
    label.setProperty("muted", True)
    label.setWordWrap(wrap)
    return label


def heading(text: str) -> QLabel:
    """The name of a group."""
    label = QLabel(text)
    label.setProperty("heading", True)
    return label


def card() -> QFrame:
    """A frame with the panel's background and round corners."""
    frame = QFrame()
    frame.setProperty("card", True)
    return frame


def set_flag(widget: QWidget, name: str, value: bool) -> None:
    """Set a property that the style sheet selects by, and draw the widget anew if it changed."""
    if bool(widget.property(name)) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)

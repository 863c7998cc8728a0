"""The order in which Tab goes round."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def chain(*widgets: QWidget) -> None:
    """Let Tab go from each to the next; what is made late would else come last."""
    for one, next_ in pairwise(widgets):
        QWidget.setTabOrder(one, next_)


def stop_before(widget: QWidget) -> QWidget:
    """Where Shift+Tab goes from ``widget``."""
    found = widget.previousInFocusChain()
    while found is not None and found is not widget:
        if found.focusPolicy() != Qt.FocusPolicy.NoFocus:
            return found
        found = found.previousInFocusChain()
    return widget

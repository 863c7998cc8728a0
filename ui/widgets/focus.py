"""The order in which Tab goes round."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def chain(*widgets: QWidget) -> None:
    """Let Tab go from each to the next; what is made late would else come last."""
    for one, next_ in pairwise(widgets):
        QWidget.setTabOrder(one, next_)


def stop_before(widget: QWidget, *but: QWidget) -> QWidget:
    """Where Shift+Tab goes from ``widget``, passing over ``but`` and what is within them."""
    found = widget.previousInFocusChain()
    while found is not None and found is not widget:
        within = any(found is other or other.isAncestorOf(found) for other in but)
        if found.focusPolicy() != Qt.FocusPolicy.NoFocus and not within:
            return found
        found = found.previousInFocusChain()
    return widget

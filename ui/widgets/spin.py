"""Number fields, also such of which "any" is one value."""

from PySide6.QtWidgets import QSpinBox


class NumberBox(QSpinBox):
    """A spin box whose text stands off the frame as in the other fields."""

    def __init__(self) -> None:
        """From 0 to 99, as ``QSpinBox``."""
        super().__init__()
        # A style sheet's padding doesn't reach the line inside.
        self.lineEdit().setTextMargins(6, 0, 0, 0)


class AnySpinBox(NumberBox):
    """A spin box whose lowest value reads "any"; stepping up from it goes to a usual value."""

    def __init__(self, low: int, high: int, usual: int) -> None:
        """Numbers from ``low`` to ``high``; ``low - 1`` stands for any."""
        super().__init__()
        self._any = low - 1
        self._usual = usual
        self.setRange(self._any, high)
        self.setSpecialValueText(self.tr("any"))
        self.setValue(self._any)

    @property
    def chosen(self) -> int | None:
        """The number, or None for any."""
        return None if self.value() == self._any else self.value()

    def show_choice(self, value: float | None) -> None:
        """Show a number, or None for any, without telling of a change."""
        self.blockSignals(True)
        self.setValue(self._any if value is None else round(value))
        self.blockSignals(False)

    def stepBy(self, steps: int) -> None:
        """Step, with one step between any and the usual value."""
        if self.chosen is None and steps > 0:
            self.setValue(self._usual)
        else:
            super().stepBy(steps)

"""Number fields of which "any" is one value."""

from PySide6.QtWidgets import QSpinBox


class AnySpinBox(QSpinBox):
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

    def choose(self, value: float | None) -> None:
        """Set a number, or None for any."""
        self.setValue(self._any if value is None else round(value))

    def stepBy(self, steps: int) -> None:
        """Step, with one step between any and the usual value."""
        if self.chosen is None and steps > 0:
            self.setValue(self._usual)
        else:
            super().stepBy(steps)

"""The chords, checked at every key press."""

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from musicgan.errors import MusicganError
from musicgan.generation import Recipe
from musicgan.song import Meter
from musicgan.song.chords import parse_progression
from ui.compose.control import Control
from ui.widgets.labels import muted, set_flag


class ChordsControl(Control):
    """A line such as ``Cm7 | F7/A | % | Bb``; empty for any."""

    def __init__(self) -> None:
        """Begins with any."""
        super().__init__()
        self._meter = Meter(0, 4, 4)
        self._problem = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("any, or: Am | F C | % | G7"))
        self.line.setClearButtonEnabled(True)
        self.line.setToolTip(
            self.tr(
                "Chord symbols by bar: | ends a bar, several chords share it, "
                "% repeats the bar before. They are repeated over the piece."
            )
        )
        self.line.setAccessibleName(self.tr("Chords"))
        self.line.textChanged.connect(self._change)
        self._word = muted(wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self._word)
        self._check()

    @property
    def problem(self) -> str:
        """Why the chords can't be used, as a sentence; empty if they can."""
        return self._problem

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's chords, and check them against its meter."""
        self._meter = Meter(0, *(recipe.meter or (4, 4)))
        if self.line.text() != recipe.chords:
            self.line.blockSignals(True)
            self.line.setText(recipe.chords)
            self.line.blockSignals(False)
        self._check()

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with these chords."""
        return replace(recipe, chords=self.line.text().strip())

    def set_meter(self, meter: tuple[int, int] | None) -> None:
        """Check against another meter (any counts as 4/4)."""
        self._meter = Meter(0, *(meter or (4, 4)))
        self._check()

    def _change(self) -> None:
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        try:
            bars = parse_progression(self.line.text(), self._meter)
            self._problem = ""
        except MusicganError as error:
            bars, self._problem = [], str(error)
        chords = sum(len(bar) for bar in bars)
        fine = self.tr("{chords} chords in {bars} bars").format(chords=chords, bars=len(bars))
        self._word.setText(self._problem or (fine if bars else ""))
        self._word.setVisible(bool(self._word.text()))
        set_flag(self.line, "wrong", bool(self._problem))
        set_flag(self._word, "bad", bool(self._problem))

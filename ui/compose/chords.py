"""The chords, checked at every key press."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QVBoxLayout

from musicgan.generation import Recipe
from musicgan.song import Meter
from musicgan.song.chords import ProgressionError, parse_progression
from ui.compose.control import Control
from ui.sentences import translated
from ui.theme import Theme
from ui.widgets.labels import muted, set_flag

_MOST_LINES = 5
_AROUND = 14
"""Pixels of frame and margins above and below the lines."""


class ChordsControl(Control):
    """Chords such as ``Cm7 | F7/A | % | Bb``, a wrong one marked; empty for any."""

    def __init__(self, theme: Theme) -> None:
        """Begins with any."""
        super().__init__()
        self._theme = theme
        self._recipe = Recipe()
        self._error: ProgressionError | None = None
        self.text = _Lines()
        self.text.setPlaceholderText(self.tr("any, or: Am | F C | % | G7"))
        self.text.setToolTip(
            self.tr(
                "Chord symbols by bar: | or Enter ends a bar, several chords share it, "
                "% repeats the bar before. They are repeated over the piece."
            )
        )
        self.text.setAccessibleName(self.tr("Chords"))
        self.text.textChanged.connect(self._change)
        self._word = muted(wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.text)
        layout.addWidget(self._word)
        theme.changed.connect(self._mark)
        self._check()

    @property
    def problem(self) -> str:
        """Why the chords can't be used, as a sentence; empty if they can."""
        return "" if self._error is None else str(self._error)

    @property
    def wrong(self) -> str:
        """The marked part of the text; empty if all is well."""
        error = self._error
        return "" if error is None else self.text.toPlainText()[error.start : error.end]

    def show_problem(self) -> None:
        """Put the keyboard at the wrong place and choose it, so that typing mends it."""
        self.text.setFocus()
        if self._error is not None:
            self.text.setTextCursor(self._cursor(self._error))
            self.text.ensureCursorVisible()

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's chords, and check them against its meter (any counts as 4/4)."""
        self._recipe = recipe
        if self.text.toPlainText().strip() != recipe.chords:
            self.text.blockSignals(True)
            self.text.setPlainText(recipe.chords)
            self.text.blockSignals(False)
            self.text.updateGeometry()
        self._check()

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with these chords."""
        return replace(recipe, chords=self.text.toPlainText().strip())

    def _change(self) -> None:
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        bars, self._error = [], None
        meter = Meter(0, *(self._recipe.meter or (4, 4)))
        try:
            bars = parse_progression(self.text.toPlainText(), meter)
        except ProgressionError as error:
            self._error = error
        self._word.setText(translated(self.problem) or self._count(len(bars)))
        self._word.setVisible(bool(self._word.text()))
        self.text.setAccessibleDescription(self._word.text())
        set_flag(self.text, "wrong", self._error is not None)
        set_flag(self._word, "bad", self._error is not None)
        self._mark()

    def _count(self, bars: int) -> str:
        """How the chords fit the piece."""
        if not bars:
            return ""
        if self._recipe.bars is None or self._recipe.bars == bars:
            return self.tr("Bars of chords: {bars}").format(bars=bars)
        if self._recipe.bars < bars:
            return self.tr("Bars of chords: {bars}; the piece has only {most}").format(
                bars=bars, most=self._recipe.bars
            )
        return self.tr("Bars of chords: {bars}, repeated over {most}").format(
            bars=bars, most=self._recipe.bars
        )

    def _mark(self) -> None:
        """Underline the wrong place."""
        marks = []
        if self._error is not None:
            mark = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(QColor(self._theme.colours.danger))
            look.setBackground(QColor(self._theme.colours.danger_back))
            mark.format = look
            mark.cursor = self._cursor(self._error)
            marks.append(mark)
        self.text.setExtraSelections(marks)

    def _cursor(self, error: ProgressionError) -> QTextCursor:
        """The wrong place as a selection. The checker counts characters, Qt UTF-16 units."""
        text = self.text.toPlainText()
        start, end = (
            len(text[:place].encode("utf-16-le")) // 2 for place in (error.start, error.end)
        )
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor


class _Lines(QPlainTextEdit):
    """A text field that grows with its lines; Tab leaves it."""

    def __init__(self) -> None:
        """One line."""
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As high as the text, up to some lines."""
        # A plain text's layout gives its height in lines.
        lines = min(max(round(self.document().size().height()), 1), _MOST_LINES)
        return QSize(100, lines * self.fontMetrics().lineSpacing() + _AROUND)

    def minimumSizeHint(self) -> QSize:
        """Not smaller than the text."""
        return self.sizeHint()

"""The collection: every file in a table, what it amounts to, and what can be hoped for."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from musicgan.data import FileReport
from ui.icons import Icons
from ui.pianoroll.names import pitch_name
from ui.theme import Theme
from ui.train.reports import ReportsTable
from ui.train.summary import Summary, summarise
from ui.translations import word
from ui.widgets.empty import EmptyState
from ui.widgets.labels import card, heading, muted

_NOTES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


class PitchClasses(QWidget):
    """How often each of the twelve notes occurs, as bars."""

    def __init__(self, theme: Theme) -> None:
        """Nothing to show yet."""
        super().__init__()
        self._theme = theme
        self._counts: tuple[int, ...] = (0,) * 12
        self.setFixedSize(216, 44)
        self.setAccessibleName(self.tr("Notes of the scale"))
        theme.changed.connect(self.update)

    def show_counts(self, counts: tuple[int, ...]) -> None:
        """Show these, from C."""
        self._counts = counts
        total = max(sum(counts), 1)
        self.setToolTip(
            self.tr("How often each note occurs: {notes}").format(
                notes=", ".join(
                    f"{name} {100 * count / total:.0f} %"
                    for name, count in zip(_NOTES, counts, strict=True)
                )
            )
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        most, width, base = max(*self._counts, 1), self.width() / 12, self.height() - 14.0
        font = painter.font()
        font.setPixelSize(10)
        painter.setFont(font)
        for place, count in enumerate(self._counts):
            high = base * count / most
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.tracks[0]))
            painter.drawRoundedRect(
                QRectF(place * width + 2, base - high, width - 4, max(high, 1)), 2, 2
            )
            painter.setPen(QColor(colours.muted))
            box = QRectF(place * width, base, width, 14)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _NOTES[place])


class CollectionView(QWidget):
    """Summary above the table of files."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Asks for music."""
        super().__init__()
        self.table = ReportsTable(theme)
        self.changed = self.table.changed
        self.line = muted(wrap=True)
        self._details = muted(wrap=True)
        self.forecast = muted(wrap=True)
        self._classes = PitchClasses(theme)
        self.leave_out = QPushButton(self.tr("Leave out / use again"))
        self.leave_out.setToolTip(
            self.tr("Leave the chosen files out, or take them in again (Delete)")
        )
        self.leave_out.clicked.connect(self.table.toggle_chosen)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                icons,
                "folder-music",
                self.tr("Drop your music here"),
                self.tr(
                    "Folders or files, MIDI, MusicXML or ABC. Every file is listed with the reason "
                    "if it can't be used. One file is enough to begin with, twenty are better."
                ),
            )
        )
        self.leave_out.hide()
        self._facts = QWidget()
        self._lay_out()
        self.table.changed.connect(self._refresh)

    @property
    def summary(self) -> Summary:
        """What is used amounts to this."""
        return summarise(self.table.used)

    def show_scan(self, text: str) -> None:
        """Files are being read."""
        self.table.set_reports([])
        self._facts.hide()
        self.leave_out.hide()
        self.line.setText(text)
        self._stack.setCurrentIndex(1)

    def show_reports(self, reports: list[FileReport]) -> None:
        """Show these files."""
        self.table.set_reports(reports)
        self._stack.setCurrentIndex(1)
        self._refresh()

    def _refresh(self) -> None:
        found = self.summary
        self.line.setText(
            self.tr(
                "{kept} of {total} files are used  ·  {bars} bars  ·  {notes} notes  ·  {length}"
            ).format(
                kept=f"{found.kept:,}",
                total=f"{found.total:,}",
                bars=f"{found.bars:,}",
                notes=f"{found.notes:,}",
                length=self._length(found.hours),
            )
        )
        self._facts.setVisible(found.kept > 0)
        self.leave_out.setVisible(found.total > 0)
        self._details.setText("  ·  ".join(self._facts_of(found)))
        self._classes.show_counts(found.pitch_classes)
        self.forecast.setText(self._hope(found))

    def _length(self, hours: float) -> str:
        if hours >= 1:
            return self.tr("{hours} hours").format(hours=f"{hours:.1f}")
        return self.tr("{minutes} min").format(minutes=f"{60 * hours:.0f}")

    def _facts_of(self, found: Summary) -> list[str]:
        families = ", ".join(
            f"{word(name.capitalize())} ({count})" for name, count in found.families[:5]
        )
        facts = [self.tr("Instruments: {families}").format(families=families)]
        if found.tempos:
            low, high = (round(tempo) for tempo in found.tempos)
            tempo = f"{low}" if low == high else f"{low}–{high}"
            facts.append(self.tr("tempo {tempo}").format(tempo=tempo))
        if found.pitches:
            bottom, top = (pitch_name(pitch) for pitch in found.pitches)
            facts.append(self.tr("{low} to {high}").format(low=bottom, high=top))
        facts.append(", ".join(meter for meter, _ in found.meters[:4]))
        facts.append(self.tr("{share} % in minor").format(share=round(100 * found.minor)))
        return [fact for fact in facts if fact]

    def _hope(self, found: Summary) -> str:
        return {
            "nothing": "",
            "one": self.tr(
                "One file: its last bars are kept aside. It will learn to go on like this file, "
                "and soon copy it; quick is enough."
            ),
            "little": self.tr(
                "Little music: it takes on the colour of the style, and begins to copy soon. "
                "More files are the best help."
            ),
            "some": self.tr("Enough for a style pack; it stops by itself when it gains no more."),
            "enough": self.tr("Plenty for a style pack; normal or thorough pays off."),
        }[found.size]

    def _lay_out(self) -> None:
        facts = QHBoxLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._details)
        words.addWidget(self.forecast)
        facts.addLayout(words, 1)
        facts.addWidget(self._classes)
        self._facts.hide()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._facts)
        column.addWidget(self.table, 1)
        self._stack.addWidget(page)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(14, 10, 14, 10)
        top = QHBoxLayout()
        top.addWidget(heading(self.tr("Collection")))
        top.addSpacing(10)
        top.addWidget(self.line, 1)
        top.addWidget(self.leave_out)
        inside.addLayout(top)
        inside.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

"""The song's tracks: colour, name, mute and solo."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from musicgan.song import DRUMS, PROGRAM_NAMES, Song, Track
from ui.theme import Theme
from ui.widgets.labels import muted


class Dot(QWidget):
    """A track's colour."""

    def __init__(self, theme: Theme, track: int) -> None:
        """Follow the theme's colour of the track."""
        super().__init__()
        self._theme = theme
        self._track = track
        self.setFixedSize(12, 12)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a filled circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.track(self._track)))
        painter.drawEllipse(1, 1, 10, 10)


class TrackRow(QWidget):
    """One track."""

    changed = Signal()

    def __init__(self, theme: Theme, index: int, track: Track, name: str) -> None:
        """Show the track ``index`` of a song as ``name``."""
        super().__init__()
        self.name = name
        label = QLabel(self.name)
        label.setToolTip(
            self.tr("{name}, {notes} notes").format(name=self.name, notes=len(track.notes))
        )
        label.setMinimumWidth(30)
        self.mute = self._letter("M", "mute", self.tr("Mute {name}").format(name=self.name))
        self.solo = self._letter("S", "solo", self.tr("Hear only {name}").format(name=self.name))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(Dot(theme, index))
        layout.addWidget(label, 1)
        layout.addWidget(self.mute)
        layout.addWidget(self.solo)

    def _letter(self, text: str, role: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setFixedSize(QSize(24, 22))
        button.setProperty("letter", True)
        button.setProperty("role", role)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.toggled.connect(self.changed)
        return button


class TrackList(QScrollArea):
    """All tracks of the song that is shown."""

    heard_changed = Signal(set, set)
    """Indices of the muted and of the soloed tracks."""

    def __init__(self, theme: Theme) -> None:
        """Empty until ``set_song``."""
        super().__init__()
        self._theme = theme
        self._rows: list[TrackRow] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Tracks"))
        self.set_song(None)

    @property
    def rows(self) -> list[TrackRow]:
        """One a track."""
        return self._rows

    @property
    def silent(self) -> frozenset[int]:
        """Tracks that aren't heard."""
        muted_tracks, soloed = self._heard()
        return frozenset(
            index
            for index in range(len(self._rows))
            if index in muted_tracks or (soloed and index not in soloed)
        )

    def set_song(self, song: Song | None) -> None:
        """Show a song's tracks, all of them heard."""
        self._rows = []
        body = QWidget()
        body.setProperty("clear", True)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(2)
        tracks = song.tracks if song is not None else ()
        names = numbered([track_name(track) for track in tracks])
        for index, (track, name) in enumerate(zip(tracks, names, strict=True)):
            row = TrackRow(self._theme, index, track, name)
            row.changed.connect(self._tell)
            self._rows.append(row)
            layout.addWidget(row)
        if song is None:
            layout.addWidget(muted(self.tr("The tracks of a take appear here."), wrap=True))
        layout.addStretch(1)
        self.setWidget(body)

    def _heard(self) -> tuple[set[int], set[int]]:
        muted_tracks = {i for i, row in enumerate(self._rows) if row.mute.isChecked()}
        soloed = {i for i, row in enumerate(self._rows) if row.solo.isChecked()}
        return muted_tracks, soloed

    def _tell(self) -> None:
        self.heard_changed.emit(*self._heard())


def numbered(names: list[str]) -> list[str]:
    """The names, with numbers where some occur several times: Violin 1, Violin 2, Viola."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(f"{name} {seen[name]}" if names.count(name) > 1 else name)
    return result


def track_name(track: Track) -> str:
    """The track's own name, else its instrument's."""
    if track.name:
        return track.name
    return DRUMS.capitalize() if track.is_drum else PROGRAM_NAMES[track.program]

"""The song's tracks: colour, name and instrument, volume and pan, mute and solo."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from musicgan.audio import Level, audible
from musicgan.errors import MusicganError
from musicgan.generation import TrackRequest
from musicgan.song import DRUMS, PROGRAM_NAMES, Song, Track
from ui.compose.programs import ProgramMenu
from ui.exchange import copy_song, drag_out
from ui.theme import Theme
from ui.translations import word
from ui.widgets.labels import Elided, muted
from ui.widgets.slider import CentredSlider


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
    """One track: drag it out as a MIDI file, or right-click it for more."""

    changed = Signal()
    dragged = Signal()
    """The user drags the track away."""
    menu_asked = Signal(QPoint)
    """A context menu is wanted, at this place of the screen."""

    def __init__(self, theme: Theme, index: int, track: Track, name: str) -> None:
        """Show the track ``index`` of a song as ``name``."""
        super().__init__()
        self.name = name
        self.setToolTip(
            self.tr("{name}, {notes} notes. Drag it out as a MIDI file.").format(
                name=name, notes=len(track.notes)
            )
        )
        label = Elided()
        label.set_text(name)
        label.setProperty("muted", False)
        label.setMinimumWidth(30)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # the row is dragged
        self.lock = self._letter(
            "L",
            "lock",
            self.tr("Lock {name}: rewriting keeps it").format(name=name),
        )
        self.mute = self._letter("M", "mute", self.tr("Mute {name}").format(name=name))
        self.solo = self._letter("S", "solo", self.tr("Hear only {name}").format(name=name))
        self.volume = CentredSlider(0, 150, 100)
        self.volume.setAccessibleName(self.tr("Volume of {name}").format(name=name))
        self.pan = CentredSlider(-100, 100, 0)
        self.pan.setFixedWidth(56)
        self.pan.setAccessibleName(self.tr("Pan of {name}").format(name=name))
        for slider in (self.volume, self.pan):
            slider.valueChanged.connect(self._level_moved)
        self._tell_levels()
        self._pressed: QPoint | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 3, 2, 3)
        layout.setSpacing(0)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(5)
        above.addWidget(Dot(theme, index))
        above.addWidget(label, 1)
        above.addWidget(self.lock)
        above.addWidget(self.mute)
        above.addWidget(self.solo)
        below.setContentsMargins(18, 0, 0, 0)
        below.setSpacing(10)
        below.addWidget(self.volume, 1)
        below.addWidget(self.pan)
        layout.addLayout(above)
        layout.addLayout(below)

    @property
    def level(self) -> Level:
        """How the track is to be heard."""
        return Level(
            self.volume.value() / 100,
            self.pan.value() / 100,
            self.mute.isChecked(),
            self.solo.isChecked(),
        )

    def set_level(self, level: Level) -> None:
        """Show a level, and tell nobody."""
        before = self.blockSignals(True)
        self.volume.setValue(round(level.volume * 100))
        self.pan.setValue(round(level.pan * 100))
        self.mute.setChecked(level.muted)
        self.solo.setChecked(level.soloed)
        self.blockSignals(before)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin the drag when the mouse has gone far enough."""
        if self._pressed is None:
            return
        way = (event.position().toPoint() - self._pressed).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed = None
            self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """No drag."""
        self._pressed = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        self.menu_asked.emit(event.globalPos())

    def _level_moved(self) -> None:
        self._tell_levels()
        self.changed.emit()

    def _tell_levels(self) -> None:
        self.volume.setToolTip(
            self.tr("Volume: {percent} %. Double-click for 100 %.").format(
                percent=self.volume.value()
            )
        )
        pan = self.pan.value()
        side = self.tr("centre") if not pan else self.tr("left") if pan < 0 else self.tr("right")
        share = f"{abs(pan)} % " if pan else ""
        self.pan.setToolTip(
            self.tr("Pan: {place}. Double-click for the centre.").format(place=share + side)
        )

    def _letter(self, text: str, role: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setFixedSize(QSize(24, 22))
        button.setProperty("letter", True)
        button.setProperty("role", role)
        button.setToolTip(name)
        button.setAccessibleName(name)
        if role != "lock":
            button.toggled.connect(self.changed)
        return button


class TrackList(QScrollArea):
    """All tracks of the song that is shown."""

    levels_changed = Signal(object)
    """How the tracks are to be heard: ``musicgan.audio.Level`` by their numbers."""
    failed = Signal(str)
    """A track could not be handed to another program, as a sentence."""
    lock_asked = Signal(int, bool)
    """A track is to be locked, or not any more."""
    song_edited = Signal(object, str)
    """The song with another instrument, and what was done, for Undo."""

    def __init__(self, theme: Theme) -> None:
        """Empty until ``set_song``."""
        super().__init__()
        self._theme = theme
        self._rows: list[TrackRow] = []
        self._song: Song | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Tracks"))
        self._show_rows()

    @property
    def rows(self) -> list[TrackRow]:
        """One a track."""
        return self._rows

    @property
    def levels(self) -> dict[int, Level]:
        """How the tracks are to be heard, by their numbers."""
        return {number: row.level for number, row in enumerate(self._rows)}

    @property
    def silent(self) -> frozenset[int]:
        """Tracks that aren't heard."""
        levels = self.levels
        return frozenset(number for number in levels if not audible(levels, number))

    def set_song(self, song: Song | None, keep_levels: bool = False) -> None:
        """Show a song's tracks; all are heard in full, unless it is the same song changed."""
        before, levels = self._song, self.levels
        self._song = song
        if keep_levels and before is not None and song is not None:
            if _heads(before) != _heads(song):
                self._show_rows()
                for row, level in zip(self._rows, levels.values(), strict=False):
                    row.set_level(level)
                self.levels_changed.emit(self.levels)
            return
        self._show_rows()

    def set_locked(self, tracks: frozenset[int]) -> None:
        """Show which tracks a rewrite keeps."""
        for number, row in enumerate(self._rows):
            row.lock.setChecked(number in tracks)

    def toggle_mute(self, track: int) -> None:
        """Silence a track, or let it be heard again."""
        if track < len(self._rows):
            self._rows[track].mute.toggle()

    def toggle_solo(self, track: int) -> None:
        """Hear a track alone, or all again."""
        if track < len(self._rows):
            self._rows[track].solo.toggle()

    def track_song(self, track: int) -> Song:
        """The song with one of its tracks alone, in the same tempo and meter."""
        assert self._song is not None, "a row belongs to a song"
        return replace(self._song, tracks=(self._song.tracks[track],))

    def hand_out(
        self, source: QWidget, song: Song, name: str, picture: QPixmap | None = None
    ) -> None:
        """Let the user drag music out of the window."""
        try:
            drag_out(source, song, name, picture)
        except MusicganError as error:
            self.failed.emit(str(error))

    def _show_rows(self) -> None:
        self._rows = []
        body = QWidget()
        body.setProperty("clear", True)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(2)
        tracks = self._song.tracks if self._song is not None else ()
        names = numbered([track_name(track) for track in tracks])
        for index, (track, name) in enumerate(zip(tracks, names, strict=True)):
            row = TrackRow(self._theme, index, track, name)
            row.changed.connect(self._tell)
            row.lock.clicked.connect(lambda on, index=index: self.lock_asked.emit(index, on))
            row.dragged.connect(lambda index=index: self._drag(index))
            row.menu_asked.connect(lambda place, index=index: self._menu(index).exec(place))
            self._rows.append(row)
            layout.addWidget(row)
        if self._song is None:
            layout.addWidget(muted(self.tr("The tracks of a take appear here."), wrap=True))
        layout.addStretch(1)
        self.setWidget(body)

    def _menu(self, index: int) -> QMenu:
        assert self._song is not None, "a row belongs to a song"
        menu = QMenu(self)
        instruments = ProgramMenu(menu, lambda wanted: self._change_program(index, wanted))
        instruments.setTitle(self.tr("Instrument"))
        menu.addMenu(instruments)
        menu.addAction(self.tr("Copy as MIDI"), lambda: self._copy(index))
        menu.addAction(self.tr("Volume and pan as written"), lambda: self._reset(index))
        return menu

    def _change_program(self, index: int, wanted: TrackRequest) -> None:
        assert self._song is not None, "a row belongs to a song"
        tracks = list(self._song.tracks)
        # A name that was the old instrument's would be wrong now.
        named = tracks[index].name != track_name(replace(tracks[index], name=""))
        name = tracks[index].name if named else ""
        drums = wanted.family == DRUMS
        tracks[index] = replace(
            tracks[index], name=name, program=wanted.midi_program, is_drum=drums
        )
        self.song_edited.emit(
            replace(self._song, tracks=tuple(tracks)), self.tr("Change instrument")
        )

    def _drag(self, index: int) -> None:
        row = self._rows[index]
        picture = QPixmap(row.size() * row.devicePixelRatio())
        picture.setDevicePixelRatio(row.devicePixelRatio())
        picture.fill(Qt.GlobalColor.transparent)
        row.render(picture)
        self.hand_out(row, self.track_song(index), row.name, picture)

    def _copy(self, index: int) -> None:
        try:
            copy_song(self.track_song(index), self._rows[index].name)
        except MusicganError as error:
            self.failed.emit(str(error))

    def _reset(self, index: int) -> None:
        row = self._rows[index]
        row.set_level(replace(row.level, volume=1.0, pan=0.0))
        self._tell()

    def _tell(self) -> None:
        self.levels_changed.emit(self.levels)


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
    instrument = DRUMS.capitalize() if track.is_drum else PROGRAM_NAMES[track.program]
    return word(track.name or instrument)


def _heads(song: Song) -> list[tuple[str, int, bool, int]]:
    """What the rows show of a song's tracks."""
    return [(track_name(t), t.program, t.is_drum, len(t.notes)) for t in song.tracks]

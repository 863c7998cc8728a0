"""The bar below the piano-roll: play, stop, rewind and position."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from musicgan.song import Bar, Song, bars
from ui.icons import Icons
from ui.translations import key_name
from ui.transport.position import bar_and_beat, time_of
from ui.widgets.labels import Elided, muted
from ui.widgets.spin import NumberBox


class DragHandle(QToolButton):
    """A button that can be dragged, too."""

    dragged = Signal()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.dragged.emit()


class TransportBar(QFrame):
    """Buttons and read-outs; what they do is wired by the Compose tab."""

    play_pressed = Signal()
    stop_pressed = Signal()
    rewind_pressed = Signal()
    loop_pressed = Signal()
    metronome_pressed = Signal()
    speed_changed = Signal(float)
    """The wanted factor of the song's tempo."""
    sound_pressed = Signal()
    drag_begun = Signal()
    """The shown music is dragged out of the window."""

    def __init__(self, icons: Icons) -> None:
        """Disabled until there is a song."""
        super().__init__()
        self._icons = icons
        self._song: Song | None = None
        self._bars: list[Bar] = []
        self.rewind = self._button("rewind", self.tr("Rewind (Home)"), self.rewind_pressed)
        self.play = self._button("play", self.tr("Play (Space)"), self.play_pressed)
        self.stop = self._button("stop", self.tr("Stop"), self.stop_pressed)
        self.play.setProperty("flat", False)
        icons.put(self.play, "play", "accent", 22)
        self._position = QLabel("1:1")
        self._position.setObjectName("position")
        self._position.setToolTip(self.tr("Position in bars and beats"))
        self._position.setMinimumWidth(62)
        self._clock = muted("0:00 / 0:00")
        self._clock.setToolTip(self.tr("Position and length in minutes and seconds"))
        self._key = Elided()
        self.loop = self._button("loop", self.tr("Loop (L)"), self.loop_pressed)
        self.metronome = self._button("metronome", self.tr("Metronome (C)"), self.metronome_pressed)
        for button in (self.loop, self.metronome):
            button.setCheckable(True)
        self._speed = 1.0
        self.speed = NumberBox()
        self.speed.setSingleStep(4)
        self.speed.setSuffix(self.tr(" BPM"))
        self.speed.setFixedWidth(96)
        self.speed.setKeyboardTracking(False)
        self.speed.setToolTip(self.tr("Tempo of playing; the music stays as it is written"))
        self.speed.setAccessibleName(self.tr("Tempo of playing"))
        self.speed.valueChanged.connect(self._change_speed)
        self.handle = DragHandle()
        self.handle.setProperty("flat", True)
        self.handle.setToolTip(
            self.tr(
                "Export. Or drag this into another program: the selection, or all, as a MIDI file"
            )
        )
        self.handle.setAccessibleName(self.tr("Export, or drag out as MIDI"))
        icons.put(self.handle, "drag-out")
        self.handle.dragged.connect(self.drag_begun)
        self.sound = self._button("sound", self.tr("Sound …"), self.sound_pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        for widget in (self.rewind, self.play, self.stop, self.loop, self.metronome):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self._position)
        layout.addSpacing(8)
        layout.addWidget(self._clock)
        layout.addSpacing(10)
        layout.addWidget(self._key, 1)
        layout.addWidget(self.speed)
        layout.addWidget(self.handle)
        layout.addWidget(self.sound)
        self.set_song(None)

    @property
    def position_text(self) -> str:
        """Bars and beats, as shown."""
        return self._position.text()

    @property
    def clock_text(self) -> str:
        """Minutes and seconds, as shown."""
        return self._clock.text()

    def set_song(self, song: Song | None) -> None:
        """Show a song's length, key, tempo and meter."""
        self._song = song
        self._bars = bars(song) if song is not None else []
        for button in (self.rewind, self.play, self.stop, self.handle):
            button.setEnabled(song is not None)
        self._key.set_text("" if song is None else self._describe(song))
        self.speed.setEnabled(song is not None)
        self.speed.setSpecialValueText("" if song is not None else "–")
        if song is not None:
            bpm = song.tempos[0].bpm
            before = self.speed.blockSignals(True)
            self.speed.setRange(max(1, round(bpm / 4)), round(bpm * 2))
            self.speed.setValue(round(bpm * self._speed))
            self.speed.blockSignals(before)
        self.set_tick(0.0)

    def set_tick(self, tick: float) -> None:
        """Show a position."""
        self._position.setText(bar_and_beat(self._bars, tick))
        if self._song is None:
            self._clock.setText("0:00 / 0:00")
        else:
            now, end = time_of(self._song, tick), time_of(self._song, self._song.length)
            self._clock.setText(f"{now} / {end}")

    def set_looping(self, on: bool) -> None:
        """Show whether it loops."""
        self.loop.setChecked(on)

    def set_metronome(self, on: bool) -> None:
        """Show whether it clicks."""
        self.metronome.setChecked(on)

    def set_playing(self, playing: bool) -> None:
        """Turn the play button into pause and back."""
        name = self.tr("Pause (Space)") if playing else self.tr("Play (Space)")
        self._icons.put(self.play, "pause" if playing else "play", "accent", 22)
        self.play.setToolTip(name)
        self.play.setAccessibleName(name)

    def _change_speed(self, bpm: int) -> None:
        if self._song is not None:
            written = self._song.tempos[0].bpm
            # Back at the written tempo, its fraction counts too.
            self._speed = 1.0 if bpm == round(written) else bpm / written
            self.speed_changed.emit(self._speed)

    def _describe(self, song: Song) -> str:
        keys = [change.key for change in song.keys[:1]]
        parts = [key_name(key.tonic_name, key.mode) for key in keys]
        return "  ·  ".join([*parts, str(song.meters[0])])

    def _button(self, icon: str, name: str, signal: SignalInstance) -> QToolButton:
        button = QToolButton()
        button.setProperty("flat", True)
        button.setToolTip(name)
        button.setAccessibleName(name)
        self._icons.put(button, icon)
        button.clicked.connect(signal)
        return button

"""The bar below the piano-roll: play, stop, rewind and position."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from musicgan.song import Bar, Song, bars
from ui.icons import Icons
from ui.translations import word
from ui.transport.position import bar_and_beat, time_of
from ui.widgets.labels import muted


class TransportBar(QFrame):
    """Buttons and read-outs; what they do is wired by the Compose tab."""

    play_pressed = Signal()
    stop_pressed = Signal()
    rewind_pressed = Signal()

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
        self._tempo = muted()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        for widget in (self.rewind, self.play, self.stop):
            layout.addWidget(widget)
        layout.addSpacing(12)
        layout.addWidget(self._position)
        layout.addSpacing(8)
        layout.addWidget(self._clock)
        layout.addSpacing(16)
        layout.addWidget(self._tempo)
        layout.addStretch(1)
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
        for button in (self.rewind, self.play, self.stop):
            button.setEnabled(song is not None)
        self._tempo.setText("" if song is None else self._describe(song))
        self.set_tick(0.0)

    def set_tick(self, tick: float) -> None:
        """Show a position."""
        self._position.setText(bar_and_beat(self._bars, tick))
        if self._song is None:
            self._clock.setText("0:00 / 0:00")
        else:
            now, end = time_of(self._song, tick), time_of(self._song, self._song.length)
            self._clock.setText(f"{now} / {end}")

    def set_playing(self, playing: bool) -> None:
        """Turn the play button into pause and back."""
        name = self.tr("Pause (Space)") if playing else self.tr("Play (Space)")
        self._icons.put(self.play, "pause" if playing else "play", "accent", 22)
        self.play.setToolTip(name)
        self.play.setAccessibleName(name)

    def _describe(self, song: Song) -> str:
        keys = [change.key for change in song.keys[:1]]
        parts = [f"{key.tonic_name} {word(key.mode)}" for key in keys]
        parts += [self.tr("{bpm} BPM").format(bpm=round(song.tempos[0].bpm)), str(song.meters[0])]
        return "  ·  ".join(parts)

    def _button(self, icon: str, name: str, signal: SignalInstance) -> QToolButton:
        button = QToolButton()
        button.setProperty("flat", True)
        button.setToolTip(name)
        button.setAccessibleName(name)
        self._icons.put(button, icon)
        button.clicked.connect(signal)
        return button

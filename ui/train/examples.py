"""The examples of a run: the same seeds at every checkpoint, to see and to hear."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from musicgan.song import Song
from ui.icons import Icons
from ui.pianoroll.view import PianoRoll
from ui.theme import Theme
from ui.widgets.labels import muted


class ExamplesView(QWidget):
    """A slider over the checkpoints, from before the training to the newest."""

    play_pressed = Signal(object)
    """The user wants to hear this ``Song``, or (None) no longer."""
    keep_pressed = Signal(str, object)
    """The user wants this example (name, ``Song``) in the Compose tab."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """No examples yet."""
        super().__init__()
        self._icons = icons
        self._examples: dict[int, list[Song]] = {}
        self._follows = True
        self._playing = False
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Checkpoint"))
        self.slider.setToolTip(self.tr("Which checkpoint wrote the example; left: before training"))
        self.slider.valueChanged.connect(self._slide)
        self.number = QComboBox()
        self.number.setToolTip(self.tr("Each has its own seed and instruments, from first to last"))
        self.number.setAccessibleName(self.tr("Which example"))
        self.number.currentIndexChanged.connect(self._show)
        self._step = QLabel()
        self._step.setMinimumWidth(110)
        self.play = QPushButton(self.tr("Play"))
        self.play.setToolTip(self.tr("Hear this example"))
        icons.put(self.play, "play")
        self.play.clicked.connect(self._press)
        self.before = QPushButton(self.tr("A: before"))
        self.before.setToolTip(self.tr("The same example before the training"))
        self.before.clicked.connect(lambda: self._jump(0))
        self.after = QPushButton(self.tr("B: newest"))
        self.after.setToolTip(self.tr("The same example from the newest checkpoint"))
        self.after.clicked.connect(lambda: self._jump(self.slider.maximum()))
        self.keep = QPushButton(self.tr("To the takes"))
        self.keep.setToolTip(self.tr("Put this example among the takes of the Compose tab"))
        self.keep.clicked.connect(self._keep)
        self.roll = PianoRoll(theme)
        self.roll.setMinimumHeight(90)
        self._lay_out()
        self._refresh()

    @property
    def song(self) -> Song | None:
        """The example that is shown."""
        if not self._examples:
            return None
        songs = self._examples[sorted(self._examples)[self.slider.value()]]
        number = self.number.currentIndex()
        return songs[number] if 0 <= number < len(songs) else None

    @property
    def step(self) -> int:
        """The checkpoint that is shown."""
        return sorted(self._examples)[self.slider.value()] if self._examples else 0

    def show_examples(self, examples: dict[int, list[Song]]) -> None:
        """Show these, by step; the newest, unless the user looks at another."""
        was = self.step
        self._examples = {step: list(songs) for step, songs in examples.items()}
        steps = sorted(self._examples)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(len(steps) - 1, 0))
        if self._follows:
            self.slider.setValue(self.slider.maximum())
        elif was in self._examples:
            self.slider.setValue(steps.index(was))
        self.slider.blockSignals(False)
        count = max((len(songs) for songs in examples.values()), default=0)
        if self.number.count() != count:
            self.number.blockSignals(True)
            chosen = max(self.number.currentIndex(), 0)
            self.number.clear()
            for place in range(count):
                self.number.addItem(self.tr("Example {number}").format(number=place + 1))
            self.number.setCurrentIndex(min(chosen, count - 1))
            self.number.blockSignals(False)
        self._refresh()

    def show_playing(self, playing: bool) -> None:
        """Whether something sounds."""
        self._playing = playing
        self.play.setText(self.tr("Stop") if playing else self.tr("Play"))
        self._icons.put(self.play, "stop" if playing else "play")

    def _slide(self, value: int) -> None:
        self._follows = value == self.slider.maximum()
        self._show()

    def _jump(self, value: int) -> None:
        self.slider.setValue(value)
        if self.song is not None:
            self.play_pressed.emit(self.song)

    def _press(self) -> None:
        self.play_pressed.emit(None if self._playing else self.song)

    def _keep(self) -> None:
        if self.song is not None:
            name = self.tr("Example at step {step}").format(step=f"{self.step:,}")
            self.keep_pressed.emit(name, self.song)

    def _show(self) -> None:
        was_playing = self._playing
        self._refresh()
        if was_playing and self.song is not None:
            self.play_pressed.emit(self.song)

    def _refresh(self) -> None:
        song = self.song
        for widget in (
            self.slider, self.number, self.play, self.before, self.after, self.keep
        ):  # fmt: skip
            widget.setEnabled(song is not None)
        if self._examples:
            self._step.setText(
                self.tr("before training")
                if self.step == 0
                else self.tr("step {step}").format(step=f"{self.step:,}")
            )
        else:
            self._step.setText("")
        if song is not None:
            self.roll.set_song(song)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(muted(self.tr("Examples")))
        line.addWidget(self.number)
        line.addWidget(self.slider, 1)
        line.addWidget(self._step)
        for button in (self.before, self.after, self.play, self.keep):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.roll, 1)

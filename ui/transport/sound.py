"""The sound settings: instruments, audio output, MIDI output, volume, count-in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from musicgan.audio import NO_SOUND, VIRTUAL_PORT, Output
from ui.background import Background
from ui.sentences import translated
from ui.transport.playback import Playback
from ui.widgets.labels import muted
from ui.widgets.slider import CentredSlider

Found = tuple[list[Path], list[Output], list[str], str]
"""SoundFonts, outputs, MIDI ports, and why there are none of those."""


class SoundDialog(QDialog):
    """What is chosen is heard at once."""

    def __init__(self, playback: Playback, parent: QWidget, look: Callable[[], Found]) -> None:
        """Show the choice of ``playback``; ``look`` finds what there is, in a thread."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sound"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._playback = playback
        # Its parent's: a search may take seconds, and the dialog doesn't wait for it.
        self._background = Background(parent)
        self._closed = False
        self.soundfont, self.device, self.port = QComboBox(), QComboBox(), QComboBox()
        self.soundfont.setAccessibleName(self.tr("SoundFont"))
        self.device.setAccessibleName(self.tr("Audio output"))
        self.port.setAccessibleName(self.tr("MIDI output"))
        self.browse = QPushButton(self.tr("Browse …"))
        self.volume = CentredSlider(0, 100, 100)
        self.volume.setAccessibleName(self.tr("Volume"))
        self.count_in = QCheckBox(self.tr("Count one bar in before playing"))
        self._latency = muted()
        self._ports_note = muted(wrap=True)
        self._lay_out()
        choice = playback.choice
        self.volume.setValue(round(choice.volume * 100))
        self.count_in.setChecked(choice.count_in)
        self._fill(self.soundfont, [(self.tr("The one of the program"), "")], choice.soundfont)
        self._fill(self.device, self._plain_devices(), choice.device)
        self._fill(self.port, [(self.tr("None"), "")], choice.midi_port)
        self._show_latency()
        self._wire()
        self._background.run(look, self._show_found, lambda sentence: self._end_search())

    def done(self, result: int) -> None:
        """Close at once; what is found later is not shown."""
        self._closed = True
        super().done(result)

    def _end_search(self) -> None:
        self._background.deleteLater()

    def _show_found(self, found: Found) -> None:
        self._end_search()
        if self._closed:
            return
        fonts, devices, ports, reason = found
        choice = self._playback.choice
        own = self.tr("The one of the program")
        if fonts:
            own = self.tr("{name} (of the program)").format(name=fonts[0].stem)
        others = [(path.stem, str(path)) for path in fonts[1:]]
        self._fill(self.soundfont, [(own, ""), *others], choice.soundfont)
        outputs = [
            (self.tr("{name}, {ms} ms").format(name=d.name, ms=round(d.latency * 1000)), d.name)
            for d in devices
        ]
        first, last = self._plain_devices()
        self._fill(self.device, [first, *outputs, last], choice.device)
        named = [
            (self.tr("Port of its own, for other programs") if p == VIRTUAL_PORT else p, p)
            for p in ports
        ]
        self._fill(self.port, [(self.tr("None"), ""), *named], choice.midi_port)
        nothing = "" if ports else self.tr("No MIDI port was found on this computer.")
        note = translated(reason) or nothing
        self._ports_note.setText(note)
        self._ports_note.setVisible(bool(note))

    def _plain_devices(self) -> list[tuple[str, str]]:
        return [
            (self.tr("The computer's usual one"), ""),
            (self.tr("No sound here (MIDI only)"), NO_SOUND),
        ]

    def _fill(self, box: QComboBox, entries: list[tuple[str, str]], chosen: str) -> None:
        """Offer the entries; what is chosen stays there even when it was not found."""
        if chosen and chosen not in {value for _, value in entries}:
            name = Path(chosen).stem if box is self.soundfont else chosen
            entries = [*entries, (self.tr("{name} (missing)").format(name=name), chosen)]
        before = box.blockSignals(True)
        box.clear()
        for text, value in entries:
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(chosen))
        box.blockSignals(before)

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a SoundFont"), "", "SoundFont (*.sf2 *.sf3)"
        )
        if name:
            self.soundfont.addItem(Path(name).stem, name)
            self.soundfont.setCurrentIndex(self.soundfont.count() - 1)

    def _choose(self) -> None:
        self._playback.set_choice(
            replace(
                self._playback.choice,
                soundfont=str(self.soundfont.currentData() or ""),
                device=str(self.device.currentData() or ""),
                midi_port=str(self.port.currentData() or ""),
                volume=self.volume.value() / 100,
                count_in=self.count_in.isChecked(),
            )
        )

    def _show_latency(self) -> None:
        latency = self._playback.latency
        self._latency.setText(
            self.tr("Its delay is shown while it plays.")
            if latency is None
            else self.tr("What is heard is {ms} ms behind.").format(ms=round(latency * 1000))
        )

    def _wire(self) -> None:
        for box in (self.soundfont, self.device, self.port):
            box.currentIndexChanged.connect(self._choose)
        self.volume.valueChanged.connect(self._choose)
        self.count_in.toggled.connect(self._choose)
        self.browse.clicked.connect(self._browse)
        self._playback.playing_changed.connect(self._show_latency)
        self._playback.moved.connect(self._show_latency)

    def _lay_out(self) -> None:
        fonts = QHBoxLayout()
        fonts.setSpacing(8)
        fonts.addWidget(self.soundfont, 1)
        fonts.addWidget(self.browse)
        form = QFormLayout(self)
        form.setContentsMargins(18, 16, 18, 14)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(QLabel(self.tr("SoundFont")), fonts)
        form.addRow(QLabel(self.tr("Audio output")), self.device)
        form.addRow("", self._latency)
        form.addRow(QLabel(self.tr("MIDI output")), self.port)
        form.addRow("", self._ports_note)
        form.addRow(QLabel(self.tr("Volume")), self.volume)
        form.addRow("", self.count_in)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self._ports_note.hide()
        for box in (self.soundfont, self.device, self.port):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(30)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setMinimumWidth(480)


def look_around() -> Found:
    """What this computer can play with."""
    from musicgan.audio import find_soundfonts, midi_ports, outputs
    from musicgan.errors import MusicganError

    try:
        ports, reason = midi_ports(), ""
    except MusicganError as error:
        ports, reason = [], str(error)
    return find_soundfonts(), outputs(), ports, reason

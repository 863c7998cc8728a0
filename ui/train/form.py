"""The left side of the Train tab: the collection, what to learn of it and for how long."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from musicgan.training import PRESETS, PresetName
from ui.compose.panel import WIDTH
from ui.icons import Icons
from ui.train.advanced import AdvancedSettings
from ui.train.plan import Order
from ui.train.summary import minutes_of_presets
from ui.widgets.labels import heading, muted
from ui.widgets.section import Section
from ui.widgets.spin import AnySpinBox

_MOST_MINUTES = 24 * 60


class TrainForm(QFrame):
    """What to learn and for how long."""

    paths_chosen = Signal(list)
    start_pressed = Signal()
    pause_pressed = Signal()
    stop_pressed = Signal()
    manager_pressed = Signal()

    def __init__(self, icons: Icons) -> None:
        """No collection yet."""
        super().__init__()
        self.setProperty("card", True)
        self._icons = icons
        self._ready = False
        self.folder = QPushButton(self.tr("Folder …"))
        self.folder.setToolTip(
            self.tr("A folder with MIDI, MusicXML or ABC files; you can also drop it here")
        )
        icons.put(self.folder, "folder")
        self.folder.clicked.connect(self._ask_folder)
        self.files = QPushButton(self.tr("Files …"))
        self.files.setToolTip(self.tr("Some files, from one on"))
        icons.put(self.files, "music")
        self.files.clicked.connect(self._ask_files)
        self._chosen = muted(self.tr("No music is chosen yet."), wrap=True)
        self.as_pack = _chip(self.tr("A new style"))
        self.as_pack.setToolTip(
            self.tr("A small style pack on top of the model, whose other styles stay as they are")
        )
        self.as_pack.setChecked(True)
        self.from_scratch = _chip(self.tr("A model from scratch"))
        self.from_scratch.setToolTip(
            self.tr("A whole new model of this music alone; that takes many hours and much music")
        )
        kinds = QButtonGroup(self)
        kinds.addButton(self.as_pack)
        kinds.addButton(self.from_scratch)
        self.style_name = QLineEdit()
        self.style_name.setPlaceholderText(self.tr("Name"))
        self.style_name.setToolTip(self.tr("Under this name it appears in the Compose tab"))
        self.style_name.setAccessibleName(self.tr("Name of the style"))
        self.style_name.textChanged.connect(self._refresh)
        self.presets: dict[PresetName, QPushButton] = {}
        self._preset_group = QButtonGroup(self)
        titles = {
            "quick": self.tr("Quick"), "normal": self.tr("Normal"), "thorough": self.tr("Thorough"),
        }  # fmt: skip
        for name in PRESETS:
            button = _chip(titles[name])
            button.setChecked(name == "normal")
            self._preset_group.addButton(button)
            self.presets[name] = button
        self._preset_group.buttonToggled.connect(self._refresh)
        self._times = muted(wrap=True)
        self.minutes = AnySpinBox(1, _MOST_MINUTES, 10)
        self.minutes.setSpecialValueText(self.tr("no limit"))
        self.minutes.setSuffix(self.tr(" min"))
        self.minutes.setToolTip(self.tr("How long it may learn at most, in minutes"))
        self.minutes.setAccessibleName(self.tr("Minutes of training"))
        self._base = muted(wrap=True)
        self.advanced = AdvancedSettings()
        self._fold = Section(self.tr("Advanced"), self.advanced, folded=True)
        self.manager = QPushButton(self.tr("Models and style packs …"))
        self.manager.setToolTip(self.tr("What is installed: details, import, export, remove"))
        self.manager.clicked.connect(self.manager_pressed)
        self.start = QPushButton(self.tr("Start training"))
        self.start.setProperty("primary", True)
        self.start.setToolTip(self.tr("Learn from the files that are marked as used"))
        self.start.clicked.connect(self.start_pressed)
        self.pause = QPushButton(self.tr("Pause"))
        self.pause.setToolTip(self.tr("Hold the training; nothing is lost"))
        icons.put(self.pause, "pause")
        self.pause.clicked.connect(self.pause_pressed)
        self.stop = QPushButton(self.tr("Stop and keep the best"))
        self.stop.setToolTip(self.tr("End the training now and keep the best it has learned"))
        icons.put(self.stop, "stop")
        self.stop.clicked.connect(self.stop_pressed)
        self._seconds_a_step: float | None = None
        self.as_pack.toggled.connect(self._refresh)
        self._lay_out()
        self.setFixedWidth(WIDTH)
        self.show_state(ready=False, running=False)
        self.show_speed(None)

    @property
    def order(self) -> Order:
        """What the form says."""
        chosen = next(name for name, button in self.presets.items() if button.isChecked())
        minutes = self.minutes.chosen
        return Order(
            name=self.style_name.text().strip(),
            as_pack=self.as_pack.isChecked(),
            preset=chosen,
            minutes=None if minutes is None else float(minutes),
            advanced=self.advanced.changes,
        )

    def show_paths(self, paths: list[Path]) -> None:
        """Name the collection."""
        text = ", ".join(path.name for path in paths[:3])
        more = len(paths) - 3
        self._chosen.setText(
            text if more <= 0 else self.tr("{names} and {more} more").format(names=text, more=more)
        )
        self._chosen.setToolTip("\n".join(str(path) for path in paths[:20]))

    def show_base(self, name: str) -> None:
        """Name the model that is taught."""
        self._base.setText(
            self.tr("The model “{name}” keeps all it knows; the new style is added.").format(
                name=name
            )
        )

    def show_speed(self, seconds_a_step: float | None) -> None:
        """Show what the presets take at this speed; None: not measured on this machine yet."""
        self._seconds_a_step = seconds_a_step
        self._refresh()

    def show_state(self, ready: bool, running: bool, paused: bool = False) -> None:
        """Offer Start, or Pause and Stop. ``ready``: there is something to learn from."""
        self._ready = ready
        self.start.setVisible(not running)
        self.pause.setVisible(running)
        self.stop.setVisible(running)
        self.pause.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self._icons.put(self.pause, "play" if paused else "pause")
        inputs: tuple[QWidget, ...] = (
            self.folder, self.files, self.style_name, self.minutes, self.as_pack,
            self.from_scratch, self.advanced, *self.presets.values(),
        )  # fmt: skip
        for widget in inputs:
            widget.setEnabled(not running)
        self._refresh()

    def _refresh(self) -> None:
        pack = self.as_pack.isChecked()
        for button in self.presets.values():
            button.setVisible(pack)
        self._times.setVisible(pack)
        self._base.setVisible(pack)
        self.start.setEnabled(self._ready and bool(self.style_name.text().strip()))
        times = minutes_of_presets(self._seconds_a_step)
        for name, button in self.presets.items():
            button.setToolTip(
                self.tr("At most {steps} steps, about {time}").format(
                    steps=PRESETS[name], time=self._duration(times, name)
                )
            )
        chosen = next(name for name, button in self.presets.items() if button.isChecked())
        measured = self._seconds_a_step is not None
        text = (
            self.tr("At most about {time}; it ends sooner when nothing more is gained.")
            if measured
            else self.tr(
                "At most about {time}, a guess until it runs; it ends when no more is gained."
            )
        )
        self._times.setText(text.format(time=self._duration(times, chosen)))

    def _duration(self, times: Mapping[str, float], name: str) -> str:
        minutes = max(1, round(times[name]))
        if minutes < 90:
            return self.tr("{minutes} min").format(minutes=minutes)
        return self.tr("{hours} h").format(hours=f"{minutes / 60:.1f}")

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of music"))
        if name:
            self.paths_chosen.emit([Path(name)])

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose music"))
        if names:
            self.paths_chosen.emit([Path(name) for name in names])

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("clear", True)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 14, 16, 8)
        layout.setSpacing(10)
        layout.addWidget(heading(self.tr("Your music")))
        sources = QHBoxLayout()
        sources.addWidget(self.folder, 1)
        sources.addWidget(self.files, 1)
        layout.addLayout(sources)
        layout.addWidget(self._chosen)
        layout.addSpacing(6)
        layout.addWidget(heading(self.tr("What to learn")))
        kinds = QHBoxLayout()
        kinds.addWidget(self.as_pack, 1)
        kinds.addWidget(self.from_scratch, 1)
        layout.addLayout(kinds)
        layout.addWidget(self._base)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setColumnMinimumWidth(0, 56)
        grid.addWidget(QLabel(self.tr("Name")), 0, 0)
        grid.addWidget(self.style_name, 0, 1)
        grid.addWidget(QLabel(self.tr("Limit")), 1, 0)
        grid.addWidget(self.minutes, 1, 1)
        layout.addLayout(grid)
        chips = QHBoxLayout()
        for button in self.presets.values():
            chips.addWidget(button, 1)
        layout.addLayout(chips)
        layout.addWidget(self._times)
        layout.addWidget(self._fold)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 12)
        outside.addWidget(scroll, 1)
        below = QVBoxLayout()
        below.setContentsMargins(16, 0, 16, 0)
        below.setSpacing(8)
        for button in (self.manager, self.start, self.pause, self.stop):
            below.addWidget(button)
        outside.addLayout(below)


def _chip(text: str) -> QPushButton:
    """One of several choices."""
    button = QPushButton(text)
    button.setCheckable(True)
    button.setProperty("chip", True)
    return button

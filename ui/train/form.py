"""The left side of the Train tab: the collection, the style's name, the time, Start and Stop."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from ui.compose.panel import WIDTH
from ui.icons import Icons
from ui.widgets.labels import heading, muted
from ui.widgets.spin import NumberBox

_MOST_MINUTES = 24 * 60


class TrainForm(QFrame):
    """What to learn and for how long."""

    paths_chosen = Signal(list)
    start_pressed = Signal()
    stop_pressed = Signal()

    def __init__(self, icons: Icons) -> None:
        """No collection yet."""
        super().__init__()
        self.setProperty("card", True)
        self.folder = QPushButton(self.tr("Choose a folder …"))
        self.folder.setToolTip(
            self.tr("A folder with MIDI, MusicXML or ABC files; you can also drop it here")
        )
        icons.put(self.folder, "folder")
        self.folder.clicked.connect(self._ask)
        self._chosen = muted(self.tr("No folder is chosen yet."), wrap=True)
        self.style_name = QLineEdit()
        self.style_name.setPlaceholderText(self.tr("as the folders are called"))
        self.style_name.setToolTip(
            self.tr("One name for all the music; empty: each sub-folder is a style of its own name")
        )
        self.style_name.setAccessibleName(self.tr("Name of the style"))
        self.minutes = NumberBox()
        self.minutes.setRange(1, _MOST_MINUTES)
        self.minutes.setValue(10)
        self.minutes.setSuffix(self.tr(" min"))
        self.minutes.setToolTip(self.tr("How long it may learn, in minutes"))
        self.minutes.setAccessibleName(self.tr("Minutes of training"))
        self._base = muted(wrap=True)
        self.start = QPushButton(self.tr("Start training"))
        self.start.setProperty("primary", True)
        self.start.setToolTip(self.tr("Learn from the files that are marked as used"))
        self.start.clicked.connect(self.start_pressed)
        self.stop = QPushButton(self.tr("Stop and keep what is learned"))
        self.stop.setToolTip(self.tr("End the training now; the model is saved"))
        icons.put(self.stop, "stop")
        self.stop.clicked.connect(self.stop_pressed)
        self._lay_out()
        self.setFixedWidth(WIDTH)
        self.show_state(ready=False, running=False)

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
            self.tr("The model “{name}” learns your music in addition to what it knows.").format(
                name=name
            )
        )

    def show_state(self, ready: bool, running: bool) -> None:
        """Offer Start or Stop. ``ready``: there is something to learn from."""
        self.start.setVisible(not running)
        self.start.setEnabled(ready)
        self.stop.setVisible(running)
        for widget in (self.folder, self.style_name, self.minutes):
            widget.setEnabled(not running)

    def _ask(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of music"))
        if name:
            self.paths_chosen.emit([Path(name)])

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(heading(self.tr("Your music")))
        layout.addWidget(self.folder)
        layout.addWidget(self._chosen)
        layout.addSpacing(8)
        layout.addWidget(heading(self.tr("What to learn")))
        layout.addWidget(self._base)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setColumnMinimumWidth(0, 56)
        grid.addWidget(QLabel(self.tr("Style")), 0, 0)
        grid.addWidget(self.style_name, 0, 1)
        grid.addWidget(QLabel(self.tr("Time")), 1, 0)
        grid.addWidget(self.minutes, 1, 1)
        layout.addLayout(grid)
        layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.start, 1)
        buttons.addWidget(self.stop, 1)
        layout.addLayout(buttons)

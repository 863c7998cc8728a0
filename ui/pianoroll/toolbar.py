"""The slim bar above the piano-roll: tools, grid, track, lanes, zoom."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QToolButton

from ui.icons import Icons
from ui.pianoroll.editor import DRAW, ERASE, SELECT
from ui.pianoroll.view import PianoRoll
from ui.theme import Theme
from ui.transport.tracks import numbered, track_name
from ui.widgets.box import ElidedBox


class Toolbar(QFrame):
    """Sets what the piano-roll does with the mouse and how it looks."""

    score_toggled = Signal(bool)
    """The score is wanted beside the piano-roll, or not any more."""

    def __init__(self, theme: Theme, icons: Icons, roll: PianoRoll) -> None:
        """Follow ``roll``."""
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._roll = roll
        editor = roll.editor
        tr = self.tr
        self.tools = {
            SELECT: self._button("select", tr("Select, move and resize notes (V)"), None),
            DRAW: self._button("draw", tr("Draw notes (B); a double click draws one, too"), None),
            ERASE: self._button("erase", tr("Erase notes (E)"), None),
        }
        for name, button in self.tools.items():
            button.setCheckable(True)
            button.clicked.connect(partial(editor.set_tool, name))
        self.quantise = self._button(
            "quantise",
            tr("Quantise: move the selected notes (all, if none are) to the grid (Q)"),
            editor.quantise,
        )
        self.snap = self._make_snap()
        self.track = self._make_track()
        self.lanes = self._toggle(
            "lanes", tr("Each track in a lane of its own"), roll.editor.set_apart
        )
        self.velocity = self._toggle("velocity", tr("Show velocities"), roll.show_velocities)
        self.score = self._toggle("score", tr("Show the score"), self.score_toggled.emit)
        self.follow = self._toggle("follow", tr("Follow the playhead"), roll.set_follow)
        out = self._button("zoom-out", tr("Zoom out (Ctrl+wheel)"), roll.zoom_out)
        into = self._button("zoom-in", tr("Zoom in (Ctrl+wheel)"), roll.zoom_in)
        fit = self._button("fit", tr("Show the whole song (Ctrl+0)"), roll.fit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 4, 4, 4)
        layout.setSpacing(2)
        for widget in (*self.tools.values(), None, self.track, self.snap, self.quantise):
            layout.addSpacing(8) if widget is None else layout.addWidget(widget)
        layout.addStretch(1)
        for widget in (self.lanes, self.velocity, self.score, None, self.follow, out, into, fit):
            layout.addSpacing(8) if widget is None else layout.addWidget(widget)
        editor.arranged.connect(self._fill_tracks)
        editor.settings_changed.connect(self._show_settings)
        theme.changed.connect(self._fill_tracks)
        self._fill_tracks()
        self._show_settings()

    def _make_snap(self) -> QComboBox:
        box = ElidedBox(least=88)
        box.setAccessibleName(self.tr("Grid"))
        box.setToolTip(self.tr("Notes snap to these parts of a bar; hold Alt to move freely"))
        for text, step in (
            (self.tr("Grid as seen"), 0),
            ("1/4", 24), ("1/8", 12), (self.tr("1/8 triplets"), 8), ("1/16", 6),
            (self.tr("1/16 triplets"), 4), ("1/32", 3), (self.tr("No grid"), 1),
        ):  # fmt: skip
            box.addItem(text, step)
        box.activated.connect(lambda _: self._roll.editor.set_snap(box.currentData()))
        return box

    def _make_track(self) -> QComboBox:
        box = ElidedBox(least=88)
        box.setAccessibleName(self.tr("Track to draw in"))
        box.setToolTip(self.tr("New notes go to this track"))
        box.setIconSize(QSize(12, 12))
        box.setMinimumContentsLength(10)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(self._roll.editor.set_track)
        return box

    def _fill_tracks(self) -> None:
        song = self._roll.song
        names = numbered([track_name(track) for track in song.tracks]) if song else []
        self.track.clear()
        for index, name in enumerate(names):
            self.track.addItem(self._dot(index), name)
        self.track.setCurrentIndex(self._roll.editor.track)
        self.setEnabled(song is not None)

    def _dot(self, track: int) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(12 * ratio), round(12 * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.track(track))
        painter.drawEllipse(1, 1, 10, 10)
        painter.end()
        return QIcon(picture)

    def _show_settings(self) -> None:
        editor = self._roll.editor
        for name, button in self.tools.items():
            button.setChecked(name == editor.tool)
        self.snap.setCurrentIndex(self.snap.findData(editor.snap))
        self.track.setCurrentIndex(editor.track)
        look = self._roll.look
        self.lanes.setChecked(look.lanes)
        self.velocity.setChecked(look.velocities)
        self.follow.setChecked(look.follow)

    def _button(self, icon: str, name: str, then: Callable[[], object] | None) -> QToolButton:
        button = QToolButton()
        button.setProperty("flat", True)
        button.setToolTip(name)
        button.setAccessibleName(name)
        self._icons.put(button, icon)
        if then is not None:
            button.clicked.connect(lambda: then())
        return button

    def _toggle(self, icon: str, name: str, then: Callable[[bool], object]) -> QToolButton:
        button = self._button(icon, name, None)
        button.setCheckable(True)
        button.toggled.connect(lambda on: then(on))
        return button

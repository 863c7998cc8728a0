"""The wanted tracks: a list with a menu for each, add, remove, reorder, presets."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from musicgan.generation import MAX_PITCHED_TRACKS, ModelInfo, Recipe, TrackRequest
from musicgan.song import DRUMS
from ui.compose.control import Control
from ui.compose.presets import PRESETS
from ui.compose.programs import ProgramMenu, instrument_name
from ui.compose.track_row import TrackRow
from ui.icons import Icons
from ui.theme import Theme
from ui.translations import word
from ui.transport.tracks import numbered
from ui.widgets.focus import chain, stop_before
from ui.widgets.labels import muted


class InstrumentsControl(Control):
    """No tracks means any: the engine takes a usual line-up of the style."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Begins with any."""
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._tracks: tuple[TrackRequest, ...] = ()
        self._usual: dict[str, tuple[TrackRequest, ...]] = {}
        self.rows: list[TrackRow] = []
        self._held: int | None = None  # where the track is that is being dragged
        self._hint = muted(self.tr("any: a usual line-up of the style"))
        self._add = QPushButton(self.tr("Add"))
        self._add.setToolTip(self.tr("Add an instrument"))
        self._add.setAccessibleName(self._add.toolTip())
        icons.put(self._add, "plus", size=16)
        self._add.clicked.connect(lambda: self._pop_up(self._append, self._add))
        presets = QPushButton(self.tr("Presets"))
        presets.setToolTip(self.tr("Take a usual line-up, or any"))
        presets.setAccessibleName(presets.toolTip())
        icons.put(presets, "presets", size=16)
        presets.clicked.connect(lambda: self._pop_up_presets(presets))
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add, 1)
        buttons.addWidget(presets, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._hint)
        layout.addLayout(self._list)
        layout.addLayout(buttons)

    @property
    def tracks(self) -> tuple[TrackRequest, ...]:
        """The wanted tracks; empty for any."""
        return self._tracks

    def set_model(self, info: ModelInfo) -> None:
        """Learn the usual line-ups of the model's styles."""
        self._usual = dict(info.usual_tracks)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's tracks."""
        if recipe.tracks != self._tracks:
            self._tracks = recipe.tracks
            self._refresh()

    def read(self, recipe: Recipe) -> Recipe:
        """The recipe with these tracks."""
        return replace(recipe, tracks=self._tracks)

    def take(self, tracks: tuple[TrackRequest, ...]) -> None:
        """Use these tracks."""
        self._tracks = tracks
        self._refresh()
        self.changed.emit()

    def presets(self) -> dict[str, tuple[TrackRequest, ...]]:
        """Name → line-up: the general ones, then the usual ones of each style."""
        usual = {
            self.tr("As usual in {style}").format(style=word(style)): tracks
            for style, tracks in self._usual.items()
        }
        return {**{word(name): tracks for name, tracks in PRESETS.items()}, **usual}

    def _pop_up_presets(self, button: QPushButton) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Any"), lambda: self.take(()))
        menu.addSeparator()
        for place, (name, tracks) in enumerate(self.presets().items()):
            if place == len(PRESETS):
                menu.addSeparator()
            menu.addAction(name, partial(self.take, tracks))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _pop_up(self, chosen: Callable[[TrackRequest], None], button: QWidget) -> None:
        menu = ProgramMenu(self, chosen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _append(self, track: TrackRequest) -> None:
        if self._fits(track):
            self.take((*self._tracks, track))

    def _fits(self, track: TrackRequest) -> bool:
        """One drum track, and so many pitched ones as an engine can write."""
        same = [t for t in self._tracks if (t.family == DRUMS) == (track.family == DRUMS)]
        return len(same) < (1 if track.family == DRUMS else MAX_PITCHED_TRACKS)

    def _replace(self, index: int, track: TrackRequest) -> None:
        others = self._tracks[:index] + self._tracks[index + 1 :]
        if track.family == DRUMS and any(t.family == DRUMS for t in others):
            return
        self.take((*self._tracks[:index], track, *self._tracks[index + 1 :]))

    def _remove(self, index: int) -> None:
        self.take(self._tracks[:index] + self._tracks[index + 1 :])

    def _step(self, index: int, step: int) -> None:
        """Move a track by the keyboard, which goes with it."""
        to = min(max(index + step, 0), len(self._tracks) - 1)
        self.take(_moved(self._tracks, index, to))
        self.rows[to].name.setFocus()

    def _drag(self, index: int, place: QPoint) -> None:
        """Let the track that row ``index`` was held at go where the mouse is now."""
        held = index if self._held is None else self._held
        y = self.mapFromGlobal(place).y()
        centres = [row.geometry().center().y() for row in self.rows]
        to = sum(y > centre for number, centre in enumerate(centres) if number != held)
        self._held = to
        self._tracks = _moved(self._tracks, held, to)
        self._show_names()

    def _drop(self) -> None:
        self._held = None
        self.changed.emit()

    def _refresh(self) -> None:
        """A row for each track; those that are there stay."""
        while len(self.rows) > len(self._tracks):
            row = self.rows.pop()
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(self._tracks):
            row = self._row(len(self.rows))
            before = self.rows[-1].remove if self.rows else stop_before(self._add)
            self.rows.append(row)
            self._list.addWidget(row)
            row.show()  # at once: the keyboard can only go to what is shown
            chain(before, row.name, row.remove)
        self._show_names()
        self._hint.setVisible(not self.rows)
        self._add.setEnabled(self._fits(TrackRequest("piano")) or self._fits(TrackRequest(DRUMS)))

    def _show_names(self) -> None:
        names = numbered([instrument_name(track) for track in self._tracks])
        for row, name in zip(self.rows, names, strict=True):
            row.show_instrument(name)

    def _row(self, index: int) -> TrackRow:
        row = TrackRow(self._theme, self._icons, index)
        row.choose_pressed.connect(
            lambda: self._pop_up(lambda chosen: self._replace(index, chosen), row.name)
        )
        row.remove_pressed.connect(partial(self._remove, index))
        row.step_pressed.connect(partial(self._step, index))
        row.dragged.connect(partial(self._drag, index))
        row.dropped.connect(self._drop)
        return row


def _moved(tracks: tuple[TrackRequest, ...], index: int, to: int) -> tuple[TrackRequest, ...]:
    left = [*tracks[:index], *tracks[index + 1 :]]
    return (*left[:to], tracks[index], *left[to:])

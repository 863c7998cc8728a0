"""The recipe panel: all controls of a recipe, and Generate."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from musicgan.generation import ModelInfo, Recipe
from ui.compose.chords import ChordsControl
from ui.compose.control import Control
from ui.compose.instruments import InstrumentsControl
from ui.compose.key import KeyControl
from ui.compose.manner import MannerControl
from ui.compose.meter import MeterControl
from ui.compose.number import BarsControl, TakesControl, TempoControl
from ui.compose.sampling import TemperatureControl
from ui.compose.seed import SeedControl, roll
from ui.compose.style import StyleControl
from ui.icons import Icons
from ui.theme import Theme
from ui.widgets.section import Section

WIDTH = 336
_NARROWEST = 62


class RecipePanel(QFrame):
    """Shows one recipe; every control writes to it."""

    changed = Signal()
    generate_pressed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Begins with an empty recipe: any of everything."""
        super().__init__()
        self.setProperty("card", True)
        self._recipe = Recipe()
        self.style_control = StyleControl()
        self.instruments = InstrumentsControl(theme, icons)
        self.key = KeyControl()
        self.tempo = TempoControl()
        self.meter = MeterControl()
        self.bars = BarsControl()
        self.chords = ChordsControl()
        self.manner = MannerControl()
        self.seed = SeedControl(icons)
        self.takes = TakesControl()
        self.temperature = TemperatureControl()
        self._controls: tuple[Control, ...] = (
            self.style_control, self.instruments, self.key, self.tempo, self.meter, self.bars,
            self.chords, self.manner, self.seed, self.takes, self.temperature,
        )  # fmt: skip
        for control in self._controls:
            control.changed.connect(partial(self._read, control))
        self.generate = QPushButton(self.tr("Generate"))
        self.generate.setProperty("primary", True)
        self.generate.setToolTip(self.tr("Write takes after this recipe (Ctrl+G)"))
        icons.put(self.generate, "generate", "accent_text", 20)
        self.generate.clicked.connect(self.generate_pressed)
        self.reset = QToolButton()
        self.reset.setProperty("flat", True)
        self.reset.setToolTip(self.tr("Set everything in this recipe to any"))
        self.reset.setAccessibleName(self.reset.toolTip())
        icons.put(self.reset, "reset", "muted", 16)
        self.reset.clicked.connect(self._clear)
        self._lay_out()

    @property
    def recipe(self) -> Recipe:
        """The recipe as the controls say."""
        return self._recipe

    def set_recipe(self, recipe: Recipe) -> None:
        """Show a recipe."""
        self._recipe = recipe
        for control in self._controls:
            control.show_recipe(recipe)

    def set_model(self, info: ModelInfo) -> None:
        """Offer what a model can do; what it can't leaves the recipe."""
        for control in self._controls:
            control.set_model(info)
        self.set_recipe(self._recipe.limited_to(info.styles))

    def roll_seed(self) -> None:
        """A fresh seed, unless this one is to be kept."""
        if not self._recipe.seed_kept:
            self.set_recipe(replace(self._recipe, seed=roll()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the panel; it turns a value only where the keyboard is."""
        turned = event.type() == QEvent.Type.Wheel
        if turned and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _read(self, control: Control) -> None:
        """Take over what one control says; the others may show less than the recipe holds."""
        self._recipe = control.read(self._recipe)
        self.chords.set_meter(self._recipe.meter)
        self.changed.emit()

    def _clear(self) -> None:
        kept = self._recipe
        self.set_recipe(
            Recipe(bars=kept.bars, seed=kept.seed, seed_kept=kept.seed_kept, takes=kept.takes)
        )
        self.changed.emit()

    def _lay_out(self) -> None:
        style = Section(self.tr("Style"), self.style_control)
        style.add_corner(self.reset)
        body = QWidget()
        body.setProperty("clear", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(12)
        column.addWidget(style)
        column.addWidget(Section(self.tr("Instruments"), self.instruments))
        column.addWidget(Section(self.tr("Form"), self._form()))
        column.addWidget(Section(self.tr("Chords"), self.chords))
        column.addWidget(Section(self.tr("Chance"), self._chance()))
        column.addWidget(Section(self.tr("Playing manner"), self.manner))
        column.addStretch(1)
        for box in body.findChildren(QWidget):
            if isinstance(box, QAbstractSpinBox | QComboBox):
                box.setMinimumWidth(_NARROWEST)  # less than what their longest text asks for
            if isinstance(box, QAbstractSpinBox | QComboBox | QSlider):
                box.installEventFilter(self)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        foot = QWidget()
        below = QVBoxLayout(foot)
        below.setContentsMargins(14, 10, 14, 14)
        below.addWidget(self.generate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(foot)
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(WIDTH + 110)

    def _form(self) -> QWidget:
        body, grid = _grid()
        grid.addWidget(QLabel(self.tr("Key")), 0, 0)
        grid.addWidget(self.key, 0, 1, 1, 3)
        for place, (name, control) in enumerate(
            (
                (self.tr("Tempo"), self.tempo),
                (self.tr("Meter"), self.meter),
                (self.tr("Length"), self.bars),
                (self.tr("Takes"), self.takes),
            )
        ):
            row, column = 1 + place // 2, place % 2 * 2
            grid.addWidget(QLabel(name), row, column)
            grid.addWidget(control, row, column + 1)
        grid.setColumnStretch(3, 1)
        return body

    def _chance(self) -> QWidget:
        body, grid = _grid()
        for row, (name, control) in enumerate(
            ((self.tr("Seed"), self.seed), (self.tr("Daring"), self.temperature))
        ):
            grid.addWidget(QLabel(name), row, 0)
            grid.addWidget(control, row, 1)
        return body


def _grid() -> tuple[QWidget, QGridLayout]:
    """A body whose first column is for names."""
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, 46)
    grid.setColumnStretch(1, 1)
    return body, grid

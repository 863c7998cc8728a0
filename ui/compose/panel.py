"""The recipe panel: all controls of a recipe, and Generate."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from musicgan.generation import RECIPE_SUFFIX, ModelInfo, Recipe
from ui.compose import summary
from ui.compose.chords import ChordsControl
from ui.compose.control import Control
from ui.compose.defaults import with_usual
from ui.compose.instruments import InstrumentsControl
from ui.compose.key import KeyControl
from ui.compose.manner import MannerControl
from ui.compose.meter import MeterControl
from ui.compose.number import BarsControl, TakesControl, TempoControl
from ui.compose.recipes import RecipeBar
from ui.compose.sampling import StrengthControl, TemperatureControl, TopPControl
from ui.compose.seed import SeedControl, roll
from ui.compose.style import StyleControl
from ui.icons import Icons
from ui.theme import Theme
from ui.widgets.section import Section
from ui.widgets.wheel import WheelGuard

WIDTH = 336
_NARROWEST = 62
_USUAL = Recipe()


@dataclass(frozen=True, slots=True)
class _Part:
    """A section: what it says while folded, and the recipe with all of it any."""

    section: Section
    summary: Callable[[Recipe], str]
    cleared: Callable[[Recipe], Recipe]
    clear: QToolButton


class RecipePanel(QFrame):
    """Shows one recipe; every control writes to it."""

    changed = Signal()
    generate_pressed = Signal()
    problem = Signal(str)
    """A sentence for the banner."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Begins with an empty recipe: any of everything."""
        super().__init__()
        self.setProperty("card", True)
        self.setAcceptDrops(True)
        self._icons = icons
        self._wheel = WheelGuard(self)
        self._recipe = Recipe()
        self._model: ModelInfo | None = None
        self.recipes = RecipeBar(icons)
        self.recipes.recalled.connect(self.recall)
        self.recipes.cleared.connect(self._clear)
        self.recipes.problem.connect(self.problem)
        self.style_control = StyleControl()
        self.instruments = InstrumentsControl(theme, icons)
        self.key = KeyControl()
        self.tempo = TempoControl()
        self.meter = MeterControl()
        self.bars = BarsControl()
        self.chords = ChordsControl(theme)
        self.manner = MannerControl(theme, icons)
        self.seed = SeedControl(icons)
        self.takes = TakesControl()
        self.temperature = TemperatureControl()
        self.top_p = TopPControl()
        self.strength = StrengthControl()
        self._controls: tuple[Control, ...] = (
            self.style_control, self.instruments, self.key, self.tempo, self.meter, self.bars,
            self.chords, self.manner, self.seed, self.takes, self.temperature, self.top_p,
            self.strength,
        )  # fmt: skip
        for control in self._controls:
            control.changed.connect(partial(self._read, control))
        self.generate = QPushButton(self.tr("Generate"))
        self.generate.setProperty("primary", True)
        self.generate.setToolTip(self.tr("Write takes after this recipe (Ctrl+G)"))
        icons.put(self.generate, "generate", "accent_text", 20)
        self.generate.clicked.connect(self.generate_pressed)
        self._parts = self._make_parts()
        self._lay_out()
        self._show()

    @property
    def recipe(self) -> Recipe:
        """The recipe as the controls say."""
        return self._recipe

    @property
    def sections(self) -> dict[str, Section]:
        """The sections by name."""
        return {name: part.section for name, part in self._parts.items()}

    @property
    def folded(self) -> set[str]:
        """The names of the folded sections."""
        return {name for name, section in self.sections.items() if section.folded}

    def fold(self, names: Collection[str]) -> None:
        """Fold these sections, and unfold the others."""
        for name, section in self.sections.items():
            section.set_folded(name in names)

    def set_recipe(self, recipe: Recipe) -> None:
        """Show a recipe."""
        self._recipe = recipe
        for control in self._controls:
            control.show_recipe(recipe)
        self._show()

    def recall(self, recipe: Recipe) -> None:
        """Work with a saved recipe; styles that the model lacks are told and left out."""
        known = recipe if self._model is None else recipe.limited_to(self._model.styles)
        lost = ({*recipe.style} | {*recipe.style_end}) - {*known.style} - {*known.style_end}
        self.set_recipe(known)
        self.changed.emit()
        if lost:
            self.problem.emit(
                self.tr("The model has no style “{styles}”, so the recipe goes without it.").format(
                    styles=", ".join(sorted(lost))
                )
            )

    def set_model(self, info: ModelInfo) -> None:
        """Offer what a model can do; what it can't leaves the recipe."""
        self._model = info
        for control in self._controls:
            control.set_model(info)
        self.set_recipe(self._recipe.limited_to(info.styles))

    def roll_seed(self) -> None:
        """A fresh seed, unless this one is to be kept."""
        if not self._recipe.seed_kept:
            self.set_recipe(replace(self._recipe, seed=roll()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a recipe's file; other files are the window's."""
        if _recipe_file(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Recall a dropped recipe."""
        path = _recipe_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.recipes.recall(path)

    def _read(self, control: Control) -> None:
        """Take over what one control says, and let the others follow."""
        before, self._recipe = self._recipe, control.read(self._recipe)
        if control is self.style_control and self._model is not None:
            self._recipe = with_usual(self._recipe, before, self._model)
        for other in self._controls:
            if other is not control:
                other.show_recipe(self._recipe)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """What beside the controls tells of the recipe."""
        self.recipes.show_recipe(self._recipe)
        for part in self._parts.values():
            part.section.set_summary(part.summary(self._recipe))
            part.section.show_corner(part.clear, part.cleared(self._recipe) != self._recipe)

    def _change(self, change: Callable[[Recipe], Recipe]) -> None:
        self.set_recipe(change(self._recipe))
        self.changed.emit()

    def _clear(self) -> None:
        for part in self._parts.values():
            self._recipe = part.cleared(self._recipe)
        self._change(lambda recipe: recipe)

    # Looks

    def _make_parts(self) -> dict[str, _Part]:
        parts = {
            "style": self._part(
                self.tr("Style"), self.style_control, summary.style,
                lambda recipe: replace(recipe, style={}, style_end={}),
            ),
            "instruments": self._part(
                self.tr("Instruments"), self.instruments, summary.instruments,
                lambda recipe: replace(recipe, tracks=()),
            ),
            "form": self._part(
                self.tr("Form"), self._form(), summary.form,
                lambda recipe: replace(
                    recipe, tonic=None, mode=None, tempo=None, meter=None, bars=None
                ),
            ),
            "chords": self._part(
                self.tr("Chords"), self.chords, summary.chords,
                lambda recipe: replace(recipe, chords=""),
            ),
            "manner": self._part(
                self.tr("Playing manner"), self.manner, summary.manner,
                lambda recipe: replace(recipe, manner={}),
            ),
            "chance": self._part(
                self.tr("Chance"), self._chance(), summary.chance,
                lambda recipe: replace(
                    recipe,
                    seed_kept=False,
                    temperature=_USUAL.temperature,
                    top_p=_USUAL.top_p,
                    strength=_USUAL.strength,
                ),
            ),
        }  # fmt: skip
        parts["style"].section.add_corner(self.style_control.kinds)
        for part in parts.values():
            part.section.add_corner(part.clear)
        return parts

    def _part(
        self,
        title: str,
        body: QWidget,
        word: Callable[[Recipe], str],
        cleared: Callable[[Recipe], Recipe],
    ) -> _Part:
        clear = QToolButton()
        clear.setProperty("flat", True)
        clear.setToolTip(self.tr("{section}: set to any").format(section=title))
        clear.setAccessibleName(clear.toolTip())
        self._icons.put(clear, "reset", "muted", 14)
        clear.clicked.connect(lambda: self._change(cleared))
        return _Part(Section(title, body), word, cleared, clear)

    def _lay_out(self) -> None:
        head = QWidget()
        above = QVBoxLayout(head)
        above.setContentsMargins(14, 12, 14, 8)
        above.addWidget(self.recipes)
        body = QWidget()
        body.setProperty("clear", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 2, 14, 8)
        column.setSpacing(5)
        for section in self.sections.values():
            column.addWidget(section)
        column.addStretch(1)
        for box in body.findChildren(QWidget):
            if isinstance(box, QAbstractSpinBox | QComboBox):
                box.setMinimumWidth(_NARROWEST)  # less than what their longest text asks for
            if isinstance(box, QAbstractSpinBox | QComboBox | QSlider):
                self._wheel.guard(box)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        foot = QWidget()
        below = QHBoxLayout(foot)
        below.setContentsMargins(14, 10, 14, 14)
        below.setSpacing(8)
        below.addWidget(self.generate, 1)
        below.addWidget(self.takes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(scroll, 1)
        layout.addWidget(foot)
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(WIDTH + 110)

    def _form(self) -> QWidget:
        body, grid = _grid()
        grid.addWidget(QLabel(self.tr("Key")), 0, 0)
        grid.addWidget(self.key, 0, 1, 1, 3)
        grid.addWidget(QLabel(self.tr("Tempo")), 1, 0)
        grid.addWidget(self.tempo, 1, 1)
        grid.addWidget(QLabel(self.tr("Meter")), 1, 2)
        grid.addWidget(self.meter, 1, 3)
        grid.addWidget(QLabel(self.tr("Length")), 2, 0)
        grid.addWidget(self.bars, 2, 1)
        grid.setColumnStretch(3, 1)
        return body

    def _chance(self) -> QWidget:
        body, grid = _grid()
        for row, (name, control) in enumerate(
            (
                (self.tr("Seed"), self.seed),
                (self.tr("Daring"), self.temperature),
                (self.tr("Surprise"), self.top_p),
                (self.tr("Strength"), self.strength),
            )
        ):
            grid.addWidget(QLabel(name), row, 0)
            grid.addWidget(control, row, 1)
        return body


def _recipe_file(event: QDropEvent) -> Path | None:
    """The recipe's file that is dragged, if it is one."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix == RECIPE_SUFFIX else None


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

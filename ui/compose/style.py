"""The style: one, a mixture, or a morph from one mixture to another over the piece."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from musicgan.generation import ModelInfo, Recipe
from ui.compose.control import Control
from ui.compose.mixture import percents, with_share, with_style, without_style
from ui.translations import word
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import chain
from ui.widgets.labels import muted
from ui.widgets.wheel import WheelGuard

_FEW = 12
"""So many styles are all shown; of more, the first ones and the chosen ones until asked for all."""
_FIRST = 8

ONE, MIX, MORPH = range(3)


class StyleControl(Control):
    """A chip for each style; sliders share out 100 percent among those of a mixture."""

    def __init__(self) -> None:
        """Offers nothing before ``set_model``."""
        super().__init__()
        self._mixtures: list[dict[str, int]] = [{}, {}]
        self._end = 0  # which of the two the chips show: 0 the start, 1 the end
        self._kind = ONE
        self._all = False
        self._chips: dict[str, QPushButton] = {}
        self._sliders: dict[str, QSlider] = {}
        self._words: dict[str, tuple[QLabel, QLabel]] = {}
        self._wheel = WheelGuard(self)
        self.kinds = self._make_kinds()
        self._ends = self._make_ends()
        self._any = self._chip(self.tr("any"), self.tr("Let the engine choose the style"))
        self._any.clicked.connect(lambda: self._take({}))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a style"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_chips)
        self.more = QPushButton()
        self.more.setProperty("chip", True)
        self.more.setProperty("quiet", True)
        self.more.clicked.connect(self._show_all)
        chips = QWidget()
        self._flow = FlowLayout(chips)
        self._flow.addWidget(self._any)
        self._flow.addWidget(self.more)
        self._hint = muted(wrap=True)
        self._mixer = QWidget()
        self._grid = QGridLayout(self._mixer)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self._ends, self.search, chips, self._hint, self._mixer):
            layout.addWidget(part)
        self._refresh()

    @property
    def mixture(self) -> dict[str, int]:
        """Percent of each chosen style; empty for any. Of a morph the end that is being edited."""
        return dict(self._mixtures[self._end])

    @property
    def chips(self) -> dict[str, QPushButton]:
        """The chip of each style."""
        return self._chips

    @property
    def sliders(self) -> dict[str, QSlider]:
        """The slider of each chosen style, while there are at least two."""
        return self._sliders

    def set_model(self, info: ModelInfo) -> None:
        """Offer the model's styles."""
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._flow.removeWidget(self.more)
        self._chips = {}
        for name in info.styles:
            pieces = info.sizes[name][0] if name in info.sizes else 0
            chip = self._chip(
                name,
                self.tr("{style}, learned from {pieces} pieces").format(
                    style=word(name), pieces=pieces
                ),
            )
            chip.clicked.connect(partial(self._press, name))
            self._chips[name] = chip
            self._flow.addWidget(chip)
        self._flow.addWidget(self.more)
        chain(self._any, *self._chips.values(), self.more)
        self._mixtures = [
            percents({n: p for n, p in mixture.items() if n in info.styles})
            for mixture in self._mixtures
        ]
        self._refresh()

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the recipe's mixture, or its two."""
        mixtures = [percents(recipe.style), percents(recipe.style_end)]
        if mixtures == self._mixtures:
            return
        self._mixtures = mixtures
        if mixtures[1]:
            self._kind = MORPH
        else:
            self._end = 0
            self._kind = MIX if len(mixtures[0]) > 1 else ONE
        self._refresh()

    def read(self, recipe: Recipe) -> Recipe:
        """Weights that sum to 1; styles at 0 percent are left out."""
        start, end = (_shares(mixture) for mixture in self._mixtures)
        return replace(recipe, style=start, style_end=end)

    def choose_kind(self, kind: int) -> None:
        """Go on with one style, a mixture or a morph; what doesn't fit in leaves the recipe."""
        self._kind = kind
        before = list(self._mixtures)
        if kind != MORPH:
            self._mixtures[1] = {}
        if kind == ONE and len(self._mixtures[0]) > 1:
            self._mixtures[0] = {max(self._mixtures[0], key=self._mixtures[0].__getitem__): 100}
        self._end = int(kind == MORPH and bool(self._mixtures[0]))
        self._refresh()
        if self._mixtures != before:
            self.changed.emit()

    def choose_end(self, end: int) -> None:
        """Edit the start (0) or the end (1) of a morph."""
        self._end = end
        self._refresh()

    # Making

    def _make_kinds(self) -> QWidget:
        """The three kinds side by side, for the section's heading."""
        kinds = QWidget()
        line = QHBoxLayout(kinds)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        self._kind_buttons = QButtonGroup(kinds)
        for kind, name, tip in (
            (ONE, self.tr("One"), self.tr("One style: click it")),
            (MIX, self.tr("Mix"), self.tr("Several styles at once, in shares that sum to 100 %")),
            (
                MORPH,
                self.tr("Morph"),
                self.tr("Go from one style or mixture to another, bar by bar"),
            ),
        ):
            button = QToolButton()
            button.setText(name)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setProperty("segment", True)
            self._kind_buttons.addButton(button, kind)
            line.addWidget(button)
        self._kind_buttons.idClicked.connect(self.choose_kind)
        return kinds

    def _make_ends(self) -> QWidget:
        """Which end of the morph is edited."""
        ends = QWidget()
        line = QHBoxLayout(ends)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self._end_buttons = QButtonGroup(ends)
        tips = (self.tr("What the piece begins as"), self.tr("What the piece ends as"))
        for end, tip in enumerate(tips):
            button = QPushButton()
            button.setCheckable(True)
            button.setProperty("end", True)
            button.setToolTip(tip)
            button.setMinimumWidth(60)
            self._end_buttons.addButton(button, end)
            line.addWidget(button, 1)
            if end == 0:
                line.addWidget(muted("→"))
        self._end_buttons.idClicked.connect(self.choose_end)
        return ends

    def _chip(self, name: str, tip: str) -> QPushButton:
        chip = QPushButton(word(name))
        chip.setProperty("chip", True)
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the player
        chip.setToolTip(tip)
        chip.setAccessibleName(self.tr("Style {name}").format(name=word(name)))
        return chip

    # Doing

    def _press(self, name: str) -> None:
        if self._kind == ONE:
            self._take({name: 100})
        else:
            change = without_style if name in self.mixture else with_style
            self._take(change(self.mixture, name))

    def _take(self, mixture: dict[str, int]) -> None:
        self._mixtures[self._end] = mixture
        self._refresh()
        self.changed.emit()

    def _slide(self, name: str, percent: int) -> None:
        self._mixtures[self._end] = with_share(self.mixture, name, percent)
        self._show_shares()
        self.changed.emit()

    def _show_all(self) -> None:
        self._all = not self._all
        self.search.clear()
        self._show_chips()
        if self._all:
            self.search.setFocus()

    # Showing

    def _refresh(self) -> None:
        """Bring everything into line with the mixtures."""
        self._kind_buttons.button(self._kind).setChecked(True)
        self._end_buttons.button(self._end).setChecked(True)
        self._ends.setVisible(self._kind == MORPH)
        self._any.setChecked(not self.mixture)
        for name, chip in self._chips.items():
            chip.setChecked(name in self.mixture)
        self._show_chips()
        mixed = self.mixture if len(self.mixture) > 1 else {}
        if list(mixed) != list(self._sliders):
            self._make_sliders(list(mixed))
        self._mixer.setVisible(bool(mixed))
        self._show_shares()

    def _show_chips(self) -> None:
        many = len(self._chips) > _FEW
        wanted = self.search.text().strip().casefold() if self._all else ""
        shown = list(self._chips) if self._all or not many else list(self._chips)[:_FIRST]
        for name, chip in self._chips.items():
            found = wanted in f"{name} {word(name)}".casefold()
            chip.setVisible(name in self.mixture or (name in shown and found))
        self.search.setVisible(many and self._all)
        self.more.setVisible(many)
        hidden = len(self._chips) - len({*shown, *self.mixture})
        self.more.setText(
            self.tr("fewer") if self._all else self.tr("{count} more …").format(count=hidden)
        )
        self.more.setToolTip(self.tr("Show all styles, or only the first ones"))
        self._any.setVisible(not wanted)
        self._flow.invalidate()

    def _make_sliders(self, names: list[str]) -> None:
        """A slider for each of the names; those that are there stay."""
        for name in self._sliders.keys() - set(names):
            gone: list[QWidget] = [self._sliders.pop(name), *self._words.pop(name)]
            for widget in gone:
                # Hidden at once: deletion waits, and a dead slider must not shine through.
                widget.hide()
                self._grid.removeWidget(widget)
                widget.deleteLater()
        for name in names:
            if name not in self._sliders:
                self._make_slider(name)
        self._sliders = {name: self._sliders[name] for name in names}
        for row, name in enumerate(names):
            label, number = self._words[name]
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(self._sliders[name], row, 1)
            self._grid.addWidget(number, row, 2)
        chain(self.more, *self._sliders.values())

    def _make_slider(self, name: str) -> None:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setPageStep(10)
        slider.setToolTip(self.tr("Share of {style} in percent").format(style=word(name)))
        slider.setAccessibleName(slider.toolTip())
        slider.valueChanged.connect(partial(self._slide, name))
        self._wheel.guard(slider)
        number = QLabel()
        number.setMinimumWidth(40)
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._sliders[name], self._words[name] = slider, (QLabel(word(name)), number)

    def _show_shares(self) -> None:
        for name, slider in self._sliders.items():
            share = self.mixture[name]
            slider.blockSignals(True)
            slider.setValue(share)
            slider.blockSignals(False)
            self._words[name][1].setText(f"{share} %")
        self._show_ends()

    def _show_ends(self) -> None:
        for button, mixture, nothing in zip(
            self._end_buttons.buttons(),
            self._mixtures,
            (self.tr("any"), self.tr("choose")),
            strict=True,
        ):
            button.setText(style_name(mixture) or nothing)
        hints = {
            MIX: self.tr("Click the styles to mix.") if len(self._mixtures[0]) < 2 else "",
            MORPH: "" if self._mixtures[1] else self.tr("Click what the piece is to end as."),
        }
        self._hint.setText(hints.get(self._kind, ""))
        self._hint.setVisible(bool(self._hint.text()))


def style_name(mixture: Mapping[str, int]) -> str:
    """A mixture in a few words, the biggest share first: ``jazz``, ``jazz 60, funk 40``."""
    if len(mixture) < 2:
        return "".join(map(word, mixture))
    ordered = sorted(mixture.items(), key=lambda entry: -entry[1])
    return ", ".join(f"{word(name)} {share}" for name, share in ordered)


def _shares(mixture: Mapping[str, int]) -> dict[str, float]:
    return {name: share / 100 for name, share in mixture.items() if share}

"""What a user does in the recipe panel, in the real window."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from musicgan.generation import (
    Recipe,
    TrackRequest,
    factory_recipes,
    own_recipes,
    read_recipe,
    write_recipe,
)
from tests.ui.conftest import MakeWindow
from tests.ui.fake_backend import LINE_UP, model_info
from ui.compose.defaults import first_recipe
from ui.compose.panel import RecipePanel
from ui.compose.style import MIX, MORPH, ONE
from ui.icons import Icons
from ui.theme import Theme
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier

FULL = Recipe(
    style={"jazz": 0.75, "funk": 0.25},
    style_end={"folk": 1.0},
    tracks=(TrackRequest("bass", 33), TrackRequest("strings"), TrackRequest("drums")),
    manner={"density": (1, 2, 0, 5), "dynamics": 4},
    tonic="Eb",
    mode="minor",
    tempo=96.0,
    meter=(6, 8),
    bars=4,
    chords="Cm7 | F7/A\n% | Bb",
    seed=5,
    seed_kept=True,
    takes=2,
    temperature=0.9,
    top_p=0.9,
    strength=1.5,
)


@pytest.fixture
def panel(qtbot: QtBot) -> RecipePanel:
    """The panel alone, unfolded, which is quicker than the window."""
    theme = Theme()
    panel = RecipePanel(theme, Icons(theme))
    panel.set_model(model_info())
    panel.set_recipe(first_recipe(model_info()))
    qtbot.addWidget(panel)
    panel.resize(340, 1300)
    panel.show()
    return panel


@pytest.fixture
def told(panel: RecipePanel) -> list[str]:
    """The sentences that the panel sends to the banner."""
    sentences: list[str] = []
    panel.problem.connect(sentences.append)
    return sentences


# Style


def test_one_click_takes_a_style_alone(qtbot: QtBot, panel: RecipePanel) -> None:
    qtbot.mouseClick(panel.style_control.chips["jazz"], LEFT)
    qtbot.mouseClick(panel.style_control.chips["folk"], LEFT)
    assert panel.recipe.style == {"folk": 1.0}
    assert not panel.style_control.chips["jazz"].isChecked()


def test_line_up_and_tempo_go_with_the_style_until_they_are_chosen(
    qtbot: QtBot, panel: RecipePanel
) -> None:
    flute, trio = (TrackRequest("pipe"),), (TrackRequest("piano"), TrackRequest("bass"))
    usual = {"chorale": LINE_UP, "jazz": trio, "folk": flute}
    tempi = {"chorale": 112.4, "jazz": 140.0, "folk": 90.0}
    panel.set_model(replace(model_info(), usual_tracks=usual, usual_tempo=tempi))
    chips = panel.style_control.chips
    qtbot.mouseClick(chips["jazz"], LEFT)
    assert (panel.recipe.tracks, panel.recipe.tempo) == (trio, 140.0)
    panel.tempo.spin.setValue(77)
    qtbot.mouseClick(chips["folk"], LEFT)
    assert (panel.recipe.tracks, panel.recipe.tempo) == (flute, 77.0)
    panel.instruments.take((TrackRequest("reed"),))
    qtbot.mouseClick(chips["pop"], LEFT)
    assert panel.recipe.tracks == (TrackRequest("reed"),)

    assert panel.style_control.sliders == {}


def test_a_mixture_always_sums_to_one(qtbot: QtBot, panel: RecipePanel) -> None:
    control = panel.style_control
    control.choose_kind(MIX)
    for name in ("jazz", "folk"):
        qtbot.mouseClick(control.chips[name], LEFT)
    for name, percent in (("jazz", 80), ("folk", 55), ("chorale", 100), ("jazz", 7)):
        control.sliders[name].setValue(percent)
        assert control.sliders[name].value() == percent
        assert sum(slider.value() for slider in control.sliders.values()) == 100
        assert sum(panel.recipe.style.values()) == pytest.approx(1)
    qtbot.mouseClick(control.chips["jazz"], LEFT)
    assert set(panel.recipe.style) <= {"chorale", "folk"}
    control.choose_kind(ONE)
    assert list(panel.recipe.style.values()) == [1.0]


def test_a_morph_has_two_mixtures(qtbot: QtBot, panel: RecipePanel) -> None:
    control = panel.style_control
    control.choose_kind(MORPH)
    qtbot.mouseClick(control.chips["jazz"], LEFT)
    qtbot.mouseClick(control.chips["funk"], LEFT)
    assert panel.recipe.style == {"chorale": 1.0}
    assert panel.recipe.style_end == {"jazz": 0.5, "funk": 0.5}
    control.choose_end(0)
    qtbot.mouseClick(control.chips["folk"], LEFT)
    request = panel.recipe.to_request()
    assert request.style == {"chorale": 0.5, "folk": 0.5}
    assert request.style_end == {"jazz": 0.5, "funk": 0.5}
    control.choose_kind(ONE)
    assert panel.recipe.style_end == {}
    assert len(panel.recipe.style) == 1


def test_thirty_styles_stay_easy_to_find(qtbot: QtBot, panel: RecipePanel) -> None:
    names = tuple(f"style{number:02}" for number in range(30))
    panel.set_model(replace(model_info(), styles=names))
    control = panel.style_control
    assert shown(control.chips) == list(names[:8])
    qtbot.mouseClick(control.more, LEFT)
    assert len(shown(control.chips)) == 30
    qtbot.keyClicks(control.search, "e27")
    assert shown(control.chips) == ["style27"]
    qtbot.mouseClick(control.chips["style27"], LEFT)
    qtbot.mouseClick(control.more, LEFT)
    assert shown(control.chips) == [*names[:8], "style27"]
    assert panel.recipe.style == {"style27": 1.0}


def shown(chips: Mapping[str, QWidget]) -> list[str]:
    return [name for name, chip in chips.items() if not chip.isHidden()]


# Instruments


def test_tracks_go_round_by_keys_and_are_removed(qtbot: QtBot, panel: RecipePanel) -> None:
    rows = panel.instruments.rows
    qtbot.keyClick(rows[0].name, Qt.Key.Key_Down, ALT)
    assert panel.recipe.tracks == (LINE_UP[1], LINE_UP[0], *LINE_UP[2:])
    qtbot.keyClick(panel.instruments.rows[1].name, Qt.Key.Key_Up, ALT)
    assert panel.recipe.tracks == LINE_UP
    qtbot.keyClick(panel.instruments.rows[0].name, Qt.Key.Key_Up, ALT)
    assert panel.recipe.tracks == LINE_UP
    qtbot.keyClick(panel.instruments.rows[2].name, Qt.Key.Key_Delete)
    qtbot.mouseClick(panel.instruments.rows[0].remove, LEFT)
    assert list(panel.recipe.tracks) == [LINE_UP[1], LINE_UP[3]]


def test_tracks_go_round_by_dragging(panel: RecipePanel) -> None:
    rows = list(panel.instruments.rows)
    handle = rows[0].handle
    drag(handle, rows[2].mapToGlobal(QPoint(5, rows[2].height() - 1)))
    assert panel.recipe.tracks == (LINE_UP[1], LINE_UP[2], LINE_UP[0], LINE_UP[3])
    assert [row.name.text() for row in panel.instruments.rows] == [
        "Steel Guitar", "Fingered Bass", "Acoustic Grand Piano", "Drums",
    ]  # fmt: skip


def drag(handle: QWidget, goal: QPoint) -> None:
    place = QPointF(3, 3)
    for kind, at in (
        (QEvent.Type.MouseButtonPress, handle.mapToGlobal(place)),
        (QEvent.Type.MouseMove, QPointF(goal)),
        (QEvent.Type.MouseButtonRelease, QPointF(goal)),
    ):
        event = QMouseEvent(
            kind, handle.mapFromGlobal(at), at, LEFT, LEFT, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(handle, event)


def test_an_instrument_can_be_any_of_a_family(panel: RecipePanel) -> None:
    panel.instruments.take((TrackRequest("strings"), TrackRequest("strings", 42)))
    assert [row.name.text() for row in panel.instruments.rows] == ["Strings", "Cello"]


# Chords


def test_a_wrong_chord_is_marked_where_it_stands(qtbot: QtBot, panel: RecipePanel) -> None:
    chords = panel.chords
    qtbot.keyClicks(chords.text, "Cm7 | F7 Hx")
    assert chords.wrong == "Hx"
    assert "Hx" in chords.problem
    chords.show_problem()
    assert chords.text.textCursor().selectedText() == "Hx"
    qtbot.keyClicks(chords.text, "Bb")
    assert (chords.problem, panel.recipe.chords) == ("", "Cm7 | F7 Bb")


def test_chords_are_checked_against_the_meter(panel: RecipePanel) -> None:
    panel.chords.text.setPlainText("C G Am F")
    assert panel.chords.problem == ""
    panel.meter.box.setCurrentText("3/4")
    assert panel.chords.wrong == "F"


# Manner


def test_a_curve_is_drawn_over_the_bars(qtbot: QtBot, panel: RecipePanel) -> None:
    panel.bars.spin.setValue(8)
    qtbot.mouseClick(panel.manner.by_bar["density"], LEFT)
    curve = panel.manner.curves["density"]
    assert panel.recipe.to_request().manner == {}
    left, right = QPoint(4, curve.height() - 20), QPoint(curve.width() - 5, 4)
    qtbot.mousePress(curve, LEFT, pos=left)
    qtbot.mouseMove(curve, right)
    qtbot.mouseRelease(curve, LEFT, pos=right)
    assert panel.recipe.to_request().manner == {"density": (1, 2, 2, 3, 3, 4, 4, 5)}
    curve.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Delete, Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(curve, key)
    assert panel.recipe.manner == {"density": (0, 3, 2, 3, 3, 4, 4, 5)}
    assert curve.accessibleDescription() == "Bar 2: medium"


def test_a_curve_keeps_its_shape_when_the_length_changes(qtbot: QtBot, panel: RecipePanel) -> None:
    panel.set_recipe(replace(FULL, bars=4))
    panel.bars.spin.setValue(8)
    assert panel.manner.curves["density"].levels == (1, 1, 2, 2, 0, 0, 5, 5)
    assert panel.recipe.to_request().manner["density"] == (1, 1, 2, 2, 0, 0, 5, 5)
    panel.bars.spin.setValue(4)
    assert panel.recipe.to_request().manner["density"] == (1, 2, 0, 5)
    qtbot.mouseClick(panel.manner.by_bar["density"], LEFT)
    assert panel.recipe.manner == {"density": 2, "dynamics": 4}


# Any


def test_every_section_can_be_set_to_any(qtbot: QtBot, panel: RecipePanel) -> None:
    panel.set_recipe(FULL)
    for part in panel._parts.values():
        assert part.clear.isVisible()
        qtbot.mouseClick(part.clear, LEFT)
        assert not part.clear.isVisible()
    assert replace(panel.recipe, seed=1, takes=4) == Recipe()


def test_any_is_below_the_lowest_number(panel: RecipePanel) -> None:
    panel.set_recipe(FULL)
    for spin in (panel.tempo.spin, panel.bars.spin):
        spin.setValue(spin.minimum())
    assert (panel.recipe.tempo, panel.recipe.bars) == (None, None)
    panel.tempo.spin.stepUp()
    assert panel.recipe.tempo == 110


def test_a_folded_section_says_what_is_in_it(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    panel = window.compose.panel
    panel.set_recipe(replace(FULL, chords="Am | G", tracks=(*FULL.tracks, TrackRequest("strings"))))
    panel.fold({"style", "form", "instruments"})
    assert panel.sections["style"]._summary.toolTip() == "jazz 75, funk 25 → folk"
    assert panel.sections["form"]._summary.toolTip() == "E♭ minor · 96 BPM · 6/8 · 4 bars"
    assert panel.sections["instruments"]._summary.toolTip() == "Fingered Bass, 2 × Strings, Drums"
    window.close()
    assert make_window().compose.panel.folded == {"style", "form", "instruments"}


# Recipes


@pytest.fixture
def saved_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def answer(name: str) -> None:
        monkeypatch.setattr("ui.compose.recipes.QInputDialog.getText", lambda *a, **k: (name, True))

    return answer


def entry(panel: RecipePanel, name: str) -> QAction:
    return next(action for action in panel.recipes.menu().actions() if action.text() == name)


def test_a_saved_recipe_is_recalled_as_it_was(
    qtbot: QtBot, panel: RecipePanel, saved_as: Callable[[str], None]
) -> None:
    panel.recall(FULL)
    request = panel.recipe.to_request()
    saved_as("Minor matter")
    qtbot.mouseClick(panel.recipes.save, LEFT)
    assert panel.recipes.title == "Minor matter"
    panel.tempo.spin.setValue(50)
    assert panel.recipes.title == "Minor matter (changed)"
    qtbot.mouseClick(panel.recipes.reset, LEFT)
    assert panel.recipe.to_request() != request
    entry(panel, "Minor matter").trigger()
    assert panel.recipe.to_request() == request
    assert panel.recipe == FULL
    assert panel.recipes.title == "Minor matter"


def test_a_recipe_of_that_name_is_replaced_only_if_wanted(
    qtbot: QtBot,
    panel: RecipePanel,
    saved_as: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved_as("Mine")
    panel.recall(FULL)
    panel.recipes.ask_save()
    panel.bars.spin.setValue(99)
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr("ui.compose.recipes.QMessageBox.question", lambda *a: answers.pop(0))
    for bars in (4, 99):
        panel.recipes.ask_save()
        assert read_recipe(own_recipes()["Mine"]).bars == bars


def test_an_own_recipe_is_removed_if_wanted(
    panel: RecipePanel, saved_as: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as("Mine")
    panel.recipes.ask_save()
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr("ui.compose.recipes.QMessageBox.question", lambda *a: answers.pop(0))
    for left in (["Mine"], []):
        menu = panel.recipes.menu()
        removals = next(action.menu() for action in menu.actions() if action.text() == "Remove")
        assert isinstance(removals, QMenu)
        removals.actions()[0].trigger()
        assert list(own_recipes()) == left


def test_factory_recipes_are_at_hand(panel: RecipePanel) -> None:
    for name, path in factory_recipes().items():
        entry(panel, name).trigger()
        assert panel.recipes.title.startswith(name)
        lost = {*read_recipe(path).style} - {*model_info().styles}
        assert bool(lost) == bool(panel.recipe.style != read_recipe(path).style)


def test_styles_that_the_model_lacks_are_told(panel: RecipePanel, told: list[str]) -> None:
    panel.recall(Recipe(style={"polka": 0.5, "jazz": 0.5}, bars=4))
    assert panel.recipe == Recipe(style={"jazz": 1.0}, bars=4)
    assert [("polka" in sentence) for sentence in told] == [True]


def test_a_name_that_can_be_no_file_is_told(
    panel: RecipePanel, told: list[str], saved_as: Callable[[str], None]
) -> None:
    saved_as("a/b")
    panel.recipes.ask_save()
    assert "a/b" in told[0]
    assert own_recipes() == {}


def test_a_shared_recipe_is_dropped_in(window: MainWindow, tmp_path: Path) -> None:
    panel = window.compose.panel
    good, bad = tmp_path / "friend.json", tmp_path / "bad.json"
    write_recipe(FULL, good)
    bad.write_text("{}")
    drop(panel, good)
    assert panel.recipe == FULL
    drop(panel, bad)
    assert "bad.json" in window.banner.text
    assert panel.recipe == FULL


def drop(panel: RecipePanel, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, free = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, LEFT, free)
    panel.dragEnterEvent(enter)
    assert enter.isAccepted()
    panel.dropEvent(QDropEvent(QPointF(9, 9), copy, data, LEFT, free))


def test_music_dropped_on_the_panel_is_left_to_the_window(panel: RecipePanel) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/music/tune.mid")])
    event = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
    )
    panel.dragEnterEvent(event)
    assert not event.isAccepted()


def test_what_the_controls_cant_show_stays_in_the_recipe(panel: RecipePanel) -> None:
    exact = replace(FULL, style={"jazz": 1 / 3, "funk": 2 / 3}, tempo=92.5, temperature=0.123)
    panel.set_recipe(exact)
    panel.bars.spin.setValue(5)
    assert panel.recipe == replace(exact, bars=5)


def test_the_whole_panel_is_reached_by_tab(qtbot: QtBot, panel: RecipePanel) -> None:
    panel.set_recipe(FULL)
    wanted = [
        panel.recipes.button, panel.style_control.chips["jazz"], panel.instruments.rows[0].name,
        panel.key.tonic, panel.tempo.spin, panel.chords.text, panel.manner.curves["density"],
        panel.manner.sliders["register"], panel.seed.dice, panel.strength.slider, panel.generate,
    ]  # fmt: skip
    panel.activateWindow()
    panel.recipes.button.setFocus()
    reached = []
    while panel.focusWidget() not in reached:
        reached.append(panel.focusWidget())
        panel.focusNextChild()
    assert [widget for widget in reached if widget in wanted] == wanted

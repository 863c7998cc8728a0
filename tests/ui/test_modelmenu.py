from PySide6.QtWidgets import QMenu

from musicgan.generation import ENGINES, shipped_model
from tests.ui.conftest import MakeWindow
from ui.modelmenu import ModelMenu


def test_another_engine_is_chosen_in_the_menu(make_window: MakeWindow) -> None:
    window = make_window()
    menu = window.findChild(ModelMenu)
    assert menu is not None
    menu.aboutToShow.emit()
    others = menu.findChild(QMenu)
    assert others is not None
    assert len(others.actions()) == len(ENGINES) - 1
    markov = next(action for action in others.actions() if action.text() == "Markov chains")
    assert not markov.isChecked()
    markov.trigger()
    assert window.settings.model == str(shipped_model("markov"))
    menu.aboutToShow.emit()
    checked = [
        action.text() for action in menu.findChildren(QMenu)[-1].actions() if action.isChecked()
    ]
    assert checked == ["Markov chains"]

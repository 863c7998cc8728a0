"""The bar above the piano-roll says and sets what the mouse does."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.fake_backend import demo_song
from ui.icons import Icons
from ui.pianoroll.toolbar import Toolbar
from ui.pianoroll.view import PianoRoll
from ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton


def test_tools_grid_track_and_lanes(qtbot: QtBot) -> None:
    theme = Theme()
    roll = PianoRoll(theme)
    bar = Toolbar(theme, Icons(theme), roll)
    qtbot.addWidget(roll)
    qtbot.addWidget(bar)
    assert not bar.isEnabled()
    roll.set_song(demo_song(1))
    assert [bar.track.itemText(i) for i in range(4)] == ["Piano", "Guitar", "Bass", "Drums"]
    qtbot.mouseClick(bar.tools["draw"], LEFT)
    assert roll.editor.tool == "draw"
    roll.note_actions.tool("erase").trigger()
    assert [name for name, button in bar.tools.items() if button.isChecked()] == ["erase"]
    bar.snap.setCurrentIndex(bar.snap.findText("1/8 triplets"))
    bar.snap.activated.emit(bar.snap.currentIndex())
    assert roll.editor.step == 8
    bar.track.activated.emit(2)
    assert roll.editor.track == 2
    roll.editor.set_track(3)
    assert bar.track.currentText() == "Drums"
    qtbot.mouseClick(bar.lanes, LEFT)
    assert len(roll.editor.rows.lanes) == 4
    qtbot.mouseClick(bar.follow, LEFT)
    roll.zoom_in()
    roll.set_playhead(96.0 * 15, follow=True)
    assert roll.view.left < 96 * 8

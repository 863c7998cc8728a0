"""The score view: pages come from a process of their own."""

import queue
from xml.etree import ElementTree

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from musicgan.song import Note, Song, Track
from tests.ui.fake_backend import demo_song
from ui.icons import Icons
from ui.jobs.engrave import engrave
from ui.score.pages import Layout, Page
from ui.score.svg import for_qt
from ui.score.view import ScoreView
from ui.theme import Theme
from ui.worker_process import Context

SVG = "{http://www.w3.org/2000/svg}"


def test_qt_gets_a_view_box_and_one_level_of_spans() -> None:
    page = """<svg xmlns="http://www.w3.org/2000/svg" width="84px" height="118px">
      <svg class="definition-scale" viewBox="0 0 2100 2970"><g>
        <text x="10" y="20" font-size="0px"><tspan><tspan font-size="405px">Piano</tspan></tspan>
          <tspan font-family="Leipzig" font-size="300px">\ueca5</tspan></text>
      </g></svg></svg>"""
    root = ElementTree.fromstring(for_qt(page))
    assert root.get("viewBox") == "0 0 2100 2970"
    assert root.find(f"{SVG}svg") is None
    text = next(root.iter(f"{SVG}text"))
    assert text.get("font-size") == "405px"
    assert [(span.text, dict(span.attrib)) for span in text] == [
        ("Piano", {"font-size": "405px"}),
        ("♩", {"font-size": "300px"}),  # the music font is not there, usual ones have this
    ]


def test_chord_symbols_keep_their_flats() -> None:
    page = """<svg xmlns="http://www.w3.org/2000/svg"><text font-size="0px">
      <tspan font-size="405px">E</tspan>
      <tspan font-family="Leipzig" font-size="720px">\uea64</tspan></text></svg>"""
    text = next(ElementTree.fromstring(for_qt(page)).iter(f"{SVG}text"))
    assert [(span.text, span.get("font-size")) for span in text] == [("E", "405px"), ("♭", "405px")]


def test_the_playhead_is_on_the_last_page_that_has_begun() -> None:
    layout = Layout((0, 960, 1920))
    assert [layout.page_at(tick) for tick in (0, 959.9, 960, 5000)] == [0, 0, 1, 2]
    assert Layout(()).page_at(100) == 0


def test_music_is_engraved_page_by_page(qtbot: QtBot) -> None:
    told: list[object] = []
    song = Song((Track("Tune", notes=tuple(Note(24 * i, 60, 24) for i in range(400))),))
    context = Context(
        1, lambda event: told.append(getattr(event, "value", None)), set(), queue.SimpleQueue()
    )
    count = engrave(context, song, 200)
    layout, *pages = told
    assert isinstance(layout, Layout)
    assert count == len(layout.starts) == len(pages) > 1
    assert layout.starts[0] == 0
    assert layout.starts[1] % 96 == 0
    for page in pages:
        assert isinstance(page, Page)
        assert (page.width, len(page.pixels)) == (200, 200 * page.height)
        ink = sum(value < 128 for value in page.pixels) / len(page.pixels)
        assert 0.005 < ink < 0.2  # neither blank nor black


def test_pages_are_turned_by_button_key_and_playhead(qtbot: QtBot) -> None:
    view = ScoreView(Icons(Theme()))
    qtbot.addWidget(view)
    view.set_song(demo_song(1))
    view._take(Layout((0, 960, 1920)))
    for number in range(3):
        view._take(Page(number, 10, 20, bytes(200)))
    assert (view.page, view.page_count) == (0, 3)
    qtbot.mouseClick(view.on, Qt.MouseButton.LeftButton)
    assert view.page == 1
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert (view.page, view.on.isEnabled()) == (2, False)
    view.set_tick(100.0)
    view.set_tick(1000.0)
    assert view.page == 1
    view.set_song(demo_song(2), keep_page=True)
    view._take(Layout((0, 960)))
    assert (view.page, view.page_count) == (1, 2)
    view.set_song(None)
    assert view.page_count == 0

"""The score view: pages come from a process of their own."""

import queue
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from musicgan.song import Note, Song, Track
from tests.ui.fake_backend import demo_song
from ui.icons import Icons
from ui.jobs.engrave import engrave
from ui.score.pages import BarBox, Layout, Page
from ui.score.svg import bars_of, for_qt
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


def test_a_bar_reaches_from_its_highest_to_its_lowest_staff_line() -> None:
    page = """<svg xmlns="http://www.w3.org/2000/svg">
      <svg class="definition-scale" viewBox="0 0 1000 2000">
        <g class="page-margin" transform="translate(100, 200)"><g class="system">
          <g id="m2" class="measure"><g class="staff"><path d="M400 0 L700 0"/></g></g>
          <g id="m1" class="measure">
            <g class="staff"><path d="M0 0 L400 0"/><path d="M0 80 L400 80"/></g>
            <g class="staff"><path d="M0 300 L400 300"/><g><path d="M9 999 L9 1800"/></g></g>
          </g></g></g></svg></svg>"""
    assert bars_of(page, {"m1": 0, "m2": 96}) == (
        BarBox(0, 0.1, 0.1, 0.5, 0.25),
        BarBox(96, 0.5, 0.1, 0.8, 0.1),
    )


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
        starts = [bar.tick for bar in page.bars]
        assert starts[0] == layout.starts[page.number]
        assert starts == list(range(starts[0], starts[-1] + 1, 96))
        assert all(0 < bar.left < bar.right < 1 and 0 < bar.top < bar.bottom for bar in page.bars)


def test_the_bar_at_the_playhead_is_marked(qtbot: QtBot) -> None:
    theme = Theme()
    view = ScoreView(theme, Icons(theme))
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.set_song(demo_song(1))
    view._take(Layout((0, 192)))
    first = BarBox(0, 0.1, 0.1, 0.5, 0.2), BarBox(96, 0.5, 0.8, 0.9, 0.9)
    view._take(Page(0, 10, 20, bytes([255]) * 200, first))
    view._take(Page(1, 10, 20, bytes([255]) * 200, (BarBox(192, 0.1, 0.1, 0.5, 0.2),)))
    sheet, wide = view._sheet, view._sheet.width()
    assert sheet.marked.center().x() == pytest.approx(0.3 * wide)
    view.set_tick(100.0)
    assert sheet.marked.center().x() == pytest.approx(0.7 * wide)
    assert view._scroll.verticalScrollBar().value() > 0  # it was out of sight
    spot = sheet.marked.center().toPoint()
    assert sheet.grab().toImage().pixelColor(spot) != Qt.GlobalColor.white
    view.turn_to(1)
    assert sheet.marked.isEmpty()  # the playhead is on the other page
    view.set_tick(192.0)
    assert sheet.marked.center().x() == pytest.approx(0.3 * wide)


def test_pages_are_turned_by_button_key_and_playhead(qtbot: QtBot) -> None:
    theme = Theme()
    view = ScoreView(theme, Icons(theme))
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

"""The user guide: Help opens it, and what it names is there."""

import re

from PySide6.QtGui import QKeySequence, QTextCursor
from PySide6.QtWidgets import QMenu

from musicgan.paths import resource
from ui.guide import anchor
from ui.shortcuts import shortcuts
from ui.translations import without_key
from ui.window import MainWindow

KEY = re.compile(r"((Ctrl|Shift)\+)*([A-Z+-]|\d|F\d+|Up|Down|Left|Right|Space|Home|Del|Esc)")


def native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def entries(menu: QMenu) -> set[str]:
    """Every entry as the guide writes it: ``Take → Vary → a little``."""
    title = without_key(menu.title())
    menu.aboutToShow.emit()
    found = {title}
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found |= {f"{title} → {entry}" for entry in entries(inner)}
        found.add(f"{title} → {without_key(action.text()).removesuffix(' …')}")
    return found


def menus(window: MainWindow) -> list[QMenu]:
    found = [action.menu() for action in window.menuBar().actions()]
    return [menu for menu in found if isinstance(menu, QMenu)]


def test_help_opens_the_guide_and_its_contents_lead_to_the_sections(window: MainWindow) -> None:
    help_menu = menus(window)[-1]
    next(a for a in help_menu.actions() if without_key(a.text()) == "User guide").trigger()
    page = window.menus.guide
    assert page.isVisible()
    titles = [page.contents.item(row).text() for row in range(page.contents.count())]
    place = titles.index("Keep and rewrite")
    page.contents.setCurrentRow(place)
    heading = page.text.headings[place]
    assert heading.text() == "Keep and rewrite"
    assert 0 <= page.text.cursorRect(QTextCursor(heading)).top() < 40
    text = resource("docs", "guide.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert len(pictures) >= 4
    assert all(resource("docs", name).stat().st_size < 150_000 for name in pictures)
    page.resize(700, 500)
    assert page.text.document().idealWidth() <= page.text.viewport().width()
    page.close()


def test_entries_and_keys_that_the_guide_names_exist(window: MainWindow) -> None:
    window.compose.tasks.reorchestrate.blockSignals(True)  # nothing is shown to list tracks of
    guide = re.sub(r"\s+", " ", resource("docs", "guide.md").read_text(encoding="utf-8"))
    _, guide = guide.split("on a Mac", 1)  # how entries are written stands before
    names = set(re.findall(r"\*\*([^*]+ → [^*]+)\*\*", guide))
    there = set().union(*(entries(menu) for menu in menus(window)))
    assert len(names) > 30
    assert names - there == set()

    keys = {
        key: name
        for menu in menus(window)
        for name, keys in shortcuts(menu)
        for key in keys.split(", ")
    }
    named = re.findall(r"\*\*[^*]+ → ([^*]+)\*\*,? `([^`]+)`", guide)
    assert len(named) > 25
    assert [pair for pair in named if not keys.get(native(pair[1]), "").startswith(pair[0])] == []
    words = {word for word in re.findall(r"`([^`]+)`", guide) if KEY.fullmatch(word)}
    assert len(words) > 30
    assert {word for word in words if native(word) not in keys} == {"N"}  # N is a chord


def test_links_are_as_on_github() -> None:
    assert anchor("If something doesn't work") == "if-something-doesnt-work"

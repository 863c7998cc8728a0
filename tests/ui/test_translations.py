"""The window in other languages: nothing left out, nothing cut."""

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QAction, QFontDatabase
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QSpinBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from musicgan.project import ProjectTake
from tests.translations.texts import FOLDER, ROOT, program_texts, read_ts
from tests.ui.conftest import MakeWindow
from tests.ui.fake_backend import demo_song
from tests.ui.test_recipe_panel import FULL
from ui.sentences import SENTENCES, translated
from ui.settings import Settings
from ui.translations import CONTEXT, LANGUAGES, chosen_language, speak
from ui.widgets.box import ElidedBox
from ui.widgets.labels import Elided
from ui.window import MainWindow

OTHERS = sorted(LANGUAGES.keys() - {"en"})


@pytest.fixture(params=OTHERS)
def translations(request: pytest.FixtureRequest) -> dict[str, str]:
    return read_ts(FOLDER / f"musicgan_{request.param}.ts")


def test_every_text_is_translated(translations: dict[str, str]) -> None:
    texts = set(program_texts())
    told = "run `python -m tests.translations`, then translate what it lists"
    assert texts - translations.keys() == set(), told
    assert [text for text, translation in translations.items() if not translation] == [], told


def test_translations_keep_the_gaps_and_the_keys(translations: dict[str, str]) -> None:
    for text, translation in translations.items():
        assert sorted(re.findall(r"{\w*}", text)) == sorted(re.findall(r"{\w*}", translation))
        assert re.findall(r"&(\w)", text.lower()) == re.findall(r"&(\w)", translation.lower())
        assert (text[0] == " ") == (translation[0] == " "), "a unit stands off its number"


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_shipped_is_what_was_translated(language: str) -> None:
    shipped = QTranslator()
    assert shipped.load(str(FOLDER / f"musicgan_{language}.qm"))
    for text, translation in read_ts(FOLDER / f"musicgan_{language}.ts").items():
        assert shipped.translate(CONTEXT, text) == translation


SHOWING = {
    "QLabel", "QPushButton", "QAction", "addAction", "addMenu", "addTab", "heading", "muted",
    "setAccessibleDescription", "setAccessibleName", "setPlaceholderText", "setPrefix",
    "setSpecialValueText", "setSuffix", "setTabToolTip", "setText", "setTitle", "setToolTip",
    "say", "begin", "show_note", "show_problem",
}  # fmt: skip


LATIN = re.compile(r"[A-Za-z]{3,}")
KNOWN = re.compile(
    r"MIDI|MusicXML|ABC|BPM|WAV|FLAC|Ctrl|Alt|Shift|Home|Del(?:ete)?|Esc|Page (?:Up|Down)|English"
    r"|musicgan|base|Cm7|F7/A|Bb|[\w./]+\.(?:mid|json)"
    r"|cpu|cuda|mps|bfloat16|float32|NVIDIA|Apple|hinge|minimax|non-saturating|relativistic"
)
"""Names that are the same in every language."""


def test_no_text_goes_to_a_widget_untranslated() -> None:
    found = []
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            for argument in call.args if name in SHOWING else ():
                shown = [
                    part.value
                    for part in ast.walk(argument)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                ]
                plain = isinstance(argument, ast.Constant | ast.JoinedStr)
                if plain and re.search(r"[A-Za-z]{2}", KNOWN.sub("", " ".join(shown))):
                    found.append(f"{path.name}:{call.lineno}: {shown}")
    assert found == []


@pytest.fixture
def speaking(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The window's language is that of the test's parameter."""
    language = str(request.param)
    translators = speak(language)
    yield language
    for translator in translators:
        qapp.removeTranslator(translator)


def full_window(make_window: MakeWindow) -> MainWindow:
    window = make_window()
    window.compose.panel.set_recipe(FULL)
    window.compose.panel.fold(())
    window.compose.add([ProjectTake(demo_song(1), "♪")])
    window.compose.takes_list.choose(0)
    return window


@pytest.mark.parametrize("speaking", OTHERS, indirect=True)
def test_no_english_is_left_in_the_window(make_window: MakeWindow, speaking: str) -> None:
    window = full_window(make_window)
    texts: list[str] = []
    for widget in window.findChildren(QWidget):
        texts += [widget.toolTip(), widget.accessibleName()]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QComboBox):
            texts += [widget.itemText(index) for index in range(widget.count())]
    texts += [action.text() for action in window.findChildren(QAction)]
    left = {text for text in texts if LATIN.search(KNOWN.sub("", re.sub("<[^>]*>", "", text)))}
    assert left == set()


def can_write(language: str) -> bool:
    system = QFontDatabase.WritingSystem.SimplifiedChinese
    return language == "en" or system in QFontDatabase.writingSystems()


def as_templates(path: Path) -> Iterator[str]:
    """All strings of a module, each gap as ``{}``."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr):
            parts = [str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values]
            yield "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_the_sentences_that_are_translated_are_the_cores() -> None:
    sources = [*(ROOT / "musicgan").rglob("*.py"), *(ROOT / "ui").glob("*.py")]
    sources.remove(ROOT / "ui" / "sentences.py")
    spoken = {text for path in sources for text in as_templates(path)}
    spoken |= {os.strerror(number) for number in errno.errorcode}
    assert {text for text in SENTENCES if re.sub(r"{\w+}", "{}", text) not in spoken} == set()


@pytest.mark.parametrize("speaking", ["zh_CN"], indirect=True)
def test_problems_are_told_in_the_windows_language(
    qtbot: QtBot, speaking: str, window: MainWindow, tmp_path: Path
) -> None:
    song = tmp_path / "song.mid"
    window.open(song)
    qtbot.waitUntil(lambda: "song.mid" in window.banner.text)
    assert window.banner.text == f"无法读取 {song}（没有这个文件或文件夹）；请检查路径。"
    window.show_problem("Something {new} came up (a.mid).")
    assert window.banner.text == "Something {new} came up (a.mid)."
    window.compose.panel.chords.text.setPlainText("C | Hm")
    assert window.compose.panel.chords._word.text().startswith("“Hm”不是和弦标记")
    ending = "It began to learn by heart, so it was stopped; the best is kept. The model is saved."
    assert translated(ending) == "开始死记，因此已停止；保留了最好的结果。模型已保存。"


@pytest.mark.parametrize("speaking", list(LANGUAGES), indirect=True)
def test_no_text_is_cut(qtbot: QtBot, make_window: MakeWindow, speaking: str) -> None:
    if not can_write(speaking):
        pytest.skip("no font for this language is installed")
    window = full_window(make_window)
    for size in (window.size(), window.minimumSizeHint()):
        window.resize(size)
        QApplication.processEvents()
        cut = [text for tab in (window.compose, window.train) for text in cut_texts(window, tab)]
        assert cut == []


def cut_texts(window: MainWindow, tab: QWidget) -> list[str]:
    """Visible texts that need more room than they have, in a tab and around it."""
    window.tabs.setCurrentWidget(tab)
    QApplication.processEvents()
    return [
        f"{type(widget).__name__} {text!r}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.visibleRegion().boundingRect().width() > 0
        for text in [cut_text(widget)]
        if text
    ]


def cut_text(widget: QWidget) -> str:
    """The widget's text, if it is cut."""
    metrics, room = widget.fontMetrics(), widget.contentsRect()
    if isinstance(widget, Elided | ElidedBox):
        return ""  # shortens itself, and tells all in its tooltip
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.text() if widget.heightForWidth(widget.width()) > widget.height() else ""
    if isinstance(widget, QLabel):
        return widget.text() if metrics.horizontalAdvance(widget.text()) > room.width() else ""
    if isinstance(widget, QTabBar):
        texts = [widget.tabText(i) for i in range(widget.count())]
        rooms = [widget.tabRect(i).width() for i in range(widget.count())]
        pairs = zip(texts, rooms, strict=True)
        return " ".join(t for t, w in pairs if metrics.horizontalAdvance(t) > w)
    if isinstance(widget, QSpinBox):
        inside = widget.lineEdit().width() - 8
        return widget.text() if metrics.horizontalAdvance(widget.text()) > inside else ""
    if isinstance(widget, QComboBox):
        text = widget.currentText()
        return text if metrics.horizontalAdvance(text) > room.width() - 22 else ""
    if isinstance(widget, QAbstractButton) and not widget.icon().isNull() and not widget.text():
        return ""
    if isinstance(widget, QAbstractButton):
        text = widget.text().replace("&", "")
        return text if metrics.horizontalAdvance(text) > room.width() else ""
    return ""


def test_the_language_is_chosen_in_the_menu_for_the_next_start(window: MainWindow) -> None:
    actions = {action.text(): action for action in window.findChildren(QAction)}
    actions["简体中文"].trigger()
    assert Settings().language == "zh_CN"
    assert "started again" in window.banner.text


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh_CN", "zh_CN"), ("zh_SG", "zh_CN"), ("zh_TW", "en"), ("de_DE", "en"), ("en_GB", "en")],
)
def test_the_systems_language_is_taken_where_there_is_one(
    locale: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import QLocale

    monkeypatch.setattr("ui.translations.QLocale.system", lambda: QLocale(locale))
    assert chosen_language("system") == language
    assert chosen_language("en") == "en"

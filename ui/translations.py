"""The window's languages.

Texts are in English in the program. ``resources/translations`` holds the others, one context for
all of them, so that a text is the same everywhere; ``python -m tests.translations`` brings them
into line with the program.
"""

import re

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from musicgan.errors import MusicganError
from musicgan.paths import resource

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Code → the language's own name."""

CONTEXT = "musicgan"


def chosen_language(choice: str) -> str:
    """A code of ``LANGUAGES`` for one of them, or for "system"; English where there is none."""
    if choice in LANGUAGES:
        return choice
    locale = QLocale.system()
    chinese = locale.language() == QLocale.Language.Chinese
    traditional = locale.script() == QLocale.Script.TraditionalChineseScript
    return "zh_CN" if chinese and not traditional else "en"


def speak(choice: str) -> list[QTranslator]:
    """Let all windows that are made from now on speak a language; the translators, to keep.

    Raises:
        MusicganError: its file is missing.
    """
    language = chosen_language(choice)
    if language == "en":
        return []
    application = QCoreApplication.instance()
    assert application is not None, "an application speaks"
    # Qt's own dialogs have a file of their own, where it is installed.
    qt = QTranslator(application)
    qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    own = _Translator(application)
    path = resource("translations", f"musicgan_{language}.qm")
    if not own.load(str(path)):
        raise MusicganError(f"The translation {path.name} is damaged; install musicgan again.")
    for translator in (qt, own):
        application.installTranslator(translator)
    return [qt, own]


def word(text: str) -> str:
    """A word of the core's vocabulary (a level, a family, a program, …) as the window says it."""
    return QCoreApplication.translate(CONTEXT, text)


def key_name(tonic: str, mode: str) -> str:
    """A key as musicians write it: ``E♭ major``."""
    return f"{with_signs(tonic)} {word(mode)}"


def with_signs(name: str) -> str:
    """A note's name with musical signs: ``Eb`` is ``E♭``."""
    return name.replace("b", "♭").replace("#", "♯")


def without_key(text: str) -> str:
    """A menu's text without the mark of its key: ``&Save`` and ``保存(&S)`` are plain."""
    return re.sub(r"\s*\(&\w\)|&", "", text)


class _Translator(QTranslator):
    """Finds a text whatever class it is in."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The translation; None lets the next translator look."""
        found = super().translate(CONTEXT, text, disambiguation, n)
        return found or None  # type: ignore[return-value]  # an empty text would be shown

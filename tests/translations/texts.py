"""The program's texts, as Qt's ``lupdate`` finds them, and the files of their translations."""

import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

import PySide6

from musicgan.generation import LEVELS, MANNERS, MODES, factory_recipes, model_info
from musicgan.song import FAMILIES, PROGRAM_NAMES
from ui.compose.presets import PRESETS
from ui.pianoroll.names import DRUM_NAMES
from ui.sentences import SENTENCES
from ui.translations import CONTEXT

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"

_TOOLS = Path(PySide6.__path__[0])


def vocabulary() -> list[str]:
    """The core's words and sentences, and those of tables, that ``word`` translates."""
    families = [family.capitalize() for family in FAMILIES]
    words = (
        *LEVELS, *MANNERS, *MODES, *model_info().styles, *families, *PROGRAM_NAMES, *PRESETS,
        *factory_recipes(), *DRUM_NAMES.values(), *SENTENCES,
    )  # fmt: skip
    return list(dict.fromkeys(words))


def program_texts() -> list[str]:
    """All texts that the window shows, in the order of the modules."""
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "words.py"
        words.write_text(
            "\n".join(f"QT_TRANSLATE_NOOP({CONTEXT!r}, {word!r})" for word in vocabulary())
        )
        found = Path(folder) / "found.ts"
        sources = sorted(str(path) for path in (ROOT / "ui").rglob("*.py"))
        _run("lupdate", "-locations", "none", *sources, str(words), "-ts", str(found))
        return sorted(read_ts(found), key=lambda text: (text.casefold(), text))


def read_ts(path: Path) -> dict[str, str]:
    """Text → translation, empty where there is none; of all contexts."""
    messages = ET.parse(path).getroot().iter("message")
    return {
        message.findtext("source", ""): message.findtext("translation", "") for message in messages
    }


def write_ts(path: Path, language: str, translations: Mapping[str, str]) -> None:
    """Write Qt's file of translations, with all in one context."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text, translation in translations.items():
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        element = ET.SubElement(message, "translation")
        element.text = translation
        if not translation:
            element.set("type", "unfinished")
    ET.indent(root, "  ")
    body = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")


def compiled(path: Path) -> bytes:
    """What ``lrelease`` makes of a file of translations."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.qm"
        _run("lrelease", "-silent", str(path), "-qm", str(made))
        return made.read_bytes()


def _run(tool: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(_TOOLS / tool), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

"""Job of the score view: engrave a song and paint its pages. Runs in a process of its own.

Parsing and painting a page in Qt takes some 100 ms and holds Python's lock, so that a thread of the
window's process would not do.
"""

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musicgan.errors import MusicganError
from musicgan.formats import write_musicxml
from musicgan.song import TICKS_PER_BEAT, Song, as_written
from ui.score.pages import Layout, Page
from ui.score.svg import bars_of, for_qt
from ui.worker_process import Context

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

_LAYOUT = {
    "pageWidth": 1900, "pageHeight": 2700, "scale": 38, "header": "none", "footer": "none",
    "pageMarginTop": 80, "pageMarginBottom": 60, "pageMarginLeft": 80, "pageMarginRight": 80,
    "breaks": "auto", "mnumInterval": 0, "spacingSystem": 6,
}  # fmt: skip
"""Verovio's options: a page of about A4's shape."""

_loaded: dict[Song, tuple[Any, Layout, dict[str, int]]] = {}


def engrave(context: Context, song: Song, width: int) -> int:
    """Tell the ``Layout`` of a song, then each ``Page``, ``width`` pixels wide; gives their number.

    Raises:
        MusicganError: the music can't be engraved.
    """
    toolkit, layout, ticks = _engraved(song)
    context.tell(layout)
    for number in range(len(layout.starts)):
        if context.cancelled():
            break
        context.tell(_painted(toolkit.renderToSVG(number + 1), ticks, number, width))
    return len(layout.starts)


def _engraved(song: Song) -> tuple[Any, Layout, dict[str, int]]:
    """A toolkit that holds the song, and where bars begin; kept for another width."""
    if song not in _loaded:
        _loaded.clear()
        import verovio

        verovio.enableLog(verovio.LOG_OFF)
        toolkit = verovio.toolkit()
        toolkit.setOptions(_LAYOUT)
        with tempfile.TemporaryDirectory(prefix="musicgan-") as folder:
            path = Path(folder) / "score.musicxml"
            write_musicxml(as_written(song), path)
            if not toolkit.loadFile(str(path)) or not toolkit.getPageCount():
                raise MusicganError("This music can't be engraved; see it as a piano-roll.")
        ticks = _ticks(toolkit)
        _loaded[song] = (toolkit, _layout(toolkit, ticks), ticks)
    return _loaded[song]


def _ticks(toolkit: Any) -> dict[str, int]:
    """Verovio's id of each bar → the tick where it begins, in the order of time."""
    return {
        event["measureOn"]: round(event["qstamp"] * TICKS_PER_BEAT)
        for event in toolkit.renderToTimemap({"includeMeasures": True})
        if "measureOn" in event
    }


def _layout(toolkit: Any, ticks: dict[str, int]) -> Layout:
    starts = [0] * toolkit.getPageCount()
    for bar, tick in reversed(ticks.items()):
        page = toolkit.getPageWithElement(bar)
        if page:
            starts[page - 1] = tick
    return Layout(tuple(starts))


def _painted(svg: str, ticks: dict[str, int], number: int, width: int) -> Page:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    _application()
    renderer = QSvgRenderer(QByteArray(for_qt(svg).encode()))
    size = renderer.viewBoxF().size()
    height = round(width * size.height() / size.width())
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    rows = bytes(image.constBits())
    step = image.bytesPerLine()
    pixels = b"".join(rows[line * step : line * step + width] for line in range(height))
    return Page(number, width, height, pixels, bars_of(svg, ticks))


@cache
def _application() -> "QCoreApplication":
    """Qt's fonts need an application; this one has no screen."""
    from PySide6.QtGui import QGuiApplication

    existing = QGuiApplication.instance()
    if existing is not None:
        return existing
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(["musicgan-engraver"])

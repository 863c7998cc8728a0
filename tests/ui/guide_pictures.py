"""The pictures of README and the user guide, with takes of the shipped model.

Usage: ``python -m tests.ui.guide_pictures [FOLDER]``, by default ``resources/docs``.

The run in the Train tab is made up, since a real one takes minutes.
"""

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()

import numpy as np
from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from musicgan.generation import Recipe, Take, TrackRequest, load_engine
from musicgan.paths import resource
from musicgan.project import Order
from tests.ui.fake_backend import FakePlayer
from tests.ui.screenshots import show_collection, show_run, wait
from ui.backend import Backend
from ui.window import MainWindow, application, keep_space_for_playing

_BAND = Recipe(
    style={"jazz": 0.6, "funk": 0.4},
    tracks=tuple(TrackRequest(family) for family in ("reed", "piano", "bass", "drums")),
    tonic="F",
    mode="minor",
    tempo=104.0,
    bars=16,
    chords="Fm7 | Bbm7 | Db7 | C7",
    manner={"density": 3},
    seed=11,
    seed_kept=True,
)
_QUARTET = Recipe(
    style={"chorale": 1.0},
    tracks=tuple(TrackRequest("strings", program) for program in (40, 40, 41, 42)),
    tempo=80.0,
    bars=16,
    seed=11,
    seed_kept=True,
)
_COLOURS = 256


def make(recipe: Recipe, theme: str, size: tuple[int, int]) -> MainWindow:
    """A window with four takes of a recipe."""
    window = MainWindow(Backend(player=FakePlayer))
    window._was_painted = True  # no worker for a picture
    keep_space_for_playing(window)
    window.theme.choose(theme)
    window.resize(*size)
    window.show()
    window.compose.panel.set_recipe(recipe)
    window.compose.panel.fold({"chance"})
    request = replace(recipe.to_request(), takes=4)
    takes = [step for step in load_engine().generate(request) if isinstance(step, Take)]
    window.compose.finish_making(Order(request).takes(takes, 1), "Generate")
    return window


def close(window: MainWindow) -> None:
    window.train._running = False  # it would ask whether to stop
    window._leaving = True
    window.close()


def save(widget: QWidget, path: Path, part: QRect | None = None) -> None:
    """Write what a widget shows in its 256 commonest colours: a third of the size."""
    wait(60)
    image = widget.grab(part or widget.rect()).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    colours, counts = np.unique(pixels, return_counts=True)
    table = colours[np.argsort(-counts)][:_COLOURS].tolist()
    image = image.convertToFormat(
        QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.AvoidDither
    )
    image.save(str(path), quality=0)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else resource("docs")
    application()

    window = make(_BAND, "dark", (1280, 800))
    window.compose._move(9 * 96.0)
    save(window, folder / "window-dark.png")
    close(window)

    window = make(_QUARTET, "light", (1280, 800))
    compose, editor = window.compose, window.compose.roll.editor
    save(compose.panel, folder / "recipe.png")
    compose.toolbar.lanes.setChecked(True)
    editor.mark(4, 8, frozenset({1, 2}))
    compose.tasks.lock_track(0, True)
    middle = compose.roll.parentWidget()
    while middle is not None and middle.property("card") is None:
        middle = middle.parentWidget()
    assert middle is not None, "the piano-roll lies on a card"
    wait(300)
    save(middle, folder / "rewrite.png")
    compose.toolbar.lanes.setChecked(False)
    editor.unmark()
    compose.toolbar.score.setChecked(True)
    while not compose.score._pages:
        wait(500)
    save(window, folder / "score.png")
    compose.toolbar.score.setChecked(False)

    window.tabs.setCurrentWidget(window.train)
    show_collection(window)
    show_run(window)
    save(window, folder / "train.png")
    close(window)
    QCoreApplication.processEvents()


if __name__ == "__main__":
    main()

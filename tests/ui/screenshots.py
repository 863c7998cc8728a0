"""Pictures of the window in each state.

Usage: ``python -m tests.ui.screenshots FOLDER [1280x800] [real]``

The size is in pixels of the picture; ``QT_SCALE_FACTOR=2`` makes everything twice as big in it.
``LANG=zh_CN.UTF-8``: in Chinese.
``real``: the shipped model writes the takes, instead of made-up ones.
"""

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from musicgan.data import FileReport
from musicgan.generation import Recipe, Take, TrackRequest, load_engine
from musicgan.project import Order
from musicgan.training import Finished, Metrics, Reading, Sample, pack_config
from tests.ui.fake_backend import backend, demo_song, metrics, model_info
from ui.backend import Backend
from ui.compose.style import MIX
from ui.compose.takes.item import partial_items
from ui.train.manager import ModelManager
from ui.translations import speak
from ui.window import MainWindow, application, keep_space_for_playing


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def shoot(window: MainWindow, folder: Path, name: str) -> None:
    QApplication.processEvents()
    wait(60)
    window.grab().save(str(folder / f"{name}.png"))


def make_takes(window: MainWindow, real: bool) -> None:
    request = window.compose.panel.recipe.to_request()
    if real:
        takes = [step for step in load_engine().generate(request) if isinstance(step, Take)]
    else:
        takes = [
            Take(demo_song(seed), seed, score, 0.3, request)
            for seed, score in ((4, 0.71), (5, 1.32), (6, -0.2), (7, 0.4))
        ]
    window.compose.finish_making(Order(request).takes(takes, 1), "Generate")


def show_recipe(window: MainWindow) -> None:
    """A recipe with everything that can be set, of a model with many styles."""
    panel = window.compose.panel
    names = (*model_info().styles, "ragtime", "bossa nova", "blues", "waltz", "tango", "march")
    panel.set_model(replace(model_info(), styles=names))
    panel.set_recipe(
        Recipe(
            style={"jazz": 0.6, "tango": 0.4},
            style_end={"folk": 1.0},
            tracks=(TrackRequest("strings", 40), TrackRequest("guitar"), TrackRequest("bass", 32)),
            tonic="Eb",
            mode="minor",
            tempo=96.0,
            meter=(3, 4),
            bars=24,
            chords="Cm7 | F7/A | %\nBb | Xmaj7",
            manner={"density": (*range(1, 6), *range(5, 0, -1)), "dynamics": 4},
            seed_kept=True,
        )
    )
    panel.fold({"instruments"})


def show_collection(window: MainWindow) -> None:
    train = window.train
    names = (
        "Maple Leaf", "Entertainer", "Pine Apple", "Elite", "Easy Winners", "Original", "Cascades",
    )  # fmt: skip
    keys = ("Ab major", "C major", "Bb major", "F major", "Ab major", "Bb major", "C major")
    reports = [
        FileReport(
            Path(f"/music/rags/{name}.mid"), "rags", True, "", 84 + i, 3, 980 + 31 * i, keys[i],
            "2/4", 92.0 + i, 210.0, ("piano", "bass", "drums"), (31, 93),
            (90, 20, 70, 30, 80, 60, 15, 85, 25, 75, 22, 50),
        )
        for i, name in enumerate(names)
    ]  # fmt: skip
    reports += [
        FileReport(Path("/music/rags/broken.mid"), "rags", False, "the file ends too early"),
        FileReport(Path("/music/rags/silence.mid"), "rags", False, "it has no notes"),
    ]
    train._paths = [Path("/music/rags")]
    train.form.show_paths(train._paths)
    train._show_reports(reports)


def show_run(window: MainWindow, done: bool = False) -> None:
    train = window.train
    train._config = pack_config((Path("/music/rags"),), Path("/x.safetensors"), Path("/b"), "rags")
    train.learning.show_recorded(train._config)
    train._running = True
    train.form.show_state(ready=True, running=True)
    for step in (0, 100, 200, 300):
        train._hear(Sample(step, demo_song(1 + step, 8)))
        for value in ({"diversity": 0.8 + step / 2000, "copied": 3 + step / 100},):
            train._hear(Metrics(step, "likelihood", value, step / 300, 60.0))
    for event in metrics(310):
        if event.step <= 300:
            train._hear(event)
    train._hear(Reading(300, "learns", "It is learning: the loss on music kept aside is falling."))
    if not done:
        window.status.begin("Training …", train.stop).advance(300 / 310, 90 * 10 / 310)
        return
    train._end()
    reason = "It began to learn by heart, so it was stopped; the best is kept."
    train.learning.figures.setText(reason)
    train._offer_result(train._config, Finished(Path("/x"), reason))


def shoot_train_tab(window: MainWindow, folder: Path, theme: str) -> None:
    """Every state of the Train tab."""
    train = window.train
    shoot(window, folder, f"{theme}-train-empty")
    train.form.show_paths([Path("/music/rags")])
    train._scanning = True
    train.collection.show_scan("")
    train._show_scan(412, 1003)
    shoot(window, folder, f"{theme}-train-scanning")
    train._scanning = False
    show_collection(window)
    shoot(window, folder, f"{theme}-train-collection")
    show_run(window)
    shoot(window, folder, f"{theme}-train")
    train.pause()
    shoot(window, folder, f"{theme}-train-paused")
    train.pause()
    train.form._fold.set_folded(False)
    train.plot.show_view("examples")
    shoot(window, folder, f"{theme}-train-advanced")
    train.form._fold.set_folded(True)
    for view in ("critics", "judge"):
        train.plot.show_view(view)
        shoot(window, folder, f"{theme}-train-{view}")
    train.plot.show_view("loss")
    show_run(window, done=True)
    shoot(window, folder, f"{theme}-train-result")
    train.strip.hide()
    show_run(window)
    train._fail(
        "/data/runs/rags.safetensors.run could not be written (No space left on device); free "
        "some space, then resume the training."
    )
    shoot(window, folder, f"{theme}-train-failed")
    window.banner.hide()


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    size = sys.argv[2] if len(sys.argv) > 2 else "1280x800"
    width, height = (int(part) for part in size.split("x"))
    real = sys.argv[-1] == "real"
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    application()
    speak("system")
    for theme in ("light", "dark"):
        window = MainWindow(Backend() if real else backend())
        window._was_painted = True  # no worker for a picture
        keep_space_for_playing(window)
        window.theme.choose(theme)
        window.resize(round(width / scale), round(height / scale))
        window.show()
        shoot(window, folder, f"{theme}-empty")
        first = window.compose.panel.recipe
        window.compose.show_making(
            partial_items(1, tuple(demo_song(seed, 7, whole=16) for seed in (4, 5, 6, 7)))
        )
        work = window.status.begin("Writing 4 takes of 16 bars …", window.generating.cancel)
        work.advance(0.44, 1.0)
        window._show_busy(True)
        shoot(window, folder, f"{theme}-writing")
        window._show_busy(False)
        work.finish("4 takes in 1.2 s.")
        make_takes(window, real)
        window.compose._move(700.0)
        shoot(window, folder, f"{theme}-compose")
        toolbar = window.compose.toolbar
        for button in (toolbar.lanes, toolbar.velocity):
            button.click()
        shoot(window, folder, f"{theme}-lanes")
        for button in (toolbar.lanes, toolbar.velocity, toolbar.score):
            button.click()
        while not window.compose.score.page_count or window.compose.score.worker.busy:
            wait(50)
        window.compose._move(710.0)
        shoot(window, folder, f"{theme}-score")
        toolbar.score.click()
        window.compose.panel.style_control.choose_kind(MIX)
        window.compose.panel.style_control._take({"jazz": 60, "funk": 25, "pop": 15})
        window.compose.panel.chords.text.setPlainText("Cm7 | F7 | Hx")
        window.compose.tracks.rows[0].mute.setChecked(True)
        window.show_problem("No sound device was found; connect one and press Play again.")
        shoot(window, folder, f"{theme}-problem")
        window.banner.hide()
        show_recipe(window)
        shoot(window, folder, f"{theme}-recipe")
        window.compose.panel.set_recipe(first)
        window.tabs.setCurrentWidget(window.train)
        shoot_train_tab(window, folder, theme)
        manager = ModelManager(model_info, None, window)
        manager.show()
        wait(60)
        manager.grab().save(str(folder / f"{theme}-manager.png"))
        manager.close()
        window.train._running = False
        window._leaving = True
        window.close()


if __name__ == "__main__":
    main()

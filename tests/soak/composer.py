"""Somebody who uses the window: what is done in it, one method a habit."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QDialog

from musicgan.generation import Recipe
from musicgan.song import Song
from ui.window import MainWindow

_PATIENCE = 600.0
"""Seconds that one piece of work may take on a busy machine."""


class Composer:
    """Works in a window, always in another way; everything hangs on the seed."""

    def __init__(self, window: MainWindow, folder: Path, music: Path, seed: int) -> None:
        """Files go to ``folder``; ``music`` holds MIDI files to learn from."""
        self._window = window
        self._folder = folder
        self._music = music
        self._draw = Random(seed)

    def habits(self, number: int) -> list[Callable[[], None]]:
        """What is done in cycle ``number``, in order."""
        always = [self.begin, self.generate, self.listen, self.edit, self.rewrite, self.undo]
        seldom = [self.read_score, self.export, self.look_around, self.go_on]
        habits = [*always, seldom[number % len(seldom)]]
        if number % 6 == 2:
            habits.append(self.learn)
        return [*habits, self.tidy, self.save_and_reopen]

    def begin(self) -> None:
        """A new project, another recipe."""
        self._window.session.new()
        panel = self._window.compose.panel
        style = self._draw.choice(list(panel.style_control.chips))
        bars, takes = self._draw.choice((4, 8)), self._draw.choice((1, 3))
        panel.set_recipe(Recipe(style={style: 1.0}, bars=bars, takes=takes))

    def generate(self) -> None:
        """Write takes."""
        self._window.compose.panel.generate.click()
        self._takes_come()

    def listen(self) -> None:
        """Play, jump, loop, turn a track off, compare."""
        window, playback = self._window, self._window.playback
        playback.play()
        self.wait("sound", lambda: playback.position > 0)
        playback.seek(self._draw.uniform(0, self._song.length / 2))
        playback.toggle_loop()
        window.compose.tracks.toggle_mute(0)
        self.rest(0.4)
        window.compose.compare()
        playback.toggle_loop()
        self.rest(0.3)
        playback.stop()

    def edit(self) -> None:
        """Change notes in most of the ways that there are."""
        editor = self._window.compose.roll.editor
        edits = (
            lambda: editor.move(0, 2), lambda: editor.transpose(1), lambda: editor.resize(1),
            lambda: editor.louder(-1), editor.quantise, editor.duplicate, self._cut_and_paste,
        )  # fmt: skip
        editor.choose_all()
        for change in self._draw.sample(edits, 5):
            change()
            self.rest(0.02)
            editor.choose_all()
        self._window.compose.roll.zoom_in()
        self._window.compose.roll.fit()

    def _cut_and_paste(self) -> None:
        editor = self._window.compose.roll.editor
        editor.cut()
        editor.paste()

    def rewrite(self) -> None:
        """Lock a track, mark bars, write them anew; vary that."""
        compose = self._window.compose
        track = self._draw.randrange(len(self._song.tracks))
        if len(self._song.tracks) > 1:
            compose.tasks.lock_track(track, True)
        compose.roll.editor.mark(0, 2)
        compose.tasks.rewrite.trigger()
        self._takes_come()
        compose.tasks.vary.actions()[0].trigger()
        self._takes_come()

    def undo(self) -> None:
        """All the way back, and forward again."""
        document = self._window.document
        for label, step in (("undo_label", document.undo), ("redo_label", document.redo)):
            while getattr(document, label):
                step()
                self.rest(0.01)

    def read_score(self) -> None:
        """See it engraved."""
        score = self._window.compose.score
        self._window.compose.toolbar.score_toggled.emit(True)
        self.wait("the score", lambda: score.page_count > 0 and not score.worker.busy)
        self._window.compose.toolbar.score_toggled.emit(False)

    def export(self) -> None:
        """Write notes and sound, and open the notes again."""
        files = self._window.files
        for suffix in (".mid", ".musicxml", ".flac"):
            path = self._folder / f"it{suffix}"
            self._until(files.written, partial(files.export, self._song, path))
        self._until(files.opened, partial(files.open, self._folder / "it.mid"))

    def look_around(self) -> None:
        """Open the dialogs, look and close them; change the theme."""
        window = self._window
        for show in (
            window.menus.show_guide, window.menus.show_shortcuts,
            window.compose.transport.sound_pressed.emit, window.show_manager,
        ):  # fmt: skip
            QTimer.singleShot(200, self._close_dialogs)
            show()
            self.rest(0.4)
        window.choose_theme(self._draw.choice(("light", "dark")))

    def go_on(self) -> None:
        """Add bars, then take another look at the same recipe."""
        tasks = self._window.compose.tasks
        tasks.go_on.actions()[0].trigger()
        self._takes_come()
        tasks.alike.trigger()
        self._takes_come()

    def learn(self) -> None:
        """Train a style for a few steps, hear an example, throw it away."""
        train = self._window.train
        self._window.tabs.setCurrentWidget(train)
        train.take([self._music])
        self.wait("the files", lambda: not train.scanning)
        train.form.style_name.setText("soaked")
        train.form.start.click()
        self.wait("a curve", lambda: train.plot.points > 0)
        train.form.stop.click()
        self.wait("the end of the training", lambda: not train.busy)
        train.strip.discard.click()
        self._window.tabs.setCurrentWidget(self._window.compose)

    def tidy(self) -> None:
        """Star one take and delete the others."""
        actions = self._window.compose.take_actions
        actions.star.trigger()
        actions.tidy.trigger()

    def save_and_reopen(self) -> None:
        """Save the project, begin another one, open it again."""
        session = self._window.session
        session.path = self._folder / "it.musicgan"
        self._until(session.saved, session.save)
        before = self._window.document.project
        session.new()
        self._until(session.opened, partial(session.open, self._folder / "it.musicgan"))
        assert self._window.document.project.takes == before.takes, "another project came back"

    def rest(self, seconds: float) -> None:
        """Let the window live."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def wait(self, what: str, until: Callable[[], bool]) -> None:
        """Let the window live until something holds.

        Raises:
            TimeoutError: it doesn't.
        """
        end = time.monotonic() + _PATIENCE
        while not until():
            self.rest(0.02)
            if time.monotonic() > end:
                told = self._window.banner.text
                raise TimeoutError(f"{what} did not come; the banner says: {told}")

    @property
    def _song(self) -> Song:
        song = self._window.compose.song
        assert song is not None, "a take is shown"
        return song

    def _takes_come(self) -> None:
        generating = self._window.generating
        assert generating.busy, f"nothing is being written: {self._window.banner.text}"
        self.wait("takes", lambda: not generating.busy)

    def _until(self, signal: SignalInstance, then: Callable[[], object]) -> None:
        """Do something, and wait until its signal comes."""
        heard: list[object] = []
        connection = signal.connect(heard.append)
        then()
        self.wait(str(signal), lambda: bool(heard))
        signal.disconnect(connection)

    @staticmethod
    def _close_dialogs() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.close()

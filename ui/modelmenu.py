"""The menu of models: the shipped one, those made here, any file, and the other engines'."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu

from musicgan.generation import ENGINES, shipped_model
from ui.models import user_models

if TYPE_CHECKING:
    from ui.window import MainWindow


class ModelMenu(QMenu):
    """Lists the models anew each time it opens, since training adds some."""

    def __init__(self, title: str, window: "MainWindow") -> None:
        """Models are chosen for ``window``."""
        super().__init__(title, window)
        self._window = window
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        current = self._window.settings.model
        group = QActionGroup(self)
        entries = {self.tr("Shipped model"): ""}
        entries |= {path.stem: str(path) for path in user_models()}
        others = self._engines()
        if current and current not in (*entries.values(), *others.values()):
            entries[Path(current).stem] = current
        self._offer(self, entries, current, group)
        self._offer(self.addMenu(self.tr("Other engines")), others, current, group)
        self.addSeparator()
        self.addAction(self.tr("Choose a model file …"), self._ask)

    def _engines(self) -> dict[str, str]:
        """The shipped models of the engines beside the GAN, to compare with."""
        names = {
            "markov": self.tr("Markov chains"),
            "hmm": self.tr("Hidden Markov models"),
            "mixture": self.tr("Gaussian mixtures"),
            "convolutional": self.tr("Convolutional GAN"),
        }
        return {
            names.get(engine, engine): str(shipped_model(engine))
            for engine in ENGINES
            if engine != "gan"
        }

    def _offer(
        self, menu: QMenu, entries: dict[str, str], current: str, group: QActionGroup
    ) -> None:
        for name, path in entries.items():
            action = menu.addAction(name, partial(self._window.use_model, path))
            action.setCheckable(True)
            action.setChecked(path == current)
            group.addAction(action)

    def _ask(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Choose a model"),
            self._window.settings.folder,
            "musicgan (*.safetensors)",
        )
        if name:
            self._window.use_model(name)

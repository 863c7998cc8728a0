"""What the window remembers from one start to the next."""

import math
from pathlib import Path

import msgspec
from PySide6.QtCore import QByteArray, QSettings

from musicgan.errors import MusicganError
from musicgan.generation import Recipe, recipe_from_json, recipe_to_json
from ui.pianoroll.look import RollLook
from ui.transport.choice import SoundChoice

ORGANISATION = "musicgan"
APPLICATION = "musicgan"

MOST_RECENT = 9


class Settings:
    """Typed access to ``QSettings``."""

    def __init__(self) -> None:
        """Open the user's settings."""
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, ORGANISATION, APPLICATION
        )

    @property
    def theme(self) -> str:
        """One of ``ui.theme.CHOICES``."""
        return str(self._store.value("theme", "system"))

    @theme.setter
    def theme(self, choice: str) -> None:
        self._store.setValue("theme", choice)

    @property
    def language(self) -> str:
        """A code of ``ui.translations.LANGUAGES``, or "system"."""
        return str(self._store.value("language", "system"))

    @language.setter
    def language(self, choice: str) -> None:
        self._store.setValue("language", choice)

    @property
    def recipe(self) -> Recipe | None:
        """The last recipe; None at the first start, or if it can't be read any more."""
        text = self._store.value("recipe", "")
        if not text:
            return None
        try:
            return recipe_from_json(str(text).encode())
        except MusicganError:
            return None

    @recipe.setter
    def recipe(self, recipe: Recipe) -> None:
        self._store.setValue("recipe", recipe_to_json(recipe).decode())

    @property
    def folded(self) -> set[str]:
        """The sections of the recipe panel that are folded."""
        value = self._store.value("folded", "chance manner")
        return set(str(value).split())

    @folded.setter
    def folded(self, names: set[str]) -> None:
        self._store.setValue("folded", " ".join(sorted(names)))

    @property
    def model(self) -> str:
        """Path of the model in use; empty for the shipped one."""
        return str(self._store.value("model", ""))

    @model.setter
    def model(self, path: str) -> None:
        self._store.setValue("model", path)

    @property
    def folder(self) -> str:
        """Where files were opened or written last; may be empty."""
        return str(self._store.value("folder", ""))

    @folder.setter
    def folder(self, folder: str) -> None:
        self._store.setValue("folder", folder)

    @property
    def recent(self) -> list[Path]:
        """The projects that were opened or saved last, the latest first."""
        found = self._store.value("recent", [])
        names = [found] if isinstance(found, str) else found  # a list of one comes back as a text
        return [Path(str(name)) for name in names] if isinstance(names, list) else []

    def remember(self, path: Path) -> None:
        """Put a project at the top of the recent ones."""
        others = [other for other in self.recent if other != path]
        self._set_recent([path, *others][:MOST_RECENT])

    def forget(self, path: Path) -> None:
        """Take a project out of the recent ones."""
        self._set_recent([other for other in self.recent if other != path])

    def _set_recent(self, paths: list[Path]) -> None:
        self._store.setValue("recent", [str(path) for path in paths])

    @property
    def training_speed(self) -> float | None:
        """Seconds that a training step took last; None before the first."""
        try:
            seconds = float(str(self._store.value("training_speed", 0.0)))
        except ValueError:
            return None
        return seconds if 0 < seconds < math.inf else None

    def set_training_speed(self, seconds: float) -> None:
        """Remember how long a training step takes."""
        self._store.setValue("training_speed", seconds)

    @property
    def plays_at_once(self) -> bool:
        """Whether takes sound while they are being made."""
        return bool(self._store.value("plays_at_once", True, type=bool))

    @plays_at_once.setter
    def plays_at_once(self, wanted: bool) -> None:
        self._store.setValue("plays_at_once", wanted)

    @property
    def roll(self) -> RollLook:
        """How the piano-roll is set up."""
        try:
            return msgspec.json.decode(str(self._store.value("roll", "{}")), type=RollLook)
        except msgspec.MsgspecError:
            return RollLook()

    @roll.setter
    def roll(self, look: RollLook) -> None:
        self._store.setValue("roll", msgspec.json.encode(look).decode())

    @property
    def sound(self) -> SoundChoice:
        """What is played through, and on."""
        try:
            return msgspec.json.decode(str(self._store.value("sound", "{}")), type=SoundChoice)
        except msgspec.MsgspecError:
            return SoundChoice()

    @sound.setter
    def sound(self, choice: SoundChoice) -> None:
        self._store.setValue("sound", msgspec.json.encode(choice).decode())

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size; empty at the first start."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

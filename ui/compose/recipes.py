"""The recipe's name, and the menu of recipes to recall, save and share."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from musicgan.errors import MusicganError
from musicgan.generation import (
    RECIPE_SUFFIX,
    Recipe,
    factory_recipes,
    own_recipe,
    own_recipes,
    read_recipe,
    write_recipe,
)
from ui.icons import Icons
from ui.translations import word


class RecipeBar(QWidget):
    """Shows which recipe was taken last, and whether it was changed since."""

    recalled = Signal(object)
    """A recipe (``Recipe``) to work with from now on."""
    cleared = Signal()
    """Everything is to be any."""
    problem = Signal(str)
    """A sentence for the banner."""

    def __init__(self, icons: Icons) -> None:
        """Nothing is recalled yet."""
        super().__init__()
        self._recipe = Recipe()
        self._recalled: Recipe | None = None
        self._name = ""
        self.button = QPushButton()
        self.button.setProperty("wide", True)
        self.button.setMinimumWidth(80)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setToolTip(self.tr("Recipes: recall, save, share"))
        icons.put(self.button, "recipe", size=16)
        self.button.clicked.connect(self._pop_up)
        self.save = QToolButton()
        self.save.setToolTip(self.tr("Save this recipe under a name"))
        self.save.setAccessibleName(self.save.toolTip())
        icons.put(self.save, "save", size=16)
        self.save.clicked.connect(self.ask_save)
        self.reset = QToolButton()
        self.reset.setToolTip(self.tr("Set everything in this recipe to any"))
        self.reset.setAccessibleName(self.reset.toolTip())
        icons.put(self.reset, "reset", size=16)
        self.reset.clicked.connect(self.cleared)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button, 1)
        layout.addWidget(self.save)
        layout.addWidget(self.reset)
        self._show_name()

    @property
    def title(self) -> str:
        """What the button says."""
        return self.button.text()

    def show_recipe(self, recipe: Recipe) -> None:
        """Follow what the panel holds."""
        self._recipe = recipe
        self._show_name()

    def recall(self, path: Path, name: str = "") -> None:
        """Take a recipe from a file, by default named as the file; one that is none is told."""
        try:
            recipe = read_recipe(path)
        except MusicganError as error:
            self.problem.emit(str(error))
            return
        self._name, self._recalled = name or path.stem, recipe
        self.recalled.emit(recipe)

    def store(self, path: Path) -> None:
        """Save the recipe in a file."""
        try:
            write_recipe(self._recipe, path)
        except MusicganError as error:
            self.problem.emit(str(error))
            return
        self._name, self._recalled = path.stem, self._recipe
        self._show_name()

    def ask_save(self) -> None:
        """Let the user name the recipe, and keep it among the own ones."""
        name, sure = QInputDialog.getText(
            self, self.tr("Save the recipe"), self.tr("Name of the recipe:"), text=self._name
        )
        if not sure:
            return
        try:
            path = own_recipe(name)
        except MusicganError as error:
            self.problem.emit(str(error))
            return
        if not path.exists() or self._confirm(
            self.tr("There is a recipe “{name}” already. Replace it?").format(name=path.stem)
        ):
            self.store(path)

    def ask_export(self) -> None:
        """Let the user name a file for the recipe."""
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Save the recipe as a file"),
            f"{self._name or self.tr('Recipe')}{RECIPE_SUFFIX}",
            self._kinds(),
        )
        if name:
            path = Path(name)
            self.store(path if path.suffix else path.with_suffix(RECIPE_SUFFIX))

    def ask_import(self) -> None:
        """Let the user choose a recipe's file."""
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a recipe"), filter=self._kinds())
        if name:
            self.recall(Path(name))

    def menu(self) -> QMenu:
        """The recipes as they are now, and what can be done with them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        own = own_recipes()
        factory = {word(name): path for name, path in factory_recipes().items()}
        for title, recipes in (
            (self.tr("My recipes"), own),
            (self.tr("To begin with"), factory),
        ):
            if recipes:
                menu.addAction(title).setEnabled(False)
                for name, path in recipes.items():
                    menu.addAction(name, partial(self.recall, path, name))
                menu.addSeparator()
        menu.addAction(self.tr("Save …"), self.ask_save)
        if own:
            removals = menu.addMenu(self.tr("Remove"))
            for name, path in own.items():
                removals.addAction(name, partial(self._remove, path))
        menu.addSeparator()
        menu.addAction(self.tr("Open a recipe file …"), self.ask_import)
        menu.addAction(self.tr("Save as a file to share …"), self.ask_export)
        menu.addSeparator()
        menu.addAction(self.tr("Everything any"), self.cleared.emit)
        return menu

    def _pop_up(self) -> None:
        self.menu().popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _remove(self, path: Path) -> None:
        if self._confirm(self.tr("Remove the recipe “{name}” for good?").format(name=path.stem)):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                self.problem.emit(
                    self.tr("{path} can't be removed ({reason}).").format(
                        path=path, reason=error.strerror
                    )
                )

    def _confirm(self, question: str) -> bool:
        answer = QMessageBox.question(self, self.tr("Recipes"), question)
        return answer == QMessageBox.StandardButton.Yes

    def _kinds(self) -> str:
        return self.tr("Recipes") + f" (*{RECIPE_SUFFIX})"

    def _show_name(self) -> None:
        name = self._name or self.tr("Recipe")
        if self._recalled is not None and not _same(self._recipe, self._recalled):
            name = self.tr("{name} (changed)").format(name=name)
        self.button.setText(name)
        self.button.setAccessibleName(f"{self.button.toolTip()} ({name})")


def _same(one: Recipe, other: Recipe) -> bool:
    """Whether they differ at most by a seed that isn't kept."""
    seed = one.seed if one.seed_kept else other.seed
    return replace(one, seed=seed) == other

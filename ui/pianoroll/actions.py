"""Every edit as an action: for the context menu, the window's menu and the keyboard."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from musicgan.errors import MusicganError
from ui.pianoroll.editor import DRAW, ERASE, SELECT, Editor


class NoteActions(QObject):
    """Actions whose shortcuts count while the piano-roll has the focus."""

    problem = Signal(str)

    def __init__(self, editor: Editor, roll: QWidget) -> None:
        """Add them to ``roll``."""
        super().__init__(roll)
        self._editor = editor
        self._roll = roll
        self._needing_selection: list[QAction] = []
        self._needing_song: list[QAction] = []
        tr = self.tr
        self._tools = self._make_tools()
        self._clipboard = [
            self._edit(tr("Cu&t"), ["Ctrl+X"], editor.cut),
            self._edit(tr("&Copy"), ["Ctrl+C"], editor.copy),
            self._song_edit(tr("&Paste at the playhead"), ["Ctrl+V"], editor.paste),
            self._edit(tr("D&uplicate"), ["Ctrl+D"], editor.duplicate),
            self._edit(tr("&Delete"), ["Del", "Backspace"], editor.delete),
        ]
        self._selection = [
            self._song_edit(tr("Select &all"), ["Ctrl+A"], editor.choose_all),
            self._edit(tr("Select n&othing"), ["Ctrl+Shift+A"], editor.choose_none),
            self._edit(tr("&Mark its bars and tracks"), ["R"], editor.mark_selection),
            self._song_edit(tr("U&nmark"), ["Shift+R"], editor.unmark),
        ]
        self._changes = [
            self._song_edit(tr("&Quantise to the grid"), ["Q"], editor.quantise),
            self._edit(tr("Transpose up"), ["Up"], lambda: editor.move(0, -1)),
            self._edit(tr("Transpose down"), ["Down"], lambda: editor.move(0, 1)),
            self._edit(tr("Octave up"), ["Shift+Up"], lambda: editor.transpose(1)),
            self._edit(tr("Octave down"), ["Shift+Down"], lambda: editor.transpose(-1)),
            self._edit(tr("Earlier"), ["Left"], lambda: editor.move(-1, 0)),
            self._edit(tr("Later"), ["Right"], lambda: editor.move(1, 0)),
            self._edit(tr("Shorter"), ["Shift+Left"], lambda: editor.resize(-1)),
            self._edit(tr("Longer"), ["Shift+Right"], lambda: editor.resize(1)),
            self._edit(tr("Louder"), ["Ctrl+Up"], lambda: editor.louder(1)),
            self._edit(tr("Softer"), ["Ctrl+Down"], lambda: editor.louder(-1)),
        ]
        editor.selection_changed.connect(self._enable)
        editor.settings_changed.connect(self._enable)
        self._enable()

    def fill(self, menu: QMenu) -> None:
        """Put all of them into a menu."""
        for group in (self._tools, self._clipboard, self._selection):
            menu.addActions(group)
            menu.addSeparator()
        menu.addAction(self._changes[0])
        more = menu.addMenu(self.tr("&Change notes"))
        more.addActions(self._changes[1:])

    def tool(self, name: str) -> QAction:
        """The action that takes a tool, checked while it is in hand."""
        return next(action for action in self._tools if action.data() == name)

    def _make_tools(self) -> list[QAction]:
        group = QActionGroup(self)
        names = (
            (SELECT, self.tr("&Select and move"), "V"),
            (DRAW, self.tr("Dra&w"), "B"),
            (ERASE, self.tr("&Erase"), "E"),
        )
        made = []
        for name, text, key in names:
            action = self._action(text, [key], partial(self._editor.set_tool, name))
            action.setData(name)
            action.setCheckable(True)
            group.addAction(action)
            made.append(action)
        return made

    def _edit(self, text: str, keys: list[str], then: Callable[[], object]) -> QAction:
        action = self._action(text, keys, then)
        self._needing_selection.append(action)
        return action

    def _song_edit(self, text: str, keys: list[str], then: Callable[[], object]) -> QAction:
        action = self._action(text, keys, then)
        self._needing_song.append(action)
        return action

    def _action(self, text: str, keys: list[str], then: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self._run(then))
        self._roll.addAction(action)
        return action

    def _run(self, then: Callable[[], object]) -> None:
        try:
            then()
        except MusicganError as error:
            self.problem.emit(str(error))

    def _enable(self) -> None:
        for action in self._needing_selection:
            action.setEnabled(self._editor.has_selection)
        for action in self._needing_song:
            action.setEnabled(self._editor.song is not None)
        self.tool(self._editor.tool).setChecked(True)

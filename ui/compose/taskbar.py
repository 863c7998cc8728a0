"""The bar above the piano-roll: undo, and what writes parts of the shown take anew."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from ui.compose.tasks import TaskActions
from ui.icons import Icons
from ui.widgets.action_button import action_button, menu_button
from ui.widgets.labels import Elided


class TaskBar(QFrame):
    """Buttons for ``TaskActions``, and what they would work on."""

    def __init__(self, icons: Icons, tasks: TaskActions) -> None:
        """Follow ``tasks``."""
        super().__init__()
        self._tasks = tasks
        self._target = Elided()
        self._target.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._target.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 12, 4)
        layout.setSpacing(2)
        layout.addWidget(action_button(icons, "rewrite", tasks.rewrite, words=True))
        for icon, menu, tip in (
            ("continue", tasks.go_on, self.tr("Write more bars where the take ends")),
            (
                "accompany",
                tasks.accompany,
                self.tr("Keep everything, and write another instrument to it"),
            ),
            (
                "orchestrate",
                tasks.reorchestrate,
                self.tr("Write one track anew for another instrument"),
            ),
            (
                "lock",
                tasks.locks,
                self.tr("What is locked stays as it is, whatever is written anew"),
            ),
        ):
            layout.addWidget(menu_button(icons, icon, menu, tip, words=True))
        layout.addWidget(self._target, 1)
        tasks.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._target.set_text(self._tasks.target)
        self._target.setToolTip(
            self.tr(
                "Rewrite writes this anew: {target}. Drag over the bar numbers, or click track "
                "names, to rewrite less."
            ).format(target=self._tasks.target)
        )

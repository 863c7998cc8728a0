"""The models and style packs that are installed: details, import, export, remove."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from musicgan.errors import MusicganError
from musicgan.generation import (
    ModelInfo,
    PackInfo,
    export_pack,
    install_pack,
    installed_packs,
    remove_pack,
)
from ui.models import SUFFIX, user_models
from ui.sentences import translated
from ui.translations import word
from ui.widgets.labels import heading, muted

_ROW = 28


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: a model (path None: the shipped one), or a style pack."""

    path: Path | None
    pack: PackInfo | None = None


class ModelManager(QDialog):
    """Lists what is there; changes take effect at once."""

    model_chosen = Signal(str)
    """Generate with this model from now on; empty: the shipped one."""
    packs_changed = Signal()

    def __init__(
        self, model_info: Callable[[Path | None], ModelInfo], current: Path | None, parent: QWidget
    ) -> None:
        """``current``: the model in use."""
        super().__init__(parent)
        self._model_info = model_info
        self._current = current
        self.setWindowTitle(self.tr("Models and style packs"))
        self.resize(760, 460)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Models and style packs"))
        self.list.setFixedWidth(260)
        self.list.setSpacing(3)
        self.list.currentItemChanged.connect(self._show)
        self._title = heading("")
        self.details = QLabel()
        self.details.setWordWrap(True)
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem = muted(wrap=True)
        self.use = self._button(
            self.tr("Use this model"), self.tr("Generate with it from now on"), self._use
        )
        self.export = self._button(
            self.tr("Export …"), self.tr("Write the style pack to a file for others"), self._export
        )
        self.remove = self._button(
            self.tr("Remove …"), self.tr("Delete it from this computer"), self._remove
        )
        self.bring = self._button(
            self.tr("Import a style pack …"), self.tr("Install a file that others exported"),
            self._import,
        )  # fmt: skip
        self._lay_out()
        self.refresh()

    @property
    def entry(self) -> Entry | None:
        """The chosen line."""
        item = self.list.currentItem()
        found = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Entry) else None

    def refresh(self) -> None:
        """List anew what is there."""
        chosen = self.entry
        self.list.clear()
        for path in (None, *user_models()):
            name = self.tr("Shipped model") if path is None else path.stem
            if path == self._current:
                name = self.tr("{name} (in use)").format(name=name)
            self._add(name, Entry(path))
        for pack in installed_packs():
            self._add(self.tr("Style pack: {name}").format(name=pack.name), Entry(pack.path, pack))
        rows = [
            row
            for row in range(self.list.count())
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == chosen
        ]
        self.list.setCurrentRow(rows[0] if rows else 0)

    def import_file(self, path: Path) -> None:
        """Install a style pack."""
        self._try(lambda: install_pack(path))

    def remove_chosen(self) -> None:
        """Delete the chosen model or style pack."""
        entry = self.entry
        if entry is not None and entry.path is not None:
            path = entry.path
            self._try(lambda: remove_pack(path))

    def _try(self, action: Callable[[], object]) -> None:
        self.problem.setText("")
        try:
            action()
        except MusicganError as error:
            self.problem.setText(translated(str(error)))
            return
        self.refresh()
        self.packs_changed.emit()

    def _add(self, name: str, entry: Entry) -> None:
        item = QListWidgetItem(name)
        item.setData(Qt.ItemDataRole.UserRole, entry)
        item.setSizeHint(QSize(0, _ROW))
        self.list.addItem(item)

    def _show(self) -> None:
        entry = self.entry
        if entry is None:
            return
        self.use.setVisible(entry.pack is None)
        self.use.setEnabled(entry.path != self._current)
        self.export.setVisible(entry.pack is not None)
        self.remove.setVisible(entry.path is not None)
        self.remove.setEnabled(entry.path != self._current)
        self._title.setText(self.list.currentItem().text())
        try:
            lines = self._of_model(entry.path) if entry.pack is None else self._of_pack(entry.pack)
        except MusicganError as error:
            lines = [translated(str(error))]
        self.details.setText("\n\n".join(line for line in lines if line))

    def _of_model(self, path: Path | None) -> list[str]:
        info = self._model_info(path)
        own = [name for name in info.styles if name not in {pack.name for pack in info.packs}]
        packs = ", ".join(pack.name for pack in info.packs)
        return [
            self.tr("Styles: {styles}").format(styles=", ".join(map(word, own))),
            self.tr("With style packs: {packs}").format(packs=packs) if packs else "",
            self.tr("Learned from: {data}").format(data=info.data),
            self.tr("Training: {steps} steps, made {date}").format(
                steps=f"{info.steps:,}", date=info.created
            ),
            self.tr("Licence: {licence}").format(licence=info.licence) if info.licence else "",
        ]

    def _of_pack(self, pack: PackInfo) -> list[str]:
        header = pack.header
        figures = header.figures
        gain = ""
        if {"held_out", "held_out_before"} <= figures.keys():
            gain = self.tr(
                "Loss on music kept aside: {before} before, {after} now (nats a note)"
            ).format(before=f"{figures['held_out_before']:.2f}", after=f"{figures['held_out']:.2f}")
        return [
            self.tr("Belongs to the model {name}").format(name=header.base_name),
            self.tr("Learned from: {data}").format(data=header.data),
            gain,
            self.tr("Training: {steps} steps, made {date}").format(
                steps=f"{header.steps:,}", date=header.created
            ),
            self.tr("Size: {size} MB").format(size=f"{pack.bytes / 1e6:.2f}"),
            self.tr("Licence: {licence}").format(licence=header.licence) if header.licence else "",
        ]

    def _use(self) -> None:
        entry = self.entry
        if entry is None:
            return
        self._current = entry.path
        self.model_chosen.emit("" if entry.path is None else str(entry.path))
        self.refresh()

    def _export(self) -> None:
        entry = self.entry
        if entry is None or entry.pack is None:
            return
        pack = entry.pack
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the style pack"), f"{pack.name}{SUFFIX}", f"musicgan (*{SUFFIX})"
        )
        if name:
            self._try(lambda: export_pack(pack.path, Path(name)))

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a style pack"), "", f"musicgan (*{SUFFIX})"
        )
        if name:
            self.import_file(Path(name))

    def _remove(self) -> None:
        answer = QMessageBox.question(
            self,
            self.tr("Remove"),
            self.tr("Delete “{name}” for good?").format(name=self.list.currentItem().text()),
        )
        if answer == QMessageBox.StandardButton.Yes:
            self.remove_chosen()

    def _button(self, text: str, tip: str, then: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(then)
        return button

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.bring)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._title)
        right.addWidget(self.details, 1)
        right.addWidget(self.problem)
        line = QHBoxLayout()
        line.addStretch(1)
        for button in (self.remove, self.export, self.use):
            line.addWidget(button)
        right.addLayout(line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(16)
        layout.addLayout(left)
        layout.addLayout(right, 1)

"""The settings behind the fold: each explained, none needed."""

from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from musicgan.training import ObjectiveName, ScaleName, TrainingConfig
from ui.widgets.spin import NumberBox

_DEVICES = ("cpu", "cuda", "mps")


class Several(QWidget):
    """Some of a few choices, side by side; all to begin with."""

    changed = Signal()

    def __init__(self, words: dict[str, str]) -> None:
        """One button a choice, by its name."""
        super().__init__()
        self.boxes = {name: QPushButton(word) for name, word in words.items()}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for box in self.boxes.values():
            box.setProperty("chip", True)
            box.setCheckable(True)
            box.setChecked(True)
            box.toggled.connect(self.changed)
            layout.addWidget(box, 1)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of those that are checked."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())


class AdvancedSettings(QWidget):
    """What is left alone is not part of ``changes``, so the presets stay in force."""

    changed = Signal()

    def __init__(self) -> None:
        """Everything as the presets have it."""
        super().__init__()
        self._fields: dict[str, tuple[QWidget, Any]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        standard = TrainingConfig(data=(), output=Path())
        self._choice(
            "objective", self.tr("Objective"), get_args(ObjectiveName), standard.objective,
            self.tr(
                "What critics and generator play for. Non-saturating keeps a weak generator "
                "learning, minimax is the original game, hinge stops rewarding what is good "
                "enough, relativistic compares each piece with real music of the same kind"
            ),
        )  # fmt: skip
        self._number(
            "adversarial_share", self.tr("Critics"), 0.0, 1.0, 2, 0.05, 0.0,
            self.tr(
                "Share of the time in which critics judge what the generator writes; 0 leaves them "
                "out. Small collections rarely gain from it"
            ),
        )  # fmt: skip
        self._several(
            "scales", self.tr("Critics’ scales"), get_args(ScaleName),
            {"frame": self.tr("frame"), "bar": self.tr("bar"), "piece": self.tr("piece")},
            self.tr(
                "What the critics judge: moments at which notes start, whole bars, whole stretches "
                "of music. At least one must stay"
            ),
        )  # fmt: skip
        self._number(
            "gradient_penalty", self.tr("Penalty"), 0.0, 100.0, 2, 0.1, standard.gradient_penalty,
            self.tr(
                "Gradient penalty (R1): keeps the critics from being too sure of themselves near "
                "real music; raise it where they win all the time. 0 leaves it out"
            ),
        )  # fmt: skip
        self._number(
            "critic_rate", self.tr("Critics’ rate"), 1e-5, 1e-2, 5, 1e-4, standard.critic_rate,
            self.tr("How fast the critics learn; lower it where they win all the time"),
        )  # fmt: skip
        self._whole(
            "critic_updates", self.tr("Critics’ updates"), 1, 32, standard.critic_updates,
            self.tr("How often the critics learn for each piece that the generator writes"),
        )  # fmt: skip
        self._number(
            "learning_rate", self.tr("Learning rate"), 1e-5, 1e-1, 5, 1e-4, 3e-3,
            self.tr(
                "How fast it learns at most; it warms up, then falls along a cosine. Too high: the "
                "curves jump. Too low: nothing happens"
            ),
        )  # fmt: skip
        self._number(
            "l1", self.tr("L1"), 0.0, 1.0, 5, 1e-4, 0.0,
            self.tr("Pulls every weight towards 0 by the same force: fewer of them matter"),
        )  # fmt: skip
        self._number(
            "weight_decay", self.tr("L2"), 0.0, 1.0, 3, 0.01, standard.weight_decay,
            self.tr("Pulls large weights towards 0: slows learning by heart"),
        )  # fmt: skip
        self._number(
            "octaves", self.tr("Octaves"), 0.0, 1.0, 2, 0.1, standard.octaves,
            self.tr(
                "Share of the music that is learned an octave higher or lower, as far as the "
                "instruments reach: more to learn from, for a less exact register"
            ),
        )  # fmt: skip
        self._whole(
            "rank", self.tr("Rank"), 1, 64, standard.rank,
            self.tr("Freedom of a style pack: more learns more, copies sooner, fills the disk"),
        )  # fmt: skip
        self._whole(
            "batch", self.tr("Batch"), 1, 128, 8,
            self.tr("Stretches of music a step: more is steadier and slower"),
        )  # fmt: skip
        self._whole(
            "max_frames", self.tr("Length"), 16, 1024, standard.max_frames,
            self.tr("The longest stretch of music, in moments at which notes start"),
        )  # fmt: skip
        self._choice(
            "device", self.tr("Device"), _DEVICES, standard.device,
            self.tr("Where it is computed: processor, NVIDIA card (cuda), Apple silicon (mps)"),
        )  # fmt: skip
        self._choice(
            "bfloat16", self.tr("Precision"), ("bfloat16", "float32"), "bfloat16",
            self.tr("bfloat16 is faster on most processors; float32 is exact"),
        )  # fmt: skip
        self._whole(
            "seed", self.tr("Seed"), 0, 2**31 - 1, standard.seed,
            self.tr("The same seed, music and settings give the same style pack on one machine"),
        )  # fmt: skip

    @property
    def changes(self) -> dict[str, Any]:
        """Settings of ``TrainingConfig`` that differ from the presets."""
        found = {}
        for name, (widget, usual) in self._fields.items():
            value: Any
            if isinstance(widget, QComboBox):
                value = widget.currentText()
            elif isinstance(widget, Several):
                value = widget.chosen
            elif isinstance(widget, QSpinBox | QDoubleSpinBox):
                value = widget.value()
            if value != usual:
                found[name] = value == "bfloat16" if name == "bfloat16" else value
        return found

    def field(self, name: str) -> QWidget:
        """The control of a setting."""
        return self._fields[name][0]

    def _choice(
        self, name: str, label: str, choices: tuple[str, ...], usual: str, tip: str
    ) -> None:
        box = QComboBox()
        box.addItems(list(choices))
        box.setCurrentText(usual)
        box.currentTextChanged.connect(self.changed)
        self._add(name, label, box, usual, tip)

    def _several(
        self, name: str, label: str, choices: tuple[str, ...], words: dict[str, str], tip: str
    ) -> None:
        box = Several({choice: words[choice] for choice in choices})
        box.changed.connect(self.changed)
        self._add(name, label, box, choices, tip)

    def _number(
        self, name: str, label: str, low: float, high: float, digits: int, step: float,
        usual: float, tip: str,
    ) -> None:  # fmt: skip
        box = QDoubleSpinBox()
        box.setDecimals(digits)
        box.setRange(low, high)
        box.setSingleStep(step)
        box.setValue(usual)
        box.lineEdit().setTextMargins(6, 0, 0, 0)
        box.valueChanged.connect(self.changed)
        self._add(name, label, box, box.value(), tip)

    def _whole(self, name: str, label: str, low: int, high: int, usual: int, tip: str) -> None:
        box = NumberBox()
        box.setRange(low, high)
        box.setValue(usual)
        box.valueChanged.connect(self.changed)
        self._add(name, label, box, usual, tip)

    def _add(self, name: str, label: str, widget: QWidget, usual: Any, tip: str) -> None:
        row = len(self._fields)
        text = QLabel(label)
        for part in (text, widget):
            part.setToolTip(tip)
        widget.setAccessibleName(label)
        self._grid.addWidget(text, row, 0)
        self._grid.addWidget(widget, row, 1)
        self._fields[name] = (widget, usual)

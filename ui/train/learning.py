"""A run as it is seen and heard: its figures, curves and examples, and what is to decide."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from musicgan.training import Metrics, Reading, Sample, Started, TrainingConfig, recorded
from ui.icons import Icons
from ui.sentences import translated
from ui.theme import Theme
from ui.train.examples import ExamplesView
from ui.train.history import History
from ui.train.plot import RunPlot
from ui.train.strip import RunStrip
from ui.translations import word
from ui.transport.position import clock
from ui.widgets.empty import EmptyState
from ui.widgets.labels import heading, muted

_MUCH = 0.1
"""Share of a style from which it is named among the relatives."""


class LearningView(QFrame):
    """Empty until a run is shown."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """No run yet."""
        super().__init__()
        self.setProperty("card", True)
        self.history = History()
        self.plot = RunPlot(theme)
        self.examples = ExamplesView(theme, icons)
        self.strip = RunStrip()
        self.reading = QLabel()
        self.reading.setWordWrap(True)
        self.figures = muted(wrap=True)
        self._lay_out(icons)

    def show_recorded(self, config: TrainingConfig) -> None:
        """Show what the run has told before; nothing for a new one."""
        self.history = History()
        for event in recorded(config.run_folder):
            self.history.add(event)
        self._pages.setCurrentIndex(1)
        self.plot.clear()
        self.plot.show_history(self.history)
        self.examples.show_examples(self.history.examples)
        self.reading.setText(translated(self.history.reading))

    def show_none(self) -> None:
        """There is no run any more."""
        self._pages.setCurrentIndex(0)

    def hear(self, event: Started | Metrics | Reading | Sample) -> None:
        """Show what the run tells."""
        if isinstance(event, Started):
            self.figures.setText(self._beginning(event))
            self.plot.show_no_judge(event.unjudged)
            return
        self.history.add(event)
        if isinstance(event, Reading):
            self.reading.setText(translated(event.sentence))
        elif isinstance(event, Sample):
            self.examples.show_examples(self.history.examples)
        else:
            self.plot.show_history(self.history)
            if event.step and "loss" in event.values:
                self.figures.setText(self._figures_of(event))

    def _beginning(self, started: Started) -> str:
        parts = [
            self.tr("{pieces} pieces to learn from, {held_out} kept aside").format(
                pieces=started.pieces, held_out=started.held_out
            )
        ]
        if started.split == "bars":
            parts = [
                self.tr(
                    "One work only, so its last bars are kept aside: the curve says how well it "
                    "goes on with this work, not how well it writes others"
                )
            ]
        elif started.split == "none":
            parts = [
                self.tr(
                    "Too little music to keep some aside: nothing can show when it starts to copy, "
                    "so stop early"
                )
            ]
        near = sorted(started.resembles.items(), key=lambda pair: -pair[1])[:3]
        near = [(name, share) for name, share in near if share >= _MUCH]
        if near:
            parts.append(
                self.tr("to the model it is most like {styles}").format(
                    styles=", ".join(f"{word(name)} ({100 * share:.0f} %)" for name, share in near)
                )
            )
        return "  ·  ".join(parts)

    def _figures_of(self, metrics: Metrics) -> str:
        phase = {
            "likelihood": self.tr("learning from the notes"),
            "adversarial": self.tr("learning from the critics"),
        }[metrics.phase]
        parts = [self.tr("step {step}, {phase}").format(step=f"{metrics.step:,}", phase=phase)]
        held_out = self.history.held_out.values
        if held_out:
            parts.append(
                self.tr("loss on music kept aside {first} → {now}").format(
                    first=f"{held_out[0]:.2f}", now=f"{held_out[-1]:.2f}"
                )
            )
        parts += [
            self.tr("critics are right {share} % of the time").format(share=round(v))
            for v in self.history.accuracy.values[-1:]
        ]
        for judge, low, high in zip(
            self.history.judge.values[-1:],
            self.history.judge_low.values[-1:],
            self.history.judge_high.values[-1:],
            strict=True,
        ):
            told = self.tr("a judge is right {share} % of the time ({low}–{high})")
            parts.append(told.format(share=round(judge), low=round(low), high=round(high)))
        parts.append(self.tr("{time} left").format(time=clock(metrics.seconds_left)))
        return "  ·  ".join(parts)

    def _lay_out(self, icons: Icons) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(
            EmptyState(
                icons,
                "chart",
                self.tr("Then press Start training"),
                self.tr(
                    "Here you see it learn, and at every checkpoint you hear examples of the same "
                    "seeds, from the first to the last."
                ),
            )
        )
        curves = QWidget()
        above = QVBoxLayout(curves)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.plot, 1)
        above.addWidget(self.reading)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(curves)
        split.addWidget(self.examples)
        split.setSizes([180, 220])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(8)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.figures)
        column.addWidget(split, 1)
        self._pages.addWidget(page)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(heading(self.tr("Learning")))
        inside.addWidget(self.strip)
        inside.addWidget(self._pages, 1)

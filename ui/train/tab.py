"""The Train tab: collection, training run, curves, and the model that comes of it."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from musicgan.data import FileReport
from musicgan.errors import MusicganError
from musicgan.generation import ModelInfo, shipped_model
from musicgan.song import Song
from musicgan.training import (
    CheckpointSaved,
    Finished,
    Metrics,
    Sample,
    Scanned,
    Started,
)
from ui.backend import Backend
from ui.icons import Icons
from ui.models import path_for
from ui.status import StatusBar, Work
from ui.theme import Theme
from ui.train.form import TrainForm
from ui.train.history import History
from ui.train.plan import fine_tuning
from ui.train.plot import LossPlot
from ui.train.reports import ReportsTable
from ui.transport.position import clock
from ui.widgets.empty import EmptyState
from ui.widgets.labels import card, heading, muted
from ui.worker import Worker, threads_for_training


class TrainTab(QWidget):
    """Scans in the worker, trains in the worker, shows what it tells."""

    problem = Signal(str)
    """A sentence for the banner."""
    model_made = Signal(Path)
    """A run is over and its model is there."""
    finished = Signal()
    """A run is over, well or not."""
    sample_wanted = Signal(str, object)
    """The user wants to hear this example (name, ``Song``)."""

    def __init__(self, backend: Backend, theme: Theme, icons: Icons, status: StatusBar) -> None:
        """No collection yet; no process either."""
        super().__init__()
        self._backend = backend
        self._status = status
        self._base: Path | None = None
        self._paths: list[Path] = []
        self._reports: list[FileReport] = []
        self._history = History()
        self._running = False
        self._scanning = False
        self._saved: Path | None = None
        self._sample: Sample | None = None
        self._work: Work | None = None
        self.form = TrainForm(icons)
        self.table = ReportsTable(theme)
        self.plot = LossPlot(theme)
        self._summary = muted(wrap=True)
        self._reading = muted(wrap=True)
        self._figures = QLabel()
        self.listen = QPushButton(self.tr("Hear the newest example"))
        self.listen.setToolTip(self.tr("Show and play eight bars that the model writes by now"))
        icons.put(self.listen, "play")
        self.worker = Worker(threads=threads_for_training(), parent=self)
        self._lay_out(icons)
        self._wire()

    @property
    def busy(self) -> bool:
        """Whether a training run is under way."""
        return self._running

    @property
    def summary(self) -> str:
        """What is said of the collection."""
        return self._summary.text()

    def set_base(self, model: Path | None, info: ModelInfo) -> None:
        """Teach this model from now on (None: the shipped one)."""
        self._base = model
        self.form.show_base(info.name)

    def take(self, paths: list[Path]) -> None:
        """Look at a collection: folders and files."""
        if self._running:
            self.problem.emit(self.tr("Stop the training first, then choose another folder."))
            return
        self._paths = paths
        self._reports = []
        self._scanning = True
        self.form.show_paths(paths)
        self.form.show_state(ready=False, running=False)
        self._summary.setText(self.tr("Reading the files …"))
        self._collection.setCurrentIndex(1)
        self.table.set_reports([])
        self._work = self._status.begin(self.tr("Reading the files …"), self.stop)
        self.worker.run("ui.jobs.train:inspect", self._backend.inspect, paths)

    def start(self) -> None:
        """Train on the collection."""
        style = self.form.style_name.text().strip() or None
        try:
            base = self._base or shipped_model()
        except MusicganError as error:
            self.problem.emit(str(error))
            return
        output = path_for(style or self._paths[0].stem)
        minutes = float(self.form.minutes.value())
        config = fine_tuning(self._paths, output, base, style, minutes, threads_for_training())
        self._running = True
        self._saved = None
        self._sample = None
        self._history = History()
        self._learning.setCurrentIndex(1)
        self.plot.clear()
        self._figures.setText(self.tr("Preparing …"))
        self._reading.setText("")
        self.listen.setEnabled(False)
        self.form.show_state(ready=True, running=True)
        self._work = self._status.begin(self.tr("Training …"), self.stop)
        self.worker.run("ui.jobs.train:train", self._backend.train, config)

    def stop(self) -> None:
        """End the run and keep what is learned; a scan is dropped."""
        if self._scanning:
            self.worker.drop()
            self._scanning = False
            self._finish(self.tr("Cancelled."))
            self._summary.setText(self.tr("Reading was cancelled; choose the folder again."))
        elif self._running:
            self.worker.cancel()
            self.form.stop.setEnabled(False)
            self._tell_work(self.tr("Saving what is learned …"))

    @property
    def scanning(self) -> bool:
        """Whether files are being read."""
        return self._scanning

    def close_worker(self) -> None:
        """End the process."""
        self.worker.close()

    def _hear(self, value: object) -> None:
        match value:
            case (int(done), int(total)):
                self._show_scan(done, total)
            case Scanned(_, done, total):
                self._show_scan(done, total)
            case Started():
                self._figures.setText(
                    self.tr("{pieces} pieces to learn from, {held_out} kept aside").format(
                        pieces=value.pieces, held_out=value.held_out
                    )
                )
            case Metrics():
                self._show_metrics(value)
            case Sample():
                self._sample = value
                self.listen.setEnabled(True)
            case CheckpointSaved(_, path):
                self._saved = path
            case Finished(path, reason):
                self._figures.setText(reason)
                self._saved = path if path.is_file() else None

    def _tell_work(
        self, message: str, done: float | None = None, seconds_left: float | None = None
    ) -> None:
        if self._work is not None:
            self._work.say(message)
            if done is not None:
                self._work.advance(done, seconds_left)

    def _finish(self, message: str = "") -> None:
        if self._work is not None:
            self._work.finish(message)
            self._work = None

    def _show_scan(self, done: int, total: int) -> None:
        self._tell_work(
            self.tr("Reading the files: {done} of {total}").format(done=done, total=total),
            done / max(total, 1),
        )

    def _show_metrics(self, metrics: Metrics) -> None:
        self._history.add(metrics)
        self.plot.show_history(self._history)
        phase = {
            "likelihood": self.tr("learning from the notes"),
            "adversarial": self.tr("learning from the critics"),
        }[metrics.phase]
        parts = [self.tr("step {step}, {phase}").format(step=f"{metrics.step:,}", phase=phase)]
        parts += [
            self.tr("loss {loss}").format(loss=f"{v:.2f}") for v in self._history.loss.values[-1:]
        ]
        parts += [
            self.tr("critics are right {share} % of the time").format(share=round(v))
            for v in self._history.accuracy.values[-1:]
        ]
        parts.append(self.tr("{time} left").format(time=clock(metrics.seconds_left)))
        self._figures.setText("  ·  ".join(parts))
        self._reading.setText(self._history.reading)
        self._tell_work(self.tr("Training …"), metrics.done, metrics.seconds_left)

    def _done(self, value: object) -> None:
        if self._scanning:
            self._scanning = False
            self._finish()
            self._show_reports(value if isinstance(value, list) else [])
        else:
            self._end()
            if self._saved is not None:
                self.model_made.emit(self._saved)

    def _fail(self, sentence: str) -> None:
        was_scanning, self._scanning = self._scanning, False
        if was_scanning:
            self._summary.setText(sentence)
        if self._running:
            self._figures.setText(sentence)
        self._end()
        self.problem.emit(sentence)

    def _end(self) -> None:
        was_running, self._running = self._running, False
        self.form.stop.setEnabled(True)
        self.form.show_state(ready=any(r.kept for r in self._reports), running=False)
        self._finish()
        if was_running:
            self.finished.emit()

    def _show_reports(self, reports: list[FileReport]) -> None:
        self._reports = reports
        self.table.set_reports(reports)
        kept = [report for report in reports if report.kept]
        styles = Counter(report.style for report in kept)
        parts = [
            self.tr("{kept} of {total} files are used").format(kept=len(kept), total=len(reports)),
            self.tr("{bars} bars").format(bars=f"{sum(r.bars for r in kept):,}"),
            self.tr("{notes} notes").format(notes=f"{sum(r.notes for r in kept):,}"),
        ]
        if len(styles) > 1:
            parts.append(
                self.tr("{count} styles: {names}").format(
                    count=len(styles), names=", ".join(sorted(styles))
                )
            )
        self._summary.setText("  ·  ".join(parts))
        if len(styles) == 1:
            self.form.style_name.setText(next(iter(styles)))
        else:
            self.form.style_name.clear()
        self.form.show_state(ready=bool(kept), running=False)
        if not kept:
            self.problem.emit(
                self.tr("None of these files can be learned from; the table says why.")
            )

    def _listen(self) -> None:
        if self._sample is not None:
            song: Song = self._sample.song
            self.sample_wanted.emit(
                self.tr("Example at step {step}").format(step=f"{self._sample.step:,}"), song
            )

    def _wire(self) -> None:
        self.worker.told.connect(self._hear)
        self.worker.done.connect(self._done)
        self.worker.failed.connect(self._fail)
        self.worker.died.connect(self._fail)
        self.form.paths_chosen.connect(self.take)
        self.form.start_pressed.connect(self.start)
        self.form.stop_pressed.connect(self.stop)
        self.listen.clicked.connect(self._listen)

    def _lay_out(self, icons: Icons) -> None:
        self._collection = QStackedWidget()
        self._collection.addWidget(
            EmptyState(
                icons,
                "folder-music",
                self.tr("Drop a folder of music here"),
                self.tr(
                    "MIDI, MusicXML or ABC; sub-folders become styles. Every file is listed "
                    "with the reason if it can't be used."
                ),
            )
        )
        self._collection.addWidget(self.table)
        self._learning = QStackedWidget()
        self._learning.addWidget(
            EmptyState(
                icons,
                "chart",
                self.tr("Then press Start training"),
                self.tr("Here you see it learn, and you can hear examples while it does."),
            )
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._figures)
        column.addWidget(self.plot, 1)
        below = QHBoxLayout()
        below.addWidget(self._reading, 1)
        below.addWidget(self.listen)
        column.addLayout(below)
        self._learning.addWidget(page)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(_framed(self.tr("Collection"), self._summary, self._collection))
        split.addWidget(_framed(self.tr("Learning"), None, self._learning))
        split.setSizes([330, 370])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self.form)
        layout.addWidget(split, 1)


def _framed(title: str, line: QLabel | None, body: QWidget) -> QWidget:
    frame = card()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(14, 10, 14, 10)
    top = QHBoxLayout()
    top.addWidget(heading(title))
    if line is not None:
        top.addSpacing(10)
        top.addWidget(line, 1)
    layout.addLayout(top)
    layout.addWidget(body, 1)
    return frame

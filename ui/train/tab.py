"""The Train tab: collection, training run, curves and examples, and what comes of it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from musicgan.data import FileReport
from musicgan.errors import MusicganError
from musicgan.generation import ModelInfo, check_name, install_pack, shipped_model
from musicgan.paths import user_data
from musicgan.training import (
    CheckpointSaved,
    Finished,
    Metrics,
    Reading,
    RunInfo,
    Sample,
    Scanned,
    Started,
    TrainingConfig,
    check,
    discard,
    runs,
)
from ui.backend import Backend
from ui.icons import Icons
from ui.sentences import translated
from ui.status import StatusBar, Work
from ui.theme import Theme
from ui.train.collection import CollectionView
from ui.train.form import TrainForm
from ui.train.learning import LearningView
from ui.train.plan import settings
from ui.worker import Worker, threads_for_training


class TrainTab(QWidget):
    """Scans in the worker, trains in the worker, shows what it tells."""

    problem = Signal(str)
    """A sentence for the banner."""
    model_made = Signal(Path)
    """A model from scratch is finished."""
    pack_made = Signal(str)
    """A style pack of this name was installed."""
    finished = Signal()
    """A run is over, well or not."""
    sample_wanted = Signal(str, object)
    """The user wants this example among the takes (name, ``Song``)."""
    hearing = Signal(object)
    """The user wants to hear this ``Song`` here, or (None) no longer."""
    speed_measured = Signal(float)
    """Seconds that a step takes on this machine."""

    def __init__(self, backend: Backend, theme: Theme, icons: Icons, status: StatusBar) -> None:
        """No collection yet; no process either."""
        super().__init__()
        self._backend = backend
        self._status = status
        self._base: Path | None = None
        self._paths: list[Path] = []
        self._running = False
        self._paused = False
        self._scanning = False
        self._reporting = False
        self._config: TrainingConfig | None = None
        self._saved: Path | None = None
        self._ending: Finished | None = None
        self._work: Work | None = None
        self.form = TrainForm(icons)
        self.collection = CollectionView(theme, icons)
        self.table = self.collection.table
        self.learning = LearningView(theme, icons)
        self.plot, self.examples = self.learning.plot, self.learning.examples
        self.strip = self.learning.strip
        self.worker = Worker(threads=threads_for_training(), parent=self)
        self._lay_out()
        self._wire()

    @property
    def busy(self) -> bool:
        """Whether a training run is under way."""
        return self._running

    @property
    def scanning(self) -> bool:
        """Whether files are being read."""
        return self._scanning

    @property
    def paused(self) -> bool:
        """Whether the run is held."""
        return self._paused

    @property
    def summary(self) -> str:
        """What is said of the collection."""
        return self.collection.line.text()

    def set_base(self, model: Path | None, info: ModelInfo) -> None:
        """Teach this model from now on (None: the shipped one)."""
        self._base = model
        self.form.show_base(info.name)

    def look_for_runs(self) -> bool:
        """Offer what an earlier session left: a run to resume, or a result to keep.

        Returns:
            Whether there is something.
        """
        if self._running or self._scanning or self._reporting:
            return False
        for run in runs():
            if run.resumable:
                self._offer_resume(run)
                return True
            if run.config.pack is not None and run.config.output.is_file():
                self.learning.show_recorded(run.config)
                self._offer_result(run.config)
                return True
        return False

    def take(self, paths: list[Path]) -> None:
        """Look at a collection: folders and files."""
        if self._running:
            self.problem.emit(self.tr("Stop the training first, then choose other music."))
            return
        if self._reporting:
            self.stop()
        self._paths = paths
        self._scanning = True
        self.form.show_paths(paths)
        self.form.show_state(ready=False, running=False)
        self.collection.show_scan(self.tr("Reading the files …"))
        self._work = self._status.begin(self.tr("Reading the files …"), self.stop)
        self.worker.run("ui.jobs.train:inspect", self._backend.inspect, paths)

    def start(self) -> None:
        """Train on the collection."""
        order = self.form.order
        try:
            check_name(order.name)
            base = self._base or shipped_model()
            config = settings(order, self._paths, self.table.left_out, base)
            check(config)
            discard(config)
        except MusicganError as error:
            self.problem.emit(str(error))
            return
        self._begin(config, resume=False)

    def resume(self, config: TrainingConfig) -> None:
        """Go on with a run that was interrupted."""
        self._begin(config, resume=True)

    def pause(self) -> None:
        """Hold the run, or let it go on."""
        self._paused = not self._paused
        self.worker.send("pause" if self._paused else "resume")
        self.form.show_state(ready=True, running=True, paused=self._paused)
        self._tell_work(self.tr("Training is paused.") if self._paused else self.tr("Training …"))

    def stop(self) -> None:
        """End the run and keep the best; a scan is dropped."""
        if self._scanning:
            self.worker.drop()
            self._scanning = False
            self._finish(self.tr("Cancelled."))
            self.collection.line.setText(self.tr("Reading was cancelled; choose the music again."))
        elif self._reporting:
            self.worker.drop()
            self._end_report(self.tr("Cancelled."))
        elif self._running:
            self.worker.cancel()
            self._wind_up()

    def leave(self) -> None:
        """Save the run as it is and end it; it can be resumed at the next start."""
        self.worker.send("leave")
        self._wind_up()

    def close_worker(self) -> None:
        """End the process."""
        self.worker.close()

    # ---- a run --------------------------------------------------------------------------------

    def _begin(self, config: TrainingConfig, resume: bool) -> None:
        self._config = config
        self._running = True
        self._paused = False
        self._saved = None
        self._ending = None
        self.strip.hide()
        self.learning.show_recorded(config)
        self.learning.figures.setText(self.tr("Preparing …"))
        self.form.show_state(ready=True, running=True)
        self._work = self._status.begin(self.tr("Training …"), self.stop)
        self.worker.run("ui.jobs.train:train", self._backend.train, config, resume)

    def _hear(self, value: object) -> None:
        match value:
            case (int(done), int(total)):
                self._show_scan(done, total)
            case (str(), float(share)):
                self._tell_work(self.tr("Comparing before and after …"), share)
            case Scanned(_, done, total):
                self._show_scan(done, total)
            case Started() | Reading() | Sample():
                self.learning.hear(value)
            case Metrics():
                self.learning.hear(value)
                self._measure(value)
                if not self._paused:
                    self._tell_work(self.tr("Training …"), value.done, value.seconds_left)
            case CheckpointSaved(_, path):
                self._saved = path
            case Finished(path, reason):
                self._ending = value
                self.learning.figures.setText(translated(reason))
                self._saved = path if path.is_file() else None

    def _measure(self, metrics: Metrics) -> None:
        """Tell how long a step takes, for the presets' times."""
        config = self._config
        if config is None or config.pack is None or config.minutes is not None:
            return
        if "loss" in metrics.values and 0 < metrics.done < 1:
            steps_left = config.likelihood_steps * (1 - metrics.done)
            self.form.show_speed(metrics.seconds_left / steps_left)
            self.speed_measured.emit(metrics.seconds_left / steps_left)

    def _done(self, value: object) -> None:
        if self._scanning:
            self._scanning = False
            self._finish()
            self._show_reports(value if isinstance(value, list) else [])
            return
        if self._reporting:
            self._end_report(self.tr("The report is open in the browser."))
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(value)))
            return
        config, ending = self._config, self._ending
        self._end()
        if config is None or self._saved is None:
            return
        if config.pack is None:
            self.model_made.emit(self._saved)
        elif ending is not None and not ending.resumable:
            self._offer_result(config, ending)

    def _fail(self, sentence: str) -> None:
        if self._reporting:
            self._end_report()
            self.problem.emit(sentence)
            return
        was_scanning, self._scanning = self._scanning, False
        if was_scanning:
            self.collection.line.setText(translated(sentence))
        was_running = self._running
        if was_running:
            self.learning.figures.setText(translated(sentence))
        self._end()
        self.problem.emit(sentence)
        if was_running:
            self.look_for_runs()

    def _wind_up(self) -> None:
        for button in (self.form.stop, self.form.pause):
            button.setEnabled(False)
        self._tell_work(self.tr("Saving what is learned …"))

    def _end(self) -> None:
        was_running, self._running = self._running, False
        self._paused = False
        for button in (self.form.stop, self.form.pause):
            button.setEnabled(True)
        self.form.show_state(ready=self.collection.summary.kept > 0, running=False)
        self._finish()
        if was_running:
            self.finished.emit()

    # ---- results ------------------------------------------------------------------------------

    def _offer_resume(self, run: RunInfo) -> None:
        config = run.config
        self._config = config
        self.learning.show_recorded(config)
        step = max(self.learning.history.loss.steps, default=0)
        self.strip.offer(
            self.tr("The training of “{name}” was interrupted at step {step}.").format(
                name=config.pack or config.name, step=f"{step:,}"
            ),
            self.tr("Go on"),
            partial(self.resume, config),
            partial(self._discard, config),
        )

    def _offer_result(self, config: TrainingConfig, ending: Finished | None = None) -> None:
        points = self.learning.history.held_out
        text = self.tr("The training is over.")
        if ending is not None:
            text = translated(ending.reason)
        if points.values and points.steps[0] == 0:
            figures = {} if ending is None else ending.figures
            best = figures.get("held_out", min(points.values))
            at = points.steps[points.values.index(min(points.values))]
            text += " " + self.tr(
                "Loss on music kept aside: {before} before, {after} at the best (step {step})."
            ).format(
                before=f"{points.values[0]:.2f}",
                after=f"{best:.2f}",
                step=f"{figures.get('best_step', at):,.0f}",
            )
            if best >= points.values[0]:
                text += " " + self.tr("Nothing was gained.")
        self.learning.figures.setText("")
        self.strip.offer(
            text + " " + self.tr("Compare A and B below, then give it a name."),
            self.tr("Save the style"),
            partial(self._keep, config),
            partial(self._discard, config),
            name=config.pack,
            compare=partial(self._report, config),
        )

    def _report(self, config: TrainingConfig) -> None:
        """Compare before and after, in the worker."""
        self._reporting = True
        self.strip.setEnabled(False)
        self.form.show_state(ready=False, running=False)
        self._work = self._status.begin(self.tr("Comparing before and after …"), self.stop)
        target = user_data() / "reports" / f"{config.pack}.html"
        self.worker.run("ui.jobs.train:report", self._backend.compare, config, target)

    def _end_report(self, message: str = "") -> None:
        self._reporting = False
        self.strip.setEnabled(True)
        self._finish(message)
        self._count_again()

    def _keep(self, config: TrainingConfig) -> None:
        try:
            info = install_pack(config.output, self.strip.name.text())
        except MusicganError as error:
            self.problem.emit(str(error))
            return
        self.strip.hide()
        discard(config)
        self.pack_made.emit(info.name)

    def _discard(self, config: TrainingConfig) -> None:
        self.strip.hide()
        try:
            discard(config)
        except MusicganError as error:
            self.problem.emit(str(error))
            return
        self.learning.show_none()
        self.look_for_runs()

    # ---- the rest -----------------------------------------------------------------------------

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
        text = self.tr("Reading the files: {done} of {total}").format(
            done=f"{done:,}", total=f"{total:,}"
        )
        if self._scanning:
            self.collection.line.setText(text)
        self._tell_work(text, done / max(total, 1))

    def _show_reports(self, reports: list[FileReport]) -> None:
        self.collection.show_reports(reports)
        kept = self.collection.summary.kept
        if kept and not self.form.style_name.text().strip():
            self.form.style_name.setText(self._paths[0].stem if self._paths else "")
        self.form.show_state(ready=kept > 0, running=False)
        if not kept:
            self.problem.emit(
                self.tr("None of these files can be learned from; the table says why.")
            )

    def _count_again(self) -> None:
        if not (self._running or self._scanning or self._reporting):
            self.form.show_state(ready=self.collection.summary.kept > 0, running=False)

    def _wire(self) -> None:
        self.worker.told.connect(self._hear)
        self.worker.done.connect(self._done)
        self.worker.failed.connect(self._fail)
        self.worker.died.connect(self._fail)
        self.form.paths_chosen.connect(self.take)
        self.form.start_pressed.connect(self.start)
        self.form.pause_pressed.connect(self.pause)
        self.form.stop_pressed.connect(self.stop)
        self.collection.changed.connect(self._count_again)
        self.examples.play_pressed.connect(self.hearing)
        self.examples.keep_pressed.connect(self.sample_wanted)

    def _lay_out(self) -> None:
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.collection)
        both.addWidget(self.learning)
        both.setSizes([240, 460])
        both.setChildrenCollapsible(False)
        both.setHandleWidth(8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self.form)
        layout.addWidget(both, 1)

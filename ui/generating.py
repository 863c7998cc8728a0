"""Generate, from the click to the takes: sends the request to the worker, shows what comes back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from musicgan.errors import MusicganError
from musicgan.generation import Progress
from musicgan.project import Order, Origin
from ui.backend import Backend
from ui.compose.tab import ComposeTab
from ui.compose.takes.item import partial_items
from ui.status import StatusBar, Work
from ui.worker import Worker


class Generating(QObject):
    """Owns the worker process that holds the engine."""

    problem = Signal(str)
    """A sentence for the banner."""
    busy_changed = Signal(bool)

    def __init__(
        self, backend: Backend, compose: ComposeTab, status: StatusBar, parent: QObject
    ) -> None:
        """Nothing is started before ``warm_up`` or ``generate``."""
        super().__init__(parent)
        self._backend = backend
        self._compose = compose
        self._status = status
        self._model: Path | None = None
        self._warming = False
        self._order: Order | None = None
        self._work: Work | None = None
        self.worker = Worker(threads=1, parent=self)
        self.worker.told.connect(self._progress)
        self.worker.done.connect(self._finish)
        self.worker.failed.connect(self._fail)
        self.worker.died.connect(self._fail)

    @property
    def busy(self) -> bool:
        """Whether takes are being made."""
        return self._order is not None

    @property
    def _first(self) -> int:
        """Number of the next take."""
        return self._compose.document.project.next_id

    def set_model(self, model: Path | None) -> None:
        """Use another model (None: the shipped one) from now on."""
        self._model = model

    def warm_up(self) -> None:
        """Load the engine, so that Generate need not wait for it."""
        if not self.busy:
            self._warming = True
            self._begin(self.tr("Loading the model …"), None)
            self.worker.run("ui.jobs.generate:warm", self._backend.load_engine, self._model)

    def generate(self) -> None:
        """Make takes after the panel's recipe."""
        if self.busy or not self._compose.panel.generate.isEnabled():
            return
        try:
            order = Order(self._compose.wishes())
        except MusicganError as error:
            self.problem.emit(str(error))
            self._compose.panel.chords.show_problem()
        else:
            self.start(order)

    def start(self, order: Order) -> None:
        """Make the takes of an order, unless others are being made."""
        if self.busy or not self._compose.panel.generate.isEnabled():
            return
        self._order = order
        self._warming = False
        request = order.request
        self._begin(
            self.tr("Writing {takes} takes of {bars} bars …").format(
                takes=request.takes, bars=request.bars
            ),
            self.cancel,
        )
        self.busy_changed.emit(True)
        self.worker.run(
            "ui.jobs.generate:generate", self._backend.load_engine, self._model, request
        )

    def cancel(self) -> None:
        """Stop making takes; what was written so far is dropped."""
        if self.busy:
            self.worker.drop()
            self._compose.finish_making([], "")
            self._end(self.tr("Cancelled."))

    def close(self) -> None:
        """End the worker process."""
        self.worker.close()

    def _begin(self, message: str, cancel: Callable[[], None] | None) -> None:
        if self._work is not None:
            self._work.finish()
        self._work = self._status.begin(message, cancel)

    def _progress(self, value: object) -> None:
        if isinstance(value, Progress):
            if self._work is not None:
                self._work.advance(value.done)
            self._compose.show_making(partial_items(self._first, value.partial))

    def _finish(self, value: object) -> None:
        if self._warming:
            self._warming = False
            self._end(self.tr("Ready."))
            return
        takes = value if isinstance(value, list) else []
        if self._order is not None:
            made = self._order.takes(takes, self._first)
            self._compose.finish_making(made, self._label(self._order.origin))
        seconds = sum(take.seconds for take in takes)
        self._end(
            self.tr("{takes} takes in {seconds} s.").format(
                takes=len(takes), seconds=f"{seconds:.1f}"
            )
        )

    def _label(self, origin: Origin) -> str:
        """What making takes is called in Undo."""
        return {
            Origin.VARIED: self.tr("Vary"),
            Origin.REWRITTEN: self.tr("Rewrite"),
            Origin.CONTINUED: self.tr("Continue"),
            Origin.ACCOMPANIED: self.tr("Accompany"),
            Origin.REORCHESTRATED: self.tr("Re-orchestrate"),
        }.get(origin, self.tr("Generate"))

    def _fail(self, sentence: str) -> None:
        self._warming = False
        self._compose.finish_making([], "")
        self._end("")
        self.problem.emit(sentence)

    def _end(self, message: str) -> None:
        was_busy, self._order = self.busy, None
        if self._work is not None:
            self._work.finish(message)
            self._work = None
        if was_busy:
            self.busy_changed.emit(False)

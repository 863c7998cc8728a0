"""Keep and rewrite: what makes new takes from the shown one, as actions."""

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from musicgan.errors import MusicganError
from musicgan.generation import Request, TrackRequest
from musicgan.project import (
    Document,
    Order,
    ProjectTake,
    Region,
    accompany,
    go_on,
    locked,
    more_like,
    reorchestrate,
    rewrite,
    vary,
)
from ui.compose.programs import ProgramMenu
from ui.transport.tracks import numbered, track_name

_LENGTHS = (2, 4, 8, 16, 32)
"""Bars that a take can be continued by."""
_A_LITTLE, _A_LOT = 0.15, 0.6
"""Shares of a take's chance that are cast anew."""


class TaskActions(QObject):
    """Works on the shown take, and on its marked region where there is one."""

    ordered = Signal(Order)
    """New takes are to be made."""
    problem = Signal(str)
    changed = Signal()
    """Another region or take, or other locks."""

    def __init__(self, document: Document, request: Callable[[], Request], parent: QWidget) -> None:
        """``request`` gives the panel's wishes, with a seed for new takes."""
        super().__init__(parent)
        self._document = document
        self._request = request
        self._region: Region | None = None
        tr = self.tr
        self.rewrite = self._make(
            tr("&Rewrite"),
            "Ctrl+R",
            self._rewrite,
            tr("Write the marked bars and tracks anew, or all that is not locked"),
        )
        self.alike = self._make(
            tr("&More like this"), "Ctrl+Shift+G", self._more, tr("Other takes of the same recipe")
        )
        self.go_on = QMenu(tr("&Continue"), parent)
        self.accompany = ProgramMenu(parent, self._accompany)
        self.accompany.setTitle(tr("&Accompany"))
        self.vary = QMenu(tr("&Vary"), parent)
        self.vary.addAction(tr("a &little"), partial(self._vary, _A_LITTLE))
        self.vary.addAction(tr("a l&ot"), partial(self._vary, _A_LOT))
        self.reorchestrate = QMenu(tr("Re-&orchestrate"), parent)
        self.reorchestrate.aboutToShow.connect(self._fill_tracks)
        self.lock_bars = self._make(tr("Lock the marked &bars"), "Ctrl+L", self._lock_bars)
        self.lock_tracks = self._make(
            tr("Lock the marked &tracks"), "Ctrl+Shift+L", self._lock_tracks
        )
        self.unlock = self._make(tr("&Unlock all"), "", lambda: self._lock((), ()))
        for action in (self.lock_bars, self.lock_tracks):
            action.setCheckable(True)
        self.locks = QMenu(tr("&Lock"), parent)
        self.locks.addActions([self.lock_bars, self.lock_tracks])
        self.locks.addSeparator()
        self.locks.addAction(self.unlock)
        for length in _LENGTHS:
            self.go_on.addAction(
                tr("by {bars} bars").format(bars=length), partial(self._go_on, length)
            )
        document.listen(self._follow)
        self._follow()

    @property
    def target(self) -> str:
        """What Rewrite would write anew, in words."""
        take = self._document.project.shown
        if take is None:
            return ""
        if self._region is None:
            return self.tr("all bars but locks") if self._locks(take) else self.tr("all bars")
        numbers = sorted(self._region.bars)
        names = numbered([track_name(track) for track in take.song.tracks])
        tracks = [names[number] for number in sorted(self._region.tracks)]
        where = self.tr("all tracks") if len(tracks) == len(names) else ", ".join(tracks)
        first, last = numbers[0] + 1, numbers[-1] + 1
        what = self.tr("bar {first}") if first == last else self.tr("bars {first}–{last}")
        return f"{what.format(first=first, last=last)} · {where}"

    def set_region(self, region: Region | None) -> None:
        """Work on a region of the shown take; None: on all of it."""
        self._region = region
        self._follow()

    def lock_track(self, track: int, wanted: bool) -> None:
        """Keep a track of the shown take, or not."""
        take = self._shown()
        tracks = take.locked_tracks | {track} if wanted else take.locked_tracks - {track}
        self._lock(tracks, take.locked_bars)

    def _make(self, text: str, keys: str, then: Callable[[], object], tip: str = "") -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        if tip:
            action.setToolTip(f"{tip} ({keys})")
        action.triggered.connect(lambda: then())
        return action

    def _follow(self) -> None:
        take = self._document.project.shown
        for thing in (self.rewrite, self.go_on, self.accompany, self.reorchestrate, self.locks):
            thing.setEnabled(take is not None)
        for thing in (self.alike, self.vary):
            thing.setEnabled(take is not None and take.request is not None)
        marked = take is not None and self._region is not None
        self.lock_bars.setEnabled(marked)
        self.lock_tracks.setEnabled(marked)
        self.unlock.setEnabled(take is not None and self._locks(take))
        if take is not None and self._region is not None:
            self.lock_bars.setChecked(self._region.bars <= take.locked_bars)
            self.lock_tracks.setChecked(self._region.tracks <= take.locked_tracks)
        self.changed.emit()

    @staticmethod
    def _locks(take: ProjectTake) -> bool:
        return bool(take.locked_tracks or take.locked_bars)

    def _shown(self) -> ProjectTake:
        take = self._document.project.shown
        assert take is not None, "the actions are off while nothing is shown"
        return take

    def _rewrite(self) -> None:
        self._order(lambda take: rewrite(take, self._region, self._request()))

    def _more(self) -> None:
        self._order(lambda take: more_like(take, self._request()))

    def _vary(self, share: float) -> None:
        self._order(lambda take: vary(take, share, self._request()))

    def _fill_tracks(self) -> None:
        """List the pitched tracks of the shown take, each with the instruments it could have."""
        self.reorchestrate.clear()
        song = self._shown().song
        names = numbered([track_name(track) for track in song.tracks])
        for number, (track, name) in enumerate(zip(song.tracks, names, strict=True)):
            if not track.is_drum:
                menu = ProgramMenu(self.reorchestrate, partial(self._reorchestrate, number))
                menu.setTitle(name)
                self.reorchestrate.addMenu(menu)

    def _reorchestrate(self, track: int, instrument: TrackRequest) -> None:
        self._order(lambda take: reorchestrate(take, track, instrument, self._request()))

    def _go_on(self, more: int) -> None:
        self._order(lambda take: go_on(take, more, self._request()))

    def _accompany(self, track: TrackRequest) -> None:
        self._order(lambda take: accompany(take, (track,), self._request()))

    def _order(self, make: Callable[[ProjectTake], Order]) -> None:
        try:
            order = make(self._shown())
        except MusicganError as error:
            self.problem.emit(str(error))
        else:
            self.ordered.emit(order)

    def _lock_bars(self) -> None:
        take, region = self._shown(), self._region
        if region is not None:
            whole = region.bars <= take.locked_bars
            self._lock(
                take.locked_tracks,
                take.locked_bars - region.bars if whole else take.locked_bars | region.bars,
            )

    def _lock_tracks(self) -> None:
        take, region = self._shown(), self._region
        if region is not None:
            whole = region.tracks <= take.locked_tracks
            tracks = take.locked_tracks
            self._lock(
                tracks - region.tracks if whole else tracks | region.tracks, take.locked_bars
            )

    def _lock(self, tracks: Collection[int], numbers: Collection[int]) -> None:
        take = self._shown()
        more = set(tracks) > take.locked_tracks or set(numbers) > take.locked_bars
        label = self.tr("Lock") if more else self.tr("Unlock")
        self._document.do(label, locked(self._document.project, take.id, tracks, numbers))

"""Open and export: asks for names, does the work in a thread; scores are read in a process."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from musicgan.project import SUFFIX, Origin, ProjectTake
from musicgan.song import Song
from ui.background import Background
from ui.compose.tab import ComposeTab
from ui.exchange import file_stem
from ui.jobs.reading import Opened, read_music
from ui.settings import Settings
from ui.status import StatusBar, Work
from ui.worker import Worker

if TYPE_CHECKING:
    from musicgan.audio import Level

_MUSIC = "*.mid *.midi *.musicxml *.xml *.mxl *.abc *.krn"
_MIDI = (".mid", ".midi")
"""Read in a moment; scores, which music21 reads, take seconds."""


class Files(QObject):
    """The File menu's work."""

    problem = Signal(str)
    """A sentence for the banner."""
    written = Signal(Path)
    """A file was written."""
    opened = Signal(Path)
    """A file was read and is shown."""

    performed = Signal(Path, str)
    """A file without a beat grid was read, and what was done with it, as a sentence."""

    project_asked = Signal(Path)
    """A project is to be opened."""

    _rendered = Signal(float)

    def __init__(
        self, compose: ComposeTab, status: StatusBar, settings: Settings, parent: QWidget
    ) -> None:
        """Dialogs open over ``parent``."""
        super().__init__(parent)
        self._window = parent
        self._compose = compose
        self._status = status
        self._settings = settings
        self._background = Background(self)
        self._readers: list[Worker] = []
        self._stopped = False
        self._work: Work | None = None
        self._rendered.connect(self._advance)

    def ask_open(self) -> None:
        """Let the user choose a file, and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open a project or music"),
            self._settings.folder,
            self.tr("Projects and music") + f" (*{SUFFIX} {_MUSIC});;" + self.tr("All files (*)"),
        )
        if name and Path(name).suffix.lower() == SUFFIX:
            self.project_asked.emit(Path(name))
        elif name:
            self.open(Path(name))

    def open(self, path: Path, as_written: bool = False) -> None:
        """Read a MIDI, MusicXML or ABC file and show it among the takes.

        Music that was played freely is put on its beats, unless it is wanted ``as_written``.
        """
        self._settings.folder = str(path.parent)
        message = self.tr("Opening {name} …").format(name=path.name)

        def done(read: Opened) -> None:
            told = read.problem
            if read.tempo is not None:
                told = self.tr(
                    "{name} was played freely: its beats were found at {tempo} beats a minute, "
                    "and the notes moved onto them, in time as they sounded."
                ).format(name=path.name, tempo=read.tempo)
            if told:
                self.performed.emit(path, told)
            if read.song is None:
                self._status.say("")
                return
            take = ProjectTake(read.song, path.name, origin=Origin.OPENED)
            self._compose.add([take], self.tr("Open {name}").format(name=path.name))
            self._status.say(self.tr("{name} is open.").format(name=path.name))
            self.opened.emit(path)

        if path.suffix.lower() in _MIDI:
            self._status.say(message)
            self._background.run(partial(read_music, path, as_written), done, self._fail)
        else:
            self._read_apart(message, path, as_written, done)

    def ask_export(self, suffix: str, kind: str) -> None:
        """Let the user name a file for the shown song; ``suffix`` where no known one is typed."""
        from musicgan.audio import AUDIO_SUFFIXES
        from musicgan.formats import WRITABLE_SUFFIXES

        song = self._compose.song
        if song is None or self._compose.item is None:
            return
        stem = file_stem(self._compose.item.name)
        suggested = Path(self._settings.folder) / f"{stem}{suffix}"
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export"), str(suggested), kind)
        if name:
            known = Path(name).suffix.lower() in (*WRITABLE_SUFFIXES, *AUDIO_SUFFIXES)
            self.export(song, Path(name if known else f"{name}{suffix}"))

    def export(self, song: Song, path: Path) -> None:
        """Write a song, as the suffix says: notes, or sound for .wav and .flac."""
        from musicgan.audio import AUDIO_SUFFIXES

        self._settings.folder = str(path.parent)
        if path.suffix.lower() in AUDIO_SUFFIXES:
            self._render(song, path)
            return

        def work() -> None:
            from musicgan.formats import write_song

            write_song(song, path)

        self._background.run(work, lambda _: self._tell(path), self._fail)

    def ask_export_stems(self) -> None:
        """Let the user choose a folder, and write the shown song's stems into one of theirs."""
        song, item = self._compose.song, self._compose.item
        if song is None or item is None:
            return
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Folder for a sound file of each track"), self._settings.folder
        )
        if chosen:
            self._settings.folder = chosen
            self.export_stems(song, Path(chosen) / f"{file_stem(item.name)} stems")

    def export_stems(self, song: Song, folder: Path) -> None:
        """Write each track of a song as a sound file, as loud as the mixer says."""
        soundfont, levels = self._sound()

        def work() -> list[Path]:
            from musicgan import audio

            return audio.render_stems(
                song, folder, ".wav", soundfont, self._rendered.emit, self._is_stopped, levels
            )

        def done(stems: list[Path]) -> None:
            told = self.tr("{count} sound files are written into {folder}.")
            self._finish(
                told.format(count=len(stems), folder=folder) if stems else self.tr("Cancelled.")
            )
            if stems:
                self.written.emit(folder)

        self._begin(self.tr("Rendering the stems …"))
        self._background.run(work, done, self._fail)

    def cancel(self) -> None:
        """Stop rendering sound."""
        self._stopped = True

    def close(self) -> None:
        """Wait for what is being written."""
        self._stopped = True
        for reader in self._readers:
            reader.close(patience=0.2)
        self._background.close()

    def _read_apart(
        self, message: str, path: Path, as_written: bool, done: Callable[[Opened], None]
    ) -> None:
        """Read a file in a process of its own, which Cancel ends."""
        reader = Worker(parent=self)
        self._readers.append(reader)

        def end(told: str = "") -> None:
            self._readers.remove(reader)
            reader.closed.connect(reader.deleteLater)
            reader.close(patience=0)
            work.finish(told)

        def read(opened: Opened) -> None:
            end()
            done(opened)

        def fail(sentence: str) -> None:
            end()
            self._fail(sentence)

        work = self._status.begin(message, lambda: end(self.tr("Cancelled.")))
        reader.done.connect(read)
        reader.failed.connect(fail)
        reader.died.connect(fail)
        reader.run("ui.jobs.reading:read", path, as_written)

    def _render(self, song: Song, path: Path) -> None:
        soundfont, levels = self._sound()

        def work() -> bool:
            from musicgan import audio

            return audio.render(
                song, path, soundfont, self._rendered.emit, self._is_stopped, levels
            )

        def done(finished: bool) -> None:
            self._finish("" if finished else self.tr("Cancelled."))
            if finished:
                self._tell(path)

        self._begin(self.tr("Rendering {name} …").format(name=path.name))
        self._background.run(work, done, self._fail)

    def _sound(self) -> tuple[Path | None, dict[int, "Level"]]:
        """What the shown song is played with, and how its tracks are heard."""
        playback = self._compose.playback
        chosen = playback.choice.soundfont
        return (Path(chosen) if chosen else None), playback.levels

    def _begin(self, message: str) -> None:
        self._stopped = False
        self._work = self._status.begin(message, self.cancel)

    def _is_stopped(self) -> bool:
        return self._stopped

    def _advance(self, done: float) -> None:
        if self._work is not None:
            self._work.advance(done)

    def _finish(self, message: str) -> None:
        if self._work is not None:
            self._work.finish(message)
            self._work = None

    def _tell(self, path: Path) -> None:
        self._status.say(self.tr("{path} is written.").format(path=path))
        self.written.emit(path)

    def _fail(self, sentence: str) -> None:
        self._finish("")
        self._status.say("")
        self.problem.emit(sentence)

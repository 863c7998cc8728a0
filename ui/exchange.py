"""Music between this window and other programs: dragged out, copied, pasted, as MIDI files."""

import atexit
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from musicgan.song import Song

MIDI_TYPES = ("audio/midi", "audio/x-midi")
"""What programs call the content of a MIDI file."""


def midi_mime(song: Song, name: str) -> QMimeData:
    """``song`` as a MIDI file called ``name``: its content, and a temporary file of it.

    DAWs and file managers take the file; it stays until the program ends, since nobody tells when
    it was read.

    Raises:
        MusicganError: a tempo or chord symbol can't be expressed in MIDI, or the disk is full.
    """
    from musicgan.files import replacing
    from musicgan.formats import midi_bytes

    content = midi_bytes(song, name)
    path = _free_path(name)
    with replacing(path) as temporary:
        temporary.write_bytes(content)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    for kind in MIDI_TYPES:
        mime.setData(kind, content)
    return mime


def file_stem(name: str) -> str:
    """A take's or track's name as that of a file, without its suffix, on every system."""
    from musicgan.formats import READABLE_SUFFIXES

    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", name)
    if Path(plain).suffix.lower() in READABLE_SUFFIXES:
        plain = Path(plain).stem
    return plain[:60].strip(" .-") or "music"


def song_of(mime: QMimeData) -> Song | None:
    """The music that was dropped or pasted; None where there is none.

    Raises:
        MusicganError: it is damaged.
    """
    from musicgan.formats import read_song, song_from_bytes

    for kind in MIDI_TYPES:
        if mime.hasFormat(kind):
            return song_from_bytes(bytes(mime.data(kind).data()), "What was pasted")
    files = _music_files(mime)
    return read_song(files[0]) if files else None


def copy_song(song: Song, name: str) -> None:
    """Put ``song`` on the clipboard as a MIDI file.

    Raises:
        MusicganError: see ``midi_mime``.
    """
    QGuiApplication.clipboard().setMimeData(midi_mime(song, name))


def pasted_song() -> Song | None:
    """The music on the clipboard; None where there is none.

    Raises:
        MusicganError: it is damaged.
    """
    # Qt's own types don't say that an empty clipboard has none.
    mime: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return None if mime is None else song_of(mime)


def drag_out(source: QWidget, song: Song, name: str, picture: QPixmap | None = None) -> None:
    """Let the user drag ``song`` from ``source``; returns when it was dropped or given up.

    Raises:
        MusicganError: see ``midi_mime``.
    """
    drag = QDrag(source)
    drag.setMimeData(midi_mime(song, name))
    if picture is not None:
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(12, 12))
    drag.exec(Qt.DropAction.CopyAction)


def _music_files(mime: QMimeData) -> list[Path]:
    from musicgan.formats import READABLE_SUFFIXES

    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in READABLE_SUFFIXES]


@cache
def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="musicgan-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def _free_path(name: str) -> Path:
    """A path of a file that is not there yet: another program may still be reading the last one."""
    number = len(list(_folder().iterdir()))
    return _folder() / str(number) / f"{file_stem(name)}.mid"

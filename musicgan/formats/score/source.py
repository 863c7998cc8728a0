"""The text of a score's file, before music21 sees it."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

from musicgan.errors import MusicganError

_MOST_BYTES = 64 * 2**20
_MOST_BYTES_OF_ABC = 2**18
"""music21 makes an object of each of its characters: 2 s for so many."""


def score_text(path: Path) -> str:
    """The file's text, unpacked where it is compressed MusicXML (``.mxl``).

    Raises:
        MusicganError: the file can't be read, is damaged, or too large.
    """
    try:
        most = _MOST_BYTES_OF_ABC if path.suffix.lower() == ".abc" else _MOST_BYTES
        if path.stat().st_size > most:
            raise _too_large(path, most)
        content = _unpacked(path) if path.suffix.lower() == ".mxl" else path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise MusicganError(f"{path} could not be read ({reason}); check the path.") from error
    except MusicganError:
        raise
    # A damaged archive fails in any of several libraries, each with errors of its own.
    except Exception as error:
        raise MusicganError(
            f"{path} is no compressed MusicXML file; export it again as .musicxml."
        ) from error
    return _decoded(content)


def _unpacked(path: Path) -> bytes:
    """The score in a compressed MusicXML file, which its container names."""
    with zipfile.ZipFile(path) as archive:
        container = ElementTree.fromstring(_inner(archive, "META-INF/container.xml", path))
        rootfile = container.find(".//{*}rootfile")
        name = rootfile.get("full-path", "") if rootfile is not None else ""
        return _inner(archive, name, path)


def _inner(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """A file of the archive; what it says of its own size may be a lie."""
    with archive.open(name) as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise _too_large(path, _MOST_BYTES)
    return content


def _too_large(path: Path, most: int) -> MusicganError:
    size = f"{most // 2**20} MB" if most >= 2**20 else f"{most // 2**10} kB"
    return MusicganError(f"{path} is larger than {size}; that is no score of one song.")


def _decoded(content: bytes) -> str:
    """UTF-16 where it says so by its first bytes, else UTF-8 where it is that, else Latin-1."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")

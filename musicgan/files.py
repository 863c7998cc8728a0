"""Safe writes: beside the target, flushed, then replaced; and one writer at a time."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from musicgan.errors import MusicganError

LOCK = ".lock"
"""The file in a folder that one process works in."""


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path``; on success flush it to disk and replace ``path``.

    The temporary file keeps the suffix of ``path``, because some writers choose their format by it.

    Raises:
        MusicganError: the folder can't be made or written, or the disk is full; ``path`` is then
            as it was before.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent
        )
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MusicganError(
            f"{path} could not be written ({reason}); nothing was changed. "
            "Choose another folder or free some space."
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder; the system lifts the lock if this one is killed.

    A folder that is empty afterwards is removed.

    Raises:
        MusicganError: another process is in there, or the folder can't be written.
    """
    from filelock import FileLock, Timeout  # loads asyncio, which the window can do without

    file = folder / LOCK
    lock = FileLock(file)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise MusicganError(
            f"{folder} is in use by another musicgan; stop the training there first, or choose "
            "another name."
        ) from error
    except OSError as error:
        raise MusicganError(
            f"{folder} could not be written ({error.strerror}); choose another folder."
        ) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
        lock.release()
        with contextlib.suppress(OSError):
            folder.rmdir()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current

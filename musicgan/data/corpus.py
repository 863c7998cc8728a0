"""Folders of music in: what is read, what is left out and why."""

import hashlib
import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from musicgan.data.frames import Piece, to_piece
from musicgan.errors import MusicganError
from musicgan.song import Key, Song, bars, has_grid, seconds_at

_POOL_FROM = 100
"""With fewer files, starting processes takes longer than reading."""

_MIN_BARS = 2


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        path: the file.
        style: name of the folder it lies in.
        kept: whether it is used.
        reason: why not, as part of a sentence; empty if kept.
        bars, tracks, notes: sizes, 0 where it could not be read.
        key, meter: at its beginning, such as "Eb major" and "4/4"; empty where it is not kept.
        tempo: at its beginning, quarter notes a minute.
        seconds: its length.
        families: its instrument families, in score order.
        pitches: the lowest and the highest pitch of pitched tracks; None where there are none.
        pitch_classes: notes of each of the twelve, from C.
    """

    path: Path
    style: str
    kept: bool
    reason: str = ""
    bars: int = 0
    tracks: int = 0
    notes: int = 0
    key: str = ""
    meter: str = ""
    tempo: float = 0.0
    seconds: float = 0.0
    families: tuple[str, ...] = ()
    pitches: tuple[int, int] | None = None
    pitch_classes: tuple[int, ...] = ()


def work_of(path: Path) -> str:
    """Name of the work a file is of: its stem without a segment's or an arrangement's mark.

    ``name-s02``, ``name-a1``, ``name-bossa1`` and ``name_3`` are all of the work ``name``, so that
    no work is on both sides of a split.
    """
    return re.sub(r"_\d{1,2}$", "", re.sub(r"-(?:s\d{2}|[a-z]{1,6}\d)$", "", path.stem))


def held_out_works(styles: Iterable[Collection[str]]) -> set[str]:
    """The works that are kept aside for validation: one in ten, by hash of their names.

    Which one it is does not depend on the other works, so that a larger collection keeps aside
    what a smaller one did. Where chance leaves a style of 5 works or more without, its first tenth
    by hash is added, at least one. A work of two styles is on one side in both.

    Args:
        styles: the names of each style's works.
    """
    ordered = [sorted(set(works), key=_digest) for works in styles]
    aside = {work for works in ordered for work in works if _digest(work) % 10 == 0}
    for works in ordered:
        if len(works) >= 5 and aside.isdisjoint(works):
            aside.update(works[: max(1, len(works) // 10)])
    return aside


def _digest(name: str) -> int:
    return int(hashlib.sha1(name.encode()).hexdigest(), 16)


def find_files(paths: Iterable[Path]) -> list[tuple[Path, Path]]:
    """All readable music files below ``paths``, sorted, each with the root it was found under.

    Folders that can't be opened stand among them, so that reading tells of them.

    Raises:
        MusicganError: a path does not exist, or no music file is there.
    """
    from musicgan.formats import READABLE_SUFFIXES  # loads the MIDI library

    found: list[tuple[Path, Path]] = []
    roots = list(paths)
    for root in roots:
        if not root.exists():
            raise MusicganError(f"{root} does not exist; check the path.")
        if root.is_file():
            found.append((root, root.parent))
            continue
        found += [(path, root) for path in sorted(_below(root, READABLE_SUFFIXES))]
    if not found:
        shown = ", ".join(str(root) for root in roots)
        raise MusicganError(
            f"No music files were found in {shown}; "
            f"choose a folder with files of {', '.join(READABLE_SUFFIXES)}."
        )
    return found


def _below(root: Path, suffixes: Collection[str]) -> list[Path]:
    """The files below a folder that end like this, and the folders that can't be opened."""
    closed: list[Path] = []
    walk = os.walk(root, onerror=lambda error: closed.append(Path(error.filename)))
    files = [Path(folder) / name for folder, _, names in walk for name in names]
    return [*(path for path in files if path.suffix.lower() in suffixes), *closed]


def style_of(path: Path, root: Path) -> str:
    """The first folder below ``root`` on the way to the file, else the root's own name."""
    below = path.relative_to(root).parts
    return below[0] if len(below) > 1 else root.resolve().name


def read_pieces(
    paths: Sequence[Path],
    style: str | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    left_out: Collection[Path] = (),
) -> Iterator[tuple[FileReport, Piece | None]]:
    """Read every music file below ``paths`` in parallel, in order, each with its report.

    Args:
        paths: folders (a sub-folder is a style) and files.
        style: one style for all, instead of the folders' names.
        progress: called with files done and files found.
        cancelled: asked between files; once true, the rest is not read.
        left_out: files that are not read.

    Raises:
        MusicganError: nothing to read.
    """
    unwanted = set(left_out)
    files = [(path, root) for path, root in find_files(paths) if path not in unwanted]
    seen: dict[str, Path] = {}
    jobs = [(path, style or style_of(path, root)) for path, root in files]
    for done, (report, piece) in enumerate(_read_all(jobs), start=1):
        if piece is not None:
            digest = hashlib.sha1(piece.notes.tobytes()).hexdigest()
            if digest in seen:
                reason = f"it has the same notes as {seen[digest].name}"
                report, piece = replace(report, kept=False, reason=reason), None
            else:
                seen[digest] = report.path
        progress(done, len(jobs))
        yield report, piece
        if cancelled():
            return


def inspect_folder(
    paths: Sequence[Path],
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[FileReport]:
    """What ``read_pieces`` would keep and leave out."""
    return [report for report, _ in read_pieces(paths, None, progress, cancelled)]


def _read_all(jobs: list[tuple[Path, str]]) -> Iterator[tuple[FileReport, Piece | None]]:
    if len(jobs) < _POOL_FROM or multiprocessing.current_process().daemon:
        yield from map(_read, jobs)
        return
    # Spawned, not forked: the caller may have threads (a window, torch).
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(mp_context=context, initializer=_leave_interrupts_to_the_caller)
    try:
        yield from pool.map(_read, jobs, chunksize=8)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_the_caller() -> None:
    """Ctrl+C reaches every process of a terminal; only the one in front says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(job: tuple[Path, str]) -> tuple[FileReport, Piece | None]:
    from musicgan.formats import read_song  # loads the MIDI library

    path, style = job
    if path.is_dir():
        return FileReport(path, style, False, "it is a folder that can't be opened"), None
    try:
        song = read_song(path)
        problem = _problem(song)
        if problem:
            return FileReport(path, style, False, problem), None
        piece = to_piece(song)
    except MusicganError as error:
        # The report names the file already.
        return FileReport(path, style, False, str(error).replace(str(path), "it", 1)), None
    return _described(path, style, song, piece), piece


def _described(path: Path, style: str, song: Song, piece: Piece) -> FileReport:
    """The report of a song that is kept."""
    pitched = np.array(
        [note.pitch for track in song.tracks if not track.is_drum for note in track.notes], np.int64
    )
    meter = song.meters[0] if song.meters else None
    return FileReport(
        path,
        style,
        True,
        bars=len(piece.bars),
        tracks=len(piece.tracks),
        notes=len(piece.notes),
        key=str(
            Key.of((9 - piece.shift) % 12, "minor")
            if piece.minor
            else Key.of(-piece.shift % 12, "major")
        ),
        meter="4/4" if meter is None else f"{meter.numerator}/{meter.denominator}",
        tempo=piece.tempo,
        seconds=seconds_at(song.tempos, song.length),
        families=tuple(dict.fromkeys(track.family for track in song.tracks if track.notes)),
        pitches=(int(pitched.min()), int(pitched.max())) if len(pitched) else None,
        pitch_classes=tuple(np.bincount(pitched % 12, minlength=12).tolist()),
    )


def _problem(song: Song) -> str:
    """Why a song can't be learned from, or an empty string."""
    if not song.note_count:
        return "it has no notes"
    grid = bars(song)
    if len(grid) < _MIN_BARS:
        return f"it is shorter than {_MIN_BARS} bars"
    if not has_grid(song):
        return "its notes lie on no beat grid; quantise it in a sequencer first"
    return ""

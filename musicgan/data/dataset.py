"""The packed dataset: a folder of flat arrays that are memory-mapped, never held in memory.

``meta.json`` names the styles and every piece; ``notes.npy``, ``bars.npy``, ``tracks.npy`` and
``chords.npy`` hold the rows of all pieces one after the other; ``pieces.npy`` holds where each
begins. Reading it needs numpy only.
"""

import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.data.corpus import FileReport, held_out_works, read_pieces, work_of
from musicgan.data.frames import BAR, METERS, NOTE, TRACK, Piece, cut_piece
from musicgan.data.harmony import CHORD
from musicgan.errors import MusicganError, reason
from musicgan.song import DRUMS, FAMILIES, family_of

FORMAT_VERSION = 2

_PARTS = {"notes": NOTE, "bars": BAR, "tracks": TRACK, "chords": CHORD}
_MAX_INSTRUMENTATIONS = 12

_LAST_SHARE = 0.15
_FEWEST_BARS_TO_CUT = 16

_Count = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
_Tempo = Annotated[float, msgspec.Meta(gt=0, le=100_000)]

Split = Literal["works", "bars", "none"]
"""What is held out: whole works, the last bars of the only work, or nothing."""


class TrackKind(msgspec.Struct, frozen=True):
    """One track of a usual instrumentation."""

    family: str
    program: int

    def __post_init__(self) -> None:
        """Check the family, since a damaged file may name any."""
        if self.family not in FAMILIES or not 0 <= self.program <= 127:
            raise ValueError(f"no such track: {self.family}, {self.program}")
        if self.family != DRUMS and family_of(self.program, False) != self.family:
            raise ValueError(f"program {self.program} is not of the family {self.family}")


class Instrumentation(msgspec.Struct, frozen=True):
    """Tracks that occur together, and how many pieces have them."""

    tracks: Annotated[tuple[TrackKind, ...], msgspec.Meta(min_length=1)]
    count: _Count


class StyleInfo(msgspec.Struct, frozen=True):
    """What is known of a style: sizes, and what is usual in it.

    ``meters`` holds (numerator, denominator, bars); ``tempos`` the quartiles in beats a minute;
    ``minor`` the share of pieces in a minor key; ``borders`` the (6, 4) borders between the levels
    of the playing manner in this style (see ``manner.thresholds``), none in models made before
    styles had their own.
    """

    name: str
    pieces: _Count
    bars: _Count
    notes: _Count
    instrumentations: Annotated[tuple[Instrumentation, ...], msgspec.Meta(min_length=1)]
    meters: tuple[tuple[_Count, _Count, _Count], ...]
    tempos: tuple[_Tempo, _Tempo, _Tempo]
    minor: Annotated[float, msgspec.Meta(ge=0, le=1)]
    borders: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        """Check what the types don't say, since a damaged file may say anything."""
        row = manner.LEVEL_COUNT - 1
        if self.borders and [len(b) for b in self.borders] != [row] * len(manner.MANNERS):
            raise ValueError("the borders of a style's levels are damaged")


class PieceInfo(msgspec.Struct, frozen=True):
    """Where a piece is from, and on which side of the split it stands."""

    name: str
    style: int
    held_out: bool
    tempo: float
    minor: bool
    shift: int


class Meta(msgspec.Struct, frozen=True):
    """The dataset's table of contents."""

    version: int
    styles: tuple[StyleInfo, ...]
    pieces: tuple[PieceInfo, ...]
    split: Split = "works"


@dataclass(frozen=True)
class Dataset:
    """A packed dataset, opened; rows are read from disk when a piece is asked for."""

    meta: Meta
    starts: npt.NDArray[np.int64]
    parts: dict[str, npt.NDArray[np.void]]

    def __len__(self) -> int:
        """Number of pieces."""
        return len(self.meta.pieces)

    def piece(self, index: int) -> Piece:
        """Piece ``index``, its arrays still on disk."""
        info = self.meta.pieces[index]
        rows = {
            part: self.parts[part][self.starts[index, i] : self.starts[index + 1, i]]
            for i, part in enumerate(_PARTS)
        }
        return Piece(**rows, tempo=info.tempo, minor=info.minor, shift=info.shift)

    def select(self, held_out: bool, style: int | None = None) -> list[int]:
        """Indices of the pieces on one side of the split, of one style or all."""
        return [
            index
            for index, info in enumerate(self.meta.pieces)
            if info.held_out == held_out and style in (None, info.style)
        ]

    def borders(self, style: int) -> npt.NDArray[np.float64]:
        """(6, 4) borders between the levels of the playing manner in a style."""
        return np.array(self.meta.styles[style].borders)

    @property
    def style_names(self) -> tuple[str, ...]:
        """Names of the styles, in the order of their indices."""
        return tuple(style.name for style in self.meta.styles)


def pack(
    paths: Sequence[Path],
    folder: Path,
    style: str | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    left_out: Collection[Path] = (),
) -> Iterator[FileReport]:
    """Read the music below ``paths`` and write a dataset to ``folder``, replacing what is there.

    Yields the report of each file as it is read; the dataset is there once the iterator is
    exhausted, and nothing is written if it is left before. Small collections still get a held-out
    work where there are at least two; of a single work the last bars are held out.

    Args:
        paths: folders (a sub-folder is a style) and files.
        folder: to write.
        style: one style for all, instead of the folders' names.
        progress: called with files done and files found.
        left_out: files that are not read.

    Raises:
        MusicganError: nothing usable was found, or the folder can't be written.
    """
    reports: list[FileReport] = []
    names: list[str] = []
    works: list[str] = []
    infos: list[PieceInfo] = []
    pieces: list[Piece] = []
    for report, piece in read_pieces(paths, style, progress, left_out=left_out):
        reports.append(report)
        yield report
        if piece is None:
            continue
        if report.style not in names:
            names.append(report.style)
        index = names.index(report.style)
        works.append(work_of(report.path))
        infos.append(
            PieceInfo(report.path.stem, index, False, piece.tempo, piece.minor, piece.shift)
        )
        pieces.append(piece)
    if not infos:
        raise MusicganError(_nothing_usable(reports))
    infos, pieces, split = _split(infos, pieces, works)
    arrays = {part: [getattr(piece, part) for piece in pieces] for part in _PARTS}
    meta = Meta(
        version=FORMAT_VERSION,
        styles=tuple(_style_info(n, i, infos, pieces) for i, n in enumerate(names)),
        pieces=tuple(infos),
        split=split,
    )
    _write(folder, meta, arrays)


def is_dataset(folder: Path) -> bool:
    """Whether a packed dataset lies here; not where nothing may be looked at."""
    try:
        return (folder / "meta.json").is_file()
    except PermissionError:
        return False


def open_dataset(folder: Path) -> Dataset:
    """Open a packed dataset.

    Raises:
        MusicganError: there is none, it is damaged, or it is of another version.
    """
    try:
        text = (folder / "meta.json").read_bytes()
        if msgspec.json.decode(text, type=_Versioned).version != FORMAT_VERSION:
            raise MusicganError(
                f"{folder} was packed by another version of musicgan; make it again from the music."
            )
        meta = msgspec.json.decode(text, type=Meta)
        # Mapped, because a damaged header may claim any size.
        starts = np.load(folder / "pieces.npy", mmap_mode="r", allow_pickle=False)
        parts = {p: np.load(folder / f"{p}.npy", mmap_mode="r", allow_pickle=False) for p in _PARTS}
        _check_sizes(meta, starts, parts)
    except MusicganError:
        raise
    # numpy has no error class for a damaged header: it surfaces as any of many.
    except Exception as error:
        raise MusicganError(
            f"{folder} is no complete dataset ({reason(error)}); make it again from the music."
        ) from error
    return Dataset(meta, starts, parts)


class _Versioned(msgspec.Struct):
    version: int


def _check_sizes(
    meta: Meta, starts: npt.NDArray[np.int64], parts: dict[str, npt.NDArray[np.void]]
) -> None:
    """Raise ValueError unless every piece's rows are there."""
    shape = (len(meta.pieces) + 1, len(_PARTS))
    if starts.shape != shape or starts.dtype != np.int64 or np.any(starts[0]):
        raise ValueError("its table of pieces is damaged")
    if np.any(starts[1:] < starts[:-1]):
        raise ValueError("its table of pieces is damaged")
    if not all(0 <= piece.style < len(meta.styles) for piece in meta.pieces):
        raise ValueError("a piece has a style that is not there")
    if not all(style.borders for style in meta.styles):
        raise ValueError("the borders of a style's levels are missing")
    for place, (name, kind) in enumerate(_PARTS.items()):
        if parts[name].dtype != kind or len(parts[name]) != starts[-1, place]:
            raise ValueError(f"its {name} are damaged")


def _nothing_usable(reports: list[FileReport]) -> str:
    if len(reports) == 1:
        return f"{reports[0].path} can't be used: {reports[0].reason.rstrip('.')}."
    reasons = Counter(report.reason.rstrip(".") for report in reports)
    told = "; ".join(f"{reason} ({count})" for reason, count in reasons.most_common(3))
    return f"None of the {len(reports)} music files can be used: {told}."


def _split(
    infos: list[PieceInfo], pieces: list[Piece], works: list[str]
) -> tuple[list[PieceInfo], list[Piece], Split]:
    """Hold works out, the last one where there are too few; a single one is cut in two."""
    if len(set(works)) == 1:
        return _cut_in_two(infos, pieces)
    by_style: defaultdict[int, set[str]] = defaultdict(set)
    for info, work in zip(infos, works, strict=True):
        by_style[info.style].add(work)
    aside = held_out_works(by_style.values())
    if not 0 < len(aside) < len(set(works)):
        aside = {works[-1]}
    infos = [
        msgspec.structs.replace(info, held_out=work in aside)
        for info, work in zip(infos, works, strict=True)
    ]
    return infos, pieces, "works"


def _cut_in_two(
    infos: list[PieceInfo], pieces: list[Piece]
) -> tuple[list[PieceInfo], list[Piece], Split]:
    """Each long piece as two: its beginning to learn from, its last bars to hold out."""
    parts: list[tuple[PieceInfo, Piece]] = []
    for info, piece in zip(infos, pieces, strict=True):
        count = len(piece.bars)
        border = count - round(_LAST_SHARE * count) if count >= _FEWEST_BARS_TO_CUT else count
        parts.append((info, cut_piece(piece, 0, border)))
        last = cut_piece(piece, border, count)
        if len(last.notes):
            parts.append((msgspec.structs.replace(info, held_out=True), last))
    split: Split = "bars" if len(parts) > len(pieces) else "none"
    return [info for info, _ in parts], [piece for _, piece in parts], split


def _style_info(name: str, index: int, infos: list[PieceInfo], pieces: list[Piece]) -> StyleInfo:
    mine = [place for place, info in enumerate(infos) if info.style == index]
    samples = [manner.average(*manner.measure_bars(pieces[place])) for place in mine]
    kinds: Counter[tuple[TrackKind, ...]] = Counter()
    meters: Counter[int] = Counter()
    for place in mine:
        rows = pieces[place].tracks
        kinds[tuple(TrackKind(FAMILIES[r["family"]], int(r["program"])) for r in rows)] += 1
        meters.update(int(meter) for meter in pieces[place].bars["meter"])
    quartiles = np.quantile([infos[place].tempo for place in mine], [0.25, 0.5, 0.75])
    return StyleInfo(
        name=name,
        pieces=len(mine),
        bars=sum(len(pieces[place].bars) for place in mine),
        notes=sum(len(pieces[place].notes) for place in mine),
        instrumentations=tuple(
            Instrumentation(tracks, count)
            for tracks, count in kinds.most_common(_MAX_INSTRUMENTATIONS)
        ),
        meters=tuple((*METERS[m], count) for m, count in meters.most_common(6) if m < len(METERS)),
        tempos=(float(quartiles[0]), float(quartiles[1]), float(quartiles[2])),
        minor=sum(infos[place].minor for place in mine) / len(mine),
        borders=tuple(tuple(row) for row in manner.thresholds(samples).tolist()),
    )


def _write(folder: Path, meta: Meta, arrays: dict[str, list[npt.NDArray[np.void]]]) -> None:
    """Write all files to a folder beside, then put it in place."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            sizes = np.array([[len(rows) for rows in arrays[part]] for part in _PARTS]).T
            starts = np.concatenate(
                [np.zeros((1, len(_PARTS)), np.int64), np.cumsum(sizes, axis=0)]
            )
            np.save(temporary / "pieces.npy", starts)
            for part in _PARTS:
                np.save(temporary / f"{part}.npy", np.concatenate(arrays[part]))
            (temporary / "meta.json").write_bytes(msgspec.json.encode(meta))
            # Moved away, not deleted, before: a process that is killed meanwhile loses nothing.
            before = temporary.with_name(f"{temporary.name}-before")
            if folder.is_dir():
                folder.replace(before)
            temporary.replace(folder)
            shutil.rmtree(before, ignore_errors=True)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise MusicganError(
            f"The dataset could not be written to {folder} ({error.strerror}); "
            "choose another folder or free some space."
        ) from error

"""Project files: JSON, checked field by field when read.

The file is one JSON object::

    {"format": "musicgan project", "version": 1,
     "songs": [song, …], "takes": [take, …], "selected": id, "next_id": id,
     "recipe": {…}, "path": ""}

A *song* is ``{"title", "length", "tempos": [[tick, bpm]], "meters": [[tick, numerator,
denominator]], "keys": [[tick, fifths, mode]], "chords": [[tick, symbol]], "markers": [[tick,
text]], "tracks": [{"name", "program", "drums", "notes": [[onset, pitch, duration, velocity]]}]}``,
with times in ticks, 24 a beat. A *take* has the fields of ``ProjectTake``; its ``song``, and the
``source`` of its ``request``, are places in ``songs``, so that takes of one source share it.
``recipe`` is what a recipe file holds. ``path`` is set in files for recovery only: where
the project was last saved.

Fields that a program doesn't know are passed over. ``version`` rises when an older program could
misunderstand the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

import msgspec

from musicgan.errors import MusicganError, reason
from musicgan.files import replacing
from musicgan.generation import Recipe, Request, recipe_from_json, recipe_to_json
from musicgan.project.project import Origin, Project, ProjectTake, Region
from musicgan.song import (
    ChordChange,
    Key,
    KeyChange,
    Marker,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
    has_endless_bars,
)

SUFFIX = ".musicgan"
VERSION = 1

_FORMAT = "musicgan project"
_MOST_BYTES = 400_000_000
"""A project of this size would hold some ten million notes."""
_MOST_TICKS = 24 * 1_000_000
"""Ten times as long as the longest music that is read from other files."""
_MOST_TRACKS = 10_000

_Tick = Annotated[int, msgspec.Meta(ge=0, le=_MOST_TICKS)]
_Seven = Annotated[int, msgspec.Meta(ge=0, le=127)]
_Id = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_Bpm = Annotated[float, msgspec.Meta(gt=0, le=100_000)]
_Numerator = Annotated[int, msgspec.Meta(ge=1, le=255)]
_Velocity = Annotated[int, msgspec.Meta(ge=1, le=127)]
_Length = Annotated[int, msgspec.Meta(ge=1, le=_MOST_TICKS)]


@dataclass(frozen=True, slots=True)
class SavedProject:
    """What a project file holds.

    Attributes:
        project: takes and locks.
        recipe: what the window's panel shows; None: nothing, or nothing that can be read.
        path: in a file for recovery, where the project was last saved; empty: nowhere.
    """

    project: Project = field(default_factory=Project)
    recipe: Recipe | None = None
    path: str = ""


class _Head(msgspec.Struct):
    format: str = ""
    version: int = 0


class _Track(msgspec.Struct):
    name: str = ""
    program: _Seven = 0
    drums: bool = False
    notes: list[tuple[_Tick, _Seven, _Length, _Velocity]] = []


class _Song(msgspec.Struct):
    tracks: Annotated[list[_Track], msgspec.Meta(max_length=_MOST_TRACKS)]
    tempos: list[tuple[_Tick, _Bpm]]
    meters: list[tuple[_Tick, _Numerator, _Numerator]]
    keys: list[tuple[_Tick, int, str]] = []
    chords: list[tuple[_Tick, str]] = []
    markers: list[tuple[_Tick, str]] = []
    title: str = ""
    length: _Tick = 0


class _Take(msgspec.Struct):
    song: int
    name: str
    id: _Id
    origin: Origin = Origin.GENERATED
    starred: bool = False
    batch: _Id = 0
    score: float | None = None
    request: dict[str, Any] | None = None
    source: int | None = None
    parent: _Id | None = None
    changed: Region | None = None
    locked_tracks: frozenset[int] = frozenset()
    locked_bars: frozenset[int] = frozenset()


class _File(msgspec.Struct):
    songs: list[_Song]
    takes: list[_Take]
    format: str = _FORMAT
    version: int = VERSION
    selected: _Id | None = None
    next_id: _Id = 1
    recipe: msgspec.Raw = msgspec.Raw(b"null")
    path: str = ""


def write_project(saved: SavedProject, path: Path) -> None:
    """Write a project file.

    Raises:
        MusicganError: the file can't be written; what stood there stays.
    """
    content = msgspec.json.encode(_packed(saved))
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def read_project(path: Path) -> SavedProject:
    """Read a project file.

    Raises:
        MusicganError: the file can't be read, is no project, is damaged, or is of a newer version.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise MusicganError(f"{path} is too big for a project; it can't be opened.")
        content = path.read_bytes()
    except OSError as error:
        raise MusicganError(
            f"{path} can't be read ({error.strerror or error}); check its place and permissions."
        ) from error
    try:
        head = msgspec.json.decode(content, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MusicganError(
            f"{path} is no musicgan project; open a file that musicgan saved (*{SUFFIX})."
        ) from error
    if head.format != _FORMAT:
        raise MusicganError(
            f"{path} is no musicgan project; open a file that musicgan saved (*{SUFFIX})."
        )
    if head.version > VERSION:
        raise MusicganError(
            f"{path} was saved by a newer musicgan; install the newest version to open it."
        )
    try:
        return _unpacked(msgspec.json.decode(content, type=_File))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise MusicganError(
            f"{path} is damaged ({reason(error)}); open an earlier copy of the project."
        ) from error


# ---- project → file -------------------------------------------------------------------------


@dataclass(slots=True)
class _Songs:
    """The songs of a file, each once."""

    packed: list[_Song] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    held: list[Song] = field(default_factory=list)
    """Keeps the songs alive, so that their ids stay their own."""

    def place(self, song: Song) -> int:
        if id(song) not in self.places:
            self.places[id(song)] = len(self.packed)
            self.packed.append(_packed_song(song))
            self.held.append(song)
        return self.places[id(song)]


def _packed(saved: SavedProject) -> _File:
    songs = _Songs()
    project = saved.project
    return _File(
        takes=[_packed_take(take, songs) for take in project.takes],
        songs=songs.packed,
        selected=project.selected,
        next_id=project.next_id,
        recipe=msgspec.Raw(b"null" if saved.recipe is None else recipe_to_json(saved.recipe)),
        path=saved.path,
    )


def _packed_take(take: ProjectTake, songs: _Songs) -> _Take:
    request = take.request
    source = None if request is None else request.source
    return _Take(
        song=songs.place(take.song),
        name=take.name,
        id=take.id,
        origin=take.origin,
        starred=take.starred,
        batch=take.batch,
        score=take.score,
        request=None if request is None else msgspec.to_builtins(replace(request, source=None)),
        source=None if source is None else songs.place(source),
        parent=take.parent,
        changed=take.changed,
        locked_tracks=take.locked_tracks,
        locked_bars=take.locked_bars,
    )


def _packed_song(song: Song) -> _Song:
    return _Song(
        tracks=[
            _Track(
                track.name,
                track.program,
                track.is_drum,
                [(n.onset, n.pitch, n.duration, n.velocity) for n in track.notes],
            )
            for track in song.tracks
        ],
        tempos=[(c.tick, c.bpm) for c in song.tempos],
        meters=[(c.tick, c.numerator, c.denominator) for c in song.meters],
        keys=[(c.tick, c.key.fifths, c.key.mode) for c in song.keys],
        chords=[(c.tick, c.symbol) for c in song.chords],
        markers=[(c.tick, c.text) for c in song.markers],
        title=song.title,
        length=song.length,
    )


# ---- file → project -------------------------------------------------------------------------


def _unpacked(file: _File) -> SavedProject:
    """What the file says.

    Raises:
        ValueError: it contradicts itself.
    """
    songs = [_unpacked_song(song) for song in file.songs]
    takes = tuple(_unpacked_take(take, songs) for take in file.takes)
    ids = [take.id for take in takes]
    if len(set(ids)) != len(ids):
        raise ValueError("two takes have the same id")
    return SavedProject(
        Project(
            takes,
            file.selected if file.selected in ids else None,
            max(file.next_id, max(ids, default=0) + 1),
        ),
        _recipe(bytes(file.recipe)),
        file.path,
    )


def _recipe(content: bytes) -> Recipe | None:
    """The recipe; one that can't be read is no reason not to open the takes."""
    try:
        return None if content == b"null" else recipe_from_json(content)
    except MusicganError:
        return None


def _unpacked_take(take: _Take, songs: Sequence[Song]) -> ProjectTake:
    request = None
    if take.request is not None:
        request = msgspec.convert(_checked(take.request), Request)
        if take.source is not None:
            request = replace(request, source=_at(songs, take.source))
    return ProjectTake(
        song=_at(songs, take.song),
        name=take.name,
        id=take.id,
        origin=take.origin,
        starred=take.starred,
        batch=take.batch,
        score=take.score,
        request=request,
        parent=take.parent,
        changed=take.changed,
        locked_tracks=take.locked_tracks,
        locked_bars=take.locked_bars,
    )


def _checked(request: Mapping[str, Any]) -> dict[str, Any]:
    """The request without its source, which is a place in the list of songs."""
    return {name: value for name, value in request.items() if name != "source"}


def _at(songs: Sequence[Song], place: int) -> Song:
    if not 0 <= place < len(songs):
        raise ValueError(f"there is no song {place}")
    return songs[place]


def _unpacked_song(song: _Song) -> Song:
    made = Song(
        tracks=tuple(
            Track(track.name, track.program, track.drums, tuple(Note(*n) for n in track.notes))
            for track in song.tracks
        ),
        tempos=tuple(Tempo(*c) for c in song.tempos),
        meters=tuple(Meter(*c) for c in song.meters),
        keys=tuple(KeyChange(tick, Key(fifths, mode)) for tick, fifths, mode in song.keys),
        chords=tuple(ChordChange(*c) for c in song.chords),
        markers=tuple(Marker(*c) for c in song.markers),
        title=song.title,
        length=song.length,
    )
    if has_endless_bars(made):
        raise ValueError("a song has too many bars")
    return made

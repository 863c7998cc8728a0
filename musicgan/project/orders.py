"""Requests that start from a take of the project, and what their takes are to be.

Locks are kept: a locked track or bar is never written anew.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass, replace

from musicgan.errors import MusicganError
from musicgan.generation import (
    Request,
    Take,
    TrackRequest,
    accompanied,
    continued,
    infilled,
    reorchestrated,
)
from musicgan.project.project import Origin, ProjectTake, Region
from musicgan.song import Song, bars


@dataclass(frozen=True, slots=True)
class Order:
    """A request, and how its takes come into the project.

    Attributes:
        request: for the engine.
        origin: of the takes.
        source: the take they are made from, if any.
        changed: what will be new against ``source``.
    """

    request: Request
    origin: Origin = Origin.GENERATED
    source: ProjectTake | None = None
    changed: Region | None = None

    def takes(self, made: Collection[Take], first: int) -> list[ProjectTake]:
        """What the engine made, best score first; numbered from ``first`` by their seeds."""
        by_seed = sorted(made, key=lambda take: (take.seed, take.request.variation))
        return [
            self._take(take, f"Take {first + by_seed.index(take)}")
            for take in sorted(made, key=lambda take: -take.score)
        ]

    def _take(self, made: Take, name: str) -> ProjectTake:
        take = ProjectTake(
            made.song,
            name,
            origin=self.origin,
            # An engine without critics has no opinion.
            score=made.score if math.isfinite(made.score) else None,
            request=made.request,
            changed=self.changed,
        )
        if self.source is None:
            return take
        take = replace(take, parent=self.source.id)
        if self.changed is None or not _begins_with(made.song, self.source.song):
            return take
        return replace(
            take, locked_tracks=self.source.locked_tracks, locked_bars=self.source.locked_bars
        )


def rewrite(take: ProjectTake, region: Region | None, request: Request) -> Order:
    """Write a region of a take anew (None: all of it), but for what is locked.

    Raises:
        MusicganError: nothing is left to be written, or the song can't be worked on.
    """
    song = take.song
    everything = Region(
        frozenset(range(len(bars(song)))),
        frozenset(number for number, track in enumerate(song.tracks) if track.notes),
    )
    asked = region or everything
    free = Region(asked.bars - take.locked_bars, asked.tracks - take.locked_tracks)
    if not free.bars or not free.tracks:
        raise MusicganError(
            "All of this is locked; unlock a track or some bars, or mark another region."
        )
    wanted = infilled(song, free.bars, free.tracks, request)
    return Order(wanted, Origin.REWRITTEN, take, free)


def go_on(take: ProjectTake, more: int, request: Request) -> Order:
    """Continue a take for ``more`` bars.

    Raises:
        MusicganError: the song has no notes or too many tracks.
    """
    given = len(bars(take.song))
    wanted = continued(take.song, more, request)
    new = Region(frozenset(range(given, given + more)), frozenset(range(len(wanted.tracks))))
    return Order(wanted, Origin.CONTINUED, take, new)


def accompany(take: ProjectTake, tracks: tuple[TrackRequest, ...], request: Request) -> Order:
    """Keep all of a take and write further tracks to it.

    Raises:
        MusicganError: the song has no notes, or too many tracks with the new ones.
    """
    wanted = accompanied(take.song, tracks, request)
    count = len(wanted.tracks)
    new = Region(
        frozenset(range(len(bars(take.song)))), frozenset(range(count - len(tracks), count))
    )
    return Order(wanted, Origin.ACCOMPANIED, take, new)


def more_like(take: ProjectTake, request: Request) -> Order:
    """Other takes of what a take came from; their number and seed are those of ``request``.

    Raises:
        MusicganError: the take was not generated.
    """
    wanted = replace(_origin(take), seed=request.seed, takes=request.takes)
    return Order(wanted, Origin.GENERATED, take, take.changed)


def vary(take: ProjectTake, share: float, request: Request) -> Order:
    """Cast a share of a take's chance anew, 0 (nothing) to 1; edits since then are not in it.

    The number of takes and the chance are those of ``request``.

    Raises:
        MusicganError: the take was not generated.
    """
    wanted = replace(_origin(take), vary=share, variation=request.seed, takes=request.takes)
    return Order(wanted, Origin.VARIED, take)


def reorchestrate(
    take: ProjectTake, track: int, instrument: TrackRequest, request: Request
) -> Order:
    """Write one track of a take anew for another instrument, to all the others.

    Raises:
        MusicganError: the song has no notes or too many tracks, or a pitched instrument would take
            the drums' place or the other way round.
    """
    wanted = reorchestrated(take.song, track, instrument, request)
    new = Region(frozenset(range(len(bars(take.song)))), frozenset([track]))
    return Order(wanted, Origin.REORCHESTRATED, take, new)


def _begins_with(song: Song, source: Song) -> bool:
    """Whether the first tracks of a song are those of its source, so that locks still fit."""
    first = song.tracks[: len(source.tracks)]
    return [(t.program, t.is_drum) for t in first] == [
        (t.program, t.is_drum) for t in source.tracks
    ]


def _origin(take: ProjectTake) -> Request:
    """What a take came from.

    Raises:
        MusicganError: the take was not generated.
    """
    if take.request is None:
        raise MusicganError(
            f"“{take.name}” was not generated here, so there is no recipe to repeat; "
            "mark bars and press Rewrite instead."
        )
    return take.request

"""Requests that start from music: continue, rewrite a region, accompany, re-orchestrate it."""

from collections.abc import Collection
from dataclasses import replace

from musicgan.data import MAX_PITCHED_TRACKS, Cell
from musicgan.errors import MusicganError
from musicgan.generation.request import Request, TrackRequest
from musicgan.song import DRUMS, Song, bars


def continued(song: Song, more: int, request: Request) -> Request:
    """Go on for ``more`` bars where ``song`` ends; style, manner and so on as in ``request``.

    Raises:
        MusicganError: the song is empty or has too many tracks.
    """
    song, given = _usable(song), len(bars(song))
    tracks = _tracks(song)
    rows = [(Cell.LOCKED,) * len(tracks)] * given + [(Cell.FREE,) * len(tracks)] * more
    return replace(request, source=song, tracks=tracks, bars=given + more, cells=tuple(rows))


def infilled(
    song: Song,
    bar_numbers: Collection[int],
    track_numbers: Collection[int] | None,
    request: Request,
) -> Request:
    """Write some bars of some tracks anew and keep the rest.

    Both are numbered from 0, empty tracks included; None stands for all tracks that have notes.

    Raises:
        MusicganError: the song is empty, or has no such bar or track.
    """
    _check(song)
    given = len(bars(song))
    tracks = _tracks(song)
    playing = [number for number, track in enumerate(song.tracks) if track.notes]
    chosen = set(playing if track_numbers is None else track_numbers)
    if any(not 0 <= number < given for number in bar_numbers):
        raise MusicganError(f"The music has the bars 1 to {given}; choose a region within them.")
    if any(not 0 <= number < len(tracks) for number in chosen):
        raise MusicganError(f"The music has the tracks 1 to {len(tracks)}; choose among them.")
    rewritten = set(bar_numbers)
    rows = [
        tuple(
            Cell.FREE if bar in rewritten and track in chosen else Cell.LOCKED
            for track in range(len(tracks))
        )
        for bar in range(given)
    ]
    return replace(request, source=song, tracks=tracks, bars=given, cells=tuple(rows))


def accompanied(song: Song, added: tuple[TrackRequest, ...], request: Request) -> Request:
    """Keep all of ``song`` and write further tracks to it.

    Raises:
        MusicganError: the song is empty, nothing is added, or there are too many tracks.
    """
    song, given = _usable(song), len(bars(song))
    if not added:
        raise MusicganError("Name the tracks to add, for example bass,drums.")
    kept = _tracks(song)
    row = (Cell.LOCKED,) * len(kept) + (Cell.FREE,) * len(added)
    return replace(request, source=song, tracks=(*kept, *added), bars=given, cells=(row,) * given)


def reorchestrated(
    song: Song, track_number: int, instrument: TrackRequest, request: Request
) -> Request:
    """Write one track anew for another instrument, to all the others.

    The track is numbered from 0, empty tracks included.

    Raises:
        MusicganError: the song is empty, has no such track, or drums would take a pitched
            instrument's place or the other way round.
    """
    _check(song)
    given = len(bars(song))
    tracks = list(_tracks(song))
    if not 0 <= track_number < len(tracks):
        raise MusicganError(f"The music has the tracks 1 to {len(tracks)}; choose among them.")
    if (instrument.family == DRUMS) != song.tracks[track_number].is_drum:
        raise MusicganError(
            "Drums can't play a pitched track, nor an instrument the drums; add a track instead."
        )
    tracks[track_number] = instrument
    row = tuple(
        Cell.FREE if number == track_number else Cell.LOCKED for number in range(len(tracks))
    )
    return replace(request, source=song, tracks=tuple(tracks), bars=given, cells=(row,) * given)


def _usable(song: Song) -> Song:
    """The song without its empty tracks.

    Raises:
        MusicganError: nothing is left, or there are too many tracks.
    """
    song = replace(song, tracks=tuple(track for track in song.tracks if track.notes))
    _check(song)
    return song


def _check(song: Song) -> None:
    """Refuse music that can't be started from.

    Raises:
        MusicganError: it has no notes, or too many tracks.
    """
    if not song.note_count:
        raise MusicganError("The music has no notes to start from.")
    if sum(not track.is_drum for track in song.tracks) > MAX_PITCHED_TRACKS:
        raise MusicganError(
            f"The music has more than {MAX_PITCHED_TRACKS} pitched tracks; leave some out first."
        )
    if sum(track.is_drum for track in song.tracks) > 1:
        raise MusicganError("The music has more than one track of drums; merge them first.")


def _tracks(song: Song) -> tuple[TrackRequest, ...]:
    return tuple(TrackRequest(track.family, track.program) for track in song.tracks)

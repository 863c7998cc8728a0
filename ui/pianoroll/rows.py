"""Which row of the piano-roll is which pitch or drum of which tracks: no Qt.

Pitches are rows, highest first, in lanes from the top: overlaid, one lane holds all pitched tracks
and a second one the drums; in lanes, each track has its own.
"""

from dataclasses import dataclass

from musicgan.song import Song, Track

PITCH_MARGIN = 2
"""Empty rows above the highest and below the lowest pitch."""

MIN_PITCH_ROWS = 25
"""So many pitches an overlaid lane shows even if the song uses fewer: two octaves."""

MIN_LANE_ROWS = 13
"""So many pitches a track's own lane shows: an octave."""

USUAL_DRUMS = (36, 38, 42, 46, 49, 51)
"""Drums that have a row whether they play or not: kick, snare, hats, crash, ride."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Rows that belong together.

    Attributes:
        tracks: indices of the tracks whose notes it shows.
        first: its first row.
        pitches: MIDI pitch (drum key) of each row, highest first.
        is_drum: whether the pitches are drum keys.
    """

    tracks: tuple[int, ...]
    first: int
    pitches: tuple[int, ...]
    is_drum: bool = False

    @property
    def end(self) -> int:
        """The row behind its last one."""
        return self.first + len(self.pitches)

    def row_of(self, pitch: int) -> int:
        """Row of a pitch; of one outside the lane, the nearest row that a drag can mean."""
        if pitch in self.pitches:
            return self.first + self.pitches.index(pitch)
        return self.first if pitch > self.pitches[0] else self.end - 1

    def pitch_of(self, row: int) -> int:
        """Pitch of a row; a pitched lane goes on above and below, a drum lane does not."""
        place = row - self.first
        if self.is_drum:
            return self.pitches[min(max(place, 0), len(self.pitches) - 1)]
        return min(max(self.pitches[0] - place, 0), 127)


@dataclass(frozen=True, slots=True)
class Rows:
    """All lanes from the top, with an empty row between two."""

    lanes: tuple[Lane, ...] = ()

    @property
    def count(self) -> int:
        """All rows."""
        return self.lanes[-1].end if self.lanes else 0

    def lane_at(self, row: float) -> Lane | None:
        """The lane of a row; None between lanes and outside."""
        return next((lane for lane in self.lanes if lane.first <= row < lane.end), None)

    def lane_of(self, track: int) -> Lane:
        """The lane that shows a track; it must have one."""
        return next(lane for lane in self.lanes if track in lane.tracks)


def rows_of(song: Song, apart: bool = False, before: Rows | None = None) -> Rows:
    """The rows that a song needs.

    Args:
        song: its notes, with a margin, decide which pitches are shown.
        apart: whether each track has a lane of its own.
        before: rows that must not go, so that the view stands still while notes are edited; left
            out where its lanes show other tracks.
    """
    groups: list[tuple[int, ...]]
    if apart:
        groups = [(index,) for index in range(len(song.tracks))]
    else:
        pitched = tuple(i for i, track in enumerate(song.tracks) if not track.is_drum)
        drums = tuple(i for i, track in enumerate(song.tracks) if track.is_drum)
        groups = [group for group in (pitched, drums) if group]
    kept = before.lanes if before and [lane.tracks for lane in before.lanes] == groups else None
    lanes: list[Lane] = []
    for place, group in enumerate(groups):
        first = lanes[-1].end + 1 if lanes else 0
        shown = set(kept[place].pitches) if kept else set()
        tracks = [song.tracks[index] for index in group]
        is_drum = tracks[0].is_drum
        if is_drum:
            pitches = _drum_keys(tracks, shown)
        else:
            pitches = _pitches(tracks, shown, MIN_LANE_ROWS if apart else MIN_PITCH_ROWS)
        lanes.append(Lane(group, first, pitches, is_drum))
    return Rows(tuple(lanes))


def _drum_keys(tracks: list[Track], shown: set[int]) -> tuple[int, ...]:
    played = {note.pitch for track in tracks for note in track.notes}
    return tuple(sorted({*played, *USUAL_DRUMS, *shown}, reverse=True))


def _pitches(tracks: list[Track], shown: set[int], minimum: int) -> tuple[int, ...]:
    played = {note.pitch for track in tracks for note in track.notes} or {60, 72}
    low = max(0, min(played) - PITCH_MARGIN)
    high = min(127, max(played) + PITCH_MARGIN)
    missing = max(0, minimum - (high - low + 1))
    high = min(127, high + missing // 2)
    low = max(0, min(low, high - minimum + 1))
    high = max(high, low + minimum - 1)
    low, high = min({low, *shown}), max({high, *shown})
    return tuple(range(high, low - 1, -1))

"""Piano-rolls of one track in a section of a bar, and of what is known around it.

A bar is cut into sections of up to four beats. Steps are two ticks long, which is exact for
sixteenths and triplets; rows are pitches from ``LOWEST`` on, which is a C, so that a row's number
modulo 12 is a pitch class. What lies outside the rows is left out.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.data.frames import DRUM_FAMILY
from musicgan.engines.base import PARTS, Ints, Notes
from musicgan.song import FAMILIES, TICKS_PER_BEAT

STEP = 2
"""Ticks."""
STEPS = 4 * TICKS_PER_BEAT // STEP
LOWEST = 24
ROWS = 72
SECTION = STEPS * STEP
"""Ticks of a whole section."""

LONGEST = 4.0
"""Durations are told as the binary logarithm of their steps, over this."""

MAPS = 8
MASK = MAPS - 1
"""The map that says which steps are of the bar."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """A section of a bar.

    Attributes:
        start: of the bar, in ticks.
        begin: ticks from the barline to the section.
        ticks: of the bar.
        ago: ticks back to the same place one and two bars ago; 0: there is none.
    """

    start: int
    begin: int
    ticks: int
    ago: tuple[int, int]

    @property
    def steps(self) -> int:
        """Steps that lie in the bar."""
        return min(STEPS, -(-(self.ticks - self.begin) // STEP))


def places(bar_ticks: Ints, bar: int) -> list[Place]:
    """The sections of a bar."""
    starts = np.cumsum(bar_ticks) - bar_ticks
    start, ticks = int(starts[bar]), int(bar_ticks[bar])
    ago = tuple(start - int(starts[bar - back]) if bar >= back else 0 for back in (1, 2))
    return [Place(start, begin, ticks, (ago[0], ago[1])) for begin in range(0, ticks, SECTION)]


def roll(notes: Notes, track: int, place: Place, back: int = 0) -> Floats:
    """(4, STEPS, ROWS) of a track: starts; lengths and velocities (0 to 1) there; sounding.

    Args:
        notes: sorted by onset.
        track: whose.
        place: where.
        back: so many ticks earlier.
    """
    found = np.zeros((4, STEPS, ROWS), np.float32)
    begin = place.start + place.begin - back
    end = begin + place.steps * STEP
    low, high = np.searchsorted(notes["onset"], [begin - 4 * SECTION, end])
    mine = notes[low:high][notes["track"][low:high] == track]
    row = mine["pitch"].astype(np.int64) - LOWEST
    first = (mine["onset"].astype(np.int64) - begin) // STEP
    last = -(-(mine["onset"].astype(np.int64) + mine["duration"] - begin) // STEP)
    here = (row >= 0) & (row < ROWS) & (last > 0)
    for one, since, until in zip(
        row[here].tolist(), first[here].tolist(), last[here].tolist(), strict=True
    ):
        found[3, max(since, 0) : min(until, place.steps), one] = 1
    here &= first >= 0
    cells = first[here], row[here]
    found[0][cells] = 1
    found[1][cells] = np.log2(np.maximum(1, mine["duration"][here] / STEP)) / LONGEST
    found[2][cells] = mine["velocity"][here] / 127
    return found


def maps(
    notes: Notes,
    families: npt.NDArray[np.integer],
    track: int,
    known: set[int],
    place: Place,
    chords: npt.NDArray[np.void],
) -> Floats:
    """What is known around a section of a track.

    Args:
        notes: of all tracks, sorted by onset.
        families: of the tracks.
        track: whose section.
        known: the tracks whose notes in this bar can be looked at.
        place: where.
        chords: from the bar's first beat on.

    Returns:
        (MAPS, STEPS, ROWS): starts and sounding a bar ago, starts two bars ago, what else of its
        kind (drums or not) sounds, what else starts, the chord, the beats, and the ``MASK``.
    """
    found = np.zeros((MAPS, STEPS, ROWS), np.float32)
    last, last_but_one = place.ago
    if last:
        found[:2] = roll(notes, track, place, last)[[0, 3]]
    if last_but_one:
        found[2] = roll(notes, track, place, last_but_one)[0]
    drums = families[track] == DRUM_FAMILY
    for other in known - {track}:
        heard = roll(notes, other, place)
        if (families[other] == DRUM_FAMILY) == drums:
            found[3] = np.maximum(found[3], heard[3])
        found[4] = np.maximum(found[4], heard[0].max(axis=1)[:, None])
    position = place.begin + np.arange(STEPS) * STEP
    if not drums and len(chords):
        bits = chords["pitch_classes"][np.minimum(position // TICKS_PER_BEAT, len(chords) - 1)]
        found[5] = (bits[:, None] >> (np.arange(ROWS) % 12)) & 1
    found[6] = np.where(position % TICKS_PER_BEAT == 0, 0.5 + 0.5 * (position == 0), 0)[:, None]
    found[MASK, : place.steps] = 1
    return found


def condition_size(styles: int) -> int:
    """Length of ``condition``."""
    return styles + len(FAMILIES) + PARTS + 2 + 2 * len(manner.MANNERS)


def condition(style: Floats, family: int, ordinal: int, mode: int, levels: Ints) -> Floats:
    """Style, family, part, mode, and each manner's level with whether it is known."""
    return np.concatenate(
        [
            style,
            np.eye(len(FAMILIES), dtype=np.float32)[family],
            np.eye(PARTS, dtype=np.float32)[min(ordinal, PARTS - 1)],
            np.array([mode == 1, mode == 2], np.float32),
            np.where(levels > 0, (levels - 3) / 2, 0).astype(np.float32),
            (levels > 0).astype(np.float32),
        ]
    )

"""Tracks as lines: what starts together, with its place in the bar."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import DRUM_FAMILY, duration_class, velocity_class
from musicgan.data.harmony import CHORD, NO_CHORD, UNKNOWN, chords_by_beat
from musicgan.data.windows import Window
from musicgan.engines.base import Ints, given_notes
from musicgan.song import TICKS_PER_BEAT, Bar, Meter, Note, Song, Track

NOTHING = 0
"""Distance that stands for "no onset before the barline"; others are 1 + ticks."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Notes of one track that start together.

    Attributes:
        position: ticks from the barline.
        pitches: downward.
        duration, velocity: classes of ``frames``, of the highest note.
    """

    position: int
    pitches: tuple[int, ...]
    duration: int
    velocity: int

    @property
    def top(self) -> int:
        """The highest pitch."""
        return self.pitches[0]

    @property
    def shape(self) -> tuple[int, ...]:
        """Semitones from the highest pitch down to each other."""
        return tuple(self.pitches[0] - pitch for pitch in self.pitches[1:])


def moments(notes: npt.NDArray[np.void], bar_start: int) -> list[Moment]:
    """The moments of one track in one bar, from its notes sorted by onset and pitch downward."""
    found: list[Moment] = []
    rows = zip(
        (notes["onset"] - bar_start).tolist(),
        notes["pitch"].tolist(),
        duration_class(notes["duration"]).tolist(),
        velocity_class(notes["velocity"]).tolist(),
        strict=True,
    )
    for position, pitch, duration, velocity in rows:
        if found and found[-1].position == position:
            last = found[-1]
            found[-1] = Moment(position, (*last.pitches, pitch), last.duration, last.velocity)
        else:
            found.append(Moment(position, (pitch,), duration, velocity))
    return found


Bars = list[list[list[Moment]]]
"""Moments by bar and track."""


def by_bar(notes: npt.NDArray[np.void], starts: npt.NDArray[np.integer], tracks: int) -> Bars:
    """Moments of every bar and track of notes that are sorted as in ``Piece``."""
    bar = np.searchsorted(starts, notes["onset"], side="right") - 1
    found: Bars = [[[] for _ in range(tracks)] for _ in starts]
    order = np.lexsort((notes["onset"], notes["track"], bar))
    notes, bar = notes[order], bar[order]
    edges = np.flatnonzero(np.diff(bar * tracks + notes["track"], prepend=-1))
    for first, last in zip(edges, [*edges[1:], len(notes)], strict=True):
        place = int(bar[first])
        found[place][int(notes["track"][first])] = moments(notes[first:last], int(starts[place]))
    return found


def distance(positions: list[int], position: int, inclusive: bool = False) -> int:
    """1 + ticks to the next of some ascending positions, or ``NOTHING``."""
    for other in positions:
        if other > position or (inclusive and other == position):
            return 1 + other - position
    return NOTHING


def known_chords(window: Window) -> npt.NDArray[np.void]:
    """(beats,) of ``CHORD``: what is asked, else what the locked notes say, else unknown."""
    rows = _heard(window)
    asked = window.chords[:, 36] > 0
    rows["pitch_classes"][asked] = (window.chords[asked, :12] > 0) @ (1 << np.arange(12))
    rows["root"][asked] = np.where(
        window.chords[asked, 37] > 0, NO_CHORD, window.chords[asked, 12:24].argmax(axis=1)
    )
    rows["bass"][asked] = window.chords[asked, 24:36].argmax(axis=1)
    return rows


def _heard(window: Window) -> npt.NDArray[np.void]:
    notes = given_notes(window)
    pitched = notes[window.family[notes["track"]] != DRUM_FAMILY]
    if not len(pitched):
        rows = np.zeros(len(window.chords), CHORD)
        rows["root"] = UNKNOWN
        return rows
    columns = (pitched[name].tolist() for name in ("onset", "pitch", "duration", "velocity"))
    track = Track("", 0, False, tuple(Note(*row) for row in zip(*columns, strict=True)))
    starts = (np.cumsum(window.bar_ticks) - window.bar_ticks).tolist()
    grid = [
        Bar(start, ticks, Meter(start, 4, 4))
        for start, ticks in zip(starts, window.bar_ticks.tolist(), strict=True)
    ]
    return chords_by_beat(Song(tracks=(track,)), grid, 0)


def first_beats(bar_ticks: npt.NDArray[np.integer]) -> Ints:
    """Number of the first beat of every bar."""
    beats = -(-bar_ticks.astype(np.int64) // TICKS_PER_BEAT)
    found: Ints = np.cumsum(beats) - beats
    return found

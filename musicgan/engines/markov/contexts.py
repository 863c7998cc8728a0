"""What each chain is asked under: contexts from the most general to the most special."""

from collections.abc import Sequence
from dataclasses import dataclass

from musicgan.data.frames import MAX_BAR_TICKS
from musicgan.engines.lines import Moment, distance
from musicgan.engines.markov.chain import key
from musicgan.engines.markov.words import ANY
from musicgan.song import TICKS_PER_BEAT

DISTANCES = MAX_BAR_TICKS + 2


@dataclass(slots=True)
class Line:
    """A track in a bar: who plays, what is known around it, and what it played last.

    Attributes:
        family, part, ticks, mode: of the track, of the bar, of the piece.
        was: the same track a bar ago; None where that bar is of another length, or missing.
        others: onsets of the tracks that are known already, ascending; None: no such track.
        meets: highest pitch of the latest known track by position.
        levels: of the bar.
        chords: number of each beat's chord.
        before: what it played last.
        came: the interval to there.
    """

    family: int
    part: int
    ticks: int
    mode: int
    was: list[Moment] | None
    others: list[int] | None
    meets: dict[int, int]
    levels: Sequence[int]
    chords: Sequence[int]
    before: Moment | None
    came: int = ANY

    def ago(self, position: int) -> Moment | None:
        """What started here a bar ago."""
        return next((moment for moment in self.was or () if moment.position == position), None)

    def chord(self, position: int) -> int:
        """The number of the chord at a position."""
        return self.chords[position // TICKS_PER_BEAT]


def around(known: list[list[Moment]]) -> tuple[list[int] | None, dict[int, int]]:
    """Onsets of the tracks that are known, and their latest highest pitch by position."""
    if not known:
        return None, {}
    onsets = sorted({moment.position for row in known for moment in row})
    return onsets, {moment.position: moment.top for row in known for moment in row}


def of_rhythm(line: Line, at: tuple[int, int, bool], style: int, level: int) -> tuple[int, ...]:
    """Contexts of the distance to the next onset, at (position, last distance, at the barline)."""
    position, last, barline = at
    others = ANY if line.others is None else distance(line.others, position, barline)
    was = ANY
    if line.was is not None:
        was = distance([moment.position for moment in line.was], position, barline)
    return (
        key(0, position % TICKS_PER_BEAT, barline),
        key(1, line.family, line.ticks, position, barline),
        key(2, style, line.part, line.ticks, position, barline, level),
        key(3, style, line.part, line.ticks, position, barline, was, level),
        key(4, style, line.part, line.ticks, position, barline, was, others, level),
        key(5, style, line.part, line.ticks, position, barline, was, others, last, level),
    )


def of_start(line: Line, style: int, level: int) -> tuple[int, ...]:
    """Contexts of a track's first pitch."""
    return (
        key(0),
        key(1, line.family),
        key(2, style, line.part),
        key(3, style, line.part, level),
    )


def of_pitch(line: Line, at: tuple[int, int], style: int, level: int) -> tuple[int, ...]:
    """Contexts of the interval from a track's last highest pitch, at (position, chord)."""
    assert line.before is not None
    position, chord = at
    top = line.before.top
    was = line.ago(position)
    again = ANY if was is None else was.top - top + 128
    other = line.meets.get(position)
    meets = ANY if other is None else (other - top) % 12
    return (
        key(0, line.mode, top % 12),
        key(1, line.family, line.mode, top % 12, chord),
        key(2, style, line.part, line.mode, top, level),
        key(3, style, line.part, line.mode, top % 12, chord, meets),
        key(4, style, line.part, line.mode, top, chord, meets, line.came),
        key(5, style, line.part, line.mode, top, chord, again, line.came),
        key(6, style, line.part, line.mode, top, chord, again, meets, line.came),
    )


def of_shape(line: Line, at: tuple[int, int, int], style: int, level: int) -> tuple[int, ...]:
    """Contexts of the notes below the highest, at (shape before, chord, shape a bar ago)."""
    before, chord, again = at
    return (
        key(0, line.family),
        key(1, style, line.part, level),
        key(2, style, line.part, before, level),
        key(3, style, line.part, before, chord, level),
        key(4, style, line.part, before, chord, again, level),
    )


def of_kit(_line: Line, at: tuple[int, int, int], style: int, _level: int) -> tuple[int, ...]:
    """Contexts of the drums that sound together, at (position, kit before, kit a bar ago)."""
    position, before, again = at
    return (
        key(0, position % TICKS_PER_BEAT),
        key(1, style, position),
        key(2, style, position, before),
        key(3, style, position, again),
        key(4, style, position, again, before),
    )


def of_duration(line: Line, gap: int, style: int, level: int) -> tuple[int, ...]:
    """Contexts of a duration before the next onset, or (below 0) the barline."""
    before = ANY if line.before is None else line.before.duration
    gap += DISTANCES
    return (
        key(0, gap),
        key(1, line.family, gap),
        key(2, style, line.part, gap, level),
        key(3, style, line.part, gap, before, level),
    )


def of_velocity(line: Line, position: int, style: int, level: int) -> tuple[int, ...]:
    """Contexts of a velocity."""
    before = ANY if line.before is None else line.before.velocity
    return (
        key(0, line.family),
        key(1, style, line.part, level),
        key(2, style, line.part, before, level),
        key(3, style, line.part, before, position, level),
    )


def of_harmony(mode: int, at: tuple[int, int, int], style: int, _level: int) -> tuple[int, ...]:
    """Contexts of a beat's chord, at (beat, last chord, latest other chord)."""
    beat, last, other = at
    return (
        key(0, mode),
        key(1, mode, last, beat == 0),
        key(2, style, mode, last, beat),
        key(3, style, mode, last, other, beat),
    )

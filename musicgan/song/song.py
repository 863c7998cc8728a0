"""The one music type: a song of tracks of notes.

Times are in ticks, 24 a beat; a beat is a quarter note, whatever the meter.
"""

from dataclasses import dataclass, field
from operator import attrgetter

from musicgan.song.families import family_of
from musicgan.song.key import Key

TICKS_PER_BEAT = 24


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One note.

    Attributes:
        onset: ticks from the start of the song, ≥ 0.
        pitch: MIDI pitch, 0 to 127 (a drum's key in a drum track).
        duration: ticks, ≥ 1.
        velocity: 1 to 127.
    """

    onset: int
    pitch: int
    duration: int
    velocity: int = 80

    @property
    def end(self) -> int:
        """Tick at which the note stops."""
        return self.onset + self.duration


_FIELDS = attrgetter("onset", "pitch", "duration", "velocity")


@dataclass(frozen=True, slots=True)
class Track:
    """One part of a song.

    Attributes:
        name: as shown and exported; may be empty.
        program: General MIDI program, 0 to 127 (the kit's number for drums).
        is_drum: whether pitches are drum keys.
        notes: sorted by (onset, pitch, duration, velocity); sorted for you when made.
    """

    name: str = ""
    program: int = 0
    is_drum: bool = False
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        """Sort the notes."""
        # A key: ten times as fast as asking the notes which one is less.
        object.__setattr__(self, "notes", tuple(sorted(self.notes, key=_FIELDS)))

    @property
    def family(self) -> str:
        """General MIDI family, or ``"drums"``."""
        return family_of(self.program, self.is_drum)


@dataclass(frozen=True, slots=True, order=True)
class Tempo:
    """From ``tick`` on, ``bpm`` quarter notes a minute."""

    tick: int
    bpm: float


@dataclass(frozen=True, slots=True, order=True)
class Meter:
    """From ``tick`` on (a barline), bars of ``numerator``/``denominator``."""

    tick: int
    numerator: int
    denominator: int

    @property
    def bar_ticks(self) -> int:
        """Length of a bar in ticks."""
        return TICKS_PER_BEAT * 4 * self.numerator // self.denominator

    def __str__(self) -> str:
        """E.g. ``"6/8"``."""
        return f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True, slots=True, order=True)
class KeyChange:
    """From ``tick`` on, ``key``."""

    tick: int
    key: Key


@dataclass(frozen=True, slots=True, order=True)
class Marker:
    """A text at a tick: a rehearsal mark, a section's name."""

    tick: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class ChordChange:
    """From ``tick`` on, the chord ``symbol`` (``"Cm7"``; ``"N"`` is no chord).

    Symbols are written as ``musicgan.song.chords`` reads and writes them.
    """

    tick: int
    symbol: str


@dataclass(frozen=True, slots=True)
class Song:
    """A piece of music.

    The maps (tempos, meters, keys) are sorted and start at tick 0; ``keys`` and ``chords`` may be
    empty, which means unknown. A first bar with a pickup is a bar of its own short meter, or is
    padded with rest in front, as the file says.

    Attributes:
        tracks: in the order of the score.
        tempos: at least one, the first at tick 0.
        meters: at least one, the first at tick 0, the others on barlines.
        keys: key changes; empty where unknown.
        chords: chord symbols; empty where unknown.
        markers: other texts with a time.
        title: may be empty.
        length: ticks; at least the end of the last note. Bars of rest at the end count.
    """

    tracks: tuple[Track, ...] = ()
    tempos: tuple[Tempo, ...] = (Tempo(0, 120.0),)
    meters: tuple[Meter, ...] = (Meter(0, 4, 4),)
    keys: tuple[KeyChange, ...] = ()
    chords: tuple[ChordChange, ...] = ()
    markers: tuple[Marker, ...] = ()
    title: str = ""
    length: int = field(default=0)

    def __post_init__(self) -> None:
        """Sort the maps and stretch the length to the last note."""
        for name in ("tempos", "meters", "keys", "chords", "markers"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))
        if not self.tempos or self.tempos[0].tick != 0:
            raise ValueError("the tempo map must start at tick 0")
        if not self.meters or self.meters[0].tick != 0:
            raise ValueError("the meter map must start at tick 0")
        ends = (note.onset + note.duration for track in self.tracks for note in track.notes)
        last = max(ends, default=0)
        object.__setattr__(self, "length", max(self.length, last))

    @property
    def note_count(self) -> int:
        """Number of notes in all tracks."""
        return sum(len(track.notes) for track in self.tracks)

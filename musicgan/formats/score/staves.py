"""On which staves a track is written, and in which clefs."""

from collections.abc import Sequence
from dataclasses import dataclass

from musicgan.formats.score.hands import in_hands
from musicgan.formats.score.notation import Event, Places, bar_voices
from musicgan.song import Bar, Note, Track

PERCUSSION = "PercussionClef"

_KEYBOARDS = frozenset((*range(9), *range(16, 22), 23, 46, 50, 51, 54, 62, 63, *range(80, 104)))
"""Programs that are written for two hands: pianos, organs, accordions, harp, synthesisers."""

_COMFORT = {
    "TrebleClef": (57, 84), "BassClef": (36, 64), "AltoClef": (47, 74),
    "Treble8vbClef": (45, 72), "Treble8vaClef": (69, 96), "Bass8vbClef": (24, 52),
}  # fmt: skip
"""music21's clef → lowest and highest pitch with at most two ledger lines."""

_OWN_CLEFS = {
    **dict.fromkeys((40, 56, 59, *range(64, 70), 71, *range(73, 80), 110, 111), ("TrebleClef",)),
    **dict.fromkeys((42, 47, 57, 58, 70), ("BassClef", "TrebleClef")),
    41: ("AltoClef", "TrebleClef"),
    **dict.fromkeys((*range(24, 32), 105), ("Treble8vbClef",)),
    **dict.fromkeys((*range(32, 40), 43), ("Bass8vbClef", "TrebleClef")),
    **dict.fromkeys((9, 10, 13, 72, 78), ("Treble8vaClef", "TrebleClef")),
}
"""Program → its clefs, the usual one first: violin and winds; cello, timpani and low winds; viola;
guitars; basses; piccolo and bells."""


@dataclass(frozen=True, slots=True)
class Staff:
    """What is written on a staff.

    Attributes:
        clef: the name of music21's clef.
        bars: for each bar its voices, the higher first; none in a bar of rest.
    """

    clef: str
    bars: list[list[list[Event]]]


def staves(track: Track, grid: Sequence[Bar]) -> list[Staff]:
    """The staves of a track: one, or two where a keyboard's notes are too far apart for one."""
    places = Places(track.notes)
    if track.is_drum:
        return [Staff(PERCUSSION, bar_voices(track.notes, places, grid, drums=True))]
    hands: list[tuple[str, Sequence[Note]]] = [(_clef(track), track.notes)]
    if track.program in _KEYBOARDS and not any(
        _fits(track.notes, clef) for clef in ("TrebleClef", "BassClef")
    ):
        upper, lower = in_hands(track.notes)
        hands = [("TrebleClef", upper), ("BassClef", lower)]
    return [Staff(clef, bar_voices(notes, places, grid)) for clef, notes in hands]


def _fits(notes: Sequence[Note], clef: str) -> bool:
    lowest, highest = _COMFORT[clef]
    return all(lowest <= note.pitch <= highest for note in notes)


def _clef(track: Track) -> str:
    """The clef with the fewest ledger lines."""

    def outside(clef: str) -> int:
        lowest, highest = _COMFORT[clef]
        return sum(max(0, lowest - n.pitch, n.pitch - highest) for n in track.notes)

    return min(_OWN_CLEFS.get(track.program, ("TrebleClef", "BassClef")), key=outside)

"""Chord symbols: read as musicians write them, without a music library at every key press.

Two spellings are read: lead sheets' (``Cm7``, ``F7/A``, ``Bbmaj7``) and Harte's (``C:maj``,
``A:min7``, ``G:7/3``). ``N`` stands for no chord.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from musicgan.errors import MusicganError
from musicgan.song.key import Key
from musicgan.song.song import TICKS_PER_BEAT, Meter

QUALITIES: dict[str, tuple[int, ...]] = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "5": (0, 7),
    "sus2": (0, 2, 7), "sus4": (0, 5, 7), "6": (0, 4, 7, 9), "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10), "minmaj7": (0, 3, 7, 11),
    "m7b5": (0, 3, 6, 10), "dim7": (0, 3, 6, 9), "aug7": (0, 4, 8, 10), "7b5": (0, 4, 6, 10),
    "7sus4": (0, 5, 7, 10), "9sus4": (0, 2, 5, 7, 10), "7b9": (0, 1, 4, 7, 10),
    "7#9": (0, 3, 4, 7, 10), "7#11": (0, 4, 6, 7, 10), "add9": (0, 2, 4, 7),
    "madd9": (0, 2, 3, 7), "69": (0, 2, 4, 7, 9), "9": (0, 2, 4, 7, 10), "m9": (0, 2, 3, 7, 10),
    "maj9": (0, 2, 4, 7, 11), "11": (0, 2, 4, 5, 7, 10), "m11": (0, 2, 3, 5, 7, 10),
    "m69": (0, 2, 3, 7, 9), "9#5": (0, 2, 4, 8, 10), "9b5": (0, 2, 4, 6, 10),
    "9#11": (0, 2, 4, 6, 7, 10), "7b13": (0, 4, 7, 8, 10), "13b9": (0, 1, 4, 7, 9, 10),
    "13": (0, 2, 4, 7, 9, 10), "m13": (0, 2, 3, 7, 9, 10), "maj13": (0, 2, 4, 7, 9, 11),
}  # fmt: skip
"""Quality → semitones above the root, as pitch classes."""

# How a quality is written in a lead sheet where that differs from its name.
_SUFFIXES = {"maj": "", "min": "m", "min7": "m7", "minmaj7": "mmaj7"}

# Other spellings; "o" for diminished is left out, since it makes chords of words such as "Go".
_ALIASES = {
    "maj": ("M", "ma", "major"), "min": ("mi", "-", "minor"), "dim": ("°",), "aug": ("+",),
    "sus4": ("sus",), "6": ("maj6", "M6", "ma6"), "m6": ("min6", "-6", "mi6"),
    "maj7": ("M7", "ma7", "Δ", "Δ7", "j7"), "min7": ("-7", "mi7"), "7": ("dom7",),
    "minmaj7": ("mM7", "mma7", "-maj7", "-M7", "-Δ", "mΔ", "minM7"),
    "m7b5": ("min7b5", "-7b5", "mi7b5", "ø", "ø7", "hdim7", "hdim"), "dim7": ("°7", "o7"),
    "aug7": ("+7", "7#5", "7+", "7aug"), "7sus4": ("7sus", "sus7", "sus4b7"),
    "9sus4": ("9sus", "sus9", "sus4b7,9"), "m69": ("min69", "min6,9", "-69"),
    "9#5": ("+9", "aug9", "9+"), "11": ("711",),
    "7b9": ("7-9",), "7#9": ("7+9",), "7#11": ("7+11",), "madd9": ("minadd9", "-add9"),
    "69": ("6add9", "maj69"), "m9": ("min9", "-9", "mi9"), "maj9": ("M9", "ma9", "Δ9"),
    "m11": ("min11", "-11", "mi11", "min711"), "m13": ("min13", "-13", "mi13"),
    "maj13": ("M13", "ma13", "Δ13"),
}  # fmt: skip

_BY_SPELLING: dict[str, str] = {
    **{quality: quality for quality in QUALITIES},
    **{suffix: quality for quality, suffix in _SUFFIXES.items()},
    **{spelling: quality for quality, group in _ALIASES.items() for spelling in group},
}

_NO_CHORD = ("N", "NC", "N.C.", "N.C")
_LINE_OF_FIFTHS = "FCGDAEB"
_NATURALS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_MAJOR_SCALE = (0, 2, 4, 5, 7, 9, 11)
_SYMBOL = re.compile(
    r"(?P<root>[A-G][#b]?)(?::(?=[^/]))?(?P<quality>[^/:]*?)"
    r"(?:/(?:(?P<bass>[A-G][#b]?)|(?P<degree>[#b]?(?:1[0-3]|[1-9]))))?"
)


_WORD = re.compile(r"\S+")

# A line's end is a barline too, drawn or not.
_BARLINE = re.compile(r"\|{0,2}[ \t\r]*\n\s*\|{0,2}|\|{1,2}")

_AROUND = " |\t\r\n"


class ProgressionError(MusicganError):
    """Chords that can't be read.

    Attributes:
        start, end: the wrong place, in characters of the text.
    """

    def __init__(self, sentence: str, start: int, end: int) -> None:
        """Tell ``sentence`` of the characters from ``start`` to before ``end``."""
        super().__init__(sentence)
        self.start, self.end = start, end


@dataclass(frozen=True, slots=True, order=True)
class Chord:
    """A chord.

    Attributes:
        root: pitch class, 0 (C) to 11 (B).
        quality: a key of ``QUALITIES``.
        bass: pitch class of the lowest note; the root where no other is asked.
    """

    root: int
    quality: str
    bass: int

    @property
    def pitch_classes(self) -> frozenset[int]:
        """All pitch classes that belong to it, the bass among them."""
        tones = {(self.root + step) % 12 for step in QUALITIES[self.quality]}
        return frozenset(tones | {self.bass})

    def transposed(self, semitones: int) -> "Chord":
        """The same chord, ``semitones`` higher."""
        return Chord((self.root + semitones) % 12, self.quality, (self.bass + semitones) % 12)


@lru_cache(maxsize=4096)
def parse_chord(text: str) -> Chord | None:
    """Read one chord symbol; None where it says "no chord" (``N``).

    Raises:
        MusicganError: the text is no chord symbol.
    """
    found = _split(text)
    if found is None:
        return None
    root, quality, bass = found
    return Chord(_pitch_class(root), quality, _pitch_class(bass or root))


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """A symbol in this module's own spelling; the names of root and bass stay as they are.

    ``"C#:min7/3"`` becomes ``"C#m7/E"``.

    Raises:
        MusicganError: the text is no chord symbol.
    """
    found = _split(text)
    if found is None:
        return "N"
    root, quality, bass = found
    return root + _SUFFIXES.get(quality, quality) + (f"/{bass}" if bass else "")


def symbol(chord: Chord | None, key: Key | None = None) -> str:
    """How a chord is written in a lead sheet, with the note names that are usual in ``key``."""
    if chord is None:
        return "N"
    root = pitch_class_name(chord.root, key)
    bass = "" if chord.bass == chord.root else "/" + pitch_class_name(chord.bass, key)
    return root + _SUFFIXES.get(chord.quality, chord.quality) + bass


def harte(text: str) -> str:
    """A symbol in Harte's spelling (``"C:maj"``), which no rehearsal letter can be taken for.

    Raises:
        MusicganError: the text is no chord symbol.
    """
    found = _split(text)
    if found is None:
        return "N"
    root, quality, bass = found
    return f"{root}:{quality}" + (f"/{bass}" if bass else "")


def pitch_class_name(pitch_class: int, key: Key | None = None) -> str:
    """Usual name of a pitch class (0 to 11) in a key; in C: C Db D Eb E F F# G Ab A Bb B."""
    fifths = key.fifths if key else 0
    # Twelve neighbours on the line of fifths, from five below the major tonic to six above.
    lowest = fifths - 5
    place = lowest + (pitch_class * 7 - lowest) % 12 + 1
    sharps = place // 7
    if abs(sharps) > 1:
        return pitch_class_name(pitch_class)
    return _LINE_OF_FIFTHS[place % 7] + ("#" * sharps if sharps >= 0 else "b")


def parse_progression(text: str, meter: Meter) -> list[list[tuple[int, Chord | None]]]:
    """Read chords by bar: ``"Cm7 F7 | Bbmaj7 | % | G7 . . C"``.

    Bars are split by ``|`` and by a line's end. The chords of a bar share its beats evenly; ``.``
    holds the chord before for one share; ``%`` alone repeats the bar before.

    Returns:
        one list a bar of (beat, chord); a beat is a quarter note, counted from 0 in each bar, and
        every bar has an entry at beat 0. Empty for an empty text.

    Raises:
        ProgressionError: a symbol is unknown, a bar is empty, or holds more chords than beats.
    """
    result: list[list[tuple[int, Chord | None]]] = []
    for start, end in _bar_places(text):
        result.append(_parse_bar(text, start, end, meter, result[-1] if result else None))
    return result


def _bar_places(text: str) -> list[tuple[int, int]]:
    """Where each bar's chords begin and end in the text."""
    end = len(text.rstrip(_AROUND))
    start = len(text) - len(text.lstrip(_AROUND))
    if start >= end:
        return []
    lines = [(line.start(), line.end()) for line in _BARLINE.finditer(text, start, end)]
    return list(
        zip([start, *(after for _, after in lines)], [*(at for at, _ in lines), end], strict=True)
    )


def _parse_bar(
    text: str, start: int, end: int, meter: Meter, before: list[tuple[int, Chord | None]] | None
) -> list[tuple[int, Chord | None]]:
    places = [word.span() for word in _WORD.finditer(text, start, end)]
    words = [text[place:after] for place, after in places]
    if not words:
        raise ProgressionError(
            "A bar of the chords is empty; write % to repeat the bar before, or N for none.",
            max(start - 1, 0),
            end + 1,
        )
    if words[0] in ("%", ".") and before is None:
        raise ProgressionError(
            f"The chords begin with “{words[0]}”, but there is no chord before to repeat.",
            *places[0],
        )
    if words == ["%"] and before is not None:
        return before
    beats = -(-meter.bar_ticks // TICKS_PER_BEAT)
    if len(words) > beats:
        raise ProgressionError(
            f"The bar “{' '.join(words)}” holds {len(words)} chords, but a bar of {meter} has "
            f"{beats} quarter notes; split it with |.",
            places[beats][0],
            places[-1][1],
        )
    result: list[tuple[int, Chord | None]] = []
    for place, word in enumerate(words):
        if word != ".":
            try:
                chord = parse_chord(word)
            except MusicganError as error:
                raise ProgressionError(str(error), *places[place]) from error
            result.append((place * beats // len(words), chord))
        elif place == 0 and before is not None:
            result.append((0, before[-1][1]))
    return result


def _split(text: str) -> tuple[str, str, str] | None:
    """Root name, quality and bass name ("" where it is the root); None for no chord."""
    plain = text.strip().replace("♯", "#").replace("♭", "b")
    if plain in _NO_CHORD:
        return None
    plain = re.sub(r"6/9", "69", plain)
    match = _SYMBOL.fullmatch(plain.replace("(", "").replace(")", ""))
    if not match or match["quality"] not in _BY_SPELLING:
        raise MusicganError(
            f"“{text.strip()}” is no chord symbol; write one as C, Am, G7, Bbmaj7, F7/A or N."
        )
    root, bass = match["root"], match["bass"] or ""
    if match["degree"]:
        bass = _degree_name(root, match["degree"], _BY_SPELLING[match["quality"]])
    if bass and _pitch_class(bass) == _pitch_class(root):
        bass = ""
    return root, _BY_SPELLING[match["quality"]], bass


def _degree_name(root: str, degree: str, quality: str) -> str:
    """Name of the bass note that Harte writes as a degree of the major scale (``/3``, ``/b7``).

    A third, fifth or seventh that is not in the chord while its flat form is (``A:min/3``) means
    the chord's own: many files write it so.
    """
    number = int(degree.lstrip("#b"))
    step = _MAJOR_SCALE[(number - 1) % 7] + degree.count("#") - degree.count("b")
    tones = QUALITIES[quality]
    if degree in ("3", "5", "7") and step not in tones and step - 1 in tones:
        step -= 1
    letters = "CDEFGAB"
    letter = letters[(letters.index(root[0]) + number - 1) % 7]
    wanted = (_pitch_class(root) + step) % 12
    offset = (wanted - _NATURALS[letter] + 6) % 12 - 6
    if abs(offset) > 1:
        return pitch_class_name(wanted)
    return letter + {-1: "b", 0: "", 1: "#"}[offset]


def _pitch_class(name: str) -> int:
    return (_NATURALS[name[0]] + name.count("#") - name.count("b")) % 12

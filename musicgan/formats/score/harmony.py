"""Chord symbols between music21's form and ours."""

from typing import Any

from musicgan.errors import MusicganError
from musicgan.song.chords import Chord, normalised, parse_chord

_KINDS = {
    "major": "maj", "minor": "min", "augmented": "aug", "diminished": "dim", "power": "5",
    "suspended-second": "sus2", "suspended-fourth": "sus4", "major-sixth": "6",
    "minor-sixth": "m6", "dominant-seventh": "7", "major-seventh": "maj7",
    "minor-seventh": "min7", "minor-major-seventh": "minmaj7", "half-diminished-seventh": "m7b5",
    "half-diminished": "m7b5", "diminished-seventh": "dim7", "augmented-seventh": "aug7",
    "dominant-ninth": "9", "major-ninth": "maj9", "minor-ninth": "m9",
    "suspended-fourth-seventh": "7sus4", "dominant-11th": "11", "minor-11th": "m11",
    "dominant-13th": "13", "minor-13th": "m13", "major-13th": "maj13",
}  # fmt: skip
"""MusicXML's kind of a chord, as music21 names it → our quality."""

_WITH_DEGREES = {
    "7b5": ("7", "alter-b5"), "7sus4": ("sus4", "add-b7"), "9sus4": ("sus4", "add-b7 add-9"),
    "7b9": ("7", "add-b9"), "7#9": ("7", "add-#9"), "7#11": ("7", "add-#11"),
    "add9": ("maj", "add-9"), "madd9": ("min", "add-9"), "69": ("6", "add-9"),
    "m69": ("m6", "add-9"), "9#5": ("9", "alter-#5"), "9b5": ("9", "alter-b5"),
    "9#11": ("9", "add-#11"), "7b13": ("7", "add-b13"), "13b9": ("13", "alter-b9"),
}  # fmt: skip
"""Our quality → a simpler one and the degrees that MusicXML changes in it."""

_ALTERATIONS = {-1: "b", 0: "", 1: "#"}


def chord_symbol(harmony: Any) -> str | None:
    """Our symbol for music21's ``ChordSymbol``; None where it says nothing that we can write.

    Degrees that our vocabulary does not know are left out, and the chord's kind stays.
    """
    if harmony.chordKind == "none":
        return "N"
    quality = _KINDS.get(harmony.chordKind)
    if quality is None or harmony.root() is None:
        return _from_figure(harmony.figure)
    degrees = " ".join(sorted(_degree(change) for change in harmony.chordStepModifications))
    for own, (base, changes) in _WITH_DEGREES.items():
        if base == quality and " ".join(sorted(changes.split())) == degrees:
            quality = own
    root = _name(harmony.root())
    bass = _name(harmony.bass()) if harmony.bass() is not None else root
    text = f"{root}:{quality}" + ("" if bass == root else f"/{bass}")
    return _from_figure(text)


def music21_harmony(symbol: str) -> Any:
    """music21's object for one of our symbols, at offset 0.

    Raises:
        MusicganError: the text is no chord symbol.
    """
    from music21 import harmony

    chord = parse_chord(symbol)
    if chord is None:
        return harmony.NoChord()
    root, bass = _names(symbol, chord)
    base, changes = _WITH_DEGREES.get(chord.quality, (chord.quality, ""))
    kind = next(kind for kind, quality in _KINDS.items() if quality == base)
    result = harmony.ChordSymbol(root=_music21_name(root), bass=_music21_name(bass), kind=kind)
    for change in changes.split():
        action, degree = change.split("-")
        result.addChordStepModification(
            harmony.ChordStepModification(
                action, int(degree.lstrip("b#")), degree.count("#") - degree.count("b")
            )
        )
    return result


def _degree(change: Any) -> str:
    interval = round(change.interval.semitones) if change.interval is not None else 0
    return f"{change.modType}-{_ALTERATIONS.get(interval, '?')}{change.degree}"


def _from_figure(text: str) -> str | None:
    try:
        return normalised(text)
    except MusicganError:
        return None


def _names(symbol: str, chord: Chord) -> tuple[str, str]:
    """Names of root and bass as the symbol spells them."""
    plain = normalised(symbol)
    root = plain[:2] if plain[1:2] in ("#", "b") else plain[:1]
    return root, root if chord.bass == chord.root else plain.rsplit("/", 1)[1]


def _name(pitch: Any) -> str:
    return str(pitch.name).replace("-", "b")


def _music21_name(name: str) -> str:
    return name[0] + name[1:].replace("b", "-")

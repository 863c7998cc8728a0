import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgan.errors import MusicganError
from musicgan.song import Key, Meter
from musicgan.song.chords import (
    QUALITIES,
    Chord,
    ProgressionError,
    harte,
    normalised,
    parse_chord,
    parse_progression,
    pitch_class_name,
    symbol,
)
from tests.strategies import chord_symbols, keys

FOUR_FOUR = Meter(0, 4, 4)


@pytest.mark.parametrize(
    ("text", "root", "bass", "tones"),
    [
        ("C", 0, 0, {0, 4, 7}),
        ("Cm7", 0, 0, {0, 3, 7, 10}),
        ("F7/A", 5, 9, {5, 9, 0, 3}),
        ("Bbmaj7", 10, 10, {10, 2, 5, 9}),
        ("B♭Δ7", 10, 10, {10, 2, 5, 9}),
        ("F#m7b5", 6, 6, {6, 9, 0, 4}),
        ("F#ø", 6, 6, {6, 9, 0, 4}),
        ("Am7(b5)", 9, 9, {9, 0, 3, 7}),
        ("Ebdim7", 3, 3, {3, 6, 9, 0}),
        ("Dm6", 2, 2, {2, 5, 9, 11}),
        ("C6/9", 0, 0, {0, 2, 4, 7, 9}),
        ("Cm(maj7)", 0, 0, {0, 3, 7, 11}),
        ("G+", 7, 7, {7, 11, 3}),
        ("C/D", 0, 2, {0, 2, 4, 7}),
        ("C:maj", 0, 0, {0, 4, 7}),
        ("A:min7", 9, 9, {9, 0, 4, 7}),
        ("G:7/3", 7, 11, {7, 11, 2, 5}),
        ("A:min/3", 9, 0, {9, 0, 4}),
        ("A:min/b3", 9, 0, {9, 0, 4}),
        ("A:min7/5", 9, 4, {9, 0, 4, 7}),
        ("C:min7/7", 0, 10, {0, 3, 7, 10}),
        ("C:maj/#4", 0, 6, {0, 4, 6, 7}),
        ("C:maj/9", 0, 2, {0, 2, 4, 7}),
        ("C:min7/b2", 0, 1, {0, 1, 3, 7, 10}),
        ("D:sus4(b7)", 2, 2, {2, 7, 9, 0}),
        ("Bb5", 10, 10, {10, 5}),
    ],
)
def test_symbols_are_read(text: str, root: int, bass: int, tones: set[int]) -> None:
    chord = parse_chord(text)
    assert chord is not None
    assert (chord.root, chord.bass) == (root, bass)
    assert chord.pitch_classes == tones


@pytest.mark.parametrize("text", ["N", " N ", "N.C.", "NC"])
def test_no_chord_is_none(text: str) -> None:
    assert parse_chord(text) is None
    assert symbol(None) == normalised(text) == "N"


@pytest.mark.parametrize("text", ["", "H", "Go", "Coda", "c", "C:", "C:/3", "C/", "/E", "Cfoo"])
def test_other_texts_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(MusicganError, match=f"“{text}” is no chord symbol; write one as"):
        parse_chord(text)


@pytest.mark.parametrize(
    ("text", "own", "as_harte"),
    [
        ("C#:min7/3", "C#m7/E", "C#:min7/E"),
        ("Db-7", "Dbm7", "Db:min7"),
        ("Gb:maj/b7", "Gb/Fb", "Gb:maj/Fb"),
        ("C:maj/#4", "C/F#", "C:maj/F#"),
        ("B:maj/7", "B/A#", "B:maj/A#"),
        ("C:7/7", "C7/Bb", "C:7/Bb"),
        ("Gb:dim/5", "Gbdim/C", "Gb:dim/C"),
        ("F:maj/4", "F/Bb", "F:maj/Bb"),
        ("C:aug/6", "Caug/A", "C:aug/A"),
        ("D:maj7/9", "Dmaj7/E", "D:maj7/E"),
        ("A#:maj/3", "A#/D", "A#:maj/D"),
        ("C/C", "C", "C:maj"),
    ],
)
def test_note_names_stay(text: str, own: str, as_harte: str) -> None:
    assert normalised(text) == own
    assert harte(text) == as_harte


@given(chord_symbols, keys)
def test_every_chord_comes_back(text: str, key: Key) -> None:
    chord = parse_chord(text)
    assert parse_chord(symbol(chord, key)) == chord
    assert parse_chord(harte(text)) == chord
    assert normalised(symbol(chord)) == symbol(chord)


@given(st.sampled_from(sorted(QUALITIES)), st.integers(0, 11), st.integers(-24, 24))
def test_transposing_moves_every_tone(quality: str, root: int, semitones: int) -> None:
    chord = Chord(root, quality, (root + 4) % 12)
    moved = {(tone + semitones) % 12 for tone in chord.pitch_classes}
    assert chord.transposed(semitones).pitch_classes == moved


@pytest.mark.parametrize(
    ("key", "names"),
    [
        (None, "C Db D Eb E F F# G Ab A Bb B"),
        (Key(4, "major"), "C C# D D# E F F# G G# A A# B"),
        (Key(-6, "major"), "C Db D Eb Fb F Gb G Ab A Bb Cb"),
    ],
)
def test_note_names_suit_the_key(key: Key | None, names: str) -> None:
    assert [pitch_class_name(i, key) for i in range(12)] == names.split()


def read(text: str, meter: Meter = FOUR_FOUR) -> list[list[tuple[int, str]]]:
    return [
        [(beat, symbol(chord)) for beat, chord in bar] for bar in parse_progression(text, meter)
    ]


def test_a_dot_holds_the_chord_before_over_the_barline_too() -> None:
    assert read("C F G . | . Am | G . Am .") == [
        [(0, "C"), (1, "F"), (2, "G")],
        [(0, "G"), (2, "Am")],
        [(0, "G"), (2, "Am")],
    ]


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("", []),
        (" | ", []),
        ("Cm7 | F7 | Bb", [[(0, "Cm7")], [(0, "F7")], [(0, "Bb")]]),
        ("| C G/B |", [[(0, "C"), (2, "G/B")]]),
        ("C F G", [[(0, "C"), (1, "F"), (2, "G")]]),
        ("C . . G7", [[(0, "C"), (3, "G7")]]),
        ("C N | . F", [[(0, "C"), (2, "N")], [(0, "N"), (2, "F")]]),
        ("Am F || % | G", [[(0, "Am"), (2, "F")], [(0, "Am"), (2, "F")], [(0, "G")]]),
    ],
)
def test_progressions(text: str, bars: list[list[tuple[int, str]]]) -> None:
    assert read(text) == bars


def test_a_compound_bar_is_counted_in_quarter_notes() -> None:
    assert read("C G", Meter(0, 6, 8)) == [[(0, "C"), (1, "G")]]
    assert read("C F G", Meter(0, 3, 4)) == [[(0, "C"), (1, "F"), (2, "G")]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("C | | G", "A bar of the chords is empty; write %"),
        ("% | C", "The chords begin with “%”, but there is no chord before"),
        (". C", "The chords begin with “.”"),
        ("C D E F G", "holds 5 chords, but a bar of 4/4 has 4 quarter notes"),
        ("C | X", "“X” is no chord symbol"),
    ],
)
def test_mistakes_in_progressions_are_named(text: str, sentence: str) -> None:
    with pytest.raises(MusicganError, match=sentence):
        parse_progression(text, FOUR_FOUR)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Cm7 | Hx", "Hx"),
        ("H | Hx", "H"),
        ("  | C G7x | F", "G7x"),
        ("% | C", "%"),
        ("C | | F", "| |"),
        ("C | A B C D E F | G", "E F"),
        ("C |\n F Xm", "Xm"),
    ],
)
def test_a_mistake_has_a_place(text: str, place: str) -> None:
    with pytest.raises(ProgressionError) as error:
        parse_progression(text, FOUR_FOUR)
    assert text[error.value.start : error.value.end] == place


@pytest.mark.parametrize("text", ["C | F", "C\nF", "| C |\n| F |", "C ||\n\n F ||", "C |\r\nF\r\n"])
def test_a_line_ends_a_bar(text: str) -> None:
    assert parse_progression(text, FOUR_FOUR) == parse_progression("C|F", FOUR_FOUR)

"""Keys by their signatures and by their names."""

import pytest

from musicgan.errors import MusicganError
from musicgan.song import Key


def test_of_two_names_a_key_has_the_one_with_fewer_accidentals() -> None:
    def names(mode: str) -> str:
        return " ".join(Key.of(tonic, mode).tonic_name for tonic in range(12))

    assert names("major") == "C Db D Eb E F F# G Ab A Bb B"
    assert names("minor") == "C C# D D# E F F# G G# A Bb B"


@pytest.mark.parametrize(("fifths", "mode"), [(8, "major"), (-8, "minor"), (0, "dorian")])
def test_what_is_no_key(fifths: int, mode: str) -> None:
    with pytest.raises(ValueError, match="no such key"):
        Key(fifths, mode)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Eb major", Key(-3, "major")),
        ("EB MAJOR", Key(-3, "major")),
        ("f# minor", Key(3, "minor")),
        ("F♯m", Key(3, "minor")),
        ("B♭", Key(-2, "major")),
        ("b", Key(5, "major")),
        ("bb-minor", Key(-5, "minor")),
        ("CM", Key(0, "major")),
        (" a  min ", Key(0, "minor")),
    ],
)
def test_a_key_is_read_as_people_write_it(text: str, key: Key) -> None:
    assert Key.parse(text) == key


@pytest.mark.parametrize("text", ["", "H", "C dorian", "C##", "G# major", "Fb minor"])
def test_what_names_no_key_is_told(text: str) -> None:
    with pytest.raises(MusicganError, match=r"is no key|more than seven accidentals"):
        Key.parse(text)

"""What is written as MusicXML, against the schema of the W3C's music group."""

from pathlib import Path

import pytest
from xmlschema import XMLSchema10

from musicgan.formats import write_song
from musicgan.song import (
    ChordChange,
    Key,
    KeyChange,
    Marker,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
)
from tests.formats.schema import musicxml_schema


@pytest.fixture(scope="module")
def schema() -> XMLSchema10:
    return musicxml_schema()


SONGS = {
    "nothing": Song(),
    "everything": Song(
        tracks=(
            Track("Piano & co", 0, notes=(
                Note(0, 60, 144), Note(6, 64, 5), Note(24, 67, 8), Note(32, 69, 8), Note(40, 71, 8),
                Note(96, 36, 60), Note(100, 84, 3), Note(110, 85, 70),
            )),
            Track("", 40),
            Track("Kit", 0, True, tuple(Note(12 * i, 36 + i, 2) for i in range(24))),
        ),
        tempos=(Tempo(0, 96.5), Tempo(96, 60.0)),
        meters=(Meter(0, 4, 4), Meter(96, 7, 8), Meter(180, 3, 4)),
        keys=(KeyChange(0, Key(-3, "minor")), KeyChange(180, Key(4, "major"))),
        chords=(ChordChange(0, "Cm7"), ChordChange(48, "F7/A"), ChordChange(96, "N")),
        markers=(Marker(0, "Verse"),),
        title="<A & B>",
        length=400,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SONGS)
def test_a_score_is_valid(schema: XMLSchema10, name: str, tmp_path: Path) -> None:
    path = tmp_path / "song.musicxml"
    write_song(SONGS[name], path)
    errors = [f"{error.path}: {error.reason}" for error in schema.iter_errors(str(path))]
    assert errors == []


def test_what_is_no_score_is_told(schema: XMLSchema10, tmp_path: Path) -> None:
    path = tmp_path / "song.musicxml"
    write_song(SONGS["everything"], path)
    path.write_text(path.read_text("utf-8").replace("<octave>", "<octave>x", 1), "utf-8")
    assert not schema.is_valid(str(path))

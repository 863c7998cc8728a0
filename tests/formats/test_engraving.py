"""What a musician sees on the page: staves, clefs, names, accidentals, brackets, rests."""

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from musicgan.formats import read_song, write_song
from musicgan.song import Key, KeyChange, Meter, Note, Song, Track


def written(tmp_path: Path, *tracks: Track, key: Key | None = None, length: int = 96) -> Element:
    keys = () if key is None else (KeyChange(0, key),)
    song = Song(tracks=tracks, keys=keys, length=length)
    path = tmp_path / "a.musicxml"
    write_song(song, path)
    assert [set(t.notes) for t in read_song(path).tracks] == [set(t.notes) for t in tracks]
    return ElementTree.parse(path).getroot()


def line(*pitches: int, length: int = 12, program: int = 73) -> Track:
    """One note after the other."""
    notes = tuple(Note(i * length, pitch, length) for i, pitch in enumerate(pitches))
    return Track(program=program, notes=notes)


def names(root: Element) -> str:
    """The notes as they look: step, octave, and the accidental where one is printed."""
    signs = {"sharp": "♯", "flat": "♭", "natural": "♮", "double-sharp": "𝄪"}
    return " ".join(
        f"{note.findtext('pitch/step')}{signs.get(note.findtext('accidental', ''), '')}"
        f"{note.findtext('pitch/octave')}"
        for note in root.iter("note")
        if note.find("pitch") is not None
    )


def clefs(root: Element) -> list[str]:
    return [
        clef.findtext("sign", "") + clef.findtext("clef-octave-change", "")
        for clef in root.iter("clef")
    ]


def on_staff(root: Element, staff: int) -> list[str]:
    return [
        f"{note.findtext('pitch/step')}{note.findtext('pitch/octave')}"
        for note in root.iter("note")
        if note.findtext("staff") == str(staff) and note.find("pitch") is not None
    ]


def test_a_piano_that_needs_two_staves_is_one_part_of_two_staves(tmp_path: Path) -> None:
    chords = [Note(24 * beat, pitch, 24) for beat in range(4) for pitch in (40, 64, 67, 72)]
    root = written(tmp_path, Track(program=0, notes=tuple(chords)), line(67, program=73))
    assert len(root.findall("part")) == len(root.findall("part-list/score-part")) == 2
    assert [staves.text for staves in root.iter("staves")] == ["2"]
    assert clefs(root) == ["G", "F", "G"]
    assert set(on_staff(root, 1)) == {"E4", "G4", "C5"}
    assert set(on_staff(root, 2)) == {"E2"}


@pytest.mark.parametrize(
    ("track", "expected"),
    [
        (line(60, 72, 79, program=0), ["G"]),
        (line(40, 52, 60, program=19), ["F"]),
        (line(40, 60, 76, program=0), ["G", "F"]),
        (line(40, 60, 76, program=46), ["G", "F"]),
        (line(40, 52, 64, program=24), ["G-1"]),
        (line(28, 33, 40, program=33), ["F-1"]),
        (line(60, 64, 67, program=41), ["C"]),
        (line(50, 52, 55, program=65), ["G"]),
        (Track(program=70), ["F"]),
        (line(84, 88, 91, program=72), ["G1"]),
        (Track(is_drum=True, notes=(Note(0, 36, 24),)), ["percussion"]),
    ],
)
def test_clefs_suit_instrument_and_range(tmp_path: Path, track: Track, expected: list[str]) -> None:
    assert clefs(written(tmp_path, track)) == expected


def test_a_line_through_middle_c_stays_in_one_hand(tmp_path: Path) -> None:
    bass = tuple(Note(48 * half, 36, 48) for half in range(2))
    tune = line(67, 64, 60, 59, 57, 59, 60, 64).notes
    root = written(tmp_path, Track(program=0, notes=(*bass, *tune)))
    assert on_staff(root, 1) == ["G4", "E4", "C4", "B3", "A3", "B3", "C4", "E4"]


def test_no_hand_reaches_further_than_it_can(tmp_path: Path) -> None:
    chord = tuple(Note(0, pitch, 96) for pitch in (64, 67, 72, 76, 84))
    root = written(tmp_path, Track(program=0, notes=(*chord, Note(96, 36, 96))), length=192)
    assert on_staff(root, 1) == ["C5", "E5", "C6"]


@pytest.mark.parametrize(
    ("pitches", "key", "expected"),
    [
        ((66, 67, 65, 66), Key(1, "major"), "F4 G4 F♮4 F♯4"),
        ((61, 61, 60), None, "C♯4 C4 C♮4"),
        ((66, 77, 77), None, "F♯4 F♮5 F5"),  # a reminder: the sharp is the other octave's
        ((64, 68, 71), Key(0, "minor"), "E4 G♯4 B4"),
        ((60, 64, 67, 70), None, "C4 E4 G4 B♭4"),
        ((60, 63, 68, 60), None, "C4 E♭4 A♭4 C4"),
        ((68, 67, 68), Key(5, "minor"), "G4 F𝄪4 G4"),
    ],
)
def test_names_and_accidentals(
    tmp_path: Path, pitches: tuple[int, ...], key: Key | None, expected: str
) -> None:
    assert names(written(tmp_path, line(*pitches), key=key)) == expected


def test_a_tied_note_has_its_accidental_once_and_the_next_bar_its_own(tmp_path: Path) -> None:
    notes = (Note(72, 66, 48), Note(120, 66, 24), Note(144, 66, 24))
    root = written(tmp_path, Track(notes=notes, program=73), length=192)
    assert names(root) == "F♯4 F4 F♯4 F4"


def test_each_beat_of_triplets_has_its_bracket(tmp_path: Path) -> None:
    notes = tuple(
        Note(beat * 24 + start, 60, length)
        for beat in range(2)
        for start, length in ((0, 16), (16, 8))
    )
    root = written(tmp_path, Track(notes=notes, program=73))
    assert [tuplet.get("type") for tuplet in root.iter("tuplet")] == ["start", "stop"] * 2


def test_drums_have_their_stems_up(tmp_path: Path) -> None:
    root = written(tmp_path, Track(is_drum=True, notes=(Note(0, 36, 24), Note(24, 42, 24))))
    assert [stem.text for stem in root.iter("stem")] == ["up", "up"]


def test_a_voice_that_comes_late_brings_no_rests_where_the_other_plays(tmp_path: Path) -> None:
    notes = (Note(0, 60, 96), Note(48, 72, 24))
    root = written(tmp_path, Track(notes=notes, program=73))
    rests = [note for note in root.iter("note") if note.find("rest") is not None]
    assert [rest.get("print-object") for rest in rests] == ["no", "no"]


def test_notes_that_take_turns_are_one_voice_in_their_bar(tmp_path: Path) -> None:
    # The second voice, which the overlap of the first bar needs, is not there in the next.
    notes = (Note(0, 72, 108), Note(48, 60, 96), Note(144, 62, 24))
    root = written(tmp_path, Track(notes=notes, program=73), length=192)
    second = root.findall("part/measure")[1]
    assert len({note.findtext("voice", "1") for note in second.iter("note")}) == 2
    notes = (Note(0, 72, 96), Note(48, 60, 96), Note(144, 74, 24))
    root = written(tmp_path, Track(notes=notes, program=73), length=192)
    second = root.findall("part/measure")[1]
    assert len({note.findtext("voice", "1") for note in second.iter("note")}) == 1


def test_a_pickup_is_not_counted_and_shows_the_meter_that_follows(tmp_path: Path) -> None:
    song = Song(
        tracks=(Track("Flute", 73, notes=(Note(0, 67, 24), Note(24, 72, 96))), Track("Oboe", 68)),
        meters=(Meter(0, 1, 4), Meter(24, 4, 4)),
        length=216,
    )
    path = tmp_path / "a.musicxml"
    write_song(song, path)
    assert read_song(path) == song
    root = ElementTree.parse(path).getroot()
    bars = [(bar.get("number"), bar.get("implicit", "no")) for bar in root.iter("measure")]
    assert bars == [("0", "yes"), ("1", "no"), ("2", "no")] * 2
    assert [time.findtext("beats") for time in root.iter("time")] == ["4", "4"]


def test_a_finger_that_lets_go_late_makes_no_second_voice(tmp_path: Path) -> None:
    notes = (Note(0, 60, 30), Note(24, 62, 30), Note(48, 64, 48))
    root = written(tmp_path, Track(notes=notes, program=73))
    assert len({note.findtext("voice", "1") for note in root.iter("note")}) == 1


def test_later_systems_have_short_names_and_the_end_a_final_barline(tmp_path: Path) -> None:
    root = written(tmp_path, line(60, program=40), line(60, program=40), line(60, program=88))
    short = [name.text for name in root.iter("part-abbreviation")]
    assert short == ["Vln. 1", "Vln. 2", "New Age Pad"]
    assert {style.text for style in root.iter("bar-style")} == {"light-heavy"}


def test_what_the_library_remarks_is_not_told_on_the_console(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    places = ((0, 18), (18, 4), (34, 4), (41, 7))
    notes = tuple(Note(onset, 60, duration) for onset, duration in places)
    song = Song(tracks=(Track(notes=notes),), meters=(Meter(0, 2, 4),), length=48)
    with caplog.at_level("DEBUG", "musicgan"):
        write_song(song, tmp_path / "a.musicxml")
    assert capfd.readouterr().err == ""
    assert "messed up beam pair" in caplog.text

"""One tiny score per edge case, with a literal expected song."""

import zipfile
from pathlib import Path

import pytest

from musicgan.errors import MusicganError
from musicgan.formats import READABLE_SUFFIXES, WRITABLE_SUFFIXES, read_song, write_song
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
    bars,
)


def read(tmp_path: Path, name: str, text: str) -> Song:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_song(path)


def score(*measures: str, head: str = "", name: str = "Solo") -> str:
    body = "".join(f'<measure number="{i}">{m}</measure>' for i, m in enumerate(measures, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list>'
        f'<score-part id="P1"><part-name>{name}</part-name>{head}</score-part></part-list>'
        f'<part id="P1">{body}</part></score-partwise>'
    )


def note(step: str, octave: int, duration: int, inside: str = "", before: str = "") -> str:
    pitch = f"<pitch><step>{step}</step><octave>{octave}</octave></pitch>"
    return f"<note>{before}{pitch}<duration>{duration}</duration>{inside}</note>"


FOUR_FOUR = (
    "<attributes><divisions>2</divisions><time><beats>4</beats><beat-type>4</beat-type></time>"
    "</attributes>"
)


def test_ties_are_one_note_even_across_bars(tmp_path: Path) -> None:
    text = score(
        FOUR_FOUR + note("C", 4, 4) + note("D", 4, 4, '<tie type="start"/>'),
        note("D", 4, 8, '<tie type="stop"/><tie type="start"/>'),
        note("D", 4, 2, '<tie type="stop"/>') + note("D", 4, 6),
    )
    assert read(tmp_path, "a.musicxml", text).tracks[0].notes == (
        Note(0, 60, 48),
        Note(48, 62, 168),
        Note(216, 62, 72),
    )


def test_grace_notes_are_left_out(tmp_path: Path) -> None:
    grace = "<note><grace/><pitch><step>B</step><octave>3</octave></pitch></note>"
    text = score(FOUR_FOUR + grace + note("C", 4, 8))
    assert read(tmp_path, "a.xml", text).tracks[0].notes == (Note(0, 60, 96),)


def test_transposing_instruments_sound_as_they_sound(tmp_path: Path) -> None:
    transpose = (
        "<attributes><divisions>2</divisions><key><fifths>2</fifths></key>"
        "<time><beats>4</beats><beat-type>4</beat-type></time>"
        "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose></attributes>"
    )
    head = (
        '<score-instrument id="P1-I1"><instrument-name>Clarinet in Bb</instrument-name>'
        "</score-instrument>"
    )
    song = read(tmp_path, "a.musicxml", score(transpose + note("D", 5, 8), head=head))
    assert song.tracks == (Track("Solo", 71, False, (Note(0, 72, 96),)),)
    assert song.keys == (KeyChange(0, Key(0, "major")),)


def test_a_pickup_is_a_bar_of_its_own_meter(tmp_path: Path) -> None:
    text = score(FOUR_FOUR + note("G", 4, 2), note("C", 5, 8), note("C", 5, 8))
    song = read(tmp_path, "a.musicxml", text.replace('number="1"', 'number="0" implicit="yes"'))
    assert song.meters == (Meter(0, 1, 4), Meter(24, 4, 4))
    assert [(bar.start, bar.ticks) for bar in bars(song)] == [(0, 24), (24, 96), (120, 96)]
    assert song.tracks[0].notes[1] == Note(24, 72, 96)


def test_chords_voices_and_backups(tmp_path: Path) -> None:
    text = score(
        FOUR_FOUR
        + note("C", 4, 8, "<voice>1</voice>")
        + note("E", 4, 8, "<voice>1</voice>", before="<chord/>")
        + "<backup><duration>8</duration></backup>"
        + note("C", 3, 2, "<voice>2</voice>")
    )
    assert read(tmp_path, "a.musicxml", text).tracks[0].notes == (
        Note(0, 48, 24),
        Note(0, 60, 96),
        Note(0, 64, 96),
    )


def test_the_staves_of_a_piano_are_one_track(tmp_path: Path) -> None:
    text = score(
        FOUR_FOUR.replace("</attributes>", "<staves>2</staves></attributes>")
        + note("C", 5, 8, "<voice>1</voice><staff>1</staff>")
        + "<backup><duration>8</duration></backup>"
        + note("C", 3, 8, "<voice>5</voice><staff>2</staff>"),
        name="Piano",
    )
    assert read(tmp_path, "a.musicxml", text).tracks == (
        Track("Piano", 0, False, (Note(0, 48, 96), Note(0, 72, 96))),
    )


def test_tempo_marks_chords_and_dynamics(tmp_path: Path) -> None:
    text = score(
        FOUR_FOUR + "<direction><direction-type><metronome><beat-unit>eighth</beat-unit>"
        "<per-minute>180</per-minute></metronome></direction-type></direction>"
        "<direction><direction-type><rehearsal>B</rehearsal></direction-type></direction>"
        "<direction><direction-type><dynamics><ff/></dynamics></direction-type></direction>"
        "<harmony><root><root-step>B</root-step><root-alter>-1</root-alter></root>"
        "<kind>minor-seventh</kind><bass><bass-step>D</bass-step><bass-alter>-1</bass-alter></bass>"
        "</harmony>"
        + note("D", 4, 4)
        + "<harmony><kind>none</kind><root><root-step>C</root-step></root></harmony>"
        + '<note dynamics="50"><pitch><step>E</step><octave>4</octave></pitch>'
        "<duration>4</duration></note>"
    )
    song = read(tmp_path, "a.musicxml", text)
    assert song.tempos == (Tempo(0, 90.0),)
    assert song.markers == (Marker(0, "B"),)
    assert song.chords == (ChordChange(0, "Bbm7/Db"), ChordChange(48, "N"))
    assert [n.velocity for n in song.tracks[0].notes] == [108, 45]


def drum(step: str, octave: int, inside: str = "") -> str:
    return (
        f"<note><unpitched><display-step>{step}</display-step>"
        f"<display-octave>{octave}</display-octave></unpitched><duration>2</duration>{inside}</note>"
    )


def test_drums_sound_as_their_instruments_say(tmp_path: Path) -> None:
    head = "".join(
        f'<score-instrument id="P1-I{k}"><instrument-name>x</instrument-name></score-instrument>'
        for k in (36, 43)
    ) + "".join(
        f'<midi-instrument id="P1-I{k}"><midi-channel>10</midi-channel>'
        f"<midi-program>1</midi-program><midi-unpitched>{k}</midi-unpitched></midi-instrument>"
        for k in (36, 43)
    )
    text = score(
        FOUR_FOUR
        + drum("G", 5, '<instrument id="P1-I43"/>')
        + drum("F", 4, '<instrument id="P1-I36"/>')
        + drum("C", 5, '<instrument id="other"/>'),
        head=head,
    )
    assert read(tmp_path, "a.musicxml", text).tracks == (
        Track("Solo", 0, True, (Note(0, 42, 24), Note(24, 35, 24), Note(48, 38, 24))),
    )


def test_drums_without_instruments_sound_by_their_place(tmp_path: Path) -> None:
    text = score(FOUR_FOUR + drum("F", 4) + drum("C", 5) + drum("G", 5) + drum("A", 5))
    (track,) = read(tmp_path, "a.musicxml", text).tracks
    assert track.is_drum
    assert [n.pitch for n in track.notes] == [36, 38, 42, 49]


def test_compressed_musicxml(tmp_path: Path) -> None:
    path = tmp_path / "a.mxl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="x/song.xml"/></rootfiles></container>',
        )
        archive.writestr("x/song.xml", score(FOUR_FOUR + note("C", 4, 8)))
    assert read_song(path).tracks[0].notes == (Note(0, 60, 96),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_text_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.musicxml"
    text = score(FOUR_FOUR + note("C", 4, 8), name="Flöte").replace("UTF-8", encoding)
    path.write_bytes(text.encode(encoding))
    assert read_song(path).tracks[0].name == "Flöte"


ABC = """X:1
T:Reel
M:3/4
L:1/8
Q:1/4=100
K:Ador
EF|"Am"A2 B2 {f}c2|"G7/B"d3-d e2|(3abc d2 z2:|
"""


def test_abc(tmp_path: Path) -> None:
    song = read(tmp_path, "a.abc", ABC)
    assert (song.title, song.tempos) == ("Reel", (Tempo(0, 100.0),))
    assert song.keys == (KeyChange(0, Key(1, "minor")),)
    assert song.meters == (Meter(0, 1, 4), Meter(24, 3, 4))
    assert song.chords == (ChordChange(24, "Am"), ChordChange(96, "G7/B"))
    assert [(n.onset, n.pitch, n.duration) for n in song.tracks[0].notes] == [
        (0, 64, 12), (12, 66, 12),
        (24, 69, 24), (48, 71, 24), (72, 72, 24),
        (96, 74, 48), (144, 76, 24),
        (168, 81, 8), (176, 83, 8), (184, 72, 8), (192, 74, 24),
    ]  # fmt: skip
    assert song.length == 240


def test_a_book_of_tunes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match=r"a\.abc holds 2 pieces; save them one by one"):
        read(tmp_path, "a.abc", ABC + "\n" + ABC.replace("X:1", "X:2"))


def test_humdrum(tmp_path: Path) -> None:
    rows = [
        "!!!OTL: Tiny", "**kern\t**kern", "*Icello\t*Iviolin", "*k[b-]\t*k[b-]", "*F:\t*F:",
        "*M2/4\t*M2/4", "*MM90\t*MM90", "=1\t=1", "2F\t[4a", ".\t8a]", ".\t8qb-", ".\t8b-",
        "=2\t=2", "2C\t2c", "==\t==", "*-\t*-",
    ]  # fmt: skip
    song = read(tmp_path, "a.krn", "\n".join(rows) + "\n")
    assert {tuple((n.onset, n.pitch, n.duration) for n in t.notes) for t in song.tracks} == {
        ((0, 53, 48), (48, 48, 48)),
        ((0, 69, 36), (36, 70, 12), (48, 60, 48)),
    }
    assert song.keys[0].key == Key(-1, "major")
    assert song.meters == (Meter(0, 2, 4),)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.musicxml", "no xml", "is no MusicXML file .syntax error"),
        ("a.xml", "<html></html>", "is no MusicXML file; export it again"),
        ("a.musicxml", score(FOUR_FOUR)[:-30], "is no MusicXML file"),
        ("a.musicxml", "<score-partwise/>", "holds no music"),
        ("a.mxl", "no zip", "is no compressed MusicXML file"),
        ("a.abc", "nothing here", "holds no music|is no score"),
        ("a.krn", "nothing here", "holds no music|is no score"),
        ("a.musicxml", score(FOUR_FOUR + note("H", 4, 8)), "is no score that can be read"),
        ("a.ogg", "", r"is of a kind that can't be read; choose \.mid"),
    ],
)
def test_files_that_are_no_scores(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    with pytest.raises(MusicganError, match=sentence) as caught:
        read(tmp_path, name, text)
    assert str(tmp_path / name) in str(caught.value)


def test_an_unknown_suffix_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match=r"can't be written; choose \.mid, \.midi, \.musicxml"):
        write_song(Song(), tmp_path / "a.abc")
    assert list(tmp_path.iterdir()) == []


def test_what_can_be_written_can_be_read(tmp_path: Path) -> None:
    assert set(WRITABLE_SUFFIXES) <= set(READABLE_SUFFIXES)
    song = Song(tracks=(Track("a", 7, False, (Note(0, 60, 96),)),))
    for suffix in (*WRITABLE_SUFFIXES, ".MID"):
        write_song(song, tmp_path / f"song{suffix}")
        assert read_song(tmp_path / f"song{suffix}") == song


def test_compressed_musicxml_is_a_zip_file_that_is_the_same_each_time(tmp_path: Path) -> None:
    song = Song(tracks=(Track("a", 7, False, (Note(0, 60, 96),)),))
    for name in ("a.mxl", "b.mxl"):
        write_song(song, tmp_path / name)
    with zipfile.ZipFile(tmp_path / "a.mxl") as archive:
        assert archive.namelist() == ["META-INF/container.xml", "score.xml"]
    assert (tmp_path / "a.mxl").read_bytes() == (tmp_path / "b.mxl").read_bytes()

"""The command line with the shipped model: nothing is faked."""

import json
from collections.abc import Callable
from pathlib import Path

import soundfile
from typer.testing import Result

from musicgan.formats import read_song
from musicgan.song import Key, bars

Run = Callable[..., Result]
CHORALE = ("--style", "chorale", "--bars", "4", "--seed", "1")


def test_four_bars_as_asked(run: Run, tmp_path: Path) -> None:
    result = run(
        "generate", "-o", "out.mid", *CHORALE, "--tracks", "strings,strings:42,drums",
        "--key", "Eb major", "--meter", "3/4", "--tempo", "92", "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    line = json.loads(result.stdout)
    song = read_song(tmp_path / "out.mid")
    assert len(bars(song)) == line["bars"] == 4
    assert song.note_count == line["notes"] > 0
    assert [(track.program, track.is_drum) for track in song.tracks] == [
        (40, False),
        (42, False),
        (0, True),
    ]
    assert [str(meter) for meter in song.meters] == ["3/4"]
    assert [change.key for change in song.keys] == [Key(-3, "major")]
    assert round(song.tempos[0].bpm, 3) == 92
    assert line["score"] is not None


def test_the_same_seed_gives_the_same_notes(run: Run, tmp_path: Path) -> None:
    for name in ("a.mid", "b.mid"):
        assert run("generate", "-o", name, *CHORALE).exit_code == 0
    assert (tmp_path / "a.mid").read_bytes() == (tmp_path / "b.mid").read_bytes()


def test_music_that_goes_on_is_kept(run: Run, tmp_path: Path) -> None:
    assert run("generate", "-o", "a.mid", *CHORALE).exit_code == 0
    result = run("generate", "-o", "b.mid", "--continue", "a.mid", "--bars", "2", "--seed", "2")
    assert result.exit_code == 0, result.stderr
    before, after = read_song(tmp_path / "a.mid"), read_song(tmp_path / "b.mid")
    assert len(bars(after)) == 6
    for old, new in zip(
        (track for track in before.tracks if track.notes), after.tracks, strict=True
    ):
        kept = tuple(note for note in new.notes if note.onset < before.length)
        assert [(note.onset, note.pitch) for note in kept] == [
            (note.onset, note.pitch) for note in old.notes
        ]


def test_sound(run: Run, tmp_path: Path) -> None:
    assert run("generate", "-o", "out.flac", *CHORALE).exit_code == 0
    assert soundfile.info(tmp_path / "out.flac").duration > 5


def test_info_names_the_styles(run: Run) -> None:
    result = run("info")
    assert result.exit_code == 0, result.stderr
    for style in ("chorale", "folk", "pop"):
        assert f"style {style}" in result.stdout


def test_an_unknown_style_is_a_sentence(run: Run) -> None:
    result = run("generate", "-o", "out.mid", "--style", "polka")
    assert result.exit_code == 2
    assert "no style “polka”" in result.stderr
    assert result.stderr.count("\n") == 1

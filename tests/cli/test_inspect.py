from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from musicgan.formats import write_song
from musicgan.song import Note, Song, Track

Run = Callable[..., Result]


def test_says_what_is_read_and_what_is_skipped(run: Run, tmp_path: Path) -> None:
    notes = tuple(Note(24 * beat, 60 + beat % 5, 24) for beat in range(16))
    write_song(Song(tracks=(Track(notes=notes),)), tmp_path / "songs" / "waltz" / "good.mid")
    (tmp_path / "songs" / "waltz" / "broken.mid").write_bytes(b"no music")
    result = run("inspect", "songs")
    assert result.exit_code == 0, result.stderr
    row = next(line for line in result.stdout.splitlines() if "waltz" in line)
    assert [cell.strip() for cell in row.split("│")[1:-1]] == ["waltz", "1", "4", "16", "1.0", "1"]
    assert "skipped: songs/waltz/broken.mid: it is no MIDI file" in result.stdout
    assert "1 of 2 files would be read." in result.stdout


def test_missing_folder_is_a_sentence(run: Run) -> None:
    result = run("inspect", "nowhere")
    assert result.exit_code == 2
    assert result.stderr == "nowhere does not exist; check the path.\n"

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musicgan.errors import MusicganError
from musicgan.generation import Cell, Recipe, Request, TrackRequest
from musicgan.project import (
    Origin,
    Project,
    ProjectTake,
    Region,
    SavedProject,
    added,
    read_project,
    write_project,
)
from musicgan.song import Key, Note, Song, Track
from tests.strategies import songs

SONG = Song((Track("tune", 40, False, (Note(0, 60, 24, 90), Note(24, 62, 12))), Track("", 0, True)))
REQUEST = Request(
    style={"jazz": 0.75, "funk": 0.25},
    tracks=(TrackRequest("strings", 40), TrackRequest("drums")),
    bars=2,
    meter=(6, 8),
    key=Key(-3, "minor"),
    tempo=96.5,
    chords="Cm7 | F7",
    seed=2**40,
    temperature=0.9,
    source=SONG,
    cells=((Cell.LOCKED, Cell.FREE), (Cell.FREE, Cell.SILENT)),
)
TAKE = ProjectTake(
    SONG,
    "Take 1 – “größer”",
    origin=Origin.REWRITTEN,
    starred=True,
    score=-0.1,
    request=REQUEST,
    parent=7,
    changed=Region(frozenset([1]), frozenset([0, 1])),
    locked_tracks=frozenset([0]),
    locked_bars=frozenset([3, 4]),
)
RECIPE = Recipe(style={"jazz": 1.0}, bars=12, chords="Dm7 | G7")
PROJECT = added(added(Project(), [TAKE]), [ProjectTake(Song(), "empty", origin=Origin.OPENED)])


def written(tmp_path: Path, project: Project = PROJECT) -> tuple[Path, dict[str, Any]]:
    path = tmp_path / "mine.musicgan"
    write_project(SavedProject(project), path)
    return path, json.loads(path.read_text())


def test_a_project_comes_back_identical(tmp_path: Path) -> None:
    saved = SavedProject(replace(PROJECT, selected=1), RECIPE, "/home/me/mine.musicgan")
    path = tmp_path / "mine.musicgan"
    write_project(saved, path)
    assert read_project(path) == saved
    again = tmp_path / "again.musicgan"
    write_project(read_project(path), again)
    assert again.read_bytes() == path.read_bytes()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(songs(), max_size=3))
def test_any_songs_come_back_identical(tmp_path: Path, made: list[Song]) -> None:
    saved = SavedProject(added(Project(), [ProjectTake(song, "x") for song in made]))
    path = tmp_path / "any.musicgan"
    write_project(saved, path)
    assert read_project(path) == saved


def test_the_file_says_what_it_is_and_holds_each_song_once(tmp_path: Path) -> None:
    _, content = written(tmp_path, added(Project(), [TAKE, replace(TAKE, name="Take 2")]))
    assert (content["format"], content["version"]) == ("musicgan project", 1)
    assert [take["song"] for take in content["takes"]] == [0, 0]
    assert [take["source"] for take in content["takes"]] == [0, 0]
    assert len(content["songs"]) == 1
    assert content["songs"][0]["tracks"][0]["notes"] == [[0, 60, 24, 90], [24, 62, 12, 80]]


def test_fields_of_a_later_program_are_passed_over(tmp_path: Path) -> None:
    path, content = written(tmp_path)
    content["mood"] = content["takes"][0]["mood"] = "blue"
    content["takes"][1]["request"]["mood"] = "blue"
    path.write_text(json.dumps(content))
    assert read_project(path).project == PROJECT


def changed(content: dict[str, Any], place: str, value: object) -> bytes:
    """The file with another value at a place such as ``takes/0/song``."""
    *way, last = (int(part) if part.isdigit() else part for part in place.split("/"))
    inner: Any = content
    for part in way:
        inner = inner[part]
    inner[last] = value
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        ("version", 2, "newer musicgan"),
        ("format", "a shopping list", "no musicgan project"),
        ("takes/0/song", 9, "damaged"),
        ("takes/0/song", -1, "damaged"),
        ("takes/0/id", 1, "damaged"),
        ("takes/1/request/style", 3, "damaged"),
        ("takes/1/request/tracks/0/family", "kazoo", "damaged"),
        ("takes/1/request/cells", [[5]], "damaged"),
        ("takes/1/source", 12, "damaged"),
        ("songs/1/tracks/0/notes/0", [0, 128, 1, 1], "damaged"),
        ("songs/1/tracks/0/notes/0", [-1, 60, 1, 1], "damaged"),
        ("songs/1/tracks/0/notes/0", [0, 60, 0, 1], "damaged"),
        ("songs/1/tracks/0/notes/0", [10**15, 60, 1, 1], "damaged"),
        ("songs/1/length", 10**15, "damaged"),
        ("songs/1/meters", [[0, 1, 64]], "fine"),
        ("songs/1/meters", [[0, 1, 255]], "damaged"),
        ("songs/1/meters", [], "damaged"),
        ("songs/1/tempos", [[0, 0]], "damaged"),
        ("songs/1/tempos", [[5, 120]], "damaged"),
        ("songs/1/keys", [[0, 9, "major"]], "damaged"),
        ("takes", {}, "damaged"),
    ],
)
def test_what_is_wrong_in_a_file_is_a_sentence(
    tmp_path: Path, place: str, value: object, says: str
) -> None:
    path, content = written(tmp_path)
    path.write_bytes(changed(content, place, value))
    if says == "fine":
        read_project(path)
        return
    with pytest.raises(MusicganError, match=says) as caught:
        read_project(path)
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_recipe_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    path, content = written(tmp_path)
    path.write_bytes(changed(content, "recipe", {"bars": "many"}))
    assert read_project(path) == SavedProject(PROJECT)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"MThd\x00\x00", b"\xff\xfe{}", b"[]", b"null", b"{}", b"[" * 100_000],
)
def test_what_is_no_project_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.musicgan"
    path.write_bytes(content)
    with pytest.raises(MusicganError, match="no musicgan project"):
        read_project(path)


def test_a_cut_off_file_is_a_sentence_wherever_it_ends(tmp_path: Path) -> None:
    path, _ = written(tmp_path)
    whole = path.read_bytes()
    for end in range(0, len(whole) - 1, 29):
        path.write_bytes(whole[:end])
        with pytest.raises(MusicganError):
            read_project(path)


def test_a_song_of_endless_bars_is_refused(tmp_path: Path) -> None:
    path, content = written(tmp_path)
    content["songs"][1]["length"] = 24_000_000
    path.write_bytes(changed(content, "songs/1/meters", [[0, 1, 32]]))
    with pytest.raises(MusicganError, match="too many bars"):
        read_project(path)


def test_a_missing_file_and_a_folder_are_sentences(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.musicgan", tmp_path):
        with pytest.raises(MusicganError, match="can't be read"):
            read_project(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.musicgan"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(MusicganError, match="too big"):
        read_project(path)


def test_projects_need_no_torch_and_no_qt() -> None:
    code = (
        "import sys, musicgan.project; "
        "print([m for m in ('torch', 'PySide6', 'music21') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

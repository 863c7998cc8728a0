import inspect
import os
from pathlib import Path
from typing import Any

import pytest

from musicgan.data import FileReport, corpus, inspect_folder, pack
from musicgan.data.corpus import find_files, held_out_works, read_pieces, style_of, work_of
from musicgan.errors import MusicganError
from musicgan.formats import write_song
from musicgan.song import Note, Song, Track
from tests import tiny


@pytest.mark.parametrize(
    ("name", "work"),
    [
        ("fugue.mid", "fugue"),
        ("fugue-s02.mid", "fugue"),
        ("fugue-a1.mid", "fugue"),
        ("fugue-bossa1.mid", "fugue"),
        ("sonata_3.mid", "sonata"),
        ("sonata_3-s11.mid", "sonata"),
        ("opus 27.mid", "opus 27"),
        ("bwv_1007.mid", "bwv_1007"),
    ],
)
def test_work_of_a_file(name: str, work: str) -> None:
    assert work_of(Path("somewhere") / name) == work


def test_about_one_work_in_ten_is_held_out_whatever_the_others() -> None:
    works = [str(number) for number in range(1000)]
    aside = held_out_works([works])
    assert 70 <= len(aside) <= 130
    assert held_out_works([works[:500]]) == aside.intersection(works[:500])


@pytest.mark.parametrize(("count", "fewest"), [(4, 0), (5, 1), (19, 1), (20, 2)])
def test_every_style_has_held_out_works(count: int, fewest: int) -> None:
    lucky = held_out_works([[str(number) for number in range(1000)]])
    # Works that chance would all leave in training.
    works = [str(number) for number in range(1000) if str(number) not in lucky][:count]
    aside = held_out_works([works, sorted(lucky)])
    assert len(aside.intersection(works)) == fewest
    assert aside >= lucky
    assert held_out_works([works[::-1], sorted(lucky)]) == aside, "the order does not matter"


def test_a_work_of_two_styles_is_on_one_side() -> None:
    shared = ["a", "b", "c", "d", "e"]
    (aside,) = held_out_works([shared, [*shared, "f"]])
    assert aside in shared


def test_style_is_the_first_folder_below_the_root(tmp_path: Path) -> None:
    root = tmp_path / "songs"
    assert style_of(root / "jazz" / "live" / "x.mid", root) == "jazz"
    assert style_of(root / "x.mid", root) == "songs"


def test_every_file_is_told_of(tmp_path: Path) -> None:
    write_song(tiny.trio(4), tmp_path / "a.mid")
    write_song(tiny.trio(4), tmp_path / "b.mid")
    write_song(Song(length=960), tmp_path / "c.mid")
    write_song(tiny.trio(1), tmp_path / "d.mid")
    (tmp_path / "e.mid").write_bytes(b"MThd and nothing more")
    (tmp_path / "f.mid").write_bytes(b"RIFF")
    off_grid = tuple(Note(24 * beat + 5, 60, 6) for beat in range(8))
    write_song(Song(tracks=(Track(notes=off_grid),)), tmp_path / "g.mid")
    (tmp_path / "notes.txt").write_text("no music")
    seen: list[tuple[int, int]] = []
    reports = inspect_folder([tmp_path], lambda done, total: seen.append((done, total)))
    assert seen == [(place, 7) for place in range(1, 8)]
    assert [report.path.name for report in reports] == [f"{name}.mid" for name in "abcdefg"]
    assert [report.kept for report in reports] == [True, *[False] * 6]
    first, *others = reports
    assert (first.style, first.reason, first.bars, first.tracks) == (tmp_path.name, "", 4, 3)
    assert first.notes == tiny.trio(4).note_count
    reasons = [report.reason for report in others]
    assert reasons[:3] == [
        "it has the same notes as a.mid",
        "it has no notes",
        "it is shorter than 2 bars",
    ]
    assert reasons[3].startswith("it is damaged")
    assert reasons[4].startswith("it is no MIDI file")
    assert reasons[5].startswith("its notes lie on no beat grid")
    assert others[0].bars == 4, "a copy is readable, and its size is told"


def test_one_style_for_all(tmp_path: Path) -> None:
    tiny.write_music(tmp_path, 2)
    assert {report.style for report, _ in read_pieces([tmp_path], "mine")} == {"mine"}
    assert {report.style for report in inspect_folder([tmp_path])} == set(tiny.STYLES)


def test_cancelled_between_files(tmp_path: Path) -> None:
    tiny.write_music(tmp_path, 4)
    read: list[FileReport] = []
    for report, _ in read_pieces([tmp_path], cancelled=lambda: bool(read)):
        read.append(report)
    assert len(read) == 1


def test_processes_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.write_music(tmp_path, 4)
    alone = inspect_folder([tmp_path])
    monkeypatch.setattr(corpus, "_POOL_FROM", 1)
    assert inspect_folder([tmp_path]) == alone


def test_single_files_take_their_folder_as_style(tmp_path: Path) -> None:
    tiny.write_music(tmp_path, 2)
    (report,) = inspect_folder([tmp_path / "waltz" / "piece1.mid"])
    assert (report.style, report.kept) == ("waltz", True)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match="nowhere does not exist; check the path"):
        find_files([tmp_path / "nowhere"])


def test_folder_without_music(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match=r"No music files were found .* \.mid, "):
        find_files([tmp_path])


@pytest.mark.skipif(os.name == "nt", reason="folders have no such permissions there")
def test_a_folder_without_permission_is_told_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_song(tiny.trio(4), tmp_path / "open" / "a.mid")
    write_song(tiny.trio(4, 1), tmp_path / "closed" / "b.mid")
    listed = os.scandir

    def scandir(path: str) -> Any:
        if Path(path) == tmp_path / "closed":  # root may open everything
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    reports = inspect_folder([tmp_path])
    assert [(report.path.name, report.kept) for report in reports] == [
        ("closed", False), ("a.mid", True),
    ]  # fmt: skip
    assert reports[0].reason == "it is a folder that can't be opened"
    (alone,) = inspect_folder([tmp_path / "closed"])
    assert not alone.kept
    with pytest.raises(MusicganError, match="it is a folder that can't be opened"):
        list(pack([tmp_path / "closed"], tmp_path / "packed"))


def test_files_without_permission_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_song(tiny.trio(4), tmp_path / "a.mid")

    def refuse(*_: Any, **__: Any) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    (report,) = inspect_folder([tmp_path])
    assert not report.kept
    assert "Permission denied" in report.reason


def test_a_folder_of_broken_files(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.mid").write_bytes(b"MThd" + bytes(number))
    assert not any(report.kept for report in inspect_folder([tmp_path]))
    with pytest.raises(MusicganError, match=r"it is damaged.*\(3\)"):
        list(pack([tmp_path], tmp_path / "packed"))
    assert not (tmp_path / "packed").exists()


def test_reading_is_lazy() -> None:
    assert inspect.isgeneratorfunction(read_pieces)

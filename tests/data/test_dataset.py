import shutil
from pathlib import Path

import numpy as np
import pytest

from musicgan.data import Dataset, open_dataset, pack, to_piece
from musicgan.data.corpus import work_of
from musicgan.errors import MusicganError
from musicgan.formats import write_song
from tests import tiny


def packed(music: Path, folder: Path) -> Dataset:
    for _ in pack([music], folder):
        pass
    return open_dataset(folder)


def test_pieces_come_back(tmp_path: Path) -> None:
    tiny.write_music(tmp_path / "music", 6)
    dataset = packed(tmp_path / "music", tmp_path / "packed")
    assert (len(dataset), dataset.style_names) == (6, tiny.STYLES)
    assert [info.name for info in dataset.meta.pieces] == [
        f"piece{number}" for number in (0, 2, 4, 1, 3, 5)
    ]
    piece, expected = dataset.piece(2), to_piece(tiny.trio(4, 4))
    for part in ("notes", "bars", "tracks", "chords"):
        assert getattr(piece, part).tolist() == getattr(expected, part).tolist()
    assert (piece.tempo, piece.minor, piece.shift) == (100.0, False, -2)
    assert dataset.borders(0).shape == (6, 4)


def test_rows_stay_on_disk(tmp_path: Path) -> None:
    tiny.write_music(tmp_path / "music", 2)
    dataset = packed(tmp_path / "music", tmp_path / "packed")
    assert all(isinstance(rows, np.memmap) for rows in dataset.parts.values())
    assert isinstance(dataset.piece(0).notes, np.memmap)


def test_styles_are_described(tmp_path: Path) -> None:
    tiny.write_music(tmp_path / "music", 6, bars=8)
    march, waltz = packed(tmp_path / "music", tmp_path / "packed").meta.styles
    assert (march.name, march.pieces, march.bars) == ("march", 3, 24)
    assert march.notes == sum(tiny.trio(8, seed).note_count for seed in (0, 2, 4))
    assert (march.meters, waltz.meters) == (((4, 4, 24),), ((3, 4, 24),))
    assert (march.tempos, march.minor) == ((100.0, 100.0, 100.0), 0)
    (usual,) = march.instrumentations
    assert [(kind.family, kind.program) for kind in usual.tracks] == [
        ("bass", 33), ("strings", 40), ("drums", 0),
    ]  # fmt: skip
    assert usual.count == 3


def test_no_work_is_on_both_sides(tmp_path: Path) -> None:
    for number in range(40):
        write_song(tiny.trio(2, number), tmp_path / "music" / f"w{number % 20}-s{number:02}.mid")
    dataset = packed(tmp_path / "music", tmp_path / "packed")
    sides = [
        {work_of(Path(f"{dataset.meta.pieces[index].name}.mid")) for index in dataset.select(side)}
        for side in (False, True)
    ]
    assert all(sides)
    assert not sides[0] & sides[1]


@pytest.mark.parametrize(
    ("names", "held_out"),
    [
        (("a",), []),
        (("a", "b"), ["b"]),
        (("a", "b-s01", "b-s02"), ["b-s01", "b-s02"]),
        (("a-s01", "a-s02", "a-s03"), []),
    ],
)
def test_small_collections(tmp_path: Path, names: tuple[str, ...], held_out: list[str]) -> None:
    for number, name in enumerate(names):
        write_song(tiny.trio(2, number), tmp_path / "music" / f"{name}.mid")
    dataset = packed(tmp_path / "music", tmp_path / "packed")
    assert [dataset.meta.pieces[index].name for index in dataset.select(True)] == held_out
    assert len(dataset.select(False)) == len(names) - len(held_out)


def test_selection_by_style(tmp_path: Path) -> None:
    tiny.write_music(tmp_path / "music", 6)
    dataset = packed(tmp_path / "music", tmp_path / "packed")
    both = [dataset.select(False, style) + dataset.select(True, style) for style in (0, 1)]
    assert [sorted(found) for found in both] == [[0, 1, 2], [3, 4, 5]]


def test_nothing_usable_is_a_sentence_with_reasons(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.mid").write_bytes(b"no music")
    write_song(tiny.trio(1), tmp_path / "short.mid")
    with pytest.raises(
        MusicganError, match=r"None of the 4 .*no MIDI file.* \(3\); .*2 bars \(1\)"
    ):
        packed(tmp_path, tmp_path / "packed")
    assert not (tmp_path / "packed").exists()


def test_left_before_the_end_nothing_is_written(tmp_path: Path) -> None:
    tiny.write_music(tmp_path / "music", 4)
    reports = pack([tmp_path / "music"], tmp_path / "packed")
    next(reports)
    del reports
    assert sorted(path.name for path in tmp_path.iterdir()) == ["music"]


def test_packing_replaces_what_was_there(tmp_path: Path) -> None:
    tiny.write_music(tmp_path / "music", 4)
    packed(tmp_path / "music", tmp_path / "packed")
    shutil.rmtree(tmp_path / "music" / "waltz")
    assert packed(tmp_path / "music", tmp_path / "packed").style_names == ("march",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["music", "packed"]


@pytest.mark.parametrize("name", ["meta.json", "pieces.npy", "notes.npy", "chords.npy"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "of another piece"])
def test_damage_is_a_sentence(tmp_path: Path, name: str, damage: str) -> None:
    tiny.write_music(tmp_path / "music", 2)
    packed(tmp_path / "music", tmp_path / "packed")
    file = tmp_path / "packed" / name
    content = file.read_bytes()
    if damage == "missing":
        file.unlink()
    elif damage == "of another piece":
        tiny.write_music(tmp_path / "music", 6)
        packed(tmp_path / "music", tmp_path / "other")
        shutil.copy(tmp_path / "other" / name, file)
    else:
        file.write_bytes(b"" if damage == "empty" else content[: len(content) // 2])
    with pytest.raises(MusicganError, match=r"no complete dataset \(.*make it again"):
        open_dataset(tmp_path / "packed")


def test_another_version_is_a_sentence(tmp_path: Path) -> None:
    tiny.write_music(tmp_path / "music", 2)
    packed(tmp_path / "music", tmp_path / "packed")
    meta = tmp_path / "packed" / "meta.json"
    meta.write_text(meta.read_text().replace('"version":2', '"version":99', 1))
    with pytest.raises(MusicganError, match="packed by another version"):
        open_dataset(tmp_path / "packed")


def test_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match="nowhere is no complete dataset"):
        open_dataset(tmp_path / "nowhere")

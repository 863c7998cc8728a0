from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch

from musicgan.data.dataset import Dataset
from musicgan.errors import MusicganError
from musicgan.evaluation import ENGINE, REAL, Report, compare_pack
from musicgan.evaluation import packs as comparing
from musicgan.model.batch import collate
from musicgan.model.checkpoint import Model, load_model
from musicgan.model.pack import Pack, fresh_changes, load_pack, save_pack, with_packs
from musicgan.model.pack_header import PackHeader, weights_hash
from tests import tiny
from tests.evaluation.conftest import style_infos

Datasets = Callable[..., Dataset]


def write_dataset(dataset: Dataset, folder: Path) -> Path:
    folder.mkdir()
    (folder / "meta.json").write_bytes(msgspec.json.encode(dataset.meta))
    np.save(folder / "pieces.npy", dataset.starts)
    for name, rows in dataset.parts.items():
        np.save(folder / f"{name}.npy", rows)
    return folder


@pytest.fixture(scope="module")
def pack(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of the style "jump" on the tiny model, which changes every weight."""
    path = tmp_path_factory.mktemp("packs") / "jump.safetensors"
    torch.manual_seed(3)
    changes = fresh_changes(load_model(tiny_model).generator, 2)
    header = PackHeader(
        version=1, style=style_infos(("jump",))[0], resembles=(0.25, 0.75),
        base=weights_hash(tiny_model), base_name="tiny", rank=2, steps=7, created="2026-01-01",
    )  # fmt: skip
    drawn = {name: 0.1 * torch.randn_like(tensor) for name, tensor in changes.items()}
    save_pack(Pack(header, drawn), path)
    return path


def test_a_pack_and_its_base_write_as_one_style(tiny_model: Path, pack: Path) -> None:
    base, loaded = load_model(tiny_model), load_pack(pack)
    window = tiny.window(tiny.trio(2))
    mixed, single = collate([window]), collate([window])
    object.__setattr__(mixed, "style", torch.tensor([[[0.25, 0.75]] * 2]))
    object.__setattr__(single, "style", torch.ones(1, 2, 1))
    changed = with_packs(base.generator, [(loaded, 1.0)])
    for generator in (base.generator, changed):
        model = comparing._of_one_style(Model(base.header, generator, base.critics), loaded)
        model.generator.eval()
        model.critics.eval()
        assert [style.name for style in model.header.styles] == ["jump"]
        assert torch.allclose(generator(mixed).total, model.generator(single).total, atol=1e-5)
        assert torch.allclose(base.critics(mixed).piece, model.critics(single).piece, atol=1e-5)


@pytest.fixture(scope="module")
def report(
    tiny_model: Path,
    pack: Path,
    datasets: Datasets,
    tmp_path_factory: pytest.TempPathFactory,
    hasty_module: None,
) -> Report:
    # The data call the style otherwise: a pack may have another name by now.
    dataset = datasets({"hop": 2}, learned=6)
    folder = write_dataset(dataset, tmp_path_factory.mktemp("data") / "packed")
    stages: list[tuple[str, float]] = []
    found = compare_pack(pack, tiny_model, [folder], lambda *stage: stages.append(stage))
    assert stages[-1][1] == pytest.approx(1.0, abs=0.2)
    return found


def test_the_base_stands_beside_the_pack(report: Report) -> None:
    assert [result.label for result in report.results] == [REAL, "gan:before", "gan:after"]
    before, after = report.of_kind(ENGINE)
    assert before.average is not None
    assert after.average is not None
    assert before.average.nats != after.average.nats
    assert before.average.style == "average"
    assert [row.style for row in after.rows] == ["jump", "average"]


def test_few_works_kept_aside_are_told(report: Report) -> None:
    assert report.settings["judged by"] == "all 8 works, 6 of them learned from"
    assert report.styles[0].works == 8


def test_too_few_works(tiny_model: Path, pack: Path, datasets: Datasets, tmp_path: Path) -> None:
    folder = write_dataset(datasets({"hop": 1}, learned=2), tmp_path / "packed")
    with pytest.raises(MusicganError, match="at least 8 works, and there are 3; listen"):
        compare_pack(pack, tiny_model, [folder])


def test_another_base(tiny_model: Path, pack: Path, tmp_path: Path) -> None:
    other = tiny.write_model(tmp_path / "other.safetensors")
    with pytest.raises(MusicganError, match=r"“jump” does not belong to the model .*other"):
        compare_pack(pack, other, [tmp_path])

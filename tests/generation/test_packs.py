from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch

from musicgan.errors import MusicganError
from musicgan.generation import (
    Request,
    Take,
    export_pack,
    find_pack,
    install_pack,
    installed_packs,
    model_info,
    remove_pack,
)
from musicgan.generation.gan import GanEngine
from musicgan.generation.mixing import Mixer
from musicgan.model.batch import collate
from musicgan.model.checkpoint import load_model
from musicgan.model.pack import Pack, save_pack
from musicgan.model.pack_header import weights_hash
from musicgan.song import Song
from tests import tiny


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tiny.write_model(tmp_path / "base.safetensors")


def write_pack(base: Path, name: str = "polka", seed: int = 0) -> Path:
    """A pack with large random changes, made for ``base``."""
    pack = tiny.pack(name, seed)
    header = msgspec.structs.replace(pack.header, base=weights_hash(base))
    path = base.with_name(f"{name}-made.safetensors")
    save_pack(Pack(header, pack.tensors), path)
    return path


def song(engine: GanEngine, **style: float) -> Song:
    request = Request(style=style, bars=2, seed=5, tempo=100.0, meter=(4, 4))
    (take,) = (step for step in engine.generate(request) if isinstance(step, Take))
    return take.song


def test_an_installed_pack_is_a_style_at_once_and_gone_when_removed(base: Path) -> None:
    engine = GanEngine(base)
    assert model_info(base).styles == ("march", "waltz")
    with pytest.raises(MusicganError, match="no style “polka”"):
        song(engine, polka=1)
    info = install_pack(write_pack(base))
    assert model_info(base).styles == ("march", "waltz", "polka")
    assert [pack.name for pack in model_info(base).packs] == ["polka"]
    assert song(engine, polka=1).note_count
    remove_pack(info.path)
    assert model_info(base).styles == ("march", "waltz")
    with pytest.raises(MusicganError, match="no style “polka”"):
        song(engine, polka=1)


def test_other_styles_are_as_they_were(base: Path) -> None:
    before = [song(GanEngine(base), march=1), song(GanEngine(base), march=1, waltz=1)]
    install_pack(write_pack(base))
    engine = GanEngine(base)
    alone = song(engine, polka=1)
    after = [song(engine, march=1, polka=0), song(engine, march=1, waltz=1)]
    assert before == after
    assert alone != before[0]


def test_a_pack_moves_no_logit_of_another_style(base: Path) -> None:
    model, untouched = load_model(base), load_model(base).generator.eval()
    mixer = Mixer(model, base, packs=[write_pack(base)])
    march = tiny.window(tiny.trio(2))
    asked = [
        replace(march, style=np.tile(np.array(style, np.float32), (2, 1)))
        for style in ([0, 0, 1], [1, 0, 0], [0.5, 0.5, 0])
    ]
    polka, *others = (mixer.mixed(window, mixer.available()) for window in asked)
    for (generator, told), window in zip(others, asked[1:], strict=True):
        assert np.array_equal(told.style, window.style[:, :2])
        assert torch.equal(generator(collate([told])).total, untouched(collate([told])).total)
    (changed, told), (_, like) = polka, others[0]
    assert not torch.equal(changed(collate([like])).total, untouched(collate([like])).total)


def test_packs_mix_with_styles_and_with_each_other(base: Path) -> None:
    packs = [write_pack(base, "polka", 1), write_pack(base, "rag", 2)]
    engine = GanEngine(base, packs=packs)
    songs = [
        song(engine, polka=1),
        song(engine, rag=1),
        song(engine, polka=1, march=3),
        song(engine, polka=1, rag=1),
    ]
    assert len({repr(made) for made in songs}) == 4


def test_a_pack_belongs_to_its_base(base: Path, tmp_path: Path) -> None:
    install_pack(write_pack(base))
    other = tiny.write_model(tmp_path / "other.safetensors", seed=9)
    assert model_info(other).styles == ("march", "waltz")
    assert installed_packs(other) == ()
    assert [info.name for info in installed_packs()] == ["polka"]


def test_names(base: Path) -> None:
    path = write_pack(base)
    install_pack(path)
    with pytest.raises(MusicganError, match="“polka” is installed already"):
        install_pack(path)
    assert install_pack(path, replace=True).name == "polka"
    assert install_pack(path, " my polka ").name == "my polka"
    assert find_pack("my polka").style.pieces == 3
    for wrong in ("", "a/b", "a:2", "x, y", ".."):
        with pytest.raises(MusicganError, match="can't be the name of a style"):
            install_pack(path, wrong)
    with pytest.raises(MusicganError, match="no style pack “jig”; installed: my polka, polka"):
        find_pack("jig")


def test_a_style_of_the_base_is_not_hidden_by_a_pack(base: Path) -> None:
    before = song(GanEngine(base), march=1)
    install_pack(write_pack(base, "march"))
    assert model_info(base).styles == ("march", "waltz")
    assert song(GanEngine(base), march=1) == before


def test_export_and_import(base: Path, tmp_path: Path) -> None:
    info = install_pack(write_pack(base))
    export_pack(info.path, tmp_path / "for a friend.safetensors")
    remove_pack(info.path)
    again = install_pack(tmp_path / "for a friend.safetensors")
    assert again.header == info.header
    with pytest.raises(MusicganError, match="could not be removed"):
        remove_pack(tmp_path / "nowhere.safetensors")


def test_a_damaged_pack_is_passed_over(base: Path) -> None:
    info = install_pack(write_pack(base))
    (info.path.parent / "broken.safetensors").write_bytes(b"\x10")
    assert [pack.name for pack in installed_packs(base)] == ["polka"]


def test_a_style_that_changes_counts_by_its_mean(base: Path) -> None:
    mixer = Mixer(load_model(base), base, [write_pack(base)])
    packs = mixer.available()
    window = tiny.window(tiny.trio(2))
    by_bar = np.array([[0.5, 0.5, 0], [0, 0.5, 0.5]], np.float32)
    generator, mixed = mixer.mixed(replace(window, style=by_bar), packs)
    assert mixed.style.tolist() == [[0.5, 0.5], [0.125, 0.875]]
    steady = replace(window, style=np.array([0.25, 0.5, 0.25], np.float32))
    assert mixer.mixed(steady, packs)[0] is generator

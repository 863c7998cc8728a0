from pathlib import Path

import msgspec
import pytest
import torch

from musicgan.errors import MusicganError
from musicgan.model.batch import collate
from musicgan.model.checkpoint import save_model
from musicgan.model.header import read_header
from musicgan.model.pack import Adapter, fresh_changes, load_pack, save_pack, with_packs
from musicgan.model.pack_header import read_pack_header, weights_hash
from tests import tiny


def loss(generator: torch.nn.Module) -> torch.Tensor:
    total: torch.Tensor = generator(collate([tiny.window(tiny.trio(2))])).total.sum()
    return total


def test_fresh_changes_change_nothing() -> None:
    base = tiny.model().generator
    pack = tiny.pack(strength=0)
    changed = with_packs(base, [(pack, 1.0)])
    assert changed is not base
    assert torch.equal(loss(base), loss(changed))


def test_without_a_share_the_base_is_used_itself() -> None:
    base = tiny.model().generator
    assert with_packs(base, [(tiny.pack(), 0.0)]) is base
    assert with_packs(base, []) is base


def test_changes_count_in_proportion_and_add_up() -> None:
    base = tiny.model().generator
    one, other = tiny.pack("polka", seed=1), tiny.pack("rag", seed=2)
    mixed = with_packs(base, [(one, 0.3), (other, 0.7)])
    alone = [with_packs(base, [(pack, 1.0)]) for pack in (one, other)]
    for parameter, start, first, second in zip(
        mixed.parameters(), base.parameters(), *(g.parameters() for g in alone), strict=True
    ):
        expected = start + 0.3 * (first - start) + 0.7 * (second - start)
        torch.testing.assert_close(parameter, expected, atol=1e-5, rtol=1e-4)
    assert not torch.equal(loss(base), loss(mixed))


def test_the_rank_bounds_what_is_kept() -> None:
    generator = tiny.model(width=64).generator
    sizes = {
        rank: sum(tensor.numel() for tensor in fresh_changes(generator, rank).values())
        for rank in (1, 4)
    }
    whole = sum(parameter.numel() for parameter in generator.parameters())
    assert sizes[1] < sizes[4] < whole / 2


def test_pulled_gradients_are_those_of_the_changes() -> None:
    torch.manual_seed(3)
    generator = tiny.model().generator.requires_grad_(True)
    adapter = Adapter(generator, tiny.pack(seed=4).tensors)
    loss(generator).backward()  # type: ignore[no-untyped-call]
    adapter.pull()
    name = max(
        (n for n in adapter.tensors if n.endswith(".up")),
        key=lambda n: float(adapter.tensors[n].grad.abs().max()),  # type: ignore[union-attr]
    )
    tensor = adapter.tensors[name]
    assert tensor.grad is not None
    place = divmod(int(tensor.grad.abs().argmax()), tensor.shape[1])
    step, found = 1e-2, []
    for sign in (1, -1):
        with torch.no_grad():
            tensor[place] += sign * step
        adapter.merge()
        found.append(loss(generator).item())
        with torch.no_grad():
            tensor[place] -= sign * step
    slope = (found[0] - found[1]) / (2 * step)
    assert slope == pytest.approx(float(tensor.grad[place]), rel=0.05, abs=0.05)


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    pack = tiny.pack()
    save_pack(pack, tmp_path / "p.safetensors")
    again = load_pack(tmp_path / "p.safetensors")
    assert again.header == pack.header == read_pack_header(tmp_path / "p.safetensors")
    assert again.tensors.keys() == pack.tensors.keys()
    for name, tensor in pack.tensors.items():
        torch.testing.assert_close(again.tensors[name], tensor, atol=1e-3, rtol=1e-3)


def test_a_pack_of_another_model_is_a_sentence() -> None:
    with pytest.raises(MusicganError, match=r"“polka” does not fit this model; .* made for tiny"):
        with_packs(tiny.model(width=32).generator, [(tiny.pack(), 1.0)])


def test_the_hash_is_of_the_weights_alone(tmp_path: Path) -> None:
    first = tiny.write_model(tmp_path / "a.safetensors", seed=1)
    renamed = tiny.model(1)
    header = msgspec.structs.replace(renamed.header, name="another")
    save_model(type(renamed)(header, renamed.generator, renamed.critics), tmp_path / "b.st")
    other = tiny.write_model(tmp_path / "c.safetensors", seed=2)
    assert read_header(tmp_path / "b.st").name == "another"
    assert weights_hash(first) == weights_hash(tmp_path / "b.st") != weights_hash(other)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "does not exist"), (b"nonsense", "damaged or no style pack"), ("model", "no style")],
)
def test_other_files_are_refused(
    tmp_path: Path, content: bytes | str | None, sentence: str
) -> None:
    path = tmp_path / "p.safetensors"
    if content == "model":
        tiny.write_model(path)
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(MusicganError, match=sentence):
        load_pack(path)


def test_a_newer_pack_is_a_sentence(tmp_path: Path) -> None:
    pack = tiny.pack()
    newer = msgspec.structs.replace(pack.header, version=99)
    save_pack(type(pack)(newer, pack.tensors), tmp_path / "p.safetensors")
    with pytest.raises(MusicganError, match="newer musicgan"):
        load_pack(tmp_path / "p.safetensors")

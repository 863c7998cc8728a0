import pickle
from pathlib import Path

import msgspec
import pytest
import torch
from safetensors.torch import save_file

from musicgan.errors import MusicganError
from musicgan.model.batch import collate
from musicgan.model.checkpoint import Model, load_model, save_model, save_tensors
from musicgan.model.header import FORMAT_VERSION, encode_header, read_header
from tests import tiny


def test_round_trip(tmp_path: Path) -> None:
    made = tiny.model()
    save_model(made, tmp_path / "m.safetensors")
    loaded = load_model(tmp_path / "m.safetensors")
    assert loaded.header == made.header
    for one, other in ((made.generator, loaded.generator), (made.critics, loaded.critics)):
        assert not other.training
        assert list(one.state_dict()) == list(other.state_dict())
        for before, after in zip(
            one.state_dict().values(), other.state_dict().values(), strict=True
        ):
            assert after.dtype == torch.float32
            assert torch.equal(before.half().float(), after), "half precision on disk"
    batch = collate([tiny.window(tiny.trio(2))])
    torch.testing.assert_close(
        made.generator(batch).total, loaded.generator(batch).total, atol=0.05, rtol=0.05
    )
    assert [path.name for path in tmp_path.iterdir()] == ["m.safetensors"]


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    save_model(tiny.model(), tmp_path / "a.safetensors")
    save_model(load_model(tmp_path / "a.safetensors"), tmp_path / "b.safetensors")
    first, second = (load_model(tmp_path / f"{name}.safetensors") for name in "ab")
    for one, other in zip(
        first.generator.state_dict().values(), second.generator.state_dict().values(), strict=True
    ):
        assert torch.equal(one, other)


def refused(path: Path, text: str) -> None:
    for read in (read_header, load_model):
        with pytest.raises(MusicganError, match=text) as caught:
            read(path)
        assert str(path) in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    refused(tmp_path / "nothing.safetensors", "does not exist; check the path")
    refused(tmp_path, "does not exist")


def test_newer_version(tmp_path: Path) -> None:
    made = tiny.model()
    header = msgspec.structs.replace(made.header, version=FORMAT_VERSION + 1)
    save_model(Model(header, made.generator, made.critics), tmp_path / "m.safetensors")
    refused(tmp_path / "m.safetensors", "made by a newer musicgan")


def test_newer_version_with_other_fields(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    save_file({"x": torch.zeros(1)}, path, {"musicgan": '{"version": 99, "future": []}'})
    refused(path, "made by a newer musicgan")


def test_truncated_file(tmp_path: Path) -> None:
    path = tiny.write_model(tmp_path / "m.safetensors")
    content = path.read_bytes()
    for size in (0, 4, 100, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:size])
        refused(path, "damaged or no model file")


class _Trap:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("by", ["pickle", "torch"])
def test_pickles_are_refused_and_never_run(tmp_path: Path, by: str) -> None:
    path, proof = tmp_path / "m.safetensors", tmp_path / "it-ran"
    if by == "pickle":
        path.write_bytes(pickle.dumps(_Trap(proof)))
    else:
        torch.save({"generator": _Trap(proof)}, path)
    refused(path, "damaged or no model file")
    assert not proof.exists()
    if by == "pickle":
        pickle.loads(path.read_bytes())
        assert proof.exists(), "the trap works"


def test_weights_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    save_file({"x": torch.zeros(1)}, path)
    refused(path, "not of musicgan")


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"version": "one"}', '{"version": 1}'])
def test_unreadable_header(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.safetensors"
    save_file({"x": torch.zeros(1)}, path, {"musicgan": text})
    refused(path, "unreadable header")


@pytest.mark.parametrize(
    "generator",
    [
        {"width": 32},
        {"layers": 2},
        {"styles": 3},
        {"width": 17},
        {"width": 10**6},
        {"heads": 0},
        {"layers": 1.5},
        {"styles": "nonsense"},
    ],
)
def test_sizes_that_do_not_fit(tmp_path: Path, generator: dict[str, float]) -> None:
    made = tiny.model()
    header = msgspec.structs.replace(made.header, generator={**made.header.generator, **generator})
    path = tmp_path / "m.safetensors"
    save_model(Model(header, made.generator, made.critics), path)
    with pytest.raises(MusicganError, match=r"does not fit its own header|unreadable header"):
        load_model(path)


def test_missing_sizes(tmp_path: Path) -> None:
    made = tiny.model()
    header = msgspec.structs.replace(made.header, critics={})
    path = tmp_path / "m.safetensors"
    save_model(Model(header, made.generator, made.critics), path)
    with pytest.raises(MusicganError, match="does not fit its own header"):
        load_model(path)


def test_missing_tensors(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    save_tensors({"generator.start": torch.zeros(16)}, encode_header(tiny.header()), path)
    with pytest.raises(MusicganError, match="does not fit its own header"):
        load_model(path)


def test_failed_writing_leaves_the_old_model(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(MusicganError, match="could not be written"):
        save_model(tiny.model(), tmp_path / "taken" / "m.safetensors")
    assert (tmp_path / "taken").read_text() == "a file"

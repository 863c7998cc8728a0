"""Before and after: what the base writes of a style, and what it writes with the style pack."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import torch

from musicgan.data.corpus import work_of
from musicgan.data.dataset import Dataset, is_dataset, open_dataset
from musicgan.data.dataset import pack as pack_music
from musicgan.errors import MusicganError
from musicgan.evaluation.config import FEWEST_WORKS, EvaluationConfig
from musicgan.evaluation.contenders import Contender
from musicgan.evaluation.evaluator import evaluate_dataset
from musicgan.evaluation.report import Report
from musicgan.model.checkpoint import Model, build, load_model, save_model
from musicgan.model.pack import Pack, load_pack, with_packs
from musicgan.model.pack_header import weights_hash

BEFORE, AFTER = "gan:before", "gan:after"
"""How a report names the two."""


def compare_pack(
    pack: Path,
    base: Path,
    data: Sequence[Path],
    progress: Callable[[str, float], None] = lambda stage, done: None,
    works: int = 30,
    seed: int = 0,
    processes: int = 1,
    command: str = "",
) -> Report:
    """Judge a style pack and its base by the music that the pack was learned from.

    Both are told the style as the pack's training began: the base's nearest styles. The music kept
    aside is what counts; where it is less than ``FEWEST_WORKS`` works, all works stand in for it,
    and the settings of the report say so.

    Args:
        pack: its file.
        base: the model that it belongs to.
        data: folders and files of music, or one packed dataset; the same music has the same parts
            kept aside as in training.
        progress: called with what is done and the share of everything, 0 to 1.
        works: at most so many are judged.
        seed: of everything random.
        processes: that work side by side.
        command: what it was started with, for the report.

    Raises:
        MusicganError: the pack does not belong to the base, there is too little music, or a file
            can't be used.
    """
    loaded = load_pack(pack)
    if loaded.header.base != weights_hash(base):
        raise MusicganError(
            f"The style pack “{loaded.header.style.name}” does not belong to the model {base}; it "
            f"was made for {loaded.header.base_name}."
        )
    with tempfile.TemporaryDirectory(prefix="musicgan-") as name:
        folder = Path(name)
        dataset = _packed(data, folder / "dataset", loaded.header.style.name, progress)
        aside, everything = _works(dataset, True), _works(dataset, None)
        told = f"{aside} works kept aside"
        if aside < FEWEST_WORKS:
            if everything < FEWEST_WORKS:
                raise MusicganError(
                    f"A report needs at least {FEWEST_WORKS} works, and there are {everything}; "
                    "listen to the examples instead, or add more music."
                )
            told = f"all {everything} works, {everything - aside} of them learned from"
            dataset = _Everything(dataset.meta, dataset.starts, dataset.parts)
        contenders = _contenders(load_model(base), loaded, folder)
        config = EvaluationConfig(
            contenders=contenders, data=data[0], works=works, ceilings=2, controls=False,
            requests=0, takes=0, seed=seed, processes=processes, command=command,
        )  # fmt: skip
        report = evaluate_dataset(config, dataset, progress)
    return msgspec.structs.replace(report, settings={**report.settings, "judged by": told})


def _packed(
    data: Sequence[Path], folder: Path, style: str, progress: Callable[[str, float], None]
) -> Dataset:
    """The music, all of one style."""
    if len(data) == 1 and is_dataset(data[0]):
        dataset = open_dataset(data[0])
    else:
        for _ in pack_music(data, folder, style):
            progress("Reading", 0)
        dataset = open_dataset(folder)
    styles = (msgspec.structs.replace(dataset.meta.styles[0], name=style),)
    return Dataset(
        msgspec.structs.replace(dataset.meta, styles=styles), dataset.starts, dataset.parts
    )


def _works(dataset: Dataset, held_out: bool | None) -> int:
    """Number of works on one side of the split; None: on both."""
    pieces = dataset.meta.pieces
    return len(
        {work_of(Path(p.name)) for p in pieces if held_out is None or p.held_out == held_out}
    )


@dataclass(frozen=True)
class _Everything(Dataset):
    """A dataset in which the pieces to learn from are among those to judge by."""

    def select(self, held_out: bool, style: int | None = None) -> list[int]:
        """All pieces, or those to learn from."""
        return list(range(len(self))) if held_out else super().select(False, style)


def _contenders(base: Model, pack: Pack, folder: Path) -> tuple[Contender, Contender]:
    """The base that writes the pack's style as well as it can, and with the pack, as models."""
    changed = with_packs(base.generator, [(pack, 1.0)])
    files = folder / "before.safetensors", folder / "after.safetensors"
    for path, generator in zip(files, (base.generator, changed), strict=True):
        save_model(_of_one_style(Model(base.header, generator, base.critics), pack), path)
    return Contender(BEFORE, "gan", files[0]), Contender(AFTER, "gan", files[1])


def _of_one_style(model: Model, pack: Pack) -> Model:
    """The model with one style only, which is the pack's mixture of its styles."""
    header = model.header
    named = f"{header.name}, {pack.header.style.name}"
    single = build(
        msgspec.structs.replace(
            header,
            name=named,
            styles=(pack.header.style,),
            generator=dict(header.generator, styles=1),
            critics=dict(header.critics, styles=1),
        )
    )
    count = len(header.styles)
    shares = torch.tensor(pack.header.resembles)[:, None]
    for old, new in ((model.generator, single.generator), (model.critics, single.critics)):
        weights = dict(old.state_dict())
        for name in ("style.weight", "condition.weight"):
            if name in weights:
                columns = weights[name]
                weights[name] = torch.cat([columns[:, :count] @ shares, columns[:, count:]], dim=1)
        new.load_state_dict(weights)
    return single

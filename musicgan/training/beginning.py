"""What a run begins with: a device that works, settings that fit the base, a model."""

import os
from dataclasses import asdict, replace
from datetime import UTC, datetime

import msgspec
import torch

from musicgan.data.corpus import find_files
from musicgan.data.dataset import Dataset
from musicgan.errors import MusicganError
from musicgan.model.checkpoint import Model, build
from musicgan.model.critics import CriticConfig
from musicgan.model.generator import GeneratorConfig
from musicgan.model.header import FORMAT_VERSION, Header
from musicgan.model.pack_header import read_pack_header, weights_hash
from musicgan.training.config import TrainingConfig
from musicgan.training.dataset import described, is_packed


def usable_device(name: str) -> torch.device:
    """The device, once it is known to work; of several cards the one of this process.

    Raises:
        MusicganError: it doesn't.
    """
    try:
        device = torch.device(name)
        if name == "cuda" and "LOCAL_RANK" in os.environ:
            device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
            torch.cuda.set_device(device)
        torch.zeros(1, device=device)
    # torch has no error class of its own for a device that isn't there.
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        reason = str(error).splitlines()[0]
        raise MusicganError(
            f"Training can't start: the device {name} can't be used ({reason}); choose cpu."
        ) from error
    return device


def check_pack(config: TrainingConfig, base: Model | None) -> None:
    """Refuse a pack whose name the base has already.

    Raises:
        MusicganError: it has.
    """
    if config.pack is None or base is None:
        return
    if config.pack in (style.name for style in base.header.styles):
        raise MusicganError(
            f"The model {base.header.name} has a style “{config.pack}” already; choose another "
            "name for the style pack."
        )


def check_base(config: TrainingConfig) -> None:
    """Refuse to go on with a pack on top of other weights than it began with.

    Raises:
        MusicganError: the base model was changed.
    """
    if config.pack is None or config.base is None or not config.output.exists():
        return
    if read_pack_header(config.output).base != weights_hash(config.base):
        raise MusicganError(
            f"The model {config.base} has changed since “{config.pack}” was begun on top of it; "
            "start the training anew."
        )


def check_data(config: TrainingConfig) -> None:
    """Refuse folders without music before anything is written.

    Raises:
        MusicganError: there is none.
    """
    if not is_packed(config):
        find_files(config.data)


def fresh_model(config: TrainingConfig, dataset: Dataset, base: Model | None) -> Model:
    """A model from scratch, or the base model with the dataset's styles added.

    For a style pack it is the base as it is.
    """
    if config.pack is not None:
        assert base is not None, "checked with the settings"
        return base
    styles = base.header.styles if base else ()
    known = {style.name: place for place, style in enumerate(styles)}
    merged = list(styles)
    for style in dataset.meta.styles:
        if style.name in known:
            merged[known[style.name]] = style
        else:
            merged.append(style)
    learned = described(dataset.meta.styles)
    header = Header(
        version=FORMAT_VERSION,
        name=config.name or config.output.stem,
        styles=tuple(merged),
        generator=dict(base.header.generator, styles=len(merged))
        if base
        else asdict(GeneratorConfig(len(merged), config.width, config.layers)),
        critics=dict(base.header.critics, styles=len(merged))
        if base
        else asdict(CriticConfig(len(merged))),
        phase="likelihood",
        steps=0,
        created=datetime.now(UTC).date().isoformat(),
        data=config.data_note or (f"{base.header.data}; then {learned}" if base else learned),
        licence=config.licence or (base.header.licence if base else ""),
    )
    model = build(header)
    if base:
        _copy_weights(base, model)
    return model


def levels_as_in(base: Model, dataset: Dataset) -> Dataset:
    """The dataset, with the levels of the playing manner as the base learned them in its styles."""
    learned = {style.name: style.borders for style in base.header.styles}
    styles = tuple(
        msgspec.structs.replace(style, borders=learned.get(style.name) or style.borders)
        for style in dataset.meta.styles
    )
    return replace(dataset, meta=msgspec.structs.replace(dataset.meta, styles=styles))


def _copy_weights(base: Model, model: Model) -> None:
    """Copy what the base has; columns of new styles stay as they were made.

    Only the generator's ``style`` and the critics' ``condition`` have a column a style, the first
    ones; families follow in the latter.
    """
    before, after = len(base.header.styles), len(model.header.styles)
    for old, new in ((base.generator, model.generator), (base.critics, model.critics)):
        fresh, copied = new.state_dict(), old.state_dict()
        for name in ("style.weight", "condition.weight"):
            if name in copied:
                added = fresh[name][:, before:after]
                copied[name] = torch.cat(
                    [copied[name][:, :before], added, copied[name][:, before:]], dim=1
                )
        new.load_state_dict(copied)

"""Training of the engines beside the GAN, told with the same events."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from musicgan.engines import Order, save_writer, writer_class
from musicgan.errors import MusicganError
from musicgan.model.header import FORMAT_VERSION, Header
from musicgan.training.config import TrainingConfig, check
from musicgan.training.dataset import described, opened
from musicgan.training.events import (
    CheckpointSaved,
    Control,
    Event,
    Finished,
    Metrics,
    Started,
)


def learn(
    config: TrainingConfig, control: Control | None = None, resume: bool = False
) -> Iterator[Event]:
    """Train the engine ``config.engine`` from the beginning to the end.

    Raises:
        MusicganError: no such engine, nothing usable in the data, a setting that this engine
            doesn't have, or the model can't be written.
    """
    check(config)
    kind = writer_class(config.engine)
    if resume or config.base is not None or config.pack is not None:
        raise MusicganError(
            f"The engine {config.engine} is always trained from the beginning; "
            "leave --resume, --from and --pack out."
        )
    control = control or Control()
    dataset = yield from opened(config, control, resume)
    if dataset is None:
        yield Finished(config.output, "Cancelled while the music was read; nothing was written.")
        return
    pieces = len(dataset.select(held_out=False))
    yield Started(pieces, len(dataset.select(held_out=True)), dataset.style_names, 0, 0)
    began = time.monotonic()
    learning = kind.learn(
        dataset, Order(config.seed, config.minutes, lambda: control.cancelled, config.threads or 1)
    )
    step = 0
    while True:
        control.wait()
        try:
            learned = next(learning)
        except StopIteration as end:
            writer = end.value
            break
        step += 1
        seconds = time.monotonic() - began
        left = seconds * (1 - learned.done) / learned.done if learned.done else 0.0
        yield Metrics(step, kind.phase, learned.values, learned.done, left)
    if writer is None:
        yield Finished(config.output, "Stopped by you before there was a model; none is written.")
        return
    header = Header(
        version=FORMAT_VERSION,
        name=config.name or config.output.stem,
        styles=dataset.meta.styles,
        generator={},
        critics={},
        phase=kind.phase,
        steps=step,
        created=datetime.now(UTC).date().isoformat(),
        data=config.data_note or described(dataset.meta.styles),
        licence=config.licence,
        engine=config.engine,
    )
    save_writer(writer, header, config.output)
    yield CheckpointSaved(step, config.output)
    reason = "Stopped by you." if control.cancelled else "All is learned."
    yield Finished(config.output, f"{reason} The model is saved.")

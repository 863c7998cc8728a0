"""A convolutional GAN on piano-rolls, one bar of one track at a time.

Of the class of DCGAN (Radford et al. 2016), MuseGAN (Dong et al. 2018) and MidiNet (Yang et al.
2017): noise, conditions and the rolls around a bar go through transposed convolutions to a binary
roll. It learns by a hinge loss (Miyato et al. 2018) with a penalty on the critic's slope; the
cross-entropy to the real bar beside it keeps the density of notes right.
"""

import time
from collections.abc import Generator, Iterator
from typing import Any, ClassVar, Literal, Self

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from musicgan.data.dataset import Dataset
from musicgan.data.frames import NOTE, class_velocity
from musicgan.data.windows import Window
from musicgan.engines.base import (
    Arrays,
    Bools,
    Dice,
    Learned,
    Notes,
    Order,
    Sheet,
    Writer,
    balanced,
    styles_by_bar,
)
from musicgan.engines.convolutional.nets import (
    NOISES,
    RollCritic,
    RollGenerator,
    binarised,
    likeness,
    penalty,
    steps_of,
    valid_cells,
)
from musicgan.engines.convolutional.rolls import (
    LOWEST,
    ROWS,
    STEP,
    Floats,
    Place,
    condition,
    condition_size,
    maps,
    places,
    roll,
)
from musicgan.engines.convolutional.source import Batch, Source, stacked
from musicgan.engines.lines import first_beats, known_chords

__all__ = ["ConvolutionalGan"]

_DEFAULT_MINUTES = 30.0
_BATCH = 64
_RATES = (2e-3, 1e-3)
"""Of generator and critic at first; they fall to a tenth."""
_LIKENESS = 3.0
"""Weight of the cross-entropy; the adversarial loss counts 1."""
_PENALTY = 0.003
_PENALTY_SHARE = 4
"""The slope is measured at one of so many sections: it costs as much as all else."""
_AVERAGE = 0.998
"""The generator that is kept is an average over about so many steps: 1 / (1 - this)."""

_WIDEST = 512
"""Channels, or styles, that a file may ask for."""
_LEAST_VELOCITY = 16


class ConvolutionalGan(Writer):
    """Generator and critic over sections of bars."""

    phase: ClassVar[Literal["likelihood", "adversarial"]] = "adversarial"

    def __init__(self, styles: int, generator: int = 64, critic: int = 32) -> None:
        """Random weights; the latter two are the widths of the nets."""
        self._sizes = (styles, generator, critic)
        self._generator = RollGenerator(condition_size(styles), generator)
        self._critic = RollCritic(condition_size(styles), critic)

    @classmethod
    def learn(cls, dataset: Dataset, order: Order) -> Generator[Learned, None, Self | None]:
        """Alternate critic and generator until the minutes are over; see ``Writer.learn``."""
        torch.set_num_threads(order.threads)
        torch.manual_seed(order.seed)
        made = cls(len(dataset.style_names))
        nets = made._generator, made._critic
        for net in nets:
            net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        averaging = get_ema_multi_avg_fn(_AVERAGE)  # type: ignore[no-untyped-call]
        average = AveragedModel(made._generator, multi_avg_fn=averaging)
        rng = np.random.default_rng([order.seed, 9])
        source = Source(dataset, balanced(dataset, order.seed), rng)
        optimizers = [
            torch.optim.Adam(net.parameters(), rate, (0.5, 0.99))
            for net, rate in zip(nets, _RATES, strict=True)
        ]
        budget = 60 * (_DEFAULT_MINUTES if order.minutes is None else order.minutes)
        began = time.monotonic()
        step = 0
        while not order.stopped() and (time.monotonic() - began < budget or step < 2):
            done = min(1.0, (time.monotonic() - began) / max(budget, 1e-9))
            fall = 0.55 + 0.45 * float(np.cos(np.pi * done))
            for optimizer, rate in zip(optimizers, _RATES, strict=True):
                optimizer.param_groups[0]["lr"] = rate * fall
            values = made._train(source.draw(_BATCH), optimizers)
            average.update_parameters(made._generator)
            step += 1
            yield Learned(done, values)
        made._generator.load_state_dict(average.module.state_dict())
        return made.ready() if step else None

    def ready(self) -> Self:
        """For use, not for learning."""
        for net in (self._generator, self._critic):
            net.eval().requires_grad_(False)
        return self

    def _train(self, batch: Batch, optimizers: list[torch.optim.Adam]) -> dict[str, float]:
        """One step of the critic, one of the generator."""
        around, told, real = batch
        valid = valid_cells(around)
        with _half():
            counts, found = self._generator(around, told, torch.randn(len(around), NOISES))
        drawn = counts.float(), found.float()
        fake = binarised(drawn, valid)
        with _half():
            score_real = self._critic(around, told, real).float()
            score_fake = self._critic(around, told, fake.detach()).float()
        critic = F.relu(1 - score_real).mean() + F.relu(1 + score_fake).mean()
        some = len(real) // _PENALTY_SHARE
        slope = penalty(self._critic, around[:some], told[:some], real[:some])
        _descend(critic + _PENALTY * slope, optimizers[1])
        unlikely = likeness(drawn, real, valid)
        with _half():
            adversarial = -self._critic(around, told, fake).float().mean()
        _descend(_LIKENESS * unlikely + adversarial, optimizers[0])
        right = ((score_real > 0).float().mean() + (score_fake < 0).float().mean()) / 2
        return {
            "loss": float(unlikely.detach()),
            "critic": float(critic.detach()),
            "accuracy": float(right),
        }

    @classmethod
    def of(cls, arrays: Arrays) -> Self:
        """See ``Writer.of``."""
        torch.set_num_threads(1)  # more slow small nets down on a busy machine
        sizes = [int(size) for size in arrays["sizes"].flat]
        if len(sizes) != 3 or not all(0 < size <= _WIDEST for size in sizes):
            raise ValueError("its nets have an impossible size")
        made = cls(*sizes)
        for part, net in (("generator", made._generator), ("critic", made._critic)):
            state = {
                name.removeprefix(f"{part}."): torch.from_numpy(array.astype(np.float32))
                for name, array in arrays.items()
                if name.startswith(f"{part}.")
            }
            try:
                net.load_state_dict(state)
            except RuntimeError as error:
                raise ValueError(f"the {part} is of another size") from error
        return made.ready()

    def arrays(self) -> Arrays:
        """See ``Writer.arrays``; weights in half precision."""
        found: dict[str, npt.NDArray[Any]] = {"sizes": np.array(self._sizes, np.int32)}
        for part, net in (("generator", self._generator), ("critic", self._critic)):
            for name, tensor in net.state_dict().items():
                found[f"{part}.{name}"] = tensor.detach().numpy().astype(np.float16)
        return found

    def write(self, window: Window, playable: Bools, dice: Dice) -> Iterator[Notes]:
        """See ``Writer.write``."""
        sheet = Sheet(window, playable)
        chords, beats = known_chords(window), first_beats(window.bar_ticks)
        tracks = range(len(window.family))
        for bar in range(len(window.bar_ticks)):
            dice.turn(bar)
            known = {track for track in tracks if not sheet.free(bar, track)}
            for track in tracks:
                if track in known:
                    continue
                told = self._told(window, bar, track)
                for place in places(window.bar_ticks, bar):
                    around = maps(
                        sheet.notes(), window.family, track, known, place, chords[beats[bar] :]
                    )
                    self._section(sheet, track, place, around, told, dice)
                known.add(track)
            yield sheet.notes()

    def _told(self, window: Window, bar: int, track: int) -> Floats:
        """The conditions of a bar of a track."""
        weights = np.zeros(self._sizes[0], np.float32)
        for style, share in styles_by_bar(window)[bar]:
            weights[style] = share
        family, ordinal = int(window.family[track]), int(window.ordinal[track])
        return condition(weights, family, ordinal, window.mode, window.levels[bar])

    @torch.inference_mode()
    def _section(
        self, sheet: Sheet, track: int, place: Place, around: Floats, told: Floats, dice: Dice
    ) -> None:
        """Write one section of a track."""
        noise = dice.rng.standard_normal(NOISES, np.float32)
        counts, found = self._generator(*(torch.from_numpy(x)[None] for x in (around, told, noise)))
        numbers = torch.softmax(counts[0], 0).double().numpy()
        pitches = torch.softmax(found[0, 0], 1).double().numpy()
        lengths = STEP * steps_of(found[0, 1]).numpy()
        loud = (127 * torch.sigmoid(found[0, 2])).numpy()
        usable = sheet.allowed[track][LOWEST : LOWEST + ROWS]
        for step in range(place.steps):
            weights = (pitches[step] + 1e-9) * usable
            for _ in range(min(dice.draw(numbers[:, step]), int(usable.sum()))):
                row = dice.draw(weights)
                weights[row] = 0
                sheet.add(
                    place.start + place.begin + step * STEP, int(lengths[step, row]), track,
                    LOWEST + row, max(_LEAST_VELOCITY, int(loud[step, row])),
                )  # fmt: skip

    @torch.inference_mode()
    def score(self, window: Window) -> float:
        """The critic's mean opinion of every section."""
        notes = np.zeros(len(window.note_pitch), NOTE)
        notes["onset"], notes["track"] = window.note_onset, window.note_track
        notes["duration"] = np.clip(window.note_end - window.note_onset, 1, 32_000)
        notes["pitch"] = window.note_pitch
        notes["velocity"] = [class_velocity(index) for index in window.note_velocity.tolist()]
        notes = notes[np.argsort(notes["onset"], kind="stable")]
        chords, beats = known_chords(window), first_beats(window.bar_ticks)
        rows = []
        for bar in range(len(window.bar_ticks)):
            for track in range(len(window.family)):
                for place in places(window.bar_ticks, bar):
                    around = maps(
                        notes, window.family, track, set(range(track)), place, chords[beats[bar] :]
                    )
                    told = self._told(window, bar, track)
                    rows.append((around, told, roll(notes, track, place)[:3]))
        return float(self._critic(*stacked(rows)).mean())


def _half() -> torch.autocast:
    return torch.autocast("cpu", torch.bfloat16)


def _descend(loss: Tensor, optimizer: torch.optim.Optimizer) -> None:
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()

"""What a training run is told; saved with it as JSON."""

from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from musicgan.errors import MusicganError

ObjectiveName = Literal["non-saturating", "minimax", "hinge", "relativistic"]
ScaleName = Literal["frame", "bar", "piece"]


class TrainingConfig(msgspec.Struct, frozen=True, kw_only=True):
    """A training run.

    Attributes:
        data: folders of music (a sub-folder is a style), files, or one packed dataset.
        output: the model or style pack to write; the run's state lies beside it, in
            ``<output>.run``.
        engine: what is to be trained; engines beside the GAN use data, left_out, output, style,
            name, data_note, licence, minutes, threads and seed.
        base: a model to start from, which keeps its own width and layers; None: from scratch.
        left_out: files below the folders that are not read.
        style: one style name for all the data; None: the folders' names.
        pack: learn a style pack of this name on top of ``base``, which stays as it is, instead of a
            model; all the data are of this one style.
        rank: of a pack's low-rank changes.
        name, data_note, licence: written into the model, for people.
        minutes: budget; None: until the steps are done.
        adversarial_share: share of the budget for the adversarial phase, from 0 (no such phase)
            to 1 (nothing else).
        likelihood_steps, adversarial_steps: at most so many.
        batch: windows a step.
        max_frames: longest window, in frames.
        rollouts: windows that the generator writes in an adversarial step, an even number.
        rollout_frames: their length.
        learning_rate: peak of the likelihood phase.
        warm_up: steps until it is reached.
        adversarial_rate: of the generator in the adversarial phase.
        critic_rate: of the critics.
        critic_updates: of the critics for each rollout, at least 1; those after the first take
            their windows from the rollouts that are kept.
        replay: rollouts that are kept, at least 1 (just the newest). They are not saved: a resumed
            run collects them anew.
        weight_decay: L2 on weights, decoupled (AdamW).
        loudness: weight of the notes' velocities in the likelihood, from 0 to 1: they are more than
            half of the nats in performed music, mostly chance, and would drown the rest.
        l1: weight of the sum of the absolute weights (with ``pack``: of its changes).
        objective: of the adversarial phase.
        scales: the critics that judge in it: of frames, of bars, of whole windows.
        gradient_penalty: weight of R1, which keeps the critics' verdicts on real music flat.
        octaves: share of the windows to learn from that are moved by an octave, as far as each
            instrument reaches. All music is in C major or A minor, so that other intervals would
            teach wrong keys.
        anchor: weight of the likelihood in the adversarial phase.
        width, layers: of a generator from scratch.
        average: decay of the moving average of the weights, a step.
        style_balance: from 0 (pieces as they come) to 1 (every style alike).
        evaluate_every, checkpoint_every: steps.
        validation: held-out windows that are looked at.
        examples: takes that are written at every checkpoint, always of the same seeds.
        patience: looks at the held-out music without a gain after which the likelihood phase ends;
            0: never.
        grace: share of the lowest held-out loss by which a later point of the likelihood phase may
            be worse and still be kept.
        tolerance: share of the first phase's best held-out loss by which the second phase may be
            worse and still be kept.
        threads: for torch; None: as many as make the first steps faster.
        bfloat16: whether the matrix products are done in bfloat16.
        device: "cpu", "cuda" or "mps".
        seed: of everything random, at least 0.
    """

    data: tuple[Path, ...]
    output: Path
    engine: str = "gan"
    base: Path | None = None
    left_out: tuple[Path, ...] = ()
    style: str | None = None
    pack: str | None = None
    rank: int = 24
    name: str = ""
    data_note: str = ""
    licence: str = ""
    minutes: float | None = None
    adversarial_share: float = 0.25
    likelihood_steps: int = 20_000
    adversarial_steps: int = 1_000
    batch: int = 10
    max_frames: int = 192
    rollouts: int = 8
    rollout_frames: int = 96
    learning_rate: float = 6e-4
    warm_up: int = 100
    adversarial_rate: float = 3e-5
    critic_rate: float = 1e-3
    critic_updates: int = 8
    replay: int = 48
    weight_decay: float = 0.01
    loudness: float = 0.3
    l1: float = 0.0
    objective: ObjectiveName = "non-saturating"
    scales: tuple[ScaleName, ...] = get_args(ScaleName)
    gradient_penalty: float = 0.0
    octaves: float = 0.0
    anchor: float = 1.0
    width: int = 256
    layers: int = 4
    average: float = 0.998
    style_balance: float = 0.5
    evaluate_every: int = 100
    checkpoint_every: int = 100
    validation: int = 96
    examples: int = 3
    patience: int = 0
    grace: float = 0.0
    tolerance: float = 0.01
    threads: int | None = None
    bfloat16: bool = True
    device: str = "cpu"
    seed: int = 0

    @property
    def run_folder(self) -> Path:
        """Where the run keeps its dataset and its state."""
        return self.output.with_name(self.output.name + ".run")


PresetName = Literal["quick", "normal", "thorough"]

PRESETS: dict[PresetName, int] = {"quick": 100, "normal": 300, "thorough": 1000}
"""Steps of each preset for a style pack; over-fitting ends them sooner."""


def pack_config(
    data: tuple[Path, ...],
    output: Path,
    base: Path,
    pack: str,
    preset: PresetName = "normal",
    **changes: Any,
) -> TrainingConfig:
    """Settings that suit a small collection: a style pack, many looks at it, an early end."""
    steps = PRESETS[preset]
    settings: dict[str, Any] = {
        "data": data,
        "output": output,
        "base": base,
        "pack": pack,
        "likelihood_steps": steps,
        "adversarial_share": 0.0,
        "batch": 8,
        "learning_rate": 3e-3,
        "warm_up": 10,
        "evaluate_every": 10,
        "checkpoint_every": 20,
        "validation": 32,
        "patience": 6,
        # Takes come closer to the music for a while after it has stopped becoming likelier.
        "grace": 0.03,
    }
    return TrainingConfig(**(settings | changes))


def check(config: TrainingConfig) -> None:
    """Refuse what can't work before anything is written.

    Raises:
        MusicganError: a value is out of range.
    """
    problems = {
        "the batch must hold at least one window": config.batch < 1,
        "rollouts must be an even number, at least 2": config.rollouts < 2
        or config.rollouts % 2 == 1,
        "the critics need at least one update": config.critic_updates < 1,
        "at least one rollout must be kept": config.replay < 1,
        "the time must be positive": config.minutes is not None and config.minutes <= 0,
        "the adversarial share must lie between 0 and 1": not 0 <= config.adversarial_share <= 1,
        "the output must end in .safetensors": config.output.suffix != ".safetensors",
        "the learning rates must be positive": min(
            config.learning_rate, config.adversarial_rate, config.critic_rate
        )
        <= 0,
        "windows must have at least one frame": min(config.max_frames, config.rollout_frames) < 1,
        "the steps must not be negative": min(config.likelihood_steps, config.adversarial_steps)
        < 0,
        "there must be at least one step between evaluations and between checkpoints": min(
            config.evaluate_every, config.checkpoint_every
        )
        < 1,
        "the balance of styles must lie between 0 and 1": not 0 <= config.style_balance <= 1,
        "the moving average must lie between 0 and 1": not 0 <= config.average < 1,
        "the width must be a multiple of 8 up to 1024, with 1 to 32 layers": config.width % 8 != 0
        or not 8 <= config.width <= 1024
        or not 1 <= config.layers <= 32,
        "at least one thread is needed": config.threads is not None and config.threads < 1,
        "the seed must not be negative": config.seed < 0,
        "a style pack needs a model to start from": config.pack is not None and config.base is None,
        "a style pack needs a name": config.pack is not None and not config.pack.strip(),
        "the rank must lie between 1 and 64": not 1 <= config.rank <= 64,
        "L1, L2, the gradient penalty and the anchor must not be negative": min(
            config.l1, config.weight_decay, config.gradient_penalty, config.anchor
        )
        < 0,
        "the weight of loudness must lie between 0 and 1": not 0 <= config.loudness <= 1,
        "the share of windows moved by an octave must lie between 0 and 1": not 0
        <= config.octaves
        <= 1,
        f"at least one critic is needed, of {', '.join(get_args(ScaleName))}": not config.scales
        or not set(config.scales) <= set(get_args(ScaleName)),
        "at least one held-out window and one example are needed": min(
            config.validation, config.examples
        )
        < 1,
        "warm-up, patience, grace and tolerance must not be negative": min(
            config.warm_up, config.patience, config.grace, config.tolerance
        )
        < 0,
        f"the objective must be one of {', '.join(get_args(ObjectiveName))}": config.objective
        not in get_args(ObjectiveName),
    }
    for sentence, wrong in problems.items():
        if wrong:
            raise MusicganError(f"Training can't start: {sentence}.")

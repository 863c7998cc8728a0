"""What the window asks the trainer for. No Qt, no torch."""

from pathlib import Path

from musicgan.training import TrainingConfig

_LOOK_EVERY = 25
"""Steps between two looks at the music kept aside, examples and saves: someone is watching."""


def fine_tuning(
    paths: list[Path], output: Path, base: Path, style: str | None, minutes: float, threads: int
) -> TrainingConfig:
    """Teach ``base`` the music below ``paths`` for ``minutes``; ``style`` None: as folders say."""
    return TrainingConfig(
        data=tuple(paths),
        output=output,
        base=base,
        style=style,
        name=output.stem,
        minutes=minutes,
        threads=threads,
        evaluate_every=_LOOK_EVERY,
        checkpoint_every=_LOOK_EVERY,
    )

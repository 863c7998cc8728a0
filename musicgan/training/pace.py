"""How far a run is, by steps or by the clock, and how fast it learns there."""

import math

from musicgan.training.config import TrainingConfig
from musicgan.training.state import Place

_LEAST_RATE = 0.05


def phase_done(config: TrainingConfig, place: Place) -> float:
    """Share of the present phase that is done: by steps or by the clock, the greater."""
    if place.phase == "likelihood":
        share, before = 1 - config.adversarial_share, 0.0
        taken, steps = place.likelihood_steps, config.likelihood_steps
    else:
        share, before = config.adversarial_share, 1 - config.adversarial_share
        taken, steps = place.adversarial_steps, config.adversarial_steps
    if share == 0 or steps == 0:
        return 1.0
    if config.minutes is None:
        return taken / steps
    budget = config.minutes * 60
    return max(taken / steps, (place.seconds - budget * before) / (budget * share))


def run_done(config: TrainingConfig, place: Place) -> float:
    """Share of the whole run that is done."""
    share = config.adversarial_share
    done = min(1.0, phase_done(config, place))
    return done * (1 - share) if place.phase == "likelihood" else 1 - share + done * share


def seconds_left(config: TrainingConfig, place: Place) -> float:
    """Forecast from the time that was spent; 0 before there is any."""
    done = run_done(config, place)
    return place.seconds * (1 - done) / done if done else 0.0


def rate(config: TrainingConfig, place: Place) -> float:
    """Share of the peak learning rate: a warm-up, then a half cosine down to a twentieth."""
    warm = min(1.0, (place.likelihood_steps + 1) / max(config.warm_up, 1))
    done = min(phase_done(config, place), 1.0)
    return warm * (_LEAST_RATE + (1 - _LEAST_RATE) * 0.5 * (1 + math.cos(math.pi * done)))

"""Training: steps a second of a style pack on the shipped model, one thread."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from musicgan.formats import write_song
from musicgan.generation import shipped_model
from musicgan.training import Metrics, pack_config, train
from tests.benchmarks.timing import Row
from tests.ui.fake_backend import demo_song

_STEPS = 12


def rows() -> Iterator[Row]:
    """How fast it learns from a band of four."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in range(20):
            write_song(demo_song(seed, 32), folder / "music" / f"{seed}.mid")
        config = pack_config(
            (folder / "music",), folder / "it.safetensors", shipped_model(), "measured",
            likelihood_steps=_STEPS, evaluate_every=_STEPS, checkpoint_every=_STEPS, examples=1,
            validation=4, bfloat16=True,
        )  # fmt: skip
        told = [
            (event.step, time.perf_counter())
            for event in train(config)
            if isinstance(event, Metrics) and "loss" in event.values
        ]
        (first, began), (last, ended) = told[0], told[-1]
        step = (ended - began) / (last - first)
        yield Row(
            "a step of training a style pack",
            f"{step:.2f} s",
            f"{config.batch} windows of up to {config.max_frames} frames, "
            f"{config.batch / step:.1f} windows a second",
        )
        memory = psutil.Process().memory_info().rss / 2**20
        yield Row("memory while it trains", f"{memory:.0f} MB")

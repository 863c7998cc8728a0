import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from musicgan.generation import ModelInfo, TrackRequest

Run = Callable[..., Result]


def test_shows_what_the_model_says_of_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def model_info(model: Path | None = None) -> ModelInfo:
        assert model == Path("own.safetensors")
        return ModelInfo(
            name="tiny",
            styles=("polka",),
            families=("reed", "drums"),
            meters=((2, 4),),
            usual_tracks={"polka": (TrackRequest("reed", 65), TrackRequest("drums"))},
            usual_tempo={"polka": 132.0},
            sizes={"polka": (12, 345, 6789)},
            phase="adversarial",
            steps=1234,
            data="Public polkas.",
            licence="CC0",
            created="2026-11-21",
        )

    monkeypatch.setattr("musicgan.generation.model_info", model_info)
    monkeypatch.setenv("COLUMNS", "120")
    result = run("info", "own.safetensors")
    assert result.exit_code == 0, result.stderr
    rows = dict(re.split(" {2,}", line.strip(), maxsplit=1) for line in result.stdout.splitlines())
    assert rows == {
        "model": "tiny",
        "style polka": "reed, drums; 132 BPM; learned from 12 pieces, 345 bars, 6,789 notes",
        "families": "reed, drums",
        "meters": "2/4",
        "manners": "density, polyphony, articulation, dynamics, register, syncopation",
        "levels": "any, very low, low, medium, high, very high",
        "training": "1,234 steps, the last of the adversarial phase",
        "training data": "Public polkas.",
        "licence": "CC0",
        "created": "2026-11-21",
    }


def test_missing_model_is_a_sentence(run: Run) -> None:
    result = run("info", "none.safetensors")
    assert result.exit_code == 2
    assert result.stderr == "The model none.safetensors does not exist; check the path.\n"

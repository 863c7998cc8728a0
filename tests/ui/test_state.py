"""The recipe: to a request, to JSON and back."""

import pytest

from musicgan.errors import MusicganError
from musicgan.generation import TrackRequest
from musicgan.song import Key
from ui.state import Recipe

FULL = Recipe(
    style={"jazz": 0.7, "funk": 0.3},
    tracks=(TrackRequest("bass", 33), TrackRequest("drums")),
    manner={"density": 4, "dynamics": 0},
    tonic=0,
    mode="minor",
    tempo=96.0,
    meter=(6, 8),
    bars=12,
    chords="Cm7 | F7",
    seed=5,
    seed_kept=True,
    takes=2,
    temperature=0.9,
)


def test_a_recipe_becomes_a_request() -> None:
    request = FULL.to_request()
    assert request.style == {"jazz": 0.7, "funk": 0.3}
    assert request.tracks == (TrackRequest("bass", 33), TrackRequest("drums"))
    assert request.key == Key(-3, "minor")
    assert (request.tempo, request.meter, request.bars) == (96.0, (6, 8), 12)
    assert (request.chords, request.seed, request.takes) == ("Cm7 | F7", 5, 2)
    assert request.manner == {"density": 4}
    assert request.temperature == 0.9


def test_any_stays_any() -> None:
    request = Recipe().to_request()
    assert (request.style, request.tracks, request.manner) == ({}, (), {})
    assert (request.key, request.tempo, request.meter) == (None, None, None)


def test_half_a_key_is_completed_from_the_seed() -> None:
    keys = [Recipe(mode="minor", seed=seed).to_request().key for seed in range(20)]
    assert {key.mode for key in keys if key} == {"minor"}
    assert len(set(keys)) > 3
    assert Recipe(mode="minor", seed=7).to_request().key == keys[7]
    tonics = {
        key.tonic for key in (Recipe(tonic=2, seed=s).to_request().key for s in range(9)) if key
    }
    assert tonics == {2}


def test_json_round_trip() -> None:
    assert Recipe.from_json(FULL.to_json()) == FULL


@pytest.mark.parametrize("text", ["", "{", '{"bars": "many"}', '{"tracks": [{"family": "kazoo"}]}'])
def test_what_is_no_recipe_is_told(text: str) -> None:
    with pytest.raises(MusicganError, match="recipe"):
        Recipe.from_json(text)


def test_unknown_fields_are_passed_over() -> None:
    assert Recipe.from_json('{"bars": 3, "swing": 0.5}') == Recipe(bars=3)


def test_styles_that_a_model_lacks_leave_the_recipe() -> None:
    assert FULL.limited_to(("funk", "pop")).style == {"funk": 1.0}
    assert FULL.limited_to(("pop",)).style == {}

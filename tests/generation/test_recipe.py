"""The recipe: to a request and back."""

from musicgan.generation import Recipe, Request, TrackRequest
from musicgan.song import Key

FULL = Recipe(
    style={"jazz": 0.75, "funk": 0.25},
    tracks=(TrackRequest("bass", 33), TrackRequest("drums")),
    manner={"density": 4},
    tonic="C",
    mode="minor",
    tempo=96.5,
    meter=(6, 8),
    bars=12,
    chords="Cm7 | F7",
    seed=5,
    seed_kept=True,
    takes=2,
    temperature=0.9,
)


def test_a_recipe_becomes_a_request_and_comes_back() -> None:
    request = FULL.to_request()
    assert request == Request(
        style={"jazz": 0.75, "funk": 0.25},
        tracks=(TrackRequest("bass", 33), TrackRequest("drums")),
        key=Key(-3, "minor"),
        tempo=96.5,
        meter=(6, 8),
        bars=12,
        chords="Cm7 | F7",
        seed=5,
        takes=2,
        manner={"density": 4},
        temperature=0.9,
    )
    assert Recipe.of(request) == FULL


def test_any_stays_any() -> None:
    request = Recipe().to_request()
    assert (request.style, request.tracks, request.manner) == ({}, (), {})
    assert (request.key, request.tempo, request.meter) == (None, None, None)
    assert Recipe(manner={"dynamics": 0}).to_request().manner == {}


def test_half_a_key_is_completed_from_the_seed() -> None:
    keys = [Recipe(mode="minor", seed=seed).to_request().key for seed in range(20)]
    assert {key.mode for key in keys if key} == {"minor"}
    assert len(set(keys)) > 3
    assert Recipe(mode="minor", seed=7).to_request().key == keys[7]
    tonics = {
        key.tonic for key in (Recipe(tonic="D", seed=s).to_request().key for s in range(9)) if key
    }
    assert tonics == {2}


def test_any_length_is_a_usual_one_of_the_seed() -> None:
    lengths = [Recipe(seed=seed).to_request().bars for seed in range(30)]
    assert set(lengths) == {8, 12, 16, 24, 32}
    assert Recipe(seed=3, mode="minor").to_request().bars == lengths[3]


def test_styles_that_a_model_lacks_leave_the_recipe() -> None:
    assert FULL.limited_to(("funk", "pop")).style == {"funk": 1.0}
    assert FULL.limited_to(("pop",)).style == {}


def test_a_key_keeps_its_name() -> None:
    for fifths in range(-7, 8):
        for mode in ("major", "minor"):
            request = Request(key=Key(fifths, mode))
            assert Recipe.of(request).to_request().key == request.key
    # No key of minor is called so.
    assert Recipe(tonic="Gb", mode="minor").to_request().key == Key(3, "minor")

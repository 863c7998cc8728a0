"""Recipe files: written and read again; what is none is told in a sentence."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicgan.errors import MusicganError
from musicgan.generation import (
    Recipe,
    factory_recipes,
    model_info,
    own_recipe,
    own_recipes,
    read_recipe,
    recipe_from_json,
    recipe_to_json,
    write_recipe,
)
from musicgan.song import Meter
from musicgan.song.chords import parse_progression
from tests.generation.test_recipe import FULL

ENVELOPE: dict[str, object] = {"format": "musicgan recipe", "version": 1}


def content(**recipe: object) -> bytes:
    return json.dumps({**ENVELOPE, "recipe": recipe}).encode()


@pytest.mark.parametrize("recipe", [Recipe(), FULL], ids=["any", "full"])
def test_a_written_recipe_is_read_again(recipe: Recipe, tmp_path: Path) -> None:
    path = tmp_path / "recipes" / "mine.json"
    write_recipe(recipe, path)
    assert read_recipe(path) == recipe


def test_what_is_left_out_is_any() -> None:
    assert recipe_from_json(content(bars=3)) == Recipe(bars=3)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (b"", "not a recipe"),
        (b"\xff\xfe{}", "not a recipe"),
        (b"[" * 100_000, "not a recipe"),
        (b" " * (2**20 + 1), "bigger"),
        (b'{"format": "musicgan project", "version": 1, "recipe": {}}', "musicgan project"),
        (b'{"format": "musicgan recipe", "version": 2, "recipe": {}}', "newer"),
        (content(swing=0.5, tempoo=3), "“swing, tempoo”"),
        (content(bars="many"), r"\$.bars"),
        (content(bars=10**9), "1 to 512 bars"),
        (content(takes=0), "takes"),
        (content(tempo=1e9), "tempo"),
        (content(temperature=0), "temperature"),
        (content(tonic="H"), "tonic H"),
        (content(mode="lydian"), "lydian"),
        (content(seed=-1), r"\$.seed"),
        (content(style={"jazz": -1}), "positive"),
        (content(manner={"swing": 2}), "manner"),
        (content(manner={"density": 9}), "manner"),
        (content(tracks=[{"family": "kazoo"}]), "kazoo"),
        (content(tracks=[{"family": "drums"}] * 2), "one of drums"),
    ],
)  # fmt: skip
def test_what_is_no_recipe_is_told(broken: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_bytes(broken)
    with pytest.raises(MusicganError, match=rf"mine\.json can't be used as a recipe: .*{told}"):
        read_recipe(path)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_recipe_or_a_sentence(junk: bytes) -> None:
    with pytest.raises(MusicganError):
        recipe_from_json(junk)


TEXT = st.text("aZ é♭\0", max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(json.loads(recipe_to_json(FULL))["recipe"])), VALUES))
def test_any_values_are_a_recipe_or_a_sentence(values: dict[str, object]) -> None:
    try:
        recipe = recipe_from_json(json.dumps({**ENVELOPE, "recipe": values}).encode())
    except MusicganError:
        return
    assert recipe_from_json(recipe_to_json(recipe)) == recipe


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match="No such file"):
        read_recipe(tmp_path / "mine.json")


def test_what_could_not_be_read_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    write_recipe(FULL, path)
    with pytest.raises(MusicganError, match="bars"):
        write_recipe(Recipe(bars=999), path)
    assert read_recipe(path) == FULL


@pytest.mark.parametrize("name", list(factory_recipes()))
def test_the_shipped_model_can_do_the_factory_recipes(name: str) -> None:
    recipe = read_recipe(factory_recipes()[name])
    assert set(recipe.style) <= set(model_info().styles)
    assert not recipe.seed_kept
    parse_progression(recipe.chords, Meter(0, *(recipe.meter or (4, 4))))


def test_own_recipes_lie_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert own_recipes() == {}
    for name in ("zither", "Älpler", "alp"):
        write_recipe(FULL, own_recipe(name))
    assert list(own_recipes()) == ["alp", "zither", "Älpler"]
    assert own_recipes()["alp"] == tmp_path / "musicgan" / "recipes" / "alp.json"


@pytest.mark.parametrize("name", ["", " ", "../up", "a/b", ".hidden", "a\nb", "x" * 300])
def test_a_name_that_is_no_file_is_told(name: str) -> None:
    with pytest.raises(MusicganError, match=r"name|called"):
        own_recipe(name)

from pathlib import Path

import pytest

from musicgan.errors import MusicganError
from musicgan.evaluation import Contender, parse_contenders
from musicgan.generation import shipped_model


def test_engines_variants_and_files(tiny_model: Path) -> None:
    mine = Path(str(tiny_model))
    assert parse_contenders("gan") == (Contender("gan", "gan", shipped_model()),)
    assert parse_contenders("gan", mine) == (Contender("gan", "gan", mine),)
    assert parse_contenders(f"gan, gan:likelihood={mine}") == (
        Contender("gan", "gan", shipped_model()),
        Contender("gan:likelihood", "gan", mine),
    )


def test_the_model_is_that_of_the_first_engine(tiny_model: Path) -> None:
    first, second = parse_contenders(f"gan,gan:b={shipped_model()}", tiny_model)
    assert (first.model, second.model) == (tiny_model, shipped_model())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("violin", "There is no engine “violin”; choose from gan"),
        ("gan,gan", "“gan” is named twice"),
        ("gan=none.safetensors", r"none.safetensors of “gan” does not exist; name one"),
        ("gan:nowhere", "base-nowhere.safetensors of “gan:nowhere” does not exist"),
        ("", "There is no engine “”"),
    ],
)
def test_mistakes_are_told(text: str, sentence: str) -> None:
    with pytest.raises(MusicganError, match=sentence):
        parse_contenders(text)

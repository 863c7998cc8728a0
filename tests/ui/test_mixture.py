"""Style mixtures always sum to 100 percent."""

from hypothesis import given
from hypothesis import strategies as st

from ui.compose.mixture import percents, with_share, with_style, without_style

NAMES = st.sampled_from(["chorale", "folk", "jazz", "pop", "rock"])
MIXTURES = st.dictionaries(NAMES, st.integers(0, 100), min_size=1).map(percents).filter(bool)


def test_literal_mixtures() -> None:
    assert percents({"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert with_share({"a": 60, "b": 20, "c": 20}, "a", 20) == {"a": 20, "b": 40, "c": 40}
    assert with_share({"a": 100}, "a", 30) == {"a": 100}
    assert with_share({"a": 100, "b": 0}, "a", 40) == {"a": 40, "b": 60}
    assert with_style({"a": 100}, "b") == {"a": 50, "b": 50}
    assert without_style({"a": 50, "b": 30, "c": 20}, "a") == {"b": 60, "c": 40}
    assert without_style({"a": 100}, "a") == {}
    assert without_style({"a": 100, "b": 0}, "a") == {"b": 100}


@given(MIXTURES, NAMES, st.integers(-20, 130))
def test_a_slider_keeps_the_sum(mixture: dict[str, int], name: str, percent: int) -> None:
    mixture = {**mixture, name: mixture.get(name, 0)}
    moved = with_share(mixture, name, percent)
    assert sum(moved.values()) == 100
    assert min(moved.values()) >= 0
    assert list(moved) == list(mixture)
    if len(mixture) > 1:
        assert moved[name] == min(max(percent, 0), 100)


@given(MIXTURES, NAMES)
def test_adding_and_removing_keep_the_sum(mixture: dict[str, int], name: str) -> None:
    assert sum(with_style(mixture, name).values()) == 100
    left = without_style(mixture, name)
    assert name not in left
    assert sum(left.values()) == (100 if left else 0)

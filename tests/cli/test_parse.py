import pytest

from musicgan.cli import parse
from musicgan.cli.parse import BarRange
from musicgan.errors import MusicganError
from musicgan.generation import TrackRequest


def test_styles() -> None:
    assert parse.parse_styles("") == {}
    assert parse.parse_styles("jazz") == {"jazz": 1.0}
    assert parse.parse_styles("jazz:2, funk:0.5 ,") == {"jazz": 2.0, "funk": 0.5}


def test_tracks() -> None:
    assert parse.parse_tracks("strings,strings,reed:65,drums") == (
        TrackRequest("strings"),
        TrackRequest("strings"),
        TrackRequest("reed", 65),
        TrackRequest("drums"),
    )


def test_meter_key_and_manner() -> None:
    assert parse.parse_meter("6/8") == (6, 8)
    assert str(parse.parse_key("Eb major")) == "Eb major"
    assert parse.parse_manner("density=high, register=very-low,dynamics=any") == {
        "density": 4,
        "register": 1,
    }


def test_region_counts_from_one() -> None:
    assert parse.parse_region("5-8@1,3") == BarRange(4, 7, (0, 2))
    assert parse.parse_region("5") == BarRange(4, 4, ())
    assert parse.parse_region("1-1@2") == BarRange(0, 0, (1,))


@pytest.mark.parametrize(
    ("function", "text", "sentence"),
    [
        (parse.parse_styles, "jazz:x", "weight of the style “jazz” is “x”, which is no number"),
        (parse.parse_styles, "jazz:0", "must be above 0"),
        (parse.parse_styles, "jazz,jazz", "named twice"),
        (parse.parse_tracks, "kazoo", "no instrument family “kazoo”; choose from piano"),
        (parse.parse_tracks, "reed:1", "Program 1 is not of the family reed; its programs are 64"),
        (parse.parse_tracks, "reed:x", "no whole number"),
        (parse.parse_tracks, f"reed:{'9' * 5000}", "no whole number"),
        (parse.parse_meter, f"{'9' * 5000}/4", "is no meter"),
        (parse.parse_region, f"1-{'9' * 5000}@1", "is no region"),
        (parse.parse_tracks, ",".join(["piano"] * 9), "9 pitched tracks are too many"),
        (parse.parse_tracks, "drums,drums", "Only one track of drums"),
        (parse.parse_meter, "4", "is no meter"),
        (parse.parse_meter, "4/5", "is no meter"),
        (parse.parse_meter, "0/4", "is no meter"),
        (parse.parse_key, "H major", "is no key"),
        (parse.parse_manner, "mood=high", "no manner “mood”; choose from density"),
        (parse.parse_manner, "density=huge", "“huge” is no level of density"),
        (parse.parse_manner, "density", "is no level of density"),
        (parse.parse_region, "8-5", "is no region"),
        (parse.parse_region, "0-5", "is no region"),
        (parse.parse_region, "1-5@0", "is no region"),
        (parse.parse_region, "1-5@", "is no region"),
        (parse.parse_region, "a", "is no region"),
    ],
)
def test_mistakes_are_sentences(function: object, text: str, sentence: str) -> None:
    assert callable(function)
    with pytest.raises(MusicganError, match=sentence):
        function(text)


@pytest.mark.parametrize("bpm", [19.9, 301.0, float("nan")])
def test_tempo_out_of_range(bpm: float) -> None:
    with pytest.raises(MusicganError, match="20 to 300"):
        parse.parse_tempo(bpm)

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from musicgan.data.dataset import Dataset
from musicgan.data.windows import Window
from musicgan.evaluation.control import (
    ASKED_MANNERS,
    Answer,
    answered,
    asked_and_measured,
    chord_tones,
    random_requests,
    real_adherence,
)
from musicgan.evaluation.excerpts import cut_excerpts
from musicgan.evaluation.musegan import beat_chroma
from musicgan.generation import Request, TrackRequest
from musicgan.song import Key, KeyChange, Meter, Note, Song, Tempo, Track

_REQUEST = Request(
    tracks=(TrackRequest("pipe", 73), TrackRequest("drums")),
    bars=2,
    meter=(3, 4),
    key=Key(0, "major"),
    tempo=90.0,
)
_SCALE = tuple(Note(12 * n, p, 12) for n, p in enumerate((60, 64, 67, 72, 65, 69, 62, 67, 60, 64)))
_SONG = Song(
    tracks=(Track("Flute", 73, notes=_SCALE), Track("Drums", 8, True, (Note(0, 36, 6),))),
    tempos=(Tempo(0, 90.0),),
    meters=(Meter(0, 3, 4),),
    keys=(KeyChange(0, Key(0, "major")),),
    length=144,
)


def test_every_wish_is_kept() -> None:
    answer = answered(_REQUEST, _SONG)
    assert set(answer.kept.values()) == {1.0}
    assert answer.key_heard == 1
    assert answer.chord_tones is None


@pytest.mark.parametrize(
    ("wish", "request_"),
    [
        ("bars", replace(_REQUEST, bars=3)),
        ("meter", replace(_REQUEST, meter=(4, 4))),
        ("tempo", replace(_REQUEST, tempo=91.0)),
        ("key", replace(_REQUEST, key=Key(0, "minor"))),
        ("instruments", replace(_REQUEST, tracks=_REQUEST.tracks[::-1])),
    ],
)
def test_a_broken_wish_is_noticed(wish: str, request_: Request) -> None:
    assert answered(request_, _SONG).kept[wish] == 0


def test_another_key_is_heard() -> None:
    assert answered(replace(_REQUEST, key=Key(1, "major")), _SONG).key_heard == 0


def test_silent_tracks_and_drums_alone() -> None:
    silent = replace(_SONG, tracks=(Track("Flute", 73), _SONG.tracks[1]))
    answer = answered(_REQUEST, silent)
    assert answer.kept["all tracks play"] == 0
    assert answer.key_heard is None
    nothing = answered(_REQUEST, replace(_SONG, tracks=(Track("Flute", 73),)))
    assert nothing.manners == dict.fromkeys(ASKED_MANNERS)


def test_chord_tones_of_a_window(make_window: Callable[..., Window]) -> None:
    # A beat of C and D under C, one of B under nothing known, one of G and D under G.
    rows = [(0, 24, 0, 60), (0, 12, 0, 62), (24, 24, 0, 71), (48, 24, 0, 67), (48, 24, 0, 62)]
    c, g = 1 | 1 << 4 | 1 << 7, 1 << 7 | 1 << 11 | 1 << 2
    chroma = beat_chroma(make_window(rows, bars=1))
    assert chord_tones(chroma, np.array([c, 0, g, g])) == pytest.approx((24 + 48) / (36 + 48))
    assert chord_tones(chroma, np.zeros(4, np.int64)) is None


def test_asked_chords_are_those_of_the_key() -> None:
    notes = (Note(0, 62, 72), Note(72, 64, 72))
    song = replace(
        _SONG,
        tracks=(Track("Flute", 73, notes=notes),),
        keys=(KeyChange(0, Key(2, "major")),),
    )
    request = replace(_REQUEST, key=Key(2, "major"), chords="D | G")
    # D is in D major, E is not in G major.
    assert answered(request, song).chord_tones == 0.5


def test_random_requests_ask_for_everything_sometimes(datasets: Callable[..., Dataset]) -> None:
    requests = random_requests(datasets({"walk": 1, "run": 1}).meta.styles, 120, 0, 1.0)
    assert {name for request in requests for name in request.style} == {"walk", "run"}
    assert {name for request in requests for name in request.manner} == set(ASKED_MANNERS)
    assert 30 < sum(bool(request.chords) for request in requests) < 90
    for place in range(0, 120, 3):
        three = requests[place : place + 3]
        first = replace(three[0], manner={})
        assert all(replace(r, manner={}, seed=first.seed) == first for r in three)
        assert len({request.seed for request in three}) == 3
        for name in ASKED_MANNERS:
            assert {request.manner[name] for request in three} == {1, 3, 5}
    assert requests == random_requests(datasets({"walk": 1, "run": 1}).meta.styles, 120, 0, 1.0)


def test_what_is_asked_counts_within_a_style_and_not_between() -> None:
    def answer(density: float | None) -> Answer:
        return Answer({}, None, None, {"density": density})

    requests = [
        replace(_REQUEST, style={style: 1.0}, manner={"density": level})
        for style, level in (("busy", 1), ("busy", 5), ("calm", 3), ("calm", 5), ("calm", 1))
    ]
    answers = [answer(figure) for figure in (8.0, 10.0, 1.0, 3.0, None)]
    # Calm asks for more than busy and has less; within each, what is asked is done.
    assert asked_and_measured("density", requests, answers) == [
        (-2.0, -1.0), (2.0, 1.0), (-1.0, -1.0), (1.0, 1.0),
    ]  # fmt: skip


def test_real_music_is_heard_in_its_key(datasets: Callable[..., Dataset]) -> None:
    found = real_adherence(cut_excerpts(datasets({"walk": 6}), "walk", 6, 1, 8, 0))
    assert found.key_heard is not None
    assert found.key_heard > 0.5
    assert found.chord_tones is None or found.chord_tones > 0.7

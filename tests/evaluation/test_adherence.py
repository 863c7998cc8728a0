import math
from dataclasses import replace

import pytest

from musicgan.evaluation.adherence import kept
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
    assert set(kept(_REQUEST, _SONG).values()) == {1.0}


@pytest.mark.parametrize(
    ("wish", "request_"),
    [
        ("bars", replace(_REQUEST, bars=3)),
        ("meter", replace(_REQUEST, meter=(4, 4))),
        ("tempo", replace(_REQUEST, tempo=91.0)),
        ("key", replace(_REQUEST, key=Key(0, "minor"))),
        ("key_heard", replace(_REQUEST, key=Key(1, "major"))),
        ("instruments", replace(_REQUEST, tracks=_REQUEST.tracks[::-1])),
    ],
)
def test_a_broken_wish_is_noticed(wish: str, request_: Request) -> None:
    assert kept(request_, _SONG)[wish] == 0


def test_silent_tracks_and_drums_alone() -> None:
    silent = replace(_SONG, tracks=(Track("Flute", 73), _SONG.tracks[1]))
    found = kept(_REQUEST, silent)
    assert found["all_play"] == 0
    assert math.isnan(found["key_heard"])

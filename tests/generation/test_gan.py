import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from musicgan.data import MANNERS
from musicgan.errors import MusicganError
from musicgan.generation import (
    Progress,
    Request,
    Take,
    TrackRequest,
    gan,
    load_engine,
)
from musicgan.generation.assembly import assemble
from musicgan.generation.gan import GanEngine
from musicgan.generation.plan import make_plan
from musicgan.song import (
    DRUMS,
    Key,
    Meter,
    Song,
)
from tests import tiny
from tests.asked import assert_kept, requests


def takes_of(engine: GanEngine, request: Request) -> list[Take]:
    return [event for event in engine.generate(request) if isinstance(event, Take)]


@given(request=requests)
@settings(max_examples=25, deadline=None)
def test_what_is_asked_is_kept(engine: GanEngine, request: Request) -> None:
    (take,) = takes_of(engine, request)
    assert_kept(take.song, request)
    assert take.request == request, "nothing was open"


def test_the_largest_ensemble(engine: GanEngine) -> None:
    request = Request(
        tracks=(TrackRequest(DRUMS), *[TrackRequest("strings")] * 4, *[TrackRequest("brass")] * 4),
        bars=3,
        meter=(5, 4),
        key=Key(-5, "minor"),
        tempo=77.0,
    )
    (take,) = takes_of(engine, request)
    assert_kept(take.song, request)


def test_the_same_request_gives_the_same_takes(engine: GanEngine) -> None:
    request = Request(bars=3, takes=3, seed=11)
    once, again = takes_of(engine, request), takes_of(engine, request)
    assert [take.song for take in once] == [take.song for take in again]
    assert sorted(take.seed for take in once) == [11, 12, 13]
    assert len({take.song for take in once}) == 3
    scores = [take.score for take in once]
    assert scores == sorted(scores, reverse=True), "best first"
    assert all(take.seconds > 0 for take in once)


@pytest.mark.parametrize("seed", [0, 5, -3, 2**70])
def test_a_takes_own_request_gives_it_again(engine: GanEngine, seed: int) -> None:
    for take in takes_of(engine, Request(bars=2, takes=3, seed=seed)):
        assert (take.request.seed, take.request.takes) == (take.seed, 1)
        assert take.request.tracks
        assert None not in (take.request.key, take.request.tempo, take.request.meter)
        (again,) = takes_of(engine, take.request)
        assert again.song == take.song
        assert again.request == take.request


def test_what_is_open_follows_the_style(engine: GanEngine) -> None:
    (take,) = takes_of(engine, Request(style={"waltz": 1}, bars=1))
    assert [track.family for track in take.song.tracks] == ["bass", "strings", "drums"]
    assert (take.request.meter, take.request.tempo) == ((3, 4), 100.0)


def test_chords_are_spelled_in_the_key(engine: GanEngine) -> None:
    request = Request(bars=3, meter=(4, 4), key=Key(-5, "major"), chords="C#m7 G#7 | Db")
    (take,) = takes_of(engine, request)
    assert [(change.tick, change.symbol) for change in take.song.chords] == [
        (0, "Dbm7"), (48, "Ab7"), (96, "Db"), (192, "Dbm7"), (240, "Ab7"),
    ]  # fmt: skip


def test_progress(engine: GanEngine) -> None:
    events = list(engine.generate(Request(bars=4, takes=2, seed=1)))
    progress = [event for event in events if isinstance(event, Progress)]
    assert [event.done for event in progress] == [0.25, 0.5, 0.75, 1.0]
    assert all(isinstance(event, Take) for event in events[4:])
    assert len(events) == 6
    takes = {take.seed: take.song for take in events[4:] if isinstance(take, Take)}
    for event in progress:
        for seed, song in zip((1, 2), event.partial, strict=True):
            for partial, final in zip(song.tracks, takes[seed].tracks, strict=True):
                begun = {(note.onset, note.pitch) for note in partial.notes}
                assert begun <= {(note.onset, note.pitch) for note in final.notes}


def test_partial_takes_cost_little(engine: GanEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def slow(*arguments: Any) -> Song:
        nonlocal calls
        calls += 1
        time.sleep(0.05)
        return assemble(*arguments)

    monkeypatch.setattr(gan, "assemble", slow)
    began = time.perf_counter()
    events = list(engine.generate(Request(bars=16, seed=1, meter=(1, 4))))
    elapsed = time.perf_counter() - began
    assert len(events) == 17
    # One for the take itself, the first partial one, and no more than a tenth of the time.
    assert calls <= 2 + elapsed * 0.1 / 0.05


def test_cancelled_at_once(engine: GanEngine) -> None:
    assert list(engine.generate(Request(bars=8), cancelled=lambda: True)) == []


def test_cancelled_on_the_way(engine: GanEngine) -> None:
    stop = threading.Event()
    events = engine.generate(Request(bars=8), cancelled=stop.is_set)
    assert [type(next(events)) for _ in range(2)] == [Progress, Progress]
    stop.set()
    assert list(events) == []


BAD: list[tuple[dict[str, Any], str]] = [
    ({"style": {"polka": 1}}, "no style “polka”; it knows march, waltz"),
    ({"style": {"march": -1}}, "weights of the styles must be positive"),
    ({"style": {"march": 0}}, "weights of the styles must be positive"),
    ({"style": {"march": float("nan")}}, "weights of the styles must be positive"),
    ({"bars": 0}, "1 to 512 bars"),
    ({"bars": 513}, "1 to 512 bars"),
    ({"takes": 17}, "1 to 16 takes"),
    ({"temperature": 0}, "temperature must lie between"),
    ({"tempo": 19}, "tempo must lie between"),
    ({"tracks": (TrackRequest("piano"),) * 9}, "At most 8 pitched tracks"),
    ({"tracks": (TrackRequest(DRUMS),) * 2}, "one of drums"),
    ({"manner": {"speed": 1}}, "A manner is one of density"),
    ({"manner": {"density": 6}}, "level from 1 to 5"),
    ({"meter": (4, 3)}, "4/3 is no meter"),
    ({"meter": (0, 4)}, "0/4 is no meter"),
    ({"meter": (9, 4)}, "at most eight quarter notes"),
    ({"chords": "C | H7"}, "“H7” is no chord symbol"),
    ({"chords": "C | | G"}, "bar of the chords is empty"),
    ({"cells": ((0, 0),), "bars": 2}, "cells must be 2 bars by"),
    ({"source": tiny.trio(2)}, "first of the wanted tracks must be those"),
    ({"source": tiny.trio(2), "tracks": (TrackRequest("piano"),) * 3}, "drums for drums"),
]


@pytest.mark.parametrize(("wrong", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_what_cannot_be_met_is_a_sentence(
    engine: GanEngine, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(MusicganError, match=sentence):
        list(engine.generate(replace(Request(), **wrong)))


def test_music_with_endless_bars_is_a_sentence(engine: GanEngine) -> None:
    song = tiny.trio(2, meter=Meter(0, 9, 4))
    tracks = tuple(TrackRequest(track.family) for track in song.tracks)
    with pytest.raises(MusicganError, match="bar longer than eight quarter notes"):
        list(engine.generate(Request(source=song, tracks=tracks)))


def test_engines_by_name(tmp_path: Path) -> None:
    loaded = load_engine("gan", tiny.write_model(tmp_path / "m.safetensors"))
    assert loaded.name == "gan"
    with pytest.raises(MusicganError, match="no engine “magic”; choose from gan"):
        load_engine("magic")
    with pytest.raises(MusicganError, match="does not exist"):
        load_engine("gan", tmp_path / "nothing.safetensors")


def test_a_morph_goes_from_style_to_style() -> None:
    styles = tiny.header().styles
    request = Request(style={"march": 1}, style_end={"waltz": 3}, bars=3)
    window = make_plan(request, styles).window
    assert window.style.tolist() == [[1, 0], [0.5, 0.5], [0, 1]]


def test_a_manner_can_change_from_bar_to_bar() -> None:
    window = make_plan(Request(bars=3, manner={"density": (1, 0, 5)}), tiny.header().styles).window
    density = MANNERS.index("density")
    assert window.levels[:, density].tolist() == [1, 0, 5]
    assert not np.delete(window.levels, density, axis=1).any()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"style": {"march": 1}, "style_end": {"polka": 1}}, "no style “polka”"),
        ({"manner": {"density": (1, 2)}}, "one for each bar"),
        ({"manner": {"density": (1, 2, 6)}}, "a level from 1 to 5"),
        ({"strength": 9.0}, "The strength must lie between 1 and 3."),
        ({"vary": 1.5}, "between 0 and 1"),
        ({"top_p": 0.0}, "Top-p"),
    ],
)
def test_what_no_take_can_be(engine: GanEngine, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(MusicganError, match=told):
        list(engine.generate(replace(Request(bars=3), **wrong)))


def test_varying_a_little_keeps_more_than_varying_a_lot(engine: GanEngine) -> None:
    tracks = (TrackRequest("piano"),)
    request = Request(style={"march": 1}, tracks=tracks, bars=8, seed=3, meter=(4, 4))

    def notes(vary: float, variation: int = 5) -> set[tuple[int, int]]:
        asked = replace(request, vary=vary, variation=variation)
        (take,) = takes_of(engine, asked)
        assert takes_of(engine, take.request)[0].song == take.song
        return {(note.onset, note.pitch) for note in take.song.tracks[0].notes}

    original = notes(0)
    assert notes(0, variation=6) == original
    assert notes(1) != notes(1, variation=6)
    kept = [
        sum(len(notes(share, variation) & original) for variation in range(4))
        for share in (0.05, 1.0)
    ]
    assert kept[0] > kept[1]


def test_open_levels_ask_nothing(engine: GanEngine) -> None:
    request = Request(bars=3, seed=3)
    (plain,) = takes_of(engine, request)
    (open_,) = takes_of(engine, replace(request, manner={"density": (0, 0, 0)}))
    (asked,) = takes_of(engine, replace(request, manner={"density": (0, 0, 5)}))
    assert open_.song == plain.song
    assert asked.song != plain.song


def test_strength_moves_the_draws_towards_the_conditions(engine: GanEngine) -> None:
    request = Request(style={"march": 1}, bars=2, seed=3, manner={"density": 5})
    plain, strong, again = (
        takes_of(engine, replace(request, strength=strength))[0].song for strength in (1, 3, 3)
    )
    assert plain != strong
    assert again == strong

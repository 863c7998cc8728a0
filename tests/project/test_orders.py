from dataclasses import replace

import pytest

from musicgan.errors import MusicganError
from musicgan.generation import Cell, Request, Take, TrackRequest
from musicgan.project import (
    Order,
    Origin,
    Project,
    ProjectTake,
    Region,
    accompany,
    added,
    go_on,
    more_like,
    reorchestrate,
    rewrite,
    vary,
)
from musicgan.song import Note, Song, Track

BAR = 96
SONG = Song(
    tuple(
        Track(name, program, False, tuple(Note(bar * BAR, 60, 24) for bar in range(4)))
        for name, program in (("tune", 40), ("chords", 0))
    ),
    length=4 * BAR,
)
TAKE = added(Project(), [ProjectTake(SONG, "mine", request=Request(bars=4, seed=5))]).takes[0]
WISHES = Request(style={"jazz": 1.0}, seed=9, takes=3)


def region(bars: range, *tracks: int) -> Region:
    return Region(frozenset(bars), frozenset(tracks))


def free(order: Order) -> set[tuple[int, int]]:
    """The cells (bar, track) that the request leaves to the engine."""
    return {
        (bar, track)
        for bar, row in enumerate(order.request.cells or ())
        for track, cell in enumerate(row)
        if cell == Cell.FREE
    }


def test_rewrite_writes_the_region_and_nothing_else() -> None:
    order = rewrite(TAKE, region(range(1, 3), 0), WISHES)
    assert free(order) == {(1, 0), (2, 0)}
    assert order.changed == region(range(1, 3), 0)
    assert (order.request.style, order.request.seed, order.request.takes) == ({"jazz": 1.0}, 9, 3)
    assert order.request.source == SONG


def test_rewrite_keeps_what_is_locked() -> None:
    take = replace(TAKE, locked_tracks=frozenset([1]), locked_bars=frozenset([0, 2]))
    assert free(rewrite(take, None, WISHES)) == {(1, 0), (3, 0)}
    assert free(rewrite(take, region(range(2, 4), 0, 1), WISHES)) == {(3, 0)}
    with pytest.raises(MusicganError, match="locked"):
        rewrite(take, region(range(4), 1), WISHES)
    with pytest.raises(MusicganError, match="locked"):
        rewrite(take, region(range(1), 0, 1), WISHES)


def test_continue_marks_the_new_bars() -> None:
    order = go_on(TAKE, 2, WISHES)
    assert order.request.bars == 6
    assert order.changed == region(range(4, 6), 0, 1)
    assert free(order) == {(4, 0), (4, 1), (5, 0), (5, 1)}


def test_accompany_marks_the_new_tracks() -> None:
    order = accompany(TAKE, (TrackRequest("bass"), TrackRequest("drums")), WISHES)
    assert order.changed == region(range(4), 2, 3)
    assert [track.family for track in order.request.tracks] == ["strings", "piano", "bass", "drums"]


def test_more_of_the_same_has_the_recipe_of_the_take_and_new_chance() -> None:
    order = more_like(TAKE, WISHES)
    assert order.request == Request(bars=4, seed=9, takes=3)
    with pytest.raises(MusicganError, match=r"“tune\.mid” was not generated"):
        more_like(ProjectTake(SONG, "tune.mid", origin=Origin.OPENED), WISHES)


def test_vary_keeps_the_seed_and_casts_a_share_anew() -> None:
    order = vary(TAKE, 0.25, WISHES)
    assert order.request == Request(bars=4, seed=5, takes=3, vary=0.25, variation=9)
    assert order.origin is Origin.VARIED


def test_reorchestrate_writes_one_track_anew() -> None:
    order = reorchestrate(TAKE, 1, TrackRequest("organ"), WISHES)
    assert free(order) == {(bar, 1) for bar in range(4)}
    assert order.changed == region(range(4), 1)
    assert [track.family for track in order.request.tracks] == ["strings", "organ"]


def made(order: Order, *scores: float) -> list[ProjectTake]:
    """What becomes of takes with these scores, in the order of their seeds."""
    takes = [
        Take(order.request.source or Song(), 9 + i, score, 0.1, replace(order.request, seed=9 + i))
        for i, score in enumerate(scores)
    ]
    return order.takes(sorted(takes, key=lambda take: -take.score), first=12)


def test_takes_are_ranked_by_score_and_numbered_by_seed() -> None:
    takes = made(Order(WISHES), 0.1, 0.7, 0.4)
    assert [take.name for take in takes] == ["Take 13", "Take 14", "Take 12"]
    assert [take.score for take in takes] == [0.7, 0.4, 0.1]
    assert [take.request.seed for take in takes if take.request] == [10, 11, 9]
    assert {take.parent for take in takes} == {None}


def test_takes_of_a_rewrite_know_where_they_come_from_and_keep_the_locks() -> None:
    source = replace(TAKE, locked_tracks=frozenset([1]), locked_bars=frozenset([0]))
    (take,) = made(rewrite(source, None, WISHES), 0.5)
    assert (take.origin, take.parent) == (Origin.REWRITTEN, source.id)
    assert take.changed == region(range(1, 4), 0)
    assert (take.locked_tracks, take.locked_bars) == (frozenset([1]), frozenset([0]))

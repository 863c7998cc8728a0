from collections.abc import Callable
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from musicgan.data.dataset import Dataset
from musicgan.data.frames import METERS, NOTE
from musicgan.data.windows import Cell, Window, cut_window, with_notes
from musicgan.evaluation.excerpts import (
    Excerpt,
    as_judged,
    cut_excerpts,
    with_random_pitches,
    with_shuffled_bars,
    works_of,
)

Datasets = Callable[..., Dataset]


def cut(dataset: Dataset, seed: int = 0, works: int = 3, per_work: int = 2) -> list[Excerpt]:
    return cut_excerpts(dataset, "walk", works, per_work, 4, seed)


def window_of(rows: list[tuple[int, int, int, int, int]], datasets: Datasets) -> Window:
    """Two bars of 96 ticks with the given notes (onset, duration, track, pitch, velocity)."""
    empty = cut_window(datasets({"walk": 1}).piece(0), 0, 2, np.ones(1, np.float32))
    return with_notes(empty, np.array(rows, NOTE))


def test_pieces_of_one_work_are_together(datasets: Datasets) -> None:
    assert works_of(datasets({"walk": 2, "run": 1}), "walk") == {
        "walk000": [0, 1],
        "walk001": [2, 3],
    }


def test_at_most_so_many_works_and_excerpts(datasets: Datasets) -> None:
    found = cut(datasets({"walk": 5}))
    assert len(found) == 6
    assert len({excerpt.work for excerpt in found}) == 3
    assert len({(excerpt.piece, excerpt.first) for excerpt in found}) == 6


def test_conditions_are_plain(datasets: Datasets) -> None:
    for excerpt in cut(datasets({"run": 1, "walk": 3})):
        assert excerpt.window.style[0].tolist() == [0, 1]
        assert not excerpt.window.chords.any()
        assert not excerpt.window.levels.any()
        assert (excerpt.window.cells == Cell.FREE).all()
        assert not excerpt.window.note_locked.any()
        assert len(excerpt.window.bar_ticks) == 4
        assert excerpt.window.mode == 1
        assert excerpt.window.tempo > 0


def test_the_seed_fixes_excerpts_and_their_seeds(datasets: Datasets) -> None:
    dataset = datasets({"walk": 8})

    def keys(found: list[Excerpt]) -> list[tuple[str, int, int]]:
        return [(excerpt.piece, excerpt.first, excerpt.seed) for excerpt in found]

    assert keys(cut(dataset, seed=1)) == keys(cut(dataset, seed=1))
    assert keys(cut(dataset, seed=1)) != keys(cut(dataset, seed=2))
    # More works leave the seeds of the first ones as they are.
    assert set(keys(cut(dataset, seed=1))) <= set(keys(cut(dataset, seed=1, works=8)))


def test_only_what_the_instruments_can_play(datasets: Datasets) -> None:
    playable = cut(datasets({"walk": 1}), works=1)[0].playable
    # The bass (23 to 67) comes before the flute (59 to 98); no third track, no drums.
    assert np.flatnonzero(playable[0])[[0, -1]].tolist() == [23, 67]
    assert np.flatnonzero(playable[1])[[0, -1]].tolist() == [59, 98]
    assert not playable[2:].any()


def test_judged_notes_are_in_the_models_classes_and_end_with_the_window(datasets: Datasets) -> None:
    judged = as_judged(window_of([(0, 100, 1, 60, 65), (180, 500, 0, 40, 127)], datasets))
    assert (judged.note_end - judged.note_onset).tolist() == [96, 12]
    assert judged.note_velocity.tolist() == [16, 31]


def test_judged_notes_end_where_their_pitch_starts_again(datasets: Datasets) -> None:
    rows = [(0, 48, 1, 60, 64), (24, 24, 1, 60, 64), (0, 48, 0, 60, 64), (0, 48, 1, 62, 64)]
    judged = as_judged(window_of(rows, datasets))
    ends = {
        (onset, track, pitch): end
        for onset, track, pitch, end in zip(
            judged.note_onset, judged.note_track, judged.note_pitch, judged.note_end, strict=True
        )
    }
    assert ends == {(0, 1, 60): 24, (24, 1, 60): 48, (0, 0, 60): 48, (0, 1, 62): 48}


def test_judging_twice_changes_nothing(datasets: Datasets) -> None:
    once = as_judged(cut(datasets({"walk": 1}), works=1)[0].window)
    twice = as_judged(once)
    for name in ("note_onset", "note_end", "note_pitch", "note_track", "note_velocity", "next"):
        np.testing.assert_array_equal(getattr(once, name), getattr(twice, name))


def test_no_notes_can_be_judged(datasets: Datasets) -> None:
    judged = as_judged(window_of([], datasets))
    assert len(judged.note_pitch) == 0
    assert judged.time.tolist() == [0, 96]


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_share_of_the_pitches_is_replaced(datasets: Datasets, share: float) -> None:
    rows = [(tick, 2, 1, 60 + tick % 24, 64) for tick in range(192)]
    window = as_judged(window_of(rows, datasets))
    other = with_random_pitches(window, share, np.random.default_rng(0))
    changed = (other.note_pitch != window.note_pitch).mean()
    assert share * 0.8 <= changed <= share
    assert other.note_onset.tolist() == window.note_onset.tolist()
    assert other.note_pitch.min() >= 60
    assert other.note_pitch.max() <= 83


def test_a_lone_pitch_moves_within_an_octave(datasets: Datasets) -> None:
    window = window_of([(0, 24, 1, 60, 64)], datasets)
    moved = {
        int(with_random_pitches(window, 1.0, np.random.default_rng(seed)).note_pitch[0])
        for seed in range(200)
    }
    assert moved == set(range(54, 67))


def test_replacing_pitches_leaves_the_window_alone(datasets: Datasets) -> None:
    window = window_of([(0, 24, 1, 60, 64)], datasets)
    before = replace(window, note_pitch=window.note_pitch.copy())
    with_random_pitches(window, 1.0, np.random.default_rng(1))
    assert window.note_pitch.tolist() == before.note_pitch.tolist()


def test_either_side_of_the_split_can_be_cut(datasets: Datasets) -> None:
    dataset = datasets({"walk": 2}, learned=3)
    works = {
        side: {e.work for e in cut_excerpts(dataset, "walk", 9, 1, 4, 0, held_out=side)}
        for side in (True, False)
    }
    assert works == {True: {"walk000", "walk001"}, False: {"walk002", "walk003", "walk004"}}


def test_bars_are_whole_and_of_one_meter(datasets: Datasets) -> None:
    dataset = datasets({"walk": 1})
    first, second = (dataset.piece(index).bars for index in (0, 1))
    first["ticks"][0] = 24  # an upbeat
    first["meter"][8:12] = 1  # of three beats, but as long as four
    second["meter"][2] = len(METERS)
    found = {(excerpt.piece[-1], excerpt.first) for excerpt in cut(dataset, works=1, per_work=9)}
    assert found == {("1", 1), ("2", 4), ("2", 9)}


def test_conditions_of_the_piece_are_told(datasets: Datasets) -> None:
    dataset = datasets({"walk": 1})
    info = dataset.meta.pieces[0]
    moved = msgspec.structs.replace(info, shift=-2, minor=True, tempo=96.0)
    meta = msgspec.structs.replace(dataset.meta, pieces=(moved, moved))
    excerpt = cut(replace(dataset, meta=meta), works=1)[0]
    assert (str(excerpt.key), excerpt.shift, excerpt.tempo) == ("B minor", -2, 96.0)


def test_shuffled_bars_keep_their_notes(make_window: Callable[..., Window]) -> None:
    window = as_judged(make_window([(96 * n + 5, 6, 0, 60 + n) for n in range(4)], bars=4))
    other = with_shuffled_bars(window, np.random.default_rng(0))
    assert sorted(other.note_pitch) == sorted(window.note_pitch)
    assert other.note_pitch.tolist() != window.note_pitch.tolist()
    assert (other.note_onset % 96).tolist() == [5] * 4

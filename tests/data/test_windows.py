from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicgan.data import Cell, Dataset, open_dataset, pack, to_piece
from musicgan.data.frames import DURATIONS, NOTE, Piece, frame_onsets
from musicgan.data.windows import (
    ANY_PROGRAM,
    Dropout,
    Window,
    cut_window,
    keep_tracks,
    random_window,
    tempo_bucket,
    with_notes,
)
from musicgan.song import Key, KeyChange, Meter, Note, Song, Tempo, Track
from tests import tiny
from tests.data.test_frames import short_barred

STYLE = np.array([1, 0], np.float32)

DUET = Song(
    tracks=(
        Track("", 0, False, (Note(0, 72, 24, 80), Note(0, 60, 24, 80), Note(48, 74, 60, 84))),
        Track("", 40, False, (Note(0, 67, 96, 60), Note(36, 69, 12, 60), Note(96, 71, 24, 60))),
    ),
    tempos=(Tempo(0, 126.0),),
    keys=(KeyChange(0, Key(0, "major")),),
    length=192,
)
"""Two bars of 4/4 for piano and violin."""


def same(one: Window, other: Window) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in fields(Window)
    )


def test_window_by_hand() -> None:
    piece = to_piece(DUET)
    window = cut_window(piece, 0, 2, STYLE, tiny.cells(piece, (0, 1)))
    assert window.time.tolist() == [0, 36, 48, 96]
    assert window.position.tolist() == [0, 36, 48, 0]
    assert window.bar.tolist() == [0, 0, 0, 1]
    assert window.beat.tolist() == [0, 1, 2, 4]
    assert window.next.tolist() == [36, 48, 0, 0]
    # The violin's A at 36 is locked: nothing may jump over it.
    assert window.limit.tolist() == [36, 96, 96, 96]
    assert window.note_frame.tolist() == [0, 0, 0, 1, 2, 3]
    assert window.note_locked.tolist() == [True, False, False, True, False, False]
    assert window.note_track.tolist() == [1, 0, 0, 1, 0, 1]
    assert window.note_pitch.tolist() == [67, 72, 60, 69, 74, 71]
    # A track's pitch before is the highest of its latest earlier frame, plus 1.
    assert window.note_before.tolist() == [0, 0, 0, 68, 73, 70]
    assert DURATIONS[window.note_duration].tolist() == [96, 24, 24, 12, 60, 24]
    assert window.note_velocity.tolist() == [15, 20, 20, 15, 21, 15]
    assert window.note_onset.tolist() == [0, 0, 0, 36, 48, 96]
    assert window.note_end.tolist() == [96, 24, 24, 48, 108, 120]
    assert (window.bar_ticks.tolist(), window.bar_meter.tolist()) == ([96, 96], [0, 0])
    assert (window.bar_index.tolist(), window.bars_left.tolist()) == ([0, 1], [1, 0])
    assert window.phrase.tolist() == [0, 1]
    assert window.cells.tolist() == [[Cell.FREE, Cell.LOCKED], [Cell.FREE, Cell.FREE]]
    assert window.beat_bar.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert window.beat_place.tolist() == [0, 1, 2, 3, 0, 1, 2, 3]
    assert window.chords.shape == (8, 38)
    assert window.program.tolist() == [0, 40]
    assert (window.mode, window.tempo) == (1, tempo_bucket(126.0))


def test_second_bar_counts_from_its_own_start() -> None:
    piece = to_piece(DUET)
    window = cut_window(piece, 1, 2, STYLE)
    assert window.note_onset.tolist() == [0]
    assert (window.bar_index.tolist(), window.bars_left.tolist()) == ([1], [0])
    assert np.array_equal(window.chords, cut_window(piece, 0, 2, STYLE).chords[4:])


@pytest.mark.parametrize(("bpm", "bucket"), [(20, 1), (49.9, 1), (50, 2), (126, 9), (300, 14)])
def test_tempo_buckets(bpm: float, bucket: int) -> None:
    assert tempo_bucket(bpm) == bucket


@given(song=short_barred(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_notes_survive_piece_and_window(song: Song, data: st.DataObject) -> None:
    piece = to_piece(song)
    first = data.draw(st.integers(0, len(piece.bars) - 1))
    last = data.draw(st.integers(first + 1, len(piece.bars)))
    locked = data.draw(st.lists(st.booleans(), min_size=len(piece.tracks), max_size=9))
    cells = np.tile(np.array(locked[: len(piece.tracks)], np.int64), (last - first, 1))
    window = cut_window(piece, first, last, STYLE, cells)

    begin = int(piece.bars["start"][first])
    end = begin + int(window.bar_ticks.sum())
    inside = piece.notes[(piece.notes["onset"] >= begin) & (piece.notes["onset"] < end)]
    expected = sorted(
        (int(n["onset"]) - begin, int(n["onset"]) - begin + int(n["duration"]), int(n["track"]),
         int(n["pitch"]), int(n["velocity"]) // 4)
        for n in inside
    )  # fmt: skip
    columns = (
        window.note_onset, window.note_end, window.note_track, window.note_pitch,
        window.note_velocity,
    )  # fmt: skip
    assert sorted(zip(*(column.tolist() for column in columns), strict=True)) == expected

    assert window.time.tolist() == (frame_onsets(piece, first, last) - begin).tolist()
    assert np.array_equal(window.time[window.note_frame], window.note_onset)
    starts = np.cumsum(window.bar_ticks) - window.bar_ticks
    assert np.array_equal(window.time, starts[window.bar] + window.position)
    keys = list(
        zip(
            window.note_frame.tolist(),
            (~window.note_locked).tolist(),
            window.note_track.tolist(),
            (-window.note_pitch).tolist(),
            strict=True,
        )
    )
    assert keys == sorted(keys), "by frame, locked first, by track, pitch downward"
    assert np.all(window.next[window.next > 0] <= window.limit[window.next > 0])

    moved = np.array(inside, NOTE)
    moved["onset"] -= begin
    shuffled = moved[data.draw(st.permutations(range(len(moved))))] if len(moved) else moved
    assert same(with_notes(window, shuffled), window)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("music")
    tiny.write_music(folder, files=4, bars=12)
    packed = folder.parent / "packed"
    for _ in pack([folder], packed):
        pass
    return open_dataset(packed)


def test_random_windows_keep_their_promises(dataset: Dataset) -> None:
    rng = np.random.default_rng(1)
    tasks = set()
    for number in range(200):
        window = random_window(dataset, number % 4, rng, 40, 2, 1)
        assert len(window.time) <= 40
        assert np.any(window.cells == Cell.FREE) or not len(window.note_pitch)
        of_note = window.cells[window.bar[window.note_frame], window.note_track]
        assert np.all(of_note != Cell.SILENT)
        assert np.array_equal(window.note_locked, of_note == Cell.LOCKED)
        assert window.style[0].tolist() in ([0, 1], [0, 0])
        assert np.all((window.levels >= 0) & (window.levels <= 5))
        locked = window.cells == Cell.LOCKED
        tasks.add(
            (bool(locked.any()), bool(locked.any(axis=0).all()), bool(locked.all(axis=1).any()))
        )
    assert len(tasks) >= 3, "free, locked bars and locked tracks all occur"


def test_nothing_is_dropped_if_not_asked(dataset: Dataset) -> None:
    plain = Dropout(0, 0, 0, 0, 0, 0, 0, 0)
    rng = np.random.default_rng(0)
    window = random_window(dataset, 0, rng, 1000, 2, 0, plain, free_only=True)
    assert window.style.tolist() == [[1, 0]] * len(window.bar_ticks)
    assert len(window.family) == 3
    assert ANY_PROGRAM not in window.program
    assert (window.mode, window.tempo) == (1, tempo_bucket(100.0))
    assert not np.any(window.cells == Cell.LOCKED)
    assert np.all(window.levels > 0)
    assert np.any(window.chords)


def test_everything_can_be_dropped(dataset: Dataset) -> None:
    nothing = Dropout(1, 1, 1, 1, 1, 1, 1, 1, 1)
    window = random_window(dataset, 0, np.random.default_rng(0), 1000, 2, 0, nothing)
    assert not window.style.any()
    assert not window.chords.any()
    assert not window.levels.any()
    assert (window.mode, window.tempo) == (0, 0)
    assert set(window.program.tolist()) == {ANY_PROGRAM}
    assert len(window.family) < 3


def test_tracks_are_numbered_anew() -> None:
    first = DUET.tracks[0]
    song = replace(DUET, tracks=(first, replace(first, program=5), DUET.tracks[1]))
    piece: Piece = keep_tracks(to_piece(song), np.array([1, 2]))
    assert piece.tracks["ordinal"].tolist() == [0, 0]
    assert piece.tracks["program"].tolist() == [5, 40]
    assert set(piece.notes["track"].tolist()) == {0, 1}


def test_first_bar_may_be_longer_than_the_limit() -> None:
    notes = tuple(Note(6 * step, 60, 6) for step in range(32))
    song = Song(tracks=(Track(notes=notes),), meters=(Meter(0, 4, 4),))
    piece = to_piece(song)
    assert len(cut_window(piece, 0, 1, STYLE).time) == 16

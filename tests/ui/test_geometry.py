"""Where things lie in the piano-roll, against values worked out by hand."""

import numpy as np

from musicgan.song import Meter, Note, Song, Track, bars
from ui.pianoroll.geometry import (
    View,
    as_chosen,
    bar_labels,
    clamped,
    fitted,
    grid,
    is_end,
    mask_of,
    note_at,
    notes_of,
    rectangles,
    subdivision,
    visible,
    within,
)
from ui.pianoroll.rows import Lane, Rows, rows_of

SONG = Song(
    (
        Track("tune", 0, False, (Note(0, 60, 24), Note(24, 72, 12, 100), Note(96, 60, 48))),
        Track("kit", 0, True, (Note(0, 36, 6), Note(48, 38, 6))),
    )
)


def rows(count: int) -> Rows:
    return Rows((Lane((0,), 0, tuple(range(80, 80 - count, -1))),))


def test_notes_are_sorted_by_onset_and_know_their_rows() -> None:
    notes = notes_of(SONG, rows_of(SONG))
    assert notes[["onset", "end", "row", "track", "velocity"]].tolist() == [
        (0, 24, 18, 0, 80),
        (0, 6, 31, 1, 80),
        (24, 36, 6, 0, 100),
        (48, 54, 30, 1, 80),
        (96, 144, 18, 0, 80),
    ]


def test_rectangles_in_pixels() -> None:
    notes = notes_of(SONG, rows_of(SONG))
    view = View(left=12, top=6, pixels_per_tick=2, row_height=10)
    assert rectangles(notes, view).tolist() == [
        [-24, 120, 47, 9],
        [-24, 250, 11, 9],
        [24, 0, 23, 9],
        [72, 240, 11, 9],
        [168, 120, 95, 9],
    ]


def test_rectangles_are_never_too_small_to_see() -> None:
    notes = notes_of(SONG, rows_of(SONG))
    boxes = rectangles(notes, View(pixels_per_tick=0.02, row_height=2))
    assert (boxes[:, 2:] == [2.0, 2.0]).all()


def test_only_what_is_seen_is_painted() -> None:
    notes = notes_of(SONG, rows_of(SONG))
    # Ticks 30 to 60 and rows 0 to 20: of all notes only the one at tick 24 reaches in.
    view = View(left=30, top=0, pixels_per_tick=1, row_height=10)
    assert notes[visible(notes, view, 30, 200)]["onset"].tolist() == [24]


def test_note_under_the_mouse() -> None:
    notes = notes_of(SONG, rows_of(SONG))
    view = View(left=0, top=0, pixels_per_tick=1, row_height=10)
    assert note_at(notes, view, 30, 65) == 2
    assert note_at(notes, view, 36, 65) is None  # the note has ended
    assert note_at(notes, view, 30, 75) is None  # one row below


def test_the_later_of_two_overlapping_notes_is_hit() -> None:
    song = Song((Track(notes=(Note(0, 60, 48),)), Track(notes=(Note(24, 60, 48),))))
    notes = notes_of(song, rows_of(song))
    row = int(notes["row"][0])
    view = View(pixels_per_tick=1, row_height=10)
    assert note_at(notes, view, 30, row * 10 + 5) == 1
    assert note_at(notes, view, 10, row * 10 + 5) == 0


def test_the_end_of_a_note_is_where_it_is_resized() -> None:
    notes = notes_of(SONG, rows_of(SONG))
    view = View(pixels_per_tick=2, row_height=10)  # the first note: 0 to 48 pixels
    assert is_end(notes[0], view, 45)
    assert not is_end(notes[0], view, 39)
    short = View(pixels_per_tick=0.25)  # 6 pixels: two of them
    assert [is_end(notes[0], short, x) for x in (3.9, 4.1)] == [False, True]


def test_a_rubber_band_takes_what_it_touches() -> None:
    notes = notes_of(SONG, rows_of(SONG))
    view = View(pixels_per_tick=1, row_height=10)
    # Backwards from tick 30 in row 18 up to tick 20 in row 6: both corners lie on notes.
    assert np.flatnonzero(within(notes, view, 30, 185, 20, 65)).tolist() == [0, 2]
    assert not within(notes, view, 24, 185, 40, 195).any()  # an end only touched


def test_chosen_notes_are_found_again_by_value() -> None:
    notes = notes_of(SONG, rows_of(SONG))
    chosen = as_chosen(notes[[1, 2]])
    assert chosen == {1: (Note(0, 36, 6),), 0: (Note(24, 72, 12, 100),)}
    gone = {0: (*chosen[0], Note(7, 7, 7)), 1: chosen[1]}
    assert np.flatnonzero(mask_of(notes, gone)).tolist() == [1, 2]


def test_zoom_keeps_the_tick_under_the_mouse() -> None:
    view = View(left=100, pixels_per_tick=1)
    zoomed = view.zoomed(2, x=50)
    assert zoomed.pixels_per_tick == 2
    assert zoomed.tick_of(50) == view.tick_of(50) == 150
    assert view.zoomed(1e9, 0).pixels_per_tick == 20
    assert view.stretched(0.5, 60).row_at(60) == view.row_at(60)


def test_fitted_shows_all() -> None:
    assert fitted(rows(25), 1000, 500, 250) == View(0, 0, 0.5, 10)
    assert fitted(rows(2), 10, 500, 250).row_height == 20  # not absurdly tall


def test_clamped_shows_no_emptiness() -> None:
    thirty = rows(30)
    view = View(left=5000, top=-3, pixels_per_tick=1, row_height=10)
    assert clamped(view, thirty, 1000, 400, 200) == View(600, 0, 1, 10)
    assert clamped(View(-9, 50, 1, 10), thirty, 1000, 400, 200) == View(0, 10, 1, 10)


def test_grid_follows_the_zoom() -> None:
    two_bars = bars(Song(length=192))
    beats = [(t, 0 if t % 96 == 0 else 1) for t in range(0, 192, 24)]
    assert grid(two_bars, View(pixels_per_tick=0.5), 1000) == beats
    assert grid(two_bars, View(pixels_per_tick=0.2), 1000) == [(0, 0), (96, 0)]
    eighths = [(t, 0 if t % 96 == 0 else 1 if t % 24 == 0 else 2) for t in range(0, 192, 12)]
    assert grid(two_bars, View(pixels_per_tick=1.0), 1000) == eighths


def test_grid_of_a_compound_meter_counts_eighths() -> None:
    bar = bars(Song(meters=(Meter(0, 6, 8),), length=72))
    assert grid(bar, View(pixels_per_tick=0.7), 1000) == [
        (0, 0), (12, 1), (24, 1), (36, 1), (48, 1), (60, 1),
    ]  # fmt: skip


def test_grid_leaves_out_bars_without_room_and_out_of_sight() -> None:
    many = bars(Song(length=96 * 64))
    lines = grid(many, View(left=960, pixels_per_tick=0.03), 30)
    assert lines == [(96 * b, 0) for b in (12, 16, 20)]


def test_subdivision() -> None:
    assert subdivision(0.5) is None
    assert subdivision(1.0) == 12
    assert subdivision(2.0) == 6
    assert subdivision(4.0) == 3


def test_bar_numbers_have_room() -> None:
    song_bars = bars(Song(length=96 * 8))
    assert bar_labels(song_bars, View(pixels_per_tick=1), 300) == [
        (0, 0),
        (1, 96),
        (2, 192),
        (3, 288),
    ]
    assert [number for number, _ in bar_labels(song_bars, View(pixels_per_tick=0.1), 300)] == [0, 4]


def test_ten_thousand_notes_are_culled_in_a_blink() -> None:
    draw = np.random.default_rng(1)
    notes = tuple(
        Note(int(o), int(p), 12)
        for o, p in zip(
            draw.integers(0, 100_000, 10_000), draw.integers(30, 90, 10_000), strict=True
        )
    )
    song = Song((Track(notes=notes),))
    found = notes_of(song, rows_of(song))
    view = View(left=50_000, pixels_per_tick=1.0, row_height=10)
    seen = found[visible(found, view, 1000, 10_000)]
    assert 80 < len(seen) < 130
    assert ((seen["end"] > 50_000) & (seen["onset"] < 51_000)).all()

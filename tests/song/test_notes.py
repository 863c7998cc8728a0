"""Edits of chosen notes."""

import pytest

from musicgan.song import (
    Chosen,
    Edit,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
    bars,
    change_notes,
    delete_notes,
    duplicate,
    excerpt,
    insert_notes,
    move_notes,
    paste,
    quantise,
    resize_notes,
    set_velocity,
    shift_velocity,
    snapped,
)

LOW, HIGH, TWIN = Note(0, 1, 24, 80), Note(30, 126, 10, 70), Note(50, 60, 5, 60)
SONG = Song(tracks=(Track("other", notes=(LOW,)), Track("own", notes=(LOW, HIGH, TWIN, TWIN))))


def own(edit: Edit) -> tuple[Note, ...]:
    """The edited track's notes; the other track must not have changed."""
    assert edit.song.tracks[0] == SONG.tracks[0]
    return edit.song.tracks[1].notes


def test_insert() -> None:
    new = Note(10, 50, 4, 90)
    edit = insert_notes(SONG, {1: (new,)})
    assert own(edit) == (LOW, new, HIGH, TWIN, TWIN)
    assert edit.chosen == {1: (new,)}


def test_delete_takes_one_of_two_equal_notes() -> None:
    edit = delete_notes(SONG, {1: (TWIN, LOW)})
    assert own(edit) == (HIGH, TWIN)
    assert edit.chosen == {}
    assert edit.song.length == SONG.length


def test_a_note_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(ValueError, match="not in the track"):
        delete_notes(SONG, {1: (Note(7, 7, 7, 7),)})


@pytest.mark.parametrize(
    ("ticks", "semitones", "moved"),
    [
        (6, 1, (Note(6, 2, 24, 80), Note(36, 127, 10, 70))),
        (-6, 0, (LOW, HIGH)),
        (0, 5, (Note(0, 2, 24, 80), Note(30, 127, 10, 70))),
        (0, -5, (Note(0, 0, 24, 80), Note(30, 125, 10, 70))),
    ],
)
def test_move_keeps_the_group_together(ticks: int, semitones: int, moved: tuple[Note, ...]) -> None:
    edit = move_notes(SONG, {1: (LOW, HIGH)}, ticks, semitones)
    assert own(edit) == (*moved, TWIN, TWIN)
    assert edit.chosen == {1: moved}


def test_move_goes_over_tracks_together() -> None:
    edit = move_notes(SONG, {0: (LOW,), 1: (TWIN,)}, -20)
    assert edit.chosen == {0: (LOW,), 1: (TWIN,)}  # the first one stands at the start


@pytest.mark.parametrize(("ticks", "onset"), [(-10, 20), (-30, 0), (-40, 0)])
def test_notes_move_back_as_far_as_the_start(ticks: int, onset: int) -> None:
    assert move_notes(SONG, {1: (HIGH,)}, ticks).chosen == {1: (Note(onset, 126, 10, 70),)}


def test_moving_nothing_changes_nothing() -> None:
    assert move_notes(SONG, {}, 5, 5) == Edit(SONG, {})


def test_resize_leaves_at_least_a_tick() -> None:
    assert own(resize_notes(SONG, {1: (LOW, HIGH)}, -12)) == (
        Note(0, 1, 12, 80),
        Note(30, 126, 1, 70),
        TWIN,
        TWIN,
    )


def test_velocity() -> None:
    assert own(set_velocity(SONG, {1: (HIGH,)}, 1)) == (LOW, Note(30, 126, 10, 1), TWIN, TWIN)
    louder = shift_velocity(SONG, {1: (LOW, HIGH)}, 50)
    assert [note.velocity for note in louder.chosen[1]] == [127, 120]
    assert [note.velocity for note in shift_velocity(SONG, {1: (TWIN,)}, -90).chosen[1]] == [1]


def test_change_in_place_or_beside() -> None:
    chosen: Chosen = {1: (HIGH,)}
    new = Note(31, 40, 10, 70)
    assert own(change_notes(SONG, chosen, lambda track, note: new)) == (LOW, new, TWIN, TWIN)
    copied = change_notes(SONG, chosen, lambda track, note: new, copy=True)
    assert own(copied) == (LOW, HIGH, new, TWIN, TWIN)


def test_quantise_counts_from_the_barline() -> None:
    # Bars of 7/8 are 84 ticks: a grid of quarters starts anew at 84.
    notes = (Note(13, 60, 9), Note(79, 60, 5), Note(95, 60, 5), Note(97, 62, 5))
    song = Song((Track(notes=notes),), meters=(Meter(0, 7, 8),), length=168)
    moved = quantise(song, {0: notes}, 24).chosen[0]
    assert [(n.onset, n.duration) for n in moved] == [(24, 9), (84, 5), (84, 5), (108, 5)]


def test_snapped_at_the_edges() -> None:
    grid = bars(Song(length=96))
    assert snapped(grid, -5, 24) == 0
    assert snapped(grid, 90, 36) == 96  # nearer to the barline than to 72
    assert snapped(grid, 310, 24) == 312  # lines go on behind the end
    assert snapped([], 40, 24) == 48


def test_nothing_duplicated_changes_nothing() -> None:
    song = Song((Track(notes=(Note(0, 60, 24),)),))
    assert duplicate(song, {}) == Edit(song, {})


def test_duplicate_goes_behind_by_whole_beats() -> None:
    # From beat 1 (tick 24) to tick 50: 26 ticks, so two beats later.
    notes = (Note(30, 60, 10), Note(40, 64, 10))
    song = Song((Track(notes=notes),))
    edit = duplicate(song, {0: notes})
    assert edit.chosen == {0: (Note(78, 60, 10), Note(88, 64, 10))}
    assert edit.song.tracks[0].notes == (*notes, *edit.chosen[0])


def test_excerpt_has_the_tempo_and_meter_in_force_where_it_begins() -> None:
    note = Note(200, 60, 24)
    tempos = (Tempo(0, 90.0), Tempo(96, 100.0), Tempo(192, 110.0), Tempo(300, 120.0))
    meters = (Meter(0, 4, 4), Meter(192, 3, 4), Meter(264, 2, 4))
    part = excerpt(Song((Track(notes=(note,)),), tempos, meters), {0: (note,)})
    assert (part.tempos, part.meters) == ((Tempo(0, 110.0),), (Meter(0, 3, 4),))
    assert part.tracks[0].notes == (Note(8, 60, 24),)


def test_excerpt_of_nothing_is_a_song_without_tracks() -> None:
    assert excerpt(SONG, {}).tracks == ()


def test_excerpt_begins_at_the_beat_and_pastes_back() -> None:
    piano = Track("Piano", 0, notes=(Note(0, 60, 24), Note(30, 64, 12)))
    kit = Track("Kit", 0, True, (Note(36, 38, 6),))
    song = Song((piano, Track("Bass", 33), kit), (Tempo(0, 90.0), Tempo(24, 100.0)))
    part = excerpt(song, {0: (Note(30, 64, 12),), 1: (), 2: kit.notes})
    assert [track.name for track in part.tracks] == ["Piano", "Kit"]
    assert [track.notes for track in part.tracks] == [(Note(6, 64, 12),), (Note(12, 38, 6),)]
    assert part.tempos == (Tempo(0, 100.0),)
    edit = paste(song, part, 96, 1)
    assert edit.chosen == {0: (Note(102, 64, 12),), 2: (Note(108, 38, 6),)}


def test_paste_of_other_programs_goes_to_the_track_in_hand() -> None:
    song = Song((Track("Piano", 0), Track("Bass", 33)))
    foreign = Song((Track("MIDI 1", 5, notes=(LOW,)), Track("Beat", 0, True, (TWIN,))))
    edit = paste(song, foreign, 24, 1)
    assert edit.chosen == {1: (Note(24, 1, 24, 80),), 2: (Note(74, 60, 5, 60),)}
    # No drums before: a new track, of what was pasted alone.
    assert edit.song.tracks[2] == Track("Beat", 0, True, (Note(74, 60, 5, 60),))


def test_tracks_that_are_pasted_into_one_are_all_there() -> None:
    foreign = Song((Track("empty"), Track("a", 5, notes=(LOW,)), Track("b", 6, notes=(TWIN,))))
    edit = paste(Song((Track("Piano", 0),)), foreign, 24, 0)
    assert edit.chosen == {0: (Note(24, 1, 24, 80), Note(74, 60, 5, 60))}

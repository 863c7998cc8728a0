"""What a musician would write for what is played."""

from musicgan.song import Note, Song, Track, as_written


def written(*notes: Note, is_drum: bool = False) -> list[tuple[int, int, int]]:
    (track,) = as_written(Song((Track(is_drum=is_drum, notes=notes),))).tracks
    return [(note.onset, note.pitch, note.duration) for note in track.notes]


def test_staccato_and_legato_are_no_rests_and_no_overlaps() -> None:
    assert written(Note(0, 60, 20), Note(24, 62, 29), Note(48, 64, 24)) == [
        (0, 60, 24),
        (24, 62, 24),
        (48, 64, 24),
    ]


def test_dotted_rhythms_stay() -> None:
    assert written(Note(0, 60, 17), Note(18, 62, 5), Note(24, 64, 90)) == [
        (0, 60, 18),
        (18, 62, 6),
        (24, 64, 96),
    ]


def test_a_beat_is_in_triplets_or_in_sixteenths() -> None:
    assert [n[0] for n in written(*(Note(o, 60, 6) for o in (0, 8, 16, 24, 30, 37, 42)))] == [
        0, 8, 16, 24, 30, 36, 42,
    ]  # fmt: skip


def test_chords_end_on_eighths_before_a_rest() -> None:
    assert written(Note(0, 60, 20), Note(0, 64, 20), Note(36, 60, 12)) == [
        (0, 60, 24),
        (0, 64, 24),
        (36, 60, 12),
    ]


def test_a_held_note_stays_under_moving_ones() -> None:
    assert written(Note(0, 48, 96), Note(0, 60, 12), Note(12, 62, 12))[0] == (0, 48, 96)


def test_drums_last_to_the_next_hit_a_beat_at_most() -> None:
    hits = (Note(0, 36, 3), Note(0, 42, 3), Note(12, 42, 3), Note(25, 38, 90))
    assert written(*hits, is_drum=True) == [(0, 36, 12), (0, 42, 12), (12, 42, 12), (24, 38, 24)]


def test_notes_that_come_together_are_one() -> None:
    assert written(Note(0, 60, 2), Note(2, 60, 24)) == [(0, 60, 24)]


def test_what_ends_in_a_beat_of_triplets_ends_on_one() -> None:
    assert written(Note(0, 48, 36), Note(24, 60, 8), Note(32, 62, 8), Note(40, 64, 8))[0] == (
        0, 48, 32,
    )  # fmt: skip


def test_of_notes_that_come_together_the_longer_one_stays_as_loud_as_it_was() -> None:
    loud, soft = Note(0, 60, 24, 100), Note(2, 60, 2, 50)
    for notes in ((loud, soft), (Note(0, 60, 2, 50), Note(2, 60, 24, 100))):
        (track,) = as_written(Song((Track(notes=notes),))).tracks
        assert track.notes == (Note(0, 60, 24, 100),)


def test_the_shortest_note_is_a_sixteenth() -> None:
    assert written(Note(0, 60, 1), Note(48, 62, 1)) == [(0, 60, 6), (48, 62, 6)]


def test_the_last_hit_between_two_beats_lasts_to_the_next_one() -> None:
    assert written(Note(12, 36, 3), Note(42, 38, 3), is_drum=True) == [(12, 36, 12), (42, 38, 6)]

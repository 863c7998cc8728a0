import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musicgan.formats import read_song, write_song
from musicgan.song import (
    ChordChange,
    Key,
    KeyChange,
    Marker,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
    bars,
)
from tests.strategies import chord_symbols, keys, meters, tempi


def through_file(song: Song) -> Song:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song.musicxml"
        write_song(song, path)
        return read_song(path)


steps = st.sampled_from([6, 8])


@st.composite
def notes(draw: st.DrawFn) -> Note:
    """A note on the grid of sixteenths or of eighth triplets."""
    step = draw(steps)
    return Note(
        draw(st.integers(0, 30)) * step,
        draw(st.integers(21, 108)),
        draw(st.integers(1, 24)) * step,
        draw(st.integers(1, 127)),
    )


@st.composite
def scores(draw: st.DrawFn) -> Song:
    """Songs that a score can hold: meters fill their bars, and all changes lie within the song."""
    tracks = draw(
        st.lists(
            st.builds(
                Track,
                name=st.sampled_from(["Violin", "B♭ Clarinet", "Drums", "<&>"]),
                program=st.integers(0, 127),
                is_drum=st.booleans(),
                # Two notes of one onset and pitch are one note in a score.
                notes=st.lists(notes(), max_size=8, unique_by=lambda n: n.pitch).map(tuple),
            ),
            min_size=1,
            max_size=3,
        )
    )
    first = Meter(0, *draw(meters))
    second = Meter(first.bar_ticks * draw(st.integers(1, 2)), *draw(meters))
    changes = [first]
    if (second.numerator, second.denominator) != (first.numerator, first.denominator):
        changes.append(second)
    song = Song(
        tracks=tuple(tracks),
        # The second one before the end: a score has no place for a change after its last bar.
        tempos=(Tempo(0, draw(tempi)), Tempo(min(12, first.bar_ticks), draw(tempi))),
        meters=tuple(changes),
        keys=tuple(KeyChange(0, key) for key in draw(st.lists(keys, max_size=1))),
        chords=tuple(ChordChange(0, text) for text in draw(st.lists(chord_symbols, max_size=1))),
        markers=tuple(Marker(0, text) for text in draw(st.lists(st.just("A"), max_size=1))),
        title=draw(st.sampled_from(["", "Étude"])),
        length=second.tick + second.bar_ticks,
    )
    return replace(song, length=bars(song)[-1].end)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scores())
def test_a_song_on_the_grid_comes_back_identical(song: Song) -> None:
    assert through_file(song) == song


def test_every_program_comes_back() -> None:
    song = Song(
        tracks=tuple(Track(f"{i}", i, False, (Note(0, 60, 96),)) for i in range(128)), length=96
    )
    assert through_file(song) == song


def test_a_part_without_a_name_gets_its_instruments() -> None:
    song = Song(tracks=(Track("", 71), Track("", 0, True)), length=96)
    assert [track.name for track in through_file(song).tracks] == ["Clarinet", "Drum Kit"]


def test_drum_keys_come_back() -> None:
    hits = tuple(Note((key - 27) * 6, key, 6, key) for key in range(27, 88))
    song = Song(tracks=(Track("Kit", 16, True, hits),), length=4 * 96)
    assert through_file(song) == song


def test_odd_ticks_come_back() -> None:
    notes = tuple(Note(start * 31, 60, start, 70) for start in range(1, 25))
    song = Song(tracks=(Track("odd", 5, False, notes),), length=8 * 96)
    assert through_file(song) == song


def test_a_pitch_that_another_voice_strikes_again_comes_back() -> None:
    # The lower voice's chord lasts as written until beat 4, with the pitch that sounds shortly.
    lower = (Note(48, 59, 38), Note(48, 62, 24), Note(48, 71, 12))
    notes = (*lower, Note(66, 71, 42), Note(79, 72, 41))
    song = Song(tracks=(Track("Piano", 0, notes=notes),), length=192)
    assert through_file(song) == song


def test_a_whole_rest_beside_a_bar_of_rest_in_the_other_staff_comes_back() -> None:
    low, high = Note(0, 21, 6, 64), Note(0, 72, 102, 64)
    meters = (Meter(0, 1, 2), Meter(48, 4, 2))
    song = Song(tracks=(Track("Piano", 0, False, (low, high)),), meters=meters, length=240)
    assert through_file(song).length == 240


def test_a_whole_rest_after_a_chord_comes_back() -> None:
    chord = (Note(136, 58, 136, 64), Note(136, 60, 136, 64))
    song = Song(tracks=(Track("", 9, False, chord),), meters=(Meter(0, 4, 2),), length=384)
    assert through_file(song).length == 384


def test_a_bar_that_is_cut_short_gets_its_own_meter() -> None:
    song = Song(
        tracks=(Track("a", notes=(Note(0, 60, 24), Note(24, 62, 96))),),
        meters=(Meter(0, 4, 4), Meter(24, 4, 4)),
        keys=(KeyChange(0, Key(3, "minor")), KeyChange(24, Key(-2, "major"))),
        length=120,
    )
    assert through_file(song) == replace(song, meters=(Meter(0, 1, 4), Meter(24, 4, 4)))

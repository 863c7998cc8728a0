import numpy as np
import pytest

from musicgan.data.harmony import CHORD, NO_CHORD, UNKNOWN, chord_row, chords_by_beat, estimate_key
from musicgan.data.windows import CHORD_FEATURES, chord_features
from musicgan.song import ChordChange, Key, Note, Song, Track, bars
from musicgan.song.chords import parse_chord


def song_of_chords(*chords: tuple[int, ...], beats: int = 4) -> Song:
    """Each chord for so many beats, near middle C."""
    notes = tuple(
        Note(24 * beats * place, 48 + pitch, 24 * beats)
        for place, chord in enumerate(chords)
        for pitch in chord
    )
    return Song(tracks=(Track(notes=notes),))


def bits(*pitch_classes: int) -> int:
    return sum(1 << pitch_class for pitch_class in pitch_classes)


@pytest.mark.parametrize("tonic", range(12))
@pytest.mark.parametrize(
    ("mode", "chords"),
    [
        ("major", [(0, 4, 7), (5, 9, 12), (7, 11, 14), (0, 4, 7)]),
        ("minor", [(0, 3, 7), (5, 8, 12), (7, 11, 14), (0, 3, 7)]),
    ],
)
def test_cadences_tell_their_key(tonic: int, mode: str, chords: list[tuple[int, ...]]) -> None:
    song = song_of_chords(*[tuple(tonic + pitch for pitch in chord) for chord in chords])
    assert estimate_key(song) == Key.of(tonic, mode)


def test_key_without_pitches_is_c() -> None:
    assert estimate_key(Song(tracks=(Track(is_drum=True, notes=(Note(0, 38, 6),)),))) == Key(
        0, "major"
    )


def test_estimated_chords() -> None:
    # C major, A minor over C, G7, and a lone tone.
    song = song_of_chords((0, 4, 7), (0, 4, 9), (7, 11, 14, 17), (5,), beats=1)
    rows = chords_by_beat(song, bars(song), 0)
    assert rows.tolist() == [
        (bits(0, 4, 7), 0, 0),
        (bits(0, 4, 9), 9, 0),
        (bits(2, 5, 7, 11), 7, 7),
        (0, UNKNOWN, 0),
    ]


def test_estimated_chords_are_transposed() -> None:
    song = song_of_chords((2, 6, 9), beats=4)
    assert chords_by_beat(song, bars(song), -2).tolist() == [(bits(0, 4, 7), 0, 0)] * 4


def test_chords_of_drums_alone_are_unknown() -> None:
    song = Song(tracks=(Track(is_drum=True, notes=(Note(0, 38, 6),)),))
    assert chords_by_beat(song, bars(song), 0)["root"].tolist() == [UNKNOWN] * 4


def test_symbols_count_from_the_nearest_beat() -> None:
    symbols = ((0, "D"), (35, "A7/C#"), (60, "N"), (84, "what"))
    song = Song(chords=tuple(ChordChange(*change) for change in symbols), length=120)
    assert chords_by_beat(song, bars(song), -2).tolist() == [
        (bits(0, 4, 7), 0, 0),
        (bits(2, 5, 7, 11), 7, 11),
        (bits(2, 5, 7, 11), 7, 11),
        (0, NO_CHORD, 0),
        (0, UNKNOWN, 0),
        *[(0, UNKNOWN, 0)] * 3,
    ]


def test_bracketed_additions_are_left_out() -> None:
    song = Song(chords=(ChordChange(0, "C7(omit3,weird)"),), length=24)
    assert chords_by_beat(song, bars(song), 0)[0].tolist() == chord_row(parse_chord("C7"))


def test_features() -> None:
    rows = np.array([chord_row(parse_chord("C7/E")), chord_row(None), (0, UNKNOWN, 0)], CHORD)
    features = chord_features(rows)
    assert features.shape == (3, CHORD_FEATURES)
    # Pitch classes, root, bass, "known", "no chord".
    assert np.flatnonzero(features[0]).tolist() == [0, 4, 7, 10, 12 + 0, 24 + 4, 36]
    assert np.flatnonzero(features[1]).tolist() == [36, 37]
    assert np.flatnonzero(features[2]).tolist() == []

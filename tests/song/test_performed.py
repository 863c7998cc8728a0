"""Performances made of known music, so that what is found can be compared."""

import random
from dataclasses import replace
from itertools import accumulate

import pytest

from musicgan.errors import MusicganError
from musicgan.song import Key, Note, Song, Tempo, Track, has_grid, on_beats, seconds_at, tick_at
from musicgan.song.song import ChordChange, KeyChange, Marker, Meter

_RHYTHM = (0, 12, 24, 36, 42, 48, 72, 84)
"""Onsets in a bar of 4/4."""


def written(bars: int = 24) -> Song:
    draw = random.Random(3)
    tune = [
        Note(96 * bar + place, draw.randint(60, 79), 6 if place in (36, 42) else 12, 80)
        for bar in range(bars)
        for place in _RHYTHM
        if place % 24 == 0 or draw.random() < 0.7
    ]
    bass = [Note(96 * bar + 48 * half, 40 + bar % 5, 40, 100 - 30 * half)
            for bar in range(bars) for half in range(2)]  # fmt: skip
    return Song(tracks=(Track("Tune", notes=tuple(tune)), Track("Bass", 32, notes=tuple(bass))))


def played(song: Song, first: float, last: float, jitter: float, start: float = 1.3) -> Song:
    """The song from ``first`` to ``last`` beats a minute, each note ``jitter`` seconds off.

    The file counts 120 beats a minute throughout, as a recording without a click does.
    """
    draw = random.Random(5)
    beats = song.length // 24 + 2
    tempos = tuple(Tempo(24 * beat, first + (last - first) * beat / beats) for beat in range(beats))
    recorder = (Tempo(0, 120.0),)

    def tick(old: int) -> int:
        seconds = start + seconds_at(tempos, old) + draw.gauss(0, jitter)
        return round(tick_at(recorder, max(0.0, seconds)))

    tracks = tuple(
        Track(
            track.name,
            track.program,
            notes=tuple(
                Note(tick(n.onset), n.pitch, max(1, tick(n.end) - tick(n.onset)), n.velocity)
                for n in track.notes
            ),
        )
        for track in song.tracks
    )
    return Song(tracks=tracks)


@pytest.mark.parametrize(
    ("first", "last", "jitter"),
    [(96, 96, 0.012), (88, 104, 0.012), (126, 108, 0.012), (100, 112, 0.018)],
)
def test_a_performance_is_put_on_its_beats(first: float, last: float, jitter: float) -> None:
    song = written()
    performance = played(song, first, last, jitter)
    assert not has_grid(performance)
    found = on_beats(performance)
    assert has_grid(found)
    for track, original in zip(found.tracks, song.tracks, strict=True):
        assert (track.name, track.program) == (original.name, original.program)
        assert len(track.notes) == len(original.notes)
        # A tune may be found some beats later: only distances in it are known.
        shifts = [
            new - old
            for new, old in zip(
                sorted(n.onset for n in track.notes),
                sorted(n.onset for n in original.notes),
                strict=True,
            )
        ]
        usual = max(set(shifts), key=shifts.count)
        assert usual % 96 == 0, "bars begin where the bass is strong"
        assert shifts.count(usual) >= 0.95 * len(shifts)
    # It sounds as it was played, but for the start.
    before, after = (
        sorted(seconds_at(s.tempos, note.onset) for track in s.tracks for note in track.notes)
        for s in (performance, found)
    )
    offs = [(b - before[0]) - (a - after[0]) for b, a in zip(before, after, strict=True)]
    assert max(abs(off) for off in offs) < 0.12
    middle = found.tempos[len(found.tempos) // 2].bpm
    assert middle == pytest.approx((first + last) / 2, rel=0.1)


def test_notes_at_random_times_are_refused_with_a_remedy() -> None:
    draw = random.Random(1)
    for _ in range(3):
        onsets = accumulate(draw.expovariate(0.12) for _ in range(160))
        notes = tuple(Note(round(onset), draw.randint(40, 80), 10) for onset in onsets)
        with pytest.raises(MusicganError, match=r"^a\.mid was played too freely: .*; open it as"):
            on_beats(Song(tracks=(Track(notes=notes),)), "a.mid")


def test_a_few_notes_are_refused() -> None:
    song = Song(tracks=(Track(notes=tuple(Note(17 * i, 60, 5) for i in range(5))),))
    with pytest.raises(MusicganError, match="too few notes"):
        on_beats(song)


def test_what_stands_beside_the_notes_goes_along() -> None:
    performance = played(written(), 100, 100, 0.0)
    tune, bass = performance.tracks
    struck = bass.notes[8].onset
    performance = replace(
        performance,
        meters=(Meter(0, 2, 2),),
        keys=(KeyChange(struck, Key(2, "major")),),
        chords=(ChordChange(struck, "D"),),
        markers=(Marker(struck, "B"),),
    )
    found = on_beats(performance)
    place = found.tracks[1].notes[8].onset
    assert place % 96 == 0
    assert found.meters == (Meter(0, 2, 2),)
    assert found.keys == (KeyChange(place, Key(2, "major")),)
    assert found.chords == (ChordChange(place, "D"),)
    assert found.markers == (Marker(place, "B"),)
    # Notes are as long as they sounded.
    lengths = [note.duration for note in found.tracks[1].notes]
    assert all(abs(length - 40) <= 2 for length in lengths)
    assert {note.duration for note in found.tracks[0].notes} <= {5, 6, 7, 11, 12, 13}
    assert found.length == max(note.end for track in found.tracks for note in track.notes)
    assert len(tune.notes) == len(found.tracks[0].notes)


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_an_upbeat_stands_before_its_barline(missing: int) -> None:
    """The first bar is not whole: its barline lies before all that was played."""
    tracks = tuple(
        replace(track, notes=tuple(note for note in track.notes if note.onset >= 24 * missing))
        for track in written().tracks
    )
    found = on_beats(played(Song(tracks=tracks), 100, 100, 0.0, start=0.0))
    strong = [note.onset for note in found.tracks[1].notes if note.velocity == 100]
    assert {onset % 96 for onset in strong} == {0}
    assert strong[0] == 96
    assert found.tracks[0].notes[0].onset == 24 * missing


@pytest.mark.parametrize(
    ("step", "found"), [(6, True), (12, True), (8, True), (16, True), (7, False), (5, False)]
)
def test_sixteenths_and_triplets_are_a_grid(step: int, found: bool) -> None:
    notes = tuple(Note(1 + step * place, 60, 5) for place in range(-1, 40) if 1 + step * place >= 0)
    assert not has_grid(Song(tracks=(Track(notes=notes),)))
    notes = tuple(Note(step * place, 60, 5) for place in range(40))
    assert has_grid(Song(tracks=(Track(notes=notes),))) is found


def test_music_on_beats_has_a_grid() -> None:
    assert has_grid(written())
    assert has_grid(Song())

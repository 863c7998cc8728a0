"""Requests that hypothesis makes up, and that what they ask is kept."""

from itertools import pairwise

from hypothesis import strategies as st

from musicgan.generation import MANNERS, Request, TrackRequest
from musicgan.song import DRUMS, FAMILIES, PITCHED_FAMILIES, Key, KeyChange, Song, Tempo, bars
from musicgan.song.ranges import playable_range

METERS = [
    (4, 4),
    (3, 4),
    (6, 8),
    (5, 4),
    (7, 8),
    (2, 2),
    (12, 8),
    (3, 8),
    (13, 16),
    (8, 4),
    (1, 32),
]


@st.composite
def track_requests(draw: st.DrawFn) -> tuple[TrackRequest, ...]:
    """One to eight pitched tracks, families often repeated, with or without drums, in any order."""
    few = draw(st.lists(st.sampled_from(PITCHED_FAMILIES), min_size=1, max_size=3))
    families = draw(st.lists(st.sampled_from(few), min_size=1, max_size=8))
    if draw(st.booleans()):
        families.insert(draw(st.integers(0, len(families))), DRUMS)
    return tuple(
        TrackRequest(family, draw(st.none() | st.integers(0, 7)) if family == DRUMS else None)
        if family == DRUMS or draw(st.booleans())
        else TrackRequest(family, 8 * FAMILIES.index(family) + draw(st.integers(0, 7)))
        for family in families
    )


requests = st.builds(
    Request,
    style=st.sampled_from([{}, {"march": 1}, {"march": 0.2, "waltz": 3}]),
    tracks=track_requests(),
    bars=st.integers(1, 3),
    meter=st.sampled_from(METERS),
    key=st.builds(Key, fifths=st.integers(-7, 7), mode=st.sampled_from(["major", "minor"])),
    tempo=st.integers(20, 300).map(float),
    manner=st.dictionaries(st.sampled_from(MANNERS), st.integers(1, 5), max_size=3),
    chords=st.sampled_from(["", "Cm7 | F7/A", "N | Gsus4"]),
    seed=st.integers(0, 2**32),
    temperature=st.sampled_from([0.5, 1.0, 2.0]),
)


def assert_kept(song: Song, request: Request) -> None:
    assert request.meter is not None
    grid = bars(song)
    assert len(grid) == request.bars
    assert {(bar.meter.numerator, bar.meter.denominator) for bar in grid} == {request.meter}
    assert len({bar.ticks for bar in grid}) == 1
    assert song.length == grid[-1].end
    assert song.tempos == (Tempo(0, request.tempo or 0),)
    assert song.keys == (KeyChange(0, request.key or Key(0, "major")),)
    assert len(song.tracks) == len(request.tracks)
    for track, wanted in zip(song.tracks, request.tracks, strict=True):
        assert track.family == wanted.family
        assert track.program == wanted.midi_program
        low, high = playable_range(track.program, track.is_drum)
        assert all(low <= note.pitch <= high for note in track.notes)
        assert all(1 <= note.velocity <= 127 and note.duration >= 1 for note in track.notes)
        for pitch in {note.pitch for note in track.notes}:
            mine = [note for note in track.notes if note.pitch == pitch]
            assert all(a.end <= b.onset for a, b in pairwise(mine))

"""Songs that hypothesis makes up."""

from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from musicgan.song import (
    TICKS_PER_BEAT,
    ChordChange,
    Key,
    KeyChange,
    Marker,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
)
from musicgan.song.chords import QUALITIES, Chord, symbol

Value = TypeVar("Value")

ticks = st.integers(0, 40 * TICKS_PER_BEAT)

notes = st.builds(
    Note,
    onset=ticks,
    # Few pitches, so that notes of one pitch often overlap.
    pitch=st.one_of(st.integers(60, 62), st.integers(0, 127)),
    duration=st.integers(1, 100),
    velocity=st.integers(1, 127),
)

texts = st.one_of(
    st.sampled_from(["A", "B", "N", "Cm7", "Intro", "Straße", "前奏"]),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
)

tracks = st.builds(
    Track,
    name=st.one_of(st.just(""), texts),
    program=st.integers(0, 127),
    is_drum=st.booleans(),
    notes=st.lists(notes, max_size=12).map(tuple),
)

keys = st.builds(Key, fifths=st.integers(-7, 7), mode=st.sampled_from(["major", "minor"]))

chord_symbols = st.one_of(
    st.just("N"),
    st.builds(
        Chord,
        root=st.integers(0, 11),
        quality=st.sampled_from(sorted(QUALITIES)),
        bass=st.integers(0, 11),
    ).map(symbol),
)

tempi = st.integers(2000, 30000).map(lambda hundredths: hundredths / 100)

meters = st.tuples(st.integers(1, 17), st.sampled_from([2, 4, 8, 16]))


def _changes(values: st.SearchStrategy[Value]) -> st.SearchStrategy[list[tuple[int, Value]]]:
    return st.dictionaries(ticks, values, max_size=4).map(lambda found: list(found.items()))


@st.composite
def songs(draw: st.DrawFn, tracks: st.SearchStrategy[Track] = tracks, most_tracks: int = 5) -> Song:
    """Any song whose tempi have two decimals and whose chords are spelled as the program does.

    Nothing changes after its end.
    """
    song = Song(
        tracks=tuple(draw(st.lists(tracks, max_size=most_tracks))),
        tempos=(
            Tempo(0, draw(tempi)),
            *(Tempo(tick + 1, bpm) for tick, bpm in draw(_changes(tempi))),
        ),
        meters=(
            Meter(0, *draw(meters)),
            *(Meter(tick + 1, *meter) for tick, meter in draw(_changes(meters))),
        ),
        keys=tuple(KeyChange(tick, key) for tick, key in draw(_changes(keys))),
        chords=tuple(ChordChange(tick, text) for tick, text in draw(_changes(chord_symbols))),
        markers=tuple(Marker(tick, text) for tick, text in draw(_changes(texts))),
        title=draw(st.one_of(st.just(""), texts)),
        length=draw(ticks),
    )
    changes = (song.tempos, song.meters, song.keys, song.chords, song.markers)
    last = max((change.tick for group in changes for change in group), default=0)
    return replace(song, length=max(song.length, last))

"""Rolls and maps of the convolutional GAN, from a few written notes."""

import numpy as np
import pytest

from musicgan.data.frames import DRUM_FAMILY, NOTE
from musicgan.data.harmony import CHORD
from musicgan.engines.convolutional.rolls import (
    LONGEST,
    LOWEST,
    MAPS,
    MASK,
    ROWS,
    STEPS,
    maps,
    places,
    roll,
)

NOTES = np.array(
    [
        # onset, duration, track, pitch, velocity
        (0, 24, 0, 60, 127),  # bar 1: one beat of C
        (12, 6, 1, 48, 64),
        (96, 48, 0, 64, 127),  # bar 2, held for two beats
        (100, 6, 0, 20, 127),  # below all rows
        (120, 6, 1, 50, 64),
    ],
    NOTE,
)
BARS = np.array([96, 96, 96])
PIANO, BASS = 0, 4


def cells(one: np.ndarray) -> list[tuple[int, int]]:
    """Steps and pitches of what is not zero."""
    return [(int(step), LOWEST + int(row)) for step, row in np.argwhere(one)]


def test_a_roll_tells_starts_lengths_and_what_sounds() -> None:
    (place,) = places(BARS, 1)
    starts, lengths, velocities, sounding = roll(NOTES, 0, place)
    assert cells(starts) == [(0, 64)]
    assert lengths[0, 64 - LOWEST] == pytest.approx(np.log2(24) / LONGEST)
    assert velocities[0, 64 - LOWEST] == 1
    assert cells(sounding) == [(step, 64) for step in range(24)]


def test_what_is_held_over_the_barline_sounds() -> None:
    notes = np.array([(90, 12, 0, 60, 100)], NOTE)
    starts, *_, sounding = roll(notes, 0, places(BARS, 1)[0])
    assert cells(starts) == []
    assert cells(sounding) == [(step, 60) for step in range(3)]


@pytest.mark.parametrize(
    ("ticks", "steps"), [(96, [48]), (72, [36]), (144, [48, 24]), (12, [6]), (7, [4])]
)
def test_bars_are_cut_into_sections(ticks: int, steps: list[int]) -> None:
    found = places(np.array([96, ticks]), 1)
    assert [place.steps for place in found] == steps
    assert [place.begin for place in found] == [96 * number for number in range(len(steps))]
    assert {place.ago for place in found} == {(96, 0)}


def test_a_track_sees_its_own_past_the_others_and_the_chord() -> None:
    chords = np.zeros(12, CHORD)
    chords["pitch_classes"][:2] = 0b10001  # C and E, on the first two beats
    (place,) = places(BARS, 2)
    found = maps(NOTES, np.array([PIANO, BASS]), 0, {1}, place, chords)
    assert found.shape == (MAPS, STEPS, ROWS)
    assert cells(found[0]) == [(0, 64)], "starts a bar ago"
    assert len(cells(found[1])) == 24, "sounding a bar ago"
    assert cells(found[2]) == [(0, 60)], "starts two bars ago"
    assert not found[3].any(), "nothing else plays in this bar"
    assert {pitch % 12 for _, pitch in cells(found[5])} == {0, 4}
    assert {step for step, _ in cells(found[5])} == set(range(24))

    (place,) = places(BARS, 1)
    found = maps(NOTES, np.array([PIANO, BASS]), 0, {0, 1}, place, chords)
    assert cells(found[3]) == [(12, 50), (13, 50), (14, 50)], "the other, and not itself"
    assert {step for step, _ in cells(found[4])} == {12}


def test_pitches_and_drums_hear_each_others_onsets_only() -> None:
    (place,) = places(BARS, 1)
    found = maps(NOTES, np.array([PIANO, DRUM_FAMILY]), 0, {1}, place, np.zeros(4, CHORD))
    assert not found[3].any()
    assert {step for step, _ in cells(found[4])} == {12}


def test_steps_behind_the_barline_are_masked() -> None:
    (place,) = places(np.array([72]), 0)
    found = maps(NOTES[:0], np.array([PIANO]), 0, set(), place, np.zeros(3, CHORD))
    assert found[MASK].sum() == 36 * ROWS
    assert found[6, :37:12, 0].tolist() == [1, 0.5, 0.5, 0.5], "barline and beats"

"""A beat of a track as a vector, and back."""

import numpy as np

from musicgan.data.frames import DURATIONS, class_velocity
from musicgan.engines.base import Bools, Dice, Floats
from musicgan.engines.lines import Moment
from musicgan.song import TICKS_PER_BEAT

SLOTS = (0, 6, 8, 12, 16, 18)
"""Ticks of a beat on which a note can start: sixteenths and triplets."""

_CONTOUR = (0, 6, 12, 18)
BEAT = len(SLOTS) + len(_CONTOUR) + 3
"""Starts, pitch around the track's centre in octaves, notes below, articulation, velocity."""

TOLD = (0, 1, 2, 3)
"""Manners that a beat is given: density, polyphony, articulation, dynamics."""

PITCHED = (BEAT, 2 * BEAT + 12 + 2 + len(SLOTS) + len(TOLD))
"""Wanted; known: the last beat, a bar ago, pitch classes, place, others' starts, levels."""

KEYS = (36, 38, 42, 46, 49, 45)
"""The drums that are told apart: kick, snare, hi-hat closed and open, cymbals, the rest."""

DRUMS = (len(KEYS) * len(SLOTS), len(KEYS) * len(SLOTS) + 2)
HARMONY = (12, 12)


def place_vector(beat: int) -> Floats:
    return np.array([beat == 0, beat % 2 == 0], np.float64)


def _slot(position: int) -> int:
    """Number of the nearest slot of a tick in a beat."""
    return int(np.abs(np.array(SLOTS) - position).argmin())


def others_vector(known: list[list[Moment]], beat: int) -> Floats:
    """(slots,) whether any other track starts a note there."""
    found = np.zeros(len(SLOTS))
    for line in known:
        for moment in line:
            if moment.position // TICKS_PER_BEAT == beat:
                found[_slot(moment.position % TICKS_PER_BEAT)] = 1
    return found


def beat_vector(line: list[Moment], beat: int, centre: float, ticks: int) -> Floats:
    """A beat of a pitched track; silence repeats the pitch that came last."""
    found = np.zeros(BEAT)
    begin = beat * TICKS_PER_BEAT
    mine = [moment for moment in line if moment.position // TICKS_PER_BEAT == beat]
    for moment in mine:
        found[_slot(moment.position - begin)] = 1
    tops = [(moment.position, moment.top) for moment in line]
    for place, tick in enumerate(_CONTOUR):
        heard = [top for position, top in tops if position <= begin + tick + 2]
        top = heard[-1] if heard else (tops[0][1] if tops else centre)
        found[len(SLOTS) + place] = (top - centre) / 12
    if mine:
        follows = [position for position, _ in tops if position > mine[-1].position]
        end = follows[0] if follows else ticks
        ratio = int(DURATIONS[mine[-1].duration]) / max(1, end - mine[-1].position)
        found[-3] = np.mean([len(moment.pitches) - 1 for moment in mine])
        found[-2] = min(ratio, 1.5)
        found[-1] = class_velocity(mine[0].velocity) / 127
    else:
        found[-3:] = 0, 0.9, 0.6
    return found


def tidied(vector: Floats) -> Floats:
    """A drawn vector as a real one would be."""
    found = vector.copy()
    found[: len(SLOTS)] = found[: len(SLOTS)] > 0.5
    found[len(SLOTS) : -3] = np.clip(found[len(SLOTS) : -3], -2, 2)
    found[-3] = np.clip(found[-3], 0, 5)
    found[-2] = np.clip(found[-2], 0.15, 1.5)
    found[-1] = np.clip(found[-1], 0.15, 1)
    return found


def decoded(
    vector: Floats,
    beat: int,
    ticks: int,
    centre: float,
    pitch_classes: Floats,
    allowed: Bools,
    dice: Dice,
) -> list[Moment]:
    """The moments of a beat: pitches near the contour that the pitch classes favour."""
    usable = np.flatnonzero(allowed)
    favour = (pitch_classes[usable % 12] + 0.03) ** 2
    found = []
    for slot, start in enumerate(SLOTS):
        position = beat * TICKS_PER_BEAT + start
        if not vector[slot] or position >= ticks:
            continue
        contour = vector[len(SLOTS) + min(start // 6, len(_CONTOUR) - 1)]
        off = usable - (centre + 12 * contour)
        pitches = [int(usable[dice.draw(favour * np.exp(-((off / 2) ** 2)) + 1e-12)])]
        for _ in range(round(float(vector[-3]))):
            gap = pitches[-1] - usable
            weights = favour * np.exp(-(((gap - 4.5) / 2) ** 2)) * (gap > 0)
            if weights.sum() > 1e-9:
                pitches.append(int(usable[dice.draw(weights)]))
        found.append(Moment(position, tuple(pitches), 0, int(127 * vector[-1])))
    return found


def kit_vector(line: list[Moment], beat: int) -> Floats:
    """(drums * slots,) what is struck in a beat."""
    found = np.zeros((len(KEYS), len(SLOTS)))
    kinds = {35: 0, 36: 0, 37: 1, 38: 1, 39: 1, 40: 1, 42: 2, 44: 2, 46: 3}
    for moment in line:
        if moment.position // TICKS_PER_BEAT == beat:
            for pitch in moment.pitches:
                kind = kinds.get(pitch, 4 if pitch in (49, 51, 52, 53, 55, 57, 59) else 5)
                found[kind, _slot(moment.position % TICKS_PER_BEAT)] = 1
    return found.reshape(-1)

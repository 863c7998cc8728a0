"""The measures of MuseGAN (Dong, Hsiao, Yang & Yang, AAAI 2018), on windows as judged.

The paper works with 24 time steps a beat, as we do. Its tracks are five families; here every track
of a window counts alike. Where a window says nothing about a measure, it is NaN.
"""

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import DRUM_FAMILY, beats_in
from musicgan.data.windows import Window
from musicgan.song import TICKS_PER_BEAT

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

QUALIFIED = 3
"""Ticks of a qualified note: a 32nd."""

_SIXTEENTH = TICKS_PER_BEAT // 4
_ALMOST = 0.1
"""What a drum note counts that is one tick beside a sixteenth."""


def empty_bars(window: Window) -> float:
    """EB: share of a track's bars without a note, on average over the tracks, 0 to 1."""
    shape = (len(window.bar_ticks), len(window.family))
    playing = np.zeros(shape, bool)
    playing[window.bar[window.note_frame], window.note_track] = True
    return float(1 - playing.mean())


def used_pitch_classes(window: Window) -> float:
    """UPC: pitch classes that start in a bar of a pitched track, 0 to 12, of bars with notes."""
    pitched = _pitched(window)
    cell = _cell(window)[pitched]
    if not len(cell):
        return float("nan")
    used = np.unique(np.stack([cell, window.note_pitch[pitched] % 12]), axis=1)
    return float(used.shape[1] / len(np.unique(cell)))


def qualified_notes(window: Window) -> float:
    """QN: share of pitched notes that last a 32nd or longer, 0 to 1."""
    length = (window.note_end - window.note_onset)[_pitched(window)]
    return float(np.mean(length >= QUALIFIED)) if len(length) else float("nan")


def drum_pattern(window: Window) -> float:
    """DP: share of drum notes in the 8- or 16-beat patterns of rock in 4/4, 0 to 1.

    A note on a sixteenth counts 1, a tick beside it 0.1 (as in the authors' code), else 0. Only
    bars of four quarters count.
    """
    drums = ~_pitched(window)
    bar = window.bar[window.note_frame]
    here = drums & (window.bar_ticks[bar] == 4 * TICKS_PER_BEAT)
    if not here.any():
        return float("nan")
    place = window.position[window.note_frame][here] % _SIXTEENTH
    beside = np.isin(place, (1, _SIXTEENTH - 1))
    return float(np.mean((place == 0) + _ALMOST * beside))


def tonal_distance(window: Window) -> float:
    """TD: distance of two tracks in Harte's tonal space, on average over beats and pairs.

    Large is dissonant. The pitch classes that sound in a beat, each weighted by its ticks, become a
    point of Harte, Sandler & Gasser's space (2006; radii 1, 1 and 0.5). Beats in which one of the
    two tracks rests don't count.
    """
    points = tonal_centroids(beat_chroma(window))
    slots = np.flatnonzero(window.family != DRUM_FAMILY)
    found = [
        distance
        for place, first in enumerate(slots)
        for second in slots[place + 1 :]
        for distance in np.linalg.norm(points[first] - points[second], axis=1)
        if not np.isnan(distance)
    ]
    return float(np.mean(found)) if found else float("nan")


def beat_chroma(window: Window) -> Floats:
    """(tracks, beats, 12) ticks that each pitch class sounds in each beat; drums are empty."""
    beats = beats_in(window.bar_ticks)
    start = np.repeat(np.cumsum(window.bar_ticks) - window.bar_ticks, beats)
    start = start + TICKS_PER_BEAT * window.beat_place
    end = np.append(start[1:], window.bar_ticks.sum())
    chroma = np.zeros((len(window.family), len(start), 12))
    for note in np.flatnonzero(_pitched(window)):
        onset, stop = window.note_onset[note], window.note_end[note]
        first, last = np.searchsorted(start, onset, "right") - 1, np.searchsorted(start, stop)
        beat = np.arange(first, last)
        ticks = np.minimum(end[beat], stop) - np.maximum(start[beat], onset)
        chroma[window.note_track[note], beat, window.note_pitch[note] % 12] += ticks
    return chroma


def tonal_centroids(chroma: Floats) -> Floats:
    """(…, 6) points in tonal space of pitch-class weights (…, 12); NaN where all are 0."""
    angle = np.arange(12)[:, None] * np.pi * np.array([7 / 6, 3 / 2, 2 / 3])
    circles = np.stack([np.sin(angle), np.cos(angle)], axis=-1) * np.array([1, 1, 0.5])[:, None]
    with np.errstate(invalid="ignore"):
        shares = chroma / chroma.sum(axis=-1, keepdims=True)
    return np.asarray(shares @ circles.reshape(12, 6))


def _pitched(window: Window) -> npt.NDArray[np.bool_]:
    return np.asarray(window.family[window.note_track] != DRUM_FAMILY)


def _cell(window: Window) -> Ints:
    """(N,) a number for each note's bar and track."""
    bar = window.bar[window.note_frame]
    return np.asarray(bar * len(window.family) + window.note_track)


MEASURES = {
    "EB": empty_bars,
    "UPC": used_pitch_classes,
    "QN": qualified_notes,
    "DP": drum_pattern,
    "TD": tonal_distance,
}
"""The measures by their names in the paper."""

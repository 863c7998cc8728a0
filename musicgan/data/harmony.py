"""Keys and chords of a song: read from the file where it states them, else estimated."""

import re

import numpy as np
import numpy.typing as npt

from musicgan.errors import MusicganError
from musicgan.song import TICKS_PER_BEAT, Bar, Key, Song
from musicgan.song.chords import Chord, parse_chord

CHORD = np.dtype([("pitch_classes", "<u2"), ("root", "u1"), ("bass", "u1")])
"""One beat's chord: pitch classes as bits (bit 0 is C), root and bass 0 to 11.

``root`` is ``NO_CHORD`` where the file says that there is none, ``UNKNOWN`` where nobody knows.
"""

NO_CHORD = 12
UNKNOWN = 13

# Krumhansl & Kessler (1982), probe-tone profiles for C major and C minor.
_MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
_MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])

_TEMPLATES: tuple[tuple[int, ...], ...] = (
    (0, 4, 7), (0, 3, 7), (0, 4, 7, 10), (0, 3, 7, 10), (0, 4, 7, 11), (0, 3, 6), (0, 3, 6, 9),
    (0, 3, 6, 10), (0, 4, 8),
)  # fmt: skip
"""Chords that are looked for where a file has no symbols, simplest first."""

_STEPS = TICKS_PER_BEAT // 4


def estimate_key(song: Song) -> Key:
    """The key whose Krumhansl–Kessler profile correlates best with the song's pitch classes."""
    weights = np.zeros(12)
    for track in song.tracks:
        if not track.is_drum:
            for note in track.notes:
                weights[note.pitch % 12] += min(note.duration, 4 * TICKS_PER_BEAT)
    if weights.max() == weights.min():
        return Key(0, "major")
    scores = {
        (tonic, mode): float(np.corrcoef(weights, np.roll(profile, tonic))[0, 1])
        for mode, profile in (("major", _MAJOR), ("minor", _MINOR))
        for tonic in range(12)
    }
    tonic, mode = max(scores, key=lambda candidate: scores[candidate])
    return Key.of(tonic, mode)


def chord_row(chord: Chord | None, shift: int = 0) -> tuple[int, int, int]:
    """A row of ``CHORD`` for a chord moved by ``shift`` semitones; None is "no chord"."""
    if chord is None:
        return (0, NO_CHORD, 0)
    bits = sum(1 << ((pitch_class + shift) % 12) for pitch_class in chord.pitch_classes)
    return (bits, (chord.root + shift) % 12, (chord.bass + shift) % 12)


def beat_starts(grid: list[Bar]) -> list[int]:
    """Tick of every beat; each bar starts a beat anew."""
    return [bar.start + tick for bar in grid for tick in range(0, bar.ticks, TICKS_PER_BEAT)]


def chords_by_beat(song: Song, grid: list[Bar], shift: int) -> npt.NDArray[np.void]:
    """(beats,) of ``CHORD``, transposed by ``shift``: the file's symbols, else an estimate."""
    starts = beat_starts(grid)
    if not song.chords:
        return _estimated(song, starts, shift)
    rows = np.zeros(len(starts), CHORD)
    rows["root"] = UNKNOWN
    changes = [(c.tick, _symbol_row(c.symbol, shift)) for c in song.chords]
    place = 0
    current: tuple[int, int, int] = (0, UNKNOWN, 0)
    for beat, start in enumerate(starts):
        while place < len(changes) and changes[place][0] < start + TICKS_PER_BEAT // 2:
            current = changes[place][1]
            place += 1
        rows[beat] = current
    return rows


def _symbol_row(symbol: str, shift: int) -> tuple[int, int, int]:
    """Row of a file's symbol, without its bracketed additions if need be; else unknown."""
    for text in (symbol, re.sub(r"\(.*?\)", "", symbol)):
        try:
            return chord_row(parse_chord(text), shift)
        except MusicganError:
            continue
    return (0, UNKNOWN, 0)


def _estimated(song: Song, starts: list[int], shift: int) -> npt.NDArray[np.void]:
    """The template that explains most of each beat's sounding time; unknown where none does."""
    rows = np.zeros(len(starts), CHORD)
    rows["root"] = UNKNOWN
    weights, lowest = _pitch_class_weights(song, np.array(starts))
    weights = np.roll(weights, shift, axis=1)
    total = weights.sum(axis=1)
    best = np.full(len(starts), -np.inf)
    for template in _TEMPLATES:
        for root in range(12):
            tones = [(root + step) % 12 for step in template]
            inside = weights[:, tones]
            # Every tone of the chord should sound; a fourth tone has to earn its place.
            score = inside.sum(axis=1) / np.maximum(total, 1) - 0.12 * (inside == 0).sum(axis=1)
            score = score - 0.03 * (len(template) - 3) + 0.02 * (lowest == (root - shift) % 12)
            better = (score > best) & (total > 0)
            best[better] = score[better]
            rows["pitch_classes"][better] = sum(1 << tone for tone in tones)
            rows["root"][better] = root
    unclear = (best < 0.75) | ((weights > 0).sum(axis=1) < 2)
    rows["root"][unclear] = UNKNOWN
    rows["pitch_classes"][unclear] = 0
    rows["bass"] = np.where(unclear, 0, np.where(lowest < 12, (lowest + shift) % 12, rows["root"]))
    return rows


def _pitch_class_weights(
    song: Song, starts: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Sounding sixteenths of each pitch class (beats, 12), and the lowest one (beats,) or 12."""
    pitched = [n for track in song.tracks if not track.is_drum for n in track.notes]
    onset = np.array([n.onset for n in pitched], np.int64)
    pitch = np.array([n.pitch for n in pitched], np.int64)
    steps = np.array([-(-n.duration // _STEPS) for n in pitched], np.int64)
    nth = np.arange(steps.sum()) - np.repeat(np.cumsum(steps) - steps, steps)
    beat = np.searchsorted(starts, np.repeat(onset, steps) + nth * _STEPS, side="right") - 1
    sounding = np.repeat(pitch, steps)
    weights = np.zeros((len(starts), 12))
    np.add.at(weights, (beat, sounding % 12), 1)
    lowest = np.full(len(starts), 128)
    np.minimum.at(lowest, beat, sounding)
    return weights, np.where(lowest < 128, lowest % 12, 12)

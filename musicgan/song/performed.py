"""Music that was played freely: its beats are found, and its notes put on them.

A recorded performance knows seconds only; the ticks of its file say nothing of beats.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from musicgan.errors import MusicganError
from musicgan.song.song import TICKS_PER_BEAT, Meter, Note, Song, Tempo
from musicgan.song.time import seconds_at

_Floats = npt.NDArray[np.float64]

_MIN_ON_GRID = 0.5
_MIN_FIT = 0.6
"""Notes that a player strikes 20 ms off have 0.65 or more, notes at random 0.2 to 0.59."""
_MIN_NOTES = 16

_RATE = 100
"""Moments a second at which a beat may lie."""
_PERIODS = (0.3, 1.0)
"""Seconds of a beat: 200 to 60 a minute."""
_USUAL_PERIOD, _OCTAVES = 0.5, 0.7
_STEADINESS = 100.0
"""What a beat of another length costs, against the strength of what starts there."""


def has_grid(song: Song) -> bool:
    """Whether most notes start on sixteenths or triplets of the beats that the song has."""
    onsets = [note.onset for track in song.tracks for note in track.notes]
    on_grid = sum(onset % 6 == 0 or onset % 8 == 0 for onset in onsets)
    return on_grid >= _MIN_ON_GRID * len(onsets)


def on_beats(song: Song, name: str = "The music") -> Song:
    """A performance with beats: its notes on sixteenths or triplets, at the tempo it was played.

    Beats are found by dynamic programming over the onsets (Ellis 2007), for several tempi; the one
    that the notes fit best is taken. There is a tempo for every beat, so that it sounds as before
    but for the moved onsets. Bars are those of the first meter, from where most sounds at once;
    silence in front is left out.

    Args:
        song: what was played, its ticks only a measure of time.
        name: what errors call it.

    Raises:
        MusicganError: it has too few notes, or they fit no beat.
    """
    notes = [note for track in song.tracks for note in track.notes]
    if len(notes) < _MIN_NOTES:
        raise MusicganError(f"{name} has no beat grid and too few notes to find one; {_REMEDY}.")
    onsets = np.array([seconds_at(song.tempos, note.onset) for note in notes])
    weights = np.array([note.velocity / 127 for note in notes])
    found = [_tracked(onsets, weights, period) for period in _periods(onsets, weights)]
    fits = [_fit(beats, onsets) for beats in found]
    liked = [
        fit * _liking(float(np.median(np.diff(beats))))
        for fit, beats in zip(fits, found, strict=True)
    ]
    best = int(np.argmax(liked))
    if fits[best] < _MIN_FIT:
        raise MusicganError(
            f"{name} was played too freely: its notes lie on no beat grid that could be found; "
            f"{_REMEDY}."
        )
    meter = song.meters[0]
    beats = _from_a_barline(found[best], onsets, weights, meter.bar_ticks // TICKS_PER_BEAT)
    return _moved(song, beats, onsets, meter)


_REMEDY = "open it as it is written, or play it to a click in a sequencer and quantise it"


def _envelope(onsets: _Floats, weights: _Floats) -> _Floats:
    """How much starts around each moment: ``(moments,)``, of standard deviation 1."""
    raw = np.bincount(np.round(onsets * _RATE).astype(int), weights, minlength=2)
    # Chords are one event that is stronger, not as strong as all their notes.
    bell = np.exp(-0.5 * (np.arange(-8, 9) / 2.0) ** 2)
    smooth = np.convolve(np.sqrt(raw), bell, "same") if len(raw) > len(bell) else raw
    return np.asarray(smooth / max(float(smooth.std()), 1e-9))


def _periods(onsets: _Floats, weights: _Floats) -> list[float]:
    """Likely lengths of a beat in seconds: where the onsets are like themselves, later."""
    envelope = _envelope(onsets - onsets.min(), weights)
    envelope = envelope - envelope.mean()
    lags = np.arange(int(_PERIODS[0] * _RATE), int(_PERIODS[1] * _RATE) + 1)
    alike = np.array([float(envelope[lag:] @ envelope[:-lag]) for lag in lags])
    alike *= [_liking(lag / _RATE) for lag in lags]
    inner = alike[1:-1]
    peaks = 1 + np.flatnonzero((inner >= alike[:-2]) & (inner > alike[2:]))
    best = peaks[np.argsort(-alike[peaks])][:5] if len(peaks) else np.array([np.argmax(alike)])
    return [float(lags[place]) / _RATE for place in best]


def _liking(period: float) -> float:
    """How usual a beat of so many seconds is, 0 to 1."""
    return float(np.exp(-0.5 * (np.log2(period / _USUAL_PERIOD) / _OCTAVES) ** 2))


def _tracked(onsets: _Floats, weights: _Floats, period: float) -> _Floats:
    """Seconds of beats about ``period`` apart, from before the first onset to after the last."""
    start = float(onsets.min()) - 2 * period
    strength = _envelope(onsets - start, weights)
    strength = np.append(strength, np.zeros(int(2 * period * _RATE)))
    reach = np.arange(-round(1.5 * period * _RATE), -round(0.6 * period * _RATE) + 1)
    cost = -_STEADINESS * np.log(-reach / (period * _RATE)) ** 2
    total = strength.copy()
    before = np.full(len(strength), -1)
    for now in range(-int(reach[0]), len(strength)):
        ways = total[now + reach] + cost
        best = int(np.argmax(ways))
        total[now] += ways[best]
        before[now] = now + reach[best]
    tail = len(total) - round(period * _RATE)
    now = tail + int(np.argmax(total[tail:]))
    beats = []
    while now >= 0:
        beats.append(now)
        now = int(before[now])
    found = _sharpened(start + np.array(beats[::-1]) / _RATE, onsets)
    # The walk begins and ends within the margins; beats go on at the same distance.
    first, last = found[1] - found[0], found[-1] - found[-2]
    early = max(0, int(np.ceil((found[0] - onsets.min()) / first + 1e-6)))
    late = max(1, int(np.ceil((onsets.max() - found[-1]) / last)) + 1)
    return np.concatenate([
        found[0] - first * np.arange(early, 0, -1), found, found[-1] + last * np.arange(1, late + 1)
    ])  # fmt: skip


def _sharpened(beats: _Floats, onsets: _Floats) -> _Floats:
    """Each beat moved to the mean of the onsets within 40 ms, where there are any."""
    near = [onsets[np.abs(onsets - beat) < 0.04] for beat in beats]
    return np.array(
        [here.mean() if len(here) else beat for here, beat in zip(near, beats, strict=True)]
    )


def _places(beats: _Floats, onsets: _Floats) -> _Floats:
    """Where onsets lie, counted in beats."""
    return np.asarray(np.interp(onsets, beats, np.arange(len(beats))))


def _steps(places: _Floats) -> npt.NDArray[np.int64]:
    """Into how many parts the beat of each onset is divided: 4, or 3 where that fits better."""
    beat = np.floor(places + 1 / 8).astype(int)
    beat -= beat.min()
    misses = [np.bincount(beat, np.abs(places * n - np.round(places * n)) / n) for n in (4, 3)]
    return np.asarray(np.where(misses[1] < 0.5 * misses[0], 3, 4)[beat], np.int64)


def _fit(beats: _Floats, onsets: _Floats) -> float:
    """How near the onsets are to sixteenths: 1 on them, 0 as near as onsets at random."""
    places = _places(beats, onsets)
    steps = _steps(places)
    misses = np.abs(places * steps - np.round(places * steps))
    return float(1 - misses.mean() / 0.25)


def _from_a_barline(beats: _Floats, onsets: _Floats, weights: _Floats, bar: int) -> _Floats:
    """The beats from the barline before the first onset; bars begin where most sounds."""
    places = np.round(_places(beats, onsets) * 4) / 4
    on = places == np.round(places)
    bar = max(1, bar)
    strengths = np.bincount(places[on].astype(int) % bar, weights[on], minlength=bar)
    first = int(np.floor(places.min()))
    lead = (first - int(np.argmax(strengths))) % bar
    start = first - lead
    if start >= 0:
        return beats[start:]
    period = beats[1] - beats[0]
    return np.concatenate([beats[0] + period * np.arange(start, 0), beats])


def _moved(song: Song, beats: _Floats, onsets: _Floats, meter: Meter) -> Song:
    """The song in ticks of these beats."""
    places = _places(beats, onsets)
    steps = _steps(places)
    starts = iter((np.round(places * steps) * (TICKS_PER_BEAT // steps)).astype(int).tolist())

    def tick(old: int) -> int:
        place = _places(beats, np.array([seconds_at(song.tempos, old)]))[0]
        return round(float(place) * TICKS_PER_BEAT)

    def note(old: Note, start: int) -> Note:
        return replace(old, onset=start, duration=max(1, tick(old.end) - tick(old.onset)))

    tracks = [
        replace(track, notes=tuple(note(old, next(starts)) for old in track.notes))
        for track in song.tracks
    ]
    lengths = np.diff(beats)
    tempos = [Tempo(i * TICKS_PER_BEAT, round(60 / float(s), 2)) for i, s in enumerate(lengths)]
    return replace(
        song,
        tracks=tuple(tracks),
        tempos=tuple(_first_of_equal(tempos)),
        meters=(replace(meter, tick=0),),
        keys=tuple(replace(change, tick=tick(change.tick)) for change in song.keys),
        chords=tuple(replace(change, tick=tick(change.tick)) for change in song.chords),
        markers=tuple(replace(marker, tick=tick(marker.tick)) for marker in song.markers),
        length=0,
    )


def _first_of_equal(tempos: Iterable[Tempo]) -> list[Tempo]:
    kept: list[Tempo] = []
    for tempo in tempos:
        if not kept or kept[-1].bpm != tempo.bpm:
            kept.append(tempo)
    return kept

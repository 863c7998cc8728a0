"""Where the playhead is, in words. No Qt."""

import bisect

from musicgan.song import TICKS_PER_BEAT, Bar, Song, seconds_at


def bar_and_beat(bars: list[Bar], tick: float) -> str:
    """E.g. ``"3:2"``: bar 3, beat 2 (of the meter's denominator), both counted from 1."""
    if not bars:
        return "1:1"
    place = max(0, bisect.bisect_right([bar.start for bar in bars], tick) - 1)
    bar = bars[place]
    beat_ticks = TICKS_PER_BEAT * 4 / bar.meter.denominator
    return f"{place + 1}:{int((tick - bar.start) / beat_ticks) + 1}"


def upbeat(song: Song) -> float:
    """Tick of the beat on which the first note starts, if it does within the first bar; else 0."""
    first = min((track.notes[0].onset for track in song.tracks if track.notes), default=0)
    meter = song.meters[0]
    if first >= meter.bar_ticks:
        return 0.0
    return float(first - first % (TICKS_PER_BEAT * 4 // meter.denominator))


def clock(seconds: float) -> str:
    """E.g. ``"1:05"``: minutes and seconds, rounded down."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def time_of(song: Song, tick: float) -> str:
    """The tick as minutes and seconds under the song's tempos."""
    return clock(seconds_at(song.tempos, tick))

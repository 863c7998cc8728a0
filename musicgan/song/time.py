"""The one module that converts between ticks, bars and seconds."""

import bisect
from dataclasses import dataclass

from musicgan.song.song import TICKS_PER_BEAT, Meter, Song, Tempo


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``start`` and ``ticks`` (its length) in ticks, and its meter."""

    start: int
    ticks: int
    meter: Meter

    @property
    def end(self) -> int:
        """Tick of the barline that closes it."""
        return self.start + self.ticks


def bars(song: Song, minimum: int = 0) -> list[Bar]:
    """The bars that cover ``song.length``, and at least ``minimum`` of them.

    A meter that changes before its bar is full cuts that bar short (a pickup).
    """
    found: list[Bar] = []
    starts = [meter.tick for meter in song.meters]
    tick = 0
    while tick < song.length or len(found) < minimum:
        place = bisect.bisect_right(starts, tick) - 1
        meter = song.meters[place]
        end = tick + meter.bar_ticks
        if place + 1 < len(starts):
            end = min(end, starts[place + 1])
        found.append(Bar(tick, end - tick, meter))
        tick = end
    return found


MOST_BARS = 250_000


def has_endless_bars(song: Song) -> bool:
    """Whether it has far more bars than any music, or bars of no length, as damaged files may."""
    shortest = min(meter.bar_ticks for meter in song.meters)
    return shortest < 1 or song.length / shortest > MOST_BARS


def snapped(grid: list[Bar], tick: float, step: int) -> int:
    """The line nearest to ``tick``, ≥ 0, of lines every ``step`` ticks from each barline.

    Barlines are lines, too; behind the last bar of ``grid`` its lines go on.
    """
    place = max(0, bisect.bisect_right(grid, tick, key=lambda bar: bar.start) - 1)
    start = grid[place].start if grid else 0
    line = start + round((tick - start) / step) * step
    if grid and tick <= grid[place].end:
        barline = grid[place].end
        if line > barline or abs(barline - tick) < abs(line - tick):
            line = barline
    return max(0, line)


def seconds_at(tempos: tuple[Tempo, ...], tick: float) -> float:
    """Seconds from the start to ``tick`` under a tempo map."""
    seconds = 0.0
    for index, tempo in enumerate(tempos):
        if tempo.tick >= tick and index:
            break
        end = tempos[index + 1].tick if index + 1 < len(tempos) else tick
        seconds += (min(end, tick) - tempo.tick) * 60.0 / (tempo.bpm * TICKS_PER_BEAT)
    return seconds


def tick_at(tempos: tuple[Tempo, ...], seconds: float) -> float:
    """Tick (a fraction between two) that sounds ``seconds`` after the start."""
    passed = 0.0
    for index, tempo in enumerate(tempos):
        seconds_per_tick = 60.0 / (tempo.bpm * TICKS_PER_BEAT)
        if index + 1 < len(tempos):
            span = (tempos[index + 1].tick - tempo.tick) * seconds_per_tick
            if passed + span <= seconds:
                passed += span
                continue
        return tempo.tick + (seconds - passed) / seconds_per_tick
    raise AssertionError("a tempo map is never empty")

"""What a collection amounts to, from the reports of its files. No Qt."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from musicgan.data import FileReport
from musicgan.training import PRESETS

_LITTLE_BARS, _ENOUGH_BARS = 150, 600
_USUAL_SECONDS_A_STEP = 1.5
"""Before anything was measured: a step of a style pack on one core of a laptop."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Sizes and shapes of what is used.

    Attributes:
        kept, total: files.
        bars, notes: of those that are kept.
        hours: of music.
        families: files in which each instrument family plays, the commonest first.
        meters: files in each meter, the commonest first.
        minor: share of files in a minor key.
        tempos: the slowest and the fastest, quarter notes a minute.
        pitches: the lowest and the highest.
        pitch_classes: notes of each of the twelve, from C.
    """

    kept: int = 0
    total: int = 0
    bars: int = 0
    notes: int = 0
    hours: float = 0.0
    families: tuple[tuple[str, int], ...] = ()
    meters: tuple[tuple[str, int], ...] = ()
    minor: float = 0.0
    tempos: tuple[float, float] | None = None
    pitches: tuple[int, int] | None = None
    pitch_classes: tuple[int, ...] = (0,) * 12

    @property
    def size(self) -> str:
        """How much it is to learn from: "nothing", "one", "little", "some" or "enough"."""
        if not self.kept:
            return "nothing"
        if self.kept == 1:
            return "one"
        if self.bars < _LITTLE_BARS:
            return "little"
        return "some" if self.bars < _ENOUGH_BARS else "enough"


def summarise(reports: Iterable[FileReport]) -> Summary:
    """Sum the reports up."""
    reports = list(reports)
    kept = [report for report in reports if report.kept]
    ranges = [report.pitches for report in kept if report.pitches is not None]
    tempos = [report.tempo for report in kept if report.tempo]
    classes = [0] * 12
    for report in kept:
        for place, count in enumerate(report.pitch_classes):
            classes[place] += count
    return Summary(
        kept=len(kept),
        total=len(reports),
        bars=sum(report.bars for report in kept),
        notes=sum(report.notes for report in kept),
        hours=sum(report.seconds for report in kept) / 3600,
        families=tuple(Counter(f for report in kept for f in report.families).most_common()),
        meters=tuple(Counter(report.meter for report in kept if report.meter).most_common()),
        minor=sum(report.key.endswith("minor") for report in kept) / max(len(kept), 1),
        tempos=(min(tempos), max(tempos)) if tempos else None,
        pitches=(min(low for low, _ in ranges), max(high for _, high in ranges))
        if ranges
        else None,
        pitch_classes=tuple(classes),
    )


def minutes_of_presets(seconds_a_step: float | None) -> Mapping[str, float]:
    """How long each preset takes at most, by the speed that was measured last."""
    seconds = _USUAL_SECONDS_A_STEP if seconds_a_step is None else seconds_a_step
    return {name: steps * seconds / 60 for name, steps in PRESETS.items()}

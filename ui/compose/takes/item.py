"""One entry of the list of takes. No Qt."""

from dataclasses import dataclass

from musicgan.generation import Take
from musicgan.song import Song, bars, seconds_at
from ui.transport.position import clock


@dataclass(frozen=True, slots=True)
class TakeItem:
    """A finished take, one that is being made, or a song from a file.

    Attributes:
        name: as shown.
        song: what is there so far.
        take: the engine's result; None while it is made, and for files.
        making: whether the song still grows.
        standing: how the score compares within its batch, 0 (worst) to 1 (best); None: not scored.
        best: whether it is the best of several.
    """

    name: str
    song: Song
    take: Take | None = None
    making: bool = False
    standing: float | None = None
    best: bool = False

    @property
    def summary(self) -> str:
        """Bars and time, e.g. ``"16 bars · 0:32"``."""
        count = len(bars(self.song))
        return f"{count} bars · {clock(seconds_at(self.song.tempos, self.song.length))}"


def partial_items(first: int, songs: tuple[Song, ...]) -> list[TakeItem]:
    """Entries for takes in the making; ``first`` is the number of the first."""
    return [TakeItem(f"Take {first + i}", song, making=True) for i, song in enumerate(songs)]


def finished_items(first: int, takes: list[Take]) -> list[TakeItem]:
    """Entries for a batch, best score first; numbered in the order of their seeds."""
    if not takes:
        return []
    scores = [take.score for take in takes]
    low, high = min(scores), max(scores)
    span = high - low
    by_seed = sorted(takes, key=lambda take: take.seed)
    ranked = sorted(takes, key=lambda take: -take.score)
    return [
        TakeItem(
            f"Take {first + by_seed.index(take)}",
            take.song,
            take,
            standing=(take.score - low) / span if span > 0 else None,
            best=place == 0 and len(takes) > 1,
        )
        for place, take in enumerate(ranked)
    ]

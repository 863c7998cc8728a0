"""Copying: the longest run of a take that also stands in the training data.

Runs don't depend on the key: melodic ones are steps of a top line (interval and time to the next
onset), harmonic ones are changes of the pitch classes that are struck in a beat, in C or A minor.
Held-out real music shows how long such runs are in music that was not copied.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from musicgan.data.frames import DRUM_FAMILY, Piece, beats_in
from musicgan.data.windows import Window
from musicgan.song import TICKS_PER_BEAT

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

LONGEST = 64
"""Longer runs are not told apart."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Runs(msgspec.Struct, frozen=True):
    """Longest runs that some music shares with the training data.

    Attributes:
        mean, high, longest: mean, 95th percentile and maximum over excerpts.
        beyond: share of excerpts with a longer run than 95 % of the held-out real ones have.
    """

    mean: float
    high: float
    longest: int
    beyond: float


@dataclass(frozen=True, slots=True)
class Line:
    """The notes that runs are read from, sorted by onset: a window's or a piece's.

    Attributes:
        onset, pitch, track: (N,).
        drum: (N,) whether it is a drum.
        bar_ticks: (M,).
    """

    onset: Ints
    pitch: Ints
    track: Ints
    drum: npt.NDArray[np.bool_]
    bar_ticks: Ints


def of_window(window: Window) -> Line:
    """The notes of a window."""
    return Line(
        window.note_onset,
        window.note_pitch,
        window.note_track,
        window.family[window.note_track] == DRUM_FAMILY,
        window.bar_ticks,
    )


def of_piece(piece: Piece) -> Line:
    """The notes of a piece."""
    notes = piece.notes
    return Line(
        notes["onset"].astype(np.int64) - int(piece.bars["start"][0]),
        notes["pitch"].astype(np.int64),
        notes["track"].astype(np.int64),
        piece.tracks["family"][notes["track"]] == DRUM_FAMILY,
        piece.bars["ticks"].astype(np.int64),
    )


def melodic_steps(line: Line) -> list[Ints]:
    """For each pitched track, its steps as numbers: interval and time to the next onset."""
    found = []
    for slot in np.unique(line.track[~line.drum]):
        mine = line.track == slot
        order = np.lexsort((-line.pitch[mine], line.onset[mine]))
        onset, pitch = line.onset[mine][order], line.pitch[mine][order]
        times, first = np.unique(onset, return_index=True)
        gaps = np.diff(times).clip(max=1023)
        found.append((np.diff(pitch[first]) + 128) * 1024 + gaps)
    return found


def harmonic_steps(line: Line) -> list[Ints]:
    """The pitch classes struck in each beat as bits, without rests and repeats: one sequence."""
    beats = beats_in(line.bar_ticks)
    start = np.cumsum(line.bar_ticks) - line.bar_ticks
    onset, pitch = line.onset[~line.drum], line.pitch[~line.drum]
    bar = np.searchsorted(start, onset, "right") - 1
    beat = (np.cumsum(beats) - beats)[bar] + (onset - start[bar]) // TICKS_PER_BEAT
    classes = np.zeros(int(beats.sum()), np.int64)
    np.bitwise_or.at(classes, beat, 1 << (pitch % 12))
    struck = classes[classes > 0]
    return [struck[np.diff(struck, prepend=0) != 0]]


def longest_runs(
    queries: Sequence[Iterable[Ints]], corpus: Iterable[Ints], longest: int = LONGEST
) -> Ints:
    """(queries,) length of the longest run that any sequence of a query shares with the corpus.

    Both sides' runs are hashed and grow together, step by step, as long as the other side has them
    too; two different runs have one hash with a chance of about one in 10^7.
    """
    seen = _joined(corpus, first_border=-1)
    asked, owner = [], []
    for number, sequences in enumerate(queries):
        for sequence in sequences:
            asked.append(sequence)
            owner.append(np.full(len(sequence) + 1, number))
    # Borders differ on the two sides, so that no run goes across one.
    query = _joined(asked, first_border=-(1 << 40))
    owners = np.concatenate([np.zeros(0, np.int64), *owner])
    found = np.zeros(len(queries), np.int64)
    here, there = _mixed(query), _mixed(seen)
    places, their_places = np.arange(len(query)), np.arange(len(seen))
    hashes, their_hashes = here, there
    for length in range(1, longest + 1):
        kept, theirs = np.isin(hashes, their_hashes), np.isin(their_hashes, hashes)
        places, hashes = places[kept], hashes[kept]
        their_places, their_hashes = their_places[theirs], their_hashes[theirs]
        if not len(places):
            break
        found[owners[places]] = length
        places, hashes = _grown(places, hashes, here, length)
        their_places, their_hashes = _grown(their_places, their_hashes, there, length)
    return found


def summarised(lengths: Ints, real: Ints) -> Runs:
    """The figures of (excerpts,) longest runs, beside those of held-out real music."""
    return Runs(
        mean=float(lengths.mean()),
        high=float(np.quantile(lengths, 0.95)),
        longest=int(lengths.max()),
        beyond=float(np.mean(lengths > np.quantile(real, 0.95))),
    )


def _joined(sequences: Iterable[Ints], first_border: int) -> Ints:
    """All sequences with a different negative number behind each."""
    parts: list[Ints] = [np.zeros(0, np.int64)]
    for number, sequence in enumerate(sequences):
        parts += [sequence, np.array([first_border - number], np.int64)]
    return np.concatenate(parts)


def _mixed(steps: Ints) -> Hashes:
    """(N,) well-spread numbers for the steps (SplitMix64's finaliser, Steele et al. 2014)."""
    x = steps.astype(np.uint64) * _FACTOR
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _grown(places: Ints, hashes: Hashes, steps: Hashes, length: int) -> tuple[Ints, Hashes]:
    """Runs of ``length`` that go on for a step, with their new hashes."""
    inside = places + length < len(steps)
    places = places[inside]
    return places, hashes[inside] * _FACTOR + steps[places + length]


KINDS: dict[str, Callable[[Line], list[Ints]]] = {
    "melodic": melodic_steps,
    "harmonic": harmonic_steps,
}
"""Kinds of runs by name."""

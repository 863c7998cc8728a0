"""How fast a collection is scanned, and in how much memory: ``python -m tests.benchmarks.scan``.

Usage: ``python -m tests.benchmarks.scan [COUNT]`` writes COUNT (10,000) small MIDI files,
nearly all different, and looks at them as the Train tab does.
"""

import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from musicgan.data import inspect_folder
from musicgan.formats import write_song
from musicgan.song import Song
from tests.tiny import trio

_SONGS = 100
_BARS = 16


def moved(song: Song, semitones: int) -> Song:
    """A song with its last note at another pitch, so that no two are alike."""
    first, *others = song.tracks
    *notes, last = first.notes
    other = replace(last, pitch=(last.pitch + semitones) % 128)
    return replace(song, tracks=(replace(first, notes=(*notes, other)), *others))


def megabytes(path: str = "/proc/self/status") -> float:
    """Memory of this process that is in use."""
    lines = Path(path).read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        songs = [trio(_BARS, seed) for seed in range(_SONGS)]
        for number in range(count):
            place, semitones = number % _SONGS, number // _SONGS
            write_song(moved(songs[place], semitones), folder / f"{place}" / f"{semitones}.mid")
        began = time.perf_counter()
        memory: list[float] = []

        def progress(done: int, total: int) -> None:
            if done % (total // 10) == 0:
                memory.append(megabytes())
                rate = done / (time.perf_counter() - began)
                print(f"{done:,} of {total:,}: {rate:.0f} files/s, {memory[-1]:.0f} MB", flush=True)

        reports = inspect_folder([folder], progress)
    kept = sum(report.kept for report in reports)
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"kept {kept:,} of {len(reports):,}; a worker at most {workers:.0f} MB")


if __name__ == "__main__":
    main()

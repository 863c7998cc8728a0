"""Whether takes are rendered as they are written: ``python -m tests.benchmarks.rendered FOLDER``.

Some of the files, evenly spread (``--takes 50``), are rendered to WAV: how much faster than they
last, how loud the loudest sample is, and how loud they are with all tracks muted. Then their notes
are played by a wood-block, and each onset that nothing before drowns is looked for in the sound.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from musicgan.audio import Level, render
from musicgan.audio.mixer import Stereo
from musicgan.audio.synth import SAMPLE_RATE
from musicgan.formats import read_song
from musicgan.song import Note, Song, Track, seconds_at

_WOOD_BLOCK = 115
_ALONE_SECONDS = 0.4
_STRIKE = 0.02


def sound_of(song: Song, path: Path, levels: dict[int, Level] | None = None) -> Stereo:
    """What is written into a WAV file at ``path``."""
    assert render(song, path, levels=levels)
    sound, _ = soundfile.read(path, dtype="float32")
    return np.asarray(sound, np.float32)


def strokes(song: Song) -> Song:
    """Its onsets that nothing precedes closely, as strokes of a wood-block."""
    ticks = sorted({note.onset for track in song.tracks for note in track.notes})
    alone: list[int] = []
    for tick in ticks:
        distance = (
            seconds_at(song.tempos, tick) - seconds_at(song.tempos, alone[-1]) if alone else 9
        )
        if distance >= _ALONE_SECONDS:
            alone.append(tick)
    notes = tuple(Note(tick, 80, 3, 110) for tick in alone)
    return replace(song, tracks=(Track("Strokes", _WOOD_BLOCK, False, notes),))


def onset_errors(song: Song, sound: Stereo) -> Iterator[float]:
    """Seconds from each note to the sound's first sample near it."""
    level = np.abs(sound).max(axis=1)
    for note in song.tracks[0].notes:
        due = seconds_at(song.tempos, note.onset)
        start = max(int((due - 0.02) * SAMPLE_RATE), 0)
        window = level[start : start + int(0.1 * SAMPLE_RATE)]
        assert window.max() > _STRIKE, f"no sound at tick {note.onset}"
        yield (start + int(np.argmax(window > _STRIKE))) / SAMPLE_RATE - due


def main() -> None:
    """Render, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--takes", type=int, default=50)
    options = parser.parse_args()
    paths = sorted(options.folder.rglob("*.mid"))
    factors: dict[int, list[float]] = defaultdict(list)
    peaks: list[float] = []
    muted = 0.0
    errors: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        wav = Path(name) / "take.wav"
        for path in paths[:: max(1, len(paths) // options.takes)]:
            song = read_song(path)
            began = time.perf_counter()
            render(song, wav)
            seconds = seconds_at(song.tempos, song.length)
            factors[len(song.tracks)].append(seconds / (time.perf_counter() - began))
            sound, _ = soundfile.read(wav, dtype="float32")
            peaks.append(float(np.abs(sound).max()))
            silent = {number: Level(muted=True) for number in range(len(song.tracks))}
            muted = max(muted, float(np.abs(sound_of(song, wav, silent)).max(initial=0.0)))
            tapped = strokes(song)
            errors += onset_errors(tapped, sound_of(tapped, wav))
    milliseconds = 1000 * np.abs(errors)
    print(
        json.dumps(
            {
                "takes": len(peaks),
                "times real time, by tracks": {
                    tracks: f"{statistics.median(found):.0f} (least {min(found):.0f})"
                    for tracks, found in sorted(factors.items())
                },
                "loudest sample": round(max(peaks), 4),
                "loudest sample when muted": muted,
                "onsets": len(errors),
                "off in ms": {
                    "median": round(float(np.median(milliseconds)), 2),
                    "most": round(float(milliseconds.max()), 2),
                },
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()

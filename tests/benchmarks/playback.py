"""Whether playing stutters: ``python -m tests.benchmarks.playback --minutes 10 --train FOLDER``.

The real window plays five tracks, painting offscreen, into an output without a device that
asks for sound in real time. ``--train FOLDER`` trains on a folder of MIDI files meanwhile, in a
process of its own as the window does. Printed as JSON: how often the synthesiser was late
(underruns), how often the output (late), and how far the playhead was from the output's own clock.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()

import numpy as np
from PySide6.QtCore import QTimer

from musicgan.audio import Player, default_soundfont
from musicgan.audio.device import SilentStream
from musicgan.audio.mixer import Stereo
from musicgan.audio.synth import SAMPLE_RATE
from musicgan.project import Origin, ProjectTake
from musicgan.song import Song, Track, seconds_at
from tests.ui.fake_backend import backend, demo_song
from ui.window import MainWindow, application


class Output(SilentStream):
    """Remembers when the song's first sound was due by its own clock."""

    def __init__(self, fill: Callable[[Stereo], None], position: Callable[[], int]) -> None:
        """``position`` is the frame of the song that is given next."""
        super().__init__(self._filled)
        self._give = fill
        self._position = position
        self.began = 0.0
        self.calls = 0
        self.longest = 0.0

    def _filled(self, out: Stereo) -> None:
        now = time.perf_counter()
        self._give(out)
        if self._position() and not self.calls:
            self.began = self.due
        self.calls += bool(self.began)
        self.longest = max(self.longest, time.perf_counter() - now)


def five_tracks(minutes: float) -> Song:
    """A band with strings, long enough."""
    bars = int(minutes * 112 / 4) + 2
    song = demo_song(1, bars)
    strings = tuple(
        replace(note, duration=96, velocity=50)
        for note in song.tracks[0].notes
        if note.onset % 96 == 0
    )
    return replace(song, tracks=(*song.tracks, Track("Strings", 48, False, strings)))


def main() -> None:
    """Play, watch, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--train", type=Path)
    options = parser.parse_args()
    trainer = None
    if options.train is not None:
        out = Path(tempfile.mkdtemp()) / "trained.safetensors"
        command = [sys.executable, "-m", "musicgan", "train", str(options.train), "-o", str(out)]
        command += ["--minutes", str(options.minutes + 2)]
        trainer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    outputs: list[Output] = []
    players: list[Player] = []

    def open_output(fill: Callable[[Stereo], None], _device: str) -> Output:
        outputs.append(Output(fill, lambda: players[-1]._deck.frame))
        return outputs[-1]

    def make_player() -> Player:
        players.append(Player(default_soundfont(), open_output))
        return players[-1]

    app = application()
    window = MainWindow(replace(backend(), player=make_player))
    window.resize(1280, 800)
    window.show()
    song = five_tracks(options.minutes)
    window.compose.add([ProjectTake(song, "Five tracks", origin=Origin.OPENED)])
    # Libraries that the window loads once it is painted are not the matter here.
    QTimer.singleShot(5000, window.playback.play)
    drifts: list[float] = []

    def watch() -> None:
        if not outputs or not outputs[0].calls:
            return
        output, player = outputs[0], players[0]
        now = time.perf_counter()
        tick = player.position_ticks
        looked = time.perf_counter() - now
        due = now - output.began - output.latency - output.lost
        # A look that was interrupted says nothing of where the playhead was.
        if due > 2.0 and looked < 0.001:
            drifts.append(seconds_at(song.tempos, tick) - due)
        if due > options.minutes * 60:
            app.exit()

    timer = QTimer()
    timer.timeout.connect(watch)
    timer.start(50)
    app.exec()
    milliseconds = 1000 * np.array(drifts)
    print(
        json.dumps(
            {
                "minutes": options.minutes,
                "tracks": len(song.tracks),
                "load average": os.getloadavg()[0],
                "underruns": players[0].underruns,
                "late": outputs[0].late,
                "lost seconds": round(outputs[0].lost, 2),
                "longest call in ms": round(1000 * outputs[0].longest, 1),
                "a call plays ms": round(1000 * Output.BLOCK / SAMPLE_RATE, 1),
                "looks": len(drifts),
                "drift in ms": {
                    "median": round(float(np.median(np.abs(milliseconds))), 2),
                    "99 of 100": round(float(np.quantile(np.abs(milliseconds), 0.99)), 2),
                    "most": round(float(np.abs(milliseconds).max()), 2),
                    "at the end": round(float(np.median(milliseconds[-20:])), 2),
                },
            },
            indent=2,
        )
    )
    if trainer is not None:
        trainer.terminate()
        trainer.wait()
    window.document.mark_saved(window.document.project)
    window.close()


if __name__ == "__main__":
    main()

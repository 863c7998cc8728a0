"""Figures of the piano-roll with 10,000 notes: ``python -m tests.ui.measure_roll`` prints them.

Processor time of the GUI thread, since a busy machine makes frames late by itself. At 60 frames a
second there are 16.7 ms for each.
"""

import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()

from musicgan.song import Note, Song, Track
from ui.pianoroll.view import PianoRoll
from ui.theme import Theme
from ui.window import application

_FRAMES = 150
_PIXELS_A_FRAME = 50
"""At 60 frames a second 3,000 pixels a second: two screens."""


def scrolling(zooms: Sequence[float] = (30, 8, 2)) -> Iterator[tuple[str, list[float]]]:
    """What is seen of 10,000 notes, and the milliseconds of each frame while it scrolls, sorted."""
    roll = _roll()
    for apart in (False, True):
        roll.editor.set_apart(apart)
        for zoom in zooms:
            roll.fit()
            roll._zoom(zoom, 0)
            bar = roll.horizontalScrollBar()
            step = max(1, round(_PIXELS_A_FRAME / roll.view.pixels_per_tick))
            frames = []
            for frame in range(_FRAMES):
                began = time.thread_time()
                end = bar.maximum()
                bar.setValue(abs((frame * step + end) % (2 * end) - end))  # there and back
                roll.viewport().repaint()  # and all else in the window that changed
                frames.append((time.thread_time() - began) * 1000)
            yield f"{'lanes' if apart else 'overlaid'}, {10_000 // zoom} notes seen", sorted(frames)


def main() -> None:
    """Scroll, and edit all the notes at once; print."""
    for what, frames in scrolling():
        median, p99 = frames[_FRAMES // 2], frames[_FRAMES * 99 // 100]
        print(f"scrolling, {what}: median {median:.1f} ms, p99 {p99:.1f} ms a frame")
    roll = _roll()
    for name in ("choose_all", "duplicate", "quantise", "choose_none"):
        began = time.thread_time()
        getattr(roll.editor, name)()
        print(f"{name} of 10,000 notes: {(time.thread_time() - began) * 1000:.0f} ms")


def _roll() -> PianoRoll:
    application()
    theme = Theme()
    theme.choose("dark")
    roll = PianoRoll(theme)
    roll.song_edited.connect(lambda song, _: roll.set_song(song))
    roll.resize(1600, 900)
    roll.show()
    roll.show_velocities(True)
    application().processEvents()
    roll.set_song(ten_thousand())
    return roll


def ten_thousand() -> Song:
    """A song of eight tracks, 156 bars, six octaves."""
    draw = random.Random(1)

    def notes() -> tuple[Note, ...]:
        return tuple(Note(draw.randrange(15_000), draw.randrange(36, 96), 20) for _ in range(1250))

    return Song(tuple(Track(f"{track}", notes=notes()) for track in range(8)))


if __name__ == "__main__":
    main()

"""Writing: every decision is drawn."""

from collections.abc import Iterator

import numpy as np

from musicgan.data.frames import DURATIONS, class_velocity
from musicgan.data.harmony import UNKNOWN
from musicgan.data.windows import Window
from musicgan.engines.base import Bools, Dice, Notes, Sheet, part_of, styles_by_bar
from musicgan.engines.lines import Moment, first_beats, known_chords, moments
from musicgan.engines.markov.chain import Chain
from musicgan.engines.markov.contexts import Line, around
from musicgan.engines.markov.walk import Contexts, Walk
from musicgan.engines.markov.words import ANY, Words


class Player:
    """Writes a window."""

    def __init__(
        self, chains: dict[str, Chain], words: Words, window: Window, sheet: Sheet, dice: Dice
    ) -> None:
        self._chains = chains
        self._words = words
        self._window = window
        self._sheet = sheet
        self._dice = dice
        self._walk = Walk(words, self._ask)
        self._styles: list[tuple[int, float]] = []

    def play(self) -> Iterator[Notes]:
        """Bar by bar; what is given comes first in each, so that the rest can hear it."""
        window, sheet = self._window, self._sheet
        tracks = len(window.family)
        part = part_of(window.family, window.ordinal).tolist()
        styles = styles_by_bar(window)
        symbols = [
            None if row["root"] == UNKNOWN else
            self._words.chord(int(row["pitch_classes"]), int(row["root"]))
            for row in known_chords(window)
        ]  # fmt: skip
        beats = [*first_beats(window.bar_ticks).tolist(), len(symbols)]
        mode = int(window.mode == 2)
        before: list[Moment | None] = [None] * tracks
        came = [ANY] * tracks
        earlier: list[list[Moment]] = [[] for _ in range(tracks)]
        last = (0, 0)
        for bar, ticks in enumerate(window.bar_ticks.tolist()):
            self._dice.turn(bar)
            self._styles = styles[bar] or [(ANY, 1.0)]
            chords, last = self._walk.chords(mode, last, symbols[beats[bar] : beats[bar + 1]])
            start = int(sheet.starts[bar])
            row = [moments(sheet.given(bar, track), start) for track in range(tracks)]
            free = [track for track in range(tracks) if sheet.free(bar, track)]
            known = [row[track] for track in range(tracks) if track not in free]
            same = bar > 0 and ticks == window.bar_ticks[bar - 1]
            for track in range(tracks):
                if track in free:
                    line = Line(
                        int(window.family[track]), part[track], ticks, mode,
                        earlier[track] if same else None, *around([r for r in known if r]),
                        window.levels[bar].tolist(), chords, before[track], came[track],
                    )  # fmt: skip
                    row[track] = self._walk.track(line, sheet.allowed[track], None)
                    came[track] = line.came
                    known.append(row[track])
                    self._add(start, track, row[track])
                if row[track]:
                    before[track] = row[track][-1]
            earlier = row
            yield sheet.notes()

    def _add(self, start: int, track: int, row: list[Moment]) -> None:
        for moment in row:
            for pitch in moment.pitches:
                self._sheet.add(
                    start + moment.position, int(DURATIONS[moment.duration]), track, pitch,
                    class_velocity(moment.velocity),
                )  # fmt: skip

    def _ask(
        self,
        question: str,
        contexts: Contexts,
        truth: int | None,
        level: int = 0,
        allowed: Bools | None = None,
    ) -> int:
        if truth is not None:
            return truth
        chain = self._chains[question]
        weights = sum(
            (share * chain.weights(contexts(style, level)) for style, share in self._styles),
            np.zeros(chain.size),
        )
        return self._dice.draw(weights if allowed is None else weights * allowed)

"""Writing: the tracks emit the beats of a path of states."""

from collections.abc import Iterator

import numpy as np

from musicgan.data.frames import DRUM_FAMILY, class_velocity
from musicgan.data.windows import Window
from musicgan.engines.base import PARTS, Dice, Notes, Sheet, part_of
from musicgan.engines.hidden.tables import (
    ARTICULATION,
    DYNAMICS,
    POLYPHONY,
    RATIOS,
    SMALL,
    WIDEST,
    Tables,
)
from musicgan.engines.hidden.walk import Walk
from musicgan.engines.hidden.words import PATTERNS, RHYTHMS
from musicgan.engines.lines import first_beats, known_chords
from musicgan.song import TICKS_PER_BEAT

_OUTSIDE = 0.15
"""Weight of pitches outside an asked chord."""


class Player:
    """Writes a window."""

    def __init__(self, tables: Tables, window: Window, sheet: Sheet, dice: Dice) -> None:
        self._tables = tables
        self._window = window
        self._sheet = sheet
        self._dice = dice
        self._chords = known_chords(window)
        self._beats = [*first_beats(window.bar_ticks).tolist(), len(self._chords)]
        self._path = Walk(tables, window, sheet, self._chords, self._beats).path(dice)
        self._parts = part_of(window.family, window.ordinal).tolist()
        self._before: list[int | None] = [None] * len(self._parts)
        """The last highest pitch of each track."""

    def play(self) -> Iterator[Notes]:
        """Bar by bar."""
        sheet = self._sheet
        for bar in range(len(self._window.bar_ticks)):
            self._dice.turn(bar)
            for track, part in enumerate(self._parts):
                given = sheet.given(bar, track)
                if len(given):
                    self._before[track] = int(given["pitch"][-1])
                if sheet.free(bar, track):
                    if part // PARTS == DRUM_FAMILY:
                        self._kit(track, bar)
                    else:
                        self._line(track, bar)
            yield sheet.notes()

    def _line(self, track: int, bar: int) -> None:
        """Write a pitched track's bar."""
        sheet, tables, dice = self._sheet, self._tables, self._dice
        start, ticks = int(sheet.starts[bar]), int(self._window.bar_ticks[bar])
        levels = self._window.levels[bar].tolist()
        span = slice(self._beats[bar], self._beats[bar + 1])
        path, chords = self._path[span], self._chords[span]
        part, before = self._parts[track], self._before[track]
        onsets = [
            (TICKS_PER_BEAT * beat + place, beat)
            for beat, (style, state) in enumerate(path)
            for place in self._rhythm(tables.row(style, part), state)
            if TICKS_PER_BEAT * beat + place < ticks
        ]
        ends = [*(position for position, _ in onsets[1:]), ticks]
        usable = np.flatnonzero(sheet.allowed[track])
        for (position, beat), end in zip(onsets, ends, strict=False):
            style, state = path[beat]
            row = {name: table[tables.row(style, part)] for name, table in tables.rows.items()}
            tones = row["tones"][state][usable % 12] + SMALL
            bits = int(chords["pitch_classes"][beat])
            if bits:
                tones = tones * np.where((bits >> (usable % 12)) & 1, 1.0, _OUTSIDE)
            weights = tones * (row["pitch"][usable] + SMALL)
            if before is not None:
                step = np.clip(usable - before, -WIDEST, WIDEST) + WIDEST
                weights = weights * (row["step"][step] + SMALL)
            pitches = [int(usable[dice.draw(weights)])]
            before = pitches[0]
            for _ in range(dice.draw(row["extra"][levels[POLYPHONY]] + SMALL)):
                gap = np.clip(pitches[-1] - usable, 0, WIDEST)
                under = tones * (row["below"][gap] + SMALL) * (gap > 0)
                if under.any():
                    pitches.append(int(usable[dice.draw(under)]))
            ratio = RATIOS[dice.draw(row["length"][levels[ARTICULATION]] + SMALL)]
            velocity = class_velocity(dice.draw(row["loud"][levels[DYNAMICS]] + SMALL / 32))
            for pitch in pitches:
                sheet.add(start + position, round((end - position) * ratio), track, pitch, velocity)
        self._before[track] = before

    def _rhythm(self, row: int, state: int) -> tuple[int, ...]:
        """Onsets of a beat, ticks behind it."""
        rhythms = self._tables.rhythms
        weights = self._tables.rows["rhythm"][row, state, : len(rhythms)]
        return rhythms[self._dice.draw(weights + SMALL / RHYTHMS)]

    def _kit(self, track: int, bar: int) -> None:
        """Write a drum track's bar."""
        sheet, tables, dice = self._sheet, self._tables, self._dice
        start, ticks = int(sheet.starts[bar]), int(self._window.bar_ticks[bar])
        dynamics = int(self._window.levels[bar, DYNAMICS])
        path = self._path[self._beats[bar] : self._beats[bar + 1]]
        for beat, (style, state) in enumerate(path):
            table = tables.styles["kit"][style, state]
            if not table[1:].any():  # a style without drums
                table = tables.styles["kit"].sum(axis=(0, 1))
            row = tables.row(style, DRUM_FAMILY * PARTS)
            hits = tables.kits[dice.draw(table[: len(tables.kits)] + SMALL / PATTERNS)]
            loud = tables.rows["loud"][row, dynamics]
            for place, pitch in zip(hits[::2], hits[1::2], strict=True):
                position = TICKS_PER_BEAT * beat + place
                if position < ticks:
                    velocity = class_velocity(dice.draw(loud + SMALL / 32))
                    sheet.add(start + position, TICKS_PER_BEAT // 4, track, pitch, velocity)

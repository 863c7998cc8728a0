"""The states of a window's beats, drawn by what is known of it."""

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import DRUM_FAMILY
from musicgan.data.harmony import UNKNOWN
from musicgan.data.windows import Window
from musicgan.engines.base import PARTS, Dice, Floats, Sheet, part_of, styles_by_bar
from musicgan.engines.hidden.states import STATES, places
from musicgan.engines.hidden.tables import SMALL, Tables
from musicgan.engines.hidden.words import hits_of, onsets_of
from musicgan.engines.lines import Moment, moments
from musicgan.song import TICKS_PER_BEAT

_JUMP = 0.5
"""How often a mixture changes its style at a barline."""


class Walk:
    """Forward filtering, backward sampling."""

    def __init__(
        self,
        tables: Tables,
        window: Window,
        sheet: Sheet,
        chords: npt.NDArray[np.void],
        beats: list[int],
    ) -> None:
        """``beats``: the first beat of each bar, and the number of all."""
        self._tables = tables
        self._window = window
        self._sheet = sheet
        self._chords = chords
        self._beats = beats

    def path(self, dice: Dice) -> list[tuple[int, int]]:
        """(style, state) of every beat."""
        beats, tables = self._beats, self._tables
        dice.turn(0)
        by_style = styles_by_bar(self._window)
        chosen = sorted({style for row in by_style for style, _ in row})
        if not chosen:
            used = tables.styles["occupy"].sum(axis=1)
            chosen = [dice.draw(used)]
            by_style = [[(chosen[0], 1.0)]] * len(by_style)
        states = [(style, state) for style in chosen for state in range(STATES)]
        evidence = self._evidence(chosen)
        inside = np.zeros((len(states), len(states)))
        for place, style in enumerate(chosen):
            block = slice(place * STATES, (place + 1) * STATES)
            inside[block, block] = tables.styles["follow"][style] + SMALL / STATES
        bar_of = np.repeat(np.arange(len(beats) - 1), np.diff(beats))
        filtered = np.zeros_like(evidence)
        moves = []
        for beat, bar in enumerate(bar_of.tolist()):
            shares = dict(by_style[bar])
            enter = np.concatenate(
                [tables.styles["occupy"][style] * shares.get(style, 0) for style in chosen]
            )
            fresh = beat == 0
            jump = 1.0 if fresh else _JUMP * (len(chosen) > 1 and beat == beats[bar])
            move = (1 - jump) * inside + jump * enter[None, :]
            moves.append(move)
            prior = enter if fresh else filtered[beat - 1] @ move
            row = (prior + 1e-12) * evidence[beat]
            filtered[beat] = row / row.sum()
        path = [0] * len(bar_of)
        for beat in range(len(bar_of) - 1, -1, -1):
            dice.turn(int(bar_of[beat]))
            weights = filtered[beat]
            if beat + 1 < len(bar_of):
                weights = weights * (moves[beat + 1][:, path[beat + 1]] + 1e-12)
            path[beat] = dice.draw(weights)
        return [states[state] for state in path]

    def _evidence(self, chosen: list[int]) -> Floats:
        """(beats, states of the chosen styles) likelihood of what is known, largest 1."""
        window, sheet, chords, beats = self._window, self._sheet, self._chords, self._beats
        found = np.zeros((len(chords), len(chosen) * STATES))
        place = places(window.bar_ticks)
        parts = part_of(window.family, window.ordinal).tolist()
        for column, style in enumerate(chosen):
            block = slice(column * STATES, (column + 1) * STATES)
            tables = {
                name: np.log(table[style] + 1e-3) for name, table in self._tables.styles.items()
            }
            found[:, block] += tables["place"][:, place].T
            known = chords["root"] != UNKNOWN
            found[known, block] += tables["root"][:, chords["root"][known].astype(int)].T
            for bar, levels in enumerate(window.levels):
                span = slice(beats[bar], beats[bar + 1])
                for attribute in np.flatnonzero(levels).tolist():
                    found[span, block] += tables["level"][:, attribute, int(levels[attribute])]
                for track, part in enumerate(parts):
                    given = sheet.given(bar, track)
                    if not len(given):
                        continue
                    line = moments(given, int(sheet.starts[bar]))
                    row = self._tables.row(style, part)
                    for beat in range(beats[bar + 1] - beats[bar]):
                        found[beats[bar] + beat, block] += self._heard(line, beat, part, style, row)
        likelihood: Floats = np.exp(found - found.max(axis=1, keepdims=True))
        return likelihood

    def _heard(self, line: list[Moment], beat: int, part: int, style: int, row: int) -> Floats:
        """(states,) log-likelihood of what a locked track plays in a beat."""
        if part // PARTS == DRUM_FAMILY:
            number = self._tables.kit_number.get(hits_of(line, beat))
            table = self._tables.styles["kit"][style]
            return np.zeros(STATES) if number is None else np.log(table[:, number] + 1e-3)
        number = self._tables.rhythm_number.get(onsets_of(line, beat))
        found = np.zeros(STATES)
        if number is not None:
            found += np.log(self._tables.rows["rhythm"][row][:, number] + 1e-3)
        for moment in line:
            if moment.position // TICKS_PER_BEAT == beat:
                for pitch in moment.pitches:
                    found += np.log(self._tables.rows["tones"][row][:, pitch % 12] + 1e-2)
        return found

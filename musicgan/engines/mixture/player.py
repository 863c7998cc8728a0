"""Writing: every beat is drawn."""

from collections.abc import Iterator

import numpy as np

from musicgan.data.frames import DRUM_FAMILY
from musicgan.data.harmony import UNKNOWN
from musicgan.data.windows import Window
from musicgan.engines.base import Dice, Floats, Notes, Sheet, part_of, styles_by_bar
from musicgan.engines.lines import Moment, first_beats, known_chords, moments
from musicgan.engines.mixture.components import Mixture
from musicgan.engines.mixture.vectors import (
    BEAT,
    DRUMS,
    KEYS,
    SLOTS,
    TOLD,
    beat_vector,
    decoded,
    others_vector,
    place_vector,
    tidied,
)
from musicgan.song import TICKS_PER_BEAT


class Player:
    """Writes a window."""

    def __init__(
        self,
        mixtures: dict[str, Mixture],
        centres: Floats,
        window: Window,
        sheet: Sheet,
        dice: Dice,
    ) -> None:
        """``centres`` (styles, parts): mean highest pitch; 0 where there is none."""
        self._mixtures = mixtures
        self._centres = centres
        self._window = window
        self._sheet = sheet
        self._dice = dice
        self._parts = part_of(window.family, window.ordinal).tolist()
        tracks = range(len(window.family))
        # Of each track its last beat, and the beats of its last bar.
        self._last = [np.full(BEAT, np.nan) for _ in tracks]
        self._ago: list[list[Floats]] = [[] for _ in tracks]
        self._weights = np.ones(len(centres))

    def play(self) -> Iterator[Notes]:
        """Bar by bar; what is given can be heard by all that is drawn."""
        window, sheet = self._window, self._sheet
        chords = known_chords(window)
        beats = [*first_beats(window.bar_ticks).tolist(), len(chords)]
        styles = styles_by_bar(window)
        tonal = np.full(12, np.nan)
        for bar in range(len(window.bar_ticks)):
            self._dice.turn(bar)
            self._weigh(styles[bar])
            tonal = self._tonal(tonal)
            span = [_tonal_of(chord, tonal) for chord in chords[beats[bar] : beats[bar + 1]]]
            start = int(sheet.starts[bar])
            given = [moments(sheet.given(bar, track), start) for track in range(len(self._parts))]
            known = [line for line in given if line]
            for track, line in enumerate(given):
                free = sheet.free(bar, track)
                if window.family[track] == DRUM_FAMILY:
                    if free:
                        self._kit(track, bar, len(span))
                elif free:
                    known.append(self._line(track, bar, span, known))
                else:
                    self._hear(track, bar, line, len(span))
            yield sheet.notes()

    def _weigh(self, styles: list[tuple[int, float]]) -> None:
        """Set (styles,) how much each style counts in a bar; none: all alike."""
        self._weights = np.zeros(len(self._centres))
        for style, share in styles:
            self._weights[style] = share
        if not self._weights.any():
            self._weights += 1 / len(self._weights)

    def _tonal(self, before: Floats) -> Floats:
        """Weights of the pitch classes of the next bar."""
        mixture = self._mixtures["harmony"]
        share = (self._weights[:, None] * mixture.shares[:, 0]).sum(axis=0)
        found: Floats = np.maximum(mixture.draw(share, before, self._dice), 0)
        return found / max(float(found.max()), 1e-6)

    def _share(self, name: str, family: int) -> Floats:
        """Weights of a mixture's components: as in the styles, else in any, else of any family."""
        shares = self._mixtures[name].shares
        mine: Floats = (self._weights[:, None] * shares[:, family]).sum(axis=0)
        if not mine.any():
            mine = shares[:, family].sum(axis=0)
        if not mine.any():
            mine = shares.sum(axis=(0, 1))
        return mine

    def _centre(self, track: int) -> float:
        """Where a track's highest pitches lie: as in the styles, else in the middle."""
        column = self._centres[:, self._parts[track]]
        there: Floats = (column > 0) * self._weights
        if not there.any():
            there = (column > 0).astype(np.float64)
        usable = np.flatnonzero(self._sheet.allowed[track])
        middle = float(usable.mean())
        centre = float((column * there).sum() / there.sum()) if there.any() else middle
        return float(np.clip(centre, usable[0], usable[-1]))

    def _hear(self, track: int, bar: int, line: list[Moment], beats: int) -> None:
        """Remember a pitched track's bar that is given."""
        centre, ticks = self._centre(track), int(self._window.bar_ticks[bar])
        self._ago[track] = [beat_vector(line, beat, centre, ticks) for beat in range(beats)]
        self._last[track] = self._ago[track][-1]

    def _line(
        self, track: int, bar: int, tonal: list[Floats], known: list[list[Moment]]
    ) -> list[Moment]:
        """Write a pitched track's bar; ``tonal`` weighs the pitch classes of each beat."""
        sheet, window = self._sheet, self._window
        ticks, centre = int(window.bar_ticks[bar]), self._centre(track)
        levels = window.levels[bar, list(TOLD)]
        share = self._share("pitched", int(window.family[track]))
        told = np.where(levels > 0, (levels - 3) / 2, np.nan)
        ago = self._ago[track]
        line: list[Moment] = []
        vectors = []
        for beat, pitch_classes in enumerate(tonal):
            was = ago[beat] if beat < len(ago) else np.full(BEAT, np.nan)
            others = others_vector(known, beat) if known else np.full(len(SLOTS), np.nan)
            condition = np.concatenate(
                [self._last[track], was, pitch_classes, place_vector(beat), others, told]
            )
            vector = tidied(self._mixtures["pitched"].draw(share, condition, self._dice))
            line += decoded(
                vector, beat, ticks, centre, pitch_classes, sheet.allowed[track], self._dice
            )
            # What follows hears the notes, not the numbers they were made of.
            heard = beat_vector(line, beat, centre, ticks)
            heard[-2:] = vector[-2:]
            vectors.append(heard)
            self._last[track] = heard
        self._ago[track] = vectors
        ends = [*(moment.position for moment in line[1:]), ticks]
        for moment, end in zip(line, ends, strict=False):
            legato = vectors[moment.position // TICKS_PER_BEAT][-2]
            onset = int(sheet.starts[bar]) + moment.position
            duration = max(2, round((end - moment.position) * legato))
            for pitch in moment.pitches:
                sheet.add(onset, duration, track, pitch, moment.velocity)
        return line

    def _kit(self, track: int, bar: int, beats: int) -> None:
        """Write a drum track's bar."""
        sheet, window, ago = self._sheet, self._window, self._ago[track]
        share = self._share("drums", DRUM_FAMILY)
        level = float(window.levels[bar, 3])
        loud = int(78 + 12 * (level - 3) * (level > 0))
        for beat in range(beats):
            was = ago[beat] if beat < len(ago) else np.full(DRUMS[0], np.nan)
            condition = np.concatenate([was, place_vector(beat)])
            struck = self._mixtures["drums"].draw(share, condition, self._dice) > 0.5
            ago[beat : beat + 1] = [struck.astype(np.float64)]
            for place in np.flatnonzero(struck).tolist():
                key, slot = divmod(place, len(SLOTS))
                position = beat * TICKS_PER_BEAT + SLOTS[slot]
                if position < window.bar_ticks[bar]:
                    accent = 14 if slot == 0 else 0
                    onset = int(sheet.starts[bar]) + position
                    sheet.add(onset, TICKS_PER_BEAT // 4, track, KEYS[key], loud + accent)


def _tonal_of(chord: np.void, drawn: Floats) -> Floats:
    """Weights of the pitch classes in a beat: of its chord, where one is known."""
    if chord["root"] == UNKNOWN or not chord["pitch_classes"]:
        return drawn
    return ((int(chord["pitch_classes"]) >> np.arange(12)) & 1).astype(np.float64)

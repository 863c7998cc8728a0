"""Gaussian mixtures: a beat of a track is a vector, drawn given what is known around it.

Three mixtures of scikit-learn, with full covariances: the pitch classes of a bar after those of
the bar before; a beat of a pitched track after its last beat and the same beat a bar ago; a beat
of drums. Each holds what is known and what is wanted in one vector, so that any part of it can be
given and the rest is drawn from the conditional mixture; what nobody knows is left out of the
condition exactly. How often a component is used depends on style and family.
"""

import warnings
from collections.abc import Generator, Iterator
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from musicgan.data import manner
from musicgan.data.dataset import Dataset
from musicgan.data.frames import DRUM_FAMILY, DURATIONS, Piece, class_velocity
from musicgan.data.harmony import UNKNOWN
from musicgan.data.windows import Window
from musicgan.engines.base import (
    PARTS,
    Arrays,
    Bools,
    Dice,
    Floats,
    Ints,
    Learned,
    Notes,
    Order,
    Sheet,
    Writer,
    balanced,
    part_of,
    styles_by_bar,
)
from musicgan.engines.lines import Moment, by_bar, first_beats, known_chords, moments
from musicgan.song import FAMILIES, TICKS_PER_BEAT

_SLOTS = (0, 6, 8, 12, 16, 18)
"""Ticks of a beat on which a note can start: sixteenths and triplets."""

_CONTOUR = (0, 6, 12, 18)
_BEAT = len(_SLOTS) + len(_CONTOUR) + 3
"""Starts, pitch around the track's centre in octaves, notes below, articulation, velocity."""

_TOLD = (0, 1, 2, 3)
"""Manners that a beat is given: density, polyphony, articulation, dynamics."""

_PITCHED = (_BEAT, 2 * _BEAT + 12 + 2 + len(_SLOTS) + len(_TOLD))
"""Wanted; known: the last beat, a bar ago, pitch classes, place, others' starts, levels."""

_KEYS = (36, 38, 42, 46, 49, 45)
"""The drums that are told apart: kick, snare, hi-hat closed and open, cymbals, the rest."""

_DRUMS = (len(_KEYS) * len(_SLOTS), len(_KEYS) * len(_SLOTS) + 2)
_HARMONY = (12, 12)

_ROWS = 800
"""Vectors of a style that a mixture is fitted to."""

_KINDS: dict[str, tuple[tuple[int, int], int]] = {
    "pitched": (_PITCHED, 32), "drums": (_DRUMS, 20), "harmony": (_HARMONY, 32),
}  # fmt: skip
"""Sizes of each mixture (wanted, known), and its components."""

_FAMILIES = len(FAMILIES)
_DUST = 0.1
"""Deviation of the noise that keeps whole numbers from being points."""


class Mixture:
    """Components over (wanted, known), and how often each style and family uses them."""

    def __init__(self, wanted: int, means: Floats, roots: Floats, shares: Floats) -> None:
        """``roots`` (K, D, D): Cholesky factors of the covariances; ``shares`` (S, families, K)."""
        self._wanted = wanted
        self._means = means
        self._roots = roots
        self.shares = shares
        self._covariances = roots @ roots.transpose(0, 2, 1)
        self._cut: dict[bytes, tuple[Floats, Floats, Floats, Floats]] = {}

    def draw(self, share: Floats, known: Floats, dice: Dice) -> Floats:
        """The wanted part, given the known one, of which NaNs are left out.

        ``share`` (K,) are the components' weights.
        """
        there = ~np.isnan(known)
        gain, precision, log_size, root = self._conditional(there)
        wanted = slice(0, self._wanted)
        place = np.flatnonzero(there) + self._wanted
        off = known[there] - self._means[:, place]
        distance = np.einsum("ki,kij,kj->k", off, precision, off)
        score = np.log(share + 1e-6) - 0.5 * (distance + log_size)
        component = dice.draw(np.exp(score - score.max()))
        mean = self._means[component, wanted] + gain[component] @ off[component]
        noise = dice.rng.standard_normal(self._wanted) * np.sqrt(dice.temperature)
        found: Floats = mean + root[component] @ noise
        return found

    def _conditional(self, there: Bools) -> tuple[Floats, Floats, Floats, Floats]:
        """Gains, precisions and log-sizes of what is known, roots of what is left; by component."""
        key = there.tobytes()
        if key not in self._cut:
            place = np.flatnonzero(there) + self._wanted
            known = self._covariances[:, place][:, :, place]
            cross = self._covariances[:, : self._wanted][:, :, place]
            precision = np.linalg.inv(known)
            gain = cross @ precision
            left = self._covariances[:, : self._wanted, : self._wanted]
            left = left - gain @ cross.transpose(0, 2, 1)
            values, vectors = np.linalg.eigh((left + left.transpose(0, 2, 1)) / 2)
            root = vectors * np.sqrt(np.maximum(values, 1e-8))[:, None, :]
            sizes: Floats = np.linalg.slogdet(known)[1]
            self._cut[key] = gain, np.asarray(precision, np.float64), sizes, root
        return self._cut[key]

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        """In half precision."""
        return {
            f"{name}.means": self._means.astype(np.float16),
            f"{name}.roots": self._roots[:, *np.tril_indices(self._roots.shape[1])].astype(
                np.float16
            ),
            f"{name}.shares": self.shares.astype(np.float16),
        }

    @classmethod
    def of(cls, arrays: Arrays, name: str) -> "Mixture":
        """From ``arrays``."""
        means = arrays[f"{name}.means"].astype(np.float64)
        size = means.shape[1]
        roots = np.zeros((len(means), size, size))
        roots[:, *np.tril_indices(size)] = arrays[f"{name}.roots"].astype(np.float64)
        roots[:, range(size), range(size)] = np.maximum(roots[:, range(size), range(size)], 1e-2)
        shares = arrays[f"{name}.shares"].astype(np.float64)
        return cls(_KINDS[name][0][0], means, roots, shares)


def _fitted(
    name: str, rows: Floats, styles: Ints, families: Ints, count: int, seed: int
) -> Mixture:
    """A mixture for vectors of (wanted, known)."""
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_limits

    (wanted, _), components = _KINDS[name]
    rng = np.random.default_rng([seed, 3])
    rows = rows + _DUST * rng.standard_normal(rows.shape)
    components = max(1, min(components, len(rows) // 4))
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")  # that it could go on improving
        model = GaussianMixture(
            components, max_iter=25, tol=1e-2, reg_covar=_DUST**2, init_params="k-means++",
            random_state=seed % 2**32,
        ).fit(rows)  # fmt: skip
        used = model.predict_proba(rows)
    shares = np.zeros((count, _FAMILIES, components))
    np.add.at(shares, (styles, families), used)
    return Mixture(wanted, model.means_, np.linalg.cholesky(model.covariances_), shares)


class GaussianMixtures(Writer):
    """The three mixtures, and where each part of each style lies."""

    def __init__(self, mixtures: dict[str, Mixture], centres: Floats) -> None:
        """``centres`` (styles, parts): mean highest pitch; 0 where there is none."""
        self._mixtures = mixtures
        self._centres = centres

    @classmethod
    def learn(cls, dataset: Dataset, order: Order) -> Generator[Learned, None, Self | None]:
        """Gather vectors, then fit; see ``Writer.learn``."""
        chosen = balanced(dataset, order.seed, 6_000)
        count = len(dataset.style_names)
        gathered = _Gathered(count)
        for number, index in enumerate(chosen):
            if order.stopped():
                return None
            style = dataset.meta.pieces[index].style
            gathered.read(dataset.piece(index), style, dataset.borders(style))
            if number % 50 == 0:
                yield Learned(0.4 * number / len(chosen))
        mixtures = {}
        for name, ((wanted, known), _) in _KINDS.items():
            if order.stopped():
                return None
            rows, styles, families = gathered.rows(name, wanted + known, order.seed)
            mixtures[name] = _fitted(name, rows, styles, families, count, order.seed)
            yield Learned(0.4 + 0.6 * len(mixtures) / len(_KINDS))
        return cls(mixtures, gathered.centres())

    @classmethod
    def of(cls, arrays: Arrays) -> Self:
        """See ``Writer.of``."""
        from threadpoolctl import threadpool_limits

        threadpool_limits(1)  # more slow small matrices down on a busy machine
        return cls(
            {name: Mixture.of(arrays, name) for name in _KINDS},
            arrays["centres"].astype(np.float64),
        )

    def arrays(self) -> Arrays:
        """See ``Writer.arrays``."""
        found: dict[str, npt.NDArray[Any]] = {"centres": self._centres.astype(np.float16)}
        for name, mixture in self._mixtures.items():
            found |= mixture.arrays(name)
        return found

    def write(self, window: Window, playable: Bools, dice: Dice) -> Iterator[Notes]:
        """See ``Writer.write``."""
        sheet = Sheet(window, playable)
        chords = known_chords(window)
        beats = [*first_beats(window.bar_ticks).tolist(), len(chords)]
        tracks = range(len(window.family))
        styles = styles_by_bar(window)
        last = [np.full(_BEAT, np.nan) for _ in tracks]
        ago: list[list[Floats]] = [[] for _ in tracks]
        tonal = np.full(12, np.nan)
        for bar, ticks in enumerate(window.bar_ticks.tolist()):
            dice.turn(bar)
            weights = np.zeros(len(self._centres))
            for style, share in styles[bar]:
                weights[style] = share
            weights = weights if weights.any() else np.full(len(weights), 1 / len(weights))
            tonal = self._tonal(weights, tonal, dice)
            span = chords[beats[bar] : beats[bar + 1]]
            start = int(sheet.starts[bar])
            given = [moments(sheet.given(bar, track), start) for track in tracks]
            known = [line for line in given if line]
            for track in tracks:
                family = int(window.family[track])
                free = sheet.free(bar, track)
                if family == DRUM_FAMILY:
                    if free:
                        self._kit(sheet, track, bar, len(span), ticks, weights, ago[track], dice)
                    continue
                centre = self._centre(track, window, weights, sheet.allowed[track])
                if free:
                    line = self._line(
                        sheet, track, (start, ticks), weights, window.levels[bar], centre,
                        [_tonal_of(row, tonal) for row in span], known, (last, ago), dice,
                    )  # fmt: skip
                    known.append(line)
                else:
                    line = given[track]
                    ago[track] = [_vector(line, beat, centre, ticks) for beat in range(len(span))]
                    last[track] = ago[track][-1]
            yield sheet.notes()

    def _tonal(self, weights: Floats, before: Floats, dice: Dice) -> Floats:
        """Weights of the pitch classes of the next bar."""
        mixture = self._mixtures["harmony"]
        share = (weights[:, None] * mixture.shares[:, 0]).sum(axis=0)
        found: Floats = np.maximum(mixture.draw(share, before, dice), 0)
        return found / max(float(found.max()), 1e-6)

    def _share(self, name: str, weights: Floats, family: int) -> Floats:
        shares = self._mixtures[name].shares
        mine: Floats = (weights[:, None] * shares[:, family]).sum(axis=0)
        if not mine.any():
            mine = shares[:, family].sum(axis=0)
        if not mine.any():
            mine = shares.sum(axis=(0, 1))
        return mine

    def _centre(self, track: int, window: Window, weights: Floats, allowed: Bools) -> float:
        """Where a track's highest pitches lie: as in the styles, else in the middle."""
        part = int(part_of(window.family, window.ordinal)[track])
        column = self._centres[:, part]
        there: Floats = (column > 0) * weights
        if not there.any():
            there = (column > 0).astype(np.float64)
        usable = np.flatnonzero(allowed)
        middle = float(usable.mean())
        centre = float((column * there).sum() / there.sum()) if there.any() else middle
        return float(np.clip(centre, usable[0], usable[-1]))

    def _line(
        self,
        sheet: Sheet,
        track: int,
        bar: tuple[int, int],
        weights: Floats,
        levels: Ints,
        centre: float,
        tonal: list[Floats],
        known: list[list[Moment]],
        memory: tuple[list[Floats], list[list[Floats]]],
        dice: Dice,
    ) -> list[Moment]:
        """Write a pitched track's bar at (start, ticks)."""
        start, ticks = bar
        last, ago = memory
        share = self._share("pitched", weights, int(sheet.window.family[track]))
        told = np.where(levels[list(_TOLD)] > 0, (levels[list(_TOLD)] - 3) / 2, np.nan)
        line: list[Moment] = []
        vectors = []
        for beat, pitch_classes in enumerate(tonal):
            was = ago[track][beat] if beat < len(ago[track]) else np.full(_BEAT, np.nan)
            others = _others(known, beat) if known else np.full(len(_SLOTS), np.nan)
            condition = np.concatenate(
                [last[track], was, pitch_classes, _place(beat), others, told]
            )
            vector = self._mixtures["pitched"].draw(share, condition, dice)
            vector = _tidied(vector)
            line += _decoded(vector, beat, ticks, centre, pitch_classes, sheet.allowed[track], dice)
            # What follows hears the notes, not the numbers they were made of.
            heard = _vector(line, beat, centre, ticks)
            heard[-2:] = vector[-2:]
            vectors.append(heard)
            last[track] = heard
        ago[track] = vectors
        ends = [*(moment.position for moment in line[1:]), ticks]
        for moment, end in zip(line, ends, strict=False):
            legato = vectors[moment.position // TICKS_PER_BEAT][-2]
            for pitch in moment.pitches:
                sheet.add(
                    start + moment.position, max(2, round((end - moment.position) * legato)),
                    track, pitch, moment.velocity,
                )  # fmt: skip
        return line

    def _kit(
        self,
        sheet: Sheet,
        track: int,
        bar: int,
        beats: int,
        ticks: int,
        weights: Floats,
        ago: list[Floats],
        dice: Dice,
    ) -> None:
        share = self._share("drums", weights, DRUM_FAMILY)
        loud = 78 + 12 * float(sheet.window.levels[bar, 3] - 3) * (sheet.window.levels[bar, 3] > 0)
        for beat in range(beats):
            was = ago[beat] if beat < len(ago) else np.full(_DRUMS[0], np.nan)
            vector = self._mixtures["drums"].draw(share, np.concatenate([was, _place(beat)]), dice)
            struck = vector > 0.5
            if beat < len(ago):
                ago[beat] = struck.astype(np.float64)
            else:
                ago.append(struck.astype(np.float64))
            for place in np.flatnonzero(struck).tolist():
                key, slot = divmod(place, len(_SLOTS))
                position = beat * TICKS_PER_BEAT + _SLOTS[slot]
                if position < ticks:
                    accent = 14 if slot == 0 else 0
                    start = int(sheet.starts[bar]) + position
                    sheet.add(start, TICKS_PER_BEAT // 4, track, _KEYS[key], int(loud) + accent)


# ---- vectors --------------------------------------------------------------------------------


def _place(beat: int) -> Floats:
    return np.array([beat == 0, beat % 2 == 0], np.float64)


def _slot(position: int) -> int:
    """Number of the nearest slot of a tick in a beat."""
    return int(np.abs(np.array(_SLOTS) - position).argmin())


def _others(known: list[list[Moment]], beat: int) -> Floats:
    """(slots,) whether any other track starts a note there."""
    found = np.zeros(len(_SLOTS))
    for line in known:
        for moment in line:
            if moment.position // TICKS_PER_BEAT == beat:
                found[_slot(moment.position % TICKS_PER_BEAT)] = 1
    return found


def _vector(line: list[Moment], beat: int, centre: float, ticks: int) -> Floats:
    """A beat of a pitched track; silence repeats the pitch that came last."""
    found = np.zeros(_BEAT)
    begin = beat * TICKS_PER_BEAT
    mine = [moment for moment in line if moment.position // TICKS_PER_BEAT == beat]
    for moment in mine:
        found[_slot(moment.position - begin)] = 1
    tops = [(moment.position, moment.top) for moment in line]
    for place, tick in enumerate(_CONTOUR):
        heard = [top for position, top in tops if position <= begin + tick + 2]
        top = heard[-1] if heard else (tops[0][1] if tops else centre)
        found[len(_SLOTS) + place] = (top - centre) / 12
    if mine:
        follows = [position for position, _ in tops if position > mine[-1].position]
        end = follows[0] if follows else ticks
        ratio = int(DURATIONS[mine[-1].duration]) / max(1, end - mine[-1].position)
        found[-3] = np.mean([len(moment.pitches) - 1 for moment in mine])
        found[-2] = min(ratio, 1.5)
        found[-1] = class_velocity(mine[0].velocity) / 127
    else:
        found[-3:] = 0, 0.9, 0.6
    return found


def _tidied(vector: Floats) -> Floats:
    """A drawn vector as a real one would be."""
    found = vector.copy()
    found[: len(_SLOTS)] = found[: len(_SLOTS)] > 0.5
    found[len(_SLOTS) : -3] = np.clip(found[len(_SLOTS) : -3], -2, 2)
    found[-3] = np.clip(found[-3], 0, 5)
    found[-2] = np.clip(found[-2], 0.15, 1.5)
    found[-1] = np.clip(found[-1], 0.15, 1)
    return found


def _decoded(
    vector: Floats,
    beat: int,
    ticks: int,
    centre: float,
    pitch_classes: Floats,
    allowed: Bools,
    dice: Dice,
) -> list[Moment]:
    """The moments of a beat: pitches near the contour that the pitch classes favour."""
    usable = np.flatnonzero(allowed)
    favour = (pitch_classes[usable % 12] + 0.03) ** 2
    found = []
    for slot, start in enumerate(_SLOTS):
        position = beat * TICKS_PER_BEAT + start
        if not vector[slot] or position >= ticks:
            continue
        contour = vector[len(_SLOTS) + min(start // 6, len(_CONTOUR) - 1)]
        off = usable - (centre + 12 * contour)
        pitches = [int(usable[dice.draw(favour * np.exp(-((off / 2) ** 2)) + 1e-12)])]
        for _ in range(round(float(vector[-3]))):
            gap = pitches[-1] - usable
            weights = favour * np.exp(-(((gap - 4.5) / 2) ** 2)) * (gap > 0)
            if weights.sum() > 1e-9:
                pitches.append(int(usable[dice.draw(weights)]))
        found.append(Moment(position, tuple(pitches), 0, int(127 * vector[-1])))
    return found


def _tonal_of(chord: np.void, drawn: Floats) -> Floats:
    """Weights of the pitch classes in a beat: of its chord, where one is known."""
    if chord["root"] == UNKNOWN or not chord["pitch_classes"]:
        return drawn
    return ((int(chord["pitch_classes"]) >> np.arange(12)) & 1).astype(np.float64)


class _Gathered:
    """Vectors of all pieces, with style and family."""

    def __init__(self, styles: int) -> None:
        self._rows: dict[str, list[tuple[Floats, int, int]]] = {name: [] for name in _KINDS}
        self._sums = np.zeros((2, styles, _FAMILIES * PARTS))

    def rows(self, name: str, size: int, seed: int) -> tuple[Floats, Ints, Ints]:
        """At most ``_ROWS`` vectors of every style, their styles and families."""
        rng = np.random.default_rng([seed, 5])
        found = self._rows[name]
        styles = np.array([style for _, style, _ in found], np.int64)
        kept = np.concatenate(
            [
                rng.permutation(np.flatnonzero(styles == style))[:_ROWS]
                for style in range(self._sums.shape[1])
            ]
        )
        if len(kept) < 2:  # music without drums still needs something to draw from
            return np.zeros((2, size)), np.zeros(2, np.int64), np.zeros(2, np.int64)
        families = np.array([found[place][2] for place in kept], np.int64)
        return np.stack([found[place][0] for place in kept]), styles[kept], families

    def centres(self) -> Floats:
        """(styles, parts) mean highest pitch."""
        centres: Floats = self._sums[0] / np.maximum(self._sums[1], 1)
        return centres

    def read(self, piece: Piece, style: int, borders: npt.NDArray[np.float64]) -> None:
        """Gather a piece's vectors."""
        values, weights = manner.measure_bars(piece)
        levels = manner.levels(np.where(weights > 0, values, np.nan), borders)
        parts = part_of(piece.tracks["family"], piece.tracks["ordinal"]).tolist()
        bars = by_bar(piece.notes, piece.bars["start"], len(parts))
        centre = []
        for track, part in enumerate(parts):
            tops = [moment.top for line in bars for moment in line[track]]
            centre.append(float(np.mean(tops)) if tops else 60.0)
            self._sums[0, style, part] += sum(tops)
            self._sums[1, style, part] += len(tops)
        last = [np.zeros(_BEAT) for _ in parts]
        ago: list[list[Floats]] = [[] for _ in parts]
        before = np.zeros(12)
        for bar, lines in enumerate(bars):
            ticks = int(piece.bars["ticks"][bar])
            tonal = np.zeros(12)
            for part, line in zip(parts, lines, strict=True):
                if part // PARTS != DRUM_FAMILY:
                    for moment in line:
                        for pitch in moment.pitches:
                            tonal[pitch % 12] += DURATIONS[moment.duration]
            tonal /= max(tonal.max(), 1)
            if before.any() and tonal.any():
                self._rows["harmony"].append((np.concatenate([tonal, before]), style, 0))
            before = tonal
            told = (np.maximum(levels[bar, list(_TOLD)], 1) - 3) / 2
            count = -(-ticks // TICKS_PER_BEAT)
            known: list[list[Moment]] = []
            for track, part in enumerate(parts):
                if part // PARTS == DRUM_FAMILY:
                    vectors = [_struck(lines[track], beat) for beat in range(count)]
                    for beat, vector in enumerate(vectors):
                        if beat < len(ago[track]) and (vector.any() or ago[track][beat].any()):
                            row = np.concatenate([vector, ago[track][beat], _place(beat)])
                            self._rows["drums"].append((row, style, DRUM_FAMILY))
                else:
                    vectors = [
                        _vector(lines[track], beat, centre[track], ticks) for beat in range(count)
                    ]
                    for beat, vector in enumerate(vectors):
                        if beat < len(ago[track]):
                            others = _others(known, beat) if known else vector[: len(_SLOTS)] * 0
                            row = np.concatenate(
                                [vector, last[track], ago[track][beat], tonal, _place(beat),
                                 others, told]
                            )  # fmt: skip
                            self._rows["pitched"].append((row, style, part // PARTS))
                        last[track] = vector
                    known.append(lines[track])
                ago[track] = vectors


def _struck(line: list[Moment], beat: int) -> Floats:
    """(drums * slots,) what is struck in a beat."""
    found = np.zeros((len(_KEYS), len(_SLOTS)))
    kinds = {35: 0, 36: 0, 37: 1, 38: 1, 39: 1, 40: 1, 42: 2, 44: 2, 46: 3}
    for moment in line:
        if moment.position // TICKS_PER_BEAT == beat:
            for pitch in moment.pitches:
                kind = kinds.get(pitch, 4 if pitch in (49, 51, 52, 53, 55, 57, 59) else 5)
                found[kind, _slot(moment.position % TICKS_PER_BEAT)] = 1
    return found.reshape(-1)

"""The hidden states: what is observed of a beat, and the likeliest states of pieces."""

import logging
import warnings

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import DRUM_FAMILY, Piece
from musicgan.engines.base import Ints
from musicgan.engines.lines import first_beats
from musicgan.song import TICKS_PER_BEAT

STATES = 20
_BEATS = 2000
"""Beats of a style that its states are found from."""

_ROUNDS = 12


def places(bar_ticks: npt.NDArray[np.integer]) -> Ints:
    """Of every beat: 0 at the barline, then 1 and 2 in turn."""
    counts = -(-bar_ticks.astype(np.int64) // TICKS_PER_BEAT)
    return np.concatenate([np.where(np.arange(n) > 0, 2 - np.arange(n) % 2, 0) for n in counts])


def observed(piece: Piece) -> Ints:
    """(beats, 47) counts: pitch classes, the lowest one, onsets by sixteenth, drums, the place."""
    firsts = first_beats(piece.bars["ticks"])
    notes = piece.notes
    bar = np.searchsorted(piece.bars["start"], notes["onset"], side="right") - 1
    position = notes["onset"] - piece.bars["start"][bar]
    beat = firsts[bar] + position // TICKS_PER_BEAT
    quarter = position % TICKS_PER_BEAT * 4 // TICKS_PER_BEAT
    drums = piece.tracks["family"][notes["track"]] == DRUM_FAMILY
    count = len(piece.chords)
    found = np.zeros((count, 47), np.int64)
    pitched = np.flatnonzero(~drums)
    tone = notes["pitch"] % 12
    for later in range(4):  # a note counts in the beats through which it sounds
        sounding = pitched[notes["duration"][pitched] > later * TICKS_PER_BEAT]
        sounding = sounding[beat[sounding] + later < count]
        np.add.at(found, (beat[sounding] + later, tone[sounding]), 1)
    order = pitched[np.argsort(-notes["pitch"][pitched].astype(int), kind="stable")]
    lowest = np.full(count, -1)
    lowest[beat[order]] = tone[order]
    known = np.flatnonzero(lowest >= 0)
    found[known, 12 + lowest[known]] = 2
    np.add.at(found, (beat[pitched], 24 + quarter[pitched]), 1)
    struck = np.flatnonzero(drums)
    key = notes["pitch"][struck]
    kind = np.select([key <= 36, key <= 40, np.isin(key, (42, 44, 46))], [0, 1, 2], 3)
    np.add.at(found, (beat[struck], 28 + 4 * kind + quarter[struck]), 2)
    found[np.arange(count), 44 + places(piece.bars["ticks"])] = 3
    return np.minimum(found, 4)


def likely_paths(observed: list[Ints], seed: int) -> list[Ints]:
    """The likeliest states of some pieces' beats, under a model that is fitted to them."""
    from hmmlearn.hmm import PoissonHMM  # loads scikit-learn

    # It prints that a style is small, or could be fitted longer.
    logging.getLogger("hmmlearn").setLevel(logging.ERROR)
    total = np.cumsum([len(rows) for rows in observed])
    some = observed[: int(np.searchsorted(total, _BEATS)) + 1]
    model = PoissonHMM(
        n_components=STATES, n_iter=_ROUNDS, random_state=seed % 2**32,
        lambdas_prior=0.1, lambdas_weight=1.0, transmat_prior=1.05, startprob_prior=1.05,
    )  # fmt: skip
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        model.fit(np.concatenate(some), [len(rows) for rows in some])
        return [np.asarray(model.predict(rows), np.int64) for rows in observed]

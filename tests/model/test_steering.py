from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from musicgan.data import MANNERS, to_piece
from musicgan.data.frames import NOTE
from musicgan.data.manner import average, measure_bars
from musicgan.data.windows import CHORD_FEATURES, with_notes
from musicgan.model.batch import collate
from musicgan.model.draws import Sampling
from musicgan.model.sampling import sample_all
from musicgan.model.steering import Steering
from tests import tiny

SONG = tiny.trio(8)
PIECE = to_piece(SONG)
GRID = replace(PIECE, notes=PIECE.notes[:0])
BORDERS = np.tile(np.array([[1.0], [3.0], [0.5], [60.0], [60.0], [0.1]]) * [0.7, 0.9, 1.1, 1.3],
    (8, 1, 1))  # fmt: skip


def levels(asked: Mapping[str, int]) -> npt.NDArray[np.int64]:
    rows = np.zeros((8, len(MANNERS)), np.int64)
    for name, level in asked.items():
        rows[:, MANNERS.index(name)] = level
    return rows


def written(asked: Mapping[str, int], seeds: int = 3) -> dict[str, float]:
    """Figures of takes by a model that was never trained, so that only the steering can help."""
    window = with_notes(tiny.window(SONG), np.zeros(0, NOTE))
    steering = [Steering(GRID, levels(asked), BORDERS) for _ in range(seeds)]
    sampling = Sampling(list(range(seeds)), steering=steering)
    takes = sample_all(tiny.model().generator, collate([window] * seeds), sampling)
    figures = [average(*measure_bars(replace(PIECE, notes=notes))) for notes in takes]
    return dict(zip(MANNERS, np.mean(figures, axis=0), strict=True))


@pytest.mark.parametrize("name", ["density", "polyphony"])
def test_what_is_asked_is_written(name: str) -> None:
    low, middle, high = (written({name: level})[name] for level in (1, 3, 5))
    assert low < middle < high
    assert high / low > 1.3


def test_an_open_manner_changes_nothing() -> None:
    window = with_notes(tiny.window(SONG), np.zeros(0, NOTE))
    net, batch = tiny.model().generator, collate([window])
    (plain,) = sample_all(net, batch, Sampling([1]))
    steering = Steering(GRID, levels({"dynamics": 5}), BORDERS)
    (steered,) = sample_all(net, batch, Sampling([1], steering=[steering]))
    assert steered.tolist() == plain.tolist()
    flat = np.repeat(BORDERS[..., :1], 4, axis=-1)  # a style in which nothing varies
    steering = Steering(GRID, levels({"density": 5, "polyphony": 1}), flat)
    (steered,) = sample_all(net, batch, Sampling([1], steering=[steering]))
    assert steered.tolist() == plain.tolist()


def so_far(notes: npt.NDArray[np.void], bar: int) -> npt.NDArray[np.void]:
    return notes[notes["onset"] < bar * 96]


def test_it_leans_until_it_has_what_was_asked() -> None:
    steering = Steering(GRID, levels({"density": 5, "polyphony": 1}), BORDERS)
    notes = PIECE.notes[np.unique(PIECE.notes["onset"] // 96, return_index=True)[1]]
    leans = []
    for bar in range(8):  # one note a bar is too little, and what sounds is never too much
        steering.enter(bar, so_far(notes, bar))
        leans.append(steering.sooner)
        assert steering.voices >= 1, "with less, the music would fall silent for good"
    assert 0 < leans[0] < leans[1]
    assert leans == sorted(leans)
    assert leans[-1] <= 2


def test_levels_that_change_begin_anew() -> None:
    rows = levels({"density": 1})
    rows[4:] = levels({"density": 5})[4:]
    steering = Steering(GRID, rows, BORDERS)
    for bar in range(4):
        steering.enter(bar, so_far(PIECE.notes, bar))
    assert steering.sooner < 0
    steering.enter(4, so_far(PIECE.notes, 4))
    assert steering.sooner > 0


def test_asked_chords_are_heard() -> None:
    window = with_notes(tiny.window(SONG), np.zeros(0, NOTE))
    chords = np.zeros((len(window.chords), CHORD_FEATURES), np.float32)
    chords[:, [0, 4, 7]] = 1
    batch = collate([replace(window, chords=chords)] * 3)

    def share(asked: bool) -> float:
        takes = sample_all(tiny.model().generator, batch, Sampling([1, 2, 3], chords=asked))
        notes = np.concatenate(takes)
        pitched = notes["pitch"][notes["track"] < 2]
        return float(np.isin(pitched % 12, [0, 4, 7]).mean())

    assert share(asked=True) > share(asked=False) + 0.15

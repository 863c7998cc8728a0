from collections.abc import Callable

import numpy as np
import pytest

from musicgan.data.dataset import Dataset
from musicgan.data.frames import NOTE
from musicgan.data.windows import Window, cut_window, with_notes
from musicgan.evaluation import features

# Two bars of 96 ticks, a bass and a flute: (onset, duration, track, pitch, velocity).
_NOTES = [
    (0, 48, 0, 36, 64),
    (0, 24, 1, 60, 80),
    (24, 24, 1, 64, 80),
    (48, 24, 1, 66, 80),
    (96, 48, 0, 36, 64),
    (96, 24, 1, 60, 80),
    (120, 24, 1, 64, 80),
    (144, 12, 1, 66, 80),
]


@pytest.fixture
def empty(datasets: Callable[[dict[str, int]], Dataset]) -> Window:
    window = cut_window(datasets({"walk": 1}).piece(0), 0, 2, np.ones(1, np.float32))
    return with_notes(window, np.zeros(0, NOTE))


@pytest.fixture
def window(empty: Window) -> Window:
    return with_notes(empty, np.array(_NOTES, NOTE))


def test_pitch_classes(window: Window) -> None:
    found = features.pitch_classes(window)
    # Four Cs, two Es, two F sharps: shares 1/2, 1/4, 1/4, hence 1.5 bits; 6 of 8 are of C major.
    expected = np.zeros(12)
    expected[[0, 4, 6]] = [0.5, 0.25, 0.25]
    np.testing.assert_allclose(found, [*expected, 1.5, 0.75])


def test_registers(window: Window) -> None:
    mean = (36 + 60 + 64 + 66) / 4
    spread = np.std([36, 60, 64, 66])
    np.testing.assert_allclose(features.registers(window), [mean, float(spread), 36, 66, 4, 0])


def test_melodic_intervals(window: Window) -> None:
    # The flute goes up 4, 2, down 6, up 4, 2; the bass stays: 0. Bins 0, 1, 2, 3–4, 5–7, …
    found = features.melodic_intervals(window)
    np.testing.assert_allclose(found[:8], np.array([1, 0, 2, 2, 1, 0, 0, 0]) / 6)
    np.testing.assert_allclose(found[8:], [18 / 6, 2 / 4])


def test_harmony(window: Window) -> None:
    # Of six frames, four have the bass: C, C–E, then F sharp alone.
    found = features.harmony(window)
    np.testing.assert_allclose(found[:6], [0, 0, 0, 2 / 6, 0, 0])
    np.testing.assert_allclose(found[6:10], [4 / 6, 2 / 6, 0, 0])


def test_rhythm(window: Window) -> None:
    found = features.rhythm(window)
    gaps, durations = found[:13], found[13:26]
    # Flute: 24, 24, 48, 24, 24; bass: 96.
    np.testing.assert_allclose(gaps[[7, 9, 11]], [4 / 6, 1 / 6, 1 / 6])
    np.testing.assert_allclose(durations[[4, 7, 9]], [1 / 8, 5 / 8, 2 / 8])
    assert found[29] == 1.0  # all onsets on the beat
    assert found[35] == 0.5  # half of them on the barline


def test_density(window: Window) -> None:
    found = features.density(window)
    np.testing.assert_allclose(found[:6], [4, 0, 4, 4, 3, 0])
    assert found[-1] == pytest.approx((2 * 48 + 5 * 24 + 12) / 192)


def test_repetition(window: Window, empty: Window) -> None:
    # Both bars are alike, and nothing is further apart.
    found = features.repetition(window)
    np.testing.assert_allclose(found[:3], 1.0)
    np.testing.assert_allclose(found[9:12], 1.0)
    half = with_notes(empty, np.array([_NOTES[0], _NOTES[1], _NOTES[4], (96, 24, 1, 62, 80)], NOTE))
    # Notes: C3 of three different ones; rhythm: the same.
    np.testing.assert_allclose(features.repetition(half)[[0, 9]], [1 / 3, 1.0])


def test_tracks(window: Window) -> None:
    found = features.tracks(window).reshape(-1, 5)
    np.testing.assert_allclose(found[0], [1, 1, 36, 0, 48])
    np.testing.assert_allclose(found[1, :3], [3, 1, 190 / 3])
    assert np.isnan(found[2:]).all()


def test_no_notes_have_as_many_features(window: Window, empty: Window) -> None:
    table = features.feature_table([window, empty])
    assert table.shape[0] == 2
    assert np.isfinite(table[0, : 8 + 14]).all()
    assert not np.isinf(table).any()

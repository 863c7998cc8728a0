"""MuseGAN's measures against values worked out by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from musicgan.data.windows import Window
from musicgan.evaluation.musegan import (
    beat_chroma,
    drum_pattern,
    empty_bars,
    qualified_notes,
    tonal_centroids,
    tonal_distance,
    used_pitch_classes,
)

Make = Callable[..., Window]


def test_empty_bars(make_window: Make) -> None:
    # Of two tracks in two bars, the second track rests in the first bar.
    window = make_window([(0, 24, 0, 60), (96, 24, 0, 60), (120, 24, 1, 40)], ("pipe", "bass"))
    assert empty_bars(window) == 1 / 4


def test_a_note_that_rings_on_does_not_fill_the_next_bar(make_window: Make) -> None:
    assert empty_bars(make_window([(0, 192, 0, 60)])) == 1 / 2


def test_used_pitch_classes(make_window: Make) -> None:
    # C and its octave and E; then D alone; drums don't count, nor do bars without notes.
    rows = [(0, 12, 0, 60), (24, 12, 0, 72), (48, 12, 0, 64), (96, 12, 0, 62), (0, 6, 1, 36)]
    assert used_pitch_classes(make_window(rows, ("pipe", "drums"), bars=3)) == (2 + 1) / 2


def test_qualified_notes_last_a_32nd(make_window: Make) -> None:
    rows = [(0, 2, 0, 60), (24, 3, 0, 60), (48, 4, 0, 60), (72, 1, 0, 60), (0, 1, 1, 36)]
    assert qualified_notes(make_window(rows, ("pipe", "drums"))) == 2 / 4


def test_drum_pattern(make_window: Make) -> None:
    # On a sixteenth 1, one tick beside it 0.1, else 0.
    rows = [(0, 6, 0, 36), (6, 6, 0, 42), (25, 6, 0, 38), (47, 6, 0, 38), (56, 6, 0, 42)]
    assert drum_pattern(make_window(rows, ("drums",))) == pytest.approx((1 + 1 + 0.1 + 0.1 + 0) / 5)


def test_chroma_counts_ticks_by_beat(make_window: Make) -> None:
    chroma = beat_chroma(make_window([(12, 24, 0, 60), (24, 12, 0, 64)], bars=1))
    assert chroma.shape == (1, 4, 12)
    assert np.argwhere(chroma[0]).tolist() == [[0, 0], [1, 0], [1, 4]]
    assert chroma[0][chroma[0] > 0].tolist() == [12, 12, 12]


def test_tonal_space_of_one_pitch_class() -> None:
    c, g = tonal_centroids(np.eye(12)[[0, 7]])
    np.testing.assert_allclose(c, [0, 1, 0, 1, 0, 0.5], atol=1e-12)
    # Seven fifths' steps of 7π/6, 3π/2 and 2π/3 lie at π/6, π/2 and 2π/3 of the circles.
    half, root = 0.5, np.sqrt(3) / 2
    np.testing.assert_allclose(g, [half, root, 1, 0, root / 2, -half / 2], atol=1e-12)


def test_tonal_distance(make_window: Make) -> None:
    families = ("pipe", "bass")
    unison = make_window([(0, 24, 0, 72), (0, 24, 1, 48)], families)
    assert tonal_distance(unison) == pytest.approx(0)
    # C against G, from the points above.
    fifth = make_window([(0, 24, 0, 72), (0, 24, 1, 43)], families)
    steps = [0.5, np.sqrt(3) / 2 - 1, 1, -1, np.sqrt(3) / 4, -0.75]
    assert tonal_distance(fifth) == pytest.approx(np.linalg.norm(steps))
    tritone = make_window([(0, 24, 0, 72), (0, 24, 1, 42)], families)
    assert tonal_distance(tritone) > tonal_distance(fifth)


def test_nothing_to_say_is_no_figure(make_window: Make) -> None:
    drums, alone = make_window([(0, 6, 0, 36)], ("drums",)), make_window([(0, 6, 0, 60)])
    for measure in (used_pitch_classes, qualified_notes, tonal_distance):
        assert np.isnan(measure(drums))
    assert np.isnan(drum_pattern(alone))
    assert np.isnan(tonal_distance(alone))

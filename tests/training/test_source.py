from dataclasses import replace

import numpy as np
import pytest

from musicgan.data import Dataset, open_dataset, pack
from musicgan.errors import MusicganError
from musicgan.formats import write_song
from musicgan.training.source import WindowSource
from tests import tiny


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("source")
    for number in range(8):
        # One short waltz beside seven long marches.
        style, bars = ("waltz", 2) if number == 7 else ("march", 16)
        write_song(tiny.trio(bars, number), folder / "music" / style / f"p{number}.mid")
    for _ in pack([folder / "music"], folder / "packed"):
        pass
    return open_dataset(folder / "packed")


def test_pieces_are_drawn_by_length_or_style(dataset: Dataset) -> None:
    training = dataset.select(held_out=False)
    marches = [dataset.meta.pieces[index].style == 0 for index in training]
    bars = np.where(marches, 16.0, 2.0)
    pieces, plain = WindowSource(dataset, dataset.style_names, 64, 0.0).probabilities
    assert pieces.tolist() == training
    assert plain.tolist() == pytest.approx((bars / bars.sum()).tolist())
    if len(set(marches)) == 2:
        _, balanced = WindowSource(dataset, dataset.style_names, 64, 1.0).probabilities
        assert balanced[marches].sum() == pytest.approx(0.5)


def test_styles_are_those_of_the_model(dataset: Dataset) -> None:
    source = WindowSource(dataset, ("other", "waltz", "march"), 64, 0.5)
    rng = np.random.default_rng(0)
    styles = np.stack([window.style[0] for window in source.draw(rng, 60)])
    assert styles.shape == (60, 3)
    assert not styles[:, 0].any()
    assert styles[:, 2].any()


def test_validation_is_always_the_same(dataset: Dataset) -> None:
    source = WindowSource(dataset, dataset.style_names, 64, 0.5)
    once, again = source.validation(3), source.validation(3)
    assert len(once) == 96
    for one, other in zip(once, again, strict=True):
        assert one.note_pitch.tolist() == other.note_pitch.tolist()
    assert not any(window.cells.any() and (window.cells == 1).any() for window in once)
    assert not any(window.chords.any() or window.levels.any() for window in once)
    assert all(window.style[0].sum() == 1 and window.mode and window.tempo for window in once)


def test_nothing_to_learn_from(dataset: Dataset) -> None:
    class Empty(Dataset):
        def select(self, held_out: bool, style: int | None = None) -> list[int]:
            return []

    with pytest.raises(MusicganError, match="add more music"):
        WindowSource(Empty(dataset.meta, dataset.starts, dataset.parts), ("a",), 64, 0.5)


def test_augmentation_moves_whole_windows_by_octaves(dataset: Dataset) -> None:
    plain = WindowSource(dataset, dataset.style_names, 64, 0.5)
    moved = replace(plain, octaves=1.0)
    asked = [source.draw(np.random.default_rng(1), 40, free_only=True) for source in (plain, moved)]
    pitches = [
        np.concatenate(
            [window.note_pitch[window.family[window.note_track] < 16] for window in part]
        )
        for part in asked
    ]
    assert set(pitches[0] % 12) == set(pitches[1] % 12), "the key stays"
    assert pitches[1].max() > pitches[0].max()
    assert pitches[1].min() < pitches[0].min()
    still = [one.note_pitch.tolist() for one in moved.validation(3)]
    assert still == [one.note_pitch.tolist() for one in plain.validation(3)]

import numpy as np
import torch

from musicgan.data.frames import MAX_TRACKS, NOTE
from musicgan.data.windows import with_notes
from musicgan.model.batch import collate, contrary, lay_out_steps
from musicgan.song import Key, KeyChange, Note, Song, Track
from tests import tiny
from tests.data.test_windows import DUET

LONE = Song(
    tracks=(Track("", 0, True, (Note(24, 38, 6, 90),)),),
    keys=(KeyChange(0, Key(0, "major")),),
    length=96,
)
"""One hit on the second beat."""


def test_collate_pads_with_zeros() -> None:
    batch = collate([tiny.window(DUET), tiny.window(LONE)])
    assert batch.size == 2
    assert batch.time.tolist() == [[0, 36, 48, 96], [0, 24, 0, 0]]
    assert batch.frame_valid.tolist() == [[True] * 4, [True, True, False, False]]
    assert batch.note_pitch[1].tolist() == [38, 0, 0, 0, 0, 0]
    assert batch.note_valid[1].tolist() == [True, *[False] * 5]
    assert batch.bar_valid.tolist() == [[True, True], [True, False]]
    assert batch.beat_valid.sum(dim=1).tolist() == [8, 4]
    assert batch.cells.shape == (2, 2, MAX_TRACKS)
    assert batch.track_valid.sum(dim=1).tolist() == [2, 1]
    assert batch.is_drum[:, 0].tolist() == [False, True]
    assert batch.chords.shape == (2, 8, 38)
    assert batch.style[:, 0].tolist() == [[1, 0], [1, 0]]
    assert batch.mode.tolist() == [1, 1]


def test_batch_moves_whole() -> None:
    batch = collate([tiny.window(DUET)]).to(torch.device("meta"))
    assert batch.time.device.type == batch.style.device.type == "meta"


def test_guidance_leads_away_from_the_opposite_levels() -> None:
    window = tiny.window(DUET)
    window.levels[:, :3] = [1, 3, 4]
    away = contrary(collate([window]))
    assert away.levels[0].tolist() == [[5, 3, 2, 0, 0, 0]] * 2
    assert not away.style.any()


def test_steps_by_hand() -> None:
    steps = lay_out_steps(collate([tiny.window(DUET), tiny.window(LONE)]))
    # Frames 0 to 3 are the duet's with 3, 1, 1 and 1 notes; 4 and 5 the lone hit's with 0 and 1.
    assert steps.sizes == (6, 5, 1, 1)
    assert steps.frame.tolist() == [0, 1, 2, 3, 5, 4, 0, 1, 2, 3, 5, 0, 0]
    assert steps.read.tolist() == [-1] * 6 + [0, 3, 4, 5, 6, 1, 2]
    assert steps.predict.tolist() == [0, 3, 4, 5, 6, -1, 1, -1, -1, -1, -1, 2, -1]


def test_steps_of_rests_alone() -> None:
    silent = with_notes(tiny.window(DUET), np.zeros(0, NOTE))
    steps = lay_out_steps(collate([silent]))
    assert steps.sizes == (2,)
    assert steps.predict.tolist() == [-1, -1]

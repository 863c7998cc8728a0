from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch

from musicgan.data import Cell, to_piece
from musicgan.data.frames import DRUM_FAMILY, MAX_TRACKS, NOTE
from musicgan.data.windows import Window, with_notes
from musicgan.model import head_steps, sampling, trunk_steps
from musicgan.model.batch import collate
from musicgan.model.draws import Sampling
from musicgan.model.sampling import Notes, Sampler, sample, sample_all
from musicgan.song import Meter, Note, Song, Track
from tests import tiny

TRIO = tiny.trio(4)
PIECE = to_piece(TRIO)


def empty(song: Song = TRIO) -> Window:
    """A song's conditions, everything free."""
    return with_notes(tiny.window(song), np.zeros(0, NOTE))


def draw(window: Window, *seeds: int, **options: object) -> list[Notes]:
    net = tiny.model().generator
    return sample_all(net, collate([window] * len(seeds)), Sampling(seeds, **options))  # type: ignore[arg-type]


def assert_sound(notes: Notes, window: Window) -> None:
    """In the window's bars and tracks, sorted, nothing overlapping in one pitch of one track."""
    end = int(window.bar_ticks.sum())
    assert np.all((notes["onset"] >= 0) & (notes["duration"] >= 1))
    assert np.all(notes["onset"] + notes["duration"] <= end)
    assert np.all(notes["track"] < len(window.family))
    keys = [(int(n["onset"]), int(n["track"]), -int(n["pitch"])) for n in notes]
    assert keys == sorted(set(keys))
    for track, pitch in {(int(n["track"]), int(n["pitch"])) for n in notes}:
        mine = notes[(notes["track"] == track) & (notes["pitch"] == pitch)]
        assert np.all(mine["onset"][1:] >= (mine["onset"] + mine["duration"])[:-1])


def test_a_seed_fixes_the_notes() -> None:
    once, again = draw(empty(), 5), draw(empty(), 5)
    assert once[0].tolist() == again[0].tolist()
    assert len(once[0]) > 0
    assert draw(empty(), 6)[0].tolist() != once[0].tolist()


def test_a_take_is_never_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(self: object, who: np.ndarray[Any, Any], *rest: object) -> np.ndarray[Any, Any]:
        logits = np.full((len(who), MAX_TRACKS + 1), -1e4, np.float32)
        logits[:, -1] = 0
        return logits

    monkeypatch.setattr(head_steps.HeadSteps, "track_logits", ends)
    window = empty()
    last_bar = int(window.bar_ticks[:-1].sum())
    for notes in draw(window, 1, 2):
        assert notes["onset"].tolist() == [last_bar]
    cells = np.full((4, 3), int(Cell.LOCKED))
    cells[-1] = Cell.FREE
    locked = np.array(PIECE.notes[PIECE.notes["onset"] < last_bar], NOTE)
    (notes,) = draw(with_notes(replace(tiny.window(TRIO), cells=cells), locked), 1)
    assert len(notes) == len(locked), "with music before it, the last bar may rest"


@pytest.mark.parametrize("seed", [-1, 2**63, 2**64 - 1])
def test_any_whole_number_is_a_seed(seed: int) -> None:
    (notes,), (other,) = draw(empty(), seed), draw(empty(), 0)
    assert notes.tolist() != other.tolist()
    assert draw(empty(), seed)[0].tolist() == notes.tolist()


def test_takes_of_a_batch_are_those_of_their_seeds() -> None:
    together = draw(empty(), 1, 2, 3)
    for seed, notes in zip((1, 2, 3), together, strict=True):
        assert draw(empty(), seed)[0].tolist() == notes.tolist()


def test_windows_of_different_length_go_together() -> None:
    windows = [empty(), empty(tiny.trio(2)), empty(tiny.trio(7))]
    together = sample_all(tiny.model().generator, collate(windows), Sampling([1, 2, 3]))
    for seed, window, notes in zip((1, 2, 3), windows, together, strict=True):
        assert_sound(notes, window)
        assert draw(window, seed)[0].tolist() == notes.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_free_windows(seed: int) -> None:
    (notes,) = draw(empty(), seed)
    assert_sound(notes, empty())


def test_greedy_drawing_needs_no_noise() -> None:
    one, other = draw(empty(), 1, 2, top_p=1e-9)
    assert one.tolist() == other.tolist()


@pytest.mark.parametrize("seed", range(6))
def test_cells_are_kept(seed: int) -> None:
    cells = np.zeros((4, 3), np.int64)
    cells[0] = Cell.LOCKED
    cells[1, 0] = cells[2, 1] = cells[3, 2] = Cell.LOCKED
    cells[1, 2] = cells[3, 0] = Cell.SILENT
    bar = PIECE.notes["onset"] // 96
    locked = np.array(PIECE.notes[cells[bar, PIECE.notes["track"]] == Cell.LOCKED], NOTE)
    window = with_notes(replace(tiny.window(TRIO), cells=cells), locked)
    (notes,) = draw(window, seed)
    assert_sound(notes, window)
    of_note = cells[notes["onset"] // 96, notes["track"]]
    assert not np.any(of_note == Cell.SILENT)
    fields = ["onset", "track", "pitch"]
    given = notes[of_note == Cell.LOCKED]
    assert given[fields].tolist() == locked[fields].tolist()
    assert not np.any(notes["onset"][of_note == Cell.FREE] < 96), "all of bar 1 is locked"


def test_everything_locked_comes_back() -> None:
    cells = np.full((4, 3), int(Cell.LOCKED))
    (notes,) = draw(tiny.window(TRIO, cells), 0)
    fields = ["onset", "track", "pitch"]
    assert notes[fields].tolist() == PIECE.notes[fields].tolist()


def test_chords_of_many_locked_notes() -> None:
    cluster = tuple(Note(onset, pitch, 24) for onset in (0, 48) for pitch in range(50, 72))
    song = Song(tracks=(Track("", 0, False, cluster), Track("", 40)), length=96)
    cells = np.array([[Cell.LOCKED]])
    window = tiny.window(song, cells)
    (notes,) = draw(window, 0)
    assert len(notes) == len(cluster)


def test_only_playable_pitches() -> None:
    playable = torch.zeros(MAX_TRACKS, 256, dtype=torch.bool)
    playable[0, 40:43] = True
    playable[1, 70] = True
    playable[2, 128 + 36 : 128 + 39] = True
    (notes,) = draw(empty(), 0, playable=playable[None])
    pitches = [set(notes["pitch"][notes["track"] == track].tolist()) for track in range(3)]
    assert all(pitches)
    assert pitches[0] <= {40, 41, 42}
    assert pitches[1] == {70}
    assert pitches[2] <= {36, 37, 38}


def test_drums_use_their_own_keys() -> None:
    assert PIECE.tracks["family"][2] == DRUM_FAMILY
    net = tiny.model().generator
    with torch.no_grad():
        net.head.pitch_out.bias[:128] += 50  # all weight on pitches, which drums don't have
    (notes,) = sample_all(net, collate([empty()]), Sampling([0]))
    assert_sound(notes, empty())
    assert np.any(notes["track"] == 2)


def test_frames_end_at_last() -> None:
    net = tiny.model().generator
    with torch.no_grad():
        # No frame would end by itself, and the pitches go down by single steps.
        net.head.track_out.weight.zero_()
        net.head.track_out.bias.fill_(1)
        net.end_key.fill_(-1e4)
        net.head.pitch_out.bias[:256].copy_(1e3 * torch.arange(256))
    song = Song(tracks=(Track("", 0, False, (Note(0, 60, 3),)),), meters=(Meter(0, 1, 32),))
    (notes,) = sample_all(net, collate([empty(song)]), Sampling([0]))
    chord = notes["pitch"][notes["onset"] == 0]
    assert chord.tolist() == list(range(127, 127 - sampling.MAX_FRAME_NOTES, -1))


def test_progress_bar_by_bar() -> None:
    steps = list(sample(Sampler(tiny.model().generator), collate([empty()] * 2), Sampling([1, 2])))
    assert len(steps) == 4
    for done, (early, late) in enumerate(pairwise(steps), start=1):
        for before, after in zip(early, late, strict=True):
            now = after[after["onset"] < 96 * done]
            assert now["pitch"].tolist() == before["pitch"][before["onset"] < 96 * done].tolist()


def test_cancelled_after_a_bar() -> None:
    net = tiny.model().generator
    steps = list(sample(Sampler(net), collate([empty()]), Sampling([1]), cancelled=lambda: True))
    assert len(steps) == 1


def test_longer_than_the_attention_span(monkeypatch: pytest.MonkeyPatch) -> None:
    (within,) = draw(empty(), 3)
    monkeypatch.setattr(trunk_steps, "_ATTENTION_SPAN", 8)
    monkeypatch.setattr(trunk_steps, "_FORGET", 3)
    (once,), (again,) = draw(empty(), 3), draw(empty(), 3)
    assert_sound(once, empty())
    assert len(np.unique(once["onset"])) > 8
    assert once.tolist() == again.tolist()
    early = np.unique(within["onset"])[6]
    begun = [notes["pitch"][notes["onset"] < early].tolist() for notes in (once, within)]
    assert begun[0] == begun[1], "until something is forgotten, nothing changes"


def test_low_temperature_is_greedy() -> None:
    one, other = draw(empty(), 1, 2, temperature=1e-6)
    assert one.tolist() == other.tolist()
    one, other = draw(empty(), 1, 2, temperature=2.0)
    assert one.tolist() != other.tolist()


def test_the_last_pitch_of_a_track_is_known_when_it_goes_on() -> None:
    net = tiny.model().generator
    with torch.no_grad():
        net.head.interval.weight[:, 127] = 100.0  # every family likes to stay where it is
    (notes,) = sample_all(net, collate([empty()]), Sampling((1,)))
    for track in (0, 1):
        mine = notes[notes["track"] == track]
        tops = {int(onset): 0 for onset in mine["onset"]}
        for note in mine:
            tops[int(note["onset"])] = max(tops[int(note["onset"])], int(note["pitch"]))
        assert len(tops) > 1
        assert len(set(tops.values())) == 1

from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from musicgan.data import Cell, to_piece
from musicgan.data.echoes import ECHOES
from musicgan.data.frames import MAX_TRACKS, NOTE
from musicgan.data.windows import with_notes
from musicgan.model.batch import Batch, collate
from musicgan.model.dense import Floats
from musicgan.model.generator import Generator, GeneratorConfig, mask_next, mask_pitches
from musicgan.model.head_steps import HeadSteps, Line, Past
from musicgan.model.memory import REMEMBERED, Memory
from musicgan.model.note_head import PITCHES
from musicgan.model.trunk_steps import TrunkSteps
from musicgan.model.usage import Usage
from musicgan.song import Song
from musicgan.song.edit import concatenate, transpose
from tests import tiny
from tests.data.test_windows import DUET

TRIO = tiny.trio(3)


def mixed_batch() -> Batch:
    """A trio with locked, silent and free cells beside a shorter duet."""
    piece = to_piece(TRIO)
    cells = tiny.cells(piece, (0, 0), (0, 1), (1, 2), (2, 0), (2, 1), (2, 2))
    return collate([tiny.window(TRIO, cells), tiny.window(DUET)])


def loss_step_by_step(net: Generator, batch: Batch) -> torch.Tensor:
    """(F,) nats of the only window of a batch, through the steps that sampling takes."""
    context = net.encode(batch)
    trunk = TrunkSteps(net).begin(context, batch.beat_bar)
    head = HeadSteps(net).begin(context, 1, strength=1.0)
    frames = batch.time.shape[1]
    memory = Memory(batch.bar_ticks.numpy(), batch.is_drum.numpy())
    usage = Usage(batch.bar_ticks.numpy(), batch.is_drum.numpy())
    D = net.config.width
    played = [note_fields(batch, note) for note in range(int(batch.note_valid.sum()))]
    reads = head.read(np.zeros(len(played), np.int64), *np.array(played).T)
    for_next, for_held = reads[0, :, 4 * D : 5 * D], reads[0, :, 5 * D : 6 * D]
    for_echo = reads[0, :, 6 * D :].reshape(-1, ECHOES, D)
    sums = np.zeros((REMEMBERED + 1, ECHOES, D), np.float32)
    previous = np.zeros(D, np.float32)
    losses = torch.zeros(frames)
    who = np.zeros(1, np.int64)
    for f in range(frames):
        now = batch.time[0, f]
        time, position, bar, beat = (
            column[:, f].numpy() for column in (batch.time, batch.position, batch.bar, batch.beat)
        )
        memory.enter(who, time, position, bar)
        usage.enter(who, time, position, bar)
        trust = head.trusted(memory.streak)
        held = (batch.note_onset[0] < now) & (batch.note_end[0] > now)
        seen = previous + for_held[held.numpy()].sum(axis=0)
        seen = seen + sums[memory.places[0], np.arange(ECHOES)].sum(axis=0)
        hidden = trunk.step(seen[None], memory.streak[:, :, -1], position, beat, time)
        frame = head.frame(hidden[None])
        notes = torch.nonzero(batch.note_frame[0] == f)[:, 0].tolist()
        previous = for_next[notes].sum(axis=0)
        free_tracks = (batch.cells[0, batch.bar[0, f]] == Cell.FREE) & batch.track_valid[0]
        lasting = np.zeros((1, MAX_TRACKS), bool)
        lasting[0, batch.note_track[0][held]] = True
        state, read = frame.state, head.start
        for note in [*notes, None]:
            state = head.step(read, state)
            if note is None or not batch.note_locked[0, note]:
                past = Past(
                    due=memory.due(who),
                    lasting=lasting,
                    trust=trust,
                    family=batch.family.numpy(),
                    strikes=usage.strikes,
                    rests=usage.rests,
                )
                logits = torch.from_numpy(head.track_logits(who, state, frame.track, past))[0]
                logits = logits.masked_fill(~F.pad(free_tracks, (0, 1), value=True), -torch.inf)
                slot = MAX_TRACKS if note is None else int(batch.note_track[0, note])
                losses[f] -= logits.log_softmax(-1)[slot]
            if note is None:
                break
            if not batch.note_locked[0, note]:
                started = [n for n in notes if n < note] + held.nonzero()[:, 0].tolist()
                heard = harmony(batch, started, usage)
                losses[f] += note_loss(head, batch, state, note, memory, usage, heard, trust)
            memory.add(0, *played[note])
            slot, key, length, loudness = played[note]
            usage.add(0, slot, key, length, loudness, int(batch.note_end[0, note]))
            read = reads[:, note : note + 1]
        usage.leave()
        if free_tracks.any():
            logits = mask_next(
                torch.from_numpy(
                    head.next_logits(
                        state,
                        frame.next,
                        position,
                        memory.next,
                        trust[:, :, -1],
                        usage.places,
                        usage.ends(who),
                    )
                )[0],
                batch.position[0, f],
                batch.limit[0, f],
                batch.bar_ticks[0, batch.bar[0, f]],
            )
            losses[f] -= logits.log_softmax(-1)[batch.next[0, f]]
        sums[memory.place] = for_echo[notes].sum(axis=0)
        memory.leave()
    return losses


def note_fields(batch: Batch, note: int) -> tuple[int, int, int, int]:
    """Track, pitch (drum keys from 128), duration and velocity class of the first window's note."""
    track = int(batch.note_track[0, note])
    key = int(batch.note_pitch[0, note]) + 128 * bool(batch.is_drum[0, track])
    return track, key, int(batch.note_duration[0, note]), int(batch.note_velocity[0, note])


def harmony(batch: Batch, notes: list[int], usage: Usage) -> Floats:
    """(1, 3, 12) pitch classes of the notes, drums left out; of the lowest; of the bar so far."""
    heard = np.zeros((1, 3, 12), np.float32)
    pitched = [n for n in notes if not batch.is_drum[0, batch.note_track[0, n]]]
    pitches = [int(batch.note_pitch[0, note]) for note in pitched]
    for pitch in pitches:
        heard[0, 0, pitch % 12] += 1
    if pitches:
        heard[0, 1, min(pitches) % 12] = 1
    heard[0, 2] = usage.in_bar[0]
    return heard


def note_loss(
    head: HeadSteps,
    batch: Batch,
    state: Floats,
    note: int,
    memory: Memory,
    usage: Usage,
    heard: Floats,
    trust: Floats,
) -> torch.Tensor:
    slot, key, length, loudness = note_fields(batch, note)
    who, on, pitch, duration = (np.array([x]) for x in (0, slot, key, length))
    given = head.given(who, state, on)
    line = Line(
        before=memory.before[who, on],
        motion=memory.motion[who, on],
        likely=memory.likely(who, on),
        heard=heard,
        custom=usage.pitches[who, on],
        here=usage.here(who, on),
        scale=usage.scale,
        streak=memory.streak[who, :, on],
    )
    trust = trust[who, :, on]
    logits = head.pitch_logits(given, batch.family[0, on].numpy(), line, trust)
    possible = mask_pitches(torch.from_numpy(logits), batch.is_drum[0, on])[0]
    nats = -possible.log_softmax(-1)[key]
    durations, velocities, same = memory.likeness(who, on, pitch)
    logits = head.duration_logits(given, pitch, durations, same, trust, usage.durations[who, on])
    nats = nats - torch.from_numpy(logits)[0].log_softmax(-1)[length]
    logits = head.velocity_logits(
        given,
        duration,
        velocities,
        trust,
        usage.velocity[who, on],
        usage.key_velocity[who, on, pitch],
    )
    return nats - torch.from_numpy(logits)[0].log_softmax(-1)[loudness]


def repeating() -> Song:
    """Two tracks and drums over ten bars, each bar like an earlier one, with chords."""
    first, second = tiny.trio(2), tiny.trio(2, seed=1)
    return reduce(concatenate, [first, first, second, first, transpose(first, 2)])


@pytest.mark.parametrize("locked", [(), ((0, 1), (1, 0)), ((0, 0), (0, 1), (0, 2), (2, 1))])
@pytest.mark.parametrize("song", [TRIO, repeating()], ids=["other bars", "repeated bars"])
def test_teacher_forcing_equals_single_steps(
    song: Song, locked: tuple[tuple[int, int], ...]
) -> None:
    net = tiny.model().generator
    for parameter in net.parameters():
        # Biases, gains and tables of habits, which a fresh net has at 0 and 1.
        if parameter.dim() == 1 or not parameter.any():
            parameter.add_(torch.randn_like(parameter), alpha=0.2)
    batch = collate([tiny.window(song, tiny.cells(to_piece(song), *locked))])
    torch.testing.assert_close(
        net(batch).total[0], loss_step_by_step(net, batch), atol=1e-4, rtol=1e-4
    )


def test_padding_changes_nothing() -> None:
    net = tiny.model().generator
    short = tiny.window(DUET)
    alone = net(collate([short])).total[0]
    beside = net(collate([short, tiny.window(tiny.trio(8))])).total[0]
    torch.testing.assert_close(beside[: len(alone)], alone, atol=1e-5, rtol=1e-5)
    assert not beside[len(alone) :].any()


def test_what_is_locked_costs_nothing() -> None:
    net = tiny.model().generator
    piece = to_piece(TRIO)
    everything = np.full((len(piece.bars), len(piece.tracks)), int(Cell.LOCKED))
    assert not net(collate([tiny.window(TRIO, everything)])).total.any()

    first_bar = everything.copy()
    first_bar[1:] = Cell.FREE
    batch = collate([tiny.window(TRIO, first_bar)])
    total = net(batch).total
    assert not total[batch.bar == 0].any()
    assert (total[batch.bar > 0] > 0).all()


def test_the_future_is_not_seen() -> None:
    net = tiny.model().generator
    notes = np.array(to_piece(TRIO).notes, NOTE)
    last_bar = notes["onset"] >= 192
    changed = notes.copy()
    changed["pitch"][last_bar] = 40
    changed["velocity"][last_bar] = 10
    window = tiny.window(TRIO)
    batch, other = collate([window]), collate([with_notes(window, changed)])
    before = (batch.bar == 2).nonzero()[0, 1]
    torch.testing.assert_close(net(other).total[:, :before], net(batch).total[:, :before])
    assert not torch.equal(net(other).total[0], net(batch).total[0])


def test_locked_notes_of_the_future_are_seen() -> None:
    net = tiny.model().generator
    piece = to_piece(TRIO)
    window = tiny.window(TRIO, tiny.cells(piece, (2, 0)))
    notes = np.array(piece.notes, NOTE)
    locked = (notes["onset"] >= 192) & (notes["track"] == 0)
    notes["pitch"][locked] += 1
    total, other = (net(collate([w])).total for w in (window, with_notes(window, notes)))
    assert not torch.equal(total[0, 0], other[0, 0])


@pytest.mark.parametrize(
    "changed",
    [
        {"mode": 2},
        {"tempo": 1},
        {"style": np.array([[1, 0], [0, 1]], np.float32)},
        {"levels": np.full((2, 6), 3)},
        {"bars_left": np.array([9, 8])},
        {"program": np.array([3, 41])},
        {"chords": np.ones((8, 38), np.float32)},
        {"bar_meter": np.array([4, 4])},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_every_condition_matters(changed: dict[str, object]) -> None:
    net = tiny.model().generator
    window = tiny.window(DUET)
    other = replace(window, **changed)  # type: ignore[arg-type]
    assert not torch.equal(net(collate([window])).total, net(collate([other])).total)


def test_every_weight_learns() -> None:
    net = tiny.model().generator.train().requires_grad_(True)
    torch.autograd.backward(net(mixed_batch()).total.sum())
    without = [name for name, weight in net.named_parameters() if weight.grad is None]
    assert without == []


def test_impossible_sizes_are_refused() -> None:
    for wrong in (
        {"styles": 0},
        {"styles": 1, "width": 20},
        {"styles": 1, "width": 4096},
        {"styles": 1, "layers": 0},
        {"styles": 1, "dropout": 1},
    ):
        with pytest.raises(ValueError, match=r"out of range|multiple"):
            GeneratorConfig(**wrong)


def open_places(position: int, limit: int, ticks: int) -> list[int]:
    masked = mask_next(
        torch.zeros(192), torch.tensor(position), torch.tensor(limit), torch.tensor(ticks)
    )
    return torch.isfinite(masked).nonzero()[:, 0].tolist()


def test_next_frames_that_are_possible() -> None:
    assert open_places(0, 6, 6) == [0, 1, 2, 3, 4, 5], "0 is the barline"
    assert open_places(4, 6, 6) == [0, 5]
    assert open_places(5, 6, 6) == [0]
    assert open_places(1, 4, 6) == [2, 3, 4], "a locked note at 4 is not jumped over"
    assert open_places(190, 192, 192) == [0, 191]


def test_pitches_that_are_possible() -> None:
    masked = mask_pitches(torch.zeros(2, PITCHES), torch.tensor([False, True]))
    assert torch.isfinite(masked[0]).nonzero()[:, 0].tolist() == list(range(128))
    assert torch.isfinite(masked[1]).nonzero()[:, 0].tolist() == list(range(128, 256))

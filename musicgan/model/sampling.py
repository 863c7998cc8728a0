"""Drawing music from the generator, frame by frame and note by note."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from musicgan.data.frames import DURATIONS, MAX_BAR_TICKS, MAX_TRACKS, NOTE, class_velocity
from musicgan.data.windows import Cell
from musicgan.model.batch import Batch, together, unconditional
from musicgan.model.draws import Bools, Draws, Ints, Sampling
from musicgan.model.generator import Context, Generator, next_places
from musicgan.model.memory import REMEMBERED, Memory
from musicgan.model.note_head import PITCHES, VELOCITIES, Line
from musicgan.song import TICKS_PER_BEAT

MAX_FRAME_NOTES = 24

_ATTENTION_SPAN = 256
_FORGET = 64

_TRACK = slice(0, MAX_TRACKS + 1)
_PITCH = slice(_TRACK.stop, _TRACK.stop + PITCHES)
_DURATION = slice(_PITCH.stop, _PITCH.stop + len(DURATIONS))
_VELOCITY = slice(_DURATION.stop, _DURATION.stop + VELOCITIES)
_NOISES = _VELOCITY.stop

_ALL = np.array(True)

Notes = npt.NDArray[np.void]


@torch.inference_mode()
def sample(
    generator: Generator,
    batch: Batch,
    sampling: Sampling,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[list[Notes]]:
    """Fill the free cells of every window.

    The batch lies on the CPU, where the bookkeeping is done; the generator may be elsewhere.

    Yields, each time that all windows have finished one more bar, the notes so far of each window
    (rows of ``NOTE``, times from the window's start, locked notes included, none overlapping in
    one pitch of one track); the last is the result. Stops early once ``cancelled()`` is true.
    """
    state = _State(generator, batch, sampling)
    done = 0
    while not state.finished:
        state.frame()
        if state.bars_done > done:
            done = state.bars_done
            yield state.notes()
            if cancelled():
                return


def sample_all(generator: Generator, batch: Batch, sampling: Sampling) -> list[Notes]:
    """The notes of every window, when all are finished."""
    result: list[Notes] = []
    for result in sample(generator, batch, sampling):  # noqa: B007
        pass
    return result


@dataclass(frozen=True, slots=True)
class _Sounding:
    """A note that may still sound: its end in ticks, and its embeddings (copies, D)."""

    end: int
    track: int
    pitch: int
    embedding: Tensor


class _State:
    """Where each window is in its piece, and what it has written so far.

    The nets see R rows: the B windows, and with guidance all of them once more, without conditions.
    """

    def __init__(self, generator: Generator, batch: Batch, sampling: Sampling) -> None:
        self.net = generator
        self.head = generator.head
        self.batch = batch
        self.device = self.head.start.device
        self.size = batch.size
        self.copies = 1 if sampling.strength == 1 else 2
        seen = batch if self.copies == 1 else together(batch, unconditional(batch))
        self.context: Context = generator.encode(seen.to(self.device))
        config = generator.config
        rows = self.size * self.copies
        heads, span = config.heads, _ATTENTION_SPAN
        shape = (config.layers, 2, rows, heads, span, config.width // heads)
        self.caches = torch.zeros(shape, device=self.device)
        self.used = 0
        self.count = 0

        self.bar_ticks = batch.bar_ticks.numpy()
        self.bars = batch.bar_valid.sum(dim=1).numpy()
        self.bar_start = np.cumsum(self.bar_ticks, axis=1) - self.bar_ticks
        self.first_beat = np.zeros_like(self.bar_ticks)
        for window in range(self.size):
            beats = batch.beat_bar[window][batch.beat_valid[window]].numpy()
            self.first_beat[window, : self.bars[window]] = np.searchsorted(
                beats, np.arange(self.bars[window])
            )
        free = (batch.cells == Cell.FREE) & batch.track_valid[:, None]
        self.free = free.numpy()
        self.is_drum = batch.is_drum.numpy()
        playable = (torch.arange(PITCHES) >= 128) == batch.is_drum[..., None]
        if sampling.playable is not None:
            playable = playable & sampling.playable
        self.lowest = playable.to(torch.uint8).argmax(dim=-1).numpy()
        self.playable = playable.numpy()

        self.given = [self._given(window) for window in range(self.size)]
        self.locked_onsets = [np.array(sorted(rows), np.int64) for rows in self.given]
        self.end = (
            self.bar_start[np.arange(self.size), self.bars - 1]
            + self.bar_ticks[np.arange(self.size), self.bars - 1]
        )
        self.bar = np.zeros(self.size, np.int64)
        self.position = np.zeros(self.size, np.int64)
        self.active = self.bars > 0
        self.written: list[Notes] = [np.zeros(0, NOTE) for _ in range(self.size)]
        self.rows: list[list[tuple[int, int, int, int, int]]] = [[] for _ in range(self.size)]
        self.sounding: list[list[_Sounding]] = [[] for _ in range(self.size)]
        self.previous = torch.zeros(rows, config.width, device=self.device)
        self.family = batch.family.numpy()
        self.memory = Memory(self.bar_ticks, self.is_drum)
        # Sum of the notes' embeddings of every frame that the memory holds.
        self.sums = torch.zeros(rows, REMEMBERED + 1, config.width, device=self.device)
        self.draws = Draws(sampling)

    @property
    def finished(self) -> bool:
        return not self.active.any()

    @property
    def bars_done(self) -> int:
        """Bars that every window has finished, or of the longest where shorter ones are done."""
        return int(self.bar[self.active].min()) if self.active.any() else int(self.bars.max())

    def notes(self) -> list[Notes]:
        """What is written so far, without overlaps of one pitch in one track."""
        for window, rows in enumerate(self.rows):
            if rows:
                joined = np.concatenate([self.written[window], np.array(rows, NOTE)])
                self.written[window] = _without_overlaps(joined)
                rows.clear()
        return list(self.written)

    def _given(self, window: int) -> dict[int, list[tuple[int, int, int, int, int]]]:
        """Locked notes by onset, each (track, pitch, duration class, velocity class, duration)."""
        batch = self.batch
        which = (batch.note_locked[window] & batch.note_valid[window]).numpy()
        found: dict[int, list[tuple[int, int, int, int, int]]] = {}
        columns = (
            batch.note_onset,
            batch.note_track,
            batch.note_pitch,
            batch.note_duration,
            batch.note_velocity,
            batch.note_end,
        )
        for onset, track, pitch, duration, velocity, end in zip(
            *(column[window].numpy()[which] for column in columns), strict=True
        ):
            found.setdefault(int(onset), []).append(
                (int(track), int(pitch), int(duration), int(velocity), int(end - onset))
            )
        return found

    def _seen(self, array: npt.NDArray[np.generic]) -> Tensor:
        """(R, …) an array (B, …) as the nets see it."""
        of_windows = torch.from_numpy(array).to(self.device)
        return of_windows if self.copies == 1 else torch.cat([of_windows, of_windows])

    def frame(self) -> None:
        """Write one frame of every window that is not finished, and go to its next."""
        time = self.bar_start[np.arange(self.size), self.bar] + self.position
        self.memory.enter(time, self.position, self.bar, self.active)
        for window in np.flatnonzero(self.active).tolist():
            self.draws.go_to(window, int(self.bar[window]), int(self.position[window]))
        hidden = self._trunk(time)
        state = self._write_notes(hidden, time)
        self.sums[:, self.memory.place] = self.previous
        self.memory.leave()
        self._advance(hidden, state, time)

    def _trunk(self, time: Ints) -> Tensor:
        """(R, D) the trunk's state for the frames at ``time``."""
        held = torch.zeros_like(self.previous)
        self.lasting = np.zeros((self.size, MAX_TRACKS), bool)
        self.classes = np.zeros((self.size, 12), np.float32)
        for window in np.flatnonzero(self.active).tolist():
            still = [note for note in self.sounding[window] if note.end > time[window]]
            self.sounding[window] = still
            if not still:
                continue
            held[window :: self.size] = torch.stack([n.embedding for n in still]).sum(dim=0)
            for note in still:
                self.lasting[window, note.track] = True
                self._hear(window, note.track, note.pitch)
        beat = self.first_beat[np.arange(self.size), self.bar] + self.position // TICKS_PER_BEAT
        places = self._seen(self.memory.places)
        echo = self.sums[torch.arange(len(places), device=self.device)[:, None], places]
        x = self.net.frame_input(
            self.context,
            self.previous[:, None],
            held[:, None],
            echo[:, None],
            self._seen(self.position)[:, None],
            self._seen(self.bar)[:, None],
            self._seen(beat)[:, None],
        )[:, 0]
        if self.used == _ATTENTION_SPAN:
            kept = _ATTENTION_SPAN - _FORGET
            self.caches[..., :kept, :] = self.caches[..., _FORGET:, :].clone()
            self.used = kept
        hidden = self.net.trunk_step(x, self.count, self._seen(time), self.caches, self.used)
        self.used += 1
        self.count += 1
        return hidden

    def _hear(self, window: int, track: int, pitch: int) -> None:
        """A pitched note sounds at this frame."""
        if not self.is_drum[window, track]:
            self.classes[window, pitch % 12] += 1

    def _write_notes(self, hidden: Tensor, time: Ints) -> Tensor:
        """Write the frame's notes, the locked ones first; (R, D) the note head's last state."""
        head, everyone = self.head, np.arange(self.size)
        given = [
            list(self.given[w].get(int(time[w]), ())) if self.active[w] else [] for w in everyone
        ]
        free = self.free[everyone, self.bar] & self.active[:, None]
        writing = self.active.copy()
        last_track = np.zeros(self.size, np.int64)
        last_pitch = np.full(self.size, PITCHES)
        self.previous = torch.zeros_like(self.previous)
        state = head.first_state(hidden)
        read = head.start.expand(len(hidden), -1)
        for step in range(MAX_FRAME_NOTES + 1):
            going = self._seen(writing)[:, None]
            state = torch.where(going, head.step(read, state), state)
            forced = np.array([bool(rows) for rows in given]) & writing
            drawing = writing & ~forced & free.any(axis=1) & (step < MAX_FRAME_NOTES)
            track = np.full(self.size, MAX_TRACKS)
            pitch = np.zeros(self.size, np.int64)
            duration = np.zeros(self.size, np.int64)
            velocity = np.zeros(self.size, np.int64)
            ticks = np.zeros(self.size, np.int64)
            if drawing.any():
                allowed = free & (np.arange(MAX_TRACKS) >= last_track[:, None])
                spent = self.lowest[everyone, last_track] >= last_pitch
                allowed[everyone[spent], last_track[spent]] = False
                track, pitch, duration, velocity = self._draw_notes(
                    hidden, state, drawing, allowed, last_track, last_pitch
                )
                ticks = DURATIONS[duration].astype(np.int64)
            for window in np.flatnonzero(forced):
                row = given[window].pop(0)
                track[window], pitch[window], duration[window], velocity[window], ticks[window] = (
                    row
                )
                pitch[window] += 128 * self.is_drum[window, row[0]]
            wrote = (forced | drawing) & (track < MAX_TRACKS)
            if not wrote.any():
                break
            read = self._keep(wrote, track, pitch, duration, velocity, ticks, time)
            new = drawing & wrote
            last_track[new], last_pitch[new] = track[new], pitch[new]
            writing = wrote
        return state

    def _draw_notes(
        self,
        hidden: Tensor,
        state: Tensor,
        drawing: Bools,
        allowed: Bools,
        last_track: Ints,
        last_pitch: Ints,
    ) -> tuple[Ints, ...]:
        """One note each: track, pitch, duration class, velocity class.

        The track is ``MAX_TRACKS`` where the frame ends.
        """
        net, head, memory = self.net, self.head, self.memory
        noise = self.draws.noise(drawing, _NOISES)
        logits = self.draws.guided(
            head.track_logits(
                state,
                hidden,
                self.context.pointer,
                self._seen(memory.due),
                self._seen(self.lasting),
            )
        )
        open_ = np.pad(allowed, ((0, 0), (0, 1)), constant_values=True)
        chosen = self.draws.outcome(logits, open_, noise[:, _TRACK])
        if not (drawing & (chosen < MAX_TRACKS)).any():
            ends = np.full(self.size, MAX_TRACKS)
            return ends, *np.zeros((3, self.size), np.int64)
        safe = np.minimum(chosen, MAX_TRACKS - 1)
        everyone = np.arange(self.size)
        track = self.context.tracks[torch.arange(len(state), device=self.device), self._seen(safe)]
        ceiling = np.where(safe == last_track, last_pitch, PITCHES)
        can = self.playable[everyone, safe] & (np.arange(PITCHES) < ceiling[:, None])
        # A finished window has nothing playable; any pitch will do, since it is not used.
        can |= ~can.any(axis=-1, keepdims=True)
        line = Line(
            family=self._seen(self.family[everyone, safe]),
            before=self._seen(memory.before[everyone, safe]),
            motion=self._seen(memory.motion[everyone, safe]),
            echo=self._seen(memory.pitches(safe)),
            answer=self._seen(memory.answers(safe)),
            sounding=self._seen(self.classes),
        )
        logits = self.draws.guided(head.pitch_logits(state, track, line))
        pitch = self.draws.outcome(logits, can, noise[:, _PITCH])
        durations, velocities, same = memory.likeness(safe, pitch)
        note = track + net.pitch(self._seen(pitch))
        logits = head.duration_logits(state, note, self._seen(durations), self._seen(same))
        duration = self.draws.outcome(self.draws.guided(logits), _ALL, noise[:, _DURATION])
        note = note + net.duration(self._seen(duration))
        logits = head.velocity_logits(state, note, self._seen(velocities))
        velocity = self.draws.outcome(self.draws.guided(logits), _ALL, noise[:, _VELOCITY])
        return np.where(drawing, chosen, MAX_TRACKS), pitch, duration, velocity

    def _keep(
        self,
        wrote: Bools,
        track: Ints,
        pitch: Ints,
        duration: Ints,
        velocity: Ints,
        ticks: Ints,
        time: Ints,
    ) -> Tensor:
        """Note down what was written; (R, D) its embeddings."""
        slot = self._seen(np.minimum(track, MAX_TRACKS - 1))
        of = self.context.tracks[torch.arange(len(slot), device=self.device), slot]
        embedding = self.net.embed_note(
            of, self._seen(pitch), self._seen(duration), self._seen(velocity)
        )
        for window in np.flatnonzero(wrote).tolist():
            length = int(min(ticks[window], self.end[window] - time[window]))
            loud = class_velocity(int(velocity[window]))
            on, key = int(track[window]), int(pitch[window])
            self.rows[window].append((int(time[window]), length, on, key % 128, loud))
            self.sounding[window].append(
                _Sounding(int(time[window]) + length, on, key, embedding[window :: self.size])
            )
            self._hear(window, on, key)
            self.memory.add(window, on, key, int(duration[window]), int(velocity[window]))
        self.previous = self.previous + embedding * self._seen(wrote)[:, None]
        return embedding

    def _advance(self, hidden: Tensor, state: Tensor, time: Ints) -> None:
        """Draw where the next frame is, and go there."""
        everyone = np.arange(self.size)
        ticks = self.bar_ticks[everyone, self.bar]
        limit = ticks.copy()
        for window in np.flatnonzero(self.active):
            onsets = self.locked_onsets[window]
            place = int(np.searchsorted(onsets, time[window], side="right"))
            if place < len(onsets):
                limit[window] = min(
                    ticks[window], onsets[place] - self.bar_start[window, self.bar[window]]
                )
        logits = self.draws.guided(
            self.head.next_logits(
                state, hidden, self._seen(self.position), self._seen(self.memory.next)
            )
        )
        possible = next_places(self.position, limit, ticks)
        following = self.draws.outcome(
            logits, possible, self.draws.noise(self.active, MAX_BAR_TICKS)
        )
        # Where nothing is free in the bar, the frames are those of the locked notes.
        given = ~self.free[everyone, self.bar].any(axis=1)
        following = np.where(given, np.where(limit < ticks, limit, 0), following)
        entered = self.active & (following == 0)
        self.position = np.where(self.active, following, self.position)
        self.bar = self.bar + entered
        self.active = self.active & (self.bar < self.bars)
        over = ~self.active
        self.bar[over] = np.maximum(self.bars[over] - 1, 0)
        self.position[over] = 0


def _without_overlaps(notes: Notes) -> Notes:
    """End a note where the same pitch starts again in its track."""
    if not len(notes):
        return notes
    order = np.lexsort((notes["onset"], notes["pitch"], notes["track"]))
    notes = notes[order]
    same = (notes["track"][1:] == notes["track"][:-1]) & (notes["pitch"][1:] == notes["pitch"][:-1])
    room = np.where(same, notes["onset"][1:] - notes["onset"][:-1], np.iinfo(np.int16).max)
    notes["duration"][:-1] = np.minimum(notes["duration"][:-1], np.maximum(room, 1))
    return notes[np.lexsort((-notes["pitch"].astype(np.int16), notes["track"], notes["onset"]))]

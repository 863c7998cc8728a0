"""Drawing music from the generator, frame by frame and note by note.

The noise z is Gumbel noise, one stream for each window and bar, so that a seed fixes a take and a
part of z can be drawn anew.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from musicgan.data.frames import DURATIONS, MAX_TRACKS, NOTE, class_velocity
from musicgan.data.windows import Cell
from musicgan.model.batch import Batch
from musicgan.model.generator import PITCHES, VELOCITIES, Context, Generator, mask_next
from musicgan.song import TICKS_PER_BEAT

MAX_FRAME_NOTES = 24

_ATTENTION_SPAN = 256
_FORGET = 64

_TRACK = slice(0, MAX_TRACKS + 1)
_PITCH = slice(_TRACK.stop, _TRACK.stop + PITCHES)
_DURATION = slice(_PITCH.stop, _PITCH.stop + len(DURATIONS))
_VELOCITY = slice(_DURATION.stop, _DURATION.stop + VELOCITIES)
_NOISES = _VELOCITY.stop

Notes = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to draw.

    Attributes:
        seeds: one a window; the seed alone fixes what is drawn for given conditions.
        temperature: divides the logits.
        top_p: nucleus (Holtzman et al. 2020): only the likeliest outcomes that together have this
            probability can be drawn; 1 is all.
        playable: (B, K, 256) bool, pitches (drum keys from 128) that a track may use, at least one
            for every wanted track; None: all.
    """

    seeds: Sequence[int]
    temperature: float = 1.0
    top_p: float = 1.0
    playable: Tensor | None = None


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


class _State:
    """Where each window is in its piece, and what it has written so far."""

    def __init__(self, generator: Generator, batch: Batch, sampling: Sampling) -> None:
        self.net = generator
        self.batch = batch
        self.sampling = sampling
        self.device = generator.start.device
        self.context: Context = generator.encode(batch.to(self.device))
        self.size = batch.size
        config = generator.config
        shape = (
            config.layers,
            2,
            self.size,
            config.heads,
            _ATTENTION_SPAN,
            config.width // config.heads,
        )
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
        self.playable = playable.to(self.device)

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
        self.sounding: list[list[tuple[int, Tensor]]] = [[] for _ in range(self.size)]
        self.previous = torch.zeros(self.size, config.width, device=self.device)
        self.family = batch.family.to(self.device)
        # 1 + the highest pitch of each track's last frame with notes, and of its present one.
        self.before = np.zeros((self.size, MAX_TRACKS), np.int64)
        self.now = np.zeros((self.size, MAX_TRACKS), np.int64)
        self.streams: dict[int, np.random.Generator] = {}
        self._new_bars(np.ones(self.size, bool))

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
            together = np.concatenate([self.written[window], np.array(rows, NOTE)])
            self.written[window] = _without_overlaps(together)
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

    def _new_bars(self, entered: npt.NDArray[np.bool_]) -> None:
        """Start the noise stream of the bars that were entered."""
        for window in np.flatnonzero(entered).tolist():
            # Any whole number is a seed; Philox takes 64 bits of it.
            seed = self.sampling.seeds[window] % 2**64
            key = np.array([seed, self.bar[window]], np.uint64)
            self.streams[window] = np.random.Generator(np.random.Philox(key=key))

    def _noise(self, drawing: npt.NDArray[np.bool_], slots: int) -> Tensor:
        """(B, slots) Gumbel noise for the windows that draw."""
        noise = np.zeros((self.size, slots), np.float32)
        for window in np.flatnonzero(drawing).tolist():
            noise[window] = self.streams[window].gumbel(size=slots)
        return self._tensor(noise)

    def _tensor(self, array: npt.NDArray[np.generic]) -> Tensor:
        """An array where the generator is."""
        return torch.from_numpy(array).to(self.device)

    def _draw(self, logits: Tensor, noise: Tensor) -> Tensor:
        """(B,) one outcome each, by the Gumbel-max trick."""
        logits = logits / self.sampling.temperature
        if self.sampling.top_p < 1:
            ordered, place = logits.softmax(dim=-1).sort(dim=-1, descending=True)
            outside = ordered.cumsum(dim=-1) - ordered > self.sampling.top_p
            logits = logits.masked_fill(
                torch.zeros_like(outside).scatter(-1, place, outside), float("-inf")
            )
        return (logits + noise).argmax(dim=-1)

    def frame(self) -> None:
        """Write one frame of every window that is not finished, and go to its next."""
        time = self.bar_start[np.arange(self.size), self.bar] + self.position
        hidden = self._trunk(time)
        state = self._write_notes(hidden, time)
        self._advance(hidden, state, time)

    def _trunk(self, time: npt.NDArray[np.int64]) -> Tensor:
        """(B, D) the trunk's state for the frames at ``time``."""
        held = torch.zeros(self.size, self.net.config.width, device=self.device)
        for window in np.flatnonzero(self.active):
            still = [pair for pair in self.sounding[window] if pair[0] > time[window]]
            self.sounding[window] = still
            if still:
                held[window] = torch.stack([embedding for _, embedding in still]).sum(dim=0)
        beat = self.first_beat[np.arange(self.size), self.bar] + self.position // TICKS_PER_BEAT
        x = self.net.frame_input(
            self.context,
            self.previous[:, None],
            held[:, None],
            self._tensor(self.position)[:, None],
            self._tensor(self.bar)[:, None],
            self._tensor(beat)[:, None],
        )[:, 0]
        if self.used == _ATTENTION_SPAN:
            kept = _ATTENTION_SPAN - _FORGET
            self.caches[..., :kept, :] = self.caches[..., _FORGET:, :].clone()
            self.used = kept
        hidden = self.net.trunk_step(x, self.count, self._tensor(time), self.caches, self.used)
        self.used += 1
        self.count += 1
        return hidden

    def _write_notes(self, hidden: Tensor, time: npt.NDArray[np.int64]) -> Tensor:
        """Write the frame's notes, the locked ones first; (B, D) the note head's last state."""
        net, everyone = self.net, np.arange(self.size)
        given = [
            list(self.given[w].get(int(time[w]), ())) if self.active[w] else [] for w in everyone
        ]
        free = self.free[everyone, self.bar] & self.active[:, None]
        writing = self.active.copy()
        last_track = np.zeros(self.size, np.int64)
        last_pitch = np.full(self.size, PITCHES)
        self.previous = torch.zeros_like(self.previous)
        state = net.first_hidden(hidden)
        read = net.start.expand(self.size, -1)
        for step in range(MAX_FRAME_NOTES + 1):
            going = self._tensor(writing)[:, None]
            state = torch.where(going, net.note_step(read, state), state)
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
        self.before = np.where(self.now > 0, self.now, self.before)
        self.now[:] = 0
        return state

    def _draw_notes(
        self,
        hidden: Tensor,
        state: Tensor,
        drawing: npt.NDArray[np.bool_],
        allowed: npt.NDArray[np.bool_],
        last_track: npt.NDArray[np.int64],
        last_pitch: npt.NDArray[np.int64],
    ) -> tuple[npt.NDArray[np.int64], ...]:
        """One note each: track, pitch, duration class, velocity class.

        The track is ``MAX_TRACKS`` where the frame ends.
        """
        net = self.net
        noise = self._noise(drawing, _NOISES)
        logits = net.track_logits(state, hidden, self.context.pointer)
        open_ = self._tensor(np.pad(allowed, ((0, 0), (0, 1)), constant_values=True))
        slot = self._draw(logits.masked_fill(~open_, float("-inf")), noise[:, _TRACK])
        safe = slot.clamp(max=MAX_TRACKS - 1)
        everyone = torch.arange(self.size, device=self.device)
        track = self.context.tracks[everyone, safe]
        same = safe == self._tensor(last_track)
        ceiling = torch.where(same, self._tensor(last_pitch), PITCHES)
        below = torch.arange(PITCHES, device=self.device) < ceiling[:, None]
        # A finished window has nothing playable; any pitch will do, since it is not used.
        can = self.playable[everyone, safe] & below
        can = can | ~can.any(dim=-1, keepdim=True)
        before = self._tensor(self.before)[everyone, safe]
        logits = net.pitch_logits(state, track, self.family[everyone, safe], before)
        logits = logits.masked_fill(~can, float("-inf"))
        pitch = self._draw(logits, noise[:, _PITCH])
        note = track + net.pitch(pitch)
        duration = self._draw(net.duration_logits(state, note), noise[:, _DURATION])
        note = note + net.duration(duration)
        velocity = self._draw(net.velocity_logits(state, note), noise[:, _VELOCITY])
        slot = torch.where(self._tensor(drawing), slot, MAX_TRACKS)
        drawn = torch.stack([slot, pitch, duration, velocity]).cpu().numpy()
        return tuple(drawn)

    def _keep(
        self,
        wrote: npt.NDArray[np.bool_],
        track: npt.NDArray[np.int64],
        pitch: npt.NDArray[np.int64],
        duration: npt.NDArray[np.int64],
        velocity: npt.NDArray[np.int64],
        ticks: npt.NDArray[np.int64],
        time: npt.NDArray[np.int64],
    ) -> Tensor:
        """Note down what was written; (B, D) its embeddings."""
        slot = self._tensor(np.minimum(track, MAX_TRACKS - 1))
        of = self.context.tracks[torch.arange(self.size, device=self.device), slot]
        embedding = self.net.embed_note(
            of, self._tensor(pitch), self._tensor(duration), self._tensor(velocity)
        )
        for window in np.flatnonzero(wrote):
            length = int(min(ticks[window], self.end[window] - time[window]))
            loud = class_velocity(int(velocity[window]))
            self.rows[window].append(
                (int(time[window]), length, int(track[window]), int(pitch[window]) % 128, loud)
            )
            self.sounding[window].append((int(time[window]) + length, embedding[window]))
            heard = self.now[window, track[window]]
            self.now[window, track[window]] = max(heard, pitch[window] % 128 + 1)
        self.previous = self.previous + embedding * self._tensor(wrote)[:, None]
        return embedding

    def _advance(self, hidden: Tensor, state: Tensor, time: npt.NDArray[np.int64]) -> None:
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
        position = self._tensor(self.position)
        logits = self.net.next_logits(state, hidden, position)
        logits = mask_next(logits, position, self._tensor(limit), self._tensor(ticks))
        following = self._draw(logits, self._noise(self.active, logits.shape[-1])).cpu().numpy()
        # Where nothing is free in the bar, the frames are those of the locked notes.
        given = ~self.free[everyone, self.bar].any(axis=1)
        following = np.where(given, np.where(limit < ticks, limit, 0), following)
        entered = self.active & (following == 0)
        self.position = np.where(self.active, following, self.position)
        self.bar = self.bar + entered
        self.active = self.active & (self.bar < self.bars)
        self._new_bars(entered & self.active)
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

"""Drawing music from the generator, frame by frame and note by note."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from musicgan.data.echoes import ECHOES
from musicgan.data.frames import DURATIONS, MAX_BAR_TICKS, MAX_TRACKS, NOTE, class_velocity
from musicgan.data.windows import Cell
from musicgan.model.batch import Batch, contrary, together
from musicgan.model.dense import Floats
from musicgan.model.draws import Draws, Ints, Sampling
from musicgan.model.generator import Generator, next_places
from musicgan.model.head_steps import Frame, HeadSteps, Line, Past
from musicgan.model.memory import REMEMBERED, Memory
from musicgan.model.note_head import PITCHES, TRUST_PARTS, VELOCITIES
from musicgan.model.steering import CHORD_PULL, Steering, next_lean, pitched_lean
from musicgan.model.trunk_steps import TrunkSteps
from musicgan.model.usage import Usage
from musicgan.song import TICKS_PER_BEAT

MAX_FRAME_NOTES = 24

_TRACK = slice(0, MAX_TRACKS + 1)
_PITCH = slice(_TRACK.stop, _TRACK.stop + PITCHES)
_DURATION = slice(_PITCH.stop, _PITCH.stop + len(DURATIONS))
_VELOCITY = slice(_DURATION.stop, _DURATION.stop + VELOCITIES)
_NOISES = _VELOCITY.stop

_PITCH_CLASS = np.arange(128) % 12
_SILENCE = 128

Notes = npt.NDArray[np.void]
_Locked = tuple[int, int, int, int, int]
"""Track, pitch (drum keys from 128), duration class, velocity class, ticks."""


class Sampler:
    """A generator made ready to sample from, with the weights that it has now."""

    @torch.inference_mode()
    def __init__(self, generator: Generator) -> None:
        """Take its weights; it may lie on any device."""
        self.generator = generator
        self.trunk = TrunkSteps(generator)
        self.head = HeadSteps(generator)


@torch.inference_mode()
def sample(
    sampler: Sampler,
    batch: Batch,
    sampling: Sampling,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[list[Notes]]:
    """Fill the free cells of every window; the batch lies on the CPU.

    Yields, each time that all windows have finished one more bar, the notes so far of each window
    (rows of ``NOTE``, times from the window's start, locked notes included, none overlapping in
    one pitch of one track); the last is the result. Stops early once ``cancelled()`` is true.
    """
    state = _State(sampler, batch, sampling)
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
    for result in sample(Sampler(generator), batch, sampling):  # noqa: B007
        pass
    return result


class _Sounding(NamedTuple):
    """A note that may still sound: its end in ticks, and what the trunk reads of it (V, D)."""

    end: int
    track: int
    pitch: int
    held: Floats


class _State:
    """Where each window is in its piece, and what it has written so far.

    The nets see V views of the B windows: with guidance a second one, without conditions. Of the
    windows only those are worked on that ``live``.
    """

    def __init__(self, sampler: Sampler, batch: Batch, sampling: Sampling) -> None:
        generator = sampler.generator
        self.batch = batch
        self.size = batch.size
        self.views = 1 if sampling.strength == 1 else 2
        seen = batch if self.views == 1 else together(batch, contrary(batch))
        context = generator.encode(seen.to(generator.head.start.device))
        self.family = batch.family.numpy()
        self.trunk = sampler.trunk.begin(context, seen.beat_bar)
        self.head = sampler.head.begin(context, self.size, sampling.strength)

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
        self.is_drum = batch.is_drum.tolist()
        self.pitched = ~batch.is_drum.numpy()
        playable = (torch.arange(PITCHES) >= 128) == batch.is_drum[..., None]
        if sampling.playable is not None:
            playable = playable & sampling.playable
        self.lowest = playable.to(torch.uint8).argmax(dim=-1).tolist()
        self.playable = playable.numpy()
        self.can = np.empty_like(self.playable)

        self.given = [self._given(window) for window in range(self.size)]
        self.locked_onsets = [sorted(rows) for rows in self.given]
        self.end = (self.bar_start + self.bar_ticks)[np.arange(self.size), self.bars - 1].tolist()
        self.bar = np.zeros(self.size, np.int64)
        self.position = np.zeros(self.size, np.int64)
        self.beat = np.zeros(self.size, np.int64)
        self.live = np.flatnonzero(self.bars > 0)
        self.written: list[Notes] = [np.zeros(0, NOTE) for _ in range(self.size)]
        self.rows: list[list[tuple[int, int, int, int, int]]] = [[] for _ in range(self.size)]
        self.sounding: list[list[_Sounding]] = [[] for _ in range(self.size)]
        self.memory = Memory(self.bar_ticks, batch.is_drum.numpy())
        self.usage = Usage(self.bar_ticks, batch.is_drum.numpy())
        shape = (self.views, self.size, generator.config.width)
        # What the trunk reads of the previous frame's notes, and in the echoes of all frames that
        # the memory holds.
        self.previous = np.zeros(shape, np.float32)
        self.sums = np.zeros((*shape[:2], REMEMBERED + 1, ECHOES, shape[2]), np.float32)
        self.state = np.zeros(shape, np.float32)
        self.trust = np.zeros((self.size, ECHOES, MAX_TRACKS + 1, sum(TRUST_PARTS)), np.float32)
        self.draws = Draws(sampling)
        self.steering = sampling.steering
        self.sooner = np.zeros(self.size)
        self.voices = np.full(self.size, np.nan)
        self.chord_pull = CHORD_PULL * batch.chords[..., :12].numpy() if sampling.chords else None

    @property
    def finished(self) -> bool:
        return not len(self.live)

    @property
    def bars_done(self) -> int:
        """Bars that every window has finished, or of the longest where shorter ones are done."""
        return int(self.bars.max() if self.finished else self.bar[self.live].min())

    def notes(self) -> list[Notes]:
        """What is written so far, without overlaps of one pitch in one track."""
        for window in range(self.size):
            self._join(window)
        return list(self.written)

    def _join(self, window: int) -> None:
        """Move a window's latest rows to what is ``written``."""
        rows = self.rows[window]
        if rows:
            joined = np.concatenate([self.written[window], np.array(rows, NOTE)])
            self.written[window] = _without_overlaps(joined)
            rows.clear()

    def _given(self, window: int) -> dict[int, list[_Locked]]:
        """Locked notes by onset."""
        batch = self.batch
        which = (batch.note_locked[window] & batch.note_valid[window]).numpy()
        columns = (
            batch.note_onset,
            batch.note_track,
            batch.note_pitch,
            batch.note_duration,
            batch.note_velocity,
            batch.note_end,
        )
        found: dict[int, list[_Locked]] = {}
        for onset, track, pitch, duration, velocity, end in zip(
            *(column[window].numpy()[which].tolist() for column in columns), strict=True
        ):
            key = pitch + 128 * self.is_drum[window][track]
            found.setdefault(onset, []).append((track, key, duration, velocity, end - onset))
        return found

    def frame(self) -> None:
        """Write one frame of every window that is not finished, and go to its next."""
        live = self.live
        bar, position = self.bar[live], self.position[live]
        time = self.bar_start[live, bar] + position
        self.memory.enter(live, time, position, bar)
        self.usage.enter(live, time, position, bar)
        self.trust[live] = self.head.trusted(self.memory.streak[live])
        for place in zip(live.tolist(), bar.tolist(), position.tolist(), strict=True):
            self.draws.go_to(*place)
        if self.steering:
            self._steer(self.steering, live[position == 0])
        frame = self._trunk(time)
        self._write_notes(frame, time)
        self.memory.leave()
        self.usage.leave()
        self._advance(frame, time)

    def _steer(self, steering: Sequence[Steering], who: Ints) -> None:
        """Tell how the draws of windows that enter a bar should lean."""
        for window in who.tolist():
            self._join(window)
            steering[window].enter(int(self.bar[window]), self.written[window])
            self.sooner[window] = steering[window].sooner
            self.voices[window] = steering[window].voices

    def _trunk(self, time: Ints) -> Frame:
        """What the note head has from the trunk's state for the frames at ``time`` (n,)."""
        live, views = self.live, self.views
        self.lasting = np.zeros((self.size, MAX_TRACKS), bool)
        self.heard = np.zeros((self.size, 3, 12), np.float32)
        self.heard[:, 2] = self.usage.in_bar
        self.bass = [_SILENCE] * self.size
        echoes = self.sums[:, live[:, None], self.memory.places[live], np.arange(ECHOES)]
        notes = self.previous[:, live] + np.add.reduce(echoes, axis=2)
        for row, (window, now) in enumerate(zip(live.tolist(), time.tolist(), strict=True)):
            still = [note for note in self.sounding[window] if note.end > now]
            self.sounding[window] = still
            for note in still:
                notes[:, row] += note.held
                self.lasting[window, note.track] = True
                self._hear(window, note.track, note.pitch)
        position = self.position[live]
        beat = self.first_beat[live, self.bar[live]] + position // TICKS_PER_BEAT
        self.beat[live] = beat
        hidden = self.trunk.step(
            notes.reshape(-1, notes.shape[-1]),
            *(
                np.concatenate([column] * views)
                for column in (self.memory.streak[live, :, -1], position, beat, time)
            ),
        )
        return self.head.frame(hidden.reshape(views, len(live), -1))

    def _hear(self, window: int, track: int, pitch: int) -> None:
        """A pitched note sounds at this frame."""
        if not self.is_drum[window][track]:
            heard = self.heard[window]
            heard[0, pitch % 12] += 1
            if pitch < self.bass[window]:
                self.bass[window] = pitch
                heard[1] = 0
                heard[1, pitch % 12] = 1

    def _write_notes(self, frame: Frame, time: Ints) -> None:
        """Write the notes of the frames at ``time`` (n,), the locked ones first."""
        who = self.live
        given = {
            window: list(rows)
            for window, now in zip(who.tolist(), time.tolist(), strict=True)
            if (rows := self.given[window].get(now))
        }
        # The last column is the end of the frame.
        self.open = np.ones((self.size, MAX_TRACKS + 1), bool)
        self.open[who, :-1] = self.free[who, self.bar[who]]
        self.can[:] = self.playable
        self.open[self._silent_so_far(), -1] = False
        may_draw: list[bool] = np.logical_or.reduce(self.open[:, :-1], axis=1).tolist()
        self.previous[:] = 0
        self.sums[:, :, self.memory.place] = 0
        state, track_part = frame.state, frame.track
        read = self.head.start
        for step in range(MAX_FRAME_NOTES + 1):
            state = self.head.step(read, state)
            self.state[:, who] = state
            windows = who.tolist()
            forced = [bool(given.get(window)) for window in windows]
            drawing = [
                may_draw[window] and not locked and step < MAX_FRAME_NOTES
                for window, locked in zip(windows, forced, strict=True)
            ]
            if all(drawing):
                notes = self._draw_notes(who, state, track_part)
            else:
                notes = np.full((len(who), 5), MAX_TRACKS)
                if any(drawing):
                    notes[drawing] = self._draw_notes(
                        who[drawing], state[:, drawing], track_part[:, drawing]
                    )
                for row, window in enumerate(windows):
                    if forced[row]:
                        notes[row] = given[window].pop(0)
            wrote = [track < MAX_TRACKS for track in notes[:, 0].tolist()]
            if not any(wrote):
                break
            if not all(wrote):
                who, time, notes = who[wrote], time[wrote], notes[wrote]
                state, track_part = state[:, wrote], track_part[:, wrote]
                forced = [locked for locked, kept in zip(forced, wrote, strict=True) if kept]
            read = self._keep(who, time, notes, forced)
            self.open[:, -1] = True

    def _silent_so_far(self) -> list[int]:
        """Windows that begin their last bar without a note: they must write one there."""
        return [
            window
            for window in self.live.tolist()
            if self.bar[window] == self.bars[window] - 1
            and self.position[window] == 0
            and not (self.rows[window] or len(self.written[window]) or self.given[window])
        ]

    def _draw_notes(self, who: Ints, state: Floats, track_part: Floats) -> Ints:
        """(n, 5) one note each: track, pitch, duration class, velocity class, ticks.

        The track is ``MAX_TRACKS`` where the frame ends.
        """
        head, memory, outcome = self.head, self.memory, self.draws.outcome
        noise = self.draws.noise(who, _NOISES)
        past = Past(
            due=memory.due(who),
            lasting=self.lasting[who],
            trust=self.trust[who],
            family=self.family[who],
            strikes=self.usage.strikes[who],
            rests=self.usage.rests[who],
        )
        logits = head.track_logits(who, state, track_part, past)
        if self.steering:
            lean = pitched_lean(self.voices[who], self.heard[who, 0].sum(axis=1))
            logits[:, :-1] += (lean[:, None] * self.pitched[who]).astype(np.float32)
        on = outcome(logits, noise[:, _TRACK], self.open[who])
        notes = np.empty((len(who), 5), np.int64)
        notes[:, 0] = on
        going = [track < MAX_TRACKS for track in on.tolist()]
        if not any(going):
            return notes
        if not all(going):
            who, state, noise, on = who[going], state[:, going], noise[going], on[going]
        given = head.given(who, state, on)
        line = Line(
            before=memory.before[who, on],
            motion=memory.motion[who, on],
            likely=memory.likely(who, on),
            heard=self.heard[who],
            custom=self.usage.pitches[who, on],
            here=self.usage.here(who, on),
            scale=self.usage.scale[who],
            streak=memory.streak[who, :, on],
        )
        trust = self.trust[who, :, on]
        logits = head.pitch_logits(given, self.family[who, on], line, trust)
        if self.chord_pull is not None:
            logits[:, :128] += self.chord_pull[who, self.beat[who]][:, _PITCH_CLASS]
        pitch = outcome(logits, noise[:, _PITCH], self.can[who, on])
        durations, velocities, same = memory.likeness(who, on, pitch)
        logits = head.duration_logits(
            given, pitch, durations, same, trust, self.usage.durations[who, on]
        )
        duration = outcome(logits, noise[:, _DURATION])
        logits = head.velocity_logits(
            given,
            duration,
            velocities,
            trust,
            self.usage.velocity[who, on],
            self.usage.key_velocity[who, on, pitch],
        )
        velocity = outcome(logits, noise[:, _VELOCITY])
        ticks = DURATIONS[duration].astype(np.int64)
        notes[going, 1:] = np.array([pitch, duration, velocity, ticks]).T
        return notes

    def _keep(self, who: Ints, time: Ints, notes: Ints, forced: list[bool]) -> Floats:
        """Note down what was written, some of it ``forced``; what the note head reads next."""
        read = self.head.read(who, *notes[:, :4].T)
        D = self.previous.shape[-1]
        following, held, echoes = (
            read[..., 4 * D : 5 * D],
            read[..., 5 * D : 6 * D],
            read[..., 6 * D :],
        )
        self.previous[:, who] += following
        self.sums[:, who, self.memory.place] += echoes.reshape(*echoes.shape[:2], ECHOES, D)
        rows = zip(who.tolist(), time.tolist(), notes.tolist(), forced, strict=True)
        for row, (window, now, (on, key, duration, velocity, ticks), locked) in enumerate(rows):
            end = min(now + ticks, self.end[window])
            self.rows[window].append((now, end - now, on, key % 128, class_velocity(velocity)))
            self.sounding[window].append(_Sounding(end, on, key, held[:, row]))
            self._hear(window, on, key)
            self.memory.add(window, on, key, duration, velocity)
            self.usage.add(window, on, key, duration, velocity, end)
            if not locked:
                # From now on only this track downward, or one behind it.
                self.open[window, :on] = False
                self.open[window, on] = self.lowest[window][on] < key
                self.can[window, on, key:] = False
        return read

    def _advance(self, frame: Frame, time: Ints) -> None:
        """Draw where the next frame is, and go there."""
        live = self.live
        bar, position = self.bar[live], self.position[live]
        ticks = self.bar_ticks[live, bar]
        limit = ticks.copy()
        for row, (window, now) in enumerate(zip(live.tolist(), time.tolist(), strict=True)):
            onsets = self.locked_onsets[window]
            place = bisect_right(onsets, now)
            if place < len(onsets):
                limit[row] = min(ticks[row], onsets[place] - self.bar_start[window, bar[row]])
        logits = self.head.next_logits(
            self.state[:, live],
            frame.next,
            position,
            self.memory.next[live],
            self.trust[live, :, -1],
            self.usage.places[live],
            self.usage.ends(live),
        )
        if self.steering:
            logits += next_lean(self.sooner[live], position, ticks).astype(np.float32)
        following = self.draws.outcome(
            logits,
            self.draws.noise(live, MAX_BAR_TICKS),
            next_places(position, limit, ticks),
        )
        # Where nothing is free in the bar, the frames are those of the locked notes.
        given = ~self.free[live, bar].any(axis=1)
        following = np.where(given, np.where(limit < ticks, limit, 0), following)
        self.position[live] = following
        self.bar[live] += following == 0
        going = np.flatnonzero(self.bar[live] < self.bars[live])
        if len(going) < len(live):
            self.live = live[going]
            self.trunk.keep(
                np.concatenate([going + view * len(live) for view in range(self.views)])
            )


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

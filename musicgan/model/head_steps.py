"""The generator's note head, one note at a time.

Sizes: V views (1; with guidance 2, the second without conditions), B windows, n of them at a time,
D width, K tracks, E echoes, C notes of a track in an echo. ``who`` (n,) are the windows, ``on``
(n,) a track of each.
"""

from copy import copy
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from musicgan.data.echoes import ECHOES, STREAK_KINDS, STREAKS
from musicgan.model.dense import (
    EPSILON,
    Dense,
    Floats,
    array,
    behind,
    beside,
    gelu,
    sigmoid,
)
from musicgan.model.generator import Context, Generator
from musicgan.model.note_head import (
    DURATION_PARTS,
    HABIT_SCALE,
    NEXT_PARTS,
    PITCH_PARTS,
    POINTER,
    STREAK_ROWS,
    TRACK_PARTS,
    TRUST_PARTS,
    VELOCITIES,
)

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int16]
Bools = npt.NDArray[np.bool_]

_BETWEEN = (np.arange(12)[:, None] - np.arange(12)) % 12
_CLASS = np.arange(128) % 12
# Columns of trust in the echoes, as ``note_head.Trust`` has them one after the other.
_DUE, _IDLE, _OVER, _COPIED, _ANSWERED, _AS_LONG, _AS_LOUD, _LEADS_ON = range(sum(TRUST_PARTS))
_FIRST_ROWS = np.arange(0, STREAK_ROWS, STREAKS).reshape(ECHOES, 1, STREAK_KINDS)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the head has from the trunk's state of a frame, (V, B, …) each."""

    state: Floats
    track: Floats
    next: Floats


@dataclass(frozen=True, slots=True)
class Past:
    """What the choice of a track is told of the past.

    Attributes:
        due: (n, E, K) bool, as in ``NoteHead.track_logits``.
        lasting: (n, K) bool, likewise.
        trust: (n, E, K + 1, 8) of ``HeadSteps.trusted``.
        family: (n, K).
        strikes: (n, K) classes of the frame's place in the bar by the tracks' use of it.
        rests: (n, K) classes of the tracks by when their latest notes end.
    """

    due: Bools
    lasting: Bools
    trust: Floats
    family: Ints
    strikes: Ints
    rests: Ints


@dataclass(frozen=True, slots=True)
class Line:
    """The past of one track in each window, as in ``note_head.Line``.

    Attributes:
        before: (n,).
        motion: (n,).
        likely: (n, E, C + 1) pitches in each echo, and last the answer.
        heard: (n, 3, 12) pitch classes: those that sound, the lowest, those of the bar.
        custom: (n, 256).
        here: (n, 256).
        scale: (n, 12).
        streak: (n, E, 2).
    """

    before: Ints
    motion: Ints
    likely: Ints
    heard: Floats
    custom: Ints
    here: Ints
    scale: Ints
    streak: Ints


class HeadSteps:
    """``NoteHead`` for the next note or frame of some windows, with guidance.

    What a layer makes of a table's rows is worked out once, and looked up.
    """

    def __init__(self, net: Generator) -> None:
        """Take the nets' weights; ``begin`` comes next."""
        head, D = net.head, net.config.width
        # A note's embedding (D), and behind it what layers make of it: the GRU's input layer
        # (3 D, without the mean), and the trunk's for the previous frame (D), for notes that are
        # held (D) and for the echoes (E D).
        weight, bias = behind(head.norm, head.cell.weight_ih, head.cell.bias_ih)
        self._given = array(bias)
        echoes = net.echo.weight.view(D, ECHOES, D).transpose(0, 1).flatten(0, 1)
        self._of_note = torch.cat(
            [
                weight - weight.mean(dim=1, keepdim=True),
                net.previous.weight,
                net.held.weight,
                echoes,
            ]
        ).T
        self._pitch, self._duration, self._velocity = (
            array(self._readable(table.weight)) for table in (net.pitch, net.duration, net.velocity)
        )
        self.start = array(self._readable(head.start))
        # Layers that read the trunk's state, those that read the head's, and what else they read.
        hidden = (
            (head.first.weight, head.first.bias),
            (head.track_out.weight[:, D:], head.track_out.bias),
            (head.next_in.weight[:, D : 2 * D], head.next_in.bias),
        )
        self._frame = beside([behind(net.final_norm, *layer) for layer in hidden])
        self._parts = D, D + len(head.track_out.bias)
        self._track = _without_bias(head.track_out.weight[:, :D])
        self._next = _without_bias(head.next_in.weight[:, :D])
        drawn = (head.pitch_in, head.duration_in, head.velocity_in)
        self._draw = beside([(layer.weight[:, :D], layer.bias) for layer in drawn])
        of_pitch, of_duration, of_velocity = (layer.weight[:, D:].T for layer in drawn)
        self._of_track = torch.cat([of_pitch, of_duration, of_velocity], dim=1)
        self._before = array(head.before.weight @ of_pitch)
        self._motion = array(head.motion.weight @ of_pitch)
        self._pitch_for = array(net.pitch.weight @ torch.cat([of_duration, of_velocity], 1))
        self._duration_for = array(net.duration.weight @ of_velocity)
        self._place = array(head.position.weight @ head.next_in.weight[:, 2 * D :].T)
        # Layers that give the logits.
        self._pitch_out, self._duration_out, self._velocity_out, self._next_out = (
            Dense(layer.weight, layer.bias)
            for layer in (head.pitch_out, head.duration_out, head.velocity_out, head.next_out)
        )
        self._own = Dense(head.cell.weight_hh, head.cell.bias_hh)
        self._habits = _habits(head.interval)
        self._streak = array(head.streak.weight @ of_pitch)
        self._trust = np.float32(HABIT_SCALE) * array(head.trust.weight)
        self._use, self._rest = (
            np.float32(HABIT_SCALE) * array(table.weight) for table in (head.place, head.rest)
        )
        self._loudness, self._key_loudness = (
            array(table.weight @ of_velocity) for table in (head.loudness, head.key_loudness)
        )

        # The conditions: keys of the tracks, what is read of them, what the draws read of them.
        none = np.zeros((1, 0, 0, 0), np.float32)
        self._keys, self._tracks, self._track_for = none, none, none
        self._strength = np.float32(1)

    def _readable(self, embeddings: Tensor) -> Tensor:
        return torch.cat([embeddings, embeddings @ self._of_note], dim=-1)

    def begin(self, context: Context, windows: int, strength: float) -> Self:
        """The same under conditions.

        Args:
            context: of V * B rows.
            windows: B.
            strength: of the conditions; not 1 needs two views.
        """
        begun = copy(self)
        begun._strength = np.float32(strength)
        begun._keys, begun._tracks, begun._track_for = (
            array(rows).reshape(-1, windows, *rows.shape[1:])
            for rows in (
                context.pointer,
                self._readable(context.tracks),
                context.tracks @ self._of_track,
            )
        )
        return begun

    def _guided(self, x: Floats) -> Floats:
        """(n, …) from (V, n, …), by classifier-free guidance (Ho & Salimans 2022).

        What follows is linear, so that logits come out as if they were guided themselves.
        """
        if len(x) == 1:
            alone: Floats = x[0]
            return alone
        conditional, plain = x
        guided: Floats = plain + self._strength * (conditional - plain)
        return guided

    # ---- the state --------------------------------------------------------------------------

    def frame(self, hidden: Floats) -> Frame:
        """From the trunk's state (V, n, D) of a frame, as ``TrunkSteps.step`` gives it."""
        D, of_track = self._parts
        out = self._frame(hidden)
        return Frame(np.tanh(out[..., :D]), out[..., D:of_track], out[..., of_track:])

    def step(self, read: Floats, state: Floats) -> Floats:
        """(V, n, D) next state, after the note that ``read`` gives, or ``start``."""
        D = state.shape[-1]
        embedding = read[..., :D]
        centred = embedding - np.add.reduce(embedding, axis=-1, keepdims=True) / D
        spread = np.sqrt(np.add.reduce(centred * centred, axis=-1, keepdims=True) / D + EPSILON)
        given, own = read[..., D : 4 * D] / spread + self._given, self._own(state)
        gates = sigmoid(given[..., : 2 * D] + own[..., : 2 * D])
        new = np.tanh(given[..., 2 * D :] + gates[..., :D] * own[..., 2 * D :])
        out: Floats = new + gates[..., D:] * (state - new)
        return out

    def read(self, who: Ints, on: Ints, pitch: Ints, duration: Ints, velocity: Ints) -> Floats:
        """(V, n, (6 + E) D) notes: their embeddings, what ``step`` reads, what the trunk reads.

        The last is D each for the next frame, for those at which a note is held, and for each echo.
        """
        note = self._pitch[pitch] + self._duration[duration] + self._velocity[velocity]
        out: Floats = self._tracks[:, who, on] + note
        return out

    # ---- what is drawn ----------------------------------------------------------------------

    def trusted(self, streak: Ints) -> Floats:
        """(n, E, K + 1, 8) as ``NoteHead.trusted``, all parts side by side."""
        trust: Floats = np.add.reduce(self._trust[streak_rows(streak)], axis=-2)
        return trust

    def track_logits(self, who: Ints, state: Floats, frame: Floats, past: Past) -> Floats:
        """(n, K + 1) as ``NoteHead.track_logits``; ``frame`` is that of ``Frame.track``."""
        parts = self._track(state) + frame
        logits = self._guided((self._keys[:, who] @ parts[..., :POINTER, None])[..., 0])
        gates = self._guided(parts)
        go_on, end, still, places, rests = (gates[:, part] for part in _TRACK[1:])
        due, idle = past.trust[..., :-1, _DUE], past.trust[..., :-1, _IDLE]
        gained = np.where(past.due, go_on[..., None] + due, idle)
        logits[:, :-1] += np.add.reduce(gained, axis=1) + still * past.lasting
        logits[:, :-1] += _chosen(places, past.strikes)
        logits[:, :-1] += _chosen(rests, past.rests)
        logits[:, :-1] += self._use[past.family, past.strikes] + self._rest[past.family, past.rests]
        silent = ~np.logical_or.reduce(past.due, axis=-1)
        logits[:, -1] += np.add.reduce((end + past.trust[..., -1, _OVER]) * silent, axis=-1)
        return logits

    def given(self, who: Ints, state: Floats, on: Ints) -> Floats:
        """(V, n, 3 D) what the draws of pitch, duration and velocity read, once there is a track.

        What is drawn then is added as it comes.
        """
        out: Floats = self._draw(state) + self._track_for[:, who, on]
        return out

    def pitch_logits(self, given: Floats, family: Ints, line: Line, trust: Floats) -> Floats:
        """(n, 256) as ``NoteHead.pitch_logits``, for tracks of a family (n,).

        ``trust`` (n, E, 8) is that in the tracks' echoes.
        """
        D = given.shape[-1] // 3
        read = given[..., :D] + (self._before[line.before] + self._motion[line.motion])
        rows = streak_rows(line.streak[..., None, :])
        read += np.add.reduce(self._streak[rows], axis=(1, 2, 3))
        out = self._pitch_out(self._guided(gelu(read)))
        plain, copy, again, chord, _, bar, custom, scale, here = _PITCH
        by = np.empty(line.likely.shape, np.float32)
        by[..., :-1] = (out[:, copy] + trust[..., _COPIED])[..., None]
        by[..., -1] = out[:, again] + trust[..., _ANSWERED]
        logits = _raise(out[:, plain], line.likely, by)
        weights = out[:, chord.start : bar.stop].reshape(-1, 3, 12)[..., _BETWEEN]
        fits = np.add.reduce((weights @ line.heard[..., None])[..., 0], axis=1)
        fits += _chosen(out[:, scale], line.scale)
        logits[:, :128] += self._habits[family, line.before] + fits[:, _CLASS]
        logits += _chosen(out[:, custom], line.custom) + _chosen(out[:, here], line.here)
        return logits

    def duration_logits(
        self,
        given: Floats,
        pitch: Ints,
        echo: Shorts,
        same: Bools,
        trust: Floats,
        custom: Ints,
    ) -> Floats:
        """(n, durations) as ``NoteHead.duration_logits``; ``given`` hears the pitch (n,)."""
        D = given.shape[-1] // 3
        given[..., D:] += self._pitch_for[pitch]
        out = self._duration_out(self._guided(gelu(given[..., D : 2 * D])))
        plain, exact, other, use = _DURATION
        by = np.where(same, out[:, exact], out[:, other]) + trust[..., _AS_LONG]
        logits = _raise(out[:, plain], echo, by)
        logits += _chosen(out[:, use], custom)
        return logits

    def velocity_logits(
        self,
        given: Floats,
        duration: Ints,
        echo: Shorts,
        trust: Floats,
        before: Ints,
        of_key: Ints,
    ) -> Floats:
        """(n, 32) as ``NoteHead.velocity_logits``, after ``duration_logits``."""
        D = given.shape[-1] // 3
        loud = self._loudness[before] + self._key_loudness[of_key]
        read = given[..., 2 * D :] + (self._duration_for[duration] + loud)
        out = self._velocity_out(self._guided(gelu(read)))
        return _raise(out[:, :VELOCITIES], echo, out[:, VELOCITIES:] + trust[..., _AS_LOUD])

    def next_logits(
        self,
        state: Floats,
        frame: Floats,
        position: Ints,
        echo: Ints,
        trust: Floats,
        custom: Ints,
        ends: Ints,
    ) -> Floats:
        """(n, 192) as ``NoteHead.next_logits``; ``frame`` is that of ``Frame.next``.

        ``trust`` (n, E, 8) is that of all tracks together.
        """
        read = self._next(state) + frame + self._place[position]
        out = self._next_out(self._guided(gelu(read)))
        plain, gates, places, over = _NEXT
        logits = _raise(out[:, plain], echo, out[:, gates] + trust[..., _LEADS_ON])
        logits += _chosen(out[:, places], custom) + _chosen(out[:, over], ends)
        return logits


def streak_rows(streak: Ints) -> Ints:
    """(…, E, K, 2) rows of the tables of classes (…, E, K, 2)."""
    rows: Ints = streak + _FIRST_ROWS
    return rows


def _slices(parts: tuple[int, ...]) -> tuple[slice, ...]:
    """Where the parts of what a layer gives lie."""
    ends = np.cumsum(parts).tolist()
    return tuple(slice(end - part, end) for part, end in zip(parts, ends, strict=True))


_TRACK = _slices(TRACK_PARTS)
_PITCH = _slices(PITCH_PARTS)
_DURATION = _slices(DURATION_PARTS)
_NEXT = _slices(NEXT_PARTS)


def _chosen(gates: Floats, classes: Ints) -> Floats:
    """(n, …) what each outcome gains by its class: of ``gates`` (n, classes), by ``classes``."""
    gained: Floats = gates[np.arange(len(gates))[:, None], classes]
    return gained


def _without_bias(weight: Tensor) -> Dense:
    return Dense(weight, torch.zeros_like(weight[:, 0]))


def _habits(interval: nn.Embedding) -> Floats:
    """(families, 129, 128) how each likes to move from 1 + the last pitch, 0 for none."""
    found = np.lib.stride_tricks.sliding_window_view(array(interval.weight), 128, axis=1)
    habits = np.float32(HABIT_SCALE) * found[:, ::-1]
    habits[:, 0] = 0
    return habits


def _raise(logits: Floats, classes: Ints | Shorts, by: Floats) -> Floats:
    """Add ``by`` (n, …) to the logits (n, L) of ``classes`` (n, …); -1 is left out."""
    rows, size = logits.shape
    # A column in front takes what is left out.
    flat = classes.reshape(rows, -1) + (np.arange(rows)[:, None] * (size + 1) + 1)
    added = np.bincount(flat.ravel(), by.ravel(), rows * (size + 1))
    return logits + added.reshape(rows, -1)[:, 1:].astype(np.float32)

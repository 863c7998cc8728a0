"""The generator's note head, one note at a time.

Sizes: V views (1; with guidance 2, the second without conditions), B windows, n of them at a time,
D width, K tracks, E echoes, C notes of a track in an echo. ``who`` (n,) are the windows, ``on``
(n,) a track of each.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from musicgan.data.echoes import ECHO_NOTES, ECHOES
from musicgan.data.frames import DURATIONS, MAX_BAR_TICKS
from musicgan.model.dense import Dense, Floats, array, behind, beside, gelu, normal, sigmoid
from musicgan.model.generator import Context, Generator
from musicgan.model.note_head import HABIT_SCALE, PITCHES, POINTER, VELOCITIES

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_BETWEEN = (np.arange(12)[:, None] - np.arange(12)) % 12
_CLASS = np.arange(128) % 12


@dataclass(frozen=True, slots=True)
class Frame:
    """What the head has from the trunk's state of a frame, (V, B, …) each."""

    state: Floats
    track: Floats
    next: Floats


class HeadSteps:
    """``NoteHead`` for the next note or frame of some windows, with guidance.

    What a layer makes of a table's rows is worked out once, and looked up.
    """

    def __init__(self, net: Generator, context: Context, family: Ints, strength: float) -> None:
        """Take the nets' weights.

        Args:
            net: the generator.
            context: of V * B rows.
            family: (B, K) of the tracks.
            strength: of the conditions; not 1 needs two views.
        """
        head, D = net.head, net.config.width
        self._strength = np.float32(strength)
        self._family = family
        windows = len(family)

        def views(tensor: Tensor) -> Floats:
            return array(tensor).reshape(-1, windows, *tensor.shape[1:])

        self._keys = views(context.pointer)
        self.tracks = views(context.tracks)
        self._pitch, self._duration, self._velocity = (
            array(table.weight) for table in (net.pitch, net.duration, net.velocity)
        )
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
        self._track_for = views(context.tracks @ torch.cat([of_pitch, of_duration, of_velocity], 1))
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
        self._given = Dense(*behind(head.norm, head.cell.weight_ih, head.cell.bias_ih))
        self._own = Dense(head.cell.weight_hh, head.cell.bias_hh)
        self.start = array(head.start)
        self._habits = _habits(head.interval)

    def _guided(self, x: Floats) -> Floats:
        """(n, …) from (V, n, …), by classifier-free guidance (Ho & Salimans 2022).

        What follows is linear, so that logits come out as if they were guided themselves.
        """
        if len(x) == 1:
            return np.squeeze(x, 0)
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
        """(V, n, D) next state, after the note ``read`` (V, n, D) or ``start``."""
        D = state.shape[-1]
        given, own = self._given(normal(read)), self._own(state)
        gates = sigmoid(given[..., : 2 * D] + own[..., : 2 * D])
        new = np.tanh(given[..., 2 * D :] + gates[..., :D] * own[..., 2 * D :])
        out: Floats = new + gates[..., D:] * (state - new)
        return out

    def embed(self, who: Ints, on: Ints, pitch: Ints, duration: Ints, velocity: Ints) -> Floats:
        """(V, n, D) embeddings of notes."""
        note = self._pitch[pitch] + self._duration[duration] + self._velocity[velocity]
        out: Floats = self.tracks[:, who, on] + note
        return out

    # ---- what is drawn ----------------------------------------------------------------------

    def track_logits(
        self, who: Ints, state: Floats, frame: Floats, due: Bools, lasting: Bools
    ) -> Floats:
        """(n, K + 1) as ``NoteHead.track_logits``; ``frame`` is that of ``Frame.track``."""
        parts = self._track(state) + frame
        logits = self._guided((self._keys[:, who] @ parts[..., :POINTER, None])[..., 0])
        gates = self._guided(parts[..., POINTER:])
        go_on, end, still = gates[:, :ECHOES], gates[:, ECHOES:-1], gates[:, -1:]
        logits[:, :-1] += (go_on[:, None] @ due.astype(np.float32))[:, 0] + still * lasting
        logits[:, -1] += (end * ~due.any(axis=-1)).sum(axis=-1)
        return logits

    def drawn(self, state: Floats) -> tuple[Floats, Floats, Floats]:
        """What the draws of pitch, duration and velocity have from the state, (V, n, D) each."""
        D, out = state.shape[-1], self._draw(state)
        return out[..., :D], out[..., D : 2 * D], out[..., 2 * D :]

    def pitch_logits(
        self,
        drawn: Floats,
        who: Ints,
        on: Ints,
        before: Ints,
        motion: Ints,
        likely: Ints,
        sounding: Floats,
    ) -> Floats:
        """(n, 256) as ``NoteHead.pitch_logits``.

        ``likely`` (n, E, C + 1) are the echoes' pitches, and behind them the answers; the rest of
        the past is that of ``Line``.
        """
        D = drawn.shape[-1]
        read = self._track_for[:, who, on, :D] + (self._before[before] + self._motion[motion])
        out = self._pitch_out(self._guided(gelu(drawn + read)))
        copy, again = out[:, PITCHES:][:, :ECHOES], out[:, PITCHES:][:, ECHOES : 2 * ECHOES]
        by = np.empty((len(on), ECHOES, ECHO_NOTES + 1), np.float32)
        by[..., :-1], by[..., -1] = copy[..., None], again
        logits = _raise(out[:, :PITCHES], likely, by)
        fits = (out[:, -12:][:, _BETWEEN] @ sounding[..., None])[..., 0]
        logits[:, :128] += self._habits[self._family[who, on], before] + fits[:, _CLASS]
        return logits

    def duration_logits(
        self, drawn: Floats, who: Ints, on: Ints, pitch: Ints, echo: Ints, same: Bools
    ) -> Floats:
        """(n, durations) as ``NoteHead.duration_logits``."""
        D = drawn.shape[-1]
        read = self._track_for[:, who, on, D : 2 * D] + self._pitch_for[pitch, :D]
        out = self._duration_out(self._guided(gelu(drawn + read)))
        exact, other = out[:, -2 * ECHOES : -ECHOES], out[:, -ECHOES:]
        return _raise(out[:, : len(DURATIONS)], echo, np.where(same, exact, other))

    def velocity_logits(
        self, drawn: Floats, who: Ints, on: Ints, pitch: Ints, duration: Ints, echo: Ints
    ) -> Floats:
        """(n, 32) as ``NoteHead.velocity_logits``."""
        D = drawn.shape[-1]
        note = self._pitch_for[pitch, D:] + self._duration_for[duration]
        read = self._track_for[:, who, on, 2 * D :] + note
        out = self._velocity_out(self._guided(gelu(drawn + read)))
        return _raise(out[:, :VELOCITIES], echo, out[:, VELOCITIES:])

    def next_logits(self, state: Floats, frame: Floats, position: Ints, echo: Ints) -> Floats:
        """(n, 192) as ``NoteHead.next_logits``; ``frame`` is that of ``Frame.next``."""
        read = self._next(state) + frame + self._place[position]
        out = self._next_out(self._guided(gelu(read)))
        return _raise(out[:, :MAX_BAR_TICKS], echo, out[:, MAX_BAR_TICKS:])


def _without_bias(weight: Tensor) -> Dense:
    return Dense(weight, torch.zeros_like(weight[:, 0]))


def _habits(interval: nn.Embedding) -> Floats:
    """(families, 129, 128) how each likes to move from 1 + the last pitch, 0 for none."""
    found = np.lib.stride_tricks.sliding_window_view(array(interval.weight), 128, axis=1)
    habits = np.float32(HABIT_SCALE) * found[:, ::-1]
    habits[:, 0] = 0
    return habits


def _raise(logits: Floats, classes: Ints, by: Floats) -> Floats:
    """Add ``by`` (n, …) to the logits (n, L) of ``classes`` (n, …); -1 is left out."""
    rows, size = logits.shape
    # A column in front takes what is left out.
    flat = classes.reshape(rows, -1) + (np.arange(rows)[:, None] * (size + 1) + 1)
    added = np.bincount(flat.ravel(), by.ravel(), rows * (size + 1))
    return logits + added.reshape(rows, -1)[:, 1:].astype(np.float32)

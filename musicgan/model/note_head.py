"""The recurrent head that writes a frame: its notes one by one, then where the next frame is.

Sizes: D width, K tracks, E echoes, C notes of a track in an echo (see ``musicgan.data.echoes``).
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from musicgan.data.echoes import ECHOES, MOTIONS, STREAK_KINDS, STREAKS
from musicgan.data.frames import DURATIONS, MAX_BAR_TICKS
from musicgan.model.customs import (
    DURATION_CUSTOMS,
    ENDS,
    HERE_CUSTOMS,
    PITCH_CUSTOMS,
    PLACE_CUSTOMS,
    RESTS,
    SCALE_CUSTOMS,
)
from musicgan.model.recurrent import gru_update
from musicgan.song import FAMILIES

PITCHES = 256
"""Pitches 0 to 127, then the drum keys 0 to 127."""
VELOCITIES = 32
POINTER = 64
"""Width of the keys and queries that choose a track."""

HABIT_SCALE = 8.0
"""Lets a table of habits, which starts at 0, move as fast as a net does under Adam."""

STREAK_ROWS = ECHOES * STREAK_KINDS * STREAKS

# What each head's output holds: logits or a query first, then gates.
TRACK_PARTS = (POINTER, ECHOES, ECHOES, 1, PLACE_CUSTOMS, RESTS)
PITCH_PARTS = (
    *(PITCHES, ECHOES, ECHOES, 12, 12, 12),
    *(PITCH_CUSTOMS, SCALE_CUSTOMS, HERE_CUSTOMS),
)
DURATION_PARTS = (len(DURATIONS), ECHOES, ECHOES, DURATION_CUSTOMS)
VELOCITY_PARTS = (VELOCITIES, ECHOES)
NEXT_PARTS = (MAX_BAR_TICKS, ECHOES, PLACE_CUSTOMS, ENDS)
TRUST_PARTS = (2, 1, 4, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """What the pitch head is told of a track's own past and of what sounds with it.

    Attributes:
        family: (…,) of the track.
        before: (…,) 1 + its last pitch before this frame, 0 for none.
        motion: (…,) class of the step that led there, 0 for none.
        echo: (…, E, C) its pitches (drum keys from 128) in each echo; -1: none.
        answer: (…, E) the pitch that repeats the step its line made in each echo; -1: none.
        sounding: (…, 12) how many pitched notes of each pitch class sound or start here so far.
        bass: (…,) the lowest pitch of them; 128: none.
        bar: (…, 12) bool, which pitch classes started in this bar, before this frame.
        custom: (…, 256) classes of the pitches by the track's use of them.
        here: (…, 256) classes of the pitches by the track's use of them at this place in the bar.
        scale: (…, 12) classes of the pitch classes by the window's use of them.
        streak: (…, E, 2) classes of what the track has repeated from each echo.
    """

    family: Tensor
    before: Tensor
    motion: Tensor
    echo: Tensor
    answer: Tensor
    sounding: Tensor
    bass: Tensor
    bar: Tensor
    custom: Tensor
    here: Tensor
    scale: Tensor
    streak: Tensor


@dataclass(frozen=True, slots=True)
class Trust:
    """What logits gain by how long an echo has been repeated (see ``echoes.echo_streaks``).

    Attributes:
        track: (…, E, K, 2) each track's, where notes that the echo has for it are due, and where
            none are.
        over: (…, E) the frame's end, where nothing is due.
        note: (…, E, K, 4) what the echo's note of a track has: pitch, step, duration, velocity.
        next: (…, E) where the echo leads to.
    """

    track: Tensor
    over: Tensor
    note: Tensor
    next: Tensor


class NoteHead(nn.Module):
    """A GRU over the notes of a frame, with a head for each thing that is drawn.

    What a note is likely to repeat from its echoes is added to the logits, each echo with a gate of
    its own (a copy mechanism, as in See et al. 2017, in log space).
    """

    def __init__(self, width: int, dropout: float) -> None:
        """Make the nets with fresh weights."""
        super().__init__()
        D = width
        self.start = nn.Parameter(torch.randn(D) * 0.1)
        self.norm = nn.LayerNorm(D)
        self.cell = nn.GRUCell(D, D)
        self.first = nn.Linear(D, D)
        self.dropout = nn.Dropout(dropout)
        # Each head also gives the gates of the echoes, so that a draw takes few products.
        self.track_out = nn.Linear(2 * D, sum(TRACK_PARTS))
        self.pitch_in = nn.Linear(2 * D, D)
        self.pitch_out = nn.Linear(D, sum(PITCH_PARTS))
        self.duration_in = nn.Linear(2 * D, D)
        self.duration_out = nn.Linear(D, sum(DURATION_PARTS))
        self.velocity_in = nn.Linear(2 * D, D)
        self.velocity_out = nn.Linear(D, sum(VELOCITY_PARTS))
        self.position = nn.Embedding(MAX_BAR_TICKS, D)
        self.next_in = nn.Linear(3 * D, D)
        self.next_out = nn.Linear(D, sum(NEXT_PARTS))
        # A track's line: its last pitch and step, and each family's habit of moving.
        self.before = nn.Embedding(128 + 1, D)
        self.motion = nn.Embedding(MOTIONS, D)
        self.interval = nn.Embedding(len(FAMILIES), 2 * 128)
        # How far echoes that have been repeated are trusted.
        self.streak = nn.Embedding(STREAK_ROWS, D)
        self.trust = nn.Embedding(STREAK_ROWS, sum(TRUST_PARTS))
        # How much each family keeps to the places in the bar that it has used, and strikes when
        # its last note is over.
        self.place = nn.Embedding(len(FAMILIES), PLACE_CUSTOMS)
        self.rest = nn.Embedding(len(FAMILIES), RESTS)
        # How loud the track and the pitch were last.
        self.loudness = nn.Embedding(VELOCITIES + 1, D)
        self.key_loudness = nn.Embedding(VELOCITIES + 1, D)

    @property
    def habits(self) -> tuple[nn.Embedding, ...]:
        """Tables that start at 0, so that a fresh head has no habits."""
        lines = self.before, self.motion, self.interval, self.loudness, self.key_loudness
        return *lines, self.streak, self.trust, self.place, self.rest

    # ---- the state --------------------------------------------------------------------------

    def first_state(self, frame: Tensor) -> Tensor:
        """(…, D) state at the start of a frame."""
        return torch.tanh(self.first(frame))

    def read(self, sizes: tuple[int, ...], inputs: Tensor, frame: Tensor) -> Tensor:
        """(T, D) states at all inner steps, laid out as in ``Steps``.

        Args:
            sizes: how many frames have a step 0, 1, ….
            inputs: (T, D) embedding of the note that each step reads.
            frame: (T, D) the trunk's output at each step.
        """
        given = F.linear(self.norm(inputs), self.cell.weight_ih, self.cell.bias_ih)
        state = self.first_state(frame[: sizes[0]])
        outputs = []
        at = 0
        for size in sizes:
            state = state[:size]
            own = F.linear(state, self.cell.weight_hh, self.cell.bias_hh)
            state = gru_update(given[at : at + size], own, state)
            outputs.append(state)
            at += size
        return torch.cat(outputs)

    # ---- what is drawn ----------------------------------------------------------------------

    def trusted(self, streak: Tensor) -> Trust:
        """From the classes (…, E, K + 1, 2) of all tracks and, last, of all together."""
        gained = HABIT_SCALE * self.trust(streak_rows(streak)).sum(dim=-2)
        track, over, note, following = gained.split(TRUST_PARTS, dim=-1)
        return Trust(
            track=track[..., :-1, :],
            over=over[..., -1, 0],
            note=note[..., :-1, :],
            next=following[..., -1, 0],
        )

    def track_logits(
        self,
        state: Tensor,
        frame: Tensor,
        pointer: Tensor,
        window: Tensor,
        due: Tensor,
        lasting: Tensor,
        trust: Tensor,
        over: Tensor,
        family: Tensor,
        custom: Tensor,
        rest: Tensor,
    ) -> Tensor:
        """(…, K + 1) over tracks and "end".

        Args:
            state: (…, D).
            frame: (…, D) the trunk's output.
            pointer: (W, K + 1, 64) keys of the tracks and of the end, of W windows.
            window: (…,) which of the windows.
            due: (…, E, K) bool, whether a track started more notes in an echo than here so far.
            lasting: (…, K) bool, whether a note of an earlier frame sounds on in the track.
            trust: (…, E, K, 2) of ``Trust.track``.
            over: (…, E) of ``Trust``.
            family: (…, K) of each track.
            custom: (…, K) class of the frame's place in the bar by the track's use of it.
            rest: (…, K) class of the track by when its latest note ends.
        """
        joined = torch.cat([state, frame], dim=-1)
        query, go_on, end, still, places, rests = self.track_out(joined).split(TRACK_PARTS, dim=-1)
        # Of all windows' keys, since to gather those of each would take longer.
        scores = (query @ pointer.flatten(0, 1).T).unflatten(-1, pointer.shape[:2])
        own = window[..., None, None].expand(*window.shape, 1, pointer.shape[1])
        logits = torch.gather(scores, -2, own)[..., 0, :]
        tracks = torch.where(due, go_on[..., None] + trust[..., 0], trust[..., 1]).sum(dim=-2)
        tracks = tracks + still * lasting + torch.gather(places, -1, custom)
        tracks = tracks + torch.gather(rests, -1, rest)
        habit = self.place.weight[family, custom] + self.rest.weight[family, rest]
        tracks = tracks + HABIT_SCALE * habit
        over = ((end + over) * ~due.any(dim=-1)).sum(dim=-1, keepdim=True)
        added: Tensor = torch.cat([tracks, over], dim=-1)
        return torch.add(logits, added.to(logits.dtype))

    def pitch_logits(
        self, state: Tensor, track: Tensor, line: Line, copied: Tensor, answered: Tensor
    ) -> Tensor:
        """(n, 256) over pitches and drum keys.

        Args:
            state: (n, D).
            track: (n, D) its embedding.
            line: its past.
            copied: (n, E) trust in the echoes' pitches.
            answered: (n, E) trust in their steps.
        """
        rows = streak_rows(line.streak[..., None, :]).flatten(1)
        given = track + self.before(line.before) + self.motion(line.motion)
        given = given + F.embedding_bag(rows, self.streak.weight, mode="sum")
        hidden = F.gelu(self.pitch_in(torch.cat([state, given], dim=-1)))
        out = self.pitch_out(hidden).split(PITCH_PARTS, dim=-1)
        logits, copy, answer, chord, bass, bar, custom, scale, here = out
        logits = _raise(logits, line.echo, (copy + copied)[..., None].expand(line.echo.shape))
        logits = _raise(logits, line.answer, answer + answered)
        tuned = self._habit(line) + _harmony(chord, line.sounding)
        there = F.one_hot(line.bass % 12, 12) * (line.bass < 128)[..., None]
        tuned = tuned + _harmony(bass, there) + _harmony(bar, line.bar)
        tuned = tuned + torch.gather(scale, -1, line.scale)[..., torch.arange(128) % 12]
        logits = logits + torch.gather(custom, -1, line.custom)
        logits = logits + torch.gather(here, -1, line.here)
        return logits + F.pad(tuned, (0, PITCHES - 128)).to(logits.dtype)

    def _habit(self, line: Line) -> Tensor:
        """(…, 128) how the family likes to move from the last pitch."""
        moves = torch.arange(128, device=line.before.device) - (line.before[..., None] - 1) + 127
        habit = torch.gather(self.interval(line.family), -1, moves.clamp(0, 255))
        return HABIT_SCALE * habit * (line.before > 0)[..., None]

    def duration_logits(
        self, state: Tensor, note: Tensor, echo: Tensor, same: Tensor, trust: Tensor, custom: Tensor
    ) -> Tensor:
        """(…, durations).

        Args:
            state: (…, D).
            note: (…, D) sum of the embeddings of track and pitch.
            echo: (…, E) duration class of the note that each echo has for this one; -1: none.
            same: (…, E) bool, whether that note has the same pitch.
            trust: (…, E) in it.
            custom: (…, durations) classes by the track's use of them.
        """
        hidden = F.gelu(self.duration_in(torch.cat([state, note], dim=-1)))
        logits, exact, other, use = self.duration_out(hidden).split(DURATION_PARTS, dim=-1)
        logits = _raise(logits, echo, torch.where(same, exact, other) + trust)
        return logits + torch.gather(use, -1, custom)

    def velocity_logits(
        self,
        state: Tensor,
        note: Tensor,
        echo: Tensor,
        trust: Tensor,
        before: Tensor,
        of_key: Tensor,
    ) -> Tensor:
        """(…, 32).

        Args:
            state: (…, D).
            note: (…, D) sum of the embeddings of track, pitch and duration.
            echo: (…, E) velocity class of the note that each echo has; -1: none.
            trust: (…, E) in it.
            before: (…,) 1 + velocity class that the track had last; 0: none.
            of_key: (…,) the same of the pitch.
        """
        given = note + self.loudness(before) + self.key_loudness(of_key)
        hidden = F.gelu(self.velocity_in(torch.cat([state, given], dim=-1)))
        logits, gates = self.velocity_out(hidden).split(VELOCITY_PARTS, dim=-1)
        return _raise(logits, echo, gates + trust)

    def next_logits(
        self,
        state: Tensor,
        frame: Tensor,
        position: Tensor,
        echo: Tensor,
        trust: Tensor,
        custom: Tensor,
        ends: Tensor,
    ) -> Tensor:
        """(…, 192) over the next frame's position in the bar; 0 is the barline.

        Args:
            state: (…, D).
            frame: (…, D) the trunk's output.
            position: (…,) of this frame.
            echo: (…, E) the position that each echo leads to; -1: none.
            trust: (…, E) in it.
            custom: (…, 192) classes of the positions by the window's use of them.
            ends: (…, 192) classes of the positions by what ends there.
        """
        joined = torch.cat([state, frame, self.position(position)], dim=-1)
        hidden = F.gelu(self.next_in(joined))
        logits, gates, places, over = self.next_out(hidden).split(NEXT_PARTS, dim=-1)
        used = torch.gather(places, -1, custom) + torch.gather(over, -1, ends)
        return _raise(logits, echo, gates + trust) + used


def streak_rows(streak: Tensor) -> Tensor:
    """(…, E, K, 2) rows of the tables of classes (…, E, K, 2)."""
    first = torch.arange(0, STREAK_ROWS, STREAKS, device=streak.device)
    return streak + first.view(ECHOES, 1, STREAK_KINDS)


def _harmony(weights: Tensor, sounding: Tensor) -> Tensor:
    """(…, 128) how each pitch goes with the pitch classes that sound.

    ``weights`` (…, 12) says how much each interval above them, in semitones, is liked.
    """
    between = (torch.arange(12)[:, None] - torch.arange(12)) % 12
    fits = (weights[..., between] @ sounding[..., None].to(weights.dtype))[..., 0]
    return fits[..., torch.arange(128) % 12]


def _raise(logits: Tensor, classes: Tensor, by: Tensor) -> Tensor:
    """Add ``by`` (…, E[, C]) to the logits of ``classes`` (of the same shape); -1 is left out."""
    first = logits.dim() - 1
    amount = torch.where(classes >= 0, by, 0).flatten(first).to(logits.dtype)
    return logits.scatter_add(-1, classes.clamp(min=0).flatten(first), amount)

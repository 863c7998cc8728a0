"""The generator: a context encoder, an attention trunk over frames, a recurrent head over notes.

``G(z, c)``: the conditions c come as a ``Batch``, the noise z is the Gumbel noise of all draws
(see ``sampling``). Sizes: B windows, F frames, N notes, M bars, Q beats, K tracks, D width.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from musicgan.data.echoes import ECHOES
from musicgan.data.frames import DURATIONS, MAX_BAR_TICKS, MAX_TRACKS, METERS
from musicgan.data.manner import LEVEL_COUNT, MANNERS
from musicgan.data.windows import (
    ANY_PROGRAM,
    CHORD_FEATURES,
    COUNT_BUCKETS,
    MODES,
    PHRASE_BARS,
    TEMPO_BUCKETS,
    Cell,
)
from musicgan.model.batch import Batch, Steps, lay_out_steps
from musicgan.model.note_head import (
    PITCHES,
    POINTER,
    STREAK_ROWS,
    VELOCITIES,
    NoteHead,
    streak_rows,
)
from musicgan.model.past import recall, while_sounding
from musicgan.model.recurrent import read_both_ways
from musicgan.model.trunk import Block, Rotary
from musicgan.song import FAMILIES, TICKS_PER_BEAT


@dataclass(frozen=True, slots=True)
class GeneratorConfig:
    """Sizes of the generator.

    Attributes:
        styles: styles in the vocabulary, at least 1.
        width: D, of every hidden vector; up to 1024, a multiple of twice the heads.
        layers: of the trunk, 1 to 32.
        heads: of the trunk, at least 1.
        dropout: in training, 0 to 1.
    """

    styles: int
    width: int = 256
    layers: int = 4
    heads: int = 4
    dropout: float = 0.1

    def __post_init__(self) -> None:
        """Check the ranges, since a damaged file may ask for anything."""
        if not (1 <= self.styles <= 10_000 and 1 <= self.layers <= 32 and 0 <= self.dropout < 1):
            raise ValueError("styles, layers or dropout are out of range")
        if not 1 <= self.width <= 1024 or self.heads < 1 or self.width % (2 * self.heads):
            raise ValueError("the width must be up to 1024 and a multiple of twice the heads")


@dataclass(frozen=True, slots=True)
class Context:
    """What the conditions come to, computed once a window.

    Attributes:
        tracks: (B, K, D) embedding of each track.
        pointer: (B, K + 1, 64) keys of the tracks, and of the frame's end as the last.
        beats: (B, Q, D) everything that is known of each beat, past and future.
        bars: (B, M, D) conditions of each bar, and of the whole.
    """

    tracks: Tensor
    pointer: Tensor
    beats: Tensor
    bars: Tensor


@dataclass(frozen=True, slots=True)
class Loss:
    """Negative log-likelihood of every free frame (B, F) in nats, by what is drawn."""

    track: Tensor
    pitch: Tensor
    duration: Tensor
    velocity: Tensor
    next: Tensor

    @property
    def total(self) -> Tensor:
        """(B, F) sum of all parts."""
        return self.track + self.pitch + self.duration + self.velocity + self.next


class Generator(nn.Module):
    """The conditional generator.

    ``forward`` is the likelihood, ``sampling.sample`` draws from it.
    """

    def __init__(self, config: GeneratorConfig) -> None:
        """Make the net with fresh weights."""
        super().__init__()
        self.config = config
        D = config.width
        # Tracks
        self.family = nn.Embedding(len(FAMILIES), D)
        self.ordinal = nn.Embedding(MAX_TRACKS, D)
        self.program = nn.Embedding(ANY_PROGRAM + 1, D)
        self.pointer_key = nn.Linear(D, POINTER)
        self.end_key = nn.Parameter(torch.randn(POINTER) * 0.1)
        # Notes
        self.pitch = nn.Embedding(PITCHES, D)
        self.duration = nn.Embedding(len(DURATIONS), D)
        self.velocity = nn.Embedding(VELOCITIES, D)
        # Conditions of the whole and of a bar
        self.style = nn.Linear(config.styles, D, bias=False)
        self.mode = nn.Embedding(MODES, D)
        self.tempo = nn.Embedding(TEMPO_BUCKETS, D)
        self.meter = nn.Embedding(len(METERS) + 1, D)
        self.bar_index = nn.Embedding(COUNT_BUCKETS, D)
        self.bars_left = nn.Embedding(COUNT_BUCKETS, D)
        self.phrase = nn.Embedding(PHRASE_BARS, D)
        self.levels = nn.Embedding(len(MANNERS) * (LEVEL_COUNT + 1), D)
        self.cell = nn.ModuleList(nn.Linear(D, D, bias=False) for _ in Cell)
        # Context: bidirectional over beats
        self.place_in_beat = nn.Embedding(TICKS_PER_BEAT, D)
        self.beat_place = nn.Embedding(MAX_BAR_TICKS // TICKS_PER_BEAT, D)
        self.chords = nn.Linear(CHORD_FEATURES, D)
        self.context_norm = nn.LayerNorm(D)
        self.context = nn.GRU(D, D // 2, batch_first=True, bidirectional=True)
        # Trunk
        self.position = nn.Embedding(MAX_BAR_TICKS, D)
        self.previous = nn.Linear(D, D)
        self.held = nn.Linear(D, D)
        self.beat = nn.Linear(D, D)
        self.echo = nn.Linear(ECHOES * D, D, bias=False)
        self.streak = nn.Embedding(STREAK_ROWS, D)
        self.trunk_norm = nn.LayerNorm(D)
        self.trunk_dropout = nn.Dropout(config.dropout)
        self.blocks = nn.ModuleList(
            Block(D, config.heads, config.dropout) for _ in range(config.layers)
        )
        self.rotary = Rotary(D // config.heads, config.heads)
        self.final_norm = nn.LayerNorm(D)
        self.head = NoteHead(D, config.dropout)
        self.apply(_initialise)
        for habit in (self.streak, *self.head.habits):
            nn.init.zeros_(habit.weight)

    # ---- conditions -------------------------------------------------------------------------

    def embed_notes(self, batch: Batch, tracks: Tensor, which: Tensor) -> Tensor:
        """(n, D) embedding of the notes of a batch that ``which`` (B, N) tells, in order."""
        window, track = torch.nonzero(which)[:, 0], batch.note_track[which]
        pitch = batch.note_pitch[which] + 128 * batch.is_drum[window, track]
        return self.embed_note(
            tracks[window, track], pitch, batch.note_duration[which], batch.note_velocity[which]
        )

    def embed_note(
        self, track: Tensor, pitch: Tensor, duration: Tensor, velocity: Tensor
    ) -> Tensor:
        """(…, D) from a note's track (…, D), pitch (drum keys from 128) and classes."""
        out: Tensor = track + self.pitch(pitch) + self.duration(duration) + self.velocity(velocity)
        return out

    def encode(self, batch: Batch) -> Context:
        """Everything that the conditions and the locked notes say."""
        tracks = (
            self.family(batch.family) + self.ordinal(batch.ordinal) + self.program(batch.program)
        )
        tracks = tracks * batch.track_valid[..., None]
        end = self.end_key.expand(batch.size, 1, -1)
        pointer = torch.cat([self.pointer_key(tracks), end], dim=1)
        whole = self.mode(batch.mode) + self.tempo(batch.tempo)
        offsets = torch.arange(len(MANNERS), device=tracks.device) * (LEVEL_COUNT + 1)
        bars = (
            whole[:, None]
            + self.style(batch.style)
            + self.meter(batch.bar_meter)
            + self.bar_index(batch.bar_index)
            + self.bars_left(batch.bars_left)
            + self.phrase(batch.phrase)
            + self.levels(batch.levels + offsets).sum(dim=2)
        )
        for cell, layer in zip(Cell, self.cell, strict=True):
            which = (batch.cells == cell) & batch.track_valid[:, None]
            bars = bars + layer(which.to(tracks.dtype) @ tracks)
        return Context(tracks, pointer, self._beats(batch, tracks, bars), bars)

    def _beats(self, batch: Batch, tracks: Tensor, bars: Tensor) -> Tensor:
        """(B, Q, D): chords, conditions and locked notes of each beat, read in both directions."""
        D = tracks.shape[-1]
        size, beats = batch.beat_bar.shape
        given = batch.note_locked & batch.note_valid
        beat_of_note = torch.gather(batch.beat, 1, batch.note_frame)
        place = torch.gather(batch.position, 1, batch.note_frame) % TICKS_PER_BEAT
        notes = self.embed_notes(batch, tracks, given) + self.place_in_beat(place[given])
        rows = torch.arange(size, device=tracks.device)[:, None] * beats
        flat = torch.zeros(size * beats, D, device=tracks.device, dtype=notes.dtype)
        locked = flat.index_add(0, (rows + beat_of_note)[given], notes)
        of_bar = torch.gather(bars, 1, batch.beat_bar[..., None].expand(-1, -1, D))
        x = of_bar + self.beat_place(batch.beat_place) + self.chords(batch.chords)
        x = self.context_norm(x + locked.view(size, beats, D))
        out: Tensor = x + read_both_ways(self.context, x.float(), batch.beat_valid)
        return out

    # ---- frames -----------------------------------------------------------------------------

    def frame_input(
        self,
        context: Context,
        previous: Tensor,
        held: Tensor,
        echo: Tensor,
        streak: Tensor,
        position: Tensor,
        bar: Tensor,
        beat: Tensor,
    ) -> Tensor:
        """(B, F, D) what the trunk reads.

        ``previous`` (B, F, D) sums the embeddings of the previous frame's notes, ``held`` (B, F, D)
        those of the notes that still sound, ``echo`` (B, F, E, D) those of the frames that lie at
        each echo (0 where there is none); ``streak`` (B, F, E, 2) are classes of what all tracks
        together have repeated from it; ``position``, ``bar`` and ``beat`` are (B, F).
        """
        D = previous.shape[-1]
        of_bar = torch.gather(context.bars, 1, bar[..., None].expand(-1, -1, D))
        of_beat = torch.gather(context.beats, 1, beat[..., None].expand(-1, -1, D))
        x = self.previous(previous) + self.held(held) + self.beat(of_beat) + of_bar
        rows = streak_rows(streak[..., None, :])
        repeated = F.embedding_bag(rows.flatten(2).flatten(0, 1), self.streak.weight, mode="sum")
        x = x + self.echo(echo.flatten(-2)) + repeated.view(*position.shape, D)
        x = x + self.position(position) + self.place_in_beat(position % TICKS_PER_BEAT)
        out: Tensor = self.trunk_norm(x)
        return out

    def trunk(self, batch: Batch, context: Context, notes: Tensor) -> Tensor:
        """(B, F, D) hidden state of every frame, under the real past (teacher forcing).

        ``notes`` (n, D) are the embeddings of the valid notes.
        """
        size, frames = batch.time.shape
        D = notes.shape[-1]
        rows = torch.arange(size, device=notes.device)[:, None] * frames
        # A row more, of silence, for echoes at which no frame lies.
        flat = torch.zeros(size * frames + 1, D, device=notes.device, dtype=notes.dtype)
        sums = flat.index_add(0, (rows + batch.note_frame)[batch.note_valid], notes)
        there = batch.echo_frame >= 0
        of_echo = torch.where(there, rows[..., None] + batch.echo_frame, size * frames)
        echo = sums[of_echo]
        previous = F.pad(sums[:-1].view(size, frames, D), (0, 0, 1, 0))[:, :-1]
        held = while_sounding(batch, notes)
        streak = batch.echo_streak[..., -1, :]
        x = self.frame_input(
            context, previous, held, echo, streak, batch.position, batch.bar, batch.beat
        )
        x = self.trunk_dropout(x)
        index = torch.arange(frames, device=notes.device)
        angles = self.rotary.angles(index, batch.time)
        for block in self.blocks:
            x = block(x, angles)
        out: Tensor = self.final_norm(x)
        return out

    # ---- likelihood -------------------------------------------------------------------------

    def forward(self, batch: Batch) -> Loss:
        """Negative log-likelihood of what is free in every frame; locked notes cost nothing."""
        context = self.encode(batch)
        valid = batch.note_valid
        notes = self.embed_notes(batch, context.tracks, valid)
        hidden = self.trunk(batch, context, notes)
        steps = lay_out_steps(batch)
        past = recall(batch, steps)
        use = past.usage
        head = self.head
        trust = head.trusted(batch.echo_streak.flatten(0, 1))
        frame = hidden.flatten(0, 1)[steps.frame]
        readable = torch.cat([notes, head.start[None].to(notes.dtype)])
        inputs = readable[torch.where(steps.read >= 0, past.rank[steps.read], len(notes))]
        state = head.dropout(head.read(steps.sizes, inputs, frame))
        window = steps.frame // batch.time.shape[1]
        writes = steps.predict >= 0
        note = steps.predict.clamp(min=0)
        free = ~batch.note_locked.flatten()[note] | ~writes
        slot = torch.where(writes, batch.note_track.flatten()[note], MAX_TRACKS)
        logits = head.track_logits(
            state,
            frame,
            context.pointer,
            window,
            past.due,
            past.lasting,
            trust.track[steps.frame],
            trust.over[steps.frame],
            batch.family[window],
            use.strikes.flatten(0, 1)[steps.frame],
            use.rests.flatten(0, 1)[steps.frame],
        ).float()
        logits = logits.masked_fill(~self._allowed(batch, steps, window), float("-inf"))
        track_loss = F.cross_entropy(logits[free], slot[free], reduction="none")

        chosen = writes & free
        state_c, note_c = state[chosen], note[chosen]
        rank = past.rank[note_c]
        track = context.tracks[window[chosen], slot[chosen]]
        drum = batch.is_drum[window[chosen], slot[chosen]]
        pitch = batch.note_pitch.flatten()[note_c] + 128 * drum
        duration = batch.note_duration.flatten()[note_c]
        velocity = batch.note_velocity.flatten()[note_c]
        copied, answered, as_long, as_loud = trust.note[
            steps.frame[chosen], :, slot[chosen]
        ].unbind(dim=-1)
        pitch_logits = head.pitch_logits(
            state_c, track, past.line(note_c), copied, answered
        ).float()
        pitch_logits = mask_pitches(pitch_logits, drum)
        pitch_loss = F.cross_entropy(pitch_logits, pitch, reduction="none")
        embedding = track + self.pitch(pitch)
        like = past.likeness(note_c)
        duration_logits = head.duration_logits(
            state_c, embedding, like.duration, like.same, as_long, use.durations[rank]
        ).float()
        duration_loss = F.cross_entropy(duration_logits, duration, reduction="none")
        embedding = embedding + self.duration(duration)
        velocity_logits = head.velocity_logits(
            state_c,
            embedding,
            like.velocity,
            as_loud,
            use.velocity[rank],
            use.key_velocity[rank],
        ).float()
        velocity_loss = F.cross_entropy(velocity_logits, velocity, reduction="none")

        ends = ~writes
        place = steps.frame[ends]
        position = batch.position.flatten()[place]
        limit = batch.limit.flatten()[place]
        echo = batch.echo_next.flatten(0, 1)[place]
        next_logits = head.next_logits(
            state[ends],
            frame[ends],
            position,
            echo,
            trust.next[place],
            use.places[window[ends], batch.bar.flatten()[place]],
            use.ends.flatten(0, 1)[place],
        ).float()
        next_logits = mask_next(
            next_logits, position, limit, self._bar_ticks(batch).flatten()[place]
        )
        next_loss = F.cross_entropy(next_logits, batch.next.flatten()[place], reduction="none")
        any_free = self._any_free(batch).flatten()[place]

        def by_frame(index: Tensor, values: Tensor) -> Tensor:
            flat = torch.zeros(batch.time.numel(), device=values.device)
            return flat.index_add(0, index, values).view_as(batch.time)

        return Loss(
            track=by_frame(steps.frame[free], track_loss),
            pitch=by_frame(steps.frame[chosen], pitch_loss),
            duration=by_frame(steps.frame[chosen], duration_loss),
            velocity=by_frame(steps.frame[chosen], velocity_loss),
            next=by_frame(place, next_loss * any_free),
        )

    def _allowed(self, batch: Batch, steps: Steps, window: Tensor) -> Tensor:
        """(T, K + 1) tracks that are free in the step's bar, and the end."""
        bar = batch.bar.flatten()[steps.frame]
        free = (batch.cells[window, bar] == Cell.FREE) & batch.track_valid[window]
        return F.pad(free, (0, 1), value=True)

    @staticmethod
    def _any_free(batch: Batch) -> Tensor:
        """(B, F) whether any track is free in the frame's bar."""
        free = ((batch.cells == Cell.FREE) & batch.track_valid[:, None]).any(dim=-1)
        return torch.gather(free, 1, batch.bar)

    @staticmethod
    def _bar_ticks(batch: Batch) -> Tensor:
        """(B, F) length of the frame's bar."""
        return torch.gather(batch.bar_ticks, 1, batch.bar)


def mask_pitches(logits: Tensor, drum: Tensor) -> Tensor:
    """Leave pitches to pitched tracks and drum keys to drums; logits (…, 256), drum (…,) bool."""
    is_key = torch.arange(PITCHES, device=logits.device) >= 128
    return logits.masked_fill(is_key != drum[..., None], float("-inf"))


def mask_next(logits: Tensor, position: Tensor, limit: Tensor, bar_ticks: Tensor) -> Tensor:
    """Leave the logits (…, 192) of ``next_places``; the rest becomes -inf."""
    places = next_places(*(column.cpu().numpy() for column in (position, limit, bar_ticks)))
    return logits.masked_fill(~torch.from_numpy(places).to(logits.device), float("-inf"))


def next_places(
    position: npt.NDArray[np.int64], limit: npt.NDArray[np.int64], bar_ticks: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """(…, 192) bool where in its bar the frame after ``position`` can be; 0 is the barline.

    That is behind ``position``, up to ``limit``, and at the barline if that is not behind
    ``limit``; all three are (…,) ticks in the bar.
    """
    place = np.arange(MAX_BAR_TICKS)
    position, limit, bar_ticks = (x[..., None] for x in (position, limit, bar_ticks))
    inside = (place > position) & (place <= limit) & (place < bar_ticks)
    found: npt.NDArray[np.bool_] = inside | ((place == 0) & (limit >= bar_ticks))
    return found


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=0.1)
    elif isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)

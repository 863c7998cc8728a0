"""The generator: a context encoder, an attention trunk over frames, a recurrent head over notes.

``G(z, c)``: the conditions c come as a ``Batch``, the noise z is the Gumbel noise of all draws
(see ``sampling``). Sizes: B windows, F frames, N notes, M bars, Q beats, K tracks, D width.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

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
from musicgan.model.recurrent import gru_update, read_both_ways
from musicgan.song import FAMILIES, TICKS_PER_BEAT

PITCHES = 256
"""Pitches 0 to 127, then the drum keys 0 to 127."""
VELOCITIES = 32
_POINTER = 64
_INTERVAL_SCALE = 8.0
"""Lets a table of habits, which starts at 0, move as fast as a net does under Adam."""


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


class Rotary(nn.Module):
    """Rotary position embedding (Su et al. 2021): even heads turn by frame, odd by ticks."""

    def __init__(self, head_width: int, heads: int) -> None:
        """Make the frequencies for heads of an even width."""
        super().__init__()
        half = head_width // 2
        by_frame = 2 * torch.pi / torch.logspace(2, 10, half, base=2)
        by_time = 2 * torch.pi / torch.logspace(2.58, 12.58, half, base=2)
        rows = [by_frame if head % 2 == 0 else by_time for head in range(heads)]
        self.register_buffer("frequencies", torch.stack(rows), persistent=False)
        self.register_buffer(
            "is_time", torch.tensor([head % 2 for head in range(heads)]), persistent=False
        )
        self.frequencies: Tensor
        self.is_time: Tensor

    def angles(self, index: Tensor, time: Tensor) -> tuple[Tensor, Tensor]:
        """Cosine and sine (B, heads, F, half) for frame indices (F,) or (B, F) and times (B, F)."""
        place = torch.stack([index.expand_as(time), time], dim=1)[:, self.is_time].float()
        turned = place[..., None] * self.frequencies[None, :, None, :]
        return turned.cos(), turned.sin()

    @staticmethod
    def turn(x: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
        """Rotate (B, heads, F, head width)."""
        cos, sin = angles
        a, b = x.float().chunk(2, dim=-1)
        return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1).to(x.dtype)


class Block(nn.Module):
    """One layer of the trunk: causal attention and a feed-forward net, each behind a layer norm."""

    def __init__(self, config: GeneratorConfig) -> None:
        """Make the layer."""
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.norm_attention = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_forward = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.dropout = nn.Dropout(config.dropout)

    def _heads(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        q, k, v = self.qkv(self.norm_attention(x)).chunk(3, dim=-1)
        shape = (x.shape[0], x.shape[1], self.heads, -1)
        return (
            q.view(shape).transpose(1, 2),
            k.view(shape).transpose(1, 2),
            v.view(shape).transpose(1, 2),
        )

    def _finish(self, x: Tensor, attended: Tensor) -> Tensor:
        merged = attended.transpose(1, 2).reshape(x.shape)
        x = x + self.dropout(self.out(merged))
        hidden = F.gelu(self.up(self.norm_forward(x)), approximate="tanh")
        out: Tensor = x + self.dropout(self.down(hidden))
        return out

    def forward(self, x: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
        """All frames (B, F, D) at once."""
        q, k, v = self._heads(x)
        q, k = Rotary.turn(q, angles), Rotary.turn(k, angles)
        return self._finish(x, F.scaled_dot_product_attention(q, k, v, is_causal=True))

    def step(self, x: Tensor, angles: tuple[Tensor, Tensor], cache: Tensor, used: int) -> Tensor:
        """One more frame (B, 1, D).

        ``cache`` (2, B, heads, length, head width) holds keys and values, written at ``used``.
        """
        q, k, v = self._heads(x)
        cache[0, :, :, used] = Rotary.turn(k, angles)[:, :, 0]
        cache[1, :, :, used] = v[:, :, 0]
        seen = cache[:, :, :, : used + 1]
        return self._finish(
            x, F.scaled_dot_product_attention(Rotary.turn(q, angles), seen[0], seen[1])
        )


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
        self.pointer_key = nn.Linear(D, _POINTER)
        self.end_key = nn.Parameter(torch.randn(_POINTER) * 0.1)
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
        self.trunk_norm = nn.LayerNorm(D)
        self.trunk_dropout = nn.Dropout(config.dropout)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.rotary = Rotary(D // config.heads, config.heads)
        self.final_norm = nn.LayerNorm(D)
        # Notes within a frame
        self.start = nn.Parameter(torch.randn(D) * 0.1)
        self.note_norm = nn.LayerNorm(D)
        self.note_cell = nn.GRUCell(D, D)
        self.note_hidden = nn.Linear(D, D)
        self.note_dropout = nn.Dropout(config.dropout)
        self.pointer_query = nn.Linear(2 * D, _POINTER)
        self.pitch_in = nn.Linear(2 * D, D)
        self.pitch_out = nn.Linear(D, PITCHES)
        self.duration_in = nn.Linear(2 * D, D)
        self.duration_out = nn.Linear(D, len(DURATIONS))
        self.velocity_in = nn.Linear(2 * D, D)
        self.velocity_out = nn.Linear(D, VELOCITIES)
        self.next_in = nn.Linear(3 * D, D)
        self.next_out = nn.Linear(D, MAX_BAR_TICKS)
        # The melody: what a track's last pitch says of its next, and each family's habit of moving.
        self.before = nn.Embedding(128 + 1, D)
        self.interval = nn.Embedding(len(FAMILIES), 2 * 128)
        self.apply(_initialise)
        nn.init.zeros_(self.before.weight)
        nn.init.zeros_(self.interval.weight)

    # ---- conditions -------------------------------------------------------------------------

    def embed_notes(self, batch: Batch, tracks: Tensor) -> Tensor:
        """(B, N, D) embedding of every note of a batch."""
        of = torch.gather(tracks, 1, batch.note_track[..., None].expand(-1, -1, tracks.shape[-1]))
        drum = torch.gather(batch.is_drum, 1, batch.note_track)
        return self.embed_note(
            of, batch.note_pitch + 128 * drum, batch.note_duration, batch.note_velocity
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
        whole = self.style(batch.style) + self.mode(batch.mode) + self.tempo(batch.tempo)
        offsets = torch.arange(len(MANNERS), device=tracks.device) * (LEVEL_COUNT + 1)
        bars = (
            whole[:, None]
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
        notes = (self.embed_notes(batch, tracks) + self.place_in_beat(place)) * given[..., None]
        rows = torch.arange(size, device=tracks.device)[:, None] * beats
        flat = torch.zeros(size * beats, D, device=tracks.device, dtype=notes.dtype)
        locked = flat.index_add(0, (rows + beat_of_note).reshape(-1), notes.reshape(-1, D))
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
        position: Tensor,
        bar: Tensor,
        beat: Tensor,
    ) -> Tensor:
        """(B, F, D) what the trunk reads.

        ``previous`` (B, F, D) sums the embeddings of the previous frame's notes, ``held`` (B, F, D)
        those of the notes that still sound; ``position``, ``bar`` and ``beat`` are (B, F).
        """
        D = previous.shape[-1]
        of_bar = torch.gather(context.bars, 1, bar[..., None].expand(-1, -1, D))
        of_beat = torch.gather(context.beats, 1, beat[..., None].expand(-1, -1, D))
        x = self.previous(previous) + self.held(held) + self.beat(of_beat) + of_bar
        x = x + self.position(position) + self.place_in_beat(position % TICKS_PER_BEAT)
        out: Tensor = self.trunk_norm(x)
        return out

    def trunk(self, batch: Batch, context: Context) -> Tensor:
        """(B, F, D) hidden state of every frame, under the real past (teacher forcing)."""
        notes = self.embed_notes(batch, context.tracks) * batch.note_valid[..., None]
        size, frames = batch.time.shape
        D = notes.shape[-1]
        rows = torch.arange(size, device=notes.device)[:, None] * frames
        flat = torch.zeros(size * frames, D, device=notes.device, dtype=notes.dtype)
        sums = flat.index_add(0, (rows + batch.note_frame).reshape(-1), notes.reshape(-1, D))
        sums = sums.view(size, frames, D)
        previous = F.pad(sums, (0, 0, 1, 0))[:, :-1]
        now = batch.time[..., None]
        sounding = (batch.note_onset[:, None] < now) & (batch.note_end[:, None] > now)
        held = (sounding & batch.note_valid[:, None]).to(notes.dtype) @ notes
        x = self.frame_input(context, previous, held, batch.position, batch.bar, batch.beat)
        x = self.trunk_dropout(x)
        index = torch.arange(frames, device=notes.device)
        angles = self.rotary.angles(index, batch.time)
        for block in self.blocks:
            x = block(x, angles)
        out: Tensor = self.final_norm(x)
        return out

    def trunk_step(self, x: Tensor, index: int, time: Tensor, caches: Tensor, used: int) -> Tensor:
        """(B, D) hidden state of one more frame.

        Args:
            x: (B, D) of ``frame_input``.
            index: number of the frame.
            time: (B,) ticks.
            caches: (layers, 2, B, heads, length, head width).
            used: places of the caches that are filled; this frame is written behind them.
        """
        angles = self.rotary.angles(torch.tensor([index], device=x.device), time[:, None])
        hidden = x[:, None]
        for block, cache in zip(self.blocks, caches, strict=True):
            assert isinstance(block, Block)
            hidden = block.step(hidden, angles, cache, used)
        out: Tensor = self.final_norm(hidden)[:, 0]
        return out

    # ---- notes within a frame ---------------------------------------------------------------

    def first_hidden(self, frame: Tensor) -> Tensor:
        """(…, D) state of the note head at the start of a frame."""
        return torch.tanh(self.note_hidden(frame))

    def note_step(self, read: Tensor, state: Tensor) -> Tensor:
        """(…, D) next state of the note head, after the note ``read`` (…, D) or ``start``."""
        given = F.linear(self.note_norm(read), self.note_cell.weight_ih, self.note_cell.bias_ih)
        own = F.linear(state, self.note_cell.weight_hh, self.note_cell.bias_hh)
        return gru_update(given, own, state)

    def _read_notes(self, steps: Steps, frame: Tensor, notes: Tensor) -> Tensor:
        """(T, D) states of the note head at all inner steps.

        ``frame`` (T, D) is the trunk's output at each step, ``notes`` (B * N, D) all embeddings.
        """
        inputs = torch.where((steps.read >= 0)[:, None], notes[steps.read], self.start)
        inputs = self.note_norm(inputs)
        given = F.linear(inputs, self.note_cell.weight_ih, self.note_cell.bias_ih)
        state = self.first_hidden(frame[: steps.sizes[0]])
        outputs = []
        at = 0
        for size in steps.sizes:
            state = state[:size]
            own = F.linear(state, self.note_cell.weight_hh, self.note_cell.bias_hh)
            state = gru_update(given[at : at + size], own, state)
            outputs.append(state)
            at += size
        return torch.cat(outputs)

    def track_logits(self, state: Tensor, frame: Tensor, pointer: Tensor) -> Tensor:
        """(…, K + 1) over tracks and "end"; ``pointer`` (…, K + 1, 64)."""
        query = self.pointer_query(torch.cat([state, frame], dim=-1))
        logits: Tensor = (pointer @ query[..., None])[..., 0]
        return logits

    def pitch_logits(self, state: Tensor, track: Tensor, family: Tensor, before: Tensor) -> Tensor:
        """(…, 256) over pitches and drum keys.

        Args:
            state: (…, D) of the note head.
            track: (…, D) embedding of the track.
            family: (…,) its family.
            before: (…,) 1 + the track's last pitch before this frame, 0 for none.
        """
        given = track + self.before(before)
        logits: Tensor = self.pitch_out(F.gelu(self.pitch_in(torch.cat([state, given], dim=-1))))
        moves = torch.arange(128, device=before.device) - (before[..., None] - 1) + 127
        habit = torch.gather(self.interval(family), -1, moves.clamp(0, 255))
        habit = _INTERVAL_SCALE * habit * (before > 0)[..., None]
        return logits + F.pad(habit, (0, PITCHES - 128)).to(logits.dtype)

    def duration_logits(self, state: Tensor, note: Tensor) -> Tensor:
        """(…, durations), given the sum of the embeddings of track and pitch."""
        hidden = F.gelu(self.duration_in(torch.cat([state, note], dim=-1)))
        logits: Tensor = self.duration_out(hidden)
        return logits

    def velocity_logits(self, state: Tensor, note: Tensor) -> Tensor:
        """(…, 32), given the sum of the embeddings of track, pitch and duration."""
        hidden = F.gelu(self.velocity_in(torch.cat([state, note], dim=-1)))
        logits: Tensor = self.velocity_out(hidden)
        return logits

    def next_logits(self, state: Tensor, frame: Tensor, position: Tensor) -> Tensor:
        """(…, 192) over the next frame's position in the bar; 0 is the barline."""
        joined = torch.cat([state, frame, self.position(position)], dim=-1)
        logits: Tensor = self.next_out(F.gelu(self.next_in(joined)))
        return logits

    # ---- likelihood -------------------------------------------------------------------------

    def forward(self, batch: Batch) -> Loss:
        """Negative log-likelihood of what is free in every frame; locked notes cost nothing."""
        context = self.encode(batch)
        hidden = self.trunk(batch, context)
        steps = lay_out_steps(batch)
        D = hidden.shape[-1]
        frames = batch.time.shape[1]
        frame = hidden.reshape(-1, D)[steps.frame]
        notes = self.embed_notes(batch, context.tracks).reshape(-1, D)
        state = self.note_dropout(self._read_notes(steps, frame, notes))
        window = steps.frame // frames
        writes = steps.predict >= 0
        note = steps.predict.clamp(min=0)
        free = ~batch.note_locked.reshape(-1)[note] | ~writes
        slot = torch.where(writes, batch.note_track.reshape(-1)[note], MAX_TRACKS)
        logits = self.track_logits(state, frame, context.pointer[window]).float()
        logits = logits.masked_fill(~self._allowed(batch, steps, window), float("-inf"))
        track_loss = F.cross_entropy(logits[free], slot[free], reduction="none")

        chosen = writes & free
        state_c, note_c = state[chosen], note[chosen]
        track = context.tracks[window[chosen], slot[chosen]]
        drum = batch.is_drum[window[chosen], slot[chosen]]
        pitch = batch.note_pitch.reshape(-1)[note_c] + 128 * drum
        duration = batch.note_duration.reshape(-1)[note_c]
        velocity = batch.note_velocity.reshape(-1)[note_c]
        family = batch.family[window[chosen], slot[chosen]]
        before = batch.note_before.reshape(-1)[note_c]
        pitch_logits = self.pitch_logits(state_c, track, family, before).float()
        pitch_logits = mask_pitches(pitch_logits, drum)
        pitch_loss = F.cross_entropy(pitch_logits, pitch, reduction="none")
        embedding = track + self.pitch(pitch)
        duration_logits = self.duration_logits(state_c, embedding).float()
        duration_loss = F.cross_entropy(duration_logits, duration, reduction="none")
        embedding = embedding + self.duration(duration)
        velocity_logits = self.velocity_logits(state_c, embedding).float()
        velocity_loss = F.cross_entropy(velocity_logits, velocity, reduction="none")

        ends = ~writes
        place = steps.frame[ends]
        position = batch.position.reshape(-1)[place]
        limit = batch.limit.reshape(-1)[place]
        next_logits = self.next_logits(state[ends], frame[ends], position).float()
        next_logits = mask_next(
            next_logits, position, limit, self._bar_ticks(batch).reshape(-1)[place]
        )
        next_loss = F.cross_entropy(next_logits, batch.next.reshape(-1)[place], reduction="none")
        any_free = self._any_free(batch).reshape(-1)[place]

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
        bar = batch.bar.reshape(-1)[steps.frame]
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
    """Leave what lies behind ``position`` up to ``limit``, and the barline if it is not behind it.

    ``logits`` (…, 192) are over positions in the bar, class 0 is the barline; ``position``,
    ``limit`` and ``bar_ticks`` are (…,) ticks in the bar.
    """
    place = torch.arange(logits.shape[-1], device=logits.device)
    inside = (
        (place > position[..., None]) & (place <= limit[..., None]) & (place < bar_ticks[..., None])
    )
    barline = (place == 0) & (limit >= bar_ticks)[..., None]
    return logits.masked_fill(~(inside | barline), float("-inf"))


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=0.1)
    elif isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)

"""What the note head is told of the past, for all notes of a batch at once (teacher forcing).

``sampling`` keeps the same as it writes. Sizes: B windows, F frames, N notes, K tracks, T inner
steps, E echoes, C notes of a track in an echo.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from musicgan.data.frames import MAX_TRACKS
from musicgan.model.batch import Batch, Steps
from musicgan.model.note_head import Line


@dataclass(frozen=True, slots=True)
class Likeness:
    """The notes that the echoes have for a note: the one of its pitch, else the highest.

    Attributes:
        duration, velocity: (…, E) its classes; -1 where an echo has none.
        same: (…, E) bool, whether it has the same pitch.
    """

    duration: Tensor
    velocity: Tensor
    same: Tensor


@dataclass(frozen=True)
class Past:
    """The past of every inner step (T) and note (flat, B * N).

    ``due`` (T, E, K) and ``lasting`` (T, K) are those of ``NoteHead.track_logits``.
    """

    due: Tensor
    lasting: Tensor
    _batch: Batch
    _echo: Tensor
    _sounding: Tensor

    def line(self, notes: Tensor) -> Line:
        """For the notes (flat indices)."""
        batch = self._batch
        window = notes // batch.note_valid.shape[1]
        track = batch.note_track.flatten()[notes]
        drum = batch.is_drum[window, track]
        echo, there = self._echo[notes], self._echo[notes] >= 0
        pitch = batch.note_pitch.flatten()
        before = batch.note_before.flatten()
        copied = torch.where(there, pitch[echo.clamp(min=0)] + 128 * drum[:, None, None], -1)
        top = echo[..., 0].clamp(min=0)
        answer = before[notes][:, None] + pitch[top] - before[top]
        known = there[..., 0] & (before[notes] > 0)[:, None] & (before[top] > 0) & ~drum[:, None]
        inside = known & (answer >= 0) & (answer < 128)
        return Line(
            family=batch.family[window, track],
            before=before[notes],
            motion=batch.note_motion.flatten()[notes],
            echo=copied,
            answer=torch.where(inside, answer, -1),
            sounding=self._sounding[notes],
        )

    def likeness(self, notes: Tensor) -> Likeness:
        """For the notes (flat indices)."""
        batch = self._batch
        echo = self._echo[notes]
        there = echo >= 0
        pitch = batch.note_pitch.flatten()
        same = there & (pitch[echo.clamp(min=0)] == pitch[notes][:, None, None])
        best = same.to(torch.uint8).argmax(dim=-1, keepdim=True)
        like = torch.gather(echo, -1, best)[..., 0].clamp(min=0)
        found = there[..., 0]
        return Likeness(
            duration=torch.where(found, batch.note_duration.flatten()[like], -1),
            velocity=torch.where(found, batch.note_velocity.flatten()[like], -1),
            same=same.any(dim=-1),
        )


def lasting_notes(batch: Batch) -> Tensor:
    """(B, F, N) bool: which notes of earlier frames sound at a frame's onset."""
    now = batch.time[..., None]
    sounds = (batch.note_onset[:, None] < now) & (batch.note_end[:, None] > now)
    return sounds & batch.note_valid[:, None]


def sounding_classes(batch: Batch) -> Tensor:
    """(B, N, 12) how many pitched notes of each pitch class sound as a note starts.

    Those of its own frame count if they stand before it.
    """
    notes = batch.note_valid.shape[1]
    pitched = ~torch.gather(batch.is_drum, 1, batch.note_track) & batch.note_valid
    of_class = F.one_hot(batch.note_pitch % 12, 12) * pitched[..., None]
    held = lasting_notes(batch).to(torch.float32) @ of_class.float()
    sung = of_class.cumsum(dim=1) - of_class
    first = _first_of_frame(batch).clamp(max=notes - 1)
    sung = sung - torch.gather(sung, 1, first[..., None].expand_as(sung))
    return torch.gather(held, 1, batch.note_frame[..., None].expand(-1, -1, 12)) + sung


def _first_of_frame(batch: Batch) -> Tensor:
    """(B, N) the first note of each note's frame."""
    frame = batch.note_frame.masked_fill(~batch.note_valid, batch.time.shape[1])
    return torch.searchsorted(frame, frame)


def recall(batch: Batch, steps: Steps) -> Past:
    """What came before every inner step and note of a batch."""
    size, frames = batch.time.shape
    notes = batch.note_valid.shape[1]
    valid = batch.note_valid[..., None]
    of_track = F.one_hot(batch.note_track, MAX_TRACKS) * valid
    first = _first_of_frame(batch)

    rows = torch.arange(size, device=valid.device)[:, None]
    counted = torch.zeros(size * frames, MAX_TRACKS, device=valid.device, dtype=torch.long)
    counted = counted.index_add(
        0, (rows * frames + batch.note_frame).flatten(), of_track.flatten(0, 1)
    )
    there = (batch.echo_frame >= 0).flatten(0, 1)
    of_echo = (rows[..., None] * frames + batch.echo_frame.clamp(min=0)).flatten(0, 1)
    in_echo = (counted[of_echo] * there[..., None])[steps.frame]
    running = of_track.cumsum(dim=1).flatten(0, 1)
    read = steps.read.clamp(min=0)
    start = first.flatten()[read] + read // notes * notes
    written = running[read] - running[start] + of_track.flatten(0, 1)[start]
    written = written * (steps.read >= 0)[:, None]

    lasts = lasting_notes(batch).to(torch.float32)
    lasting = (lasts @ of_track.float()) > 0
    return Past(
        due=in_echo > written[:, None],
        lasting=lasting.flatten(0, 1)[steps.frame],
        _batch=batch,
        _echo=torch.where(
            batch.echo_note >= 0, batch.echo_note + (rows * notes)[..., None, None], -1
        ).flatten(0, 1),
        _sounding=sounding_classes(batch).flatten(0, 1),
    )

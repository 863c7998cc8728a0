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
from musicgan.model.past_usage import PastUsage, look_back


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
    """The past of every inner step (T), frame (B, F) and note (flat, B * N).

    ``due`` (T, E, K) and ``lasting`` (T, K) are those of ``NoteHead.track_logits``. Notes are
    numbered with the padding, in ``usage`` without it: that is what ``rank`` (B * N) leads to.
    """

    due: Tensor
    lasting: Tensor
    usage: PastUsage
    rank: Tensor
    _batch: Batch
    _echo: Tensor
    _sounding: Tensor
    _bass: Tensor

    def line(self, notes: Tensor) -> Line:
        """For the notes (flat indices)."""
        batch = self._batch
        window = notes // batch.note_valid.shape[1]
        track, frame = batch.note_track.flatten()[notes], batch.note_frame.flatten()[notes]
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
            bass=self._bass[notes],
            bar=self.usage.in_bar[window, frame],
            custom=self.usage.pitches[self.rank[notes]],
            here=self.usage.here[self.rank[notes]],
            scale=self.usage.scale[window, frame],
            streak=batch.echo_streak[window, frame, :, track],
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


def while_sounding(batch: Batch, values: Tensor) -> Tensor:
    """(B, F, C) sum of the values of the notes of earlier frames that sound at a frame's onset.

    ``values`` (n, C) are those of the valid notes, window by window.
    """
    size, frames = batch.time.shape
    valid = batch.note_valid
    # Padded frames come after everything.
    time = batch.time.masked_fill(~batch.frame_valid, torch.iinfo(batch.time.dtype).max)
    rows = torch.arange(size, device=time.device)[:, None] * (frames + 1)
    begins = (rows + batch.note_frame + 1)[valid]
    ends = (rows + torch.searchsorted(time, batch.note_end))[valid]
    change = values.new_zeros(size * (frames + 1), values.shape[-1], dtype=torch.float32)
    change = change.index_add(0, begins, values.float()).index_add(0, ends, -values.float())
    return change.view(size, frames + 1, -1).cumsum(dim=1)[:, :-1]


def sounding_pitches(batch: Batch) -> tuple[Tensor, Tensor]:
    """What sounds as each note starts: (B, N, 12) pitched notes by pitch class; the lowest pitch.

    Notes of its own frame count if they stand before it. The lowest (B, N) is 128 where there is
    none.
    """
    valid = batch.note_valid
    pitch = batch.note_pitch[valid]
    pitched = ~torch.gather(batch.is_drum, 1, batch.note_track)[valid]
    played = F.one_hot(pitch, 128) * pitched[:, None]
    held = while_sounding(batch, played).round()
    of_class = F.one_hot(pitch % 12, 12) * pitched[:, None]
    pitches = torch.arange(128, device=pitch.device)
    held_classes = held.new_zeros(*held.shape[:2], 12).index_add(-1, pitches % 12, held)
    lowest = torch.where(held > 0, pitches, 128).amin(dim=-1)

    window, frame = torch.nonzero(valid)[:, 0], batch.note_frame[valid]
    place = window * batch.time.shape[1] + frame
    first = torch.searchsorted(place, place)
    sung = of_class.cumsum(dim=0) - of_class
    classes = held_classes[window, frame] + (sung - sung[first])
    # The running minimum of each frame: frames come one after the other, so the greatest place
    # with the lowest pitch behind it is of the same frame.
    depth = torch.where(pitched, 128 - pitch, 0)
    so_far = (place * 256 + depth).cummax(dim=0).values - place * 256
    before = torch.where(first < torch.arange(len(place), device=place.device), so_far.roll(1), 0)
    bass = torch.minimum(lowest[window, frame], 128 - before)
    found = classes.new_zeros(*valid.shape, 12).masked_scatter(valid[..., None], classes)
    return found, bass.new_full(valid.shape, 128).masked_scatter(valid, bass)


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

    lasting = while_sounding(batch, of_track[batch.note_valid]) > 0.5
    sounding, bass = sounding_pitches(batch)
    return Past(
        due=in_echo > written[:, None],
        lasting=lasting.flatten(0, 1)[steps.frame],
        usage=look_back(batch),
        rank=batch.note_valid.flatten().cumsum(dim=0) - 1,
        _batch=batch,
        _echo=torch.where(
            batch.echo_note >= 0, batch.echo_note + (rows * notes)[..., None, None], -1
        ).flatten(0, 1),
        _sounding=sounding.flatten(0, 1),
        _bass=bass.flatten(),
    )

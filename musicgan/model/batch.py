"""Windows side by side as tensors."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from musicgan.data.frames import DRUM_FAMILY, MAX_TRACKS
from musicgan.data.manner import LEVEL_COUNT
from musicgan.data.windows import ANY_PROGRAM, Window

_FRAME_FIELDS = (
    "time", "position", "bar", "beat", "next", "limit", "echo_frame", "echo_next", "echo_streak",
)  # fmt: skip
_NOTE_FIELDS = (
    "note_frame", "note_track", "note_pitch", "note_before", "note_motion", "echo_note",
    "note_duration", "note_velocity", "note_onset", "note_end", "note_locked",
)  # fmt: skip
_BAR_FIELDS = (
    "bar_ticks", "bar_meter", "bar_index", "bars_left", "phrase", "levels", "cells", "style",
)  # fmt: skip
_BEAT_FIELDS = ("beat_bar", "beat_place", "chords")
_TRACK_FIELDS = ("family", "ordinal", "program")


@dataclass(frozen=True, slots=True)
class Batch:
    """B windows, padded: the fields of ``Window`` with a leading axis B, and what is valid.

    Shapes: frames (B, F), notes (B, N), bars (B, M), beats (B, Q), tracks (B, K) with K =
    ``MAX_TRACKS``; ``levels`` (B, M, 6), ``cells`` (B, M, K), ``style`` (B, M, styles), ``chords``
    (B, Q, features), ``echo_frame`` and ``echo_next`` (B, F, E), ``echo_streak``
    (B, F, E, K + 1, 2), ``echo_note`` (B, N, E, C).
    """

    time: Tensor
    position: Tensor
    bar: Tensor
    beat: Tensor
    next: Tensor
    limit: Tensor
    echo_frame: Tensor
    echo_next: Tensor
    echo_streak: Tensor
    frame_valid: Tensor
    note_frame: Tensor
    note_track: Tensor
    note_pitch: Tensor
    note_before: Tensor
    note_motion: Tensor
    echo_note: Tensor
    note_duration: Tensor
    note_velocity: Tensor
    note_onset: Tensor
    note_end: Tensor
    note_locked: Tensor
    note_valid: Tensor
    bar_ticks: Tensor
    bar_meter: Tensor
    bar_index: Tensor
    bars_left: Tensor
    phrase: Tensor
    levels: Tensor
    cells: Tensor
    style: Tensor
    bar_valid: Tensor
    beat_bar: Tensor
    beat_place: Tensor
    chords: Tensor
    beat_valid: Tensor
    family: Tensor
    ordinal: Tensor
    program: Tensor
    track_valid: Tensor
    mode: Tensor
    tempo: Tensor

    @property
    def size(self) -> int:
        """Number of windows."""
        return self.family.shape[0]

    @property
    def is_drum(self) -> Tensor:
        """(B, K) bool: which tracks are drums."""
        return self.family == DRUM_FAMILY

    def to(self, device: torch.device) -> "Batch":
        """The same batch on a device."""
        moved = {f.name: getattr(self, f.name).to(device, non_blocking=True) for f in fields(self)}
        return replace(self, **moved)


def _pad(arrays: Sequence[npt.NDArray[np.generic]], width: int | None = None) -> Tensor:
    """Stack arrays of different length along their first axis, zeros behind."""
    longest = width or max(len(array) for array in arrays)
    out = np.zeros((len(arrays), max(longest, 1), *arrays[0].shape[1:]), arrays[0].dtype)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out)


def collate(windows: Sequence[Window]) -> Batch:
    """Pad windows to one size and stack them."""
    columns: dict[str, Tensor] = {}
    for names in (_FRAME_FIELDS, _NOTE_FIELDS, _BAR_FIELDS, _BEAT_FIELDS):
        for name in names:
            arrays = [getattr(window, name) for window in windows]
            if name == "cells":
                arrays = [np.pad(a, ((0, 0), (0, MAX_TRACKS - a.shape[1]))) for a in arrays]
            columns[name] = _pad(arrays)
    for name in _TRACK_FIELDS:
        columns[name] = _pad([getattr(window, name) for window in windows], MAX_TRACKS)
    for valid, of, width in (
        ("frame_valid", "time", None),
        ("note_valid", "note_frame", None),
        ("bar_valid", "bar_ticks", None),
        ("beat_valid", "beat_bar", None),
        ("track_valid", "family", MAX_TRACKS),
    ):
        columns[valid] = _pad([np.ones(len(getattr(w, of)), bool) for w in windows], width)
    return Batch(
        **columns,
        mode=torch.tensor([window.mode for window in windows]),
        tempo=torch.tensor([window.tempo for window in windows]),
    )


def contrary(batch: Batch) -> Batch:
    """What guidance leads away from: all is "any", and levels of the manner are the opposite.

    From "any" level alone it is not far to what is asked, which is often what is usual anyway.
    """
    return replace(
        batch,
        style=torch.zeros_like(batch.style),
        mode=torch.zeros_like(batch.mode),
        tempo=torch.zeros_like(batch.tempo),
        chords=torch.zeros_like(batch.chords),
        levels=torch.where(batch.levels > 0, LEVEL_COUNT + 1 - batch.levels, 0),
        program=torch.where(batch.track_valid, ANY_PROGRAM, 0),
    )


def together(first: Batch, second: Batch) -> Batch:
    """Two batches of one shape as one."""
    return replace(
        first,
        **{
            f.name: torch.cat([getattr(first, f.name), getattr(second, f.name)])
            for f in fields(first)
        },
    )


@dataclass(frozen=True, slots=True)
class Steps:
    """Inner steps of all frames, laid out for a recurrent net: step by step, long frames first.

    A frame with n notes has n + 1 steps: step j reads note j - 1 (or a start token) and predicts
    note j (or the end). T steps in all.

    Attributes:
        sizes: how many frames have a step 0, a step 1, …; they sum to T.
        frame: (T,) flat index (b * F + f) of the step's frame.
        read: (T,) flat index (b * N + n) of the note that is read; -1: the start.
        predict: (T,) flat index of the note that is predicted; -1: the end.
    """

    sizes: tuple[int, ...]
    frame: Tensor
    read: Tensor
    predict: Tensor


def lay_out_steps(batch: Batch) -> Steps:
    """The inner steps of a batch; every valid frame has at least one."""
    frames = batch.frame_valid.shape[1]
    notes = batch.note_valid.shape[1]
    valid = batch.note_valid.cpu().numpy()
    window, column = np.nonzero(valid)
    flat_frame = window * frames + batch.note_frame.cpu().numpy()[window, column]
    used = np.flatnonzero(batch.frame_valid.cpu().numpy().reshape(-1))
    counts = np.bincount(flat_frame, minlength=batch.frame_valid.numel())[used]
    first = np.concatenate([[0], np.cumsum(counts)])[:-1]
    flat_note = window * notes + column
    order = np.argsort(-counts, kind="stable")
    counts, first, used = counts[order], first[order], used[order]
    sizes, frame, read, predict = [], [], [], []
    padded = np.append(flat_note, -1)
    for step in range(int(counts.max(initial=0)) + 1):
        size = int(np.count_nonzero(counts >= step))
        sizes.append(size)
        frame.append(used[:size])
        read.append(padded[first[:size] + step - 1] if step else np.full(size, -1))
        predict.append(
            np.where(
                counts[:size] > step, padded[np.minimum(first[:size] + step, len(flat_note))], -1
            )
        )
    device = batch.time.device
    return Steps(
        tuple(sizes),
        torch.from_numpy(np.concatenate(frame)).to(device),
        torch.from_numpy(np.concatenate(read)).to(device),
        torch.from_numpy(np.concatenate(predict)).to(device),
    )

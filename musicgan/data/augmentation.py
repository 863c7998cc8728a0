"""The same music played otherwise, for what a collection has too little of."""

from dataclasses import replace

import numpy as np

from musicgan.data.frames import DRUM_FAMILY, NOTE, Piece
from musicgan.data.manner import legato
from musicgan.song.ranges import playable_range


def moved_by_octave(piece: Piece, semitones: int) -> Piece:
    """The piece with those of its tracks moved that reach so far; drums stay."""
    notes = np.array(piece.notes, NOTE)
    for slot, track in enumerate(piece.tracks):
        mine = notes["track"] == slot
        if track["family"] == DRUM_FAMILY or not mine.any():
            continue
        moved = notes["pitch"][mine].astype(np.int64) + semitones
        low, high = playable_range(int(track["program"]))
        if low <= moved.min() and moved.max() <= high:
            notes["pitch"][mine] = moved
    return replace(piece, notes=notes)


def with_dynamics(piece: Piece, velocity: float) -> Piece:
    """The piece with all velocities moved alike, so that their mean is ``velocity`` (1 to 127)."""
    notes = np.array(piece.notes, NOTE)
    loud = notes["velocity"].astype(np.float64)
    if len(loud):
        notes["velocity"] = np.clip(np.rint(loud + velocity - loud.mean()), 1, 127)
    return replace(piece, notes=notes)


def with_articulation(piece: Piece, share: float) -> Piece:
    """The piece with all pitched notes shortened or lengthened alike.

    The mean of their duration over the time to the next onset comes to about ``share`` (0 to 1),
    and no note gets longer than to there.
    """
    pitched = piece.tracks["family"][piece.notes["track"]] != DRUM_FAMILY
    found, gap = legato(piece)
    if not pitched.any():
        return piece
    mean = float(found[pitched].mean())
    if share < mean:
        wanted = found * share / mean
    else:
        wanted = 1 - (1 - found) * (1 - share) / max(1 - mean, 1e-6)
    notes = np.array(piece.notes, NOTE)
    ticks = np.maximum(np.rint(wanted * gap), 1)
    longer = notes["duration"] > gap
    notes["duration"] = np.where(pitched & ~(longer & (share >= mean)), ticks, notes["duration"])
    return replace(piece, notes=notes)

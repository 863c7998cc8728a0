"""From stems to the loudspeaker: levels without clicks, peaks without clipping."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from musicgan.audio.synth import Stems

Stereo = npt.NDArray[np.float32]
"""``(frames, 2)`` float32, -1 to 1."""

Gains = npt.NDArray[np.float32]
"""``(tracks, 2)`` float32 factors for left and right, ≥ 0."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one track is heard.

    Attributes:
        volume: 0 (silent) to 1 (as the notes say) and above.
        pan: -1 (left) to 1 (right).
        muted: silent, whatever the volume.
        soloed: as long as there is one, only the soloed tracks are heard.
    """

    volume: float = 1.0
    pan: float = 0.0
    muted: bool = False
    soloed: bool = False


def audible(levels: Mapping[int, Level], track: int) -> bool:
    """Whether a track is heard at all; one without a level is as the notes say."""
    level = levels.get(track, Level())
    soloed = any(other.soloed for other in levels.values())
    return not level.muted and (level.soloed or not soloed)


def gains(levels: Mapping[int, Level], tracks: int) -> Gains:
    """The factors of the tracks 0 to ``tracks``; levels of other tracks don't count."""
    own = {track: level for track, level in levels.items() if track < tracks}
    result = np.zeros((tracks, 2), np.float32)
    for track in range(tracks):
        if audible(own, track):
            level = own.get(track, Level())
            # The side that the sound moves to stays as it is: moving never makes it louder.
            sides = (min(1.0, 1.0 - level.pan), min(1.0, 1.0 + level.pan))
            result[track] = [max(0.0, level.volume * side) for side in sides]
    return result


def mix(stems: Stems, before: Gains, after: Gains, out: Stereo) -> None:
    """Sum ``stems`` into ``out``, each track's level sliding from ``before`` to ``after``.

    The slide takes the whole of ``out``, because a jump of the level is heard as a click.
    """
    if np.array_equal(before, after):
        np.einsum("tcf,tc->fc", stems, after, out=out)
        return
    slide = np.linspace(0.0, 1.0, out.shape[0], dtype=np.float32)
    levels = before[:, :, None] + (after - before)[:, :, None] * slide
    np.einsum("tcf,tcf->fc", stems, levels, out=out)


class Limiter:
    """Turns the whole mix down where it would clip, at once, and slowly up again."""

    CEILING = 0.98
    RECOVERY = 1.02
    """Factor of the level a block, while it recovers."""
    ATTACK = 64
    """Frames in which it turns down."""

    def __init__(self) -> None:
        """Start at full level."""
        self._level = 1.0

    def apply(self, block: Stereo) -> None:
        """Limit ``block`` in place."""
        peak = float(np.abs(block).max(initial=0.0))
        level = min(1.0, self._level * self.RECOVERY, self.CEILING / peak if peak > 0 else 1.0)
        if level == self._level == 1.0:
            return
        slide = min(self.ATTACK, block.shape[0])
        block[:slide] *= np.linspace(self._level, level, slide, dtype=np.float32)[:, None]
        block[slide:] *= np.float32(level)
        np.clip(block, -1.0, 1.0, out=block)
        self._level = level

"""From stems to the loudspeaker: levels without clicks, peaks without clipping."""

import numpy as np
import numpy.typing as npt

from musicgan.audio.synth import Stems

Stereo = npt.NDArray[np.float32]
"""``(frames, 2)`` float32, -1 to 1."""

Gains = npt.NDArray[np.float32]
"""``(tracks,)`` float32 factors, ≥ 0."""


def mix(stems: Stems, before: Gains, after: Gains, out: Stereo) -> None:
    """Sum ``stems`` into ``out``, each track's level sliding from ``before`` to ``after``.

    The slide takes the whole of ``out``, because a jump of the level is heard as a click.
    """
    if np.array_equal(before, after):
        np.einsum("tcf,t->fc", stems, after, out=out)
        return
    slide = np.linspace(0.0, 1.0, out.shape[0], dtype=np.float32)
    levels = before[:, None] + (after - before)[:, None] * slide
    np.einsum("tcf,tf->fc", stems, levels, out=out)


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

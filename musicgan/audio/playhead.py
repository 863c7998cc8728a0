"""Where the ear is: what was handed to the device, less what it still holds."""

from collections import deque
from typing import NamedTuple

from musicgan.audio.synth import SAMPLE_RATE


class _Turn(NamedTuple):
    """From the ``written``-th frame of sound on the song goes on at ``frame``, or stands there."""

    written: int
    frame: int
    moving: bool


class Playhead:
    """Follows the song through loops and seeks, smoothly although the device calls unevenly.

    A call of the device can be late, never early: the earliest of the last calls tells its clock.
    """

    def __init__(self) -> None:
        """At the song's start."""
        self._written = 0
        self._turns: deque[_Turn] = deque([_Turn(0, 0, moving=True)], maxlen=64)
        self._delays: deque[float] = deque(maxlen=128)

    @property
    def frame(self) -> int:
        """The frame of the song that is written next."""
        last = self._turns[-1]
        return last.frame + (self._written - last.written if last.moving else 0)

    def start(self) -> None:
        """The device starts: what it did before tells nothing of its clock now."""
        self.jump(self.frame)
        self._delays.clear()

    def jump(self, frame: int) -> None:
        """Be at ``frame`` at once, although something else is still to be heard."""
        self._turns.clear()
        self._turns.append(_Turn(self._written, frame, moving=True))

    def wrote(self, frame: int, count: int, moving: bool = True) -> None:
        """``count`` frames were written, from ``frame`` of the song on, or while it stands."""
        if count == 0:
            return
        if frame != self.frame or moving != self._turns[-1].moving:
            self._turns.append(_Turn(self._written, frame, moving))
        self._written += count

    def called(self, now: float) -> None:
        """The device asks for what is written next, at ``now`` seconds of any clock."""
        self._delays.append(now - self._written / SAMPLE_RATE)

    def heard(self, now: float, latency: float) -> tuple[int, bool]:
        """The frame at the ear, and whether the song moves there.

        Args:
            now: seconds of the clock that ``called`` is told.
            latency: seconds from the device's call to the first sound that it asks for.
        """
        first = self._turns[0]
        if not self._delays:
            return first.frame, False
        written = int((now - min(self._delays) - latency) * SAMPLE_RATE)
        if written < first.written:
            return first.frame, False
        written = min(written, self._written)
        turn = next(turn for turn in reversed(self._turns) if turn.written <= written)
        return turn.frame + (written - turn.written if turn.moving else 0), turn.moving

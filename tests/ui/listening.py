"""A real player whose sound goes nowhere but is listened to."""

import threading
import time

from musicgan.audio import Player, default_soundfont
from musicgan.audio.device import Fill, SilentStream
from musicgan.audio.mixer import Stereo

_AUDIBLE = 1e-3
"""Level, of full scale, from which something is heard."""


class Ear:
    """Hears what players made by ``player`` play, in real time as with a device.

    Attributes:
        heard: set while there has been sound since the last ``forget``.
        at: when that sound was asked for (``time.perf_counter``), without the device's latency.
    """

    def __init__(self) -> None:
        self.heard = threading.Event()
        self.at = 0.0

    def forget(self) -> None:
        self.heard.clear()

    def player(self) -> Player:
        return Player(default_soundfont(), self._open)

    def _open(self, fill: Fill, device: str) -> SilentStream:
        def listen(out: Stereo) -> None:
            fill(out)
            if not self.heard.is_set() and float(abs(out).max()) > _AUDIBLE:
                self.at = time.perf_counter()
                self.heard.set()

        return SilentStream(listen)

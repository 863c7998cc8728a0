"""The computer's audio outputs."""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from musicgan.audio.mixer import Stereo
from musicgan.audio.synth import SAMPLE_RATE
from musicgan.errors import MusicganError

LATENCY_SECONDS = 0.1
"""Sound that the device holds ready: what Python may be late by before it is heard."""

NO_SOUND = "none"
"""The output that needs no device, and lets music be sent to MIDI alone."""

Fill = Callable[[Stereo], None]
"""Called by the device's own thread: write the next frames into the array."""


class Stream(Protocol):
    """An open output."""

    @property
    def latency(self) -> float:
        """Seconds from the call of ``Fill`` to the ear, for the first frame that it asks for."""

    @property
    def active(self) -> bool:
        """Whether it asks for sound; False after ``start``: the device was lost."""

    def start(self) -> None:
        """Begin to ask for sound."""

    def abort(self) -> None:
        """Stop at once; what was not yet heard is dropped."""

    def close(self) -> None:
        """Let the device go."""


@dataclass(frozen=True, slots=True)
class Output:
    """A device that can be played on: its name, and the seconds that it holds at least."""

    name: str
    latency: float


def outputs() -> list[Output]:
    """The computer's stereo outputs, the default first; none without PortAudio or devices."""
    try:
        sounddevice = _portaudio()
    except MusicganError:
        return []
    with _opening:
        _look_again(sounddevice)
        try:
            systems = sounddevice.query_hostapis()
            default = sounddevice.default.device[1]
            devices = list(sounddevice.query_devices())
        except sounddevice.PortAudioError:
            return []
    order = sorted(range(len(devices)), key=lambda index: index != default)
    return [
        Output(
            f"{devices[index]['name']}, {systems[devices[index]['hostapi']]['name']}",
            float(devices[index]["default_low_output_latency"]),
        )
        for index in order
        if devices[index]["max_output_channels"] >= 2
    ]


def open_device(fill: Fill, device: str = "") -> Stream:
    """Open an output: stereo, float32, ``SAMPLE_RATE``.

    Args:
        fill: gives the sound.
        device: a name from ``outputs``, ``NO_SOUND``, or empty for the default.

    Raises:
        MusicganError: PortAudio is missing, or there is no output device that can be opened.
    """
    if device == NO_SOUND:
        return SilentStream(fill)
    sounddevice = _portaudio()

    def callback(out: Any, _frames: int, _time: Any, _status: Any) -> None:
        fill(out)

    def opened() -> Any:
        return sounddevice.OutputStream(
            samplerate=SAMPLE_RATE,
            channels=2,
            dtype="float32",
            latency=LATENCY_SECONDS,
            device=device or None,
            callback=callback,
        )

    failures = (sounddevice.PortAudioError, ValueError)
    with _opening:
        try:
            stream = opened()
        except failures:
            _look_again(sounddevice)
            try:
                stream = opened()
            except failures as error:
                raise _no_output(device, error) from error
        found = _Device(stream, sounddevice.PortAudioError)
        _open.add(found)
    return found


_opening = threading.Lock()
_open: set["_Device"] = set()
"""Changed under ``_opening``."""


def _look_again(sounddevice: Any) -> None:
    """Let PortAudio, which lists the devices once, when it starts, see what came or went.

    Not while one is open, which would be closed by that. Needs ``_opening``.
    """
    if not _open:
        # Where it fails, playing says so.
        with contextlib.suppress(sounddevice.PortAudioError):
            sounddevice._terminate()
        with contextlib.suppress(sounddevice.PortAudioError):
            sounddevice._initialize()


def _portaudio() -> Any:
    """The binding, which loads and starts PortAudio.

    Raises:
        MusicganError: the library is not installed, or does not start.
    """
    try:
        import sounddevice
    except OSError as error:
        raise MusicganError(
            "The PortAudio library is missing; install it (Debian and Ubuntu: sudo apt install "
            "libportaudio2), or export the music and play the file."
        ) from error
    # The binding's own error can't be imported where the binding can't.
    except Exception as error:
        raise MusicganError(
            f"PortAudio can't be started ({error}); start the computer's sound system, or export "
            "the music and play the file."
        ) from error
    return sounddevice


class _Device:
    """PortAudio's stream, with errors in sentences."""

    def __init__(self, stream: Any, own_error: type[Exception]) -> None:
        self._stream = stream
        self._own_error = own_error

    @property
    def latency(self) -> float:
        return float(self._stream.latency)

    @property
    def active(self) -> bool:
        try:
            return bool(self._stream.active)
        except self._own_error:
            return False

    def start(self) -> None:
        try:
            self._stream.start()
        except self._own_error as error:
            raise _no_output("", error) from error

    def abort(self) -> None:
        self._stream.abort(ignore_errors=True)

    def close(self) -> None:
        with _opening:
            self._stream.close(ignore_errors=True)
            _open.discard(self)


class SilentStream:
    """An output without a device: asks for sound in real time, as a device does, and drops it.

    Attributes:
        due: when the call that runs was due, in seconds of ``perf_counter``.
        late: calls that came more than ``LATENCY_SECONDS`` late: a real device stutters then.
        lost: seconds of silence that it would have played then.
    """

    latency = LATENCY_SECONDS
    BLOCK = 512

    def __init__(self, fill: Fill) -> None:
        """Stopped."""
        self.due = 0.0
        self.late = 0
        self.lost = 0.0
        self._fill = fill
        self._running = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def active(self) -> bool:
        """Whether it runs."""
        return self._running.is_set()

    def start(self) -> None:
        """Begin to ask for sound."""
        self._running.set()
        self._thread = threading.Thread(target=self._run, name="musicgan-silent", daemon=True)
        self._thread.start()

    def abort(self) -> None:
        """Stop; returns when the last call has."""
        self._running.clear()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def close(self) -> None:
        """Stop."""
        self.abort()

    def _run(self) -> None:
        out = np.zeros((self.BLOCK, 2), np.float32)
        self.due = time.perf_counter()
        while self._running.is_set():
            self._fill(out)
            self.due += self.BLOCK / SAMPLE_RATE
            wait = self.due - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            elif -wait > self.latency:
                self.late += 1
                self.lost -= wait
                self.due -= wait


def _no_output(device: str, error: Exception) -> MusicganError:
    if device:
        return MusicganError(
            f"The audio output {device} can't be played on ({error}); connect it, or choose "
            "another one."
        )
    # What PortAudio calls a default that isn't there.
    why = "none was found" if "device -1" in str(error) else str(error)
    return MusicganError(
        f"There is no audio output to play on ({why}); connect or enable one, or export the "
        "music to a file."
    )

"""The computer's audio output."""

from collections.abc import Callable
from typing import Any, Protocol

from musicgan.audio.mixer import Stereo
from musicgan.audio.synth import SAMPLE_RATE
from musicgan.errors import MusicganError

LATENCY_SECONDS = 0.1
"""Sound that the device holds ready: what Python may be late by before it is heard."""

Fill = Callable[[Stereo], None]
"""Called by the device's own thread: write the next frames into the array."""


class Stream(Protocol):
    """An open output."""

    @property
    def latency(self) -> float:
        """Seconds from the call of ``Fill`` to the ear."""

    @property
    def active(self) -> bool:
        """Whether it asks for sound; False after ``start``: the device was lost."""

    def start(self) -> None:
        """Begin to ask for sound."""

    def abort(self) -> None:
        """Stop at once; what was not yet heard is dropped."""

    def close(self) -> None:
        """Let the device go."""


def open_device(fill: Fill) -> Stream:
    """Open the default output: stereo, float32, ``SAMPLE_RATE``.

    Raises:
        MusicganError: PortAudio is missing, or there is no output device that can be opened.
    """
    try:
        import sounddevice
    except OSError as error:
        raise MusicganError(
            "The PortAudio library is missing; install it (Debian and Ubuntu: sudo apt install "
            "libportaudio2), or export the music and play the file."
        ) from error

    def callback(out: Any, _frames: int, _time: Any, _status: Any) -> None:
        fill(out)

    try:
        return _Device(
            sounddevice.OutputStream(
                samplerate=SAMPLE_RATE,
                channels=2,
                dtype="float32",
                latency=LATENCY_SECONDS,
                callback=callback,
            )
        )
    except (sounddevice.PortAudioError, ValueError) as error:
        raise _no_output(error) from error


class _Device:
    """PortAudio's stream, with errors in sentences."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    @property
    def latency(self) -> float:
        return float(self._stream.latency)

    @property
    def active(self) -> bool:
        return bool(self._stream.active)

    def start(self) -> None:
        import sounddevice

        try:
            self._stream.start()
        except sounddevice.PortAudioError as error:
            raise _no_output(error) from error

    def abort(self) -> None:
        self._stream.abort(ignore_errors=True)

    def close(self) -> None:
        self._stream.close(ignore_errors=True)


def _no_output(error: Exception) -> MusicganError:
    return MusicganError(
        f"There is no audio output to play on ({error}); connect or enable one, or export the "
        "music to a file."
    )

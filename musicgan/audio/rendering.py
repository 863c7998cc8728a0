"""A song into a sound file."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import numpy as np

from musicgan.audio.soundfonts import default_soundfont
from musicgan.audio.synth import BLOCK, SAMPLE_RATE, StemSynth
from musicgan.errors import MusicganError
from musicgan.files import replacing
from musicgan.song import Song

AUDIO_SUFFIXES = (".wav", ".flac")

PEAK = 10 ** (-1 / 20)
"""The loudest sample of every file: 1 dB below full scale."""

_CHUNK = BLOCK * 512
_SILENCE = 1e-6


def render(
    song: Song,
    path: Path,
    soundfont: Path | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Write ``song`` as 24-bit stereo sound, WAV or FLAC by the suffix of ``path``.

    The level is set so that the loudest sample reaches ``PEAK``; nothing clips.

    Args:
        song: the music.
        path: the file to write.
        soundfont: the instruments; None: ``default_soundfont()``.
        progress: gets the finished share, 0 to 1.
        cancelled: asked before every 0.7 seconds of sound.

    Returns:
        Whether the file was written: False only when cancelled.

    Raises:
        MusicganError: the suffix is neither, a library or the SoundFont is missing, or the file
            can't be written.
    """
    if path.suffix.lower() not in AUDIO_SUFFIXES:
        raise MusicganError(f"{path} has no sound format; end its name with .wav or .flac.")
    synth = StemSynth(song, soundfont or default_soundfont())
    try:
        # The level is known only at the end, so the mix waits on disk, whatever its length.
        with tempfile.TemporaryFile(prefix="musicgan-") as mix:
            peak = _mix_down(synth, mix, progress, cancelled)
            if peak is None:
                return False
            mix.seek(0)
            with replacing(path) as temporary:
                _write(mix, temporary, PEAK / peak if peak > _SILENCE else 1.0)
    except OSError as error:
        raise MusicganError(
            f"{path} could not be rendered ({error.strerror or error}); free some disk space."
        ) from error
    finally:
        synth.close()
    return True


def _mix_down(
    synth: StemSynth,
    mix: IO[bytes],
    progress: Callable[[float], None] | None,
    cancelled: Callable[[], bool],
) -> float | None:
    """Write the sum of the stems as ``(frames, 2)`` float32; its peak, None when cancelled."""
    peak = 0.0
    while synth.frame < synth.frames:
        if cancelled():
            return None
        count = min(_CHUNK, synth.frames - synth.frame)
        stereo = np.ascontiguousarray(synth.read(count).sum(axis=0).T)
        peak = max(peak, float(np.abs(stereo).max()))
        mix.write(stereo.tobytes())
        if progress is not None:
            progress(synth.frame / synth.frames)
    return peak


def _write(mix: IO[bytes], path: Path, scale: float) -> None:
    import soundfile

    try:
        with soundfile.SoundFile(
            path, "w", samplerate=SAMPLE_RATE, channels=2, subtype="PCM_24"
        ) as sound:
            while data := mix.read(_CHUNK * 8):
                sound.write(np.frombuffer(data, np.float32).reshape(-1, 2) * np.float32(scale))
    except soundfile.LibsndfileError as error:
        raise MusicganError(f"The sound file {path} could not be written ({error}).") from error

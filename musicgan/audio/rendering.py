"""A song into sound files: the mix, or each track apart."""

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from musicgan.audio.loudness import Loudness
from musicgan.audio.mixer import Level, Stereo, audible, gains
from musicgan.audio.soundfonts import default_soundfont
from musicgan.audio.synth import BLOCK, SAMPLE_RATE, StemSynth
from musicgan.errors import MusicganError
from musicgan.files import replacing
from musicgan.song import Song

AUDIO_SUFFIXES = (".wav", ".flac")

LOUDNESS = -16.0
"""Loudness units below full scale (LUFS) of every file: that of music on streaming services."""

PEAK = 10 ** (-1 / 20)
"""No sample is louder: 1 dB below full scale."""

_MOST_GAIN = 1000.0
_CHUNK = BLOCK * 512
_AROUND = 35
"""Blocks (50 ms) before and after a peak in which it is turned down, too slowly to be heard."""

Progress = Callable[[float], None]


def render(
    song: Song,
    path: Path,
    soundfont: Path | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    levels: Mapping[int, Level] | None = None,
) -> bool:
    """Write ``song`` as 24-bit stereo sound, WAV or FLAC by the suffix of ``path``.

    It is as loud as ``LOUDNESS``; peaks that would then be above ``PEAK`` are turned down.

    Args:
        song: the music.
        path: the file to write.
        soundfont: the instruments; None: ``default_soundfont()``.
        progress: gets the finished share, 0 to 1.
        cancelled: asked before every 0.7 seconds of sound.
        levels: how the tracks are heard, by their numbers; None: all as the notes say.

    Returns:
        Whether the file was written: False only when cancelled.

    Raises:
        MusicganError: the suffix is neither, a library or the SoundFont is missing, or the file
            can't be written.
    """
    _check(path)
    levels = levels or {}
    factors = gains(levels, len(song.tracks))
    # Tracks at one level share a reverb, which takes half the time.
    together = bool((factors[factors.any(axis=1)] == 1.0).all())
    if together:
        heard = [track for number, track in enumerate(song.tracks) if audible(levels, number)]
        song = replace(song, tracks=tuple(heard))
        factors = np.ones((min(1, len(heard)), 2), np.float32)
    with _sentences(path), contextlib.ExitStack() as stack:
        synth = stack.enter_context(
            contextlib.closing(StemSynth(song, soundfont or default_soundfont(), together))
        )
        waiting = _Waiting(stack, 1)
        for stems in _read(synth, progress, cancelled):
            waiting.add([np.einsum("tcf,tc->fc", stems, factors)])
        if synth.frame < synth.frames:
            return False
        waiting.write([path])
    return True


def render_stems(
    song: Song,
    folder: Path,
    suffix: str = ".wav",
    soundfont: Path | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    levels: Mapping[int, Level] | None = None,
) -> list[Path]:
    """Write each track of ``song`` as a sound file into ``folder``: ``01 Flute.wav``.

    Together they are the mix that ``render`` writes: all are turned up and down as it would be.
    A track that is not heard is a file of silence, so that the stems stay as many as the tracks.

    Args:
        song: the music.
        folder: made if it is not there; files of the same names are replaced.
        suffix: ``.wav`` or ``.flac``.
        soundfont: the instruments; None: ``default_soundfont()``.
        progress: gets the finished share, 0 to 1.
        cancelled: asked before every 0.7 seconds of sound.
        levels: how the tracks are heard, by their numbers; None: all as the notes say.

    Returns:
        The files; none when cancelled.

    Raises:
        MusicganError: see ``render``; or the song has no tracks.
    """
    if not song.tracks:
        raise MusicganError("The song has no tracks to write apart; open another one.")
    digits = len(str(len(song.tracks)))
    paths = [
        folder / f"{number:0{max(2, digits)}d} {_file_name(track.name or track.family)}{suffix}"
        for number, track in enumerate(song.tracks, start=1)
    ]
    _check(paths[0])
    with _sentences(folder), contextlib.ExitStack() as stack:
        synth = stack.enter_context(
            contextlib.closing(StemSynth(song, soundfont or default_soundfont()))
        )
        waiting = _Waiting(stack, len(paths))
        factors = gains(levels or {}, len(paths))
        for stems in _read(synth, progress, cancelled):
            waiting.add([stem.T * sides for stem, sides in zip(stems, factors, strict=True)])
        if synth.frame < synth.frames:
            return []
        waiting.write(paths)
    return paths


class _Waiting:
    """Sound that waits on disk, since how loud it is to be is known only at the end."""

    def __init__(self, stack: contextlib.ExitStack, parts: int) -> None:
        self._files: list[IO[bytes]] = [
            stack.enter_context(tempfile.TemporaryFile(prefix="musicgan-"))  # noqa: SIM115
            for _ in range(parts)
        ]
        self._loudness = Loudness()
        self._peaks: list[npt.NDArray[np.float32]] = []

    def add(self, parts: Sequence[Stereo]) -> None:
        """Take the next sound of all parts."""
        for file, part in zip(self._files, parts, strict=True):
            file.write(np.ascontiguousarray(part, np.float32).tobytes())
        mix = np.sum(parts, axis=0)
        self._loudness.add(mix)
        self._peaks.append(np.abs(mix).reshape(-1, BLOCK, 2).max(axis=(1, 2)))

    def write(self, paths: Sequence[Path]) -> None:
        """Write all parts, each to its file."""
        curve = _curve(self._loudness.lufs, np.concatenate(self._peaks))
        for file, path in zip(self._files, paths, strict=True):
            file.seek(0)
            with replacing(path) as temporary:
                _write(file, temporary, curve)


def _curve(loudness: float, peaks: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Factors at the borders of the blocks, so that nothing is louder than it may be.

    Args:
        loudness: of the whole, in LUFS.
        peaks: ``(blocks,)`` loudest sample of each.
    """
    gain = 1.0 if loudness == -np.inf else min(10 ** ((LOUDNESS - loudness) / 20), _MOST_GAIN)
    allowed = np.minimum(1.0, PEAK / np.maximum(gain * peaks, 1e-9))
    width = 2 * _AROUND + 1
    # The least of those around, then the mean of those around: nowhere above what is allowed.
    padded = np.pad(allowed, 2 * _AROUND, constant_values=1.0)
    least = np.lib.stride_tricks.sliding_window_view(padded, width).min(axis=1)
    smooth = np.convolve(least, np.full(width, 1 / width), "valid")
    edges = np.minimum(np.append(smooth, smooth[-1]), np.insert(smooth, 0, smooth[0]))
    return np.asarray(gain * edges)


def _read(
    synth: StemSynth, progress: Progress | None, cancelled: Callable[[], bool]
) -> Iterator[npt.NDArray[np.float32]]:
    while synth.frame < synth.frames and not cancelled():
        yield synth.read(min(_CHUNK, synth.frames - synth.frame))
        if progress is not None:
            progress(synth.frame / synth.frames)


def _write(waiting: IO[bytes], path: Path, curve: npt.NDArray[np.float64]) -> None:
    import soundfile

    done = 0
    try:
        with soundfile.SoundFile(
            path, "w", samplerate=SAMPLE_RATE, channels=2, subtype="PCM_24"
        ) as sound:
            while data := waiting.read(_CHUNK * 8):
                part = np.frombuffer(data, np.float32).reshape(-1, 2)
                places = np.arange(done, done + len(part)) / BLOCK
                factors = np.interp(places, np.arange(len(curve)), curve).astype(np.float32)
                sound.write(part * factors[:, None])
                done += len(part)
    except soundfile.LibsndfileError as error:
        raise MusicganError(f"The sound file {path} could not be written ({error}).") from error


@contextlib.contextmanager
def _sentences(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MusicganError(
            f"{target} could not be rendered ({error.strerror or error}); free some disk space."
        ) from error


def _check(path: Path) -> None:
    if path.suffix.lower() not in AUDIO_SUFFIXES:
        raise MusicganError(f"{path} has no sound format; end its name with .wav or .flac.")


def _file_name(name: str) -> str:
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", name).strip(" .-") or "track"

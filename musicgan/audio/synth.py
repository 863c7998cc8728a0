"""A song through FluidSynth: one stereo stem a track, float32."""

import bisect
import contextlib
import ctypes
import functools
import io
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from musicgan.audio.events import note_messages
from musicgan.audio.soundfonts import check_soundfont
from musicgan.errors import MusicganError
from musicgan.song import Song, seconds_at

SAMPLE_RATE = 44_100
"""Frames a second of everything that sounds here."""

BLOCK = 64
"""FluidSynth computes 64 frames (1.5 ms) at once; messages take effect between two blocks."""

GAIN = 0.3
"""Level of a stem: a dozen loud tracks together stay below full scale."""

TAIL_SECONDS = 2.0
"""What follows the last note: its release and the reverb, faded out."""

MAX_TRACKS = 128

_FADE_FRAMES = SAMPLE_RATE // 2
_DRUM_BANK = 128

Stems = npt.NDArray[np.float32]
"""``(tracks, 2, frames)`` float32, about -1 to 1."""


class StemSynth:
    """Plays one song, and gives its tracks apart.

    All tracks share one synthesiser and one copy of the SoundFont, whatever their number; each has
    a MIDI channel, an audio group and a reverb of its own. Not for several threads at once.

    Attributes:
        frame: audio frame that is read next.
        frames: length in frames, with the tail; a multiple of ``BLOCK``.
    """

    def __init__(self, song: Song, soundfont: Path, together: bool = False) -> None:
        """Load the SoundFont and the tracks' programs.

        Args:
            song: the music.
            soundfont: the instruments.
            together: give one stem, of all tracks, which is quicker.

        Raises:
            MusicganError: FluidSynth or the SoundFont is missing or can't be used, or there are
                more than 128 tracks.
        """
        if len(song.tracks) > MAX_TRACKS:
            raise MusicganError(
                f"The song has {len(song.tracks)} tracks; at most {MAX_TRACKS} can be played."
            )
        check_soundfont(soundfont)
        self._library = load_library()
        self._process = _process_function(self._library)
        self._tracks = song.tracks
        self._messages = note_messages(song, SAMPLE_RATE, BLOCK)
        self._next = 0
        self.frame = 0
        seconds = seconds_at(song.tempos, song.length) + TAIL_SECONDS
        self.frames = -(-int(seconds * SAMPLE_RATE) // BLOCK) * BLOCK
        tracks = max(1, len(song.tracks))
        groups = 1 if together else tracks
        self._stems = min(groups, len(song.tracks))
        self._synth: Any = self._library.Synth(
            gain=GAIN,
            samplerate=float(SAMPLE_RATE),
            channels=-(-tracks // 16) * 16,
            **{
                "synth.audio-channels": groups,
                "synth.audio-groups": groups,
                "synth.effects-groups": groups,
                "synth.chorus.active": 0,
                # Only the chosen programs' samples are read: large SoundFonts open at once.
                "synth.dynamic-sample-loading": 1,
                "synth.polyphony": 1024,
            },
        )
        self._font: int = self._synth.sfload(str(soundfont))
        if self._font < 0:
            self.close()
            raise MusicganError(f"{soundfont} is a damaged SoundFont; choose another one.")
        try:
            self._select_programs()
        except MusicganError:
            self.close()
            raise

    def seek(self, frame: int) -> None:
        """Go on at ``frame`` (a multiple of ``BLOCK``); notes that sound there start anew."""
        self._synth.system_reset()
        self._select_programs()
        self.frame = frame
        self._next = bisect.bisect_left(self._messages, frame, key=lambda message: message.frame)
        for message in self._messages[: self._next]:
            if message.velocity and message.end > frame:
                self._synth.noteon(message.track, message.pitch, message.velocity)

    def read(self, frames: int) -> Stems:
        """The next ``frames`` (a multiple of ``BLOCK``) of every track; silence after the end."""
        stems = np.zeros((self._stems, 2, frames), np.float32)
        done = 0
        while done < frames:
            self._send_due()
            count = frames - done
            if self._next < len(self._messages):
                count = min(count, self._messages[self._next].frame - self.frame)
            self._render(stems, done, count)
            done += count
            self.frame += count
        self._fade(stems)
        return stems

    def close(self) -> None:
        """Free the synthesiser."""
        if self._synth is not None:
            self._synth.delete()
            self._synth = None

    def _select_programs(self) -> None:
        for channel, track in enumerate(self._tracks):
            bank = _DRUM_BANK if track.is_drum else 0
            # General MIDI's own rule for a program that a SoundFont lacks: the first of its bank.
            for program in (track.program, 0):
                if self._synth.program_select(channel, self._font, bank, program) == 0:
                    break
            else:
                kind = "drum kit" if track.is_drum else "instruments"
                raise MusicganError(
                    f"The SoundFont has no General MIDI {kind}; choose another one."
                )

    def _send_due(self) -> None:
        while self._next < len(self._messages):
            message = self._messages[self._next]
            if message.frame > self.frame:
                return
            if message.velocity:
                self._synth.noteon(message.track, message.pitch, message.velocity)
            else:
                self._synth.noteoff(message.track, message.pitch)
            self._next += 1

    def _render(self, stems: Stems, start: int, count: int) -> None:
        """Let FluidSynth add its next ``count`` frames to ``stems`` from frame ``start`` on."""
        tracks, _, frames = stems.shape
        if not tracks:
            return
        rows = stems.ctypes.data + 4 * (start + frames * np.arange(2 * tracks))
        dry = (ctypes.c_void_p * len(rows))(*rows.tolist())
        # For each group its reverb (left, right), then its chorus, into the track's own stem.
        wet_rows = np.repeat(rows.reshape(tracks, 1, 2), 2, axis=1).ravel()
        wet = (ctypes.c_void_p * len(wet_rows))(*wet_rows.tolist())
        failed = self._process(self._synth.synth, count, len(wet), wet, len(dry), dry)
        assert not failed, "FluidSynth refused the buffers"

    def _fade(self, stems: Stems) -> None:
        left = self.frames - self.frame + stems.shape[2] - np.arange(stems.shape[2])
        if left[-1] < _FADE_FRAMES:
            stems *= np.clip(left / _FADE_FRAMES, 0.0, 1.0).astype(np.float32)


_importing = threading.Lock()


@functools.cache
def load_library() -> Any:
    """Import the binding, which loads the FluidSynth library, and silence its messages.

    Raises:
        MusicganError: the library is not installed, or older than version 2.
    """
    try:
        # It tells on standard output, which may be ours to write JSON to, what it found. Two
        # threads that redirect it at once would put it back in the wrong order: lost for good.
        with _importing, contextlib.redirect_stdout(io.StringIO()):
            import fluidsynth
    except (ImportError, OSError) as error:
        raise MusicganError(
            "The FluidSynth library is missing; install it (Debian and Ubuntu: sudo apt install "
            "libfluidsynth3, macOS: brew install fluid-synth, Windows: choco install fluidsynth)."
        ) from error
    if _process_function(fluidsynth) is None:
        raise MusicganError("The FluidSynth library is too old; install version 2 or newer.")
    # Its warnings would be printed into the terminal; failures come back as return codes.
    silence = fluidsynth.cfunc(
        "fluid_set_log_function",
        ctypes.c_void_p,
        ("level", ctypes.c_int, 1),
        ("function", ctypes.c_void_p, 1),
        ("data", ctypes.c_void_p, 1),
    )
    for level in range(5):
        silence(level, None, None)
    return fluidsynth


def _process_function(library: Any) -> Any:
    """FluidSynth's ``fluid_synth_process``, which the binding leaves out."""
    buffers = ctypes.POINTER(ctypes.c_void_p)
    return library.cfunc(
        "fluid_synth_process",
        ctypes.c_int,
        ("synth", ctypes.c_void_p, 1),
        ("len", ctypes.c_int, 1),
        ("nfx", ctypes.c_int, 1),
        ("fx", buffers, 1),
        ("nout", ctypes.c_int, 1),
        ("out", buffers, 1),
    )

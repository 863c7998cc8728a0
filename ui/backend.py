"""Which functions do the work, as import paths, because the worker process imports them itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from musicgan.audio import Level
from musicgan.errors import MusicganError
from musicgan.generation import ModelInfo, model_info
from musicgan.song import Song


class SongPlayer(Protocol):
    """What the transport needs of ``musicgan.audio.Player``."""

    on_finished: Callable[[], None] | None
    on_error: Callable[[MusicganError], None] | None

    def load(self, song: Song, keep_position: bool = False, ready: float | None = None) -> None:
        """Take a song; may take a while. ``ready``: wait at this tick for more of it."""

    def play(self) -> None:
        """Start or go on."""

    def pause(self) -> None:
        """Stop and keep the position."""

    def stop(self) -> None:
        """Stop and go to the start."""

    def seek(self, tick: float) -> None:
        """Go to a tick."""

    @property
    def position_ticks(self) -> float:
        """What sounds now."""

    @property
    def is_playing(self) -> bool:
        """Whether it sounds."""

    @property
    def latency(self) -> float | None:
        """Seconds to the ear; None while no output is open."""

    def set_levels(self, levels: Mapping[int, Level]) -> None:
        """How the tracks are heard."""

    def set_volume(self, volume: float) -> None:
        """How loud the whole is."""

    def set_loop(self, ticks: tuple[float, float] | None) -> None:
        """Repeat from the first tick to the second."""

    def set_speed(self, speed: float) -> None:
        """Factor of the song's tempo."""

    def set_metronome(self, on: bool) -> None:
        """Click on the beats."""

    def set_count_in(self, on: bool) -> None:
        """Click a bar before playing."""

    def set_soundfont(self, soundfont: Path) -> None:
        """Play through other instruments."""

    def set_device(self, device: str) -> None:
        """Play on another output; empty for the default."""

    def set_midi_out(self, port: str) -> None:
        """Send what is played to a MIDI port too; empty for none."""

    def close(self) -> None:
        """Let go of the device."""


def default_player() -> SongPlayer:
    """A player with the default SoundFont. Loads the sound libraries: call it in a thread."""
    from musicgan.audio import Player, default_soundfont

    return Player(default_soundfont())


@dataclass(frozen=True, slots=True)
class Backend:
    """What stands behind the window; tests put their own in.

    Attributes:
        load_engine: import path of a ``musicgan.generation.load_engine``.
        train: import path of a ``musicgan.evaluation.train_judged``.
        inspect: import path of a ``musicgan.data.inspect_folder``.
        compare: import path of a ``musicgan.evaluation.compare_pack``.
        model_info: what a model file says of itself, without torch.
        player: makes a player; called in a thread.
    """

    load_engine: str = "musicgan.generation:load_engine"
    train: str = "musicgan.evaluation:train_judged"
    inspect: str = "musicgan.data:inspect_folder"
    compare: str = "musicgan.evaluation:compare_pack"
    model_info: Callable[[Path | None], ModelInfo] = model_info
    player: Callable[[], SongPlayer] = default_player

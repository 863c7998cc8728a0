"""Which functions do the work, as import paths, because the worker process imports them itself."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from musicgan.errors import MusicganError
from musicgan.generation import ModelInfo, model_info
from musicgan.song import Song


class SongPlayer(Protocol):
    """What the transport needs of ``musicgan.audio.Player``."""

    on_finished: Callable[[], None] | None
    on_error: Callable[[MusicganError], None] | None

    def load(self, song: Song, keep_position: bool = False) -> None:
        """Take a song; may take a while."""

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

    def set_mute(self, track: int, muted: bool) -> None:
        """Silence a track."""

    def set_solo(self, track: int, soloed: bool) -> None:
        """Hear only the tracks that are set so."""

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
        train: import path of a ``musicgan.training.train``.
        inspect: import path of a ``musicgan.data.inspect_folder``.
        model_info: what a model file says of itself, without torch.
        player: makes a player; called in a thread.
    """

    load_engine: str = "musicgan.generation:load_engine"
    train: str = "musicgan.training:train"
    inspect: str = "musicgan.data:inspect_folder"
    model_info: Callable[[Path | None], ModelInfo] = model_info
    player: Callable[[], SongPlayer] = default_player

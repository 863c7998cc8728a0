"""The player behind signals: prepared in a thread, asked for its position while it sounds."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from musicgan.errors import MusicganError
from musicgan.song import Song
from ui.backend import SongPlayer
from ui.background import Background

log = logging.getLogger(__name__)

_FRAME_MS = 16


class Playback(QObject):
    """Plays one song at a time.

    The player is made and loaded in a thread, since opening a SoundFont and a device takes a
    while; calls that come while it is busy are answered in their order.
    """

    playing_changed = Signal(bool)
    moved = Signal(float)
    """The playhead is at this tick."""
    failed = Signal(str)
    """Sound is not to be had, as a sentence."""

    _finished = Signal()
    _broken = Signal(str)

    def __init__(
        self, make_player: Callable[[], SongPlayer], parent: QObject | None = None
    ) -> None:
        """Nothing is opened before the first ``play`` or ``prepare``."""
        super().__init__(parent)
        self._make_player = make_player
        self._player: SongPlayer | None = None
        self._background = Background(self)
        self._song: Song | None = None
        self._tick = 0.0
        self._playing = False
        self._muted: set[int] = set()
        self._soloed: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._look)
        self._finished.connect(self._finish)
        self._broken.connect(self._break)

    @property
    def is_playing(self) -> bool:
        """Whether the song sounds, or is about to."""
        return self._playing

    @property
    def position(self) -> float:
        """Tick of the playhead."""
        return self._tick

    def set_song(self, song: Song | None) -> None:
        """Take a song, from its start; if one was playing, the new one plays on."""
        was_playing = self._playing
        self._halt()
        self._song = song
        self._muted.clear()
        self._soloed.clear()
        self._move(0.0)
        if song is None:
            return
        if self._player is not None or was_playing:
            self._run(lambda player: _reload(player, song))
        if was_playing:
            self.play()

    def prepare(self) -> None:
        """Make the player now, so that the first ``play`` sounds at once; problems wait for it."""
        song = self._song

        def work() -> None:
            # One that is there already was made by a ``play`` that came first: leave it alone.
            if self._player is None:
                player = self._made()
                if song is not None:
                    _reload(player, song)

        self._background.run(work, lambda _: None, log.info)

    def toggle(self) -> None:
        """Play, or pause."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Start, or go on."""
        if self._song is None or self._playing:
            return
        song, tick = self._song, self._tick
        self._set_playing(True)

        def work() -> None:
            first = self._player is None
            player = self._made()
            if first:
                _reload(player, song)
                self._send_levels(player)
            player.seek(tick)
            player.play()

        self._background.run(work, lambda _: self._begin(), self._break)

    def pause(self) -> None:
        """Stop and stay where it is."""
        if self._playing:
            self._halt()
            self._run(lambda player: player.pause())

    def stop(self) -> None:
        """Stop and go to the start."""
        self._halt()
        self._run(lambda player: player.stop())
        self._move(0.0)

    def seek(self, tick: float) -> None:
        """Go to ``tick``, playing or not."""
        self._move(tick)
        self._run(lambda player: player.seek(tick))

    def set_heard(self, muted: set[int], soloed: set[int]) -> None:
        """Which tracks are silent, and which alone are heard (empty: all)."""
        self._muted, self._soloed = set(muted), set(soloed)
        self._run(self._send_levels)

    def close(self) -> None:
        """Stop and let the device go."""
        self._halt()
        self._background.close()
        if self._player is not None:
            self._player.close()
            self._player = None

    def _made(self) -> SongPlayer:
        """In the thread: the player, made when there is none."""
        if self._player is None:
            player = self._make_player()
            player.on_finished = self._finished.emit
            player.on_error = self._tell_broken
            self._player = player
        return self._player

    def _tell_broken(self, error: MusicganError) -> None:
        self._broken.emit(str(error))

    def _run(self, action: Callable[[SongPlayer], None]) -> None:
        """Do something with the player in its thread, if there is one by then."""

        def work() -> None:
            if self._player is not None:
                action(self._player)

        self._background.run(work, lambda _: None, self._break)

    def _send_levels(self, player: SongPlayer) -> None:
        tracks = 0 if self._song is None else len(self._song.tracks)
        for track in range(tracks):
            player.set_mute(track, track in self._muted)
            player.set_solo(track, track in self._soloed)

    def _set_playing(self, playing: bool) -> None:
        if self._playing != playing:
            self._playing = playing
            self.playing_changed.emit(playing)

    def _begin(self) -> None:
        if self._playing:
            self._timer.start()

    def _halt(self) -> None:
        self._timer.stop()
        self._set_playing(False)

    def _move(self, tick: float) -> None:
        self._tick = tick
        self.moved.emit(tick)

    def _look(self) -> None:
        if self._player is not None and self._player.is_playing:
            self._move(self._player.position_ticks)

    def _finish(self) -> None:
        if self._playing:
            self._halt()
            self._move(0.0)

    def _break(self, sentence: str) -> None:
        self._halt()
        self.failed.emit(sentence)


def _reload(player: SongPlayer, song: Song) -> None:
    """In the thread: load a song with every track heard; levels would stay from the song before."""
    player.stop()
    for track in range(len(song.tracks)):
        player.set_mute(track, False)
        player.set_solo(track, False)
    player.load(song)

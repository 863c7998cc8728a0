"""The player behind signals: prepared in a thread, asked for its position while it sounds."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from musicgan.audio import Level
from musicgan.errors import MusicganError
from musicgan.song import Song
from ui.backend import SongPlayer
from ui.background import Background, pass_on
from ui.transport.choice import SoundChoice
from ui.transport.position import upbeat

log = logging.getLogger(__name__)

_FRAME_MS = 16
_GROWTH_MS = 250
"""How often a song that is still being written is handed to the player."""


class Playback(QObject):
    """Plays one song at a time.

    The player is made and loaded in a thread, since opening a SoundFont and a device takes a
    while; calls that come while it is busy are answered in their order.
    """

    playing_changed = Signal(bool)
    moved = Signal(float)
    """The playhead is at this tick."""
    loop_changed = Signal(bool)
    metronome_changed = Signal(bool)
    speed_changed = Signal(float)
    """The factor of the song's tempo."""
    failed = Signal(str)
    """Sound is not to be had, as a sentence."""

    _finished = Signal()
    _broken = Signal(str)
    _refused = Signal(str)

    def __init__(
        self, make_player: Callable[[], SongPlayer], parent: QObject | None = None
    ) -> None:
        """Nothing is opened before the first ``play`` or ``prepare``."""
        super().__init__(parent)
        self._make_player = make_player
        self._player: SongPlayer | None = None
        self._background = Background(self)
        self._song: Song | None = None
        self._loaded: Song | None = None
        self._ready: float | None = None
        self._tick = 0.0
        self._playing = False
        self._levels: dict[int, Level] = {}
        self._looping = False
        self._region: tuple[float, float] | None = None
        self._metronome = False
        self._speed = 1.0
        self._choice = self._applied = SoundChoice()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._look)
        self._growth = QTimer(self)
        self._growth.setInterval(_GROWTH_MS)
        self._growth.setSingleShot(True)
        self._growth.timeout.connect(self._load_growth)
        self._finished.connect(self._finish)
        self._broken.connect(self._break)
        self._refused.connect(self.failed)

    @property
    def is_playing(self) -> bool:
        """Whether the song sounds, or is about to."""
        return self._playing

    @property
    def position(self) -> float:
        """Tick of the playhead."""
        return self._tick

    @property
    def looping(self) -> bool:
        """Whether it repeats the loop's region, or the song if there is none."""
        return self._looping

    @property
    def metronome(self) -> bool:
        """Whether it clicks on the beats."""
        return self._metronome

    @property
    def speed(self) -> float:
        """Factor of the song's tempo."""
        return self._speed

    @property
    def levels(self) -> dict[int, Level]:
        """How the tracks are heard, by their numbers; those left out are as the notes say."""
        return dict(self._levels)

    @property
    def choice(self) -> SoundChoice:
        """What is played through, and on."""
        return self._choice

    @property
    def latency(self) -> float | None:
        """Seconds from the player to the ear; None while no output is open."""
        return None if self._player is None else self._player.latency

    def set_song(self, song: Song | None) -> None:
        """Take a song, from its start; if one was playing, the new one plays on.

        The rest of a song that was growing plays on where it is.
        """
        if song is not None and self.continues(song):
            self.change_song(song)
        else:
            self._take(song, None)

    def change_song(self, song: Song) -> None:
        """Take another version of the song: heard at once, at the same place, as loud as before."""
        self._growth.stop()
        self._song, self._ready = song, None
        self._run(lambda player: self._load_more(player, song, None))

    def grow_song(self, song: Song) -> None:
        """Take a song that is still being written, or more of it; played as far as it is ready."""
        ready = float(max((note.onset for t in song.tracks for note in t.notes), default=0))
        if self._ready is None or ready < self._ready:
            self._take(song, ready)
        else:
            self._song, self._ready = song, ready
            if not self._growth.isActive():
                self._growth.start()

    def continues(self, song: Song) -> bool:
        """Whether ``song`` is the rest of the growing one that plays."""
        before, ready = self._song, self._ready
        if before is None or ready is None or not self._playing:
            return False
        return len(song.tracks) == len(before.tracks) and all(
            {note for note in own.notes if note.onset < ready} <= set(new.notes)
            for own, new in zip(before.tracks, song.tracks, strict=True)
        )

    def prepare(self) -> None:
        """Make the player now, so that the first ``play`` sounds at once; problems wait for it."""
        song = self._song

        def work() -> None:
            # One that is there already was made by a ``play`` that came first: leave it alone.
            if self._player is None:
                player = self._made()
                if song is not None:
                    self._load(player, song)

        self._background.run(work, lambda _: None, log.info)

    def toggle(self) -> None:
        """Play, or pause."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Start, or go on; from the song's start, rests before an upbeat are left out.

        Clicks count through those rests, so with a metronome or a count-in they are played.
        """
        if self._song is None or self._playing:
            return
        if self._tick == 0.0 and not (self._metronome or self._choice.count_in):
            self._move(upbeat(self._song))
        song, tick = self._song, self._tick
        self._set_playing(True)

        def work() -> None:
            player = self._made()
            if self._loaded is not song:
                self._load(player, song)
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

    def set_levels(self, levels: Mapping[int, Level]) -> None:
        """How the tracks are heard: volume, pan, mute and solo, by their numbers."""
        self._levels = dict(levels)
        self._run(lambda player: player.set_levels(levels))

    def set_looping(self, on: bool) -> None:
        """Repeat the loop's region (the whole song if there is none), or don't."""
        if on != self._looping:
            self._looping = on
            self._send_loop()
            self.loop_changed.emit(on)

    def toggle_loop(self) -> None:
        """Loop, or play to the end."""
        self.set_looping(not self._looping)

    def set_region(self, ticks: tuple[float, float] | None) -> None:
        """What is repeated while looping: from the first tick to the second; None: all."""
        if ticks != self._region:
            self._region = ticks
            self._send_loop()

    def set_metronome(self, on: bool) -> None:
        """Click on the beats, or don't."""
        if on != self._metronome:
            self._metronome = on
            self._run(lambda player: player.set_metronome(on))
            self.metronome_changed.emit(on)

    def toggle_metronome(self) -> None:
        """Click on the beats, or don't."""
        self.set_metronome(not self._metronome)

    def set_speed(self, speed: float) -> None:
        """Play at this factor of the song's tempo."""
        if speed != self._speed:
            self._speed = speed
            self._run(lambda player: player.set_speed(speed))
            self.speed_changed.emit(speed)

    def set_choice(self, choice: SoundChoice) -> None:
        """Play through and on what was chosen; a choice that fails is told, the rest holds."""
        self._choice = choice
        self._run(self._apply)

    def close(self) -> None:
        """Stop and let the device go."""
        self._halt()
        self._background.close()
        if self._player is not None:
            self._player.close()
            self._player = None

    def _take(self, song: Song | None, ready: float | None) -> None:
        was_playing = self._playing
        self._growth.stop()
        self._halt()
        self._song, self._ready = song, ready
        self._levels = {}
        self._region = None
        self._move(0.0)
        if song is None:
            return
        if self._player is not None or was_playing:
            self._run(lambda player: self._load(player, song))
        if was_playing:
            self.play()

    def _made(self) -> SongPlayer:
        """In the thread: the player, made when there is none."""
        if self._player is None:
            player = self._make_player()
            player.on_finished = partial(pass_on, self._finished)
            player.on_error = self._tell_broken
            self._apply(player)
            player.set_metronome(self._metronome)
            player.set_speed(self._speed)
            self._player = player
        return self._player

    def _tell_broken(self, error: MusicganError) -> None:
        pass_on(self._broken, str(error))

    def _run(self, action: Callable[[SongPlayer], None]) -> None:
        """Do something with the player in its thread, if there is one by then."""

        def work() -> None:
            if self._player is not None:
                action(self._player)

        self._background.run(work, lambda _: None, self._break)

    def _load(self, player: SongPlayer, song: Song) -> None:
        """In the thread: load a song from its start."""
        player.stop()
        player.set_levels(self._levels)
        player.load(song, ready=self._ready)
        player.set_loop(self._loop())
        self._loaded = song

    def _load_more(self, player: SongPlayer, song: Song, ready: float | None) -> None:
        """In the thread: load another version of a song, at the same place."""
        player.load(song, keep_position=True, ready=ready)
        player.set_loop(self._loop())
        self._loaded = song

    def _load_growth(self) -> None:
        song, ready = self._song, self._ready
        if song is not None and ready is not None:
            self._run(lambda player: self._load_more(player, song, ready))

    def _loop(self) -> tuple[float, float] | None:
        if not self._looping or self._song is None:
            return None
        return self._region or (0.0, float(self._song.length))

    def _send_loop(self) -> None:
        loop = self._loop()
        self._run(lambda player: player.set_loop(loop))

    def _apply(self, player: SongPlayer) -> None:
        """In the thread: hand the player what of the choice is new to it."""
        before, now = self._applied, self._choice
        self._applied = now
        changes: list[Callable[[], None]] = []
        if now.soundfont != before.soundfont:
            changes.append(lambda: player.set_soundfont(_soundfont(now.soundfont)))
        if now.device != before.device:
            changes.append(lambda: player.set_device(now.device))
        if now.midi_port != before.midi_port:
            changes.append(lambda: player.set_midi_out(now.midi_port))
        player.set_volume(now.volume)
        player.set_count_in(now.count_in)
        for change in changes:
            try:
                change()
            except MusicganError as error:
                self._refused.emit(str(error))

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
        if self._player is None or not self._player.is_playing:
            self._halt()
        self.failed.emit(sentence)


def _soundfont(path: str) -> Path:
    from musicgan.audio import default_soundfont

    return Path(path) if path else default_soundfont()

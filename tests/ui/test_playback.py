from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from musicgan.audio import Level
from musicgan.song import Note, Song, Track
from tests.ui.fake_backend import FakePlayer, demo_song
from ui.transport.choice import SoundChoice
from ui.transport.playback import Playback


class Stage:
    """A playback whose player does what it is told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.player = FakePlayer()
        self.playback = Playback(lambda: self.player)
        self.qtbot = qtbot
        self.problems: list[str] = []
        self.playback.failed.connect(self.problems.append)

    def settle(self) -> None:
        """Wait until the player's thread has done all."""
        self.playback._background._pool.waitForDone()


def loop(stage: Stage) -> tuple[float, float] | None:
    return stage.player.loop


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(qtbot)
    yield made
    made.playback.close()


def test_what_is_set_before_the_player_is_made_holds(stage: Stage) -> None:
    playback = stage.playback
    playback.set_song(demo_song(1))
    playback.set_looping(True)
    playback.set_metronome(True)
    playback.set_speed(0.8)
    playback.set_levels({1: Level(volume=0.5)})
    playback.set_choice(SoundChoice(device="Headset", volume=0.7, count_in=True))
    playback.play()
    stage.settle()
    player = stage.player
    assert player.is_playing
    assert (player.loop, player.metronome, player.speed, player.count_in) == (
        (0.0, 16 * 96), True, 0.8, True,
    )  # fmt: skip
    assert player.levels == {1: Level(volume=0.5)}
    assert (player.device, player.volume) == ("Headset", 0.7)


def test_the_loop_follows_the_region_and_the_song(stage: Stage) -> None:
    playback = stage.playback
    playback.set_song(demo_song(1))
    playback.play()
    playback.toggle_loop()
    playback.set_region((96.0, 192.0))
    stage.settle()
    assert loop(stage) == (96.0, 192.0)
    playback.set_song(demo_song(2, bars=8))
    stage.settle()
    assert loop(stage) == (0.0, 8 * 96)
    playback.toggle_loop()
    stage.settle()
    assert loop(stage) is None
    assert not playback.looping


def test_an_edit_keeps_place_and_levels_another_take_does_not(stage: Stage) -> None:
    playback = stage.playback
    song = demo_song(1)
    playback.set_song(song)
    playback.set_levels({0: Level(muted=True)})
    playback.play()
    playback.seek(200.0)
    playback.change_song(replace(song, title="edited"))
    stage.settle()
    assert stage.player.song is not None
    assert stage.player.song.title == "edited"
    assert stage.player.position_ticks == 200.0
    assert stage.player.muted == {0}
    assert stage.player.is_playing
    playback.set_song(demo_song(2))
    stage.settle()
    assert stage.player.position_ticks == 0.0
    assert stage.player.muted == set()
    assert stage.player.is_playing


def test_a_take_that_is_still_written_is_played_as_far_as_it_is(stage: Stage, qtbot: QtBot) -> None:
    playback = stage.playback
    playback.grow_song(demo_song(1, 3, whole=16))
    playback.play()
    stage.settle()
    assert stage.player.ready is not None
    assert 2 * 96 <= stage.player.ready < 3 * 96
    stage.player.position_ticks = 100.0
    playback.grow_song(demo_song(1, 9, whole=16))
    qtbot.waitUntil(lambda: (stage.player.ready or 0) >= 8 * 96)
    whole = demo_song(1)
    assert playback.continues(whole)
    assert not playback.continues(demo_song(2))
    playback.set_song(whole)
    stage.settle()
    assert stage.player.song == whole
    assert stage.player.position_ticks == 100.0
    assert stage.player.ready is None


def late(bars: int = 4) -> Song:
    """Starts on the fourth beat."""
    return Song((Track(notes=tuple(Note(72 + 24 * i, 60, 24) for i in range(4 * bars - 3))),))


def test_a_take_with_an_upbeat_is_heard_at_once(stage: Stage) -> None:
    playback = stage.playback
    shown: list[float] = []
    playback.moved.connect(shown.append)
    playback.grow_song(late(1))
    playback.play()
    stage.settle()
    assert stage.player.position_ticks == 72.0
    assert shown[-1] == playback.position == 72.0
    playback.grow_song(late(2))
    playback.set_song(late())
    stage.settle()
    assert stage.player.position_ticks == 72.0, "the rest of the take changes nothing"
    playback.pause()
    playback.seek(24.0)
    playback.play()
    stage.settle()
    assert stage.player.position_ticks == 24.0, "who asks for a rest gets it"


@pytest.mark.parametrize("clicks", ["metronome", "count-in"])
def test_clicks_count_through_the_rests_before_an_upbeat(stage: Stage, clicks: str) -> None:
    playback = stage.playback
    playback.set_metronome(clicks == "metronome")
    playback.set_choice(SoundChoice(count_in=clicks == "count-in"))
    playback.set_song(late())
    playback.play()
    stage.settle()
    assert stage.player.is_playing
    assert stage.player.position_ticks == 0.0


def test_a_choice_that_fails_is_told_and_the_music_plays_on(stage: Stage, qtbot: QtBot) -> None:
    playback = stage.playback
    playback.set_song(demo_song(1))
    playback.play()
    playback.set_choice(SoundChoice(soundfont="/nowhere/a.sf2", midi_port="gone", device="USB"))
    qtbot.waitUntil(lambda: len(stage.problems) == 2)
    assert "a.sf2 could not be read" in stage.problems[0]
    assert "MIDI port gone" in stage.problems[1]
    assert stage.player.device == "USB"
    assert playback.is_playing

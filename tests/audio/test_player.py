import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from musicgan.audio import NO_SOUND, Level, Player, default_soundfont
from musicgan.audio.device import Fill, Stream
from musicgan.audio.synth import SAMPLE_RATE
from musicgan.errors import MusicganError
from musicgan.song import Meter, Note, Song, Tempo, Track
from tests.audio.conftest import Stage, wait_until

BEAT = int(0.6 * SAMPLE_RATE)


def heard_beats(stage: Stage, beats: int = 4) -> list[bool]:
    """Play from the start: on which beats does something strike?"""
    stage.player.seek(0)
    stage.settle()
    stage.player.play()
    sound = stage.stream.pull(beats * BEAT)
    stage.player.pause()
    strikes = [sound[beat * BEAT :][: BEAT // 8] for beat in range(beats)]
    return [bool(np.abs(strike).max() > 0.02) for strike in strikes]


def test_plays_in_time(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    sound = stage.stream.pull(4 * BEAT)
    level = np.abs(sound).max(axis=1)
    for beat in range(4):
        start = max(beat * BEAT - 200, 0)
        first = start + int(np.argmax(level[start : start + 2000] > 0.02))
        assert first == pytest.approx(beat * BEAT, abs=0.002 * SAMPLE_RATE)
    assert stage.player.is_playing
    assert stage.player.underruns == 0


def test_mute_solo_and_volume(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    assert heard_beats(stage) == [True, True, True, True]
    stage.player.set_levels({1: Level(muted=True)})
    assert heard_beats(stage) == [True, False, True, True]
    stage.player.set_levels({1: Level(muted=True), 2: Level(soloed=True)})
    assert heard_beats(stage) == [False, False, True, False]
    stage.player.set_levels({3: Level(volume=0.0)})
    assert heard_beats(stage) == [True, True, True, False]
    stage.player.set_levels({})
    stage.player.set_volume(0.0)
    assert heard_beats(stage) == [False, False, False, False]


def test_all_muted_is_exact_silence(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.player.set_levels({track: Level(muted=True) for track in range(4)})
    stage.settle()
    stage.player.play()
    stage.stream.pull(1024)  # the slide from full level
    assert not stage.stream.pull(2 * BEAT).any()


def test_position_runs_seeks_and_stops(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.settle()
    assert stage.player.position_ticks == 0
    stage.player.play()
    stage.stream.pull(BEAT)
    stage.player.pause()
    assert stage.player.position_ticks == pytest.approx(24, abs=0.5)
    stage.player.seek(100.5)
    assert stage.player.position_ticks == pytest.approx(100.5, abs=0.1)
    assert not stage.stream.running
    stage.player.stop()
    assert stage.player.position_ticks == 0
    assert not stage.player.is_playing


def test_position_is_the_ears(stage: Stage, clicks: Song, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    monkeypatch.setattr("time.perf_counter", lambda: 0.0)
    # The second half beat is asked for now, and is heard in a tenth of a second: after 0.2 s.
    stage.stream.latency = 0.1
    stage.stream.pull(BEAT, block=BEAT // 2)
    assert stage.player.position_ticks == pytest.approx(8, abs=0.01)
    stage.player.pause()
    assert stage.player.position_ticks == pytest.approx(8, abs=0.01)


def test_seek_while_playing(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    stage.stream.pull(1024)
    stage.player.seek(24 * 3)
    stage.settle()
    assert np.abs(stage.stream.pull(BEAT // 8)).max() > 0.02
    assert stage.player.position_ticks == pytest.approx(24 * 3 + 3, abs=0.5)


def test_end_rewinds_and_tells(stage: Stage) -> None:
    told: list[float] = []
    stage.player.on_finished = lambda: told.append(stage.player.position_ticks)
    stage.load(Song(tracks=(Track(notes=(Note(0, 60, 6),)),), tempos=(Tempo(0, 240.0),)))
    stage.settle()
    stage.player.play()
    stage.stream.pull(3 * SAMPLE_RATE)
    wait_until(lambda: bool(told))
    assert told == [0.0]
    assert not stage.player.is_playing
    assert not stage.stream.running
    stage.settle()
    stage.player.play()
    assert np.abs(stage.stream.pull(4096)).max() > 0.01


def test_another_song_plays_on_at_the_same_tick(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    stage.stream.pull(BEAT // 2)
    slower = Song(clicks.tracks[:2], (Tempo(0, 50.0),))
    stage.load(slower, keep_position=True)
    assert stage.player.is_playing
    assert stage.player.position_ticks == pytest.approx(12, abs=1)
    stage.settle()
    stage.stream.pull(BEAT)  # half a beat now
    assert stage.player.position_ticks == pytest.approx(24, abs=1)
    assert stage.player.underruns == 0


def test_another_song_starts_from_its_beginning(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    stage.stream.pull(BEAT)
    stage.load(clicks)
    assert stage.player.is_playing
    assert stage.player.position_ticks < 1
    assert np.abs(stage.stream.pull(BEAT // 8)).max() > 0.02


def test_seek_before_the_song_is_ready_counts(stage: Stage, clicks: Song) -> None:
    stage.player.load(clicks)
    stage.player.seek(48)
    assert stage.player.position_ticks == pytest.approx(48, abs=0.1)
    wait_until(lambda: stage.player._incoming is None)
    assert stage.player.position_ticks == pytest.approx(48, abs=0.1)


def test_the_last_of_many_quick_loads_wins(stage: Stage, clicks: Song) -> None:
    for tempo in range(60, 160, 10):
        stage.player.load(Song(clicks.tracks, (Tempo(0, float(tempo)),)))
    wait_until(lambda: stage.player._incoming is None)
    assert stage.player._deck.source is not None
    assert stage.player._deck.source.song.tempos == (Tempo(0, 150.0),)


def test_loud_music_stays_within_full_scale(stage: Stage) -> None:
    chord = tuple(Note(0, 36 + step, 96, 127) for step in range(40))
    stage.load(Song(tracks=(Track(program=61, notes=chord),) * 6))
    stage.settle()
    stage.player.play()
    assert np.abs(stage.stream.pull(SAMPLE_RATE)).max() <= 1.0


def test_long_songs_hold_a_bounded_part_in_memory(stage: Stage) -> None:
    track = Track(notes=tuple(Note(beat * 24, 60, 12) for beat in range(400)))
    stage.load(Song(tracks=(track,)))
    source_chunks = []
    for tick in range(0, 9600, 1200):
        stage.player.seek(tick)
        stage.settle()
        assert stage.player._deck.source is not None
        source_chunks.append(len(stage.player._deck.source._chunks))
    assert max(source_chunks) <= 15 * SAMPLE_RATE // 8192 + 2


def test_late_synthesis_waits_instead_of_skipping(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    source = stage.player._deck.source
    assert source is not None
    source._chunks.clear()
    source.fill = lambda *_args, **_kwargs: False  # type: ignore[method-assign]
    assert not stage.stream.pull(2048).any()
    assert stage.player.underruns == 2
    assert stage.player.position_ticks == 0


def test_nothing_loaded_is_a_sentence(stage: Stage) -> None:
    with pytest.raises(MusicganError, match="nothing to play"):
        stage.player.play()


def test_missing_soundfont_is_a_sentence(tmp_path: Path, clicks: Song) -> None:
    player = Player(
        tmp_path / "gone.sf2", lambda _fill, _device: pytest.fail("no stream is wanted")
    )
    player.load(clicks)
    with pytest.raises(MusicganError, match=r"gone\.sf2 could not be read"):
        player.play()
    assert not player.is_playing
    player.close()


def test_damaged_soundfont_is_told(tmp_path: Path, clicks: Song) -> None:
    path = tmp_path / "font.sf2"
    path.write_bytes(b"RIFF" + bytes(4) + b"sfbk" + bytes(50))
    stage = Stage(path)
    told: list[MusicganError] = []
    stage.player.on_error = told.append
    stage.player.load(clicks)
    wait_until(lambda: bool(told))
    assert "damaged" in str(told[0])
    with pytest.raises(MusicganError, match="damaged"):
        stage.player.play()
    stage.player.close()


def test_missing_portaudio_is_a_sentence(clicks: Song, monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_args: object) -> None:
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    player = Player(default_soundfont())
    player.load(clicks)
    with pytest.raises(MusicganError, match="PortAudio library is missing; install it"):
        player.play()
    player.close()


def test_missing_device_is_a_sentence(clicks: Song, monkeypatch: pytest.MonkeyPatch) -> None:
    sounddevice = pytest.importorskip("sounddevice")

    def none(**_options: object) -> None:
        raise sounddevice.PortAudioError("Error querying device -1")

    monkeypatch.setattr(sounddevice, "OutputStream", none)
    player = Player(default_soundfont())
    player.load(clicks)
    with pytest.raises(MusicganError, match=r"no audio output to play on \(none was found\)"):
        player.play()
    assert not player.is_playing
    player.close()


def test_a_device_that_fails_to_start_leaves_the_player_stopped(clicks: Song) -> None:
    class Broken:
        latency = 0.0
        active = False

        def start(self) -> None:
            raise MusicganError("There is no audio output to play on.")

        def abort(self) -> None: ...
        def close(self) -> None: ...

    def open_broken(_fill: Fill, _device: str) -> Stream:
        return Broken()

    player = Player(default_soundfont(), open_broken)
    player.load(clicks)
    with pytest.raises(MusicganError, match="no audio output"):
        player.play()
    assert not player.is_playing
    player.close()


def test_a_lost_device_is_told_and_opened_again(stage: Stage, clicks: Song) -> None:
    told: list[MusicganError] = []
    stage.player.on_error = told.append
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    stage.stream.pull(BEAT)
    stage.stream.lost = True
    wait_until(lambda: bool(told))
    assert "output is gone" in str(told[0])
    assert not stage.player.is_playing
    assert stage.stream.closed
    assert stage.player.position_ticks == pytest.approx(24, abs=0.5)
    stage.player.play()
    assert len(stage.streams) == 2
    assert stage.stream.running


def test_a_device_that_asks_for_nothing_any_more_is_lost(
    stage: Stage, clicks: Song, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[MusicganError] = []
    stage.player.on_error = told.append
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    stage.stream.pull(BEAT)
    monkeypatch.setattr("musicgan.audio.player._PATIENCE", 3)
    wait_until(lambda: bool(told))
    assert "output is gone" in str(told[0])
    assert stage.player.position_ticks == pytest.approx(24, abs=0.5)


def test_close_frees_the_device(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.player.play()
    stage.player.close()
    assert stage.stream.closed
    assert stage.player._worker is not None
    assert not stage.player._worker.is_alive()


def pull_ticks(stage: Stage, ticks: float) -> np.ndarray:
    """Play on for so many ticks of the clicks' tempo."""
    return stage.stream.pull(round(ticks * BEAT / 24))


def strikes(sound: np.ndarray) -> list[float]:
    """Beats (from the start of the sound) at which something begins."""
    level = np.abs(sound).max(axis=1)
    found: list[int] = []
    for frame in np.flatnonzero(level > 0.02).tolist():
        if not found or frame - found[-1] > BEAT // 3:
            found.append(frame)
    return [round(frame / BEAT, 2) for frame in found]


def test_a_loop_repeats_in_time(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.player.set_levels({2: Level(muted=True), 3: Level(muted=True)})
    stage.player.set_loop((0, 72))
    stage.settle()
    stage.player.play()
    sound = pull_ticks(stage, 9 * 24)
    assert strikes(sound) == [0.0, 1.0, 3.0, 4.0, 6.0, 7.0]
    assert stage.player.underruns == 0
    pull_ticks(stage, 10)
    assert stage.player.position_ticks == pytest.approx(10, abs=0.1)
    stage.player.set_loop(None)
    stage.settle()
    pull_ticks(stage, 80)
    assert stage.player.position_ticks == pytest.approx(90, abs=0.1)


def test_a_loop_far_from_what_is_rendered_is_ready_in_time(stage: Stage) -> None:
    track = Track(notes=tuple(Note(beat * 24, 60, 12) for beat in range(100)))
    stage.load(Song(tracks=(track,)))
    stage.player.set_loop((0, 30 * 48))  # 30 seconds: more than is kept behind the playhead
    stage.settle()
    stage.player.play()
    for _ in range(40):
        stage.stream.pull(SAMPLE_RATE)
        stage.settle()
    assert stage.player.underruns == 0
    assert stage.player.position_ticks == pytest.approx(10 * 48, abs=0.1)


def test_a_jump_fades_instead_of_clicking(stage: Stage) -> None:
    organ = Song(tracks=(Track(program=19, notes=(Note(0, 45, 24 * 40, 127),)),))
    stage.load(organ)
    stage.settle()
    stage.player.play()
    stage.stream.pull(SAMPLE_RATE)
    steady = np.abs(np.diff(stage.stream.pull(SAMPLE_RATE // 2), axis=0)).max()
    before = stage.stream.pull(100)[-1:]
    stage.player.seek(200)
    stage.settle()
    after = stage.stream.pull(4096)
    assert np.abs(np.diff(np.vstack([before, after]), axis=0)).max() < 2 * steady


def test_half_speed_keeps_the_position_and_stretches_time(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    pull_ticks(stage, 12)
    stage.player.set_speed(0.5)
    wait_until(lambda: stage.player._incoming is None)
    assert stage.player.position_ticks == pytest.approx(12, abs=0.2)
    stage.settle()
    pull_ticks(stage, 24)
    assert stage.player.position_ticks == pytest.approx(24, abs=0.2)
    assert strikes(pull_ticks(stage, 4 * 24)) == [0.0, 2.0]


def test_pan_moves_the_sound_to_one_side(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.player.set_levels({0: Level(pan=-1.0), 1: Level(pan=1.0)})
    stage.settle()
    stage.player.play()
    sound = np.abs(pull_ticks(stage, 48))
    first, second = sound[: BEAT // 2].max(axis=0), sound[BEAT : BEAT * 3 // 2].max(axis=0)
    assert first[0] > 0.02
    assert first[1] < 1e-6
    assert second[1] > 0.02
    assert second[0] < 0.002  # what is left of the first one's reverb


def test_the_metronome_clicks_on_every_beat(stage: Stage, clicks: Song) -> None:
    stage.load(replace(clicks, meters=(Meter(0, 3, 4),)))
    stage.player.set_volume(0.0)
    stage.player.set_metronome(True)
    stage.settle()
    stage.player.play()
    sound = pull_ticks(stage, 6 * 24)
    assert strikes(sound) == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    pitches = [np.argmax(np.abs(np.fft.rfft(sound[beat * BEAT :][:1764, 0]))) for beat in range(6)]
    assert pitches[0] == pitches[3] > pitches[1] == pitches[2] == pitches[4]


def test_a_count_in_is_a_bar_before_the_music(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.player.set_count_in(True)
    stage.settle()
    stage.player.play()
    counted = pull_ticks(stage, 4 * 24)
    assert strikes(counted) == [0.0, 1.0, 2.0, 3.0]
    assert stage.player.position_ticks == pytest.approx(0, abs=0.1)
    pull_ticks(stage, 24)
    assert stage.player.position_ticks == pytest.approx(24, abs=0.1)


def test_a_growing_song_is_waited_for(stage: Stage, clicks: Song) -> None:
    stage.player.load(replace(clicks, length=192), ready=24)
    wait_until(lambda: stage.player._incoming is None)
    stage.settle()
    stage.player.play()
    assert strikes(pull_ticks(stage, 48)) == [0.0]
    assert stage.player.position_ticks == pytest.approx(24, abs=0.1)
    assert stage.player.is_playing
    stage.load(clicks, keep_position=True)
    stage.settle()
    assert strikes(pull_ticks(stage, 48)) == [0.0, 1.0]
    assert stage.player.underruns == 0


def test_changes_faster_than_rendering_are_heard_meanwhile(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    loaded = []
    for number in range(40):
        stage.player.load(replace(clicks, title=str(number)), keep_position=True)
        assert stage.player._deck.source is not None
        loaded.append(stage.player._deck.source.song.title)
        time.sleep(0.01)
    wait_until(lambda: stage.player._incoming is None)
    assert len(set(loaded)) > 3
    assert stage.player._deck.source is not None
    assert stage.player._deck.source.song.title == "39"


def test_another_soundfont_is_checked_and_taken(stage: Stage, clicks: Song, tmp_path: Path) -> None:
    stage.load(clicks)
    bad = tmp_path / "bad.sf2"
    bad.write_bytes(b"nothing")
    with pytest.raises(MusicganError, match="not a SoundFont"):
        stage.player.set_soundfont(bad)
    good = tmp_path / "good.sf2"
    good.symlink_to(default_soundfont())
    stage.player.set_soundfont(good)
    wait_until(lambda: stage.player._incoming is None)
    assert heard_beats(stage) == [True, True, True, True]


def test_another_device_plays_on_from_the_same_place(stage: Stage, clicks: Song) -> None:
    stage.load(clicks)
    stage.settle()
    stage.player.play()
    assert stage.player.latency == stage.stream.latency
    pull_ticks(stage, 24)
    stage.player.set_device("Headset")
    assert stage.devices == ["", "Headset"]
    assert stage.streams[0].closed
    assert stage.player.is_playing
    assert stage.player.position_ticks == pytest.approx(24, abs=0.1)


def test_a_silent_output_runs_in_real_time(clicks: Song) -> None:
    player = Player(default_soundfont(), device=NO_SOUND)
    player.load(clicks)
    wait_until(lambda: player._incoming is None)
    began = time.perf_counter()
    player.play()
    wait_until(lambda: player.position_ticks > 12)
    passed = time.perf_counter() - began
    player.close()
    # Half a beat, and the latency; a busy machine looks late, but never early.
    assert 0.3 + 0.1 - 0.02 < passed < 3.0

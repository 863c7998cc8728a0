import ctypes.util
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from musicgan.audio import default_soundfont, synth
from musicgan.audio.events import NoteMessage, note_messages
from musicgan.audio.synth import BLOCK, SAMPLE_RATE, StemSynth
from musicgan.errors import MusicganError
from musicgan.song import Note, Song, Tempo, Track

NOISE = 1e-6
"""The reverb's own floor, 120 dB down, against denormal numbers."""


def test_messages_follow_the_tempo_map() -> None:
    song = Song(
        tracks=(Track(notes=(Note(0, 60, 24, 90), Note(48, 62, 24, 70))),),
        tempos=(Tempo(0, 120.0), Tempo(24, 60.0)),
    )
    # A beat of 0.5 s, then beats of 1 s; at 1,000 frames a second on a grid of 10.
    assert note_messages(song, 1000, 10) == [
        NoteMessage(0, 90, 0, 60, 500),
        NoteMessage(500, 0, 0, 60, 500),
        NoteMessage(1500, 70, 0, 62, 2500),
        NoteMessage(2500, 0, 0, 62, 2500),
    ]


def test_a_pitch_struck_again_ends_the_older_note() -> None:
    song = Song(tracks=(Track(notes=(Note(0, 60, 48, 90), Note(24, 60, 48, 80))),))
    assert note_messages(song, 1000, 10) == [
        NoteMessage(0, 90, 0, 60, 500),
        NoteMessage(500, 0, 0, 60, 500),
        NoteMessage(500, 80, 0, 60, 1500),
        NoteMessage(1500, 0, 0, 60, 1500),
    ]


def test_stems_hold_their_own_track_only(clicks: Song) -> None:
    silent = Song((*clicks.tracks, Track(program=0)), clicks.tempos)
    player = StemSynth(silent, default_soundfont())
    stems = player.read(player.frames)
    player.close()
    assert stems.shape == (5, 2, player.frames)
    assert stems.dtype == np.float32
    beat = int(0.6 * SAMPLE_RATE)
    for track in range(4):
        onset = track * beat
        assert np.abs(stems[track, :, : max(onset - BLOCK, 0)]).max(initial=0) < NOISE
        assert stems[track, :, onset : onset + beat].max() > 0.01
    assert np.abs(stems[4]).max() < NOISE


def test_more_than_sixteen_tracks_each_with_its_own_program_and_drums() -> None:
    tracks = [
        Track(program=index % 128, is_drum=index == 20, notes=(Note(0, 48, 24, 100),))
        for index in range(33)
    ]
    player = StemSynth(Song(tuple(tracks)), default_soundfont())
    stems = player.read(BLOCK * 400)
    player.close()
    levels = np.abs(stems).max(axis=(1, 2))
    assert (levels > 0.001).all()
    # Channel 10 (index 9) is not drums here, and the same note sounds otherwise on every program.
    assert len({stem.tobytes() for stem in stems}) == 33


def test_seek_lets_a_held_note_sound() -> None:
    song = Song(tracks=(Track(program=19, notes=(Note(0, 60, 960, 100),)),))  # organ, 20 s
    player = StemSynth(song, default_soundfont())
    player.seek(BLOCK * 5000)
    assert player.frame == BLOCK * 5000
    assert np.abs(player.read(BLOCK * 100)).max() > 0.01
    player.close()


def test_the_end_fades_to_nothing() -> None:
    song = Song(tracks=(Track(program=19, notes=(Note(0, 60, 24, 100),)),))
    player = StemSynth(song, default_soundfont())
    stems = player.read(player.frames + BLOCK * 10)
    player.close()
    assert not stems[:, :, player.frames :].any()
    assert player.frames == pytest.approx((0.5 + 2.0) * SAMPLE_RATE, abs=BLOCK)


def test_song_without_tracks_is_silence() -> None:
    player = StemSynth(Song(length=96), default_soundfont())
    assert player.read(BLOCK).shape == (0, 2, BLOCK)
    player.close()


def test_missing_library_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "fluidsynth", raising=False)
    monkeypatch.setattr(ctypes.util, "find_library", lambda _name: None)
    monkeypatch.delenv("HOMEBREW_PREFIX", raising=False)
    synth.load_library.cache_clear()
    with pytest.raises(MusicganError, match=r"FluidSynth library is missing; install it"):
        StemSynth(Song(), default_soundfont())
    monkeypatch.undo()
    synth.load_library.cache_clear()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "could not be read"),
        (b"MThd" + bytes(20), "is not a SoundFont"),
        (b"RIFF" + bytes(4) + b"sfbk" + bytes(50), "is a damaged SoundFont"),
    ],
)
def test_bad_soundfont_is_a_sentence(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "font.sf2"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MusicganError, match=sentence) as caught:
        StemSynth(Song(), path)
    assert str(path) in str(caught.value)


def test_too_many_tracks_is_a_sentence() -> None:
    with pytest.raises(MusicganError, match="129 tracks"):
        StemSynth(Song(tracks=(Track(),) * 129), default_soundfont())


def test_threads_that_load_the_library_at_once_leave_standard_output_alone() -> None:
    before = sys.stdout
    for _ in range(20):
        synth.load_library.cache_clear()
        sys.modules.pop("fluidsynth", None)
        threads = [threading.Thread(target=synth.load_library) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sys.stdout is before

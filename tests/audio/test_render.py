import errno
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicgan.audio import render
from musicgan.audio import render as render_function
from musicgan.audio.synth import SAMPLE_RATE
from musicgan.errors import MusicganError
from musicgan.song import Note, Song, Tempo, Track


def onsets_in(sound: np.ndarray, expected: list[float]) -> list[float]:
    """For each expected onset (seconds) the moment at which sound begins near it."""
    level = np.abs(sound).max(axis=1)
    found = []
    for seconds in expected:
        start = max(int((seconds - 0.02) * SAMPLE_RATE), 0)
        window = level[start : start + int(0.1 * SAMPLE_RATE)]
        found.append((start + int(np.argmax(window > 0.02))) / SAMPLE_RATE)
    return found


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".WAV"])
def test_onsets_within_two_milliseconds(tmp_path: Path, suffix: str) -> None:
    # Wood-block strokes over a tempo change, far enough apart to have died away.
    ticks = [0, 17, 48, 73, 96, 145]
    song = Song(
        tracks=(Track(program=115, notes=tuple(Note(tick, 80, 6, 110) for tick in ticks)),),
        tempos=(Tempo(0, 40.0), Tempo(60, 55.0)),
    )
    expected = [
        tick * 60 / 40 / 24 if tick <= 60 else 60 * 60 / 40 / 24 + (tick - 60) * 60 / 55 / 24
        for tick in ticks
    ]
    path = tmp_path / f"out{suffix}"
    assert render(song, path)
    sound, rate = soundfile.read(path, dtype="float32")
    assert rate == SAMPLE_RATE
    assert sound.shape[1] == 2
    np.testing.assert_allclose(onsets_in(sound, expected), expected, atol=0.002)
    assert sound.shape[0] / rate == pytest.approx(expected[-1] + 6 * 60 / 55 / 24 + 2, abs=0.01)


def test_loud_music_does_not_clip_and_quiet_music_is_raised(tmp_path: Path) -> None:
    for velocity, count in ((127, 24), (20, 1)):
        chord = tuple(Note(0, 36 + 2 * step, 96, velocity) for step in range(count))
        song = Song(tracks=(Track(program=61, notes=chord),) * 4)
        render(song, tmp_path / "out.wav")
        sound, _ = soundfile.read(tmp_path / "out.wav", dtype="float32")
        assert np.abs(sound).max() == pytest.approx(10 ** (-1 / 20), abs=1e-3)


def test_silence_stays_silence(tmp_path: Path) -> None:
    render(Song(tracks=(Track(),), length=48), tmp_path / "out.wav")
    sound, _ = soundfile.read(tmp_path / "out.wav")
    assert np.abs(sound).max() < 1e-6
    assert sound.shape[0] == pytest.approx(3 * SAMPLE_RATE, abs=64)


def test_progress_rises_to_one(tmp_path: Path, clicks: Song) -> None:
    seen: list[float] = []
    render(clicks, tmp_path / "out.wav", progress=seen.append)
    assert seen == sorted(seen)
    assert len(seen) > 5
    assert seen[-1] == 1.0


def test_cancelled_leaves_the_old_file(tmp_path: Path, clicks: Song) -> None:
    path = tmp_path / "out.wav"
    path.write_bytes(b"before")
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    assert not render(clicks, path, cancelled=cancelled)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_unknown_format_is_a_sentence(tmp_path: Path, clicks: Song) -> None:
    with pytest.raises(MusicganError, match=r"out\.mp7 has no sound format.*\.wav or \.flac"):
        render(clicks, tmp_path / "out.mp7")


def test_full_disk_is_a_sentence(
    tmp_path: Path, clicks: Song, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(MusicganError, match="No space left on device"):
        render_function(clicks, tmp_path / "out.wav")
    assert list(tmp_path.iterdir()) == []


def test_unwritable_folder_is_a_sentence(tmp_path: Path, clicks: Song) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MusicganError, match="could not be written"):
        render(clicks, tmp_path / "file" / "out.wav")

import errno
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicgan.audio import Level, render, render_stems
from musicgan.audio import render as render_function
from musicgan.audio.loudness import Loudness
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


def loudness(sound: np.ndarray) -> float:
    meter = Loudness()
    meter.add(sound.astype(np.float32))
    return meter.lufs


def test_every_file_is_as_loud_and_none_clips(tmp_path: Path) -> None:
    full = tuple(Note(0, 48 + 4 * step, 96, 127) for step in range(6))
    faint = (Note(0, 60, 96, 20),)
    beats = tuple(Note(24 * beat, 38, 3, 127) for beat in range(8))
    for tracks, within in (
        ((Track(program=48, notes=full),) * 4, 1.5),
        ((Track(program=48, notes=faint),), 1.5),
        # Lone strokes are all peaks: as loud as the rest they would be flattened.
        ((Track(is_drum=True, notes=beats),), 6.0),
    ):
        render(Song(tracks=tracks), tmp_path / "out.wav")
        sound, _ = soundfile.read(tmp_path / "out.wav", dtype="float32")
        assert np.abs(sound).max() <= 10 ** (-1 / 20) + 1e-4
        assert loudness(sound) == pytest.approx(-16, abs=within)


def test_loudness_of_a_tone_is_as_the_standard_says() -> None:
    seconds = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    tone = np.stack([np.sin(2 * np.pi * 997 * seconds)] * 2, axis=1)
    assert loudness(tone) == pytest.approx(0.0, abs=0.1)  # BS.1770: full scale left and right
    assert loudness(0.1 * tone) == pytest.approx(-20.0, abs=0.1)
    pause = np.zeros((30 * SAMPLE_RATE, 2))
    assert loudness(np.vstack([tone, pause])) == pytest.approx(0.0, abs=0.3)


def test_muted_tracks_are_silent_and_levels_count(tmp_path: Path, clicks: Song) -> None:
    levels = {0: Level(muted=True), 2: Level(volume=0.25), 3: Level(pan=1.0)}
    assert render(clicks, tmp_path / "out.wav", levels=levels)
    sound, _ = soundfile.read(tmp_path / "out.wav")
    beat = int(0.6 * SAMPLE_RATE)
    peaks = [np.abs(sound[n * beat : n * beat + beat // 2]).max(axis=0) for n in range(4)]
    assert peaks[0].max() < 1e-5
    assert peaks[2].max() < 0.6 * peaks[1].max()
    assert peaks[3][0] < 0.01 < peaks[3][1]
    render(clicks, tmp_path / "out.wav", levels={2: Level(pan=1.0, soloed=True)})
    left, right = np.abs(soundfile.read(tmp_path / "out.wav")[0]).max(axis=0)
    assert left < 1e-5 < 0.01 < right
    everything = {track: Level(muted=True) for track in range(4)}
    render(clicks, tmp_path / "out.wav", levels=everything)
    assert not soundfile.read(tmp_path / "out.wav")[0].any()


def test_stems_hold_their_track_and_are_the_mix_together(tmp_path: Path, clicks: Song) -> None:
    named = replace(
        clicks, tracks=(replace(clicks.tracks[0], name="Lead: A/B"), *clicks.tracks[1:])
    )
    paths = render_stems(named, tmp_path / "stems", ".flac")
    assert [path.name for path in paths] == [
        "01 Lead- A-B.flac", "02 t1.flac", "03 t2.flac", "04 t3.flac",
    ]  # fmt: skip
    stems = [soundfile.read(path)[0] for path in paths]
    beat = int(0.6 * SAMPLE_RATE)
    for number, stem in enumerate(stems):
        strikes = [np.abs(stem[n * beat :][: beat // 8]).max() > 0.05 for n in range(4)]
        assert strikes == [n == number for n in range(4)]
    render(named, tmp_path / "mix.wav")
    mix = soundfile.read(tmp_path / "mix.wav")[0]
    assert np.abs(sum(stems) - mix).max() < 0.02


def test_stems_are_as_loud_as_the_mixer_says(tmp_path: Path, clicks: Song) -> None:
    levels = {0: Level(muted=True), 2: Level(volume=0.25), 3: Level(pan=1.0)}
    paths = render_stems(clicks, tmp_path, levels=levels)
    peaks = [np.abs(soundfile.read(path)[0]).max(axis=0) for path in paths]
    assert peaks[0].max() < 1e-5
    assert peaks[2].max() < 0.6 * peaks[1].max()
    assert peaks[3][0] < 1e-5 < 0.01 < peaks[3][1]


def test_cancelled_stems_are_not_written(tmp_path: Path, clicks: Song) -> None:
    assert render_stems(clicks, tmp_path / "stems", cancelled=lambda: True) == []
    assert not (tmp_path / "stems").exists()


def test_stems_of_nothing_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match="no tracks"):
        render_stems(Song(), tmp_path)


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

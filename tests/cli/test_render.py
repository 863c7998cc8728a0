from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import Result

from musicgan.formats import write_song
from musicgan.song import Note, Song, Track

Run = Callable[..., Result]


@pytest.fixture
def midi(tmp_path: Path) -> Path:
    path = tmp_path / "in.mid"
    write_song(Song(tracks=(Track(notes=(Note(0, 60, 48),)),)), path)
    return path


def test_renders_a_file(run: Run, midi: Path, tmp_path: Path) -> None:
    result = run("render", "in.mid", "-o", "out.wav")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "out.wav\n"
    sound, _ = soundfile.read(tmp_path / "out.wav")
    assert np.abs(sound).max() > 0.5


def test_renders_the_stems(run: Run, midi: Path, tmp_path: Path) -> None:
    result = run("render", "in.mid", "--stems", "apart", "--flac")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "apart/01 piano.flac\n"
    assert soundfile.read(tmp_path / "apart" / "01 piano.flac")[0].any()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("in.mid", "-o", "out.mp3"), "out.mp3 has no sound format"),
        (("in.mid", "-o", "out.wav", "--soundfont", "none.sf2"), "none.sf2 could not be read"),
        (("none.mid", "-o", "out.wav"), "none.mid"),
        (("in.mid",), "Say where to write"),
    ],
)
def test_mistakes_are_sentences(
    run: Run, midi: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run("render", *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1

"""The application bundle, where one was made: ``pyinstaller bundle/musicgan.spec``."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from musicgan import __version__
from musicgan.engines import WRITERS
from musicgan.formats import read_song
from musicgan.project import Origin, read_project
from tests import tiny
from tests.writes import song

BUNDLE = Path(__file__).parents[1] / "dist" / "musicgan"
_TOOLS = ("Xvfb", "xdotool")

pytestmark = pytest.mark.skipif(not BUNDLE.is_dir(), reason="there is no bundle in dist/musicgan")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of somebody who has neither Python nor anything of musicgan."""
    home = str(tmp_path / "home")
    return {"HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_DATA_HOME": home}


def run(environment: dict[str, str], *arguments: str) -> str:
    command = [str(BUNDLE / "musicgan"), *arguments]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_version(environment: dict[str, str]) -> None:
    assert run(environment, "--version") == f"musicgan {__version__}\n"


@pytest.mark.parametrize("engine", ["gan", *WRITERS])
def test_every_engine_writes(environment: dict[str, str], tmp_path: Path, engine: str) -> None:
    path = tmp_path / "it.mid"
    run(environment, "generate", "-o", str(path), "--bars", "2", "--engine", engine)
    assert read_song(path).note_count


def test_scores_and_sound(environment: dict[str, str], tmp_path: Path) -> None:
    music = tiny.write_music(tmp_path / "music", files=1, bars=1)
    (midi,) = music.rglob("*.mid")
    run(environment, "render", str(midi), "-o", str(tmp_path / "it.flac"))
    assert (tmp_path / "it.flac").stat().st_size > 10_000


@pytest.fixture
def screen(environment: dict[str, str]) -> Iterator[None]:
    """A display, its number put into the environment."""
    if not all(shutil.which(tool) for tool in _TOOLS):
        pytest.skip(f"needs {' and '.join(_TOOLS)}")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        environment["DISPLAY"] = f":{number.readline().strip()}"
    yield
    server.terminate()
    server.wait()


@pytest.mark.usefixtures("screen")
def test_the_window_writes_music_in_its_worker(environment: dict[str, str], tmp_path: Path) -> None:
    """By keys alone: open a file, generate, and look into what is kept for after a crash."""
    from musicgan.formats import write_song

    write_song(song(0), tmp_path / "mine.mid")
    window = subprocess.Popen(
        [BUNDLE / "musicgan-window", tmp_path / "mine.mid"], env=environment, start_new_session=True
    )
    try:
        keys = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "musicgan"]
        subprocess.run([*keys, "windowfocus", "key", "ctrl+g"], env=environment, check=True)
        kept = wait_for(Path(environment["XDG_DATA_HOME"]) / "musicgan" / "recovery")
        if picture := os.environ.get("PICTURE"):
            subprocess.run(["import", "-window", "root", picture], env=environment, check=True)
    finally:
        window.terminate()
        window.wait()
    takes = read_project(kept).project.takes
    assert {take.origin for take in takes} == {Origin.GENERATED, Origin.OPENED}


def wait_for(folder: Path) -> Path:
    """The autosave, once it holds more than what was opened."""
    end = time.monotonic() + 240
    while time.monotonic() < end:
        for path in folder.glob("*.musicgan"):
            if len(read_project(path).project.takes) > 1:
                return path
        time.sleep(0.5)
    raise AssertionError("nothing was written")

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

import musicgan
from musicgan.cli import window
from tests.cli.conftest import FakeWindow

Run = Callable[..., Result]


def test_version(run: Run) -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout == f"musicgan {musicgan.__version__}\n"


def test_help_lists_the_commands(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for command in ("generate", "train", "evaluate", "render", "inspect", "info"):
        assert command in result.stdout


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom musicgan.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'torch', 'numpy', 'PySide6', 'music21', 'pretty_midi', 'fluidsynth',"
        " 'sounddevice', 'soundfile'} & set(sys.modules)\nassert not heavy, heavy"
    )
    subprocess.run(
        [sys.executable, "-c", code, "generate", "--help"],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[2],
    )


def test_python_m(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "musicgan", "--version"],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.startswith("musicgan ")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--nonsense",), "--nonsense"),
        (("generate", "--nonsense"), "--nonsense"),
        (("generate",), "--out"),
        (("generate", "-o", "a.mid", "--bars", "many"), "--bars"),
        (("render", "a.mid", "-o"), "-o"),
        (("inspect",), "PATH"),
    ],
)
def test_mistyped_options_are_one_sentence(
    run: Run, arguments: tuple[str, ...], named: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert named in result.stderr
    assert result.stderr.endswith("--help`.\n")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_without_a_display_the_window_is_a_sentence(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert result.stderr.startswith("There is no display to open the window on;")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_mistyped_command_is_a_sentence(run: Run) -> None:
    result = run("genrate")
    assert result.exit_code == 2
    assert "“genrate” is neither a command nor a file" in result.stderr


def test_a_file_opens_in_the_window(
    run: Run, tmp_path: Path, fake_window: FakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    (tmp_path / "song.mid").touch()
    assert run("song.mid").exit_code == 0
    assert run().exit_code == 0
    assert fake_window.shown == [[Path("song.mid")], []]


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":1"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("linux", {"QT_QPA_PLATFORM": "vnc:size=800x600"}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_display(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert window.has_display(environment, platform) is expected

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel_files() -> set[str]:
    """Paths in the wheel that would be built from this tree."""
    return {
        file.distribution_path.replace("\\", "/")
        for file in WheelBuilder(str(ROOT)).recurse_included_files()
    }


def test_wheel_holds_the_core_the_window_and_the_resources(wheel_files: set[str]) -> None:
    assert {"musicgan/__init__.py", "musicgan/cli/app.py", "ui/__init__.py"} <= wheel_files
    resources = {
        f"musicgan/resources/{path.relative_to(ROOT / 'resources').as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    assert resources <= wheel_files


def test_wheel_holds_nothing_else(wheel_files: set[str]) -> None:
    assert {path.split("/")[0] for path in wheel_files} == {"musicgan", "ui"}
    assert not [path for path in wheel_files if path.endswith(".sf2") or "/tests/" in path]


@pytest.mark.parametrize(("kind", "pattern"), [("wheel", "*.whl"), ("sdist", "*.tar.gz")])
def test_installed_it_runs_from_elsewhere(kind: str, pattern: str, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = tmp_path.glob(pattern)
    place = tmp_path / "installed"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation"]
    subprocess.run([*install, "--target", place, built], check=True, capture_output=True)
    say_where = "import musicgan.cli as it; print(it.__file__); it.main()"
    told = subprocess.run(
        [sys.executable, "-P", "-c", say_where, "info"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(place)},
        check=True,
        text=True,
        capture_output=True,
    ).stdout
    assert told.startswith(str(place))
    assert "chorale" in told
    assert (place / "share" / "applications" / "musicgan.desktop").is_file()
    assert (place / "share/icons/hicolor/scalable/apps/musicgan.svg").is_file()


def test_quick_start_has_exactly_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.search(r"^## Quick start$(.*?)^## ", readme, re.MULTILINE | re.DOTALL)
    assert section
    blocks = re.findall(r"^```sh\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    commands = blocks[0].splitlines()
    assert len(commands) == 2
    assert "musicgan generate" in commands[0]
    assert commands[1].endswith("-m pytest")


def test_pictures_and_links_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", readme)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=;\s]", requirement)[0] for requirement in requirements}
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = contributing.split("## Dependencies")[1].split("\n## ")[0]
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", section)] == []


def test_every_dependency_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module = {
        "pyfluidsynth": "fluidsynth",
        "PySide6-Essentials": "PySide6",
        "scikit-learn": "sklearn",
    }
    names = {re.split(r"[<>=;\s]", requirement)[0] for requirement in project["dependencies"]}
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for package in ("musicgan", "ui")
        for path in (ROOT / package).rglob("*.py")
    )
    unused = [
        name
        for name in sorted(names)
        if not re.search(rf"^\s*(import|from) {module.get(name, name)}\b", code, re.MULTILINE)
    ]
    assert unused == []


@pytest.mark.parametrize(("script", "shell"), [("install", "sh"), ("run", "bash")])
def test_scripts_are_well_formed(script: str, shell: str) -> None:
    subprocess.run([shell, "-n", str(ROOT / ".ci" / script)], check=True)


def test_install_refuses_unknown_options() -> None:
    done = subprocess.run(
        ["sh", str(ROOT / ".ci" / "install"), "--nonsense"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "usage" in done.stderr

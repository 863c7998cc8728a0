"""The examples in the packages' docstrings and in README run as they stand."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("package", ["song", "formats", "data", "generation", "project", "audio"])
def test_the_example_of_a_package(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = doctest.testmod(importlib.import_module(f"musicgan.{package}"))
    assert found.attempted > 2
    assert found.failed == 0


def test_the_example_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    exec(compile(code.replace("bars=8", "bars=1"), "README.md", "exec"), {})
    assert (tmp_path / "take.mid").exists()

import subprocess
import sys

import pytest

HEAVY = ("torch", "music21", "pretty_midi", "scipy", "sklearn")


@pytest.mark.parametrize(
    "module",
    ["musicgan.data", "musicgan.generation", "musicgan.training", "musicgan.cli", "ui.main"],
)
def test_nothing_heavy_is_loaded_at_import(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.split() == []


def test_torch_is_loaded_to_generate() -> None:
    code = "import sys, musicgan.generation.gan as gan; print('torch' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert found.stdout.strip() == "True", "the test above looks for the right name"

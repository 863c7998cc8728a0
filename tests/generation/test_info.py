import subprocess
import sys
from pathlib import Path

import pytest

from musicgan.errors import MusicganError
from musicgan.generation import TrackRequest, model_info
from musicgan.song import FAMILIES
from tests import tiny


def test_a_model_describes_itself(tmp_path: Path) -> None:
    info = model_info(tiny.write_model(tmp_path / "m.safetensors"))
    assert (info.name, info.styles, info.families) == ("tiny", tiny.STYLES, FAMILIES)
    assert info.usual_tracks["march"] == (
        TrackRequest("bass", 33), TrackRequest("strings", 40), TrackRequest("drums"),
    )  # fmt: skip
    assert info.usual_tempo == {"march": 100.0, "waltz": 100.0}
    assert info.sizes["waltz"] == (3, 12, 300)
    assert (info.phase, info.steps, info.created) == ("likelihood", 7, "2026-01-01")
    assert (info.data, info.licence) == ("trios", "CC0")
    assert (6, 8) in info.meters


def test_torch_is_not_needed(tmp_path: Path) -> None:
    path = tiny.write_model(tmp_path / "m.safetensors")
    code = (
        "import sys; from pathlib import Path; from musicgan.generation import model_info;"
        "print(model_info(Path(sys.argv[1])).name, 'torch' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["tiny", "False"]


def test_missing_model(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match="does not exist; check the path"):
        model_info(tmp_path / "nothing.safetensors")

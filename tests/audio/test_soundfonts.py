import sys
from pathlib import Path

import pytest

from musicgan.audio import default_soundfont, find_soundfonts, soundfonts
from musicgan.errors import MusicganError


def test_default_is_the_one_that_pretty_midi_ships() -> None:
    path = default_soundfont()
    assert path.name == "TimGM6mb.sf2"
    assert path.parent.name == "pretty_midi"


def test_finding_does_not_import_pretty_midi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pretty_midi", raising=False)
    default_soundfont()
    assert "pretty_midi" not in sys.modules


def test_lists_folders_recursively_without_doubles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "Big.SF2").touch()
    (tmp_path / "a.sf3").touch()
    (tmp_path / "notes.txt").touch()
    (tmp_path / "link.sf2").symlink_to(tmp_path / "a.sf3")
    missing = tmp_path / "none"
    monkeypatch.setattr(soundfonts, "soundfont_folders", lambda: (tmp_path, missing))
    found = find_soundfonts()
    assert found[0] == default_soundfont()
    assert [path.name for path in found[1:]] == ["a.sf3", "Big.SF2"]


def test_no_soundfont_at_all_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundfonts, "_bundled", lambda: None)
    monkeypatch.setattr(soundfonts, "soundfont_folders", lambda: (tmp_path,))
    with pytest.raises(MusicganError, match=r"no SoundFont .* put an \.sf2 file into"):
        default_soundfont()
    (tmp_path / "own.sf2").touch()
    assert default_soundfont() == tmp_path / "own.sf2"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_platform_has_folders(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert all("~" not in str(folder) for folder in soundfonts.soundfont_folders())
    assert soundfonts.soundfont_folders()

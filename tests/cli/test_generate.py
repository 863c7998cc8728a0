import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import Result

from musicgan.cli.generate import numbered
from musicgan.errors import MusicganError
from musicgan.formats import read_song, write_song
from musicgan.generation import (
    MAX_BARS,
    MAX_STRENGTH,
    MAX_TAKES,
    MAX_TEMPERATURE,
    MAX_TEMPO,
    MIN_STRENGTH,
    MIN_TEMPERATURE,
    Cell,
    Recipe,
    TrackRequest,
    write_recipe,
)
from musicgan.song import Key, Note, Song, Track, has_grid
from tests.cli.conftest import FakeEngine, FakeWindow
from tests.song.test_performed import played, written

Run = Callable[..., Result]


def test_all_options_reach_the_request(run: Run, engine: FakeEngine, tmp_path: Path) -> None:
    result = run(
        "generate", "-o", "out.mid", "--style", "jazz:2,funk", "--tracks", "reed:65,drums",
        "--bars", "3", "--meter", "3/4", "--key", "Eb major", "--tempo", "93.5",
        "--manner", "density=high", "--chords", "Cm7 | F7", "--seed", "7", "--takes", "2",
        "--style-end", "folk", "--strength", "1.5", "--temperature", "0.8", "--engine", "fake",
        "--model", "own.safetensors",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    request = engine.requests[0]
    assert request.style == {"jazz": 2.0, "funk": 1.0}
    assert (request.style_end, request.strength) == ({"folk": 1.0}, 1.5)
    assert request.tracks == (TrackRequest("reed", 65), TrackRequest("drums"))
    assert (request.bars, request.meter, request.key) == (3, (3, 4), Key(-3, "major"))
    assert (request.tempo, request.manner, request.chords) == (93.5, {"density": 4}, "Cm7 | F7")
    assert (request.seed, request.takes, request.temperature) == (7, 2, 0.8)
    assert (engine.name, engine.model) == ("fake", Path("own.safetensors"))


def test_what_is_not_asked_is_any(run: Run, engine: FakeEngine) -> None:
    assert run("generate", "-o", "out.mid").exit_code == 0
    request = engine.requests[0]
    assert (request.style, request.tracks, request.bars) == ({}, (), 16)
    assert (request.meter, request.key, request.tempo) == (None, None, None)
    assert (request.manner, request.chords, request.source) == ({}, "", None)


def test_seeds_differ_unless_given(run: Run, engine: FakeEngine) -> None:
    for _ in range(2):
        run("generate", "-o", "out.mid", "--bars", "1")
    first, second = engine.requests
    assert first.seed != second.seed


def test_json_is_one_line_a_take(run: Run, engine: FakeEngine, tmp_path: Path) -> None:
    result = run(
        "generate", "-o", "out.mid", "--bars", "2", "--seed", "5", "--takes", "2", "--json"
    )
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"file": "out-1.mid", "seed": 5, "seconds": 0.25, "score": 0.5, "bars": 2, "notes": 8},
        {"file": "out-2.mid", "seed": 6, "seconds": 0.25, "score": -0.5, "bars": 2, "notes": 8},
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out-1.mid", "out-2.mid"]
    assert read_song(tmp_path / "out-2.mid").note_count == 8


@pytest.fixture
def source(tmp_path: Path) -> Song:
    """Music of four bars and two tracks, in ``in.mid``."""
    notes = tuple(Note(24 * beat, 60, 24) for beat in range(16))
    song = Song(tracks=(Track("a", 40, notes=notes), Track("b", 42, notes=notes)))
    write_song(song, tmp_path / "in.mid")
    return song


def test_continue(run: Run, engine: FakeEngine, source: Song) -> None:
    result = run("generate", "-o", "out.mid", "--continue", "in.mid", "--bars", "2")
    assert result.exit_code == 0, result.stderr
    request = engine.requests[0]
    assert request.source is not None
    assert request.source.note_count == source.note_count
    assert request.bars == 6
    assert request.cells == ((Cell.LOCKED,) * 2,) * 4 + ((Cell.FREE,) * 2,) * 2


def test_infill(run: Run, engine: FakeEngine, source: Song) -> None:
    result = run("generate", "-o", "out.mid", "--infill", "in.mid", "--region", "2-3@2")
    assert result.exit_code == 0, result.stderr
    locked = (Cell.LOCKED, Cell.LOCKED)
    mixed = (Cell.LOCKED, Cell.FREE)
    assert engine.requests[0].cells == (locked, mixed, mixed, locked)


def test_accompany(run: Run, engine: FakeEngine, source: Song) -> None:
    result = run("generate", "-o", "out.mid", "--accompany", "in.mid", "--tracks", "bass,drums")
    assert result.exit_code == 0, result.stderr
    request = engine.requests[0]
    assert [track.family for track in request.tracks] == ["strings", "strings", "bass", "drums"]
    assert request.cells == ((Cell.LOCKED, Cell.LOCKED, Cell.FREE, Cell.FREE),) * 4


def test_music_without_a_grid_is_put_on_beats_unless_wanted_as_written(
    run: Run, engine: FakeEngine, tmp_path: Path
) -> None:
    performance = played(written(), 96, 104, 0.012)
    write_song(performance, tmp_path / "in.mid")
    order = ("generate", "-o", "out.mid", "--continue", "in.mid")
    result = run(*order)
    assert result.exit_code == 0, result.stderr
    assert "in.mid was played freely" in " ".join(result.stderr.split())
    assert run(*order, "--as-written").exit_code == 0
    found, kept = (request.source for request in engine.requests)
    assert found is not None
    assert kept is not None
    assert has_grid(found)
    assert kept.tracks[0].notes == performance.tracks[0].notes


def test_a_region_outside_the_music_is_a_sentence(
    run: Run, engine: FakeEngine, source: Song
) -> None:
    result = run("generate", "-o", "out.mid", "--infill", "in.mid", "--region", "4-5")
    assert result.exit_code == 2
    assert "bars 1 to 4" in result.stderr


def test_one_take_is_not_numbered() -> None:
    assert numbered(Path("a/b.c.mid"), 1, 1) == Path("a/b.c.mid")
    assert numbered(Path("a/b.c.mid"), 3, 4) == Path("a/b.c-3.mid")


@pytest.mark.parametrize("name", ["out.wav", "out.flac"])
def test_sound(run: Run, engine: FakeEngine, tmp_path: Path, name: str) -> None:
    result = run("generate", "-o", name, "--bars", "1")
    assert result.exit_code == 0, result.stderr
    sound, rate = soundfile.read(tmp_path / name)
    assert sound.shape[0] / rate == pytest.approx(4.0, abs=0.01)  # 2 s of music, 2 s of tail
    assert 0.1 < np.abs(sound).max() <= 10 ** (-1 / 20) + 1e-3


def test_human_line(run: Run, engine: FakeEngine) -> None:
    result = run("generate", "-o", "out.mid", "--bars", "1", "--seed", "3")
    assert result.stdout == "out.mid: 1 bar, 4 notes, seed 3, score 0.50, 0.25 s\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-o", "out.txt"), "out.txt has no known format"),
        (("-o", "out"), "out has no known format"),
        (("-o", "out.wav", "--open"), "The window shows notes"),
        (("-o", "out.mid", "--tracks", "kazoo"), "no instrument family “kazoo”"),
        (("-o", "out.mid", "--engine", "none"), "no engine “none”"),
        (("-o", "out.mid", "--tempo", "5"), "A tempo of 5"),
        (("-o", "out.mid", "--region", "1-2"), "--infill IN and --region"),
        (("-o", "out.mid", "--infill", "a.mid"), "--infill IN and --region"),
        (
            ("-o", "out.mid", "--continue", "a.mid", "--accompany", "b.mid"),
            "--continue and --accompany don't go together",
        ),
        (
            ("-o", "out.mid", "--continue", "a.mid", "--tempo", "90"),
            "With --continue the music decides; leave --tempo out",
        ),
        (
            ("-o", "out.mid", "--accompany", "a.mid", "--bars", "9"),
            "With --accompany the music decides; leave --bars out",
        ),
        (("-o", "out.mid", "--continue", "a.mid"), "a.mid"),
    ],
)
def test_mistakes_are_one_sentence_and_exit_code_2(
    run: Run, engine: FakeEngine, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run("generate", *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert engine.requests == []


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--bars", "0", f"1 to {MAX_BARS} bars"),
        ("--takes", "17", f"1 to {MAX_TAKES} takes"),
        ("--strength", "0.5", f"between {MIN_STRENGTH:g} and {MAX_STRENGTH:g}"),
        ("--temperature", "3", f"between {MIN_TEMPERATURE:g} and {MAX_TEMPERATURE:g}"),
        ("--bars", "many", "--bars"),
        ("--seed", "-1", "--seed"),
    ],
)
def test_numbers_out_of_range(
    run: Run, engine: FakeEngine, option: str, value: str, told: str
) -> None:
    result = run("generate", "-o", "out.mid", option, value)
    assert result.exit_code == 2
    assert told in result.stderr
    assert engine.requests == []


def test_help_tells_the_limits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    told = run("generate", "--help").stdout
    for most in (MAX_BARS, MAX_TAKES, f"{MAX_TEMPO:g}", f"{MAX_STRENGTH:g}"):
        assert f"to {most}" in told
    assert f"to {MAX_TEMPERATURE:g}, wild" in told


def test_a_saved_recipe_orders_the_same_music(run: Run, engine: FakeEngine) -> None:
    options = (
        "--style", "jazz:2,funk:2", "--tracks", "reed:65,drums", "--key", "Eb minor", "--bars", "3",
        "--meter", "3/4", "--tempo", "93.5", "--manner", "density=high", "--chords", "Cm7 | F7",
        "--takes", "2", "--temperature", "0.8", "--style-end", "folk", "--strength", "2",
    )  # fmt: skip
    run("generate", "-o", "out.mid", *options, "--save-recipe", "mine.json")
    assert run("generate", "-o", "again.mid", "--recipe", "mine.json").exit_code == 0
    first, second = engine.requests
    assert second == replace(first, style={"jazz": 0.5, "funk": 0.5})


def test_options_change_a_recipe(run: Run, engine: FakeEngine) -> None:
    run("generate", "-o", "out.mid", "--bars", "3", "--tempo", "90", "--save-recipe", "mine.json")
    run("generate", "-o", "out.mid", "--recipe", "mine.json", "--tempo", "120", "--takes", "2")
    request = engine.requests[1]
    assert (request.tempo, request.bars, request.takes) == (120.0, 3, 2)
    assert request.seed == engine.requests[0].seed


def test_a_recipes_curves_are_stretched_over_another_length(run: Run, engine: FakeEngine) -> None:
    write_recipe(Recipe(manner={"density": (1, 5)}, bars=2), Path("mine.json"))
    run("generate", "-o", "out.mid", "--recipe", "mine.json", "--bars", "4", "--takes", "1")
    assert engine.requests[0].manner == {"density": (1, 1, 5, 5)}


def test_the_music_overrules_a_recipe(run: Run, engine: FakeEngine, source: Song) -> None:
    write_recipe(Recipe(tracks=(TrackRequest("organ"),), tempo=77.0, bars=2), Path("mine.json"))
    result = run("generate", "-o", "out.mid", "--recipe", "mine.json", "--continue", "in.mid")
    assert result.exit_code == 0, result.stderr
    request = engine.requests[0]
    assert (request.bars, len(request.tracks), request.tempo) == (6, 2, None)


def test_a_broken_recipe_is_a_sentence(run: Run, engine: FakeEngine, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("[]")
    result = run("generate", "-o", "out.mid", "--recipe", "mine.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("mine.json can't be used as a recipe")
    assert result.stderr.count("\n") == 1


def test_engine_errors_write_nothing(run: Run, engine: FakeEngine, tmp_path: Path) -> None:
    engine.failure = MusicganError("The style “polka” is unknown; choose from chorale, folk.")
    result = run("generate", "-o", "out.mid", "--style", "polka")
    assert result.exit_code == 2
    assert result.stderr == "The style “polka” is unknown; choose from chorale, folk.\n"
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_is_clean(run: Run, engine: FakeEngine, tmp_path: Path) -> None:
    engine.failure = KeyboardInterrupt()
    result = run("generate", "-o", "out.mid")
    assert result.exit_code == 130
    assert result.stderr == "Stopped.\n"
    assert list(tmp_path.iterdir()) == []


def test_open_without_a_display_is_skipped(run: Run, engine: FakeEngine, tmp_path: Path) -> None:
    result = run("generate", "-o", "out.mid", "--open")
    assert result.exit_code == 0
    assert "no display" in result.stderr
    assert (tmp_path / "out.mid").exists()


def test_open_shows_the_takes(
    run: Run, engine: FakeEngine, fake_window: FakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    assert run("generate", "-o", "out.mid", "--takes", "2", "--open").exit_code == 0
    assert fake_window.shown == [[Path("out-1.mid"), Path("out-2.mid")]]

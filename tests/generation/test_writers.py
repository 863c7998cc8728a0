"""Every engine beside the GAN, learned from a few trios."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from safetensors.numpy import load_file, save_file

from musicgan.engines import WRITERS
from musicgan.errors import MusicganError
from musicgan.generation import (
    Cell,
    Engine,
    Progress,
    Request,
    Take,
    TrackRequest,
    accompanied,
    continued,
    infilled,
    load_engine,
    model_info,
)
from musicgan.model.header import encode_header, read_header
from musicgan.song import Song, bars
from musicgan.training import CheckpointSaved, Control, Finished, Metrics, TrainingConfig, train
from tests import tiny
from tests.asked import assert_kept, requests


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write_music(tmp_path_factory.mktemp("music"), files=8)


@pytest.fixture(scope="module", params=WRITERS)
def path(
    request: pytest.FixtureRequest, music: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A model of each engine, after as little learning as possible."""
    output = tmp_path_factory.mktemp("model") / f"{request.param}.safetensors"
    config = TrainingConfig(
        data=(music,), output=output, engine=request.param, minutes=0.01, threads=1, name="small"
    )
    events = list(train(config))
    assert any(isinstance(event, Metrics) and 0 <= event.done <= 1 for event in events)
    assert isinstance(events[-2], CheckpointSaved)
    assert isinstance(events[-1], Finished)
    return output


@pytest.fixture(scope="module")
def engine(path: Path) -> Engine:
    return load_engine(model=path)


def song_of(engine: Engine, request: Request) -> Song:
    (take,) = (event for event in engine.generate(request) if isinstance(event, Take))
    return take.song


def inside(song: Song, track: int, first: int, last: int) -> list[object]:
    """Notes that start in bars ``first`` up to ``last`` (exclusive) of 4/4."""
    return [n for n in song.tracks[track].notes if 96 * first <= n.onset < 96 * last]


def test_a_model_says_whose_it_is(path: Path, engine: Engine) -> None:
    info = model_info(path)
    assert info.engine == engine.name == path.stem
    assert (info.name, info.styles) == ("small", tiny.STYLES)
    assert load_engine(path.stem, path).name == path.stem
    with pytest.raises(MusicganError, match=f"of the engine {path.stem}, not of gan"):
        load_engine("gan", path)


@given(request=requests)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_asked_is_kept(engine: Engine, request: Request) -> None:
    (take,) = (event for event in engine.generate(request) if isinstance(event, Take))
    assert_kept(take.song, request)
    assert take.request == request, "nothing was open"


def test_one_seed_one_song(engine: Engine) -> None:
    request = Request(seed=5, bars=3, takes=2)
    takes = {e.seed: e for e in engine.generate(request) if isinstance(e, Take)}
    assert set(takes) == {5, 6}
    assert song_of(engine, request=takes[6].request) == takes[6].song
    assert takes[5].song.tracks != takes[6].song.tracks


def test_progress_and_partial_takes(engine: Engine) -> None:
    events = list(engine.generate(Request(bars=4, takes=2, seed=1)))
    progress = [event for event in events if isinstance(event, Progress)]
    assert [event.done for event in progress] == [0.25, 0.5, 0.75, 1.0]
    assert all(len(event.partial) == 2 for event in progress)
    assert [type(event) for event in events[4:]] == [Take, Take]


def test_cancelled(engine: Engine) -> None:
    assert list(engine.generate(Request(bars=8), cancelled=lambda: True)) == []
    asked = iter([False] * 3)
    events = list(engine.generate(Request(bars=8), cancelled=lambda: next(asked, True)))
    assert events
    assert not any(isinstance(event, Take) for event in events)


def test_every_track_plays_somewhere(engine: Engine) -> None:
    song = song_of(engine, Request(bars=8, style={"march": 1}, meter=(4, 4), seed=2))
    assert [track.family for track in song.tracks] == ["bass", "strings", "drums"]
    assert all(track.notes for track in song.tracks)


def test_locked_bars_come_back(engine: Engine) -> None:
    given_song = tiny.trio(3)
    song = song_of(engine, continued(given_song, 2, Request(seed=1)))
    assert len(bars(song)) == 5
    for track, old in enumerate(given_song.tracks):
        assert inside(song, track, 0, 3) == list(old.notes)
    assert any(inside(song, track, 3, 5) for track in range(3))

    song = song_of(engine, infilled(given_song, [1], [0, 2], Request(seed=1)))
    assert song.tracks[1] == given_song.tracks[1]
    for track in (0, 2):
        assert inside(song, track, 0, 1) == inside(given_song, track, 0, 1)
        assert inside(song, track, 2, 3) == inside(given_song, track, 2, 3)
    assert inside(song, 0, 1, 2) != inside(given_song, 0, 1, 2)


def test_tracks_are_added(engine: Engine) -> None:
    given_song = tiny.trio(3)
    added = (TrackRequest("strings"), TrackRequest("bass"))
    song = song_of(engine, accompanied(given_song, added, Request(seed=1)))
    assert song.tracks[:3] == given_song.tracks
    assert [track.family for track in song.tracks[3:]] == ["strings", "bass"]
    assert any(track.notes for track in song.tracks[3:])


def test_silent_cells_stay_empty(engine: Engine) -> None:
    request = infilled(tiny.trio(3), [1], None, Request())
    assert request.cells is not None
    cells = (request.cells[0], (Cell.SILENT, Cell.FREE, Cell.FREE), request.cells[2])
    song = song_of(engine, replace(request, cells=cells))
    assert inside(song, 0, 1, 2) == []


def test_no_training_from_a_base(path: Path, music: Path, tmp_path: Path) -> None:
    config = TrainingConfig(data=(music,), output=tmp_path / "m.safetensors", engine=path.stem)
    with pytest.raises(MusicganError, match="always trained from the beginning"):
        list(train(config, resume=True))
    with pytest.raises(MusicganError, match=f"a model of the engine {path.stem}, not of the GAN"):
        list(train(replace_base(config, path)))


def replace_base(config: TrainingConfig, base: Path) -> TrainingConfig:
    return TrainingConfig(data=config.data, output=config.output, base=base)


def test_training_can_be_stopped(path: Path, music: Path, tmp_path: Path) -> None:
    control = Control()
    control.cancel()
    output = tmp_path / "m.safetensors"
    config = TrainingConfig(data=(music,), output=output, engine=path.stem)
    *_, last = train(config, control)
    assert isinstance(last, Finished)
    assert last.reason.startswith(("Stopped by you", "Cancelled"))


def loses_an_array(arrays: dict[str, np.ndarray]) -> None:
    del arrays[min(arrays)]


def is_no_number(arrays: dict[str, np.ndarray]) -> None:
    name = max(arrays, key=lambda name: arrays[name].dtype.kind == "f")
    arrays[name] = np.full(arrays[name].shape, np.nan, np.float16)


@pytest.mark.parametrize("damage", [loses_an_array, is_no_number])
def test_a_damaged_model_is_a_sentence(
    path: Path, tmp_path: Path, damage: Callable[[dict[str, np.ndarray]], None]
) -> None:
    arrays = load_file(path)
    damage(arrays)
    broken = tmp_path / "broken.safetensors"
    save_file(arrays, broken, metadata=encode_header(read_header(path)))
    with pytest.raises(MusicganError, match="does not fit its own header"):
        load_engine(model=broken)


def test_unknown_engines(music: Path, tmp_path: Path) -> None:
    config = TrainingConfig(data=(music,), output=tmp_path / "m.safetensors", engine="magic")
    with pytest.raises(MusicganError, match="no engine “magic”; choose from"):
        list(train(config))

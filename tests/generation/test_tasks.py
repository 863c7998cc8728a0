from dataclasses import replace

import numpy as np
import pytest

from musicgan.data.frames import NOTE
from musicgan.errors import MusicganError
from musicgan.generation import (
    Cell,
    Request,
    Take,
    TrackRequest,
    accompanied,
    continued,
    infilled,
    reorchestrated,
)
from musicgan.generation.assembly import assemble
from musicgan.generation.gan import GanEngine
from musicgan.generation.plan import Plan, make_plan
from musicgan.song import (
    ChordChange,
    Key,
    KeyChange,
    Marker,
    Meter,
    Note,
    Song,
    Tempo,
    Track,
    bars,
)
from tests import tiny

TRIO = replace(
    tiny.trio(4),
    tempos=(Tempo(0, 100.0), Tempo(96, 12.5)),
    keys=(KeyChange(0, Key(2, "major")), KeyChange(192, Key(0, "major"))),
    chords=(ChordChange(0, "D"),),
    markers=(Marker(96, "B"),),
    title="Trio",
)
SONG = replace(TRIO, tracks=(*TRIO.tracks[:2], replace(TRIO.tracks[2], program=8), Track("empty")))
"""Four bars with all kinds of maps, a jazz kit and an empty track."""


def take_of(engine: GanEngine, request: Request) -> Take:
    (take,) = (event for event in engine.generate(request) if isinstance(event, Take))
    return take


def assert_maps_kept(song: Song) -> None:
    for name in ("tempos", "keys", "chords", "markers", "title"):
        assert getattr(song, name) == getattr(SONG, name)


def inside(track: Track, first: int, last: int) -> list[Note]:
    """Notes that start in bars ``first`` up to ``last`` (exclusive) of 4/4."""
    return [note for note in track.notes if 96 * first <= note.onset < 96 * last]


@pytest.mark.parametrize("seed", range(3))
def test_continuing(engine: GanEngine, seed: int) -> None:
    request = continued(SONG, 3, Request(seed=seed, tempo=180.0, meter=(3, 4)))
    song = take_of(engine, request).song
    assert len(bars(song)) == 7
    assert_maps_kept(song)
    for given, track in zip(SONG.tracks[:3], song.tracks, strict=True):
        assert (track.name, track.program, track.is_drum) == (
            given.name, given.program, given.is_drum,
        )  # fmt: skip
        assert inside(track, 0, 4) == list(given.notes)
    assert any(inside(track, 4, 7) for track in song.tracks)


@pytest.mark.parametrize("seed", range(3))
def test_infilling(engine: GanEngine, seed: int) -> None:
    song = take_of(engine, infilled(SONG, [1, 2], [0, 2], Request(seed=seed))).song
    assert len(bars(song)) == 4
    assert_maps_kept(song)
    violin, bass, drums = SONG.tracks[:3]
    assert song.tracks[1] == bass
    for given, track in ((violin, song.tracks[0]), (drums, song.tracks[2])):
        assert inside(track, 0, 1) == inside(given, 0, 1)
        assert inside(track, 3, 4) == inside(given, 3, 4)
        assert inside(track, 1, 3) != inside(given, 1, 3)
        assert all(note.end <= 288 for note in inside(track, 1, 3)), "the fourth bar is given"


def test_infilling_all_tracks(engine: GanEngine) -> None:
    song = take_of(engine, infilled(SONG, {3}, None, Request(seed=1))).song
    assert not song.tracks[3].notes, "an empty track stays empty unless it is asked for"
    for given, track in zip(SONG.tracks, song.tracks, strict=True):
        assert inside(track, 0, 3) == inside(given, 0, 3)
    assert [inside(track, 3, 4) for track in song.tracks] != [
        inside(track, 3, 4) for track in SONG.tracks
    ]


def test_infilling_an_empty_track(engine: GanEngine) -> None:
    song = take_of(engine, infilled(SONG, range(4), [3], Request(seed=2))).song
    assert song.tracks[:3] == SONG.tracks[:3]
    assert song.tracks[3].notes


@pytest.mark.parametrize("seed", range(3))
def test_accompanying(engine: GanEngine, seed: int) -> None:
    added = (TrackRequest("piano", 4), TrackRequest("strings", 48 - 6))
    song = take_of(engine, accompanied(SONG, added, Request(seed=seed))).song
    assert song.tracks[:3] == SONG.tracks[:3]
    assert [track.program for track in song.tracks[3:]] == [4, 42]
    assert any(track.notes for track in song.tracks[3:])
    assert len(bars(song)) == 4
    assert_maps_kept(song)


def test_a_take_of_given_music_is_given_again(engine: GanEngine) -> None:
    take = take_of(engine, continued(SONG, 2, Request(seed=4, tempo=70.0)))
    assert (take.request.meter, take.request.tempo) == ((4, 4), 100.0)
    assert take.request.key == Key(2, "major")
    assert take_of(engine, take.request).song == take.song


def test_another_key_reads_given_music_in_it(engine: GanEngine) -> None:
    song = take_of(engine, continued(SONG, 1, Request(key=Key(-3, "minor")))).song
    assert song.keys == (KeyChange(0, Key(-3, "minor")),)
    assert song.tracks[1].notes[:16] == SONG.tracks[1].notes


def test_silent_cells_stay_empty(engine: GanEngine) -> None:
    request = infilled(SONG, [0], None, Request(seed=2))
    assert request.cells is not None
    silenced = tuple((Cell.SILENT, *row[1:]) for row in request.cells)
    song = take_of(engine, replace(request, cells=silenced)).song
    assert song.tracks[0].notes == ()


def plan_of(given: tuple[Note, ...], cells: tuple[Cell, ...]) -> Plan:
    """A piano in C major whose bars are ``cells``."""
    source = Song(
        tracks=(Track("Piano", 0, False, given),),
        keys=(KeyChange(0, Key(0, "major")),),
        length=96 * len(cells),
    )
    request = Request(
        source=source,
        tracks=(TrackRequest("piano"),),
        bars=len(cells),
        cells=tuple((cell,) for cell in cells),
    )
    return make_plan(request, (tiny.style_info("march"),))


def written(*notes: tuple[int, int, int]) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    """Rows of a model: onset, duration, pitch."""
    return np.array([(onset, length, 0, pitch, 80) for onset, length, pitch in notes], NOTE)


def test_ringing_notes_keep_their_pitch() -> None:
    ringing = Note(72, 60, 48, 99)
    plan = plan_of((ringing,), (Cell.LOCKED, Cell.FREE))
    song = assemble(plan, written((96, 12, 60), (96, 12, 64), (120, 12, 60)))
    assert song.tracks[0].notes == (ringing, Note(96, 64, 12, 80), Note(120, 60, 12, 80))


def test_written_notes_end_before_what_is_given() -> None:
    given = (Note(192, 60, 96, 99), Note(0, 50, 12, 99))
    plan = plan_of(given, (Cell.FREE, Cell.FREE, Cell.LOCKED, Cell.FREE))
    song = assemble(plan, written((0, 48, 62), (72, 400, 64), (200, 12, 66), (300, 400, 67)))
    assert song.tracks[0].notes == (
        Note(0, 62, 48, 80), Note(72, 64, 120, 80), given[0], Note(300, 67, 84, 80),
    )  # fmt: skip


def test_fewer_bars_than_given_cut_the_music(engine: GanEngine) -> None:
    tracks = tuple(TrackRequest(track.family, track.program) for track in TRIO.tracks)
    cells = ((Cell.LOCKED,) * 3,) * 2
    song = take_of(engine, Request(source=TRIO, tracks=tracks, bars=2, cells=cells)).song
    assert len(bars(song)) == 2
    for given, track in zip(TRIO.tracks, song.tracks, strict=True):
        assert [note.onset for note in track.notes] == [note.onset for note in inside(given, 0, 2)]


def test_bars_that_are_cut_short_stay_so(engine: GanEngine) -> None:
    notes = tuple(Note(24 * beat, 60, 24) for beat in range(9))
    meters = (Meter(0, 4, 4), Meter(24, 4, 4), Meter(120, 3, 4))
    song = Song(tracks=(Track("", 0, False, notes),), meters=meters)
    result = take_of(engine, continued(song, 2, Request())).song
    assert [bar.ticks for bar in bars(result)] == [24, 96, 72, 72, 72, 72]
    assert result.tracks[0].notes[:9] == notes


def test_what_tasks_cannot_do_is_a_sentence() -> None:
    request = Request()
    with pytest.raises(MusicganError, match="no notes to start from"):
        continued(Song(tracks=(Track(),)), 4, request)
    nine = Song(tracks=(Track(notes=(Note(0, 60, 24),)),) * 9)
    with pytest.raises(MusicganError, match="more than 8 pitched tracks"):
        continued(nine, 4, request)
    kits = Song(tracks=(Track(is_drum=True, notes=(Note(0, 36, 24),)),) * 2)
    with pytest.raises(MusicganError, match="more than one track of drums"):
        accompanied(kits, (TrackRequest("piano"),), request)
    with pytest.raises(MusicganError, match="bars 1 to 4"):
        infilled(SONG, [4], None, request)
    with pytest.raises(MusicganError, match="tracks 1 to 4"):
        infilled(SONG, [0], [4], request)
    with pytest.raises(MusicganError, match="Name the tracks to add"):
        accompanied(SONG, (), request)


def test_too_many_tracks_together(engine: GanEngine) -> None:
    with pytest.raises(MusicganError, match="At most 8 pitched tracks"):
        take_of(engine, accompanied(SONG, (TrackRequest("piano"),) * 7, Request()))


@pytest.mark.parametrize(
    ("family", "program"), [("kazoo", None), ("piano", 40), ("piano", 128), ("drums", -1)]
)
def test_impossible_tracks(family: str, program: int | None) -> None:
    with pytest.raises(ValueError, match=r"no such|not of the family"):
        TrackRequest(family, program)


def test_usual_programs() -> None:
    assert [TrackRequest(name).midi_program for name in ("reed", "drums")] == [65, 0]
    assert TrackRequest("drums", 25).midi_program == 25


def test_reorchestrating(engine: GanEngine) -> None:
    request = reorchestrated(SONG, 0, TrackRequest("reed", 65), Request(seed=1))
    song = take_of(engine, request).song
    assert_maps_kept(song)
    assert song.tracks[0].program == 65
    assert song.tracks[0].notes != SONG.tracks[0].notes
    for given, track in zip(SONG.tracks[1:], song.tracks[1:], strict=True):
        assert track.notes == given.notes


def test_no_such_track_to_reorchestrate() -> None:
    with pytest.raises(MusicganError, match="has the tracks 1 to 4"):
        reorchestrated(SONG, 4, TrackRequest("reed"), Request())
    with pytest.raises(MusicganError, match="Drums can't play a pitched track"):
        reorchestrated(SONG, 0, TrackRequest("drums"), Request())

from dataclasses import replace

import pytest

from musicgan.data import Piece, to_piece
from musicgan.data.frames import cut_piece
from musicgan.song import Meter, Note, Song, Track
from musicgan.training import Metrics, Reading
from musicgan.training.watch import Copying, Watch, diversity
from tests import tiny


def tune(pitches: list[int], family_program: int = 40, is_drum: bool = False) -> Piece:
    notes = tuple(Note(24 * place, pitch, 24) for place, pitch in enumerate(pitches))
    return to_piece(Song((Track("", family_program, is_drum, notes),), meters=(Meter(0, 4, 4),)))


SCALE = [60, 62, 64, 65, 67, 69, 71, 72, 74, 76, 77, 79]
LEAPS = [60, 67, 62, 71, 65, 60, 72, 64, 69, 61, 70, 66]


def test_a_copied_stretch_is_found_in_any_key() -> None:
    copying = Copying([tune(SCALE)])
    assert copying.longest(tune([pitch + 5 for pitch in SCALE])) == 12
    assert copying.longest(tune(LEAPS[:6] + [pitch + 1 for pitch in SCALE[2:10]])) == 8
    assert copying.longest(tune(LEAPS)) == 0
    assert copying.longest(tune(SCALE[:5])) == 0, "too few notes to tell"


def test_drums_are_not_copied() -> None:
    beat = [36, 38] * 8
    assert Copying([tune(beat, 0, True)]).longest(tune(beat, 0, True)) == 0


def test_diversity() -> None:
    piece = to_piece(tiny.trio(16, 1))
    assert diversity([tune([60, 62, 64] * 20)]) == pytest.approx(3 / 57)
    varied = diversity([piece])
    assert varied is not None
    assert varied > 0.8
    assert diversity([cut_piece(piece, 0, 1)]) is None


def told(
    watch: Watch, *values: float, phase: str = "likelihood", name: str = "held_out"
) -> list[str]:
    """Kinds of the readings while a figure takes these values, one every 20 steps."""
    found = [
        watch.hear(Metrics(20 * step, phase, {name: value}, 0.5, 60.0))  # type: ignore[arg-type]
        for step, value in enumerate(values)
    ]
    return [reading.kind if reading else "" for reading in found]


def test_learning_then_learning_by_heart() -> None:
    watch = Watch(patience=4)
    assert told(watch, 3.0, 2.9, 2.8, 2.7, 2.75, 2.75) == ["", "", "learns", "", "", ""]
    reading = watch.hear(Metrics(120, "likelihood", {"held_out": 2.8}, 0.5, 60.0))
    assert isinstance(reading, Reading)
    assert reading.kind == "overfits"
    assert "rises again since step 60" in reading.sentence
    assert not watch.overfits
    assert watch.hear(Metrics(140, "likelihood", {"held_out": 2.9}, 0.5, 60.0)) is None
    assert watch.overfits


def test_without_patience_nothing_ends_a_run() -> None:
    watch = Watch()
    told(watch, 2.0, *[3.0] * 20)
    told(watch, 0.1, phase="adversarial", name="diversity")
    assert not watch.overfits
    assert not watch.collapses


def test_flat_curves() -> None:
    assert told(Watch(), 2.0, 2.0, 1.99, 1.99) == ["", "", "flat", ""]


def test_copying_is_measured_against_real_music() -> None:
    assert told(Watch(usual_copy=10), 17.0, 19.0, name="copied") == ["", "copies"]
    assert told(Watch(usual_copy=40), 19.0, name="copied") == [""]
    assert told(Watch(), 19.0, 21.0, name="copied") == ["", "copies"]


def test_critics() -> None:
    watch = Watch(patience=3)
    accuracy = {"phase": "adversarial", "name": "accuracy"}
    assert told(watch, 0.7, 0.97, 0.5, **accuracy) == ["learns", "critics win", "critics lose"]
    assert told(watch, 0.3, phase="adversarial", name="diversity") == ["collapses"]
    assert watch.collapses


def test_a_piece_is_cut_at_barlines() -> None:
    piece = to_piece(tiny.trio(8, 1, Meter(0, 3, 4)))
    first, last = cut_piece(piece, 0, 5), cut_piece(piece, 5, 8)
    assert (len(first.bars), len(last.bars), len(last.chords)) == (5, 3, 9)
    assert len(first.notes) + len(last.notes) == len(piece.notes)
    assert last.bars["start"].tolist() == [0, 72, 144]
    back = last.notes.copy()
    back["onset"] += 5 * 72
    assert back.tolist() == piece.notes[len(first.notes) :].tolist()
    assert replace(piece, notes=first.notes).tempo == first.tempo

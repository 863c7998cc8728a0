"""What ``python -m tests.fuzz`` has found, one small file each; and the command itself."""

import contextlib
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch

from musicgan.audio.soundfonts import check_soundfont
from musicgan.data.dataset import Instrumentation, TrackKind, open_dataset, pack
from musicgan.engines.markov.chain import Chain
from musicgan.errors import MusicganError
from musicgan.formats import midi_bytes, read_song, song_from_bytes, write_song
from musicgan.generation import recipe_from_json
from musicgan.model.checkpoint import load_model, save_model
from musicgan.model.header import encode_header, read_header
from musicgan.model.pack import Pack, load_pack, save_pack, with_packs
from musicgan.song import ChordChange, Key, KeyChange, Meter, Note, Song, Track
from musicgan.training import TrainingConfig
from musicgan.training.record import Recorder, recorded
from tests import tiny
from tests.fuzz.child import made
from tests.fuzz.readers import READERS


def refused(read: Callable[[], object], told: str) -> None:
    with pytest.raises(MusicganError, match=told) as refusal:
        read()
    assert len(str(refusal.value)) < 600


@pytest.mark.parametrize("reader", ["midi", "recipe", "project", "dataset", "soundfont"])
def test_a_few_broken_files_are_read_or_told(reader: str, tmp_path: Path) -> None:
    whole = list(READERS[reader].files())
    for number in range(10, 40):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, content in made(reader, number, whole).items():
            (folder / name).write_bytes(content)
        with contextlib.suppress(MusicganError):
            READERS[reader].read(folder)


# ---- engines ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "symbols", "counts"), [(3, [0, 3], [1, 1]), (4, [0, 1], [1, 1]), (3, [0, 1], [1])]
)
def test_a_chain_that_leads_nowhere_is_refused(
    size: int, symbols: list[int], counts: list[int]
) -> None:
    arrays: dict[str, np.ndarray] = {
        "it.size": np.array([size], np.uint16),
        "it.contexts": np.array([7], np.uint32),
        "it.lengths": np.array([2], np.uint16),
        "it.symbols": np.array(symbols, np.uint16),
        "it.counts": np.array(counts, np.uint8),
    }
    with pytest.raises(ValueError, match="chain it is damaged"):
        Chain.of(arrays, "it", 3)


# ---- data sets ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "{'descr': '<i8', 'fortran_order': False, 'shape': (((2, 4), }",
        "{'descr': '<i8', 'fortran_order': False, 'shape': (99999999999999999999, 4), }",
        "{'descr': '<i8', 'fortran_order': False, 'shape': (999999999999, 4), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (3, 4), }",
        "{'descr': '<i" + "9" * 5000 + "', 'fortran_order': False, 'shape': (3, 4), }",
    ],
    ids=["brackets", "no long", "too big", "no whole numbers", "objects", "long"],
)
def test_a_broken_table_of_a_dataset(header: str, tmp_path: Path) -> None:
    list(pack([tiny.write_music(tmp_path / "music", 2, 2)], tmp_path / "packed"))
    rows = (tmp_path / "packed" / "pieces.npy").read_bytes()[-96:]
    text = header.encode() + b"\n"
    (tmp_path / "packed" / "pieces.npy").write_bytes(
        b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + rows
    )
    refused(lambda: open_dataset(tmp_path / "packed"), "is no complete dataset")


def test_a_piece_of_no_style(tmp_path: Path) -> None:
    list(pack([tiny.write_music(tmp_path / "music", 2, 2)], tmp_path / "packed"))
    meta = json.loads((tmp_path / "packed" / "meta.json").read_text())
    meta["pieces"][0]["style"] = 7
    (tmp_path / "packed" / "meta.json").write_text(json.dumps(meta))
    refused(lambda: open_dataset(tmp_path / "packed"), "a style that is not there")


# ---- scores ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</divisions>", "e999999999</divisions>"),
        ("<divisions>", "<divisions>0</divisions><divisions>x"),
        ("<part-list>", "<a>" * 5000 + "</a>" * 5000 + "<part-list>"),
    ],
    ids=["endless number", "no number", "nesting"],
)
def test_broken_musicxml(old: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / "it.musicxml"
    write_song(tiny.trio(1), path)
    path.write_text(path.read_text().replace(old, new, 1))
    refused(lambda: read_song(path), "can't|can be read")


def test_a_superscript_is_no_program(tmp_path: Path) -> None:
    path = tmp_path / "it.musicxml"
    write_song(tiny.trio(1), path)
    path.write_text(path.read_text().replace("<midi-program>41<", "<midi-program>²<"))
    refused(lambda: read_song(path), "no score that can be read")


def test_bars_of_no_length(tmp_path: Path) -> None:
    path = tmp_path / "it.abc"
    path.write_text("X:1\nM:1/128\nL:1/8\nK:C\nC2D2E2|\n")
    refused(lambda: read_song(path), "its bars have no length")


@pytest.mark.parametrize("text", ["M:127.5/8\nL:1/8\nK:C\nC2D2|", "M:4/4\nL:1/8\nK:C\nC99999|D2|"])
def test_a_bar_that_music21_would_count_for_minutes(text: str, tmp_path: Path) -> None:
    path = tmp_path / "it.abc"
    path.write_text(f"X:1\n{text}\n")
    refused(lambda: read_song(path), "it.abc can't be read: A bar of .* is too long")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("<beats>99999", "A bar of 99999/4 is too long"),
        ("<fifths>2147483648", "impossible numbers"),
        ("<degree-alter>-2147483648", "impossible numbers"),
    ],
)
def test_a_number_that_music21_would_count_to(number: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "it.musicxml"
    song = Song(
        (Track(notes=(Note(0, 60, 96),)),),
        keys=(KeyChange(0, Key(2, "major")),),
        chords=(ChordChange(0, "C7b9"),),
    )
    write_song(song, path)
    tag = number.partition(">")[0] + ">"
    start, found, rest = path.read_text().partition(tag)
    assert found
    path.write_text(start + number + rest[rest.index("<") :])
    refused(lambda: read_song(path), told)


def test_a_chord_before_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "it.musicxml"
    write_song(Song((Track(notes=(Note(0, 60, 96),)),), chords=(ChordChange(0, "C"),)), path)
    early = path.read_text().replace("</kind>", "</kind><offset>-99999</offset>")
    path.write_text(early)
    song = read_song(path)
    assert song.chords == (ChordChange(0, "C"),)
    midi_bytes(song)


def test_abc_of_more_than_any_tune(tmp_path: Path) -> None:
    path = tmp_path / "it.abc"
    path.write_bytes(b"X:1\nT:" + b"\xff" * 300_000)
    refused(lambda: read_song(path), "is larger than 256 kB; that is no score of one song")


def test_abc_is_not_beamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It took time that grows with the square of the length, and nobody sees them."""
    from music21.stream import makeNotation

    monkeypatch.setattr(makeNotation, "makeBeams", lambda *_, **__: pytest.fail("beams"))
    path = tmp_path / "it.abc"
    path.write_text("X:1\nM:4/4\nL:1/8\nK:C\nCDEF GABc|\n")
    assert read_song(path).note_count == 8


@pytest.mark.parametrize("name", ["META-INF/container.xml", "it.xml"])
def test_a_score_that_unpacks_to_far_more_than_it_says(name: str, tmp_path: Path) -> None:
    path = tmp_path / "it.mxl"
    size = 70_000_000
    container = '<container><rootfile full-path="it.xml"/></container>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if name == "it.xml":
            archive.writestr("META-INF/container.xml", container)
        archive.writestr(name, b" " * size)
    refused(lambda: read_song(path), "larger than 64 MB")
    lie = path.read_bytes().replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(lie)
    refused(lambda: read_song(path), "no compressed MusicXML file")


# ---- MIDI -----------------------------------------------------------------------------------


def test_many_tracks_and_many_notes_of_one_pitch() -> None:
    start, stop = b"\x00\x90\x3c\x40", b"\x18\x80\x3c\x40"
    bodies = [start + stop] * 3000 + [start * 3000 + stop * 3000]
    tracks = b"".join(b"MTrk" + struct.pack(">I", len(body)) + body for body in bodies)
    song = song_from_bytes(b"MThd" + struct.pack(">IHHH", 6, 1, len(bodies), 24) + tracks, "it")
    assert len(song.tracks) == 3001
    assert song.note_count == 6000


def test_more_tracks_than_midi_has_channels_for(tmp_path: Path) -> None:
    song = Song(tuple(Track(notes=(Note(0, 60, 1),)) for _ in range(4000)))
    refused(lambda: write_song(song, tmp_path / "it.mid"), "has 4000 tracks; MIDI can tell 3840")


@pytest.mark.parametrize(("numerator", "denominator"), [(5, 7), (256, 4)])
def test_a_meter_that_midi_cannot_say(numerator: int, denominator: int, tmp_path: Path) -> None:
    song = Song(meters=(Meter(0, numerator, denominator),))
    told = f"a meter of {numerator}/{denominator}"
    refused(lambda: write_song(song, tmp_path / "it.mid"), told)


# ---- models and style packs -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("styles",), []),
        (("styles", 0, "instrumentations"), []),
        (("styles", 0, "instrumentations", 0, "count"), 0),
        (("styles", 0, "instrumentations", 0, "tracks", 0, "family"), "kazoo"),
        (("styles", 0, "tempos"), [0, 0, 0]),
        (("styles", 0, "bars"), -1),
        (("styles", 0, "name"), "waltz"),
        (("styles", 0, "borders"), [[1.0]]),
        (("engine",), "x" * 9999),
    ],
)
def test_a_header_that_names_what_cannot_be(
    place: tuple[Any, ...], value: object, tmp_path: Path
) -> None:
    description = json.loads(msgspec.json.encode(tiny.header()))
    holder = description
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    from safetensors.numpy import save_file

    text = json.dumps(description)
    save_file({}, tmp_path / "it.safetensors", metadata={"musicgan": text})
    refused(lambda: read_header(tmp_path / "it.safetensors"), "unreadable header")


def test_a_header_nested_without_end(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    text = '{"version": 1, "x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    save_file({}, tmp_path / "it.safetensors", metadata={"musicgan": text})
    refused(lambda: read_header(tmp_path / "it.safetensors"), "unreadable header")


def test_weights_that_are_no_numbers(tmp_path: Path) -> None:
    model = tiny.model()
    next(model.generator.parameters()).view(-1)[3] = torch.nan
    save_model(model, tmp_path / "model.safetensors")
    refused(lambda: load_model(tmp_path / "model.safetensors"), "weights that are no numbers")
    made_pack = tiny.pack()
    next(iter(made_pack.tensors.values())).view(-1)[0] = torch.inf
    save_pack(made_pack, tmp_path / "pack.safetensors")
    refused(lambda: load_pack(tmp_path / "pack.safetensors"), "weights that are no numbers")


def test_sizes_that_would_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from safetensors.torch import save_file

    sizes = {"styles": 2, "width": 1024, "layers": 32, "heads": 2}
    header = msgspec.structs.replace(tiny.header(), generator=sizes)
    save_file({"x": torch.zeros(1)}, tmp_path / "it.safetensors", metadata=encode_header(header))
    monkeypatch.setattr(torch.nn.Module, "load_state_dict", lambda *_: pytest.fail("it was built"))
    refused(lambda: load_model(tmp_path / "it.safetensors"), "does not fit its own header")


def test_a_pack_whose_product_would_fill_the_memory() -> None:
    broken = tiny.pack()
    name = next(name for name in broken.tensors if name.endswith(".up"))
    broken.tensors[name] = torch.zeros(1, 2).expand(10**9, 2)
    refused(lambda: with_packs(tiny.model().generator, [(broken, 0.5)]), "does not fit this model")
    assert isinstance(broken, Pack)


def test_a_program_of_another_family() -> None:
    text = msgspec.json.encode(Instrumentation((TrackKind("piano", 0),), 1))
    with pytest.raises(msgspec.ValidationError, match="not of the family"):
        msgspec.json.decode(text.replace(b'"program":0', b'"program":40'), type=Instrumentation)


# ---- recipes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recipe", "told"),
    [
        ({"bars": 2**53, "manner": {"density": [1, 2]}}, "bars"),
        ({"mode": "x" * 9999}, "one of its values is wrong"),
        ({"x" * 9999: 1}, "which no recipe has"),
    ],
    ids=["endless", "long value", "long name"],
)
def test_odd_recipes(recipe: dict[str, object], told: str) -> None:
    content = {"format": "musicgan recipe", "version": 1, "recipe": recipe}
    refused(lambda: recipe_from_json(json.dumps(content).encode()), told)


# ---- runs and SoundFonts ------------------------------------------------------------------------


def test_odd_lines_of_a_run_are_passed_over(tmp_path: Path) -> None:
    config = TrainingConfig(data=(tmp_path,), output=tmp_path / "it.safetensors")
    Recorder(config, 0)
    odd = b'{"kind":"Metrics","step":"x"}\n{"kind":[],"step":1}\n{"step":1e9}\n'
    nested = b'{"step":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    good = b'{"kind":"Reading","step":1,"sentence":"It learns."}\n'
    reading = b'{"kind":"Reading","step":1'
    (config.run_folder / "curves.jsonl").write_bytes(odd + nested + b"\xff\n" + good + reading)
    (config.run_folder / "examples").mkdir()
    (config.run_folder / "examples" / "holiday.mid").touch()
    assert list(recorded(config.run_folder)) == []
    Recorder(config, 5)
    assert (config.run_folder / "curves.jsonl").read_bytes().count(b"\n") == 2


def test_a_soundfont_of_an_impossible_name() -> None:
    refused(lambda: check_soundfont(Path("a\0b.sf2")), "could not be read")

"""Everything that reads files, with whole files to break and what is done with what was read."""

import dataclasses
import functools
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from musicgan.data.dataset import open_dataset, pack
from musicgan.engines import WRITERS, Learned, Writer
from musicgan.formats import midi_bytes, read_song, write_song
from musicgan.formats.midi.common import SAME_PART_MARK
from musicgan.song import Song, bars, seconds_at
from musicgan.song.chords import parse_chord
from tests import tiny

Files = dict[str, bytes]
"""Name → content of the files in a folder."""


class Reader(NamedTuple):
    """What reads one kind of file.

    Attributes:
        files: makes whole ones.
        read: reads the folder that they lie in, and uses what it found.
        inputs: how many broken ones are tried where nothing else is asked.
        extremes: makes what chance would not; the first inputs.
    """

    files: Callable[[], Sequence[Files]]
    read: Callable[[Path], None]
    inputs: int = 10_000
    extremes: Callable[[], Sequence[Files]] = tuple


def _content(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _made(name: str, *writes: Callable[[Path], object]) -> list[Files]:
    """What functions write to a file of this name."""
    found = []
    for write in writes:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder) / name)
            found.append(_content(Path(folder)))
    return found


def _use(song: Song) -> None:
    """What the window does with every song."""
    bars(song)
    seconds_at(song.tempos, song.length)
    for change in song.chords:
        parse_chord(change.symbol)
    midi_bytes(song)


def _songs(suffix: str) -> list[Files]:
    return _made(
        f"it{suffix}",
        lambda path: write_song(tiny.trio(2), path),
        lambda path: write_song(tiny.trio(1, 1), path),
    )


def _music(suffix: str) -> Callable[[Path], None]:
    return lambda folder: _use(read_song(folder / f"it{suffix}"))


@functools.cache
def _extreme_midi() -> list[Files]:
    """As many tracks as the format has room for, notes that pile up, a clock that runs away."""

    def file_of(*bodies: bytes) -> Files:
        tracks = b"".join(b"MTrk" + struct.pack(">I", len(body)) + body for body in bodies)
        return {"it.mid": b"MThd" + struct.pack(">IHHH", 6, 1, len(bodies), 24) + tracks}

    start, stop = b"\x00\x90\x3c\x40", b"\x18\x80\x3c\x40"
    mark = b"\x00\xff\x7f" + bytes((len(SAME_PART_MARK),)) + bytes(SAME_PART_MARK)
    return [
        file_of(*[b""] * 65_535),
        file_of(*[start + stop] * 30_000),
        file_of(*[mark + start + stop] * 9_000),
        file_of(start * 20_000 + stop * 20_000),
        file_of(start + b"\xff\xff\xff\x7f\x80\x3c\x40" * 1000),
        file_of(b"\x00\xff\x51\x03\x00\x00\x01" + start + stop * 2000),
    ]


@functools.cache
def _extreme_scores() -> list[Files]:
    """Nesting, entities that multiply, numbers without end."""
    (whole,) = _made("it.musicxml", lambda path: write_song(tiny.trio(1), path))
    text = whole["it.musicxml"]
    changes = [
        (b"<part-list>", b"<a>" * 100_000 + b"</a>" * 100_000 + b"<part-list>"),
        (b"</divisions>", b"e999999999</divisions>"),
        (b"</divisions>", b"9" * 5000 + b"</divisions>"),
        (b"</duration>", b"9" * 9 + b"</duration>"),
        (b"</beats>", b"9" * 9 + b"</beats>"),
    ]
    laughs = b"<!DOCTYPE score-partwise [<!ENTITY a 'ha'>" + b"".join(
        b"<!ENTITY %c '%b'>" % (b"bcdefghij"[i], b"&%c;" % b"abcdefghi"[i] * 10) for i in range(9)
    )
    place = text.index(b"<score-partwise")
    return [
        *({"it.musicxml": text.replace(old, new, 1)} for old, new in changes),
        {"it.musicxml": laughs + b"]>" + text[place:].replace(b"<duration>", b"&j;<duration>", 1)},
    ]


def _compressed() -> list[Files]:
    def write(path: Path) -> None:
        (score,) = _made("it.musicxml", lambda path: write_song(tiny.trio(1), path))
        container = '<container><rootfiles><rootfile full-path="it.xml"/></rootfiles></container>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("META-INF/container.xml", container)
            archive.writestr("it.xml", score["it.musicxml"])

    return _made("it.mxl", write)


_ABC = (
    b'X:1\nT:Reel\nC:Trad\nM:4/4\nL:1/8\nQ:1/4=120\nK:Dmaj\n"D"d2fd "A"(3efg e2|[DFA]4 z4|'
    b"{g}a>b c'<a ^f=g_a-a|1 d8:|2 d8|]\n",
    b"X:1\nM:6/8\nL:1/8\nK:Am\nV:1\nA2B c3|[V:2] A,3 E,3|\nV:1\nB6|]\n",
)
_KERN = (
    b"!!!OTL: Air\n**kern\t**kern\n*clefF4\t*clefG2\n*k[f#]\t*k[f#]\n*M4/4\t*M4/4\n*MM100\t*MM100\n"
    b"=1\t=1\n4G\t8gL\n.\t8aJ\n4D\t[4b\n2G\t2b]\n=2\t=2\n*\t*^\n1G\t1b\t1d\n*\t*v\t*v\n==\t==\n*-\t*-\n",
)


def _projects() -> list[Files]:
    from musicgan.generation import Cell, Recipe, Request, TrackRequest
    from musicgan.project import Project, ProjectTake, SavedProject, added, write_project
    from musicgan.song import Key

    song = tiny.trio(1)
    request = Request(
        style={"march": 1.0},
        tracks=(TrackRequest("strings", 40), TrackRequest("drums")),
        bars=1,
        key=Key(-3, "minor"),
        chords="Cm7 | F7",
        source=song,
        cells=((Cell.LOCKED, Cell.FREE),),
    )
    take = ProjectTake(song, "one", request=request, locked_bars=frozenset([0]))
    saved = SavedProject(added(Project(), [take, ProjectTake(tiny.trio(1, 2), "two")]), Recipe())
    return _made("it.musicgan", lambda path: write_project(saved, path))


def _read_project(folder: Path) -> None:
    from musicgan.project import read_project

    for take in read_project(folder / "it.musicgan").project.takes:
        _use(take.song)


def _recipes() -> list[Files]:
    from musicgan.generation import Recipe, TrackRequest, recipe_to_json

    full = Recipe(
        style={"jazz": 0.5, "folk": 0.5},
        style_end={"funk": 1.0},
        tracks=(TrackRequest("piano", 0), TrackRequest("drums")),
        manner={"density": (1, 2), "articulation": 3},
        tonic="Eb",
        mode="minor",
        tempo=92.5,
        meter=(6, 8),
        bars=12,
        chords="Dm7 | G7",
    )
    return [{"it.json": recipe_to_json(recipe)} for recipe in (Recipe(), full)]


def _read_recipe(folder: Path) -> None:
    from musicgan.generation import read_recipe

    read_recipe(folder / "it.json").to_request()


def _read_model(folder: Path) -> None:
    from musicgan.generation import Request, model_info
    from musicgan.generation.filling import filled_in
    from musicgan.model.checkpoint import load_model

    path = folder / "it.safetensors"
    header = load_model(path).header
    model_info(path)
    for seed in range(3):
        filled_in(Request(seed=seed), header.styles)


def _packs() -> list[Files]:
    from musicgan.model.pack import save_pack

    return _made("it.safetensors", lambda path: save_pack(tiny.pack(), path))


_BASE: list[object] = []


def _read_pack(folder: Path) -> None:
    from musicgan.generation import Request
    from musicgan.generation.filling import filled_in, usual_tracks
    from musicgan.model.pack import load_pack, with_packs

    if not _BASE:
        _BASE.append(tiny.model().generator)
    found = load_pack(folder / "it.safetensors")
    usual_tracks(found.header.style.instrumentations[0])
    filled_in(Request(), (found.header.style,))
    with_packs(_BASE[0], [(found, 0.5)])  # type: ignore[arg-type]


def _writers(engine: str) -> list[Files]:
    """A model of an engine beside the GAN that has learned from four tiny pieces."""
    from musicgan.engines import save_writer

    header = msgspec.structs.replace(tiny.header(), engine=engine, generator={}, critics={})
    return _made("it.safetensors", lambda path: save_writer(_learned(engine), header, path))


def _learned(engine: str) -> Writer:
    from musicgan.engines import Order, writer_class
    from musicgan.engines.convolutional import ConvolutionalGan

    if engine == "convolutional":
        return ConvolutionalGan(len(tiny.STYLES), generator=8, critic=8).ready()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        list(pack([tiny.write_music(folder / "music", 4, 2)], folder / "packed"))
        learning = writer_class(engine).learn(open_dataset(folder / "packed"), Order())
        end: list[Writer | None] = []

        def progress() -> Iterator[Learned]:
            end.append((yield from learning))

        list(progress())
    assert end[0] is not None, "nothing stopped it"
    return end[0]


def _read_writer(folder: Path) -> None:
    """Load it, and let it write a bar."""
    from musicgan.engines import Dice, load_writer

    header, writer = load_writer(folder / "it.safetensors")
    style = np.eye(len(header.styles), dtype=np.float32)[0]
    window = dataclasses.replace(tiny.window(tiny.trio(1)), style=style)
    for _ in writer.write(window, np.ones((3, 256), np.bool_), Dice(0)):
        pass


def _datasets() -> list[Files]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        list(pack([tiny.write_music(folder / "music", 2, 2)], folder / "packed"))
        return [_content(folder / "packed")]


def _read_dataset(folder: Path) -> None:
    found = open_dataset(folder)
    for index in range(min(4, len(found))):
        piece = found.piece(index)
        assert found.style_names[found.meta.pieces[index].style]
        assert len(piece.bars) >= 0


def _runs() -> list[Files]:
    from musicgan.training import Metrics, Reading, TrainingConfig
    from musicgan.training.record import Recorder

    def write(path: Path) -> None:
        config = TrainingConfig(data=(Path("music"),), output=path)
        recorder = Recorder(config, 0)
        recorder.add(Metrics(3, "likelihood", {"loss": 2.5, "held_out": 3.0}, 0.5, 60.0))
        recorder.add(Reading(3, "learns", "It learns."))
        for file in config.run_folder.iterdir():
            file.rename(path.parent / file.name)
        config.run_folder.rmdir()

    return _made("it", write)


def _read_run(folder: Path) -> None:
    from musicgan.training.record import Recorder, read_config, recorded, runs

    runs(folder.parent)
    list(recorded(folder))
    config = msgspec.structs.replace(read_config(folder), output=folder.with_suffix(""))
    Recorder(config, 2)


def _settings() -> list[Files]:
    text = (
        b"[General]\ntheme=dark\nlanguage=zh_CN\nrecipe=\nfolded=chance manner\nmodel=/a\n"
        b"folder=/tmp\nrecent=/a.musicgan, /b.musicgan\ntraining_speed=0.5\nplays_at_once=true\n"
        b'sound="{\\"soundfont\\":\\"/a.sf2\\",\\"volume\\":0.5}"\ngeometry=@ByteArray(ab)\n'
    )
    return [{"musicgan.ini": text}]


def _read_settings(folder: Path) -> None:
    from PySide6.QtCore import QSettings

    from ui.settings import Settings

    (folder / "musicgan").mkdir(exist_ok=True)
    (folder / "musicgan.ini").replace(folder / "musicgan" / "musicgan.ini")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    settings = Settings()
    for name in (
        "theme", "language", "recipe", "folded", "model", "folder", "recent", "training_speed",
        "plays_at_once", "sound", "geometry",
    ):  # fmt: skip
        getattr(settings, name)


def _read_soundfont(folder: Path) -> None:
    from musicgan.audio.soundfonts import check_soundfont

    check_soundfont(folder / "it.sf2")


READERS: dict[str, Reader] = {
    "midi": Reader(lambda: _songs(".mid"), _music(".mid"), 20_000, _extreme_midi),
    "musicxml": Reader(lambda: _songs(".musicxml"), _music(".musicxml"), 600, _extreme_scores),
    "mxl": Reader(_compressed, _music(".mxl"), 600),
    "abc": Reader(lambda: [{"it.abc": text} for text in _ABC], _music(".abc"), 1_000),
    "humdrum": Reader(lambda: [{"it.krn": text} for text in _KERN], _music(".krn"), 1_000),
    "project": Reader(_projects, _read_project),
    "recipe": Reader(_recipes, _read_recipe),
    "checkpoint": Reader(lambda: _made("it.safetensors", tiny.write_model), _read_model),
    "pack": Reader(_packs, _read_pack),
    **{name: Reader(functools.partial(_writers, name), _read_writer) for name in WRITERS},
    "dataset": Reader(_datasets, _read_dataset),
    "run": Reader(_runs, _read_run),
    "settings": Reader(_settings, _read_settings),
    "soundfont": Reader(lambda: [{"it.sf2": b"RIFF\x10\0\0\0sfbkLIST"}], _read_soundfont),
}
"""Name → reader; music21 takes some 100 ms an input, so its readers get fewer."""

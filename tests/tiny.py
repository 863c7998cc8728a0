"""Small music, datasets and models for tests."""

from pathlib import Path

import numpy as np
import torch

from musicgan.data import Instrumentation, Piece, StyleInfo, TrackKind, to_piece
from musicgan.data.windows import Cell, Window, cut_window
from musicgan.formats import write_song
from musicgan.model.checkpoint import Model, build, save_model
from musicgan.model.header import FORMAT_VERSION, Header
from musicgan.model.pack import Pack, fresh_changes
from musicgan.model.pack_header import PackHeader
from musicgan.song import Key, KeyChange, Meter, Note, Song, Tempo, Track

STYLES = ("march", "waltz")


def trio(bars: int = 4, seed: int = 0, meter: Meter = Meter(0, 4, 4)) -> Song:  # noqa: B008
    """Violin, bass and drums in D major, ``bars`` bars, other notes for every seed."""
    rng = np.random.default_rng(seed)
    end = bars * meter.bar_ticks
    scale = np.array([0, 2, 4, 5, 7, 9, 11])
    melody = []
    for onset in range(0, end, 12):
        if rng.random() < 0.7:
            pitch = 74 + int(rng.choice(scale))
            length = min(int(rng.integers(6, 25)), end - onset)
            melody.append(Note(onset, pitch, length, int(rng.integers(60, 110))))
    bass = [Note(onset, 38 + int(rng.choice(scale)), 20, 80) for onset in range(0, end, 24)]
    kit = [Note(onset, 36 if onset % 48 == 0 else 38, 6, 90) for onset in range(0, end, 24)]
    return Song(
        tracks=(
            Track("Violin", 40, False, tuple(melody)),
            Track("Bass", 33, False, tuple(bass)),
            Track("Drums", 0, True, tuple(kit)),
        ),
        tempos=(Tempo(0, 100.0),),
        meters=(meter,),
        keys=(KeyChange(0, Key(2, "major")),),
        length=end,
    )


def write_music(folder: Path, files: int = 6, bars: int = 4) -> Path:
    """A folder of MIDI files: half of them marches, half waltzes."""
    for number in range(files):
        style = STYLES[number % 2]
        meter = Meter(0, 4, 4) if style == "march" else Meter(0, 3, 4)
        write_song(trio(bars, number, meter), folder / style / f"piece{number}.mid")
    return folder


def window(
    song: Song, cells: np.ndarray[tuple[int, int], np.dtype[np.int64]] | None = None
) -> Window:
    """All of a song, with its conditions, of the first style."""
    piece = to_piece(song)
    return cut_window(piece, 0, len(piece.bars), np.array([1, 0], np.float32), cells)


def cells(
    piece: Piece, *locked: tuple[int, int]
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Cells of a piece, all free but the (bar, track) in ``locked``."""
    rows = np.zeros((len(piece.bars), len(piece.tracks)), np.int64)
    for bar, track in locked:
        rows[bar, track] = Cell.LOCKED
    return rows


def style_info(name: str) -> StyleInfo:
    """What is known of a style of trios."""
    return StyleInfo(
        name=name,
        pieces=3,
        bars=12,
        notes=300,
        instrumentations=(
            Instrumentation(
                (TrackKind("bass", 33), TrackKind("strings", 40), TrackKind("drums", 0)), 3
            ),
        ),
        meters=((4, 4, 12),) if name == "march" else ((3, 4, 12),),
        tempos=(90.0, 100.0, 110.0),
        minor=0.5,
        borders=((1.0, 2.0, 3.0, 4.0),) * 6,
    )


def header(width: int = 16) -> Header:
    """The header of a tiny model."""
    return Header(
        version=FORMAT_VERSION,
        name="tiny",
        styles=tuple(style_info(name) for name in STYLES),
        generator={"styles": 2, "width": width, "layers": 1, "heads": 2, "dropout": 0.1},
        critics={"styles": 2, "width": 8, "dropout": 0.2},
        phase="likelihood",
        steps=7,
        created="2026-01-01",
        data="trios",
        licence="CC0",
    )


def model(seed: int = 0, width: int = 16) -> Model:
    """A model with random weights, ready for use."""
    torch.manual_seed(seed)
    made = build(header(width))
    # They start at 0; here they must do something.
    for habit in made.generator.head.habits:
        torch.nn.init.normal_(habit.weight, std=0.1)
    made.generator.eval().requires_grad_(False)
    made.critics.eval().requires_grad_(False)
    return made


def write_model(path: Path, seed: int = 0) -> Path:
    """A model file with random weights."""
    save_model(model(seed), path)
    return path


def pack(name: str = "polka", seed: int = 0, strength: float = 0.05) -> Pack:
    """A style pack for the tiny model, with random changes of this strength."""
    torch.manual_seed(seed)
    tensors = fresh_changes(model().generator, 2)
    torch.manual_seed(seed)
    changed = {
        key: tensor if key.endswith(".down") else strength * torch.randn_like(tensor)
        for key, tensor in tensors.items()
    }
    header = PackHeader(
        version=1,
        style=style_info(name),
        resembles=(0.25, 0.75),
        base="0" * 16,
        base_name="tiny",
        rank=2,
        steps=5,
        created="2026-01-01",
    )
    return Pack(header, changed)

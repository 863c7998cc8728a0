"""From what the model wrote to a song."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from musicgan.data.frames import meter_map, tonic_shift
from musicgan.data.windows import Cell
from musicgan.generation.plan import Plan
from musicgan.song import DRUMS, Bar, KeyChange, Note, Song, Tempo, Track

Ints = npt.NDArray[np.int64]


def assemble(plan: Plan, notes: npt.NDArray[np.void]) -> Song:
    """The song of what the model wrote; what is locked comes from the source, bit for bit.

    ``notes`` are rows of ``NOTE``, locked notes included or not.
    """
    source = plan.request.source
    tracks = tuple(_track(plan, index, notes) for index in range(len(plan.slots)))
    keys = (KeyChange(0, plan.key),)
    if source is None:
        return Song(
            tracks=tracks,
            tempos=(Tempo(0, plan.tempo),),
            meters=meter_map(plan.grid),
            keys=keys,
            chords=plan.chords,
            length=plan.grid[-1].end,
        )
    return Song(
        tracks=tracks,
        tempos=source.tempos,
        meters=meter_map(plan.grid),
        keys=source.keys if source.keys and source.keys[0].key == plan.key else keys,
        chords=source.chords or plan.chords,
        markers=source.markers,
        title=source.title,
        length=plan.grid[-1].end,
    )


def _track(plan: Plan, index: int, notes: npt.NDArray[np.void]) -> Track:
    """Requested track ``index`` with its locked and its written notes."""
    wanted, slot = plan.request.tracks[index], plan.slots[index]
    drum = wanted.family == DRUMS
    cells = plan.window.cells[:, slot]
    given = plan.request.source.tracks if plan.request.source else ()
    source = given[index] if index < len(given) else Track()
    kept = _kept(source.notes, plan.grid, cells)
    written = _written(
        notes[notes["track"] == slot], plan.grid, cells, 0 if drum else -tonic_shift(plan.key)
    )
    # A locked note that rings on into a free bar stays as it is; its pitch waits until it ends.
    ringing = [note for note in kept if note.end > plan.grid[_bar_of(note.onset, plan.grid)].end]
    written = [note for note in written if not any(_meet(note, held) for held in ringing)]
    return Track(source.name, wanted.midi_program, drum, (*kept, *written))


def _kept(notes: tuple[Note, ...], grid: list[Bar], cells: Ints) -> list[Note]:
    """The locked ones of a source's notes; beyond the last bar everything is cut off."""
    end = grid[-1].end
    bar = _bar_of([note.onset for note in notes], grid)
    return [
        note if note.end <= end else replace(note, duration=end - note.onset)
        for note, cell in zip(notes, cells[bar].tolist(), strict=True)
        if cell == Cell.LOCKED and note.onset < end
    ]


def _written(notes: npt.NDArray[np.void], grid: list[Bar], cells: Ints, shift: int) -> list[Note]:
    """The notes of one track in its free bars, which end before the next bar that isn't free."""
    bar = _bar_of(notes["onset"], grid)
    free = cells[bar] == Cell.FREE
    notes, bar = notes[free], bar[free]
    room = _ends_of_free_runs(grid, cells)[bar] - notes["onset"]
    columns = (
        notes["onset"],
        notes["pitch"].astype(np.int64) + shift,
        np.minimum(notes["duration"], room),
        notes["velocity"],
    )
    return [Note(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _bar_of(onsets: npt.ArrayLike, grid: list[Bar]) -> Ints:
    """Index of the bar that each onset (ticks) lies in; the last for what lies behind it."""
    return np.searchsorted([bar.start for bar in grid], onsets, side="right") - 1


def _ends_of_free_runs(grid: list[Bar], cells: Ints) -> Ints:
    """(bars,) tick of the next barline behind which the track isn't free, or of the end."""
    ends = np.array([bar.end for bar in grid], np.int64)
    for bar in range(len(grid) - 2, -1, -1):
        if cells[bar + 1] == Cell.FREE:
            ends[bar] = ends[bar + 1]
    return ends


def _meet(note: Note, held: Note) -> bool:
    """Whether a note starts while another of its pitch is held."""
    return note.pitch == held.pitch and held.onset <= note.onset < held.end
